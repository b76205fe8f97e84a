"""How documents that hold the same words are related: told by who published them where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.stages.sameness.relation import Extent, Item, Relation, find_extent, relate

MINISTRY = frozenset({"am_mfa"})
SITE = Item(publishers=MINISTRY, place="mfa.example", country="am", captures=frozenset({"c_1"}))
TWEET = Item(publishers=MINISTRY, place="x", country="am", platform="x", post="1")


@pytest.mark.parametrize(
    ("this", "that", "relation"),
    [
        (TWEET, replace(TWEET, post="2", publishers=frozenset({"other"}), reposted="1"), Relation.REPOST),
        (replace(TWEET, reposted="2"), replace(TWEET, post="2"), Relation.REPOST),
        (replace(TWEET, reposted="2"), replace(TWEET, platform="mastodon", place="mastodon", post="2"), Relation.CROSS_POST),
        (SITE, replace(SITE, place="elsewhere.example"), Relation.SAME_PAGE),
        (SITE, TWEET, Relation.CROSS_POST),
        (TWEET, replace(TWEET, post="2"), Relation.REPEAT),
        (SITE, Item(publishers=frozenset({"am_pm"}), people=MINISTRY, place="pm.example"), Relation.CROSS_POST),
        (SITE, Item(publishers=frozenset({"embassy"}), place="embassy.example", country="am"), Relation.SISTER),
        (SITE, Item(publishers=frozenset({"paper"}), place="paper.example", country="fr"), Relation.ELSEWHERE),
        (SITE, Item(), Relation.ELSEWHERE),
    ],
)
def test_documents_are_related_by_who_published_them_where(this: Item, that: Item, relation: Relation) -> None:
    found, why = relate(this, that)
    assert found is relation
    assert why
    assert relate(that, this)[0] is relation


def test_a_publisher_that_is_not_known_is_said_to_be_so() -> None:
    assert relate(SITE, Item())[1] == "its publisher is not known"


@pytest.mark.parametrize(
    ("this", "that", "extent"),
    [(100, 100, Extent.WHOLE), (100, 90, Extent.WHOLE), (100, 20, Extent.HOLDS), (20, 100, Extent.PART)],
)
def test_a_much_shorter_text_is_a_part(this: int, that: int, extent: Extent) -> None:
    assert find_extent(this, that) is extent
