"""How discovery asks for a date: a function that reads raw characters as their source prints dates, and where it looks."""

from __future__ import annotations

from typing import Protocol

from selectolax.lexbor import LexborNode

from pipeline.stages.text import read_line
from storage.model import Basis, When


class ReadDate(Protocol):
    """Reads raw characters as a date, None if they are none."""

    def __call__(self, raw: str, /, *, basis: Basis = Basis.TEXT) -> When | None:
        """Read the date of a line, the first of several; None if it holds none."""


def read_node_date(item: LexborNode, read_date: ReadDate, css: str | None = None, *, most: int | None = None) -> When | None:
    """Read the date of an item: of the node that ``css`` finds, else of a time element, else the first in its words.

    Only the first ``most`` characters of these are looked at. With ``css`` nothing else is.
    """
    node = item.css_first(css or "time[datetime]") if item.is_element_node else None
    if node is not None:
        machine = (node.attributes.get("datetime") or "").strip()
        found = (read_date(machine, basis=Basis.MARKUP) if machine else None) or _printed(read_line(node), read_date)
        if found or css:
            return found
    return None if css else _printed(read_line(item)[:most], read_date)


def _printed(line: str, read_date: ReadDate) -> When | None:
    return read_date(line) if line else None
