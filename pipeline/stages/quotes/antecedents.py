"""Find whom "he" or "she" stands for: the person the sentences before it are about, else whoever spoke last."""

from __future__ import annotations

from pipeline.stages.quotes.scene import Candidate, Scene
from pipeline.stages.speakers import Cast, Reading
from storage.model import Mention

_REACH = 3
"""How many sentences a pronoun looks back over, within its paragraph; further back the last speaker is the better guess."""

_NAME = "N"


def find_antecedent(scene: Scene, cast: Cast, pronoun: Mention) -> Reading | None:
    """Give the person that a pronoun stands for; None where its paragraph names none before it.

    The first person a sentence names is taken for its subject: whom it is about, and not whom they met; unless a title tells
    that "he" or "she" is not them.
    """
    at = pronoun.start
    number = scene.number_at(at)
    names = [candidate for candidate in scene.look(number).candidates if candidate.kind == _NAME and candidate.end <= at]
    sentences = [span for span in scene.sentences(number) if span[0] <= at]
    for start, end in reversed(sentences[-_REACH - 1 :]):
        persons = (_read_person(cast, name) for name in names if start <= name.start < end)
        subject = next(filter(None, persons), None)
        if subject and cast.may_be(subject, pronoun.text):
            return subject
    return None


def _read_person(cast: Cast, name: Candidate) -> Reading | None:
    """Read a name as a person: one of the roster, or one named in full."""
    reading = cast.read(name.text)
    if reading is None or not reading.single:
        return None
    return reading if reading.id or " " in reading.name else None
