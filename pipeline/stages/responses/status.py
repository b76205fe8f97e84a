"""Judge what a response really is, whatever its status code says: content, blocked, login, soft_404, gone, error or empty.

The order of the questions matters: headers that name a firewall, then the status code, then where redirects led, then what the
page says of itself. Only content is ever derived; the rest is kept as evidence, with the reason given here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.knowledge.word_tables import BlockPages
from pipeline.stages.responses.encoding import decode_text
from pipeline.stages.responses.signatures import (
    ABSENCE_PATH,
    BLOCK_ADDRESS,
    DATA_IN_SCRIPT,
    ERROR_PATH,
    HOME_PATH,
    INPUT_PASSWORD,
    LOGIN_PATH,
    MARKS,
    WAYBACK_WORDS,
    Signatures,
    compile_signatures,
    find_in,
    find_whole,
)
from pipeline.stages.responses.visible_words import drop_hidden, exceeds, find_titles, read_words
from storage.model import EffectiveStatus, Response
from storage.model.addresses import split_address, split_memento
from storage.text.untrusted_json import load_json

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The status codes that lead to the address in Location (RFC 9110, 15.4)."""

PASSING = frozenset({EffectiveStatus.BLOCKED, EffectiveStatus.LOGIN, EffectiveStatus.ERROR})
"""What failed and may succeed another time; the other kinds of no content are skipped."""

_FEW_WORDS = 1500
_MANY_WORDS = 4 * _FEW_WORDS  # characters between tags, entities unread: surely no short page
"""Characters of visible text up to which a page's own words may unmask it; an item with a body and its menus shows more."""

_FEW_BYTES = 8_000
"""The same for an answer of which only the length is known. Chosen by hand."""

