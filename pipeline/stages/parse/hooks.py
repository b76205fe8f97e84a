"""Find the code that stands beside a source whose pages or lists need more than selectors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module
from inspect import signature
from typing import Any

from pipeline.declarations import Source
from pipeline.errors import SourceError
from pipeline.knowledge import Vocabulary
from pipeline.stages.results import Parsed
from storage.model import Response

Hook = Callable[..., Parsed | None]
"""``parse(response, text, *, source, day)`` and ``discover``, of the same signature; None leaves it to the declaration. One
that names ``words`` too is given the tables of the languages, which a ``Page`` takes."""

_NAMES = ("discover", "parse")


def ask_hook(
    response: Response, text: str, *, source: Source | None, words: Vocabulary, day: date | None, listed: bool
) -> Parsed | None:
    """Ask a source's own code what an answer is: ``discover`` for a list of leads, then ``parse``; None where it has no say.

    Raises SourceError where the module beside the declaration has neither function.
    """
    for hook in _find_hooks(source, _NAMES if listed else _NAMES[1:]):
        further = {"words": words} if "words" in signature(hook).parameters else {}
        found = hook(response, text, source=source, day=day, **further)
        if found is not None:
            return found
    return None


def _find_hooks(source: Source | None, names: tuple[str, ...]) -> list[Hook]:
    if source is None or not source.hook:
        return []
    module: Any = import_module(f"pipeline.sources.{source.id}")
    if not any(hasattr(module, name) for name in _NAMES):
        raise SourceError(
            f"pipeline/sources/{source.id}.py: found neither function, expected parse(response, text, *, source, day) "
            "or discover of the same signature. Name one of them so, or remove the file and `hook = true`."
        )
    return [getattr(module, name) for name in names if hasattr(module, name)]
