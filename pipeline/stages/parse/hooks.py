"""Find the code that stands beside a source whose page needs more than selectors."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from pipeline.declarations import Source
from pipeline.stages.parsed import Parsed

Hook = Callable[..., Parsed | None]
"""``parse(response, html, *, source, day)``: None leaves the page to the declared layout."""


def find_hook(source: Source | None) -> Hook | None:
    """Give ``parse`` of ``pipeline/sources/<id>.py`` where the source declares one."""
    if source is None or not source.hook:
        return None
    module: Any = import_module(f"pipeline.sources.{source.id}")
    return getattr(module, "parse", None)
