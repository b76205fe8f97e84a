"""Posts in pages: those that an article embeds, and whose a dump is that does not say so itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

from pipeline.declarations import Source
from pipeline.stages.posts import find_account, read_embedded_posts
from pipeline.stages.results import Parsed, ParsedDocuments
from storage.model import Document, DocumentKind
from storage.model.identity import document_id


class Owner(TypedDict):
    """Handle and name of the account that a dump belongs to, for ``read_posts``."""

    account: str | None
    name: str | None


def name_owner(url: str | None, source: Source | None) -> Owner:
    """Say whose a dump is, by the address it came from, else by the source that declares the account."""
    declared = source if source and source.kind is DocumentKind.POST else None
    account = find_account(url, declared.url if declared else None)
    own = declared is not None and account == find_account(declared.url)
    return Owner(account=account, name=declared.publisher if declared and own else None)


def add_embedded(parsed: Parsed, html: str) -> Parsed:
    """Add the posts that a page embeds to what was read of it, each as a document of its own that the page relays."""
    if not isinstance(parsed, ParsedDocuments) or not parsed.documents:
        return parsed
    page = parsed.documents[0]
    posts = tuple(_relay(post, page) for post in read_embedded_posts(html))
    return replace(parsed, documents=(*parsed.documents, *posts))


def _relay(post: Document, page: Document) -> Document:
    """Make the page's copy of a post: another document than the post itself, whose wording it may have changed."""
    if page.url is None:
        return replace(post, via=page.issuers)
    return replace(post, id=document_id(url=page.url, fragment=post.fragment), via=page.issuers)
