"""The result of every format: a Document of kind post, or a Refusal that says why a row is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from storage.model import CanonicalUrl, Document, DocumentKind, Post, PostKind, When
from storage.model.addresses import split_address
from storage.model.identity import canonical_url, document_id

Row = Mapping[str, Any]
"""One unit of a dump in its format: a status, a page of statuses, a row of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The account of a post or a dump: its handle, and its name as shown. Nothing else of an account is kept."""

    handle: str | None = None
    name: str | None = None
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A row left out: its id, else its place, and a short stable reason that the Tally counts."""

    where: str
    why: str


Found = Document | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format of dump: its name, the test of a row, and the reader of a row (row, its place, the dump's account)."""

    name: str
    matches: Callable[[Row], bool]
    read: Callable[[Row, str, Account], Iterator[Found]]


NO_TEXT = "no text"
NOT_PUBLIC = "not public"
TORN = "torn or not JSON"
EMPTY_PAGE = "a page without posts"
_NO_LANGUAGE = frozenset({"", "und", "zxx", "mul", "art"})
_OLD_CODES = {"in": "id", "iw": "he", "ji": "yi", "jw": "jv"}


def make_document(
    post: Post,
    *,
    text: str,
    published: When | None,
    url: str | None,
    fragment: str,
    language: str | None = None,
    title: str | None = None,
    series: str | None = None,
    spoken_by: str | None = None,
) -> Document:
    """Make the document of a post. ``url`` is canonical already; ``series`` the id of its edit series, if that
    differs from its own; ``spoken_by`` the speaker, if that may be someone other than the account: for a
    repost, for a post that quotes and adds nothing, for one of unknown kind."""
    issuer = post.author or post.account
    issuers = (issuer,) if issuer else ()
    speakers = _speakers(post.kind, issuers, spoken_by)
    return Document(
        id=_identify(post, series, issuer, published, text),
        kind=DocumentKind.POST,
        url=CanonicalUrl(url) if url else None,
        title=title,
        language=read_language(language),
        published=published,
        issuers=issuers,
        speakers=speakers,
        via=issuers if speakers and speakers != issuers else (),
        text=text,
        post=post,
        fragment=post.id or fragment,
    )


def read_language(code: object) -> str | None:
    """Read a platform's language code; None for the codes that mean unknown or no language."""
    if not isinstance(code, str) or code in _NO_LANGUAGE or code.startswith("q"):
        return None
    return _OLD_CODES.get(code, code)


def as_list(value: object) -> list[Any]:
    """Return a list that R may have written as ``{}`` and others as null."""
    return value if isinstance(value, list) else []


def as_mappings(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list, and nothing else in it."""
    return [item for item in value if isinstance(item, dict)] if value and isinstance(value, list) else []


def as_texts(value: object) -> list[str]:
    """Return the strings and integers of a list, as text."""
    return [text for item in value if (text := as_text(item))] if value and isinstance(value, list) else []


def as_mapping(value: object) -> dict[str, Any]:
    """Return an object that may be missing, null or an empty list."""
    return value if isinstance(value, dict) else {}


def as_text(value: object) -> str | None:
    """Return a string or an integer as text (ids are text, whatever their size); None if it is neither."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def find_canonical(address: str | None) -> str | None:
    """Return the canonical form of a web address; None if it is not one."""
    return canonical_url(address) if address and split_address(address).scheme in ("http", "https") else None


def once(values: list[str]) -> tuple[str, ...]:
    """Keep the first of each value, in order."""
    return tuple(dict.fromkeys(values))


def _identify(post: Post, series: str | None, issuer: str | None, published: When | None, text: str) -> str:
    if post.id:
        return document_id(platform=post.platform, post_id=series or post.id)
    return document_id(issuer=f"{post.platform}:{issuer or ''}", published=published.raw if published else "", text=text)


def _speakers(kind: PostKind, issuers: tuple[str, ...], spoken_by: str | None) -> tuple[str, ...]:
    match kind:
        case PostKind.REPOST | PostKind.UNKNOWN:
            return (spoken_by,) if spoken_by else ()
        case PostKind.QUOTE:
            return (spoken_by,) if spoken_by else issuers
        case PostKind.ORIGINAL | PostKind.REPLY:
            return issuers
