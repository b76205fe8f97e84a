"""Find the persons in a phrase of a headline: names with their offices, parted by "and", without places and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.parse.headline_grammar import HeadlineGrammar

FULL_NAME = 2
"""The words of a full name: a given name and a surname."""
_AFTER_PLACE = 3  # "President of Armenia Jane Sample", and not "President of South Africa"
_MOST_WORDS = 14
"""Names with their offices have at most this many words. Chosen by hand: "Minister for Foreign Affairs and International
Cooperation of the United Arab Emirates Jane Sample" has fourteen."""
_SHORTEST_PARTICIPLE = 6
"""A shorter word with the ending of a participle is mostly a name ("King", "Ming"), in letters. Chosen by hand."""


def take_run(words: list[str], grammar: HeadlineGrammar) -> tuple[list[str], bool]:
    """Take the words that may name a person or an office, up to the first that may not; and whether a comma ended them."""
    table = grammar.words
    run: list[str] = []
    for number, word in enumerate(words[:_MOST_WORDS]):
        bare = word.strip('"“”«»,;:()|')
        joins = bare.lower() in table.remit and run and grammar.is_holder(run[-1])  # "Commissioner for Human Rights"
        if (bare.lower() in table.stops and not joins) or not bare or (number and word[:1] in "(|"):
            break
        if run and _is_participle(bare, grammar) and words[number + 1 : number + 2] and words[number + 1][:1].isupper():
            break
        if not (bare[:1].isupper() or bare.lower() in grammar.inner or grammar.is_office(bare)):
            break
        run.append(re.sub(r"['’]s$", "", bare))
        if run[-1] != bare:
            return run, False
        if word[-1] in ",;:)":
            return run, word[-1] == ","
        if bare != word.rstrip('"”»') and word[-1] in "|":
            break
    return run, False


def _is_participle(word: str, grammar: HeadlineGrammar) -> bool:
    """Say whether a word is a participle, written large before what it governs: "Introducing President X"."""
    return len(word) >= _SHORTEST_PARTICIPLE and word.lower().endswith(grammar.words.participles)


def list_persons(run: list[str], grammar: HeadlineGrammar) -> Iterator[str]:
    """Part a run at its "and"s; a part that names nobody belongs to the office of the next."""
    waiting: list[str] = []
    for part in _part(run, grammar):
        person = _find_person([*waiting, *part], grammar)
        if person:
            yield person
        waiting = [] if person else [*waiting, *part, "and"]


def _part(run: list[str], grammar: HeadlineGrammar) -> Iterator[list[str]]:
    part: list[str] = []
    for word in run:
        if word.lower() in grammar.words.pairing:
            if part:
                yield part
            part = []
        else:
            part.append(word)
    if part:
        yield part


def _find_person(words: list[str], grammar: HeadlineGrammar) -> str | None:
    """Return a run that ends in a person's name; an office, a place or a body is none."""
    table = grammar.words
    words = [word for word in words if word]
    while words and words[-1].lower() in table.joiners | table.pairing:
        words = words[:-1]
    joints = [number for number, word in enumerate(words) if word.lower() in table.of]
    if joints and joints[-1] >= FULL_NAME and grammar.holds_office(words[: joints[-1]]):
        before = _find_person(words[: joints[-1]], grammar)
        if before:
            return before
    length = name_length(words, grammar)
    before_name = words[: len(words) - length]
    if length < _least(before_name, grammar) or not words[-1][:1].isupper():
        return None
    while words and words[0].lower() in table.joiners:
        words = words[1:]
    return " ".join(words)


def name_length(words: list[str], grammar: HeadlineGrammar) -> int:
    """Count the words at the end that belong to no office, body or place."""
    table = grammar.words
    length = 0
    for word in reversed(words):
        if _ends_name(word, grammar):
            surname = length and word.lower() in table.within
            above = words[-length - 2].lower() if len(words) > length + 1 else ""
            if not (surname and above in table.particles):
                break
        length += 1
    return length


def _least(before: list[str], grammar: HeadlineGrammar) -> int:
    """Say how many words a name needs after an office: one after its holder's noun, more after a place or nothing."""
    if not before or before[-1].lower() in grammar.words.articles:
        return FULL_NAME
    if before[-1].lower() in grammar.words.joiners:
        return _AFTER_PLACE
    held = grammar.holds_office(before)
    if not held and any(grammar.body.fullmatch(word) for word in before):
        return _MOST_WORDS
    return 1 if held and grammar.is_office(before[-1]) else FULL_NAME


def _ends_name(word: str, grammar: HeadlineGrammar) -> bool:
    """Say whether a word is of an office, a body or a place, or joins them."""
    table = grammar.words
    if grammar.is_office(word) or grammar.body.fullmatch(word) or "_" in word:
        return True
    return word.lower() in table.joiners or word.lower() in table.pairing
