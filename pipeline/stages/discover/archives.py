"""Read what web archives answer: CDX rows (Wayback Machine text and JSON, 11-column files, CDXJ) and Memento TimeMaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.stages.results import CdxRecord, ParsedCdx
from storage.model.addresses import read_http_date, read_timestamp
from storage.text.untrusted_json import load_json

_TIMESTAMP = re.compile(r"[0-9]{4,17}")
_MIMETYPE = re.compile(r"[\w.+-]+/[\w.+-]+|-|unk|warc/revisit|no-type")
_LINK = re.compile(r'<(?P<url>[^<>]*+)>(?P<parameters>(?:\s*;\s*[\w*]+\s*=\s*(?:"[^"]*"|[^\s,;"]+))*)')
_PARAMETER = re.compile(r'([\w*]+)\s*=\s*(?:"([^"]*)"|([^\s,;"]+))')
_MEMENTO_ADDRESS = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/(.+)$")
_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")


def read_cdx(body: str) -> ParsedCdx | None:
    """Read a CDX answer of any of the four forms; repeated rows are given once. None if the text is none."""
    text = body.strip("\ufeff \r\n")
    if text.startswith("["):
        return _read_json(text)
    rows, blank, key = text.replace("\r\n", "\n").rpartition("\n\n")
    if not blank or "\n" in key or _read_seven(key):  # a blank line that no key follows
        rows, key = text, ""
    lines = [line for line in rows.splitlines() if line.strip()]
    if lines and lines[0].split()[:1] == ["CDX"]:
        return _gather(map(_read_eleven, lines[1:]))
    if lines and _is_cdxj(lines[0]):
        return _gather(_read_cdxj(line) for line in lines if not line.startswith("!"))
    found = _gather(map(_read_seven, lines), key.strip() or None)
    return found if found.records else None


def read_timemap(body: str) -> ParsedCdx | None:
    """Read a TimeMap in link format (RFC 7089): its mementos as rows. None if the text is none."""
    links = list(_LINK.finditer(body))
    rels = [dict(_parameters(link["parameters"])).get("rel", "").split() for link in links]
    found = _gather(_read_memento(link) for link, rel in zip(links, rels, strict=True) if "memento" in rel)
    return found if found.records or any("timemap" in rel for rel in rels) else None


def _gather(rows: Iterable[CdxRecord | None], key: str | None = None) -> ParsedCdx:
    """Return the rows that could be read, each once, and count those that could not."""
    found = list(rows)
    return ParsedCdx(records=_distinct(filter(None, found)), unreadable=found.count(None), resume_key=key)


def _read_seven(line: str) -> CdxRecord | None:
    """Read a row of the Wayback Machine's default form; a length that is no number is kept as given."""
    fields = line.split()
    if len(fields) != len(_FIELDS) or not _is_instant(fields[1]) or not _MIMETYPE.fullmatch(fields[3]):
        return None
    return CdxRecord(**dict(zip(_FIELDS, fields, strict=True)))


def _read_eleven(line: str) -> CdxRecord | None:
    fields = line.split()
    if len(fields) < 9 or not _is_instant(fields[1]):
        return None
    length = fields[8] if len(fields) >= 11 else "-"
    return CdxRecord(**dict(zip(_FIELDS, [*fields[:6], length], strict=True)))


def _is_instant(digits: str) -> bool:
    """Say whether digits are an instant: the first 14 of them a date and time that is one."""
    return _TIMESTAMP.fullmatch(digits) is not None and (len(digits) < 14 or read_timestamp(digits[:14]) is not None)


def _is_cdxj(line: str) -> bool:
    return re.match(r"\S+ \d{4,17} \{", line) is not None or line.startswith("!OpenWayback")


def _read_cdxj(line: str) -> CdxRecord | None:
    urlkey, _, rest = line.partition(" ")
    timestamp, _, block = rest.partition(" ")
    if not _is_instant(timestamp):
        return None
    try:
        fields = load_json(block)
    except ValueError:
        return None
    if not isinstance(fields, dict):
        return None
    return CdxRecord(
        urlkey=urlkey,
        timestamp=timestamp,
        original=str(fields.get("url", "")),
        mimetype=str(fields.get("mime", "-")),
        statuscode=str(fields.get("status", "-")),
        digest=str(fields.get("digest", "-")),
        length=str(fields.get("length", "-")),
    )


def _read_json(text: str) -> ParsedCdx | None:
    """Read ``output=json``: a list of rows under a row of names; a last row of one field after an empty one is the key."""
    try:
        rows = load_json(text)
    except ValueError:
        return None
    if not isinstance(rows, list) or not rows or not isinstance(rows[0], list) or "urlkey" not in rows[0]:
        return None
    names = [str(name) for name in rows[0]]
    key = rows[-1][0] if isinstance(rows[-1], list) and len(rows[-1]) == 1 and isinstance(rows[-1][0], str) else None
    given = rows[1:-1] if key else rows[1:]
    return _gather((_read_fields(names, row) for row in given if row != []), key)


def _read_fields(names: list[str], row: Any) -> CdxRecord | None:
    if not isinstance(row, list) or len(row) != len(names):
        return None
    values = {name: str(value) for name, value in zip(names, row, strict=True)}
    record = CdxRecord(**{name: values.get(name, "-") for name in _FIELDS})
    return record if _is_instant(record.timestamp) and record.original != "-" else None


def _distinct(records: Iterable[CdxRecord]) -> tuple[CdxRecord, ...]:
    return tuple(dict.fromkeys(records))


def _parameters(text: str) -> Iterator[tuple[str, str]]:
    for found in _PARAMETER.finditer(text):
        yield found[1].lower(), found[2] or found[3] or ""


def _read_memento(link: re.Match[str]) -> CdxRecord | None:
    parameters = dict(_parameters(link["parameters"]))
    address = _MEMENTO_ADDRESS.search(link["url"])
    timestamp = address[1] if address and _is_instant(address[1]) else _timestamp(parameters.get("datetime", ""))
    original = address[2] if address else link["url"]
    return (
        CdxRecord(urlkey="-", timestamp=timestamp, original=original, mimetype="-", statuscode="-", digest="-", length="-")
        if timestamp
        else None
    )


def _timestamp(printed: str) -> str:
    """Write an HTTP date as a 14-digit timestamp; empty if it is none."""
    moment = read_http_date(printed)
    return f"{moment:%Y%m%d%H%M%S}" if moment else ""