_MAX_TITLE = 1000
"""The characters of a title that are read. Chosen by hand: it bounds the time of a hostile one."""
_VERY_FEW_WORDS = 400
"""Up to this many characters, marks of a wall in the page's markup decide. Chosen by hand: pages with content load the same
scripts."""
_MOST_OF_NOTICE = 300
"""A page of so few characters in all says nothing but what its words are about. Chosen by hand."""
_LEAST_ABOUT = 2
"""The different words of waiting that make a page of few words a wall: "checking your browser", "one moment". One may be an
item's own."""
_MOST_READ = 400_000
"""The first bytes of a page that are judged. Chosen by hand: walls are small pages."""
_MAX_DIGITS = 18
"""Of a stated length this many digits are read: no answer is longer, and longer numbers cannot be counted with."""
_REFRESH = re.compile(r"<meta\b[^>]{0,100}http-equiv\s*=\s*[\"']?refresh[^>]{0,300}url\s*=", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[|•·»«>:–—/‹›-]+\s+|\s*[|»«‹›]\s*|:\s+|::|\.\s+|(?<=\w)\s+[-–—](?=\w)")
_WAYBACK_TITLE = re.compile(r"(?:internet archive:? )?wayback machine", re.IGNORECASE)
_FIREWALL_ACTIONS = {
    "x-amzn-waf-action": ("challenge", "captcha", "block"),
    "cf-mitigated": ("challenge", "block"),
    "x-sucuri-block": ("",),
    "x-datadome-response": ("403", "captcha"),
}
_STATUSES: dict[int, tuple[EffectiveStatus, str]] = {
    401: (EffectiveStatus.LOGIN, "asks for a log-in (401)"),
    402: (EffectiveStatus.LOGIN, "asks for payment (402)"),
    403: (EffectiveStatus.BLOCKED, "refused (403)"),
    404: (EffectiveStatus.GONE, "not found (404)"),
    407: (EffectiveStatus.BLOCKED, "a proxy asks for a log-in (407)"),
    410: (EffectiveStatus.GONE, "gone for good (410)"),
    418: (EffectiveStatus.BLOCKED, "refused (418)"),
    429: (EffectiveStatus.BLOCKED, "rate limited (429)"),
    451: (EffectiveStatus.BLOCKED, "refused for legal reasons (451)"),
    509: (EffectiveStatus.BLOCKED, "bandwidth limit exceeded (509)"),
    511: (EffectiveStatus.BLOCKED, "a network asks for a log-in (511)"),
    999: (EffectiveStatus.BLOCKED, "refused (999)"),
}
_MASKABLE = {400, 405, 406, 409, 500, 501, 502, 503, 520, 521, 522, 525, 526, 530}
_ERROR_KEYS = {
    "error",
    "errors",
    "message",
    "code",
    "status",
    "detail",
    "details",
    "title",
    "type",
    "data",
    "success",
    "reason",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a response is, and why in a short phrase that counts can be kept by."""

    status: EffectiveStatus
    why: str


def judge_response(
    response: Response, body: bytes, words: BlockPages, *, title: str | None = None, length: int | None = None
) -> Judgement:
    """Judge a response by its headers, status, redirects and decoded body.

    ``words`` are the languages' tables of pages that are no content. Where only headers are known, ``body`` is empty,
    ``length`` the length of the body (else Content-Length is taken) and ``title`` its title.
    """
    headers = {name.lower(): value for name, value in response.headers}
    if body and not body.strip():
        body, length = b"", 0
    length = _find_length(headers, body, length)
    judged = _judge_firewall(headers)
    if judged is None:
        page, signatures = _Page.read(response, body, title, length), compile_signatures(words)
        judged = _judge_status(response, page, signatures) or judge_redirect(response.url, response.location)
        judged = judged or _judge_wayback(response.url, headers, page)
        judged = judged or _judge_page(page, signatures)
    return judged or Judgement(status=EffectiveStatus.CONTENT, why="a page with words of its own")


def judge_redirect(asked: str, answered: str | None) -> Judgement | None:
    """Judge where redirects led: None if the answer came from an address that may hold what was asked for."""
    if not answered or answered == asked:
        return None
    before, after = split_address(asked), split_address(answered)
    if BLOCK_ADDRESS.search(after.netloc + after.path) and not BLOCK_ADDRESS.search(before.netloc + before.path):
        return Judgement(status=EffectiveStatus.BLOCKED, why="redirected to a page about being blocked")
    for pattern, status, why in (
        (LOGIN_PATH, EffectiveStatus.LOGIN, "redirected to a log-in page"),
        (ABSENCE_PATH, EffectiveStatus.SOFT_404, "redirected to a not-found page"),
        (ERROR_PATH, EffectiveStatus.ERROR, "redirected to an error page"),
    ):
        if pattern.search(after.path) and not pattern.search(before.path):
            return Judgement(status=status, why=why)
    was_home = HOME_PATH.fullmatch(before.path) and not before.query
    if HOME_PATH.fullmatch(after.path) and not after.query and not was_home:
        return Judgement(status=EffectiveStatus.SOFT_404, why="redirected to the home page")
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What the questions need of a body: its titles, its visible words, its markup, and how long it is.

    ``wordy``: it has far more words than any refusal, so that they are not looked at and ``words`` is empty.
    """

    titles: tuple[str, ...]
    words: str
    markup: str
    length: int
    bodiless: bool
    wordy: bool = False

    @classmethod
    def read(cls, response: Response, body: bytes, title: str | None, length: int) -> _Page:
        if not body or not _is_text(body):
            titles = (read_words(title[:_MAX_TITLE]),) if title else ()
            return cls(titles=titles, words="", markup="", length=length, bodiless=not body)
        text = decode_text(body[:_MOST_READ], headers=response.headers)
        if not _is_html(text):
            words = text if len(text) <= _FEW_WORDS else ""
            return cls(titles=(), words=words, markup="", length=length, bodiless=False)
        found = find_titles(text)
        shown = drop_hidden(text)
        if exceeds(shown, _MANY_WORDS) and not _is_of_wayback(response.url, found):
            return cls(titles=found, words="", markup=text, length=length, bodiless=False, wordy=True)
        return cls(titles=found, words=read_words(shown), markup=text, length=length, bodiless=False)

    @property
    def is_short(self) -> bool:
        if self.bodiless:
            return self.length <= _FEW_BYTES
        return not self.wordy and len(self.words) <= _FEW_WORDS


def _judge_firewall(headers: dict[str, str]) -> Judgement | None:
    for name, actions in _FIREWALL_ACTIONS.items():
        stated = headers.get(name)
        if stated is not None and any(action in stated.lower() for action in actions):
            return Judgement(status=EffectiveStatus.BLOCKED, why=f"a firewall's answer ({name}: {stated})")
    return None


def _judge_status(response: Response, page: _Page, signatures: Signatures) -> Judgement | None:
    """Judge by the status code; None for success, and where only bytes are known."""
    code = response.status
    if code is None or code in (200, 201, 202, 203):
        return None
    if code in (204, 205, 304):
        return Judgement(status=EffectiveStatus.EMPTY, why=f"an answer without a body ({code})")
    if 300 <= code < 400:
        return Judgement(status=EffectiveStatus.ERROR, why=f"a redirect ({code})")
    if code in _MASKABLE:
        masked = _judge_page(page, signatures)
        if masked and masked.status is EffectiveStatus.BLOCKED:
            return Judgement(status=masked.status, why=f"{masked.why} ({code})")
    if code in _STATUSES:
        status, why = _STATUSES[code]
        return Judgement(status=status, why=why)
    return Judgement(status=EffectiveStatus.ERROR, why=f"the server answered {code}")


def _judge_wayback(url: str, headers: dict[str, str], page: _Page) -> Judgement | None:
    """Judge an answer of the Wayback Machine: one without Memento-Datetime is its own page and no memento."""
    asked = split_memento(url) is not None
    if "memento-datetime" in headers or not _is_of_wayback(url, page.titles):
        return None
    signature = find_in(page.words, WAYBACK_WORDS)
    if signature:
        return Judgement(status=signature.status, why=f"the Wayback Machine's own page: {signature.why}")
    if asked and "x-app-server" in headers:
        return Judgement(status=EffectiveStatus.ERROR, why="the Wayback Machine's own page, no memento")
    return None


def _is_of_wayback(url: str, titles: tuple[str, ...]) -> bool:
    """Say whether a page may be the Wayback Machine's own: by what was asked for, or by its title."""
    return split_memento(url) is not None or any(map(_WAYBACK_TITLE.fullmatch, titles))


def _judge_page(page: _Page, signatures: Signatures) -> Judgement | None:
    """Judge by what a page says of itself: titles first, then, where it says little, its words and its marks."""
    titled = _judge_titles(page, signatures)
    if titled and titled.status is EffectiveStatus.ERROR and page.is_short:
        # A firewall may call its refusal an error and explain itself below.
        worded = find_in(page.words, signatures.words)
        if worded and worded.status is EffectiveStatus.BLOCKED:
            return Judgement(status=worded.status, why=worded.why)
    if titled:
        return titled
    if page.length == 0 and not page.words:
        return Judgement(status=EffectiveStatus.EMPTY, why="an empty body")
    return _judge_words(page, signatures) if page.is_short and not page.bodiless else None


def _judge_titles(page: _Page, signatures: Signatures) -> Judgement | None:
    segments = [segment.strip() for title in page.titles for segment in (title, *_SEPARATOR.split(title))]
    signature = find_whole(segments, signatures.titles)
    signature = signature or (find_whole(segments, signatures.short_titles) if page.is_short else None)
    return Judgement(status=signature.status, why=signature.why) if signature else None


def _judge_words(page: _Page, signatures: Signatures) -> Judgement | None:
    if len(page.words) <= _VERY_FEW_WORDS:
        marked = find_in(page.markup, MARKS)
        if marked:
            return Judgement(status=marked.status, why=marked.why)
    signature = find_in(page.words, signatures.words)
    if signature:
        return Judgement(status=signature.status, why=signature.why)
    if noticed := _judge_notice(page, signatures):
        return noticed
    if INPUT_PASSWORD.search(page.markup):
        return Judgement(status=EffectiveStatus.LOGIN, why="a log-in page")
    if page.markup and not page.words and not DATA_IN_SCRIPT.search(page.markup):
        sent_on = _REFRESH.search(page.markup)
        why = "a page that only sends on" if sent_on else "a page without words"
        return Judgement(status=EffectiveStatus.ERROR if sent_on else EffectiveStatus.EMPTY, why=why)
    if not page.markup and page.words.lstrip().startswith("{") and _is_error_answer(page.words):
        return Judgement(status=EffectiveStatus.ERROR, why="an API's error")
    return None


def _judge_notice(page: _Page, signatures: Signatures) -> Judgement | None:
    """Judge a page of a sentence or two, whatever its language: one that speaks of trouble, or of little but browsers, cookies
    and waiting, in the place of what was asked for."""
    words = " ".join((*page.titles, page.words))
    if not page.markup or len(page.words) > _MOST_OF_NOTICE:
        return None
    if signatures.trouble.search(words):
        return Judgement(status=EffectiveStatus.ERROR, why="a machine's notice in the place of a page")
    about = len({found.lower() for found in signatures.waiting.findall(words)})
    if about >= _LEAST_ABOUT:
        return Judgement(status=EffectiveStatus.BLOCKED, why="a page of few words that only tells to wait")
    return None


def _is_error_answer(text: str) -> bool:
    """Say whether a small JSON object holds nothing but an error."""
    try:
        answer = load_json(text)
    except ValueError:
        return False
    return (
        isinstance(answer, dict)
        and bool({"error", "errors"} & answer.keys() or {"message", "code"} <= answer.keys())
        and (answer.keys() <= _ERROR_KEYS)
    )


def _find_length(headers: dict[str, str], body: bytes, length: int | None) -> int:
    """Find how long the body is, or was; -1 if nothing says."""
    if body or length is not None:
        return len(body) or length or 0
    stated = headers.get("content-length", "")
    return (
        int(stated[:_MAX_DIGITS]) if stated.isascii() and stated.isdigit() else 0 if "transfer-encoding" not in headers else -1
    )


def _is_text(body: bytes) -> bool:
    return (
        not body.startswith((b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8"))
        and b"\0\0\0" not in body[:512]
    )


def _is_html(text: str) -> bool:
    head = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(("<!doctype html", "<html")):
        return True
    if head.startswith("<?xml"):
        return "<html" in head
    return head.startswith("<") and not head.startswith(("<rss", "<feed", "<rdf", "<urlset", "<sitemapindex", "<error"))
