"""Read characters as such that a tool read in a wrong encoding, or wrote as codes: mojibake, escapes, bytes in hexadecimals."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

# What the bytes 0x80 to 0xbf, which continue a character in UTF-8, look like where they are read as Windows-1252 or Latin-1.
_LETTERLIKE = "\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bfŒœŠšŸŽžƒˆ˜†‡•‰€™"
_MARKLIKE = "\u00a0«»–—‘’‚“”„…‹›"
_NEXT = f"[{_LETTERLIKE}{_MARKLIKE}]"
_GARBLED = re.compile(f"[\u00c2-\u00de]{_NEXT}|[\u00e0-\u00ef]{_NEXT}{{2}}|[\u00f0-\u00f4]{_NEXT}{{3}}")
# A capital letter before a mark may be both; so where no other sequence is surely garbled, the text is not.
_SURE = re.compile(
    f"[\u00c2\u00c3]{_NEXT}|[\u00c4-\u00de][{_LETTERLIKE}]"
    f"|[\u00e0-\u00f4](?:[{_LETTERLIKE}]{_NEXT}|{_NEXT}[{_LETTERLIKE}])|[\u00e2\u00f0][€Ÿ\u0080\u009f]"
)
# A character whose last bytes could not be written: of a curly quotation mark or a dash, and of an emoji.
_TORN_MARK = re.compile(f"â€(?:\ufffd|(?!{_NEXT}))")
_TORN_SIGN = re.compile(f"ð[Ÿ\u009f](?:{_NEXT}|\ufffd){{0,2}}|[âï](?:\ufffd+{_NEXT}?|{_NEXT}\ufffd+)")
_MOST_READINGS = 3
"""A text may have been read wrongly and saved so more than once."""

_ESCAPE = re.compile(r"\\(?:u(?P<unit>[0-9a-fA-F]{4})|U(?P<code>[0-9a-fA-F]{8})|(?P<space>[nrt])|(?P<mark>[\"'/\\]))")
_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2})+|(?:<[0-9a-f]{2}>)+")
_CODE_POINT = re.compile(r"<[Uu]\+(?P<code>[0-9a-fA-F]{4,8})>")
_LITERAL = re.compile(r"b(?P<quote>['\"])(?P<bytes>.*)(?P=quote)", re.DOTALL)
_PERCENT = re.compile("%[0-9a-fA-F]{2}")
_LEAST_PERCENT = 3
_LAST_CODE = 0x10FFFF


def undo_encoding(text: str) -> str:
    """Give the characters that codes stand for, and those that a wrong encoding took for others."""
    if text.startswith(("b'", 'b"')) and (literal := _LITERAL.fullmatch(text.rstrip())):
        text = literal["bytes"]
    if "\\" in text:
        text = _HALVES.sub(_join, _ESCAPE.sub(_unescape, _BYTES.sub(_decode, text)))
    if "<" in text:
        text = _CODE_POINT.sub(_character, _BYTES.sub(_decode, text))
    if "%" in text and " " not in text.strip() and len(_PERCENT.findall(text)) >= _LEAST_PERCENT:
        text = unquote_to_bytes(text).decode("utf-8", "replace")
    return text if text.isascii() else _ungarble(text)


def _unescape(found: re.Match[str]) -> str:
    if found["space"]:
        return "\n"
    return found["mark"] or _character_of(found["unit"] or found["code"], found[0])


def _character(found: re.Match[str]) -> str:
    return _character_of(found["code"], found[0])


def _character_of(code: str, written: str) -> str:
    return chr(int(code, 16)) if int(code, 16) <= _LAST_CODE else written


def _join(found: re.Match[str]) -> str:
    return found[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _decode(found: re.Match[str]) -> str:
    return bytes.fromhex(re.sub(r"\\x|[<>]", "", found[0])).decode("utf-8", "replace")


def _ungarble(text: str) -> str:
    """Read UTF-8 as such where it was read as Windows-1252 or Latin-1."""
    for _ in range(_MOST_READINGS):
        if not _SURE.search(text):
            break
        text = _GARBLED.sub(_read_again, text)
    if "â" in text or "ð" in text or "\ufffd" in text:
        text = _TORN_SIGN.sub(" ", _TORN_MARK.sub('"', text))
    return text


def _read_again(found: re.Match[str]) -> str:
    try:
        return b"".join(_byte(character) for character in found[0]).decode()
    except UnicodeError:
        return found[0]


def _byte(character: str) -> bytes:
    return character.encode("latin-1") if character < "\u0100" else character.encode("cp1252")
