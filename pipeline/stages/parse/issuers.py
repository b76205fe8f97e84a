"""Say who publishes a page: its source, else the name the site gives itself."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.stages.parse.declared import Declared
from pipeline.stages.parse.draft import Page
from pipeline.stages.parse.titles import title_parts

_ADDRESS = re.compile(r"^(?:https?://|www\.)|^[\w-]+(?:\.[\w-]+)+$")


def choose_issuers(declared: Declared, page: Page, title: str | None) -> tuple[str, ...]:
    """Give the source's publisher, the declared one, the part of the page's title that is not the item's, or the host."""
    if page.source is not None:
        return (page.source.publisher,)
    if declared.publisher and not _ADDRESS.match(declared.publisher):
        return (declared.publisher,)
    own = (title or "").casefold()
    rest = [part for part in title_parts(declared.page_title) if part.casefold() not in own and own not in part.casefold()]
    if rest:
        return (rest[0],)
    host = urlsplit(page.url or "").hostname or page.site
    return (host.removeprefix("www."),) if host else ()
