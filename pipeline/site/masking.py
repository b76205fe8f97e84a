"""Keep withdrawn words out of every answer: where they stand inside a text that is still shown, marks stand in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.home import Home
from pipeline.run.read.browsing import withdrawn_words

MASK: Final = "█"
_AROUND: Final = ("prefix", "suffix", "before", "after")
_SNIPPET: Final = 240


def hide_withdrawn(home: Home, facts: Any) -> Any:
    """Mask in an answer the words that were withdrawn from any document that it names.

    Pieces that could hold a part of them (what stands around a quote, differences, snippets cut elsewhere) are left out.
    """
    documents = {text for text in _list_texts(facts) if text.startswith("d_") and len(text) < 40}
    words = withdrawn_words(home, documents) if documents else {}
    hidden = sorted({each for of in words.values() for each in of}, key=len, reverse=True)
    return _hide(facts, hidden) if hidden else facts


def without_words(chain: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a chain of evidence all but which links hold: what was checked may quote a part of withdrawn words."""
    return {
        **chain,
        "links": [{"name": link["name"], "what": "", "holds": link["holds"], "detail": ""} for link in chain["links"]],
    }


def _hide(value: Any, words: list[str]) -> Any:
    if isinstance(value, str):
        for each in words:
            value = value.replace(each, MASK * len(each))
        return value
    if isinstance(value, Mapping):
        return _hide_fields({name: _hide(each, words) for name, each in value.items()})
    return [_hide(each, words) for each in value] if isinstance(value, list | tuple) else value


def _hide_fields(fields: dict[str, Any]) -> dict[str, Any]:
    for name in _AROUND:
        if isinstance(fields.get(name), str):
            fields[name] = ""
    if {"what", "holds", "detail"} <= fields.keys():
        fields["what"] = fields["detail"] = ""
    if "diff" in fields:
        fields["diff"] = []
    if "snippet" in fields and "exact" in fields:
        fields["snippet"], fields["highlights"] = str(fields["exact"])[:_SNIPPET], []
    return fields


def _list_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _list_texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _list_texts(each)
