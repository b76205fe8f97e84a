"""Find the documents of an address as it was pasted: without scheme, with tracking, of a platform's older host, an id alone."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from sqlite_utils import Database

from storage.model.identity import canonical_url

_ADDRESS = re.compile(r"(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?/\S*|https?://\S+", re.IGNORECASE)
_STATUS = re.compile(r"\d{8,20}")
_POST = re.compile(r"/status(?:es)?/(\d+)|/posts?/(\w+)/?$|^/(?:s/)?[\w.]+/(\d+)/?$")
_SAME_HOST: Final = {
    "twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "m.twitter.com": "x.com",
    "www.twitter.com": "x.com",
    "mobile.x.com": "x.com",
    "telegram.me": "t.me",
}
"""Hosts of one platform, by the one that its addresses have today."""


def looks_like_address(text: str) -> bool:
    """Say whether a text is one address, or the number of a post."""
    bare = text.strip().strip("<>")
    return bool(_ADDRESS.fullmatch(bare) or _STATUS.fullmatch(bare))


def find_documents(db: Database, text: str) -> list[int]:
    """Find the keys of the documents that an address, or the number of a post, names; of an address the newest."""
    bare = text.strip().strip("<>")
    if _STATUS.fullmatch(bare):
        return _find_post(db, bare)
    address = bare if "://" in bare else f"https://{bare}"
    for form in _list_forms(address):
        found = [
            document
            for (document,) in db.execute("SELECT DISTINCT document FROM derivations WHERE url = ? ORDER BY seq DESC", (form,))
        ]
        if found:
            return found
    post = _POST.search(_split_path(address))
    return _find_post(db, next(filter(None, post.groups())), host=_host(address)) if post else []


def _list_forms(address: str) -> list[str]:
    """List the forms in which an address may be kept."""
    forms = {address: None}
    try:
        parts = urlsplit(address)
        host = parts.netloc.lower()
        hosts = [host, _SAME_HOST.get(host, host)]
        hosts += [old for old, new in _SAME_HOST.items() if new == hosts[1]]
        for name in dict.fromkeys(hosts):
            for query in (parts.query, ""):
                for scheme in (parts.scheme, "https", "http"):
                    forms[canonical_url(urlunsplit((scheme, name, parts.path, query, "")))] = None
    except ValueError:
        pass
    return list(forms)


def _find_post(db: Database, id_: str, host: str = "") -> list[int]:
    """Find posts by their number, on any platform of the archive."""
    rows = db.execute(
        "WITH RECURSIVE platform(name) AS (SELECT min(platform) FROM posts UNION ALL "
        "SELECT (SELECT min(platform) FROM posts WHERE platform > name) FROM platform WHERE name IS NOT NULL) "
        "SELECT DISTINCT v.document, v.url FROM platform CROSS JOIN posts p ON p.platform = platform.name AND p.id = ? "
        "JOIN derivations v ON v.seq = p.derivation",
        (id_,),
    ).fetchall()
    return list(dict.fromkeys(document for document, url in rows if not host or not url or _host(url) == host))


def _host(address: str) -> str:
    try:
        host = urlsplit(address).netloc.lower()
    except ValueError:
        return ""
    return _SAME_HOST.get(host, host).removeprefix("www.")


def _split_path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
