"""Find the labels that name who speaks in a transcript: "MR. EARNEST:", a bare "Q", "QUESTION:", 问：, 答：, 【記者】, "R :".

A colon alone proves nothing ("Time: 10:00"), so that a label counts by what it is: a question or answer sign, a title and a
name in capitals, a reporter, words set in bold, or a name that returns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from pipeline.stages.parse import label_words as words_of
from pipeline.stages.text import Marked
from pipeline.stages.text.turns import ANSWER, IDEOGRAPH, QUESTION, asks


class Sort(Enum):
    """What a label is; MAYBE is a name-like label that counts only where it returns."""

    QUESTION = "question"
    ANSWER = "answer"
    SPEAKER = "speaker"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One label: its words, where its line begins and where the words it introduces begin; ``alone`` on a line of its own."""

    text: str
    sort: Sort
    start: int
    end: int
    bold: bool = False
    alone: bool = False


_BARE_Q = re.compile(r"^(Q)\.?(?=[^\S\n]+\S)", re.MULTILINE)
_COLON = re.compile(
    rf"^[^\S\n]{{0,12}}(?P<label>[^\s{words_of.SEPARATORS}*(\[][^\n{words_of.SEPARATORS}]{{0,70}}?)[^\S\n]?"
    rf"(?P<colon>[{words_of.SEPARATORS}])(?!//)[^\S\n]*",
    re.MULTILINE,
)
_DASH = re.compile(r"^(?P<label>Q|R|A|P|В|О)\.? ?[-–—] ?(?=\S)", re.MULTILINE)
_BRACKETED = re.compile(r"^【(?P<label>[^】\n]{1,40})】[ \u3000\n]*", re.MULTILINE)
_ALONE = re.compile(r"^(?P<label>[^\n]{1,60}?) ?\n+(?=\S)", re.MULTILINE)
_STOPPED = re.compile(r"^(?P<label>[^\n.։]{1,60}?)[.։] ?(?=\S)", re.MULTILINE)
_MEDIUM = re.compile(rf"(?i)\b(?:{words_of.MEDIUM})\b")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff08\uff09《》（）·•A-Za-z0-9“”/／、 \u3000]{1,40}")
_TITLE = re.compile(rf"^(?:{words_of.TITLE})\b")
_ANY_TITLE = re.compile(_TITLE.pattern, re.IGNORECASE)
_NAME_WORD = re.compile(r"(?:[^\W\d_a-zа-яё][\w.'’\-/]*|de|du|des|von|van|der|den|of|for|the|and|al|el|bin|da|di|la|le|&)")
_INITIAL = re.compile(r"[^\W\d_]\.[^\W\d_]{2}")
_FIELDS = re.compile(rf"(?i)(?:{words_of.FIELDS})")
_ANONYMOUS = re.compile(rf"(?i)\b(?:{words_of.ANONYMOUS})\b|记者|主持人")
_IN_MARKS = re.compile(r"[«“„\"][^«»“”„\"]{2,40}[»”\"]")
_NOTE = re.compile(r"\s*\([^)]*\)\s*$")
_ASIDE = re.compile(r"\s*\([a-z][^)]*\)\s*$")
_SENTENCE_END = re.compile(r"[.!?…。！？։][\"”’»)\]]*$")
_STAGE = re.compile(r"(?:\s*^\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)$)+\Z", re.MULTILINE)
_PARTY = re.compile(r"\((?=[^()]*[^\W\d_])[^()]{1,40}\)$|\[[^\[\]]{1,40}\]$")
_OPENING = frozenset('“"„«「‘')
_FEWEST_PRESENTED = 3
_MOST_WORDS = 9
_LONG_ENOUGH = 20
_SHORTEST_NAME = 4


def find_labels(marked: Marked, *, title: str = "", known: str | None = None) -> tuple[Label, ...]:
    """Find the labels of a transcript in order; none where the text is no transcript.

    A transcript has a question and something else, or a titled speaker labelled twice, or names that take turns in sentences;
    a list of statements, each in quotation marks below another name, is none.
    ``known`` is a speaker whom the ``title`` names.
    """
    labels = _settle(list(_candidates(marked)), title.casefold(), known)
    if len(labels) < 2 or _are_statements(labels, marked.text):
        return ()
    sorts = {label.sort for label in labels}
    titled = sum(bool(_TITLE.match(label.text)) for label in labels)
    asked = Sort.QUESTION in sorts and len(sorts) > 1
    return tuple(labels) if asked or titled >= 2 or _is_conversation(labels, marked.text) else ()


