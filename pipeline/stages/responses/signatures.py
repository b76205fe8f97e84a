"""The words and marks by which pages that are no content give themselves away: blocks, challenges, log-ins, errors, absences.

A signature names what the page is and why. Titles are matched a segment at a time ("Page not found - Ministry" has two), each
segment as a whole, so that an article about a blocked road is not taken for a block. Words and marks in the body count only
where the page shows little other text. The words of languages are in their files; what stands here are status codes, products
and services, which say the same in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.knowledge.word_tables import BlockPages, PageFault
from storage.model import EffectiveStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a page is when its words match, and why."""

    status: EffectiveStatus
    why: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Signatures:
    """The signatures of titles at any length, of titles of pages of few words, and of such pages' words, in the order in which
    they are asked; and what pages of a sentence or two speak of: waiting for another page, and a machine's failure."""

    titles: tuple[Signature, ...]
    short_titles: tuple[Signature, ...]
    words: tuple[Signature, ...]
    waiting: re.Pattern[str]
    trouble: re.Pattern[str]


def _words(status: EffectiveStatus, why: str, *phrases: str) -> Signature:
    return Signature(status=status, why=why, pattern=re.compile("|".join(phrases), re.IGNORECASE))


_BLOCKED, _LOGIN = EffectiveStatus.BLOCKED, EffectiveStatus.LOGIN
_SOFT_404, _ERROR, _EMPTY = EffectiveStatus.SOFT_404, EffectiveStatus.ERROR, EffectiveStatus.EMPTY

_FAULTS: Mapping[PageFault, tuple[EffectiveStatus, str]] = {
    PageFault.CHALLENGE: (_BLOCKED, "a challenge page"),
    PageFault.DENIED: (_BLOCKED, "access denied"),
    PageFault.FILTERED: (_BLOCKED, "another machine answered in the publisher's place"),
    PageFault.MASKED: (_BLOCKED, "a firewall's mask"),
    PageFault.LIMITED: (_BLOCKED, "rate limited"),
    PageFault.MISSING: (_SOFT_404, "the page says it was not found"),
    PageFault.FAILED: (_ERROR, "the page says that the server failed"),
    PageFault.PARKED: (_ERROR, "a parked or unconfigured server answered"),
    PageFault.LOGIN: (_LOGIN, "a log-in page"),
    PageFault.MOVED: (_ERROR, "a page that only sends on"),
    PageFault.SCRIPTED: (_EMPTY, "only a script, no words"),
}
_IN_TITLES = (
    *(PageFault.CHALLENGE, PageFault.DENIED, PageFault.FILTERED, PageFault.MASKED),
    *(PageFault.LIMITED, PageFault.MISSING, PageFault.FAILED, PageFault.PARKED),
)
_IN_SHORT_TITLES = (PageFault.LOGIN, PageFault.FAILED, PageFault.DENIED, PageFault.MOVED)
_IN_WORDS = (
    *(PageFault.LIMITED, PageFault.CHALLENGE, PageFault.DENIED, PageFault.MISSING),
    *(PageFault.FAILED, PageFault.LOGIN, PageFault.SCRIPTED),
)
"""The order in which faults are looked for: a page that has words of two is the first."""

_FIXED_TITLES: Mapping[PageFault, tuple[str, ...]] = {
    PageFault.CHALLENGE: (
        r"(?:.* )?captcha(?: page)?",
        r"ddos[- ]?(?:guard|protection)(?: by .*)?",
        r"sucuri website firewall",
    ),
    PageFault.FILTERED: (
        r".*\b(?:fortiguard|fortigate|zscaler|cisco umbrella|opendns|barracuda|websense|blue coat|sophos) .*",
    ),
    PageFault.LIMITED: (r"(?:error )?(?:http )?429(?: error)?[\s:–-]*(?:too many requests)?",),
    PageFault.MISSING: (
        r"(?:error )?(?:http )?(?:status )?404(?: error)?[\s:,–-]*(?:\(?(?:page |file |document )?not found\)?)?",
        r"(?:http )?410[\s:–-]*gone",
    ),
    PageFault.FAILED: (
        r"(?:error )?(?:http )?(?:status )?(?:50[0-5]|52[0-7]|530)(?: error)?[\s:–-]*"
        r"(?:internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out)?",
        r"(?:400|405|406|408|411|413|414|421|431) .*",
    ),
    PageFault.PARKED: (
        r"welcome to nginx",
        r"apache2 (?:\w+ )?default page.*",
        r"iis windows server",
    ),
}
_FIXED_SHORT_TITLES: Mapping[PageFault, tuple[str, ...]] = {
    PageFault.MOVED: (r"30[12378] .*",),
}
_FIXED_WORDS: Mapping[PageFault, tuple[str, ...]] = {
    PageFault.CHALLENGE: (r"ddos[- ](?:protection|guard)",),
    PageFault.DENIED: (
        r"^\W*(?:\w+ )?403 error\b.*request blocked",
        r"\berror 10[012]\d\b",
        r"request unsuccessful\. incapsula incident",
    ),
    PageFault.MISSING: (
        r"(?:error|http) 404\b",
        r"\b404 (?:error|not found|page)",
    ),
    PageFault.FAILED: (r"traceback \(most recent",),
}
_FIXED_TROUBLE = (
    r"\bORA-\d{4,5}\b|\bSQLSTATE\b|\bmysqli?[_ ]\w*error|access denied for user|could not connect|no listener",
    r"connection (?:refused|timed out|reset)|too many connections|out of memory|segmentation fault|stack ?trace",
    r"exception in thread|warning: .{0,80} on line \d+|parse error|errno \d+|\bDNS_PROBE|ERR_[A-Z_]{4,}",
)
"""What databases and servers print in whatever language the page is."""


