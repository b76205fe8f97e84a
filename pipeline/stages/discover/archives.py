"""Read what web archives answer: CDX rows (Wayback Machine text and JSON, 11-column files, CDXJ) and Memento TimeMaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pipeline.stages.results import CdxRecord, ParsedCdx
from storage.text.untrusted_json import load_json

_TIMESTAMP = re.compile(r"\d{4,17}$")
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
    rows, _, rest = text.partition("\n\n") if "\n\n" in text else text.replace("\r\n", "\n").partition("\n\n")
    lines = [line for line in rows.splitlines() if line.strip()]
    if lines and lines[0].split()[:1] == ["CDX"]:
        return ParsedCdx(records=_distinct(_read_eleven(lines[1:])))
    if lines and _is_cdxj(lines[0]):
        return ParsedCdx(records=_distinct(filter(None, map(_read_cdxj, lines))))
    records = [_read_seven(line) for line in lines]
    if not lines or not any(records):
        return None
    return ParsedCdx(records=_distinct(filter(None, records)), resume_key=rest.strip() or None)


def read_timemap(body: str) -> ParsedCdx | None:
    """Read a TimeMap in link format (RFC 7089): its mementos as rows. None if the text is none."""
    links = list(_LINK.finditer(body))
    records = tuple(filter(None, map(_read_memento, links)))
    rels = " ".join(dict(_parameters(link["parameters"])).get("rel", "") for link in links)
    if not records and "timemap" not in rels.split():
        return None
    return ParsedCdx(records=_distinct(records))


def _read_seven(line: str) -> CdxRecord | None:
    """Read a row of the Wayback Machine's default form; a length that is no number is kept as given."""
    fields = line.split()
    if len(fields) != len(_FIELDS) or not _TIMESTAMP.match(fields[1]) or not _MIMETYPE.fullmatch(fields[3]):
        return None
    return CdxRecord(**dict(zip(_FIELDS, fields, strict=True)))


def _read_eleven(lines: Iterable[str]) -> Iterator[CdxRecord]:
    for line in lines:
        fields = line.split()
        if len(fields) >= 9 and _TIMESTAMP.match(fields[1]):
            length = fields[8] if len(fields) >= 11 else "-"
            yield CdxRecord(**dict(zip(_FIELDS, [*fields[:6], length], strict=True)))


def _is_cdxj(line: str) -> bool:
    return re.match(r"\S+ \d{4,17} \{", line) is not None or line.startswith("!OpenWayback")


def _read_cdxj(line: str) -> CdxRecord | None:
    urlkey, _, rest = line.partition(" ")
    timestamp, _, block = rest.partition(" ")
    if not _TIMESTAMP.match(timestamp):
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
    names, records, key = [str(name) for name in rows[0]], [], None
    for row in (row for row in rows[1:] if isinstance(row, list)):
        values = dict(zip(names, row, strict=False))
        if len(row) == 1:
            key = str(row[0])
        elif row:
            records.append(CdxRecord(**{name: str(values.get(name, "-")) for name in _FIELDS}))
    return ParsedCdx(records=_distinct(records), resume_key=key)


def _distinct(records: Iterable[CdxRecord]) -> tuple[CdxRecord, ...]:
    return tuple(dict.fromkeys(records))


def _parameters(text: str) -> Iterator[tuple[str, str]]:
    for found in _PARAMETER.finditer(text):
        yield found[1].lower(), found[2] or found[3] or ""


def _read_memento(link: re.Match[str]) -> CdxRecord | None:
    parameters = dict(_parameters(link["parameters"]))
    if "memento" not in parameters.get("rel", "").split():
        return None
    address = _MEMENTO_ADDRESS.search(link["url"])
    timestamp = address[1] if address else _timestamp(parameters.get("datetime", ""))
    original = address[2] if address else link["url"]
    return (
        CdxRecord(urlkey="-", timestamp=timestamp, original=original, mimetype="-", statuscode="-", digest="-", length="-")
        if timestamp
        else None
    )


def _timestamp(printed: str) -> str:
    """Write an HTTP date as a 14-digit timestamp; empty if it is none."""
    try:
        moment: datetime = parsedate_to_datetime(printed)
    except ValueError:
        return ""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")
