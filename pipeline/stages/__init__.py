"""The stages: pure functions from values to values. No clock, network, disk, environment or database."""
