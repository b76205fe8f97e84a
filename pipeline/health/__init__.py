"""Judge a source by the figures of its runs: fine, late, silent, thinning, blocked or broken. Pure."""
