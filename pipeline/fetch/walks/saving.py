"""Ask the Wayback Machine to capture an address now (Save Page Now 2), and follow the job to its end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pipeline.declarations import Politeness
from pipeline.errors import FetchError, ParseError
from pipeline.fetch.http.credentials import TOKENS, choose_token
from pipeline.fetch.http.live import LiveClient
from pipeline.fetch.http.public_addresses import check_url, get_host
from pipeline.stages.responses.encoding import decode_content
from storage.captures import find_header
from storage.model import Response
from storage.text.untrusted_json import load_json

MOST_WAIT_S = 300.0
"""The longest that a job is followed, in seconds. Save Page Now ends most jobs within two minutes."""

_POLL_S = 6.0
"""How often the state of a job is asked for, in seconds. Chosen by hand: a job takes a minute or two."""
_POLITENESS = Politeness(delay_s=2.0, deadline_s=60.0, max_bytes=2_000_000)
"""Two seconds between requests as for its other interfaces (`wayback.MIN_DELAY_S`); answers are small JSON."""
_JOB = re.compile(r"[\w-]{1,200}")
_TIMESTAMP = re.compile(r"\d{14}")
_HINTS = {
    "error:blocked-url": "the Wayback Machine does not capture this address",
    "error:too-many-daily-captures": "this address was captured too often today; ask again tomorrow",
    "error:user-session-limit": "the account has too many jobs at once; ask again when they have ended",
    "error:too-many-requests": "the publisher refused with 429; ask again later",
    "error:no-access": "the publisher refused with 403",
}
"""What the commonest codes of Save Page Now come to for the one who asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """How Save Page Now ended for an address: the ``memento`` that was made, or why there is none (``refused``).

    ``status`` is the status code of what was captured, ``job`` the id by which the job can be asked for later.
    """

    url: str
    memento: str | None = None
    status: int | None = None
    job: str | None = None
    note: str | None = None
    refused: str | None = None


def save_page(client: LiveClient, url: str, *, base: str, most_wait_s: float = MOST_WAIT_S) -> SavedPage:
    """Ask for a capture of an address, errors included, and follow the job for at most ``most_wait_s`` seconds.

    The key is the token of the web archive's host. Raises FetchError for an address that cannot be requested.
    """
    url = check_url(url)
    address, hosts = f"{base}/save", frozenset({get_host(base)})
    if choose_token(client.settings.tokens, address, asked=address, hosts=hosts) is None:
        host = get_host(base)
        return SavedPage(
            url=url, refused=f"Save Page Now needs a key: set {TOKENS} to {host}=ACCESS:SECRET, from archive.org/account/s3.php"
        )
    try:
        fetched = client.post(address, {"url": url, "capture_all": "1"}, politeness=_POLITENESS, token_hosts=hosts)
    except FetchError as error:
        return SavedPage(url=url, refused=f"the request was not answered ({error.reason}): {error}")
    response = fetched.exchanges[-1].response
    answer = _read_answer(response)
    job = str(answer.get("job_id") or "")
    note = str(answer.get("message") or "") or None
    if not _JOB.fullmatch(job):
        return SavedPage(url=url, refused=_explain(response, answer))
    return _follow(client, SavedPage(url=url, job=job, note=note), base, most_wait_s)


def _follow(client: LiveClient, begun: SavedPage, base: str, most_wait_s: float) -> SavedPage:
    """Ask for the job's status until it has ended; an answer that cannot be read is asked for again."""
    clock, hosts = client.settings.clock, frozenset({get_host(base)})
    until = clock.monotonic() + most_wait_s
    last = "it is pending"
    while clock.monotonic() < until:
        clock.sleep(_POLL_S)
        try:
            fetched = client.fetch(
                f"{base}/save/status/{quote(begun.job or '')}", politeness=_POLITENESS, obey_robots=False, token_hosts=hosts
            )
        except FetchError as error:
            last = f"its status was not answered ({error.reason})"
            continue
        response = fetched.exchanges[-1].response
        ended = _end(begun, _read_answer(response), base)
        if ended:
            return ended
        last = "it is pending" if response.status == 200 else f"its status was answered with {response.status}"
    refused = f"the job has not ended after {most_wait_s:.0f} s: {last}; ask for {base}/save/status/{begun.job} later"
    return _refuse(begun, refused)


def _end(begun: SavedPage, answer: dict[str, Any], base: str) -> SavedPage | None:
    """Return how a job ended by its status; None for one that goes on."""
    if answer.get("status") == "error":
        return _refuse(begun, _explain_job(answer))
    if answer.get("status") != "success":
        return None
    timestamp = str(answer.get("timestamp") or "")
    if not _TIMESTAMP.fullmatch(timestamp):
        return _refuse(begun, f"the job ended without the instant of a capture ({timestamp!r})")
    status = answer.get("http_status")
    memento = f"{base}/web/{timestamp}/{answer.get('original_url') or begun.url}"
    status = status if isinstance(status, int) else None
    return SavedPage(url=begun.url, memento=memento, status=status, job=begun.job, note=begun.note)


def _refuse(begun: SavedPage, why: str) -> SavedPage:
    return SavedPage(url=begun.url, job=begun.job, note=begun.note, refused=why)


def _explain_job(answer: dict[str, Any]) -> str:
    code = str(answer.get("status_ext") or "")
    said = str(answer.get("message") or answer.get("exception") or "no reason was given").rstrip(".")
    return " ".join(filter(None, [_HINTS[code] + ":" if code in _HINTS else "", said, f"({code})" if code else ""]))


def _explain(response: Response, answer: dict[str, Any]) -> str:
    """Say why a request for a capture was not accepted."""
    said = str(answer.get("message") or "").rstrip(".")
    if response.status == 401:
        return f"the key was not accepted (401): {said or 'log in'}; check {TOKENS}"
    if response.status == 429:
        wait = find_header(response.headers, "Retry-After")
        return f"too many requests (429); ask again {f'in {wait} s' if wait else 'in some minutes'}"
    if answer.get("status") == "error":
        return _explain_job(answer)
    return f"the Wayback Machine answered {response.status} without a job" + (f": {said}" if said else "")


def _read_answer(response: Response) -> dict[str, Any]:
    """Read a JSON object; an empty one if the answer is none."""
    try:
        read = load_json(decode_content(response))
    except (ParseError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
