"""An archive whose WARC files lie in an object store: mirrored, and owned by one loader."""
