"""An invented newsroom on the loopback server that lives for days: it publishes, edits, deletes, moves and goes dead."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pipeline.clock import Clock
from tests.loopback.server import Program, Visit

ON_A_LIST = 20
_TOWNS = "Aldermoor Birchgate Coldwater Dunmere Eastholt Fenwick Gorsebridge Harlow Ives Junction".split()
_DEEDS = "opens the bridge", "closes the ferry", "repairs the harbour wall", "names a new warden", "publishes the tide tables"


@dataclass(slots=True)
class TravelClock:
    """A clock that stands still until somebody sleeps or sets it; seconds since the epoch."""

    at: datetime

    def read(self) -> Clock:
        return Clock(now=lambda: self.at.timestamp(), monotonic=lambda: self.at.timestamp(), sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass(slots=True)
class Item:
    """One page of the newsroom: its text as it is now, and how it answers."""

    number: int
    published: datetime
    text: str
    version: int = 0
    deleted: bool = False
    moved_to: str | None = None

    @property
    def path(self) -> str:
        return f"/en/statements/{self.published:%Y/%m/%d}/{self.number}"


@dataclass
class Newsroom:
    """The newsroom. ``asked`` are the requests as (instant, path), robots.txt aside."""

    clock: TravelClock
    items: dict[str, Item] = field(default_factory=dict)
    dead: bool = False
    busy_once: bool = False
    template: int = 0
    asked: list[tuple[datetime, str]] = field(default_factory=list)
    not_modified: int = 0

    def publish(self, published: datetime) -> Item:
        number = len(self.items) + 1
        item = Item(number=number, published=published, text=words(number))
        self.items[item.path] = item
        return item

    def edit(self, item: Item, text: str) -> None:
        item.text, item.version = text, item.version + 1

    def programs(self) -> dict[str, Program]:
        return {"/robots.txt": self._robots, "*": self._answer}

    def _robots(self, visit: Visit) -> None:
        if self.dead:
            visit.hang_up()
            return
        visit.reply(b"User-agent: *\nDisallow: /en/statements/private/\n", Content_Type="text/plain")

    def _answer(self, visit: Visit) -> None:
        self.clock.at += timedelta(seconds=1)
        self.asked.append((self.clock.at, visit.path))
        path, _, query = visit.path.partition("?")
        item = self.items.get(path)
        if self.dead:
            visit.hang_up()
        elif self.busy_once:
            self.busy_once = False
            visit.reply(
                b"<title>Too many requests</title>", "429 Too Many Requests", Retry_After="30", Content_Type="text/html"
            )
        elif path == "/en/news":
            self._list(visit, int(query.removeprefix("page=") or 1))
        elif item is None or item.deleted:
            visit.reply(b"<title>Page not found</title><h1>Page not found</h1>", "404 Not Found", Content_Type="text/html")
        elif item.moved_to:
            visit.reply(b"", "301 Moved Permanently", Location=item.moved_to)
        else:
            self._show(visit, item)

    def _list(self, visit: Visit, page: int) -> None:
        shown = sorted(
            (item for item in self.items.values() if not item.deleted and not item.moved_to),
            key=lambda item: (item.published, item.number),
            reverse=True,
        )[(page - 1) * ON_A_LIST : page * ON_A_LIST]
        rows = "".join(
            f'<li class="item"><span class="date">{item.published:%d %B %Y}</span><a href="{item.path}">{title(item)}</a></li>'
            for item in shown
        )
        rows += (
            '<li class="item"><a href="/en/statements/private/2020/10/27/0">For the press corps only, by invitation</a></li>'
        )
        body = f"<html lang='en'><title>News</title><h1>News</h1><ul>{rows}</ul></html>"
        visit.reply(body.encode(), Content_Type="text/html; charset=utf-8")

    def _show(self, visit: Visit, item: Item) -> None:
        tag = f'"{item.number}-{item.version}-{self.template}"'
        if visit.fields.get("if-none-match") == tag:
            self.not_modified += 1
            visit.reply(b"", "304 Not Modified", ETag=tag)
            return
        date = f"{item.published:%d %B %Y}"
        if self.template == 0:
            inner = f'<div class="date">{date}</div><div class="static-content"><p>{item.text}</p></div>'
        else:
            inner = (
                f'<main><article><time datetime="{item.published:%Y-%m-%d}">{date}</time><p>{item.text}</p></article></main>'
            )
        head = f"<!doctype html><html lang='en'><head><title>{title(item)}</title></head>"
        body = f"{head}<body><h1>{title(item)}</h1>{inner}</body></html>"
        visit.reply(body.encode(), Content_Type="text/html; charset=utf-8", ETag=tag)


def title(item: Item) -> str:
    return f"Statement number {item.number} of the Ministry of Samples on {_TOWNS[item.number % len(_TOWNS)]}"


def words(number: int) -> str:
    """Make an item's text, unlike every other's."""
    town, deed = _TOWNS[number % len(_TOWNS)], _DEEDS[number % len(_DEEDS)]
    return (
        f"The Ministry of Samples {deed} of {town} under decree {number * 37 + 11}. "
        f"It thanks the {number + 2} volunteers who worked on it, and asks all to use road {number % 89 + 3} until spring."
    )


def at(day: int, hour: int = 0) -> datetime:
    """Give an instant of the newsroom's ten days."""
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day, hours=hour)
