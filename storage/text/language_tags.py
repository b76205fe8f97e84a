"""Language tags (BCP 47), as pages and archives write them."""

from __future__ import annotations


def primary_subtag(tag: str) -> str:
    """Return the language of a tag in lower case, without script and region: ``pt`` for ``pt_BR``."""
    return tag.strip().replace("_", "-").partition("-")[0].lower()
