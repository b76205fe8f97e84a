"""The errors of the archive, as a tree.

OnRecordError
├── StorageError            what is on disk is not what it should be, or cannot be written
│   ├── WarcError           a record is torn, altered or not where the archive says
│   ├── ArchiveLocked       another writer holds the archive
│   └── QueryStopped        a read took longer than it may
└── PipelineError           (pipeline/errors.py)
"""

from __future__ import annotations


class OnRecordError(Exception):
    """The root: a message that says where, what was found, what was expected and what to do."""


class StorageError(OnRecordError):
    """Something on disk is not what it should be, or cannot be written."""


class WarcError(StorageError):
    """A WARC record is torn, altered, or not where the archive says it is."""


class QueryStopped(StorageError):
    """What was asked of the archive took longer than it may, and was stopped."""


class ArchiveLocked(StorageError):
    """Another process is writing to the archive."""
