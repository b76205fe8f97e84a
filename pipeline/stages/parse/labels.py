"""Find the labels that name who speaks in a transcript: "MR. EARNEST:", a bare "Q", "QUESTION:", 问：, 答：, 【記者】, "R :".

A colon alone proves nothing ("Time: 10:00"), so that a label counts by what it is: a question or answer sign, a title and a
name in capitals, a reporter, words set in bold, or a name that returns. Each form that labels have proposes candidates; where
two begin at one place, that of the surer form holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.knowledge.word_tables import Labels
from pipeline.stages.parse.label_patterns import INITIAL, SEPARATORS, LabelKind, LabelPatterns, compile_labels
from pipeline.stages.text import Marked
from pipeline.stages.text.turns import IDEOGRAPH


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One label: its words, where its line begins and where the words it introduces begin; ``alone`` on a line of its own."""

    text: str
    kind: LabelKind
    start: int
    end: int
    bold: bool = False
    alone: bool = False


_BARE_Q = re.compile(r"^(?P<label>Q)\.?(?=[^\S\n]+\S)[^\S\n]*", re.MULTILINE)
_COLON = re.compile(
    rf"^[^\S\n]{{0,12}}(?P<label>[^\s{SEPARATORS}*(\[][^\n{SEPARATORS}]{{0,70}}?)[^\S\n]?"
    rf"(?P<colon>[{SEPARATORS}])(?!//)[^\S\n]*",
    re.MULTILINE,
)
_BRACKETED = re.compile(r"^【(?P<label>[^】\n]{1,40})】[ \u3000\n]*", re.MULTILINE)
_ALONE = re.compile(r"^(?P<label>[^\n]{1,60}?) ?\n+(?=\S)", re.MULTILINE)
_STOPPED = re.compile(r"^(?P<label>[^\n.։]{1,60}?)[.։] ?(?=\S)", re.MULTILINE)
_SENTENCE_END = re.compile(r"[.!?…。！？։][\"”’»)\]]*$")
_STAGE = re.compile(r"(?:\s*^\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)$)+\Z", re.MULTILINE)
_PARTY = re.compile(r"\((?=[^()]*[^\W\d_])[^()]{1,40}\)$|\[[^\[\]]{1,40}\]$")
_OPENING = frozenset('“"„«「‘')
_FEWEST_PRESENTED = 3
"""The least labels with a title or a party that show that the labels are of persons. Chosen by hand: two may be a list of
contacts."""
_LONG_ENOUGH = 20
"""Turns have at least this many characters on the average; less are the values of a list. Chosen by hand."""
_SHORTEST_NAME = 4
"""A shorter word of a label is found in titles by chance ("of", "the", "Ali"), in letters. Chosen by hand."""


def find_labels(marked: Marked, words: Labels, *, title: str = "", known: str | None = None) -> tuple[Label, ...]:
    """Find the labels of a transcript in order; none if the text is no transcript.

    A transcript has a question and something else, or a titled speaker labelled twice, or names that take turns in sentences;
    a list of statements, each in quotation marks below another name, is none.
    ``known`` is a speaker whom the ``title`` names.
    """
    patterns = compile_labels(words)
    candidates = _choose_candidates(marked, patterns)
    if candidates and all(label.kind is LabelKind.QUESTION for label in candidates):
        candidates = sorted((*candidates, *_find_surnames(marked.text, f"{title}\n{marked.text}", patterns)), key=_start_of)
    labels = _settle(candidates, patterns, title.casefold(), known)
    if len(labels) < 2 or _are_statements(labels, marked.text):
        return ()
    kinds = {label.kind for label in labels}
    titled = sum(bool(patterns.title.match(label.text)) for label in labels)
    asked = LabelKind.QUESTION in kinds and len(kinds) > 1
    return tuple(labels) if asked or titled >= 2 or _is_conversation(labels, marked.text) else ()


def _start_of(label: Label) -> int:
    return label.start


