"""The chain of evidence from a quote down to its bytes, and what checks of an archive found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class LinkName(StrEnum):
    """What a link of a chain checks, from the words down to the run that brought them in."""

    REDACTION = "redaction"
    QUOTE = "quote"
    REVISION = "revision"
    DOCUMENT = "document"
    DERIVATION = "derivation"
    CAPTURE = "capture"
    PAYLOAD = "payload"
    RECORD = "record"
    RUN = "run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of a chain: ``what`` was checked, whether it ``holds``, and what was found."""

    name: LinkName
    what: str
    holds: bool
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """All links from a thing of the archive down to its bytes and its run. What was withdrawn has one link, which says why."""

    id: str
    links: tuple[Link, ...]

    @property
    def holds(self) -> bool:
        """Say whether every link holds."""
        return all(link.holds for link in self.links)

    def json_fields(self) -> Mapping[str, Any]:
        """Return what is written as JSON."""
        return {"id": self.id, "holds": self.holds, "links": self.links}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one check of an archive found; ``remedy`` says what to do if it does not hold."""

    name: str
    holds: bool
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixity:
    """What checking stored bytes against their digests found: the numbers of WARC ``files``, of their records ``checked``, of
    the ``bytes`` read, of the ``texts`` checked; ``problems`` say what is wrong and what to do."""

    files: int
    checked: int
    bytes: int
    texts: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup, or bringing one back, did: where the archive lies now, and the numbers of WARC ``files``, of those
    ``copied``, and of the records ``checked``."""

    archive: str
    files: int
    copied: int
    checked: int
