"""Store what readers follow, and find what is new of it."""