def _find_surnames(text: str, named: str, patterns: LabelPatterns) -> Iterator[Label]:
    """Find the answers to questions: lines that begin with one capitalised word and a colon, the last of a full name."""
    for match in _COLON.finditer(text):
        word = match["label"]
        if not word.isalpha() or not word[0].isupper() or len(word) < _SHORTEST_NAME or patterns.fields.fullmatch(word):
            continue
        full = next(re.finditer(rf"(?<!\w)([^\W\d_][\w’'.-]+) {re.escape(word)}(?!\w)", named), None)
        if full and full[1][0].isupper():
            yield Label(text=word, kind=LabelKind.SPEAKER, start=match.start("label"), end=match.end())


def _choose_candidates(marked: Marked, patterns: LabelPatterns) -> list[Label]:
    """Choose, for each place where a label may begin, the candidate of the form that is worth most."""
    strong = dict(marked.strong)
    best: dict[int, tuple[int, Label]] = {}
    for worth, find in _FORMS.items():
        for label in find(marked.text, patterns, strong):
            if worth > best.get(label.start, (0,))[0]:
                best[label.start] = (worth, label)
    return [best[start][1] for start in sorted(best)]


def _find_before_colon(text: str, patterns: LabelPatterns, strong: Mapping[int, int]) -> Iterator[Label]:
    for match in _COLON.finditer(text):
        bold = strong.get(match.start("label"), -1) >= match.end("label")
        kind = patterns.classify(match["label"], bold=bold, wide=match["colon"] == "：")
        if kind:
            yield Label(text=match["label"], kind=kind, start=match.start("label"), end=match.end(), bold=bold)


def _find_bracketed(text: str, patterns: LabelPatterns, _: Mapping[int, int]) -> Iterator[Label]:
    for match in _BRACKETED.finditer(text):
        kind = LabelKind.QUESTION if patterns.turns.asks(match["label"]) else LabelKind.MAYBE
        yield Label(text=match["label"], kind=kind, start=match.start(), end=match.end(), bold=True)


def _find_before_dash(text: str, patterns: LabelPatterns, _: Mapping[int, int]) -> Iterator[Label]:
    for match in patterns.dash.finditer(text):
        if kind := patterns.classify_mark(match["label"]):
            yield Label(text=match["label"], kind=kind, start=match.start(), end=match.end())


def _find_stopped(text: str, patterns: LabelPatterns, strong: Mapping[int, int]) -> Iterator[Label]:
    return _find_strong(_STOPPED, text, patterns, strong)


def _find_alone(text: str, patterns: LabelPatterns, strong: Mapping[int, int]) -> Iterator[Label]:
    return (replace(label, alone=True) for label in _find_strong(_ALONE, text, patterns, strong))


def _find_bare(text: str, _: LabelPatterns, __: Mapping[int, int]) -> Iterator[Label]:
    return (
        Label(text=match["label"], kind=LabelKind.QUESTION, start=match.start(), end=match.end())
        for match in _BARE_Q.finditer(text)
    )


def _find_strong(pattern: re.Pattern[str], text: str, patterns: LabelPatterns, strong: Mapping[int, int]) -> Iterator[Label]:
    """Find labels in bold without a colon: before a full stop, or on a line of their own."""
    for match in pattern.finditer(text):
        if not match.end("label") <= strong.get(match.start(), -1) <= match.end():
            continue
        words = match["label"]
        kind = patterns.classify_mark(words)
        if kind is None and len(words.split()) >= 2 and patterns.classify_letters(words, bold=True):
            kind = LabelKind.MAYBE
        if kind:
            yield Label(text=words, kind=kind, start=match.start(), end=match.end())


_FORMS: dict[int, Callable[[str, LabelPatterns, Mapping[int, int]], Iterator[Label]]] = {
    6: _find_before_colon,
    5: _find_bracketed,
    4: _find_before_dash,
    3: _find_stopped,
    2: _find_alone,
    1: _find_bare,
}
"""The forms of labels by what they are worth: the more of its own signs a form needs, the more."""


