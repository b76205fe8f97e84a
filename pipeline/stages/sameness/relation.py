"""Say how two documents that hold the same words are related: who published them where, and whether one holds the other."""

from __future__ import annotations

from dataclasses import dataclass

from storage.model.verdicts import CopyExtent as Extent
from storage.model.verdicts import Relation

__all__ = ["LARGEST_PART", "Extent", "Item", "Relation", "find_extent", "relate"]

LARGEST_PART = 0.8
"""A text of at most this share of the other's words is a part of it. Chosen by hand; the score on 1,525 real pairs
(tests/stages/sameness/test_pairs.py) is the same at 0.7 and 0.9."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """The facts of a document that tell how it is related to another.

    ``publishers`` and ``people`` (whose words they are) are ids of the roster, else folded names; ``place`` is the platform, or
    the host of a page; ``country`` that of its source.
    """

    publishers: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    place: str | None = None
    country: str | None = None
    platform: str | None = None
    post: str | None = None
    reposted: str | None = None
    captures: frozenset[str] = frozenset()


def relate(this: Item, that: Item) -> tuple[Relation, str]:
    """Say what ``that`` document is to ``this`` one, and why."""
    if this.platform and this.platform == that.platform:
        if that.reposted and that.reposted == this.post:
            return Relation.REPOST, "the platform says that it reposts this one"
        if this.reposted and this.reposted == that.post:
            return Relation.REPOST, "the platform says that this one reposts it"
    if this.captures & that.captures and not this.platform:
        return Relation.SAME_PAGE, "both stand on one page"
    if this.publishers & that.publishers:
        if this.place == that.place:
            return Relation.REPEAT, "the same publisher again, in the same place"
        return Relation.CROSS_POST, f"the same publisher, on {that.place or 'another site'}"
    if this.publishers & that.people or that.publishers & this.people:
        return Relation.CROSS_POST, "whose words they are publishes them too"
    if this.country and this.country == that.country:
        return Relation.SISTER, "another outlet of the same state"
    return Relation.ELSEWHERE, "another publisher" if that.publishers else "its publisher is not known"


def find_extent(this_words: int, that_words: int) -> Extent:
    """Say whether one of two texts holds the other as a part, by the number of their words."""
    if that_words <= LARGEST_PART * this_words:
        return Extent.HOLDS
    return Extent.PART if this_words <= LARGEST_PART * that_words else Extent.WHOLE
