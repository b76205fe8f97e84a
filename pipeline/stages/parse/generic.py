"""Fill what no layout declares: what a page says of itself, then what it shows. The tree loses the page's furniture."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from pipeline.stages.parse.bodies import choose_body
from pipeline.stages.parse.bylines import find_byline
from pipeline.stages.parse.draft import Draft, Page
from pipeline.stages.parse.issuers import choose_issuers
from pipeline.stages.parse.page_metadata import Declared
from pipeline.stages.parse.published import choose_date, find_other_days, infer_date
from pipeline.stages.parse.titles import choose_title


def complete(draft: Draft, tree: LexborHTMLParser, html: str, page: Page, declared: Declared) -> Draft:
    """Fill what a draft lacks."""
    title = draft.title or choose_title(tree, declared, page.words, sites=_sites(page))
    published = draft.published or choose_date(tree, declared, title, page)
    guessed = published is None and page.source is None
    others = find_other_days(tree, page) if guessed else frozenset()
    issuers = draft.issuers or choose_issuers(tree, declared, page, title)
    byline = find_byline(tree, page.words) if page.source is None else None
    body = draft.body if draft.body.text else choose_body(tree, html, title, page)
    if guessed:
        published = infer_date(html, page, others)
    return Draft(
        title=title,
        published=published,
        language=draft.language or declared.language,
        issuers=issuers,
        speakers=draft.speakers,
        byline=byline,
        body=body,
        kind=draft.kind,
        fragment=draft.fragment,
        problems=draft.problems,
    )


def _sites(page: Page) -> tuple[str, ...]:
    return (page.source.publisher, page.source.title) if page.source else ()
