"""Answer questions about an archive: search, show, follow, trace, coverage and health of sources."""
