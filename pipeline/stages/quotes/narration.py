"""Part words in marks from the clause of the writer's that stands inside the same marks: «Работы, — отметил X, — начнутся».

Russian, Ukrainian, Armenian and Spanish press sets such a clause between dashes, French, Italian and Portuguese between commas.
It tells who speaks: it begins or ends with a cue, and names somebody. Where a cue outside the marks gives all the words to
somebody, what stands inside is that person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.knowledge import Language
from pipeline.stages.quotes.grammar import UPPER, Grammar, pronouns_of
from pipeline.stages.quotes.quotation_marks import Segment
from storage.model import Span

_OPENING = re.compile(r"(?P<stop>[,.!?…]?)(?:(?<=[,.!?…])\s?[—–-]+\s?|\s(?:[—–]\s?|-\s))|(?P<comma>[,!?…]) ")
_DASHED_END = re.compile(r"[,.:;!?…]\s?[—–-]+\s?|[—–]+\s?|\s-\s")
_COMMA_END = re.compile(r",\s")
_SENTENCE_END = re.compile(rf"(?<![{UPPER}])[.!?…]+(?=\s|$)")
_NESTED = re.compile('[«»“”„"「」『』]')
_FULL_NAME = re.compile(rf"[{UPPER}][\w.’'-]+ (?:[^\W\d_]{{2,3}} )?[{UPPER}][\w’'-]+")
_NAME = re.compile(rf"(?<!\w)[{UPPER}][^\W\d_]+")
_LONGEST = 140
"""The longest clause of a writer between dashes, in characters. Chosen by hand: a cue, an office, a name and an occasion."""
_LONGEST_BETWEEN_COMMAS = 90
"""The same between commas, which part the words of speakers too. Chosen by hand, shorter for that reason."""
_FIRST = 4
"""The cue is among this many words at the beginning of the clause, or is its last. Chosen by hand."""
_OUTSIDE = re.compile(r"\s?[,—–-][\s,—–-]*((?:[^\W\d_][\w’'-]*[\s,]*){1,4})|\s((?:[^\W\d_][\w’'-]*\s?){1,3})")


def part_narrated(text: str, segments: list[Segment], grammar: Grammar) -> list[Segment]:
    """Return the segments, each cut where the writer tells inside its marks who speaks; English closes the marks there."""
    language = grammar.language
    if language.code == "en" or not (language.cased and language.spaced and language.cues.speech):
        return segments
    return [part for segment in segments for part in _cut(text, segment, grammar)]


def _cut(text: str, segment: Segment, grammar: Grammar) -> list[Segment]:
    clauses = list(_find_clauses(text, segment, grammar))
    if not clauses or _is_governed(text, segment, grammar.language):
        return [segment]
    edges = [segment.start, *(edge for clause in clauses for edge in clause), segment.end]
    parts: list[Segment] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if not re.search(r"\w", text[start:end]):
            continue
        first, last = start == segment.start, end == segment.end
        while not last and text[end - 1] in ", ":
            end -= 1
        outer = (segment.outer[0] if first else start, segment.outer[1] if last else end)
        parts.append(segment._replace(start=start, end=end, outer=outer, closed=segment.closed if last else True))
    return parts


def _is_governed(text: str, segment: Segment, language: Language) -> bool:
    """Say whether a cue right behind the marks gives all that stands in them to somebody."""
    behind = _OUTSIDE.match(text, segment.outer[1])
    words = re.findall(r"[^\W\d_]+", (behind.group(1) or behind.group(2)).lower()) if behind else []
    return any(word in language.cues.speech or word in language.cues.after for word in words)


def _find_clauses(text: str, segment: Segment, grammar: Grammar) -> Iterator[Span]:
    """Return the clauses of saying inside a segment, with the dashes or commas around them."""
    at = segment.start
    while found := _OPENING.search(text, at, segment.end):
        at = found.end()
        clause = _read_clause(text, found, segment, grammar)
        if clause and found.start() > segment.start:
            yield clause
            at = clause[1]


def _read_clause(text: str, opening: re.Match[str], segment: Segment, grammar: Grammar) -> Span | None:
    """Return a clause of saying behind its opening dash or comma; the stop before it stays with the words."""
    start, comma = opening.end(), opening["comma"]
    high = min(segment.end, start + (_LONGEST_BETWEEN_COMMAS if comma else _LONGEST))
    stop = _SENTENCE_END.search(text, start, high)
    closing = (_COMMA_END if comma else _DASHED_END).search(text, start, stop.start() if stop else high)
    if comma and closing is None and stop is None and high < segment.end:
        return None
    if not comma and closing is None:
        closing = _DASHED_END.match(text, stop.start(), high) if stop else None
    end = closing.start() if closing else stop.start() if stop else high
    if end == high < segment.end or _NESTED.search(text, start, end):
        return None
    tells = _tells_between_commas if comma else _tells
    if not tells(text[start:end], grammar):
        return None
    resumed = closing.end() if closing else stop.end() if stop else end
    while resumed < segment.end and text[resumed] in " .,;—–-":
        resumed += 1
    return opening.start() + len(comma or opening["stop"]), resumed


def _tells(clause: str, grammar: Grammar) -> bool:
    """Say whether what stands between dashes tells who speaks: a cue first or last, and somebody."""
    language = grammar.language
    words = [word.lower() for word in grammar.word.findall(clause)]
    near = [part for word in (*words[:_FIRST], *words[-1:]) for part in word.split("-")]
    if language.cues.speech.isdisjoint(near):
        return False
    somebody = pronouns_of(language) | language.roles
    return _NAME.search(clause) is not None or not somebody.isdisjoint(
        part for word in words for part in (word, *word.split("-"))
    )


def _tells_between_commas(clause: str, grammar: Grammar) -> bool:
    """Say the same of what commas enclose: its verb of saying stands first, and right behind it a full name or a pronoun."""
    return clause[:1].islower() and _said_by(grammar.language).match(clause) is not None


@lru_cache(maxsize=32)
def _said_by(language: Language) -> re.Pattern[str]:
    """Match a verb of saying, its auxiliaries before it, and its subject behind it: "a indiqué Jean Exemple", "dit-il"."""
    cues, helping, small, persons = (
        "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"
        for words in (
            {word for word in language.cues.speech if " " not in word},
            language.syntax.auxiliaries | language.clitics,
            language.determiners | language.roles | language.titles | language.links,
            language.pronouns.man | language.pronouns.woman | language.pronouns.people,
        )
    )
    verb = rf"(?:(?:{helping})(?:-t)?(?:-(?:{persons}))? ){{0,2}}(?:{cues})"
    inverted = rf"(?:{helping})(?:-t)?-(?:{persons}) (?:{cues})\b|(?:{cues})(?:-t)?-(?:{persons})\b"
    before = rf"(?: (?:{small}|[^\W\d_{UPPER}][\w’'-]*)){{0,5}}"
    return re.compile(rf"(?:{inverted}|{verb} (?:{persons})\b|{verb}{before} {_FULL_NAME.pattern})")
