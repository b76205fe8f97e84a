"""Find whom "he" or "she" stands for: who spoke or whom the sentences before are about, else whoever spoke last."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from pipeline.stages.quotes.cues_and_speakers import Candidate, Scene
from pipeline.stages.quotes.rules.leading_names import find_leading_names, is_caseless
from pipeline.stages.speakers import Cast, Reading
from storage.model import Mention

_REACH = 3
"""How many sentences a pronoun looks back over, within its paragraph; further back the last speaker is the better guess. Chosen
by hand."""

_PARAGRAPHS = 2
"""How many paragraphs without a speaker of their own a pronoun looks back over. Chosen by hand."""


class Spoken(NamedTuple):
    """Who spoke last, and where the text names them."""

    at: int
    reading: Reading


def find_antecedent(scene: Scene, cast: Cast, pronoun: Mention, last: Spoken | None = None) -> Reading | None:
    """Return the person that a pronoun stands for; None if no sentence before it names one, and whoever spoke last is meant.

    The first person a sentence names is taken for its subject: whom it is about, and not whom they met; unless somebody speaks
    in it, or a title or a given name tells that "he" or "she" is not them, but another whom it names. A paragraph between the
    last speaker's and the pronoun's counts where somebody speaks in it or it begins with a person.
    """
    number = scene.number_at(pronoun.start)
    found = _find_here(scene, cast, pronoun, number, last)
    if found:
        return found
    nearest = scene.number_at(last.at) if last else -1
    for above in range(number - 1, max(nearest, number - 1 - _PARAGRAPHS), -1):
        subject = _find_leading(scene, cast, above)
        if subject and cast.may_be(subject, pronoun.text):
            return subject
    return None


def _find_here(scene: Scene, cast: Cast, pronoun: Mention, number: int, last: Spoken | None) -> Reading | None:
    """Look back over the sentences of the pronoun's own paragraph."""
    at = pronoun.start
    names, sentences = _names_of(scene, number), scene.sentences(number)
    here = bisect_right(sentences, at, key=itemgetter(0))
    for start, end in reversed(sentences[max(here - _REACH - 1, 0) : here]):
        if last and start <= last.at < min(end, at) and last.reading.single and cast.may_be(last.reading, pronoun.text):
            return last.reading
        first, behind = (bisect_left(names, edge, key=itemgetter(0)) for edge in (start, min(end, at)))
        persons = (_read_person(scene, cast, name) for name in names[first:behind] if name.end <= at)
        subject = _choose(cast, [each for each in persons if each and cast.may_be(each, pronoun.text)], pronoun.text)
        if subject:
            return subject
    return None


def _choose(cast: Cast, persons: list[Reading], pronoun: str) -> Reading | None:
    """Return the first person whom a sentence names, unless only of a later one it is known that "he" or "she" fits."""
    sure = [each for each in persons if cast.surely_is(each, pronoun)]
    return next(iter(sure or persons), None)


def _find_leading(scene: Scene, cast: Cast, number: int) -> Reading | None:
    """Return the person beside a cue of a paragraph, else the one with whom it begins."""
    start = scene.paragraphs[number][0]
    paragraph = scene.look(number)
    names = _names_of(scene, number)
    beside = {cue.start - 1 for cue in paragraph.cues}
    for name in names:
        if name.end in beside and (person := _read_person(scene, cast, name)):
            return person
    first = next(iter(names), None)
    if first is None or len(scene.text[start : first.start].split()) > 1:
        return None
    return _read_person(scene, cast, first)


def _names_of(scene: Scene, number: int) -> Sequence[Candidate]:
    """Return the names of a paragraph that can be a person who acts."""
    return find_leading_names(scene, number) if is_caseless(scene.grammar.language) else scene.subjects(number)


def _read_person(scene: Scene, cast: Cast, name: Candidate) -> Reading | None:
    """Read a name as a person: one of the roster, or one named in full."""
    reading = cast.read(name.text)
    if reading is None or not reading.single:
        return None
    return reading if reading.id or " " in reading.name or is_caseless(scene.grammar.language) else None
