"""Add statements to the archive: fetch, import, replay, derive, load, reparse, recover."""
