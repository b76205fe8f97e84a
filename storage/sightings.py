"""List every look at where a document was published: what judging its presence needs."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin, urlsplit

from sqlite_utils import Database

from storage.codec import read_instant
from storage.model import Channel, EffectiveStatus, Sighting

_LANGUAGE: Final = 2

# A capture of the document's address is a look: it showed the document, or something else in its place. A file that was
# imported is none: it tells when it was imported, not when its maker saw the document.
_CAPTURES = """
    WITH shown AS (
        SELECT DISTINCT o.capture FROM observations o JOIN documents d ON d.seq = o.document WHERE d.id = ?1
    ), addresses AS (
        SELECT DISTINCT c.url FROM shown s JOIN captures c ON c.id = s.capture WHERE c.record_type <> 'resource'
    )
    SELECT c.id, c.captured_at, c.origin IS NOT NULL, c.id IN (SELECT capture FROM shown),
        (SELECT j.status FROM judgements j WHERE j.capture = c.id ORDER BY j.code_version DESC LIMIT 1),
        coalesce((SELECT j.why FROM judgements j WHERE j.capture = c.id ORDER BY j.code_version DESC LIMIT 1), ''),
        c.url, iif(c.status BETWEEN 300 AND 399, c.location, NULL)
    FROM captures c
    WHERE c.url IN (SELECT url FROM addresses)
    ORDER BY c.captured_at, c.id
"""
# An answer that nothing changed is no record: it stands in the outcome of its lead, and came when the run had begun.
_NOT_MODIFIED = """
    SELECT DISTINCT u.started_at FROM outcomes t
    JOIN loads l ON l.seq = t.load JOIN runs u ON (u.id, u.source) = (l.run, l.source)
    WHERE t.outcome = 'unchanged' AND t.capture IS NULL AND t.url IN (
        SELECT c.url FROM observations o JOIN documents d ON d.seq = o.document JOIN captures c ON c.id = o.capture
        WHERE d.id = ? AND c.record_type <> 'resource'
    )
"""
_PLATFORM = """
    SELECT DISTINCT o.capture, o.captured_at, coalesce(p.deleted, p.withheld) FROM posts p
    JOIN observations o ON o.derivation = p.derivation JOIN documents d ON d.seq = o.document
    WHERE d.id = ? AND coalesce(p.deleted, p.withheld) IS NOT NULL ORDER BY o.captured_at, o.capture
"""


def read_sightings(db: Database, document: str) -> list[Sighting]:
    """List all looks at a document, the oldest first; what is neither the document nor a failure to show it is left out."""
    platform = [
        Sighting(at=read_instant(at), status=EffectiveStatus.GONE, channel=Channel.PLATFORM, capture=capture, why=why)
        for capture, at, why in db.execute(_PLATFORM, (document,))
    ]
    told_gone = {look.capture for look in platform}
    looks: list[Sighting] = []
    for capture, at, copied, shown, status, why, url, location in db.execute(_CAPTURES, (document,)):
        if capture in told_gone or (not shown and status in (None, EffectiveStatus.CONTENT)):
            continue
        if location:
            status, why = _follow_redirect(url, location)
        looks.append(
            Sighting(
                at=read_instant(at),
                status=EffectiveStatus.CONTENT if shown else EffectiveStatus(status),
                channel=Channel.ARCHIVE if copied else Channel.FETCH,
                capture=capture,
                why=why,
            )
        )
    looks += [
        Sighting(
            at=read_instant(at), status=EffectiveStatus.CONTENT, channel=Channel.FETCH, capture="", why="not modified (304)"
        )
        for (at,) in db.execute(_NOT_MODIFIED, (document,))
    ]
    return sorted([*looks, *platform], key=lambda look: (look.at, look.capture))


def _follow_redirect(url: str, location: str) -> tuple[EffectiveStatus, str]:
    """Judge an answer that only names another address: sites show their home page in the place of what they took away."""
    target = urljoin(url, location)
    if _is_home(target) and not _is_home(url):
        return EffectiveStatus.SOFT_404, f"redirects to the home page, {target}"
    return EffectiveStatus.ERROR, f"redirects to {target}"


def _is_home(url: str) -> bool:
    """Tell a home page, or that of a language: ``/``, ``/en/``."""
    path = urlsplit(url).path.strip("/")
    return not path or (len(path) == _LANGUAGE and path.isalpha())
