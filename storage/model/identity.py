"""Identity: ids from content and address, never from a counter.

An id is a letter for the noun, an underscore and the first 20 hexadecimal digits of a SHA-256 over the identifying parts, so
that a permalink survives re-parsing and rebuilding.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, url_query_cleaner

from storage.model import CanonicalUrl, QuoteKind, Sha256

_TRACKING = (
    "fbclid gclid dclid msclkid yclid igshid mc_cid mc_eid ref_src ref_url s_cid cmpid _ga "
    "utm_source utm_medium utm_campaign utm_term utm_content utm_id"
).split()
_SESSIONS = re.compile(
    r"(?i)(?:(?<=[?&])|;)(?:jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|sessionid|session_id|cfid|cftoken|sid(?==[0-9a-f]{16,}))"
    r"=[^&;?#/]*&?"
)
"""Session parameters: in the query, or after a semicolon in the path (RFC 3986, 3.3)."""
MOST_URL_CHARS = 8000
"""Characters of an address that can be fetched (RFC 9110, section 4.1: what all should support at least)."""

_REPEATED_SLASHES = re.compile(r"/{2,}")


def sha256(content: bytes) -> Sha256:
    """Return the SHA-256 digest of bytes."""
    return Sha256(hashlib.sha256(content).hexdigest())


def _id(letter: str, *parts: str) -> str:
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return f"{letter}_{hashlib.sha256(joined).hexdigest()[:20]}"


def canonical_url(url: str) -> CanonicalUrl:
    """Reduce an address to the form that identifies its document.

    https for http, lower-case host without ``www.``, no default port, no fragment, no tracking or session parameters, query
    sorted, no trailing slash. Only for comparing: what is fetched and cited stays as the publisher wrote it. A string
    that is not an address, or longer than MOST_URL_CHARS, is returned unchanged, so that any string can be compared.
    """
    if len(url) > MOST_URL_CHARS:
        return CanonicalUrl(url.strip())
    try:
        return _reduce(url)
    except ValueError:
        return CanonicalUrl(url.strip())


def join_url(base: str | None, link: str) -> str:
    """Return the absolute address of a link on a page; a link that is not an address is returned unchanged."""
    try:
        return urljoin(base, link.strip()) if base else link.strip()
    except ValueError:
        return link.strip()


def _reduce(url: str) -> CanonicalUrl:
    cleaned = url_query_cleaner(_SESSIONS.sub("", url.strip()), _TRACKING, remove=True, keep_fragments=False)
    parts = urlsplit(canonicalize_url(cleaned))
    host = (parts.hostname or "").removeprefix("www.")
    if parts.port not in (None, 80, 443):
        host = f"{host}:{parts.port}"
    path = _REPEATED_SLASHES.sub("/", parts.path).rstrip("/")
    scheme = "https" if parts.scheme in ("http", "https") else parts.scheme
    return CanonicalUrl(urlunsplit((scheme, host, path, parts.query, "")))


def capture_id(url: str, captured_at: datetime, payload: Sha256) -> str:
    """Identify a capture: address, instant (whole seconds, UTC) and payload."""
    return _id("c", url, captured_at.strftime("%Y-%m-%dT%H:%M:%SZ"), payload)


def document_id(
    *,
    url: CanonicalUrl | None = None,
    platform: str | None = None,
    post_id: str | None = None,
    issuer: str = "",
    published: str = "",
    text: str = "",
    fragment: str = "",
) -> str:
    """Identify a document: platform and post id; else canonical URL (and fragment, if one page holds several); else
    issuer, publication date and text."""
    if platform and post_id:
        return _id("d", "post", platform, post_id)
    if url:
        return _id("d", "url", url, fragment)
    return _id("d", "text", issuer, published, sha256(text.encode("utf-8", "surrogatepass")))


def revision_id(document: str, text: str) -> str:
    """Identify a revision: document and digest of its text."""
    return _id("r", document, sha256(text.encode("utf-8", "surrogatepass")))


def quote_id(document: str, kind: QuoteKind, folded: str, ordinal: int) -> str:
    """Identify a quote: document, kind, folded words, and which of several equal ones it is (from 0)."""
    return _id("q", document, kind.value, folded, str(ordinal))


def result_set_id(query: str, filters: str, frozen_at: datetime, digest: Sha256) -> str:
    """Identify a frozen search: what was asked, when (whole seconds, UTC), and the digest of the ids found."""
    return _id("s", query, filters, frozen_at.strftime("%Y-%m-%dT%H:%M:%SZ"), digest)


def follow_id(kind: str, subject: str, filters: str) -> str:
    """Identify what is followed: its kind, its subject and its filters."""
    return _id("f", kind, subject, filters)
