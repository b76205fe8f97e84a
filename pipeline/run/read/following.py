"""Follow what is shown through time and the archive: what each edit did, whether it still stands, who else carries it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from sqlite_utils import Database

from pipeline.registry.languages import load_vocabulary
from pipeline.run.read.relating import MOST_COMPARED, list_related, list_translations
from pipeline.stages.sameness import State, Wording, compare, judge_edit, judge_presence, name_rung
from pipeline.stages.sameness.presence import judge_move
from storage.errors import StorageError
from storage.model.codec import to_json
from storage.reading.editions import list_edit_series
from storage.reading.show import show
from storage.reading.sightings import read_sightings
from storage.sameness.spread import SAME_WORDS, read_spread
from storage.text.folding import fold_letters

_ABOUT_REVISION = (
    "revision",
    "first_captured",
    "last_captured",
    "as_of",
    "captures",
    "edited",
    "notice",
    "change",
    "edit",
    "diff",
)


def follow(db: Database, shown: Mapping[str, Any]) -> dict[str, Any]:
    """Add to what ``show`` gives with its history.

    A quote gets its ``spread`` and the ``document_history``: what became of its document, and of the words in it. A document
    gets an ``edit`` for each change of its text, its ``edit_series`` with ``missing_edits``, its ``copies`` elsewhere and its
    ``translations``. Both get the ``presence`` of the document. A revision gets the edits of its document.
    """
    if shown.get("noun") == "quote":
        document = shown["document"]["id"]
        history = _judge(show(db, document, history=True).get("history", ()), announced=False)
        presence = _tell_whether_replaced(tell_presence(db, document), history)
        around = _tell_which_hold(history, shown)
        return {**shown, "presence": presence, "document_history": around, "spread": _spread(db, shown)}
    if shown.get("noun") == "revision":
        return {**shown, "history": _judge(shown["history"], announced=False)}
    if shown.get("noun") != "document":
        return dict(shown)
    series = list_edit_series(db, shown["id"])
    history = _judge(shown["history"], announced=False)
    return {
        **shown,
        "history": history,
        "presence": _tell_whether_replaced(tell_presence(db, shown["id"]), history),
        "edit_series": _judge([each for each in series if each["document"]], announced=True),
        "missing_edits": [each["post"] for each in series if not each["document"]],
        "copies": list_related(db, shown["id"]),
        "translations": list_translations(db, shown["id"]),
    }


def tell_presence(db: Database, document: str) -> dict[str, Any]:
    """Say whether the publisher still shows a document, as JSON."""
    return to_json(judge_presence(read_sightings(db, document, judge_move)))


def _tell_whether_replaced(presence: dict[str, Any], history: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Say so where the address of a document still answers, but with another text altogether, as when a page was taken away."""
    last = history[-1].get("edit") if history else None
    if presence["state"] != State.PRESENT or last is None or last["verdict"] != Wording.DIFFERENT:
        return presence
    return {**presence, "reason": "its address shows another text altogether"}


def _tell_which_hold(history: Sequence[Mapping[str, Any]], quote: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the revisions of a quote's document, without their text, each with whether it ``holds`` the words, whatever their
    typography."""
    wordings = {fold_letters(reading["reading"]["exact"]) for reading in quote["history"] if "exact" in reading["reading"]}
    return [
        {
            **{name: entry[name] for name in _ABOUT_REVISION if name in entry},
            "holds": any(wording in fold_letters(entry["text"]) for wording in wordings),
        }
        for entry in history
    ]


def _spread(db: Database, quote: Mapping[str, Any]) -> dict[str, Any] | None:
    try:
        spread = read_spread(db, quote["id"])
    except StorageError:
        return None
    return {
        **spread,
        "carriers": _compare_carriers(spread["carriers"], quote),
        "translations": list_translations(db, quote["document"]["id"]),
    }


def _compare_carriers(carriers: Sequence[Mapping[str, Any]], quote: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Add to carriers of the same words the step of the normalisation ladder at which they agree with those asked for, and to
    the others, as far as MOST_COMPARED, the ``diff``, where comparing them comes to the verdict by which they are linked."""
    asked = next((carrier["content"] for carrier in carriers if carrier["id"] == quote["id"]), quote["exact"])
    compared: list[dict[str, Any]] = []
    left = MOST_COMPARED
    for carrier in carriers:
        if carrier["verdict"] in SAME_WORDS:
            compared.append(_name_rung(carrier, asked))
            continue
        left -= 1
        stored, other = (asked, carrier["content"]) if carrier["told_from"] == "this" else (carrier["content"], asked)
        comparison = compare(stored, other, load_vocabulary()) if left >= 0 else None
        told = comparison is not None and comparison.wording == carrier["verdict"]
        diff = {"diff": [asdict(change) for change in comparison.diff]} if comparison and told else {}
        compared.append({**carrier, "rung": None, **diff})
    return compared


def _name_rung(carrier: Mapping[str, Any], asked: str) -> dict[str, Any]:
    rung = name_rung(asked, carrier["content"])
    told = carrier["verdict"] == "typographic" and rung is not None
    return {**carrier, "rung": rung, "reason": f"the same but for {rung}" if told else carrier["reason"]}


def _judge(texts: Sequence[Mapping[str, Any]], *, announced: bool) -> list[dict[str, Any]]:
    """Add to each text but the first what the edit that led to it did."""
    judged = [dict(text) for text in texts]
    for before, after in pairwise(judged):
        said = bool(after.get("edited")) or (bool(after.get("notice")) and after["notice"] != before.get("notice"))
        edit = judge_edit(before["text"], after["text"], load_vocabulary(), announced=announced or said)
        rung = edit.comparison.rung
        after["edit"] = {
            "extent": edit.extent.value,
            "verdict": edit.comparison.wording.value,
            "material": edit.material,
            "silent": edit.silent,
            "kinds": [kind.value for kind in edit.kinds],
            "reason": edit.comparison.reason,
            "rung": rung.value if rung else None,
            "diff": [asdict(change) for change in edit.comparison.diff],
        }
        if "change" in after:
            after["change"] = edit.extent.value
    return judged
