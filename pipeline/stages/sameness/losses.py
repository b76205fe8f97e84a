"""Spell words as they may be left after letters, signs or ligatures of them were lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from pipeline.stages.sameness.tokens import Tokens
from storage.text.folding import fold_text
from storage.text.remembering import remember

SEPARATORS = re.compile("[.,:/]")
"""Marks inside numbers."""
LIGATURES = re.compile("ffi|ffl|ff|fi|fl")
"""What converters write as one sign, and lose."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_NOT_LETTERS = re.compile(r"[\W_]+")
_LINK_NAMES = ("url", "http", "https", "httpurl", "link")
_HANDLE_NAMES = ("user", "username", "mention")
_SPELT_OUT = (
    str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ð": "dh", "đ": "dj"}),
    str.maketrans({"ə": "e"}),
)


def reaches(spelling: Iterator[tuple[str, ...]], theirs: str) -> bool:
    """Return whether one choice from each part of a spelling, in order, makes up all of the other's letters."""
    reached = {0}
    for choices in spelling:
        reached = {at + len(choice) for at in reached for choice in choices if theirs.startswith(choice, at)}
        if not reached:
            return False
    return len(theirs) in reached


def spell(
    stored: Tokens, span: range, *, bare: bool, letters: bool = False, ligatures: bool = False
) -> Iterator[tuple[str, ...]]:
    """Yield what each part of the stored words may have become: signs may be gone, and, where asked for, the letters outside
    ASCII and the ligatures."""
    for at in span:
        key = stored.keys[at]
        if at in stored.sigils:
            yield (
                *_choices_of_sign(key, stored.spelling(at)),
                LIGATURES.sub("", key) if ligatures else left_of(stored.spelling(at)),
            )
        elif ligatures:
            for piece in re.split(f"({LIGATURES.pattern})", key):
                yield (piece, "") if LIGATURES.fullmatch(piece) else (piece,)
        elif letters and not stored.spelling(at).isascii():
            yield (left_of(stored.spelling(at)), left_of(normalize("NFKD", stored.spelling(at))))
        else:
            yield (key, *spell_out(stored.spelling(at)), SEPARATORS.sub("", key) if bare else key)


def _choices_of_sign(key: str, written: str) -> tuple[str, ...]:
    """A sign may be gone or a word that says what stood there; a handle may also be cut at its underscore or gone behind its
    ``RT``, and an ampersand have become a word or the name of its entity."""
    if key == "and":
        return ("and", "amp", "")
    if " " in key:
        first = key.split(" ")[0]
        return (key.replace(" ", ""), first, "", *(first + name for name in _HANDLE_NAMES))
    if is_link(written):
        return (key, _NOT_LETTERS.sub("", written.lower().replace("&", "and")), "", *_LINK_NAMES)
    rest = key.partition("_")[2]
    return (
        key,
        *spell_out(written),
        key.replace("_", ""),
        rest.replace("_", ""),
        "",
        *(_HANDLE_NAMES if written.startswith("@") else ()),
    )


@remember(1 << 12, chars=64)
def spell_out(word: str) -> tuple[str, ...]:
    """Write letters that a keyboard lacked with two others, or with the nearest, as those who type without them do."""
    if word.isascii():
        return ()
    return tuple(fold_text(word.lower().translate(table)).replace("'", "").replace("_", "") for table in _SPELT_OUT)


def needs_keyboard(text: str) -> bool:
    """Return whether a text has letters that some spell with others."""
    return not text.isascii() and any(letter in text for table in _SPELT_OUT for letter in map(chr, table))


def left_of(word: str) -> str:
    """Return the letters of a word that are left where all outside ASCII are lost."""
    return "".join(re.findall(r"[^\W_]+", _NOT_ASCII.sub("", word).lower()))


def is_link(word: str) -> bool:
    """Tell a link by how it begins."""
    return word.lower().startswith(("http", "pic.twitter", "t.co/", "www."))
