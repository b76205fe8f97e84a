"""Citations as pages offer them: text to copy in every style, and the file that reference managers import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from pipeline.run.read.citing import Style, cite
from pipeline.site.rendering import home_of
from pipeline.site.security import LOOPBACK

LABELS: Final = {
    Style.CHICAGO: "Chicago",
    Style.APA: "APA",
    Style.BIBTEX: "BibTeX",
    Style.RIS: "RIS",
    Style.CSL: "CSL-JSON",
}
"""The styles in the order of a page, as researchers know them."""

PROSE: Final = (Style.CHICAGO, Style.APA)
"""The styles that are sentences; the others are for programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A citation in one style: ``is_prose`` says that it is a sentence to paste."""

    style: str
    label: str
    text: str
    is_prose: bool


def list_citations(request: Request, id_: str) -> list[Citation]:
    """Cite a quote, document or frozen search in every style."""
    home, site = home_of(request), find_site(request)
    return [
        Citation(
            style=style.value, label=label, text=cite(home, [id_], style, site=site).rstrip("\r\n"), is_prose=style in PROSE
        )
        for style, label in LABELS.items()
    ]


def find_site(request: Request) -> str:
    """Return the address under which others reach the site, without a slash at the end; empty if it is one of loopback."""
    return "" if request.url.hostname in LOOPBACK or request.url.hostname == "::1" else str(request.base_url).rstrip("/")
