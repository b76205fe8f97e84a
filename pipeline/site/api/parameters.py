"""The parameters of the API: declared once, read from requests and written into the OpenAPI file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from starlette.datastructures import QueryParams

from pipeline.run.read.citing import Style
from pipeline.run.read.exporting import STREAMED
from pipeline.site.api.answering import Problem

MOST_HITS: Final = 1000
"""At most this number of hits is in one answer; ``/export`` returns all. Chosen by hand: about a megabyte of JSON."""

MOST_OFFSET: Final = 10_000_000
"""At most this number of hits is passed over. Chosen by hand: above any archive's size; SQLite counts in 64 bits."""

MOST_IDS: Final = 200
"""At most this number of ids is cited by one request. Chosen by hand: an address of 200 ids has about 4,000 characters, half of
what all servers take (RFC 9110, 4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A query parameter: how its text is read, and its JSON Schema. ``several``: it may be given more than once."""

    name: str
    about: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    read: Callable[[str], Any] = str
    field_name: str | None = None
    default: Any = None
    several: bool = False
    required: bool = False


def read_parameters(declared: Sequence[Parameter], given: QueryParams) -> dict[str, Any]:
    """Read a request's parameters by their field names. Raises Problem for one that is unknown, missing or cannot be read."""
    known = {each.name: each for each in declared}
    for name in given:
        if name not in known:
            raise Problem(400, f"{name!r} is no parameter here; expected one of {', '.join(known) or 'none'}.")
    return {each.field_name or each.name: _read(each, given) for each in declared}


def _read(parameter: Parameter, given: QueryParams) -> Any:
    texts = given.getlist(parameter.name)
    if not texts:
        if parameter.required:
            raise Problem(400, f"{parameter.name} is missing; expected {parameter.about}")
        return parameter.default
    if len(texts) > 1 and not parameter.several:
        raise Problem(400, f"{parameter.name} is given {len(texts)} times; expected once.")
    try:
        values = [parameter.read(text) for text in texts]
    except ValueError:
        raise Problem(400, f"{parameter.name}={texts[0]!r} cannot be read; expected {parameter.about}") from None
    return values if parameter.several else values[0]


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return read


def _truth(text: str) -> bool:
    return {"true": True, "false": False}[text] if text in ("true", "false") else _refuse(text)


def _refuse(text: str) -> bool:
    raise ValueError(text)


def _one_of(names: Sequence[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in names:
            raise ValueError(text)
        return text

    return read


def _choice(name: str, about: str, names: Sequence[str], *, default: str, field_name: str | None = None) -> Parameter:
    return Parameter(
        name=name,
        about=f"{about}: {', '.join(names)}.",
        schema={"type": "string", "enum": list(names), "default": default},
        read=_one_of(names),
        default=default,
        field_name=field_name,
    )


def _day(name: str, about: str, field_name: str | None = None) -> Parameter:
    schema = {"type": "string", "format": "date"}
    return Parameter(name=name, about=f"{about}, as 2020-10-27.", schema=schema, read=date.fromisoformat, field_name=field_name)


QUERY: Final = (
    Parameter(name="q", about="What to search for, as `onrecord search` takes it.", default="", field_name="query"),
    Parameter(name="speaker", about="A name, in any spelling the roster knows, or an id."),
    Parameter(name="via", about="Who relayed the words: a spokesperson or outlet, by name or id."),
    Parameter(name="office", about="An office: words of its holder on the day."),
    Parameter(name="source", about="The id of a declared source, or part of its title."),
    _day("since", "Said or published on this day or later"),
    _day("until", "Said or published on this day or earlier"),
    Parameter(name="kind", about="The kind of a quote or of a document, such as direct or post."),
    Parameter(name="lang", about="The language, such as en.", field_name="language"),
    _day("as-of", "As the archive stood at the end of this day", "as_of"),
)
SORT: Final = _choice("sort", "The order", ("relevance", "newest", "oldest"), default="relevance")
LIMIT: Final = Parameter(
    name="limit",
    about=f"How many hits to return, from 1 to {MOST_HITS}.",
    schema={"type": "integer", "minimum": 1, "maximum": MOST_HITS, "default": 20},
    read=_whole(1, MOST_HITS),
    default=20,
)
OFFSET: Final = Parameter(
    name="offset",
    about="How many hits to pass over, for the next page.",
    schema={"type": "integer", "minimum": 0, "default": 0},
    read=_whole(0, MOST_OFFSET),
    default=0,
)
HISTORY: Final = Parameter(
    name="history",
    about="Whether to add what changed when, and where else the words stand: true or false.",
    schema={"type": "boolean", "default": False},
    read=_truth,
    default=False,
)
IDS: Final = Parameter(
    name="id",
    about=f"The id of a quote (q_…), document (d_…) or frozen search (s_…); at most {MOST_IDS}.",
    schema={"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_IDS},
    several=True,
    required=True,
    field_name="ids",
)
STYLE: Final = _choice("style", "The style", [style.value for style in Style], default="chicago")
FORMAT: Final = _choice("format", "The format", [form.value for form in STREAMED], default="jsonl", field_name="form")