def _settle(labels: list[Label], patterns: LabelPatterns, title: str, known: str | None) -> list[Label]:
    """Keep what is sure, and of the name-like labels those that return or stand beside sure ones in the same form."""
    times = _count(labels, patterns)
    sure = {label.kind for label in labels} - {LabelKind.MAYBE}
    answered = any(times[label.start] > 1 for label in labels)
    presented = _are_presented(labels, patterns)
    return [
        label
        if label.kind is not LabelKind.MAYBE
        else replace(label, kind=_classify_named(label, patterns, times[label.start]))
        for label in labels
        if label.kind is not LabelKind.MAYBE
        or label.text == known
        or (sure and not label.alone and _is_titled(label, patterns, title))
        or (presented and _is_full(label, patterns))
        or _returns(label, patterns, times[label.start], sure, answered=answered)
    ]


def _are_presented(labels: list[Label], patterns: LabelPatterns) -> bool:
    """Say whether most labels name their speakers with an office or a party in brackets, as a parliament's report does.

    Who speaks once is then named as well.
    """
    full = [label for label in labels if _is_full(label, patterns)]
    presented = sum(bool(patterns.any_title.match(label.text) or _PARTY.search(label.text)) for label in full)
    return len(full) >= _FEWEST_PRESENTED and presented * 10 >= len(full) * 6


def _is_full(label: Label, patterns: LabelPatterns) -> bool:
    """Say whether a label before a colon holds a name of two words, or an office and a name."""
    return (
        not label.alone
        and len(label.text.split()) >= 2
        and patterns.is_named(label.text)
        and not patterns.is_medium(label.text)
    )


def _is_titled(label: Label, patterns: LabelPatterns, title: str) -> bool:
    """Say whether the document's title holds a name of the label, in whatever case."""
    return len(label.text.split()) >= 2 and any(
        len(word) >= _SHORTEST_NAME and word in title for word in patterns.name_words(label.text)
    )


def _count(labels: list[Label], patterns: LabelPatterns) -> dict[int, int]:
    """Count for each label, by where it stands, how often it or another with one of its names is there."""
    spelt = Counter(label.text.casefold() for label in labels)
    named = Counter(word for label in labels for word in patterns.name_words(label.text))
    return {
        label.start: max(
            spelt[label.text.casefold()],
            *(named[word] for word in (patterns.name_words(label.text) if not IDEOGRAPH.search(label.text) else ())),
            0,
        )
        for label in labels
    }


def _classify_named(label: Label, patterns: LabelPatterns, times: int) -> LabelKind:
    """A news medium asks; anyone else speaks."""
    medium = patterns.is_medium(label.text) and (label.bold or not label.text[0].isalpha() or "," in label.text)
    return LabelKind.QUESTION if medium and not (patterns.any_title.match(label.text) and times > 1) else LabelKind.SPEAKER


def _returns(label: Label, patterns: LabelPatterns, times: int, sure: set[LabelKind], *, answered: bool) -> bool:
    """Say whether a name-like label is one. ``answered``: some name returns, so that who asks in bold once is named as well."""
    if label.alone:
        return times > 1 and LabelKind.QUESTION in sure
    if IDEOGRAPH.search(label.text):
        return times > 1 and (LabelKind.QUESTION in sure or label.bold)
    if len(label.text.split()) == 1 and not label.bold and not INITIAL.match(label.text):
        return (times > 1 and LabelKind.QUESTION in sure) or (bool(sure) and label.text.isupper())
    of_medium = ("," in label.text or not label.text[0].isalpha()) and patterns.is_medium(label.text)
    return (
        times > 1
        or (bool(sure) and label.text.upper() == label.text)
        or (label.bold and answered)
        or (of_medium and (answered or bool(sure)))
    )


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
