"""Follow what is shown through time and the archive: what each edit did, whether it still stands, who else carries it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from sqlite_utils import Database

from pipeline.run.relating import list_related, list_translations
from pipeline.stages.sameness import judge_edit, judge_presence
from storage.codec import to_json
from storage.editions import list_edit_series
from storage.errors import StorageError
from storage.sightings import read_sightings
from storage.spread import read_spread


def follow(db: Database, shown: Mapping[str, Any]) -> dict[str, Any]:
    """Add to what ``show`` gives with its history: to a quote its ``spread``; to a document its ``presence``, its
    ``edit_series``, an ``edit`` for each change of the text, its ``copies`` elsewhere and its ``translations``."""
    if shown.get("noun") == "quote":
        return {**shown, "spread": _spread(db, shown)}
    if shown.get("noun") != "document":
        return dict(shown)
    presence = judge_presence(read_sightings(db, shown["id"]))
    series = list_edit_series(db, shown["id"])
    return {
        **shown,
        "history": _judge(shown["history"], announced=False),
        "presence": to_json(presence),
        "edit_series": _judge([each for each in series if each["document"]], announced=True),
        "copies": list_related(db, shown["id"]),
        "translations": list_translations(db, shown["id"]),
    }


def _spread(db: Database, quote: Mapping[str, Any]) -> dict[str, Any] | None:
    try:
        spread = read_spread(db, quote["id"])
    except StorageError:
        return None
    return {**spread, "translations": list_translations(db, quote["document"]["id"])}


def _judge(texts: Sequence[Mapping[str, Any]], *, announced: bool) -> list[dict[str, Any]]:
    """Add to each text but the first what the edit that led to it did."""
    judged = [dict(text) for text in texts]
    for before, after in pairwise(judged):
        edit = judge_edit(before["text"], after["text"], announced=announced or bool(after.get("edited")))
        after["edit"] = {
            "extent": edit.extent.value,
            "material": edit.material,
            "silent": edit.silent,
            "kinds": [kind.value for kind in edit.kinds],
            "diff": [asdict(change) for change in edit.comparison.diff],
        }
    return judged
