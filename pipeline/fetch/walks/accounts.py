"""Walk an account's posts page by page, newest first: every page is kept, and holds the posts themselves."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipeline.declarations import Method, Source
from pipeline.errors import READER_FAULTS, ParseError, describe_fault
from pipeline.fetch.walks.steps import MOST_LIST_BYTES, Step, Stop
from pipeline.fetch.walks.visiting import LeadEnd, Visitor
from pipeline.fetch.walks.window import Window
from pipeline.limits import allow_for, limiting_cpu
from pipeline.stages.posts.account_pages import next_address, start_address
from pipeline.stages.responses.encoding import decode_content
from pipeline.stages.responses.status import judge_response
from storage.model import EffectiveStatus, Lead, Outcome
from storage.model.addresses import bare_host
from storage.text.untrusted_json import load_json

_LOOK_UP = re.compile(r"/by/username/|/accounts/lookup\?")
"""Requests that only look up an account's number; their responses hold no posts and are not kept."""

_PREVIEW_HOSTS = ("t.me", "telegram.me")
"""The hosts whose pages of posts are no JSON."""

_PREVIEW = re.compile(r"https://(?:t|telegram)\.me/")
"""Pages made for people, to which robots.txt applies; the others are interfaces made for programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _NoNext:
    """Why it cannot be read which page is the next."""

    why: str


@dataclass(slots=True, kw_only=True)
class AccountWalk:
    """A walk in progress over one account's posts; see ``walk.Walk`` for the fields."""

    source: Source
    visitor: Visitor
    window: Window
    dry: bool = False

    def run(self) -> Iterator[Step]:
        """Walk every declared account."""
        for declared in list_accounts(self.source):
            yield from self._walk_account(declared)

    def _walk_account(self, declared: str) -> Iterator[Step]:
        since, until = self._bounds()
        url = start_address(declared, since=since, until=until)
        asked: set[str] = set()
        while url and url not in asked:
            if len(asked) >= self.source.discovery.most_pages:
                yield Stop(why=f"{len(asked)} pages, the most that the source allows, were read")
                return
            asked.add(url)
            body = yield from self._read_page(url)
            if body is None:
                return
            # Without a first day, a run takes only the newest page.
            following = _find_next(url, body, since, until) if since or _LOOK_UP.search(url) else None
            if isinstance(following, _NoNext):
                yield from self._fail(url, "no next page can be read", following.why)
                return
            url = following
        yield Stop(why=f"{declared} runs in a circle" if url else f"{declared} was read as far back as was asked")

    def _read_page(self, url: str) -> Generator[Step, None, bytes | None]:
        """Visit a page; yields how it ended, and returns its body, None if there is none to continue from."""
        looked_up = _LOOK_UP.search(url) is not None
        visitor = replace(self.visitor, writer=None) if looked_up else self.visitor
        visit = visitor.visit_list(url, most_bytes=MOST_LIST_BYTES, obey_robots=bool(_PREVIEW.match(url)))
        if visit.response is None:
            yield visit.end
            yield Stop(why=f"{url}: {visit.end.reason}")
            return None
        try:
            body = decode_content(visit.response)
            judged = judge_response(visit.response, body, visitor.words.block_pages)
        except ParseError as error:
            yield from self._fail(url, error.reason, str(error))
            return None
        if judged.status is not EffectiveStatus.CONTENT:
            yield from self._fail(url, judged.status.value, judged.why)
            return None
        if not looked_up:
            yield Lead(url=url) if self.dry else visit.end
        return body

    @staticmethod
    def _fail(url: str, reason: str, why: str) -> Iterator[Step]:
        yield LeadEnd(url=url, outcome=Outcome.FAILED, reason=reason, why=why)
        yield Stop(why=f"{url}: {reason}: {why}")

    def _bounds(self) -> tuple[datetime | None, datetime | None]:
        zone = ZoneInfo(self.window.zone)
        since, until = self.window.since, self.window.until
        return (
            datetime.combine(since, time(), zone).astimezone(UTC) if since else None,
            datetime.combine(until + timedelta(days=1), time(), zone).astimezone(UTC) if until else None,
        )


def _find_next(url: str, body: bytes, since: datetime | None, until: datetime | None) -> str | _NoNext | None:
    """Find the address of the page after one, None at the last; a page that a reader fails at has none."""
    try:
        with limiting_cpu(allow_for(len(body))):
            following = next_address(url, body, since=since, until=until)
            cut = following is None and bare_host(url) not in _PREVIEW_HOSTS and not _is_json(body)
            return _NoNext(why="the page is no JSON, or not all of it") if cut else following
    except ParseError as error:
        return _NoNext(why=error.reason)
    except READER_FAULTS as fault:
        return _NoNext(why=describe_fault(fault))


def _is_json(body: bytes) -> bool:
    try:
        load_json(body)
    except ValueError:
        return False
    return True


def list_accounts(source: Source) -> tuple[str, ...]:
    """List a source's addresses from which an account's posts are requested."""
    if source.discovery.method is not Method.API:
        return ()
    return tuple(url for url in source.discovery.urls if start_address(url))
