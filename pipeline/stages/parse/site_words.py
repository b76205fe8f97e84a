"""Recognise what a site prints about itself around an item: its sections, its publisher, its notes on cookies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.knowledge import Vocabulary
from pipeline.stages.text.language_terms import alternatives


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteWords:
    """The tables of ``Sites`` as regular expressions: ``section`` and ``office`` match whole lines, ``publisher`` the beginning
    of a line that goes on with a name, ``publisher_above`` a whole line above one, ``rights`` the notice of copyright around
    its owner, and the others anywhere."""

    section: re.Pattern[str]
    body: re.Pattern[str]
    office: re.Pattern[str]
    publisher: re.Pattern[str]
    publisher_above: re.Pattern[str]
    logo: re.Pattern[str]
    rights: re.Pattern[str]
    consent: re.Pattern[str]


@cache
def read_site_words(words: Vocabulary) -> SiteWords:
    """Compile the tables of sites, once for each vocabulary."""
    sites = words.sites
    return SiteWords(
        section=_compile(rf"^(?:{alternatives(sites.sections)})$"),
        body=_compile(alternatives(sites.bodies)),
        office=_compile(rf"^(?:[\w’'-]+ ){{0,4}}(?:{alternatives(sites.offices)})$"),
        publisher=_compile(rf"^(?:{alternatives((*sites.publishers, *sites.publishers_before))})\s*:?\s+(?=\S)"),
        publisher_above=_compile(rf"^(?:{alternatives((*sites.publishers, *sites.publishers_above))})\s*:$"),
        logo=_compile(alternatives(sites.logos)),
        rights=_compile(
            r"^.*?(?:©|\(c\)|copyright)\s*(?:\d{4}(?:\s?[-–]\s?\d{2,4})?)?[\s,.|:-]*|"
            rf"\s*[.,|-]?\s*(?:{alternatives(sites.rights)}|\d{{4}}).*$"
        ),
        consent=_compile(alternatives(sites.consent)),
    )


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
