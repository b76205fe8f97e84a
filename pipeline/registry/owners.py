"""Say who owns which host: the declared sources', and those of ``pipeline/publishers.toml``.

A key that begins with a dot counts its subdomains (".ministry.example" owns www.ministry.example), any other is one host alone:
a source that claims only some paths of a host knows nothing of its subdomains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from types import MappingProxyType

from pipeline.declarations import Source
from pipeline.registry.soundness import claims
from pipeline.registry.strict import read_record, read_toml
from storage.model import DocumentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _PublisherFile:
    """The file of owners: host to the publisher's own name."""

    hosts: Mapping[str, str]


def read_owners(file: Traversable, sources: Iterable[Source]) -> Mapping[str, str]:
    """Read who owns which host; a source's declaration stands over the file. Raises SourceError if the file is wrong."""
    owners: dict[str, str] = {}
    if file.is_file():
        declared = read_record(_PublisherFile, read_toml(file), where=file.name)
        owners.update((f".{host}", name) for host, name in declared.hosts.items())
    claimed = [
        (*claim, source.publisher) for source in sources if source.kind is not DocumentKind.POST for claim in claims(source)
    ]
    owners.update((f".{host}", publisher) for host, path, publisher in claimed if not path)
    for host, path, publisher in claimed:
        if path and f".{host}" not in owners:
            owners.setdefault(host, publisher)
    return MappingProxyType(owners)
