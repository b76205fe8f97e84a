"""Change the structure of an input and keep it well-formed: values of other types, elements moved, fields that lie.

Changed bytes mostly break the outermost form, and readers refuse them at once. What keeps its form reaches what lies behind.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

Restructure = Callable[[bytes, random.Random], bytes]
"""Changes an input and keeps its form; returns what has no such form as it is."""

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**63, 10**400, 1e308, -0.0, float("nan"), float("inf"), "", " ", "null", "0", "a", "\ud800",
    "\x00", "2020-10-27T10:00:00Z", "0000-00-00", "9999-12-31T23:59:59.999999+14:00", "https://[::1", "//a.example/",
    "data:,a", "é" * 9000,
    [], {}, [[]], [None], {"": None}, {"id": {"id": {}}}, [[[[[[[["a"]]]]]]]], ["a"] * 3000,
)  # fmt: skip
_FIELD_VALUES = (
    b"", b"0", b"-1", b"9" * 40, b"1e9", b"0x10", b"\xff\xfe", b"gzip", b"br", b"chunked", b"chunked, chunked", b"bytes 0-0/1",
    b"text/html; charset=utf-7", b"multipart/x; boundary=", b"sha1:", b"sha256:" + b"0" * 64, b"sha1:AAAA", b"<urn:uuid:>",
    b"2020-10-27T10:00:00Z", b"0001-01-01T00:00:00Z", b"99999-01-01T00:00:00Z", b"http://[", b"http://a.example/\x00",
    b"warcinfo", b"response", b"revisit", b"resource", b"continuation", b"a" * 9000,
)  # fmt: skip
_TOML_VALUES = (
    b"1979-05-27T07:32:00Z", b"1979-05-27", b"07:32:00", b"nan", b"-inf", b"1e400", b"true", b"[]", b"{}", b"[[]]", b'[1, "a"]',
    b'""', b"'''\n'''", b"-1", b"9" * 400, b'"' + b"a" * 9000 + b'"', b'"\\u0000"', b'"[(a+)+$"', b'"(?P<a>"',
    b'"..\\\\..\\\\a"',
)  # fmt: skip
_NAMES = ("../a", "/a", "archive/a.warc.gz", "archive/", "datapackage.json", "a" * 300, "é", "indexes/a.idx", "a\x00b", "")
_TAG = re.compile(rb"<[^<>]*>")
_LINE = re.compile(rb"^([ \t]*[A-Za-z_]+ *= *)(.*)$", re.MULTILINE)
_MEMBER = b"\x1f\x8b\x08"
_WORDS = re.compile(r"\s+|[()\"]|[^\s()\"]+")
_OPERATORS = (
    "OR",
    "AND",
    "NOT",
    "-",
    "(",
    ")",
    '"',
    "NEAR(",
    "*",
    "speaker:",
    "before:",
    "2020-13-45",
    "lang:xx",
    ":",
    "^",
    "#",
    "{",
    "\\",
)
_PARTS = re.compile(r"[:/?#\[\]@!$&'()*+,;=.]|[^:/?#\[\]@!$&'()*+,;=.]+")


def change_json(tried: bytes, dice: random.Random) -> bytes:
    """Change one place of a JSON document, or of one line of JSON Lines."""
    lines = tried.split(b"\n")
    at = dice.randrange(len(lines)) if not _is_json(tried) else None
    try:
        document = json.loads(tried if at is None else lines[at])
    except (ValueError, RecursionError):
        return tried
    changed = json.dumps(_change_node(document, dice)).encode()
    if dice.random() < 0.1:
        changed = re.sub(rb'("[a-z_]+": )', lambda found: found[0] + b"null, " + found[0], changed, count=1)
    return changed if at is None else b"\n".join([*lines[:at], changed, *lines[at + 1 :]])


def change_markup(tried: bytes, dice: random.Random) -> bytes:
    """Move, double, drop, nest or cross tags of a page or a feed."""
    tags = [found.span() for found in _TAG.finditer(tried)]
    if len(tags) < 2:
        return tried
    (start, end), (other, other_end) = sorted(dice.sample(tags, 2))
    match dice.randint(0, 5):
        case 0:
            return tried[:start] + tried[end:]
        case 1:
            return tried[:end] + tried[start:end] * dice.randint(1, 300) + tried[end:]
        case 2:
            return tried[:start] + tried[other:other_end] + tried[end:other] + tried[start:end] + tried[other_end:]
        case 3:
            return tried[:end] + tried[start:other_end] * dice.randint(1, 20) + tried[end:]
        case 4:
            return tried[:end] + tried[other_end:] + tried[end:other_end]
        case _:
            return tried[:start] + b"<!--" + tried[start:end] + b"<![CDATA[" + tried[end:]


def change_toml(tried: bytes, dice: random.Random) -> bytes:
    """Give a key of a declaration a value of another type, or another key's, or double its line."""
    keys = list(_LINE.finditer(tried))
    if not keys:
        return tried
    found = dice.choice(keys)
    value = dice.choice(_TOML_VALUES) if dice.random() < 0.7 else dice.choice(keys)[2]
    doubled = found[0] + b"\n" if dice.random() < 0.1 else b""
    return tried[: found.start()] + doubled + found[1] + value + tried[found.end() :]


