"""The declared sources: one TOML file each, and beside it a hook module where a publisher is odd."""
