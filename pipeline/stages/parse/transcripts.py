"""Make turns of a transcript: each label's words up to the next label, with what nobody said left outside.

Office headers, datelines and END marks around the spoken text are taken off it; stage notes inside a turn ("(Laughter.)") stay
where they were written. A transcript printed twice on one page is kept once.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from pipeline.knowledge import Vocabulary
from pipeline.knowledge.word_tables import Pages
from pipeline.stages.parse.headlines import find_presider
from pipeline.stages.parse.label_patterns import LabelKind, LabelPatterns, compile_labels
from pipeline.stages.parse.labels import Label, find_labels
from pipeline.stages.text import Marked
from pipeline.stages.text.language_terms import alternatives
from storage.model import Turn

_SENTENCE_END = re.compile(r"[.!?。！？…:：][\"”’»)\]]*$")
_PRESIDES = re.compile(r"[\u3400-\u9fff·]{1,4}$")
_HEADER_LENGTH = 120
"""A longer line that no label precedes is said by the last speaker, in characters. Chosen by hand: headers tell place, time and
occasion."""
_LEAST_SPOKEN = 4  # what follows an end mark is no more than a quarter of a page
_COPY_LENGTH = 60
"""A shorter line may return without the text being a copy, in characters. Chosen by hand: "Thank you, Mr. President." does."""
_ASKING = 0.6
"""Who ends at least this share of the turns in a question asks: journalists also greet, thank and follow up. Chosen by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The spoken text of a page, its turns and the labels of those who answer, each named once."""

    text: str
    turns: tuple[Turn, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edges:
    """Patterns of lines that are only a time or an end mark, and of a note on an interpreter behind a label."""

    clock: re.Pattern[str]
    end: re.Pattern[str]
    translated: re.Pattern[str]

    def closes(self, line: str) -> bool:
        """Say whether a line is a time of day or an end mark."""
        return bool(self.clock.match(line) or self.end.match(line))


@cache
def _compile(words: Pages) -> _Edges:
    return _Edges(
        clock=re.compile(
            rf"(?i)^\W*(?:(?:{alternatives(words.clocks)})\s*)?\d{{1,2}}[:.]\d{{2,3}}\s*(?:{alternatives(words.units)})\W*"
            r"(?:[a-z]{2,5}\W*)?(?:\([^)]*\)\W*)?$"
        ),
        end=re.compile(rf"(?i)^\W*(?:###|-30-)\b.{{0,40}}$|{alternatives(words.ends)}|^[#*_\-\s]{{2,}}$"),
        translated=re.compile(rf"(?i)\s*\((?:{alternatives(words.translated)})\b[^)]*\)\s*$"),
    )


def read_transcript(marked: Marked, words: Vocabulary, *, title: str | None = None) -> Transcript | None:
    """Read a text as a transcript; None if it is none."""
    marked = _once(marked)
    edges = _compile(words.pages)
    presider = find_presider(title or "", words)
    labels = find_labels(marked, words.labels, title=title or "", known=presider)
    if not labels:
        return None
    start = _spoken_start(marked.text, labels[0].start, edges)
    end = _spoken_end(marked.text, labels[-1].end, edges)
    turns = list(_turns(marked.text, labels, end, edges))
    if presider and start < labels[0].start:
        turns.insert(0, Turn(speaker=presider, start=start, end=_trim(marked.text, start, labels[0].start, edges)))
    moved = tuple(Turn(speaker=turn.speaker, start=turn.start - start, end=turn.end - start) for turn in turns)
    spoken = marked.text[start:end]
    return Transcript(text=spoken, turns=moved, speakers=_speakers(labels, moved, spoken, presider, words))


def _turns(text: str, labels: tuple[Label, ...], end: int, edges: _Edges) -> list[Turn]:
    """Cut the text at its labels; a label with no words after it is no turn."""
    turns = []
    for number, label in enumerate(labels):
        limit = labels[number + 1].start if number + 1 < len(labels) else end
        stop = _trim(text, label.end, limit, edges)
        if stop > label.end:
            turns.append(Turn(speaker=label.text.rstrip("."), start=label.end, end=stop))
    return turns


def _trim(text: str, start: int, limit: int, edges: _Edges) -> int:
    """End a turn before the blanks, end marks and times that follow its words."""
    lines = text[start:limit].rstrip().split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or edges.closes(lines[-1])):
        lines.pop()
    return start + len("\n".join(lines).rstrip())


def _spoken_start(text: str, first: int, edges: _Edges) -> int:
    """Skip the header before the first label: all up to the clock time, else its short lines without a full stop."""
    lines = _lines(text[:first])
    clock = max((end for start, end in lines if edges.clock.match(text[start:end])), default=None)
    for start, end in lines:
        line = text[start:end].strip()
        skipped = clock is not None and start < clock
        if line and not skipped and not _is_header(line):
            return start
    return first


def _is_header(line: str) -> bool:
    short = len(line) <= _HEADER_LENGTH and (not _SENTENCE_END.search(line) or line.isupper())
    return short or line.startswith(("*", "(", "_", "["))


def _spoken_end(text: str, last: int, edges: _Edges) -> int:
    """Stop where an end mark or a time closes the last turn; what follows (notices, greetings, contacts) was not said."""
    for start, end in _lines(text[last:])[1:]:
        line = text[last + start : last + end].strip()
        if not line or not edges.closes(line):
            continue
        rest = len(text) - last - end
        if rest * _LEAST_SPOKEN <= len(text):
            return last + len(text[last : last + start].rstrip())
    return len(text.rstrip())


def _lines(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def _speakers(
    labels: tuple[Label, ...], turns: tuple[Turn, ...], spoken: str, presider: str | None, words: Vocabulary
) -> tuple[str, ...]:
    """Name those who answer, in order of first speaking, each once however the name is written."""
    asking = _find_asking(turns, spoken)
    patterns, translated = compile_labels(words.labels), _compile(words.pages).translated
    named = [presider] if presider else []
    for label in labels:
        speaks = label.kind is LabelKind.SPEAKER and patterns.is_named(label.text) and label.text.rstrip(".") not in asking
        if speaks and not any(_are_one(label.text, other, patterns) for other in named):
            named.append(translated.sub("", label.text))
    return tuple(named)


def _are_one(label: str, other: str, patterns: LabelPatterns) -> bool:
    """Say whether two labels name one person: "President Jane Sample" and "Jane Sample", however the capitals are set."""
    if label.casefold() == other.casefold():
        return True
    if _PRESIDES.match(other):
        return other in label
    words, others = patterns.name_words(label), patterns.name_words(other)
    return bool(words and others) and (words <= others or others <= words)


def _find_asking(turns: tuple[Turn, ...], spoken: str) -> frozenset[str]:
    """Find the labels whose turns mostly end in a question, where somebody else answers more than once."""
    ends = [(turn.speaker, spoken[turn.start : turn.end].rstrip("\"'”’» )").endswith(("?", "？", "՞", "؟"))) for turn in turns]
    said, asked = Counter(name for name, _ in ends), Counter(name for name, is_question in ends if is_question)
    answering = any(times > 1 and asked[name] * 2 < times for name, times in said.items())
    return frozenset(name for name, times in said.items() if answering and asked[name] / times >= _ASKING)


def _once(marked: Marked) -> Marked:
    """Keep the first of two copies of the same text on one page, telling them by a long line that returns with its company."""
    lines = marked.text.split("\n")
    seen: dict[str, int] = {}
    for number, line in enumerate(lines):
        if len(line) < _COPY_LENGTH:
            continue
        first = seen.setdefault(line, number)
        if first < number and _same_company(lines, first, number):
            return _cut(marked, lines, first, number)
    return marked


def _same_company(lines: list[str], first: int, second: int) -> bool:
    length = len(lines) - second
    same = sum(a == b for a, b in zip(lines[first : first + length], lines[second:], strict=False))
    return length >= 8 and same * 10 >= length * 8


def _cut(marked: Marked, lines: list[str], first: int, second: int) -> Marked:
    while first > 0 and lines[first - 1] == lines[second - 1] and second - 1 > first:
        first, second = first - 1, second - 1
    text = "\n".join(lines[:second]).rstrip()
    return Marked(text=text, strong=tuple(span for span in marked.strong if span[1] <= len(text)))