def change_fields(tried: bytes, dice: random.Random) -> bytes:
    """Change a field of a WARC record's head or of the message in it, and keep the members whole."""
    packed = tried.startswith(_MEMBER)
    try:
        plain = gzip.decompress(tried) if packed else tried
    except (OSError, EOFError, ValueError):
        return tried
    records = re.split(rb"(?=^WARC/1\.[01]\r\n)", plain, flags=re.MULTILINE)
    at = dice.randrange(len(records))
    lines = records[at].split(b"\r\n")
    fields = [number for number, line in enumerate(lines) if re.match(rb"[A-Za-z-]+: ", line)]
    if fields:
        chosen = dice.choice(fields)
        name = lines[chosen].partition(b": ")[0]
        added = [name + b": " + dice.choice(_FIELD_VALUES)]
        lines[chosen : chosen + dice.randint(0, 1)] = added * dice.choice((1, 1, 1, 2, 500))
    records[at] = b"\r\n".join(lines)
    if dice.random() < 0.2:
        dice.shuffle(records)
    return b"".join(gzip.compress(record, 1) for record in records if record) if packed else b"".join(records)


def change_package(tried: bytes, dice: random.Random) -> bytes:
    """Change a member of a WACZ, its name, or the package's statement of them."""
    try:
        with zipfile.ZipFile(io.BytesIO(tried)) as package:
            members = [(info.filename, package.read(info)) for info in package.infolist()]
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, RuntimeError):
        return tried
    at = dice.randrange(len(members)) if members else 0
    for number, (name, content) in enumerate(members):
        if number == at:
            kept = dice.choice(_NAMES) if dice.random() < 0.3 else name
            changed = change_json(content, dice) if name.endswith(".json") else change_fields(content, dice)
            members[number] = (kept.replace("\x00", ""), changed)
    held = io.BytesIO()
    form = dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w", form) as package:
        warnings.simplefilter("ignore")  # two members of one name are wanted here
        for name, content in members:
            package.writestr(zipfile.ZipInfo(name or "a"), content)
    return held.getvalue()


def change_query(tried: bytes, dice: random.Random) -> bytes:
    """Put operators into a query, or its words in another order."""
    return _change_tokens(_WORDS.findall(tried.decode("utf-8", "replace")), _OPERATORS, dice)


def change_address(tried: bytes, dice: random.Random) -> bytes:
    """Move, double or replace the parts of an address."""
    text = tried.decode("utf-8", "surrogateescape")
    return _change_tokens(_PARTS.findall(text), ("", "[", "]", "@", "..", "%2e", "xn--", "０", "℀", "1" * 70, "\t", "::"), dice)


def change_lines(tried: bytes, dice: random.Random) -> bytes:
    """Change a field of a list with fields apart by spaces, commas or tabs, as CDX and CSV files are; JSON as JSON."""
    if tried.lstrip()[:1] in (b"[", b"{"):
        return change_json(tried, dice)
    lines = tried.split(b"\n")
    at = dice.randrange(len(lines))
    fields = re.split(rb"([ ,\t;]+)", lines[at])
    fields[dice.randrange(len(fields))] = dice.choice(_FIELD_VALUES)
    lines[at] = b"".join(fields)
    return b"\n".join(lines * dice.choice((1, 1, 1, 50)))


def _change_tokens(tokens: list[str], others: tuple[str, ...], dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 6)):
        at = dice.randint(0, len(tokens))
        match dice.randint(0, 3):
            case 0:
                tokens.insert(at, dice.choice(others))
            case 1:
                del tokens[at : at + 1]
            case 2:
                tokens[at : at + 1] = [dice.choice(others)] * dice.choice((1, 2, 400))
            case _:
                tokens[at:at] = tokens[at : at + 5]
    return "".join(tokens).encode("utf-8", "surrogateescape")


def _is_json(tried: bytes) -> bool:
    try:
        json.loads(tried)
    except (ValueError, RecursionError):
        return False
    return True


def _change_node(node: Any, dice: random.Random) -> Any:
    """Change a node or one below it."""
    if isinstance(node, dict) and node and dice.random() < 0.9:
        name = dice.choice([*node])
        match dice.randint(0, 5):
            case 0:
                return {key: value for key, value in node.items() if key != name}
            case 1:
                return node | {name: node[dice.choice([*node])]}
            case _:
                return node | {name: _change_node(node[name], dice)}
    if isinstance(node, list) and node and dice.random() < 0.9:
        at = dice.randrange(len(node))
        return [*node[:at], _change_node(node[at], dice), *node[at + 1 :]] * dice.choice((1, 1, 1, 1, 40))
    return [node] if dice.random() < 0.1 else dice.choice(VALUES)
