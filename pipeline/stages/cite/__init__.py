"""Cite a quote, a document or a frozen search in the styles of the field. Pure: a frozen record in, text out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from pipeline.stages.cite.apa import format_apa
from pipeline.stages.cite.bibtex import format_bibtex
from pipeline.stages.cite.chicago import format_chicago
from pipeline.stages.cite.csl import make_csl
from pipeline.stages.cite.reference import Reference, make_reference, make_set_reference
from pipeline.stages.cite.ris import format_ris

__all__ = ["MEDIA_TYPES", "Reference", "Style", "format_references", "make_reference", "make_set_reference"]


class Style(StrEnum):
    """A citation style or an exchange format of reference managers."""

    CHICAGO = "chicago"
    APA = "apa"
    CSL = "csl"
    BIBTEX = "bibtex"
    RIS = "ris"


MEDIA_TYPES: Final = {
    Style.CHICAGO: "text/plain; charset=utf-8",
    Style.APA: "text/plain; charset=utf-8",
    Style.CSL: "application/vnd.citationstyles.csl+json",
    Style.BIBTEX: "application/x-bibtex; charset=utf-8",
    Style.RIS: "application/x-research-info-systems; charset=utf-8",
}
"""How HTTP names each style."""


def format_references(references: Sequence[Reference], style: Style) -> str:
    """Return references in a style as one text, in their order; it ends with a line break."""
    match style:
        case Style.CHICAGO:
            return "".join(f"{format_chicago(each)}\n" for each in references)
        case Style.APA:
            return "".join(f"{format_apa(each)}\n" for each in references)
        case Style.BIBTEX:
            return "\n".join(f"{format_bibtex(each)}\n" for each in references)
        case Style.RIS:
            return "\r\n".join(format_ris(each) for each in references)
        case Style.CSL:
            return f"{json.dumps([make_csl(each) for each in references], ensure_ascii=False, indent=2)}\n"
