"""Read single items that publishers serve as JSON: the GOV.UK Content API, WordPress and Drupal JSON:API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.stages.parse.apis import drupal, govuk, wordpress
from pipeline.stages.parse.draft import Draft, Page

Reader = Callable[[Mapping[str, Any], Page], Draft]

_READERS: tuple[tuple[Callable[[Mapping[str, Any]], bool], Reader], ...] = (
    (govuk.owns, govuk.read_item),
    (wordpress.owns, wordpress.read_item),
    (drupal.owns, drupal.read_item),
)


def find_reader(answer: Any) -> Reader | None:
    """Return the reader of a JSON answer that is one item; None if it is none."""
    if not isinstance(answer, Mapping):
        return None
    return next((reader for owns, reader in _READERS if owns(answer)), None)