@cache
def compile_signatures(words: BlockPages) -> Signatures:
    """Compile the signatures once for a table."""
    return Signatures(
        titles=_sign(_IN_TITLES, (_FIXED_TITLES, words.titles), whole=True),
        short_titles=_sign(_IN_SHORT_TITLES, (_FIXED_SHORT_TITLES, words.short_titles), whole=True),
        words=_sign(_IN_WORDS, (_FIXED_WORDS, words.words), whole=False),
        waiting=re.compile("|".join(words.waiting) or "(?!)", re.IGNORECASE),
        trouble=re.compile("|".join((*_FIXED_TROUBLE, *words.trouble)), re.IGNORECASE),
    )


def _sign(
    faults: Iterable[PageFault], tables: Iterable[Mapping[PageFault, tuple[str, ...]]], *, whole: bool
) -> tuple[Signature, ...]:
    """Make the signatures of faults; ``whole``: for a whole title segment, blanks and closing marks aside."""
    made = []
    for fault in faults:
        status, why = _FAULTS[fault]
        joined = "|".join(phrase for table in tables for phrase in table.get(fault, ())) or "(?!)"
        pattern = rf"(?:{joined})[\s.!…·*]*" if whole else joined
        made.append(Signature(status=status, why=why, pattern=re.compile(pattern, re.IGNORECASE)))
    return tuple(made)


# ------------------------------------------------------------------ words of the Wayback Machine's own pages, at any length

WAYBACK_WORDS: tuple[Signature, ...] = (
    _words(
        _BLOCKED,
        "excluded",
        r"url has been excluded from the wayback machine|cannot be (?:crawled or )?displayed due to robots\.txt",
    ),
    _words(_ERROR, "a redirect", r"got an http \d\d\d response at crawl time"),
    _words(_SOFT_404, "not archived", r"wayback machine (?:doesn'?t have|has not archived)|page is not available on the web"),
    _words(
        _ERROR,
        "out of order",
        r"(?:internet archive services are|wayback machine is) (?:temporarily |currently )?(?:offline|unavailable)",
    ),
)

# ------------------------------------------------------------------------------- marks in the markup of challenge pages

MARKS: tuple[Signature, ...] = (
    _words(
        _BLOCKED,
        "a challenge page",
        r"/cdn-cgi/challenge-platform/h/",
        r"cf-browser-verification|cf_chl_opt|cf-challenge",
        r"_incapsula_resource",
        r"captcha-delivery\.com",
        r"px-captcha|perimeterx",
        r"awswaf(?:captcha|integration|\.com)",
        r"ddos-guard|qrator|servicepipe",
        r"sucuri_cloudproxy",
        r"\b(?:g-recaptcha|h-captcha|cf-turnstile)\b",
        r"/_sec/cp_challenge/|sec-if-cpt-container",
        r"<meta[^>]{0,40}(?:robots)[^>]{0,40}noindex[^>]*>\s*<script[^>]*>\s*window\._cf_",
    ),
)

INPUT_PASSWORD = re.compile(r"<input\b[^>]{0,300}\btype\s*=\s*[\"']?password", re.IGNORECASE)
DATA_IN_SCRIPT = re.compile(
    r"application/ld\+json|__NEXT_DATA__|__NUXT__|__INITIAL_STATE__|__next_f|__remixContext|__APOLLO_STATE__|__sveltekit|"
    r"\$_TSR|__PRELOADED_STATE__|\bself\.__\w+\.push\(|application/json"
)

# --------------------------------------------------------------------------------------------------------- addresses

LOGIN_PATH = re.compile(
    r"(?:^|[/._-])(?:log-?in|sign-?in|logon|sso|saml2?|adfs|oauth2?|openid|cas|authori[sz]e|authenticat(?:e|ion))(?:[/._-]|$)",
    re.IGNORECASE,
)
BLOCK_ADDRESS = re.compile(
    r"(?:un)?block(?:ed|page)?|captcha|challenge|denied|forbidden|firewall|ratelimit|robotcheck", re.IGNORECASE
)
ABSENCE_PATH = re.compile(r"(?:^|[/._-])(?:404|not-?found|page-?not-?found|pagenotfound|missing)(?:[/._-]|$)", re.IGNORECASE)
ERROR_PATH = re.compile(r"(?:^|[/._-])(?:error|errors|500|maintenance|unavailable|outage|sorry)(?:[/._-]|$)", re.IGNORECASE)
HOME_PATH = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2,4})?/?)?(?:(?:home|index|default|main|start|startseite|accueil|homepage|welcome)(?:\.\w{2,5})?/?)?",
    re.IGNORECASE,
)


def find_in(words: str, signatures: Iterable[Signature]) -> Signature | None:
    """Find the first signature that occurs in words."""
    return next((signature for signature in signatures if signature.pattern.search(words)), None)


def find_whole(segments: Sequence[str], signatures: Iterable[Signature]) -> Signature | None:
    """Find the first signature that one of the segments of a title is, as a whole."""
    return next((signature for signature in signatures if any(map(signature.pattern.fullmatch, segments))), None)
