"""Relate a document to others: those that hold the same text and how they came to, and those that may be translations of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database

from pipeline.home import Home
from pipeline.registry.languages import load_vocabulary
from pipeline.run.opening import reading
from pipeline.stages.sameness import Wording, answer_with_rung, compare
from pipeline.stages.sameness.relation import Item, find_extent, relate
from pipeline.stages.sameness.translations import Rendering, find_translation, list_parallels
from storage.errors import StorageError
from storage.model.codec import read_instant
from storage.reading.history import diff_words
from storage.reading.show import show
from storage.sameness.copies import list_copies
from storage.sameness.siblings import read_siblings

MOST_COMPARED = 50
_INTERNATIONAL = "int"
_FACTS = ("this", "that")


def list_related(db: Database, document: str) -> list[dict[str, Any]]:
    """List the documents that hold the same text, each with its verdict, reason and diff, its ``relation`` and why, and its
    ``extent``: whole or part. More than MOST_COMPARED keep the verdict they were linked by, without a diff."""
    related: list[dict[str, Any]] = []
    for copy in list_copies(db, document):
        relation, why = relate(_item(copy["this"]), _item(copy["that"]))
        words = copy["words"]
        related.append(
            {
                **{name: value for name, value in copy.items() if name not in _FACTS},
                **(_compare(copy) if len(related) < MOST_COMPARED else {}),
                "account": copy["that"]["account"],
                "relation": relation.value,
                "relation_reason": why,
                "extent": find_extent(words["this"], words["that"]).value,
            }
        )
    return related


def list_translations(db: Database, document: str) -> list[dict[str, Any]]:
    """List the documents that may be this one in another language, each with the reason; candidates, never the same words."""
    found = read_siblings(db, document, list_parallels=list_parallels)
    if found is None:
        return []
    own, others = found
    mine = _rendering(own)
    reasons = [(other, find_translation(mine, _rendering(other))) for other in others]
    return [
        {
            "document": other["document"],
            "source": other["source"],
            "published": other["published"],
            "verdict": "translation candidate",
            "reason": reason,
        }
        for other, reason in sorted(reasons, key=lambda each: (each[0]["language"] or "", each[0]["document"]["id"]))
        if reason
    ]


def compare_held(home: Home, stored: str, other: str) -> dict[str, Any]:
    """Compare what the archive holds under two ids (of quotes, documents or revisions), the first as the stored words.

    ``words`` are what went and came, each with what stands around it in the second.

    Raises StorageError where there is no such thing, or it has no words.
    """
    with reading(home) as db:
        words = {id_: _read_words(db, id_) for id_ in (stored, other)}
    answer = answer_with_rung({"id": f"{stored} {other}", "a": words[stored], "b": words[other]}, load_vocabulary())
    named = {"a": stored, "b": other, **{name: value for name, value in answer.items() if name != "id"}}
    return {**named, "words": diff_words(words[stored], words[other])}


def _read_words(db: Database, id_: str) -> str:
    shown = show(db, id_)
    words = shown.get("exact") or shown.get("text")
    if not words:
        raise StorageError(
            f"{id_} has no words to compare; expected the id of a quote, document or revision that may be shown."
        )
    return str(words)


def _compare(copy: Mapping[str, Any]) -> dict[str, Any]:
    """Compare both texts as today's judge does: the longer is ``stored``, this document's where they are equally long."""
    stored, other = ("this", "that") if copy["words"]["this"] >= copy["words"]["that"] else ("that", "this")
    comparison = compare(copy[stored]["text"], copy[other]["text"], load_vocabulary())
    few, many = sorted(copy["words"].values())
    cut = comparison.wording is Wording.TRUNCATED and not comparison.material and few < many
    return {
        "verdict": comparison.wording.value,
        "material": comparison.material,
        "reason": f"{few} of {many} words, unchanged" if cut else comparison.reason,
        "told_from": stored,
        "rung": comparison.rung.value if comparison.rung else None,
        "diff": [asdict(change) for change in comparison.diff],
    }


def _item(facts: Mapping[str, Any]) -> Item:
    url = facts["document"]["url"]
    return Item(
        publishers=frozenset(facts["publishers"]),
        people=frozenset(facts["people"]),
        place=facts["platform"] or (urlsplit(url).hostname if url else None),
        country=facts["country"] if facts["country"] != _INTERNATIONAL else None,
        platform=facts["platform"],
        post=facts["post"],
        reposted=facts["reposted"],
        captures=frozenset(facts["captures"]),
    )


def _rendering(facts: Mapping[str, Any]) -> Rendering:
    earliest, latest = facts["published_within"]
    return Rendering(
        url=facts["url"],
        language=facts["language"],
        text=facts["text"],
        publishers=frozenset(facts["publishers"]),
        alternates=frozenset(facts["alternates"]),
        earliest=read_instant(earliest) if earliest else None,
        latest=read_instant(latest) if latest else None,
    )
