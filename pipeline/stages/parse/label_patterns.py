"""What the words of a label say: the patterns of labels in transcripts, made of the tables of the languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from pipeline.knowledge.word_tables import Labels
from pipeline.stages.text.language_terms import alternatives
from pipeline.stages.text.turns import IDEOGRAPH, IN_MARKS, TurnLabelPatterns, compile_signs

SEPARATORS = ":：՝"
"""What sets a label off from its words; Armenian has its own stop for it."""

INITIAL = re.compile(r"[^\W\d_]\.[^\W\d_]{2}")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff08\uff09《》（）·•A-Za-z0-9“”/／、 \u3000]{1,40}")
_NOTE = re.compile(r"\s*\([^)]*\)\s*$")
_ASIDE = re.compile(r"\s*\([a-z][^)]*\)\s*$")
_MOST_WORDS = 9
"""A label of more words is a sentence. Chosen by hand: "DEPUTY ASSISTANT SECRETARY OF STATE JANE Q. SAMPLE" has eight."""
_LONGEST_IDEOGRAPHS = 12
"""A longer run of ideographs before a colon is a sentence. Chosen by hand: an office of six and a name of three are nine."""
_FEWEST_LETTERS = 4
"""Fewer capitals than this many may be any abbreviation's. Chosen by hand."""


class LabelKind(Enum):
    """What a label is; MAYBE is a name-like label that counts only where it returns."""

    QUESTION = "question"
    ANSWER = "answer"
    SPEAKER = "speaker"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabelPatterns:
    """The patterns that labels are judged by. ``dash`` and ``bare`` find the signs of questions and answers in a text."""

    turns: TurnLabelPatterns
    medium: re.Pattern[str]
    title: re.Pattern[str]
    any_title: re.Pattern[str]
    name_word: re.Pattern[str]
    fields: re.Pattern[str]
    anonymous: re.Pattern[str]
    dash: re.Pattern[str]

    def classify(self, words: str, *, bold: bool, wide: bool) -> LabelKind | None:
        """Judge the words before a colon, ``wide`` if it is that of ideographs."""
        if self.fields.fullmatch(words):
            return None
        if sign := self.classify_mark(words):
            return sign
        if IDEOGRAPH.search(words):
            return self._classify_ideographs(words, bold=bold)
        return None if wide else self.classify_letters(_ASIDE.sub("", words) or words, bold=bold)

    def classify_mark(self, words: str) -> LabelKind | None:
        """Judge the sign of a question or an answer; None for any other words."""
        if self.turns.question.fullmatch(words):
            return LabelKind.QUESTION
        return LabelKind.ANSWER if self.turns.answer.fullmatch(words) else None

    def classify_letters(self, words: str, *, bold: bool) -> LabelKind | None:
        """Judge a name: a title and a name mostly in capitals is a speaker; capitalised words may be one."""
        parts = [part.strip('(),"“”«»') for part in words.split()]
        if len(parts) > _MOST_WORDS or not all(self.name_word.fullmatch(part) for part in parts if part):
            return None
        letters = [character for character in words if character.isalpha()]
        capitals = sum(character.isupper() for character in letters)
        if len(letters) >= _FEWEST_LETTERS and capitals * 10 >= len(letters) * 6:
            return LabelKind.SPEAKER if self.title.match(words) else LabelKind.MAYBE
        if len(parts) >= 2 or INITIAL.match(words) or self.any_title.fullmatch(words):
            return LabelKind.MAYBE
        return LabelKind.MAYBE if bold and (capitals == len(letters) >= 2 or self.medium.fullmatch(words)) else None

    def is_named(self, label: str) -> bool:
        """Say whether a label names its speaker, unlike "Q", "SENIOR ADMINISTRATION OFFICIAL" or 记者."""
        bare = label.strip(f" {SEPARATORS}")
        if self.turns.question.fullmatch(bare) or self.turns.answer.fullmatch(bare) or self.turns.asks(bare):
            return False
        return any(self._names(part) for part in _NOTE.sub("", bare).split(","))

    def is_medium(self, text: str) -> bool:
        """Say whether a label names a newspaper or a station; so does one that is nothing but a name in quotation marks."""
        return bool(self.medium.search(text) or IN_MARKS.fullmatch(text))

    def name_words(self, label: str) -> frozenset[str]:
        """Return the words of a label that may be somebody's name, small and without titles and notes; of its first part, where
        that has any ("Jane Sample, Minister of Roads")."""
        bare = _NOTE.sub("", label)
        found = (
            frozenset(filter(None, map(self._name_word, re.findall(r"[^\W\d_][\w.'’-]+", part))))
            for part in (bare.split(",")[0], bare)
        )
        return next(filter(None, found), frozenset())

    def _name_word(self, word: str) -> str | None:
        word = word.strip(".'’")
        return None if self.any_title.fullmatch(word) or self.medium.fullmatch(word) else word.casefold()

    def _names(self, part: str) -> bool:
        return bool(part.strip()) and not self.anonymous.search(part) and not self.medium.search(part)

    def _classify_ideographs(self, words: str, *, bold: bool) -> LabelKind | None:
        if not _IDEOGRAPHS.fullmatch(words):
            return None
        if self.turns.asks(words) or bold:
            return LabelKind.QUESTION
        return LabelKind.MAYBE if len(words) <= _LONGEST_IDEOGRAPHS else None


@cache
def compile_labels(words: Labels) -> LabelPatterns:
    """Compile the patterns once for a table."""
    title = rf"^(?:{alternatives(words.titles)})\b"
    unspaced = alternatives(words.anonymous_unspaced)
    return LabelPatterns(
        turns=compile_signs(words),
        medium=re.compile(rf"(?i)\b(?:{alternatives(words.media)})\b"),
        title=re.compile(title),
        any_title=re.compile(title, re.IGNORECASE),
        name_word=re.compile(rf"(?:[^\W\d_a-zа-яё][\w.'’\-/]*|{alternatives(words.small)})"),
        fields=re.compile(rf"(?i)(?:{alternatives(words.fields)})"),
        anonymous=re.compile(rf"(?i)\b(?:{alternatives(words.anonymous)})\b|{unspaced}"),
        dash=re.compile(rf"^(?P<label>{alternatives(words.dashed)})\.? ?[-–—] ?(?=\S)", re.MULTILINE),
    )