def is_named(label: str) -> bool:
    """Say whether a label names its speaker, unlike "Q", "SENIOR ADMINISTRATION OFFICIAL" or 记者."""
    bare = label.strip(f" {words_of.SEPARATORS}")
    if QUESTION.fullmatch(bare) or ANSWER.fullmatch(bare) or asks(bare):
        return False
    return any(_names(part) for part in _NOTE.sub("", bare).split(","))


def name_words(label: str) -> frozenset[str]:
    """Give the words of a label that may be somebody's name, small and without titles and notes; of its first part, where
    that has any ("Jane Sample, Minister of Roads")."""
    bare = _NOTE.sub("", label)
    found = (
        frozenset(filter(None, map(_name_word, re.findall(r"[^\W\d_][\w.'’-]+", part)))) for part in (bare.split(",")[0], bare)
    )
    return next(filter(None, found), frozenset())


def _name_word(word: str) -> str | None:
    word = word.strip(".'’")
    return None if _ANY_TITLE.fullmatch(word) or _MEDIUM.fullmatch(word) else word.casefold()


def _names(part: str) -> bool:
    return bool(part.strip()) and not _ANONYMOUS.search(part) and not _MEDIUM.search(part)


def _candidates(marked: Marked) -> Iterator[Label]:
    text = marked.text
    strong = dict(marked.strong)
    found: dict[int, Label] = {}
    for match in _COLON.finditer(text):
        bold = strong.get(match.start("label"), -1) >= match.end("label")
        sort = _sort(match["label"], bold=bold, wide=match["colon"] == "：")
        if sort:
            found[match.start("label")] = _label(match, sort, bold=bold)
    for pattern in (_BRACKETED, _DASH, _STOPPED, _ALONE):
        for match in pattern.finditer(text):
            sort = _sort_set_off(match, pattern, strong)
            if sort:
                label = _label(match, sort, bold=pattern is _BRACKETED)
                found.setdefault(match.start(), replace(label, alone=pattern is _ALONE))
    for match in _BARE_Q.finditer(text):
        label = Label(text=match[1], sort=Sort.QUESTION, start=match.start(), end=_skip_blanks(text, match.end()))
        found.setdefault(match.start(), label)
    yield from (found[start] for start in sorted(found))


def _label(match: re.Match[str], sort: Sort, *, bold: bool) -> Label:
    start = match.start() if match.re is _BRACKETED else match.start("label")
    return Label(text=match["label"], sort=sort, start=start, end=match.end(), bold=bold)


def _sort_set_off(match: re.Match[str], pattern: re.Pattern[str], strong: Mapping[int, int]) -> Sort | None:
    """Judge a label without a colon: in brackets, before a dash, or in bold before a full stop."""
    words = match["label"]
    if pattern is _BRACKETED:
        return Sort.QUESTION if asks(words) else Sort.MAYBE
    if pattern in (_STOPPED, _ALONE) and not match.end("label") <= strong.get(match.start(), -1) <= match.end():
        return None
    if QUESTION.fullmatch(words) or ANSWER.fullmatch(words):
        return Sort.QUESTION if QUESTION.fullmatch(words) else Sort.ANSWER
    return Sort.MAYBE if pattern in (_STOPPED, _ALONE) and len(words.split()) >= 2 and _sort_letters(words, bold=True) else None


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace() and text[at] != "\n":
        at += 1
    return at


def _sort(words: str, *, bold: bool, wide: bool) -> Sort | None:
    """Judge the words before a colon."""
    if _FIELDS.fullmatch(words):
        return None
    if QUESTION.fullmatch(words):
        return Sort.QUESTION
    if ANSWER.fullmatch(words):
        return Sort.ANSWER
    if IDEOGRAPH.search(words):
        return _sort_ideographs(words, bold=bold)
    return None if wide else _sort_letters(_ASIDE.sub("", words) or words, bold=bold)


def _sort_ideographs(words: str, *, bold: bool) -> Sort | None:
    if not _IDEOGRAPHS.fullmatch(words):
        return None
    if asks(words) or bold:
        return Sort.QUESTION
    return Sort.MAYBE if len(words) <= 12 else None


