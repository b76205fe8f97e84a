"""Read the declared sources and find the one an address belongs to.

``pipeline/sources/<id>.toml`` declares one source: the keys of ``declarations.Source`` at the top, then the tables
``[politeness]``, ``[discover]``, ``[[layout]]``, ``[speaker]`` and ``[expect]``. The file's name is the id; a file with
``[[member]]`` tables declares a family. ONRECORD_SOURCES names further folders of such files, kept outside the project.
"""

from __future__ import annotations

import difflib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import unquote_plus

from pipeline.declarations import Source
from pipeline.errors import SourceError
from pipeline.registry.families import expand_family
from pipeline.registry.soundness import check_id, check_source, check_together, claims
from pipeline.registry.strict import read_record, read_toml
from storage.model.addresses import bare_host, split_address, unwrap_memento

FOLDERS = "ONRECORD_SOURCES"
"""The environment variable that names folders of declarations besides those of the project, several apart by colons."""

_LINK = re.compile(rb"""(?:(?:href|action)\s*=\s*["']?|<(?:link|guid)[^>]*>)\s*https?://([\w.-]+)""", re.IGNORECASE)
_LOOKED_AT = 1_000_000
"""The first bytes of a page in which its host is looked for. Chosen by hand: head and menus are there."""


def load_sources(folder: Traversable | None = None) -> tuple[Source, ...]:
    """Read every declared source, in the order of their ids; a SourceError names the file, the key and the remedy."""
    return _load_declared() if folder is None else _load(folder)


def get_source(id_: str, sources: Iterable[Source] | None = None) -> Source:
    """Return the source of an id; a SourceError names the nearest."""
    known = {source.id: source for source in (load_sources() if sources is None else sources)}
    if id_ in known:
        return known[id_]
    near = difflib.get_close_matches(id_, known, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else "`onrecord sources` lists them."
    raise SourceError(f"There is no source {id_!r}. {hint}")


def is_declared(id_: str) -> bool:
    """Say whether a source of an id is declared; one that was captured once need not be."""
    return any(source.id == id_ for source in load_sources())


def find_source(url: str | None, sources: Iterable[Source] | None = None) -> Source | None:
    """Find the source that owns an address: the longest matching host, then the longest matching path.

    A Wayback Machine address counts as the address it archived.
    """
    if not url:
        return None
    address = unwrap_memento(url.strip())
    host = bare_host(address)
    if not host:
        return None
    target = _target(address)
    best: tuple[tuple[int, int], Source] | None = None
    for source in _list_claimants(host) if sources is None else sources:
        rank = max(_rank(source, host, target), default=None)
        if rank is not None and (best is None or rank > best[0]):
            best = (rank, source)
    return best[1] if best else None


def find_source_by_host(host: str, sources: Iterable[Source] | None = None) -> Source | None:
    """Find the source of a host name alone: the one that owns all its paths, or the only one there is."""
    name = bare_host(host if "//" in host else f"//{host}")
    ranked = [
        (rank, source) for source in (load_sources() if sources is None else sources) if (rank := _rank_host(source, name)) >= 0
    ]
    longest = max((rank for rank, _ in ranked), default=-1)
    owners = [source for rank, source in ranked if rank == longest]
    whole = [source for source in owners if any(not path for _, path in claims(source))]
    chosen = whole or owners
    return chosen[0] if len(chosen) == 1 else None


def find_source_by_bytes(body: bytes, sources: Iterable[Source] | None = None) -> Source | None:
    """Find the source of a page by what its bytes say: the address it claims, else the host that most of its links name."""
    from pipeline.stages.parse.manifest import guess_address  # heavy: whoever only lists sources need not wait for it

    known = load_sources() if sources is None else tuple(sources)
    claimed = find_source(guess_address(body), known)
    if claimed is not None:
        return claimed
    hosts = Counter(match[1].decode("ascii").lower().removeprefix("www.") for match in _LINK.finditer(body[:_LOOKED_AT]))
    (first, most), (_, next_most) = [*hosts.most_common(2), ("", 0), ("", 0)][:2]
    return find_source_by_host(first, known) if most >= 2 * max(next_most, 1) else None


def list_folders() -> tuple[Traversable, ...]:
    """List the folders in which sources are declared. Raises SourceError if one that the environment names is not there."""
    named = [Path(name) for name in os.environ.get(FOLDERS, "").split(os.pathsep) if name]
    for folder in named:
        if not folder.is_dir():
            raise SourceError(f"{FOLDERS}: {folder} is no folder; name folders of *.toml files, apart by {os.pathsep!r}.")
    return files("pipeline.sources"), *named


@cache
def _load_declared() -> tuple[Source, ...]:
    return _load(*list_folders())


def _load(*folders: Traversable) -> tuple[Source, ...]:
    found = [
        source
        for folder in folders
        for file in folder.iterdir()
        if file.name.endswith(".toml")
        for source in _read_file(file, folder)
    ]
    sources = tuple(sorted(found, key=lambda source: source.id))
    check_together(sources)
    return sources


def _read_file(file: Traversable, folder: Traversable) -> Iterator[Source]:
    table = read_toml(file)
    stem = file.name.removesuffix(".toml")
    members = table.pop("member", None)
    for where, each in (
        [(file.name, {"id": stem, **table})] if members is None else expand_family(file.name, stem, table, members)
    ):
        source = read_record(Source, each, where=where)
        check_id(source.id, where=where)
        check_source(source, where=where, hooked=folder.joinpath(f"{source.id}.py").is_file())
        if members is None and source.id != stem:
            raise SourceError(f"{where}: id: found {source.id!r}, expected {stem!r}, the file's name. Leave the key out.")
        yield source


@lru_cache(maxsize=1 << 12)
def _list_claimants(host: str) -> tuple[Source, ...]:
    """List the declared sources that claim a host: lists name tens of thousands of addresses, on few hosts of ours."""
    return tuple(source for source in load_sources() if _rank_host(source, host) >= 0)


def _target(address: str) -> str:
    """Return the path and query of an address, decoded and in lower case, as declared paths are compared."""
    parts = split_address(address)
    return unquote_plus(f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/").casefold()


def _rank(source: Source, host: str, target: str) -> Iterator[tuple[int, int]]:
    """Yield how exactly each of a source's claims names an address: the length of its host, then that of its path."""
    for own, path in claims(source):
        if (host == own or host.endswith(f".{own}")) and _starts(target, path):
            yield len(own), len(path)


def _rank_host(source: Source, host: str) -> int:
    return max((len(own) for own, _ in claims(source) if host == own or host.endswith(f".{own}")), default=-1)


def _starts(target: str, path: str) -> bool:
    """Say whether an address lies under a path: ``/news`` owns ``/news/1`` and ``/news?page=2`` but not ``/newsroom``."""
    rest = target[len(path) :]
    return target.startswith(path) and (not rest or not path[-1:].isalnum() or not (rest[0].isalnum() or rest[0] == "_"))
