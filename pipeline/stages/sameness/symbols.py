"""Find signs that state a fact without a letter and were put for others: currencies, flags, marks of yes and no.

Copies lose such signs with all others, and that is damage; but no tool makes another one of one.
"""

from __future__ import annotations

import re

from pipeline.stages.sameness.lexicon import Lexicon
from pipeline.stages.sameness.tokens import Tokens, tokenise
from pipeline.stages.sameness.unwrapping import plain
from pipeline.stages.sameness.verdict import Change, Kind

_MAY_TURN = re.compile("[?？؟\u037e՞]|[-−–][0-9]")
_MINUS = re.compile("(?:^|[\\s(])[-−–]$")
_CLOSING = "\"'”’»)] "
_QUESTION, _STATEMENT = frozenset("?？؟\u037e՞"), frozenset(".。।։")

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.NUMBER, re.compile("[$€£¥₹₽₺₴₪₩₦₫₱₸₼₾֏]")),
    (Kind.NAME, re.compile("[\U0001f1e6-\U0001f1ff]{2}")),
    (Kind.OPPOSITE, re.compile("[👍👎]")),
    (Kind.OPPOSITE, re.compile("[✅❌]")),
)


def find_changed_sign(stored: str, other: str, lexicon: Lexicon) -> Change | None:
    """Return the sign that became another of its kind, where the other text has one that the stored text has not."""
    ours, theirs = plain(stored), plain(other)
    if turned := _find_turned_mark(tokenise(stored, lexicon), tokenise(other, lexicon)):
        return turned
    if ours.isascii() and theirs.isascii():
        return None
    for kind, signs in _KINDS:
        before, after = signs.findall(ours), signs.findall(theirs)
        lost, new = [sign for sign in before if sign not in after], [sign for sign in after if sign not in before]
        if lost and new:
            return Change(kind=kind, stored=lost[0], other=new[0], material=True, note="put for another sign")
    return None


def _find_turned_mark(stored: Tokens, other: Tokens) -> Change | None:
    """Find, in the same words, a question that became a statement or the other way round, and a minus that is gone or new."""
    if stored.keys != other.keys or not (_MAY_TURN.search(stored.text) or _MAY_TURN.search(other.text)):
        return None
    for at in range(len(stored.keys)):
        asked, asks = _end_mark(stored, at), _end_mark(other, at)
        if asked != asks and {asked, asks} == {"?", "."}:
            return Change(
                kind=Kind.OPPOSITE, stored=f"{stored.spelling(at)}{asked}", other=f"{other.spelling(at)}{asks}", material=True,
                note="a question and a statement",
            )  # fmt: skip
        if stored.keys[at][0].isdigit() and _is_minus(stored, at) != _is_minus(other, at) and _keeps_marks(stored, other):
            return Change(
                kind=Kind.NUMBER, stored=_signed(stored, at), other=_signed(other, at), material=True, note="a sign changed"
            )
    return None


def _end_mark(tokens: Tokens, at: int) -> str:
    """Return the mark that ends a sentence directly behind a word, as ``?`` or ``.``; nothing for others and for several."""
    end = tokens.spans[at + 1][0] if at + 1 < len(tokens.spans) else len(tokens.text)
    marks = tokens.text[tokens.spans[at][1] : end].split("\n")[0].rstrip(_CLOSING).lstrip("\"'”’»)]")
    if marks in _QUESTION:
        return "?"
    return "." if marks in _STATEMENT else ""


def _is_minus(tokens: Tokens, at: int) -> bool:
    start = tokens.spans[at][0]
    return bool(_MINUS.search(tokens.text, max(0, start - 2), start))


def _signed(tokens: Tokens, at: int) -> str:
    return f"−{tokens.spelling(at)}" if _is_minus(tokens, at) else tokens.spelling(at)


def _keeps_marks(stored: Tokens, other: Tokens) -> bool:
    """Return whether both texts have marks, so that one did not lose them all."""
    return all(any(mark in tokens.text for mark in ".,;") for tokens in (stored, other))