def _sort_letters(words: str, *, bold: bool) -> Sort | None:
    """A title and a name mostly in capitals is a speaker; capitalised words may be one."""
    parts = [part.strip('(),"“”«»') for part in words.split()]
    if len(parts) > _MOST_WORDS or not all(_NAME_WORD.fullmatch(part) for part in parts if part):
        return None
    letters = [character for character in words if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    if len(letters) >= 4 and capitals * 10 >= len(letters) * 6:
        return Sort.SPEAKER if _TITLE.match(words) else Sort.MAYBE
    if len(parts) >= 2 or _INITIAL.match(words) or _ANY_TITLE.fullmatch(words):
        return Sort.MAYBE
    return Sort.MAYBE if bold and (capitals == len(letters) >= 2 or _MEDIUM.fullmatch(words)) else None


def _settle(labels: list[Label], title: str, known: str | None) -> list[Label]:
    """Keep what is sure, and of the name-like labels those that return or stand beside sure ones in the same form."""
    times = _count(labels)
    sure = {label.sort for label in labels} - {Sort.MAYBE}
    answered = any(times[label.start] > 1 for label in labels)
    presented = _are_presented(labels)
    return [
        label if label.sort is not Sort.MAYBE else replace(label, sort=_sort_named(label, times[label.start]))
        for label in labels
        if label.sort is not Sort.MAYBE
        or label.text == known
        or (sure and not label.alone and _is_titled(label, title))
        or (presented and _is_full(label))
        or _returns(label, times[label.start], sure, answered=answered)
    ]


def _are_presented(labels: list[Label]) -> bool:
    """Say whether most labels name their speakers with an office or a party in brackets, as a parliament's report does.

    Who speaks once is then named as well.
    """
    full = [label for label in labels if _is_full(label)]
    presented = sum(bool(_ANY_TITLE.match(label.text) or _PARTY.search(label.text)) for label in full)
    return len(full) >= _FEWEST_PRESENTED and presented * 10 >= len(full) * 6


def _is_full(label: Label) -> bool:
    """Say whether a label before a colon holds a name of two words, or an office and a name."""
    return not label.alone and len(label.text.split()) >= 2 and is_named(label.text) and not _is_medium(label)


def _is_titled(label: Label, title: str) -> bool:
    """Say whether the document's title holds a name of the label, in whatever case."""
    return len(label.text.split()) >= 2 and any(
        len(word) >= _SHORTEST_NAME and word in title for word in name_words(label.text)
    )


def _count(labels: list[Label]) -> dict[int, int]:
    """Count for each label, by where it stands, how often it or another with one of its names is there."""
    spelt = Counter(label.text.casefold() for label in labels)
    named = Counter(word for label in labels for word in name_words(label.text))
    return {
        label.start: max(
            spelt[label.text.casefold()],
            *(named[word] for word in (name_words(label.text) if not IDEOGRAPH.search(label.text) else ())),
            0,
        )
        for label in labels
    }


def _sort_named(label: Label, times: int) -> Sort:
    """A news medium asks; anyone else speaks."""
    medium = _is_medium(label) and (label.bold or not label.text[0].isalpha() or "," in label.text)
    return Sort.QUESTION if medium and not (_ANY_TITLE.match(label.text) and times > 1) else Sort.SPEAKER


def _returns(label: Label, times: int, sure: set[Sort], *, answered: bool) -> bool:
    """Say whether a name-like label is one. ``answered``: some name returns, so that who asks in bold once is named as well."""
    if label.alone:
        return times > 1 and Sort.QUESTION in sure
    if IDEOGRAPH.search(label.text):
        return times > 1 and (Sort.QUESTION in sure or label.bold)
    if len(label.text.split()) == 1 and not label.bold and not _INITIAL.match(label.text):
        return (times > 1 and Sort.QUESTION in sure) or (bool(sure) and label.text.isupper())
    of_medium = ("," in label.text or not label.text[0].isalpha()) and _is_medium(label)
    return (
        times > 1
        or (bool(sure) and label.text.upper() == label.text)
        or (label.bold and answered)
        or (of_medium and (answered or bool(sure)))
    )


def _is_medium(label: Label) -> bool:
    """Say whether a label names a newspaper or a station; so does one that is nothing but a name in quotation marks."""
    return bool(_MEDIUM.search(label.text) or _IN_MARKS.fullmatch(label.text))


def _are_statements(labels: list[Label], text: str) -> bool:
    """Say whether what follows most labels is one quotation in marks: statements of several people, each by another."""
    names = {label.text.casefold() for label in labels}
    quoted = sum(text[label.end : label.end + 1] in _OPENING for label in labels)
    return len(names) * 10 >= len(labels) * 9 and quoted * 10 >= len(labels) * 6


def _is_conversation(labels: list[Label], text: str) -> bool:
    """Say whether names without a question take turns in sentences, unlike the entries of a list."""
    names = [label.text.casefold() for label in labels]
    if len(set(names)) < 2 or len(names) < 3:
        return False
    ends = [*(label.start for label in labels[1:]), len(text)]
    spoken = [_STAGE.sub("", text[label.end : end].strip()) for label, end in zip(labels, ends, strict=True)]
    sentences = sum(bool(_SENTENCE_END.search(words)) for words in spoken)
    changes = sum(one != other for one, other in pairwise(names))
    long_enough = sum(map(len, spoken)) >= _LONG_ENOUGH * len(spoken)
    return sentences * 10 >= len(spoken) * 8 and changes * 3 >= (len(names) - 1) * 2 and long_enough
