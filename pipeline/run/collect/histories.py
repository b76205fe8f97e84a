"""Ask the Wayback Machine for the history of one address, keep the mementos that prove it, and have the address saved now."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain

from pipeline.declarations import Politeness
from pipeline.fetch.http.fetch_settings import FetchSettings
from pipeline.fetch.http.live import LiveClient
from pipeline.fetch.http.public_addresses import check_url
from pipeline.fetch.walks import wayback
from pipeline.fetch.walks.saving import SavedPage, save_page
from pipeline.fetch.walks.steps import Stop
from pipeline.fetch.walks.wayback_history import ArchiveReader
from pipeline.home import Home
from pipeline.registry.declared_sources import find_source
from pipeline.registry.language_files import load_vocabulary
from pipeline.run.collect.fetching import open_client, record_steps
from pipeline.run.collect.known import Known, open_known
from pipeline.run.collect.locks import holding
from pipeline.run.collect.recovering import heal
from pipeline.run.collect.running import derive, load
from pipeline.run.collect.ticket import new_ticket
from pipeline.stages.archived import Held, History, choose_evidence, tell_history
from pipeline.stages.results import CdxRecord
from storage.model import UNDECLARED, EffectiveStatus, Tally
from storage.model.addresses import read_timestamp, split_memento, unwrap_memento
from storage.model.codec import INLINE
from storage.model.findings import TallyView, view_tally

HISTORY = "history"
"""The parameter of a run over one address's mementos: that address."""

MOST_FETCHED = 50
"""How many mementos one run fetches unless it is told otherwise: two minutes at the least delay. Chosen by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldHistory:
    """The history of an address; with ``fetch`` the Tally of the run that fetched its mementos. ``missing`` are how many
    mementos that prove it this archive does not hold."""

    history: History
    missing: int
    tally: Tally | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryAnswer:
    """A history as it is written: what was told, the counts of the run that fetched it, and the page that was saved."""

    history: History = field(metadata=INLINE)
    missing: int
    tally: TallyView | None
    saved: SavedPage | None


def answer_history(told: ToldHistory, saved: SavedPage | None) -> HistoryAnswer:
    """Return a history and a saved page as the record that is written."""
    tally = view_tally(told.tally) if told.tally else None
    return HistoryAnswer(history=told.history, missing=told.missing, tally=tally, saved=saved)


def read_history(
    home: Home, url: str, *, since: date | None = None, until: date | None = None, settings: FetchSettings | None = None
) -> ToldHistory:
    """Read the index of an address and tell its history; nothing is stored. Raises FetchError if there is no index to read."""
    return _tell(home, _read_index(home, url, since, until, settings))


def fetch_history(
    home: Home,
    url: str,
    *,
    since: date | None = None,
    until: date | None = None,
    most: int = MOST_FETCHED,
    settings: FetchSettings | None = None,
) -> ToldHistory:
    """Tell the history of an address and store at most ``most`` of the mementos that prove it and are not stored yet.

    Can be repeated: it goes on with those that are missing. Raises FetchError as ``read_history``.
    """
    heal(home)
    index = _read_index(home, url, since, until, settings)
    wanted = choose_evidence(_tell(home, index).history)
    if not wanted:
        return _tell(home, index)
    parameters = {HISTORY: index.url, "since": since and since.isoformat(), "until": until and until.isoformat()}
    left = [Stop(why=f"{len(wanted) - most} more mementos are left; repeat the command")] if len(wanted) > most else []
    with holding(home) as runs:
        with open_known(home) as known, open_client(home, settings) as client:
            source = find_source(index.url)
            at = datetime.fromtimestamp(client.settings.clock.now(), UTC)
            ticket = new_ticket(source.id if source else UNDECLARED, parameters, at=at)
            take = partial(_make_reader(client, index.url).take_mementos, [capture.memento for capture in wanted[:most]])
            ticket = record_steps(home, ticket, lambda writer: chain(take(writer), left), known=known, runs=runs)
        tally = load(home, derive(home, ticket, runs=runs), runs=runs)
    return replace(_tell(home, index), tally=tally)


def save_now(home: Home, url: str, *, settings: FetchSettings | None = None) -> SavedPage:
    """Have the Wayback Machine capture an address now, and wait for the end of the job."""
    with open_client(home, settings) as client:
        return save_page(client, unwrap_memento(url), base=wayback.WAYBACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """The rows of the index of an address, and why they are not all (None: they are)."""

    url: str
    records: tuple[CdxRecord, ...]
    cut: str | None


def _read_index(home: Home, url: str, since: date | None, until: date | None, settings: FetchSettings | None) -> _Index:
    url = check_url(unwrap_memento(url))
    with open_client(home, settings) as client:
        records, cut = _make_reader(client, url).read_index(url, since=since, until=until)
    return _Index(url=url, records=tuple(records), cut=cut)


def _make_reader(client: LiveClient, url: str) -> ArchiveReader:
    source = find_source(url)
    return ArchiveReader(
        client, load_vocabulary(), base=wayback.WAYBACK, politeness=source.politeness if source else Politeness()
    )


def _tell(home: Home, index: _Index) -> ToldHistory:
    with open_known(home) as known:
        held = _find_held(known, index.url)
    history = tell_history(index.url, index.records, base=wayback.WAYBACK, held=held, cut=index.cut)
    return ToldHistory(history=history, missing=len(choose_evidence(history)))


def _find_held(known: Known, url: str) -> dict[datetime, Held]:
    """Find the mementos of an address that are stored, by their instant."""
    held: dict[datetime, Held] = {}
    for capture, status in known.list_mementos(url):
        memento = split_memento(capture.url, host=None)
        at = read_timestamp(memento.instant) if memento else capture.captured_at
        if at and (memento is None or any(name.lower() == "memento-datetime" for name, _ in capture.headers)):
            target = unwrap_memento(capture.location) if capture.location else None
            held[at] = Held(capture=capture.id, status=EffectiveStatus(status) if status else None, target=target)
    return held
