"""Recognise what platforms, apps and embedding pages set beside a post's words: author, date, app and buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.stages.sameness.lexicon import Lexicon
from storage.text.folding import fold_text

_CASED_RANGE = (*range(0x61, 0x590), *range(0x1E00, 0x2000))  # Georgian, which has small letters, begins no name with others
_LOWER = "".join(chr(code) for code in _CASED_RANGE if chr(code).islower())
_NAME_WORD = rf"[^\W\d_{_LOWER}][^\s@()—–]*"
# Words that are capital letters throughout may be any words: but for one, which may be an acronym.
_SHOUTED = r"(?![^\n@()]*[^\W\d_]\s+[^\s(])(?=[^\n@()]*\()"
_SMALL = rf"(?=[^\n@()]*[{_LOWER}])"
_UNCASED = "(?=[\u0590-\U0010ffff])"
_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE_ENDS = r"(?:\d{4}|(?<=\d)|(?<=\d[\s,])|(?<=\d,\s))"
_DATE = rf"(?:\d{{1,2}}(?:\s|\.\s?){_MONTH}(?:\s?\d{{4}})?|{_MONTH}\s?(?:\d{{1,2}}(?!\d),?\s?)?{_DATE_ENDS})"
_APP = r"(?:Twitter|X|Tweetbot|TweetDeck|Hootsuite|Buffer)\b"
_DEVICE = r"\s(?:for|Web)\s(?:iPhone|iPad|Android|Mac|Windows|BlackBerry®?|Websites|App|Client)\b"
_APART = r"(?:(?<=[.!?…·•—–\n])|(?<=[.!?…·•—–\n\"”»)-]\s)|(?<=:\d\d\s)|(?<=[ap]m\s)|(?<=\d{4}\s))"


def _write_name(particles: Iterable[str]) -> str:
    """Write the pattern of a name, with the small words that may stand inside it."""
    particle = rf"(?:{'|'.join(sorted(particles, key=len, reverse=True))})\s" if particles else "(?!)"
    return (
        rf"(?-i:(?:{_SHOUTED}|{_SMALL}|{_UNCASED})"
        rf"(?:{particle})?{_NAME_WORD}(?:\s(?:{particle}){{0,2}}{_NAME_WORD}){{0,4}}\s?)"
    )


def _write_button(texts: Iterable[str]) -> str:
    """Write the pattern of a platform's button; written in other letters it is a sentence: "we shall show more"."""
    written = "|".join(text.replace(" ", r"\s") for text in texts) or "(?!)"
    return rf"(?-i:(?<=\s)\[?(?:{written})\b\]?)"


def _write_tail(name: str, date: str, later_date: str, button: str) -> str:
    """Write the pattern of one credit, with these of a name, of a date behind it, one behind a time of day and a button."""
    return (
        r"(?:"
        r"(?:via|h/t|HT)\s+@\w+"
        rf"|(?:[—–]|--?)\s?{name}\(@\w+\)(?:,?\s*{date})?"
        rf"|\d{{1,2}}:\d{{2}}\s?(?:[ap]\.?m\.?)?\s?[·•]\s?{later_date}(?:\s?[·•]\s?{_APP}(?:{_DEVICE})?)?"
        rf"|(?:(?:via|·)\s|{_APART}from\s|(?<=\n)){_APP}{_DEVICE}"
        rf"|{button}"
        r")"
    )


_BETWEEN = r"[^\w\n—–]{0,3}\s+"
_END = r"(?:[^\w\s]|\s|https?://[!-~…]++|pic\.twitter\.com/\w++)*+\Z"
_REACH = 300
"""The characters at both ends of a text in which a sign of credits is looked for. Chosen by hand: credits stand at an end, and
have an author, a date and some buttons."""
_SIGNS = ("·", "•", "(@", "via", "h/t", "show", "read", "see", "view", "translate", "from", "ht ", " for ", " web ")

_WORD = re.compile(r"(?<!\w)\w+(?:['’]t)?(?![\w'’])", re.IGNORECASE)
_NEGATED = re.compile(r"\w+n['’]t", re.IGNORECASE)
_NAME_REACH = re.compile(r"[^\n@()]*")
_BEFORE_MONTH = re.compile(r"[\d\s.]*")


@cache
def _compile(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Compile, once they are needed, the patterns of the line above a post, of a credit at its end, and of what may follow."""
    name, button = _write_name(lexicon.particles), _write_button(lexicon.buttons)
    plain = _write_tail(name, _DATE, _DATE, button)
    named = _write_tail(f"(?P<name>{name})", f"(?P<date>{_DATE})", f"(?P<later_date>{_DATE})", button)
    return (
        re.compile(rf"(?P<name>[^\n@]{{1,60}})@\w+\s*[·•]\s*(?P<date>{_DATE})\s*\n"),
        re.compile(rf"(?i:(?<!\w){named}(?=(?:{_BETWEEN}{plain}){{0,3}}(?={_END})))"),
        re.compile(_BETWEEN),
        re.compile(_END),
    )


def find_credits(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Find the credits of a text, in order: the line above a post, and what stands at its end, where only links follow."""
    if not _may_have_credits(text):
        return []
    head, tail, between, end = _compile(lexicon)
    above = head.match(text)
    found = [above.span()] if above and _names_and_dates(above, lexicon) else []
    tails = list(_find_tails(tail, text, lexicon))
    last = len(text)
    for start, stop in reversed(tails):  # each is one only where nothing but credits follow
        if end.match(text, stop) or (last < len(text) and between.fullmatch(text, stop, last)):
            last = start
    return found + [span for span in tails if span[0] >= last]


def _find_tails(pattern: re.Pattern[str], text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    at = 0
    while found := pattern.search(text, at):
        well = _names_and_dates(found, lexicon)
        at = found.end() if well else found.start() + 1
        if well:
            yield found.span()


def _names_and_dates(found: re.Match[str], lexicon: Lexicon) -> bool:
    """Return whether what stands where a name and a date would is free of words that belong to no name or date."""
    parts = {part: found.start(part) for part, held in found.groupdict().items() if held is not None}
    text = found.string
    for part, start in parts.items():
        if part == "name":
            reach = _NAME_REACH.match(text, start)
            stop = reach.end() if reach else start
            if lexicon.negative_letters & set(text[start:stop]) or any(
                _turns(word[0], lexicon) for word in _WORD.finditer(text, start) if word.start() < stop
            ):
                return False
        else:
            before = _BEFORE_MONTH.match(text, start)
            word = _WORD.match(text, before.end() if before else start)
            if word and _turns(word[0], lexicon):
                return False
    return True


def _turns(word: str, lexicon: Lexicon) -> bool:
    """Return whether a word negates, limits or asserts: it belongs to what was said, never to a name or a date."""
    key = fold_text(word)
    return (
        key in lexicon.negations or key in lexicon.qualifiers or key in lexicon.modals or _NEGATED.fullmatch(word) is not None
    )


def _may_have_credits(text: str) -> bool:
    """Tell quickly of most texts that they have none of these."""
    window = f"{text[:_REACH]} {text[-_REACH:]}".lower()
    return any(sign in window for sign in _SIGNS)
