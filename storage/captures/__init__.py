"""Captures on disk: WARC files written record by record, read back by offset, and recovered after a crash."""

from storage.captures.http import find_header, split_message
from storage.captures.observe import CLOCKS_DIFFER, FIRST_YEAR
from storage.captures.reader import (
    LIST_NOTE,
    Found,
    Note,
    iterate_members,
    read_captures,
    read_payload,
    read_response,
    read_warc,
)
from storage.captures.records import MOST_HELD_BYTES, iterate_records, read_record
from storage.captures.recover import Recovered, recover, recover_file
from storage.captures.stored import StoredRecord
from storage.captures.write import OPEN_SUFFIX, WarcWriter, hash_file

__all__ = [
    "CLOCKS_DIFFER",
    "FIRST_YEAR",
    "LIST_NOTE",
    "MOST_HELD_BYTES",
    "OPEN_SUFFIX",
    "Found",
    "Note",
    "Recovered",
    "StoredRecord",
    "WarcWriter",
    "find_header",
    "hash_file",
    "iterate_members",
    "iterate_records",
    "read_captures",
    "read_payload",
    "read_record",
    "read_response",
    "read_warc",
    "recover",
    "recover_file",
    "split_message",
]
