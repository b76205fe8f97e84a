"""Recognise what platforms, apps and embedding pages set beside a post's words: author, date, app and buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.stages.sameness import lexicon
from storage.text.folding import fold_text

_CASED_RANGE = (*range(0x61, 0x590), *range(0x1E00, 0x2000))  # Georgian, which has small letters, begins no name with others
_LOWER = "".join(chr(code) for code in _CASED_RANGE if chr(code).islower())
_PARTICLE = r"(?:von|van|der|den|de|del|della|da|di|du|la|le|of|for|the|al|el|bin|ibn)\s"
_NAME_WORD = rf"[^\W\d_{_LOWER}][^\s@()—–]*"
# Words that are capital letters throughout may be any words: but for one, which may be an acronym.
_SHOUTED = r"(?![^\n@()]*[^\W\d_]\s+[^\s(])(?=[^\n@()]*\()"
_SMALL = rf"(?=[^\n@()]*[{_LOWER}])"
_UNCASED = "(?=[\u0590-\U0010ffff])"
_NAME = (
    rf"(?-i:(?:{_SHOUTED}|{_SMALL}|{_UNCASED})"
    rf"(?:{_PARTICLE})?{_NAME_WORD}(?:\s(?:{_PARTICLE}){{0,2}}{_NAME_WORD}){{0,4}}\s?)"
)

_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE_ENDS = r"(?:\d{4}|(?<=\d)|(?<=\d[\s,])|(?<=\d,\s))"
_DATE = rf"(?:\d{{1,2}}(?:\s|\.\s?){_MONTH}(?:\s?\d{{4}})?|{_MONTH}\s?(?:\d{{1,2}}(?!\d),?\s?)?{_DATE_ENDS})"
_APP = r"(?:Twitter|X|Tweetbot|TweetDeck|Hootsuite|Buffer)\b"
_DEVICE = r"\s(?:for|Web)\s(?:iPhone|iPad|Android|Mac|Windows|BlackBerry®?|Websites|App|Client)\b"
_APART = r"(?:(?<=[.!?…·•—–\n])|(?<=[.!?…·•—–\n\"”»)-]\s)|(?<=:\d\d\s)|(?<=[ap]m\s)|(?<=\d{4}\s))"
# Written so they are a button; "we shall show more" is a sentence.
_BUTTON = (
    r"(?-i:(?<=\s)\[?(?:Show\sthis\sthread|Show\smore|Read\smore|Translate\s(?:post|Tweet)|View\son\s(?:Twitter|X)|See\stranslation|"
    r"Read\sthe\sfull\sconversation\son\s(?:Twitter|X))\b\]?)"
)


def _write_tail(name: str, date: str, later_date: str) -> str:
    """Write the pattern of one credit, with these of a name, of a date behind it and of one behind a time of day."""
    return (
        r"(?:"
        r"(?:via|h/t|HT)\s+@\w+"
        rf"|(?:[—–]|--?)\s?{name}\(@\w+\)(?:,?\s*{date})?"
        rf"|\d{{1,2}}:\d{{2}}\s?(?:[ap]\.?m\.?)?\s?[·•]\s?{later_date}(?:\s?[·•]\s?{_APP}(?:{_DEVICE})?)?"
        rf"|(?:(?:via|·)\s|{_APART}from\s|(?<=\n)){_APP}{_DEVICE}"
        rf"|{_BUTTON}"
        r")"
    )


_BETWEEN = r"[^\w\n—–]{0,3}\s+"
_END = r"(?:[^\w\s]|\s|https?://[!-~…]++|pic\.twitter\.com/\w++)*+\Z"
_REACH = 300
_SIGNS = ("·", "•", "(@", "via", "h/t", "show", "read", "see", "view", "translate", "from", "ht ", " for ", " web ")

_WORD = re.compile(r"(?<!\w)\w+(?:['’]t)?(?![\w'’])", re.IGNORECASE)
_NEGATED = re.compile(r"\w+n['’]t", re.IGNORECASE)
_NAME_REACH = re.compile(r"[^\n@()]*")
_BEFORE_MONTH = re.compile(r"[\d\s.]*")
# What negates, limits or asserts belongs to the words, never to a name or a date.
_TURNS = lexicon.NEGATIONS | lexicon.QUALIFIERS | lexicon.MODALS


@cache
def _compile() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Compile, once they are needed, the patterns of the line above a post, of a credit at its end, and of what may follow."""
    plain = _write_tail(_NAME, _DATE, _DATE)
    named = _write_tail(f"(?P<name>{_NAME})", f"(?P<date>{_DATE})", f"(?P<later_date>{_DATE})")
    return (
        re.compile(rf"(?P<name>[^\n@]{{1,60}})@\w+\s*[·•]\s*(?P<date>{_DATE})\s*\n"),
        re.compile(rf"(?i:(?<!\w){named}(?=(?:{_BETWEEN}{plain}){{0,3}}(?={_END})))"),
        re.compile(_BETWEEN),
        re.compile(_END),
    )


def find_credits(text: str) -> list[tuple[int, int]]:
    """Find the credits of a text, in order: the line above a post, and what stands at its end, where only links follow."""
    if not _may_have_credits(text):
        return []
    head, tail, between, end = _compile()
    above = head.match(text)
    found = [above.span()] if above and _names_and_dates(above) else []
    tails = list(_find_tails(tail, text))
    last = len(text)
    for start, stop in reversed(tails):  # each is one only where nothing but credits follow
        if end.match(text, stop) or (last < len(text) and between.fullmatch(text, stop, last)):
            last = start
    return found + [span for span in tails if span[0] >= last]


def _find_tails(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while found := pattern.search(text, at):
        well = _names_and_dates(found)
        at = found.end() if well else found.start() + 1
        if well:
            yield found.span()


def _names_and_dates(found: re.Match[str]) -> bool:
    """Tell whether what stands where a name and a date would is free of words that belong to no name or date."""
    parts = {part: found.start(part) for part, held in found.groupdict().items() if held is not None}
    text = found.string
    for part, start in parts.items():
        if part == "name":
            reach = _NAME_REACH.match(text, start)
            stop = reach.end() if reach else start
            if lexicon.NEGATION_LETTERS & set(text[start:stop]) or any(
                _turns(word[0]) for word in _WORD.finditer(text, start) if word.start() < stop
            ):
                return False
        else:
            before = _BEFORE_MONTH.match(text, start)
            word = _WORD.match(text, before.end() if before else start)
            if word and _turns(word[0]):
                return False
    return True


def _turns(word: str) -> bool:
    return fold_text(word) in _TURNS or _NEGATED.fullmatch(word) is not None


def _may_have_credits(text: str) -> bool:
    """Tell quickly of most texts that they have none of these."""
    window = f"{text[:_REACH]} {text[-_REACH:]}".lower()
    return any(sign in window for sign in _SIGNS)
