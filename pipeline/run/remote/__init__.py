"""An archive whose WARC files are in an object store: mirrored locally, and owned by one loader."""
