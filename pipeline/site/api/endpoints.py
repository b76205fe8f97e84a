"""The endpoints of the API: what each answers, declared once for the routes and for the OpenAPI file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.following import MEDIA_TYPES as FEEDS
from pipeline.following import FeedFormat, write_feed
from pipeline.home import Home
from pipeline.run.read.answering_state import coverage
from pipeline.run.read.citing import MEDIA_TYPES as CITED
from pipeline.run.read.citing import Style, cite, list_frozen, rerun_set, show_set
from pipeline.run.read.exporting import MEDIA_TYPES as EXPORTED
from pipeline.run.read.exporting import Format, stream
from pipeline.run.read.searching import search, show
from pipeline.run.read.tracing import trace
from pipeline.site.api.answering import JSON, Problem, write
from pipeline.site.api.parameters import (
    FORMAT,
    HISTORY,
    IDS,
    LIMIT,
    MOST_IDS,
    OFFSET,
    QUERY,
    SORT,
    STYLE,
    Parameter,
)
from storage.errors import StorageError
from storage.model.findings import (
    CaptureView,
    Chain,
    Coverage,
    DocumentView,
    QuoteView,
    ResultSet,
    RevisionView,
    SearchAnswer,
    SetDifference,
    Withdrawn,
)

Body = str | Iterator[str]
Answer = Callable[[Home, Mapping[str, Any]], tuple[Body, str]]
"""Answers with a text, or with its pieces, and its media type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A path below ``/api/v1`` with what it answers. ``record`` is the annotation of a JSON answer; ``media_types``
    are those of other answers."""

    path: str
    name: str
    about: str
    answer: Answer
    parameters: tuple[Parameter, ...] = ()
    record: Any = None
    media_types: tuple[str, ...] = (JSON,)


def _as_json(value: Any) -> tuple[str, str]:
    return write(value), JSON


def _search(home: Home, given: Mapping[str, Any]) -> tuple[Body, str]:
    return _as_json(search(home, **given))


def _show(prefix: str) -> Answer:
    def answer(home: Home, given: Mapping[str, Any]) -> tuple[Body, str]:
        id_ = given["id"]
        if not id_.startswith(prefix):
            raise Problem(404, f"{id_!r} is no id of this kind; expected one that begins with {prefix}.")
        found = _held(lambda: show(home, id_, history=given.get("history", False)))
        if isinstance(found, Withdrawn):
            raise Problem(410, f"{id_} was withdrawn: {found.redacted.why}")
        return _as_json(found)

    return answer


def _trace(home: Home, given: Mapping[str, Any]) -> tuple[Body, str]:
    return _as_json(_held(lambda: trace(home, given["id"])))


def _cite(home: Home, given: Mapping[str, Any]) -> tuple[Body, str]:
    ids, style = given["ids"], Style(given["style"])
    if len(ids) > MOST_IDS:
        raise Problem(400, f"{len(ids)} ids are asked for; expected at most {MOST_IDS}.")
    return _held(lambda: cite(home, ids, style)), CITED[style]


def _list_sets(home: Home, _: Mapping[str, Any]) -> tuple[Body, str]:
    return _as_json(list_frozen(home))


def _show_set(home: Home, given: Mapping[str, Any]) -> tuple[Body, str]:
    frozen, quotes = _held(lambda: show_set(home, given["id"]))
    return _as_json({"set": frozen, "quotes": quotes})


def _compare_set(home: Home, given: Mapping[str, Any]) -> tuple[Body, str]:
    return _as_json(_held(lambda: rerun_set(home, given["id"])))


def _export(home: Home, given: Mapping[str, Any]) -> tuple[Body, str]:
    filters = {name: value for name, value in given.items() if name not in ("query", "form")}
    form = Format(given["form"])
    return stream(home, given["query"], form, **filters), EXPORTED[form]


def _feed(form: FeedFormat) -> Answer:
    def answer(home: Home, given: Mapping[str, Any]) -> tuple[Body, str]:
        return _held(lambda: write_feed(home, given["id"], form, site=given["site"])), FEEDS[form]

    return answer


def _cover(home: Home, _: Mapping[str, Any]) -> tuple[Body, str]:
    return _as_json(coverage(home))


def _held(read: Callable[[], Any]) -> Any:
    """Read something by its id; one that the archive does not hold is a problem of the request."""
    try:
        return read()
    except StorageError as error:
        raise Problem(404, str(error)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAnswer:
    """A frozen search, and the ids of its quotes that may still be shown."""

    set: ResultSet
    quotes: tuple[str, ...]


ENDPOINTS: Final = (
    Endpoint(
        path="/search",
        name="search",
        about="Search quotes; no text is an error, what cannot be used is named in the notes.",
        answer=_search,
        parameters=(*QUERY, SORT, LIMIT, OFFSET),
        record=SearchAnswer,
    ),
    Endpoint(
        path="/quotes/{id}", name="quote", about="Show a quote.", answer=_show("q_"), parameters=(HISTORY,), record=QuoteView
    ),
    Endpoint(
        path="/documents/{id}",
        name="document",
        about="Show a document as it was last seen, with its quotes.",
        answer=_show("d_"),
        parameters=(HISTORY,),
        record=DocumentView,
    ),
    Endpoint(
        path="/revisions/{id}",
        name="revision",
        about="Show one text of a document.",
        answer=_show("r_"),
        parameters=(HISTORY,),
        record=RevisionView,
    ),
    Endpoint(
        path="/captures/{id}",
        name="capture",
        about="Show a capture, without its bytes.",
        answer=_show("c_"),
        record=CaptureView,
    ),
    Endpoint(
        path="/evidence/{id}",
        name="evidence",
        about="Follow a quote or document down to its bytes, derive its text again, and say which links hold.",
        answer=_trace,
        record=Chain,
    ),
    Endpoint(
        path="/citations",
        name="citations",
        about="Cite quotes, documents or frozen searches in a style.",
        answer=_cite,
        parameters=(IDS, STYLE),
        media_types=tuple(dict.fromkeys(CITED.values())),
    ),
    Endpoint(path="/sets", name="sets", about="List the frozen searches.", answer=_list_sets, record=tuple[ResultSet, ...]),
    Endpoint(
        path="/sets/{id}",
        name="set",
        about="Show a frozen search with the ids of its quotes.",
        answer=_show_set,
        record=SetAnswer,
    ),
    Endpoint(
        path="/sets/{id}/difference",
        name="set_difference",
        about="Run a frozen search again, and return what it finds otherwise.",
        answer=_compare_set,
        record=SetDifference,
    ),
    Endpoint(
        path="/export",
        name="export",
        about="Return all quotes that a query finds, as a stream.",
        answer=_export,
        parameters=(*QUERY, FORMAT),
        media_types=tuple(EXPORTED.values()),
    ),
    Endpoint(
        path="/follows/{id}.atom",
        name="atom",
        about="Return the news of something followed as Atom.",
        answer=_feed(FeedFormat.ATOM),
        media_types=(FEEDS[FeedFormat.ATOM],),
    ),
    Endpoint(
        path="/follows/{id}.json",
        name="json_feed",
        about="Return the news of something followed as JSON Feed.",
        answer=_feed(FeedFormat.JSON),
        media_types=(FEEDS[FeedFormat.JSON],),
    ),
    Endpoint(
        path="/coverage",
        name="coverage",
        about="Return how far each source is covered.",
        answer=_cover,
        record=tuple[Coverage, ...],
    ),
)
