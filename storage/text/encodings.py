"""Repair characters that a tool decoded wrongly or wrote as codes: mojibake, escapes, bytes in hexadecimal."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from urllib.parse import unquote_to_bytes

from storage.text.code_pages import mend_code_page

# The UTF-8 continuation bytes 0x80 to 0xbf, decoded as Windows-1252 or Latin-1.
_LETTERLIKE = "\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bfŒœŠšŸŽžƒˆ˜†‡•‰€™"
_MARKLIKE = "\u00a0«»–—‘’‚“”„…‹›"
_NEXT = f"[{_LETTERLIKE}{_MARKLIKE}]"
_GARBLED = re.compile(f"[\u00c2-\u00de]{_NEXT}|[\u00e0-\u00ef]{_NEXT}{{2}}|[\u00f0-\u00f4]{_NEXT}{{3}}")
_BEGUN = re.compile("[âð][€Ÿ\u0080\u009f]")
"""The first two characters of most garbled punctuation marks and emoji; enough to detect a garbled text."""
_SOUND_TAIL = frozenset("®™°¹²³")
"""Characters that may follow a capital letter in sound text."""
_DASHES = ("–", "—")
_LATIN_END, _ROMANIAN = "\u017f", "ȘșȚț"
_NO_BASE = ("Í", "Ü", "Ý")
"""Lead characters that decode to rare marks and scripts, but occur in sound words before Š and Ž."""
# A curly quotation mark, a dash or an emoji whose last bytes were lost.
_TORN_MARK = re.compile(f"â€(?:\ufffd|(?!{_NEXT}))")
_TORN_SIGN = re.compile(f"ð[Ÿ\u009f](?:{_NEXT}|\ufffd){{0,2}}|[âï](?:\ufffd+{_NEXT}?|{_NEXT}\ufffd+)")
_MAX_DECODING_PASSES = 3
"""At most this many passes: a text may have been decoded wrongly and saved more than once. Chosen by hand."""

_ESCAPE = re.compile(r"\\(?:u(?P<unit>[0-9a-fA-F]{4})|U(?P<code>[0-9a-fA-F]{8})|(?P<space>[nrt])|(?P<mark>[\"'/\\]))")
_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2})+|(?:<[0-9a-f]{2}>)+")
_CODE_POINT = re.compile(r"<[Uu]\+(?P<code>[0-9a-fA-F]{4,8})>")
_LITERAL = re.compile(r"b(?P<quote>['\"])(?P<bytes>.*)(?P=quote)", re.DOTALL)
_PERCENT = re.compile("%[0-9a-fA-F]{2}")
_MIN_PERCENT_CODES = 3
"""A text is percent-encoded if it has at least this many codes and no space. Chosen by hand: one or two may be meant."""
_LAST_CODE = 0x10FFFF  # the last code point of Unicode


def undo_encoding(text: str) -> str:
    """Decode escapes and codes, and undo a wrong encoding."""
    if text.startswith(("b'", 'b"')) and (literal := _LITERAL.fullmatch(text.rstrip())):
        text = literal["bytes"]
    if "\\" in text:
        text = _HALVES.sub(_join, _ESCAPE.sub(_unescape, _BYTES.sub(_decode, text)))
    if "<" in text:
        text = _CODE_POINT.sub(_character, _BYTES.sub(_decode, text))
    if "%" in text and " " not in text.strip() and len(_PERCENT.findall(text)) >= _MIN_PERCENT_CODES:
        text = unquote_to_bytes(text.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")
    return text if text.isascii() else mend_code_page(text, _ungarble(text))


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
    """Decode as UTF-8 what was decoded as Windows-1252 or Latin-1."""
    for _ in range(_MAX_DECODING_PASSES):
        found = list(_GARBLED.finditer(text))
        if not found or not (_BEGUN.search(text) or _is_garbled(text, found)):
            break
        text = _GARBLED.sub(_read_plausible, text)
    if "â" in text or "ð" in text or "\ufffd" in text:
        text = _TORN_SIGN.sub(" ", _TORN_MARK.sub('"', text))
    return text


def _is_garbled(text: str, found: list[re.Match[str]]) -> bool:
    """Say whether a text is garbled, and not just one with an accented letter before a mark or another accented letter."""
    if any(_is_sure(each) or _breaks_case(each) for each in found):
        return True
    likely = [each for each in found if _read_plausible(each) != each[0]]
    if any(_follows(one, two) for one, two in pairwise(likely)):
        return True
    alone = bool(likely) and not any(map(_is_sound, _GARBLED.sub("", text)))
    return alone and (len(likely) > 1 or (likely[0][0][0] in "ÂÃ" and _is_inside(likely[0])))


def _is_sure(found: re.Match[str]) -> bool:
    """Say whether a sequence never occurs in sound text: an accented letter before a symbol that is no punctuation mark."""
    lead, tail = found[0][0], found[0][1:]
    sound = _SOUND_TAIL if lead not in "ÂÃ" else frozenset("™")
    odd = any(not sign.isalpha() and sign not in _MARKLIKE and sign not in sound for sign in tail)
    return odd and _read_again(found) != found[0]


def _breaks_case(found: re.Match[str]) -> bool:
    """Say whether a sequence is a capital letter inside a lower-case word (``baÅŸka``, ``ÄŒeská``)."""
    before, after = _beside(found)
    if not found[0][0].isupper() or not _is_common_latin(_read_plausible(found)):
        return False
    return before.islower() or (after.islower() and not found[0][-1].islower() and not (before and found[0][-1] in _MARKLIKE))


def _follows(one: re.Match[str], two: re.Match[str]) -> bool:
    """Say whether two adjacent sequences decode to the same non-Latin script."""
    return one.end() == two.start() and _script(_read_again(one)) == _script(_read_again(two)) != "LATIN"


def _is_inside(found: re.Match[str]) -> bool:
    """Say whether a sequence is inside a word, and not a last letter before a mark or two words joined by a dash."""
    before, after = _beside(found)
    if found[0][-1].isalpha():
        return True
    return bool(after) and not (before and found[0][-1] in _DASHES)


def _is_sound(character: str) -> bool:
    return character > "\x7f" and (character.isalpha() or (character in _MARKLIKE and character != "…"))


def _is_common_latin(read: str) -> bool:
    return "\u00c0" <= read <= _LATIN_END or read in _ROMANIAN


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]


def _beside(found: re.Match[str]) -> tuple[str, str]:
    """Return the letters before and after a sequence, each empty if there is none."""
    before, after = found.string[found.start() - 1 : found.start()], found.string[found.end() : found.end() + 1]
    return before if before.isalpha() else "", after if after.isalpha() else ""


def _read_plausible(found: re.Match[str]) -> str:
    """Decode a sequence again, unless that would put a rare character or one of another script into a sound word."""
    read = _read_again(found)
    if read == found[0] or _is_sure(found):
        return read
    rare = read.isalpha() and _script(read) == "LATIN" and not _is_common_latin(read)
    if rare or unicodedata.category(read) in ("Cc", "Cn", "Co"):
        return found[0]
    if not read.isalpha() and not unicodedata.combining(read):
        return read
    before, after = _beside(found)
    foreign = _script(read) != "LATIN" and (before.isascii() and after.isascii()) and (before or after)
    return found[0] if foreign or (found[0][0] in _NO_BASE and len(found[0]) == len("ÍŠ")) else read


def _read_again(found: re.Match[str]) -> str:
    try:
        return b"".join(_byte(character) for character in found[0]).decode()
    except UnicodeError:
        return found[0]


def _byte(character: str) -> bytes:
    return character.encode("latin-1") if character < "\u0100" else character.encode("cp1252")
