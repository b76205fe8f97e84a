"""The researcher's site: server-rendered pages over the archive, complete without JavaScript."""
