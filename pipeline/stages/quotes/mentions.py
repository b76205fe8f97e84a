"""Widen a candidate to the whole phrase that names the speaker: "ministry" to "Armenia’s foreign ministry"."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.knowledge import Language
from pipeline.stages.quotes.cues_and_speakers import Candidate, Paragraph
from pipeline.stages.quotes.grammar import UPPER, Grammar, compile_grammar
from pipeline.stages.quotes.issued import awaits_issuer
from pipeline.stages.quotes.said_dates import find_dates
from storage.model import Span

_REACH = 80
"""The characters before a name that its phrase may begin in. Chosen by hand: the name of a country and of an office."""


@lru_cache(maxsize=32)
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    grammar = compile_grammar(language)
    stops = "|".join(re.escape(word) for word in sorted(_ends(grammar)))
    heads = "|".join(sorted({form for word in language.determiners for form in (word, word.capitalize())})) or "(?!)"
    roles = "|".join(sorted(map(re.escape, language.roles), key=len, reverse=True)) or "(?!)"
    small = rf"(?!(?:{stops})\b)[^\W\d_{UPPER}][\w\-]*"
    name = rf"(?:{grammar.name.pattern})(?:['’]s?)?"
    titled = "(?!)" if language.determiners else rf"(?:{small} )?(?i:{roles}) (?:{small} ){{0,3}}"
    left = re.compile(rf"(?<!\w)(?:{titled}|(?:{heads}) (?:{name} )?(?:{small} ){{0,2}}|{name} (?:{small} ){{0,2}})$")
    right = re.compile(rf"(?:['’]s?)? (?:{small} ){{0,2}}(?:{roles})(?!\w)")
    return left, right


def _ends(grammar: Grammar) -> frozenset[str]:
    """Return the small words that belong to no description: cues of any sort, auxiliaries, particles."""
    language = grammar.language
    words = grammar.stops | language.particles
    if language.code == "en":
        return words
    cues = language.cues
    return words | {word for word in cues.holding | cues.calling | cues.citing if " " not in word} | language.syntax.auxiliaries


def widen(candidate: Candidate, paragraph: Paragraph, language: Language) -> Span:
    """Return the span of the whole phrase around a name or a description; a pronoun stands alone."""
    start, end = candidate.start, candidate.end
    if candidate.kind in "PC":
        return start, end
    if candidate.kind == "D" and awaits_issuer(candidate.text, language):
        issuer = next((each for each in paragraph.candidates if each.start == end + 1 and each.kind == "N"), None)
        return start, widen(issuer, paragraph, language)[1] if issuer else end
    left, right = _patterns(language)
    blank, offset = paragraph.blank, paragraph.start
    if candidate.kind == "N":
        after = None if language.syntax.head_first else right.match(blank, end - offset)
        end = after.end() + offset if after else end
        if language.code == "en":
            return start, end
    low = max(start - offset - _REACH, 0)
    first = candidate.text.split(" ", 1)[0].lower()
    before = left.search(blank[low : start - offset]) if first not in language.determiners else None
    opened = before.group().split(" ", 1)[0].lower() if before else ""
    opens = opened in language.openers and not language.determiners
    return (offset + low + before.start(), end) if before and before.group() and not opens else (start, end)


def add_aside(text: str, span: Span) -> Span:
    """Let a name run on over what stands in brackets behind it: "Rep. Jane Sample (D-N.C.)"."""
    aside = _ASIDE.match(text, span[1]) if text[span[1] - 1].isalpha() else None
    return (span[0], aside.end()) if aside else span


_ASIDE = re.compile(rf" \([{UPPER}][^()\n]{{0,30}}\)")


def trim_mention(text: str, span: Span, language: Language) -> Span:
    """Cut what is no part of a name off a source: the date of "October 27, U.S. Secretary", the verb of "Said Sample:"."""
    start, end = span
    for named in find_dates(text[slice(*span)], language, None):
        if not text[start : span[0] + named.span[0]].strip(" ,.") and span[0] + named.span[1] < end:
            start = span[0] + named.span[1]
    while start < end and text[start] in " ,.;:—–-":
        start += 1
    first = text[start:end].split(" ", 1)[0]
    if first[:1].isupper() and first.lower() in language.cues.speech and text.startswith(":", end) and len(first) < end - start:
        start += len(first) + 1
    verbal = language.stance.negations | language.stance.modals | language.stance.futures
    while (space := text.rfind(" ", start, end)) > start and text[space + 1 : end] in verbal:
        end = space
    space = text.rfind(" ", start, end)
    if space > start and text[space + 1 : end] in language.cues.speech and _ends_named(text[start:space], language):
        end = space
    return (start, end) if start < end else span


def _ends_named(words: str, language: Language) -> bool:
    """Say whether words end with a name: "spokesman Sample" of "spokesman Sample said", not "Most" of "Most states"."""
    last = words.rsplit(" ", 1)[-1]
    return last[:1].isupper() and last.lower() not in language.openers and last.lower() not in language.determiners
