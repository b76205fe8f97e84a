"""Judge a source by the figures of its runs: healthy, late, silent, thinning, blocked or broken. Pure."""
