"""Bring statements into the archive: fetch, import, replay, derive, load, reparse, recover."""
