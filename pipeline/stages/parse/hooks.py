"""Find the code that stands beside a source whose pages or lists need more than selectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.declarations import Source
from pipeline.errors import SourceError
from pipeline.knowledge import Vocabulary
from pipeline.stages.results import Parsed
from storage.model import Response

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


@dataclass(frozen=True, kw_only=True)
class HookPage:
    """What a hook reads: the text of an answer, the tables of the languages, and the tree of the answer's elements, which is
    built when it is first asked for."""

    text: str
    words: Vocabulary

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The text as a tree of HTML or XML elements."""
        from bs4 import BeautifulSoup  # heavy: only odd sources need it

        return BeautifulSoup(self.text, "xml" if self.text.lstrip("\ufeff \n\r\t").startswith("<?xml") else "lxml")


Hook = Callable[..., Parsed | None]
"""``parse(response, page, *, source, day)`` and ``discover``, of the same signature; None leaves it to the declaration."""

_NAMES = ("discover", "parse")


def ask_hook(
    response: Response, text: str, *, source: Source | None, words: Vocabulary, day: date | None, listed: bool
) -> Parsed | None:
    """Ask a source's own code what an answer is: ``discover`` for a list of leads, then ``parse``; None if it has no say.

    Raises SourceError if the module beside the declaration has neither function.
    """
    page = HookPage(text=text, words=words)
    for hook in _find_hooks(source, _NAMES if listed else _NAMES[1:]):
        found = hook(response, page, source=source, day=day)
        if found is not None:
            return found
    return None


def _find_hooks(source: Source | None, names: tuple[str, ...]) -> list[Hook]:
    if source is None or not source.hook:
        return []
    try:
        module: Any = import_module(f"pipeline.sources.{source.id}")
    except ModuleNotFoundError as error:
        if error.name != f"pipeline.sources.{source.id}":
            raise
        raise SourceError(
            f"{source.id}.toml: `hook = true`, and there is no pipeline/sources/{source.id}.py; a hook stands in the project "
            "itself. Put the module there, or remove the key."
        ) from error
    if not any(hasattr(module, name) for name in _NAMES):
        raise SourceError(
            f"pipeline/sources/{source.id}.py: found neither function, expected parse(response, page, *, source, day) "
            "or discover of the same signature. Name one of them so, or remove the file and `hook = true`."
        )
    return [getattr(module, name) for name in names if hasattr(module, name)]
