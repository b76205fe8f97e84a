"""Make one exchange: one request and one response, within limits of time and bytes, kept exactly as received."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import (
    HTTPError,
    InvalidChunkLength,
    MaxRetryError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.util import Timeout

from pipeline.errors import FetchError, ParseError
from pipeline.fetch.http.fetch_settings import FetchSettings
from pipeline.fetch.http.masking_secrets import mask_head, mask_url
from pipeline.stages.responses.encoding import measure_content
from storage.model import Exchange, Headers, Response

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.8"
_STEP = 1 << 16
"""Bytes read at a time, so that limits of time and size are kept to. Chosen by hand."""
_FIRST_FINAL = 200  # RFC 9110, section 15: 1xx responses precede the final one
_MAX_LENGTH_DIGITS = 15  # of a length in bytes: up to a petabyte
_HTTP = {9: "HTTP/0.9", 10: "HTTP/1.0", 11: "HTTP/1.1"}


class Exchanger:
    """Sends requests over one transport."""

    def __init__(self, adapter: HTTPAdapter, settings: FetchSettings) -> None:
        self._adapter = adapter
        self._settings = settings
        self._verify: bool | str = str(settings.ca_file) if settings.ca_file else True

    def exchange(
        self,
        url: str,
        *,
        agent: str,
        budget_s: float,
        most_bytes: int,
        extra: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Exchange:
        """Send one request, a POST if there is a ``form``. Raises FetchError if no complete response within the limits came."""
        request = _prepare(url, agent, extra or {}, form)
        timeout = Timeout(total=budget_s, connect=min(self._settings.connect_s, budget_s))
        fetched_at = datetime.fromtimestamp(self._settings.clock.now(), UTC)
        with _translate(url):
            answer = self._adapter.send(request, stream=True, timeout=timeout, verify=self._verify)  # type: ignore[arg-type]
            raw: Any = answer.raw
            with ExitStack() as broken:
                broken.callback(raw.close)
                if raw.status is not None and raw.status < _FIRST_FINAL:  # what follows on the connection is of no form we know
                    raise FetchError("malformed answer", f"{mask_url(url)}: status {raw.status} is no final answer.")
                head, peer = raw.connection.sent_head, raw.connection.peer
                body = _read_body(raw, url, most_bytes)
                broken.pop_all()
            raw.release_conn()
        response = Response(url=url, status=raw.status, headers=_read_headers(raw), body=body)
        self._measure(response, most_bytes)
        return Exchange(
            fetched_at=fetched_at,
            request=mask_head(head),
            response=response,
            reason=raw.reason or "",
            protocol=_HTTP.get(raw.version, "HTTP/1.1"),
            address=peer,
        )

    def _measure(self, response: Response, most_bytes: int) -> None:
        try:
            measure_content(response, most_bytes=most_bytes, most_ratio=self._settings.most_ratio)
        except ParseError as error:
            # A damaged body is evidence and is stored; only one that is dangerous to decode is refused.
            if error.reason in ("decompression bomb", "body too large"):
                raise FetchError(error.reason, str(error)) from error


def _prepare(url: str, agent: str, extra: Mapping[str, str], form: Mapping[str, str] | None) -> requests.PreparedRequest:
    request = requests.PreparedRequest()
    request.prepare_method("GET" if form is None else "POST")
    request.url = url
    accepted = _ACCEPT if form is None else "application/json"
    fields = {"User-Agent": agent, "Accept": accepted, "Accept-Encoding": "gzip, deflate, br, zstd", **extra}
    request.headers = CaseInsensitiveDict(fields)
    if form is not None:
        request.prepare_body(dict(form), None)
    return request


def _read_body(raw: Any, url: str, most_bytes: int) -> bytes:
    stated = raw.headers.get("Content-Length", "").strip().lstrip("0")
    if stated.isascii() and stated.isdigit() and (len(stated) > _MAX_LENGTH_DIGITS or int(stated) > most_bytes):
        said = f"{stated[:_MAX_LENGTH_DIGITS]}…" if len(stated) > _MAX_LENGTH_DIGITS else stated
        raise FetchError("body too large", f"{mask_url(url)} announces {said} bytes, more than the limit of {most_bytes}.")
    body = bytearray()  # a list of parts takes fifty times their length if a server sends chunks of one byte
    for part in raw.stream(_STEP, decode_content=False):
        body += part
        if len(body) > most_bytes:
            raise FetchError("body too large", f"{mask_url(url)} sent more than {most_bytes} bytes, the limit.")
    return bytes(body)


def _read_headers(raw: Any) -> Headers:
    """Read the header fields in the order and spelling received, which urllib3's own mapping would merge."""
    return tuple((str(name), str(value)) for name, value in raw._original_response.msg.items())


@contextmanager
def _translate(url: str) -> Iterator[None]:
    """Convert errors of the transport to FetchErrors, each with a reason that the Tally can count."""
    where = mask_url(url)
    try:
        yield
    except (requests.exceptions.SSLError, SSLError) as error:
        raise _name_tls_failure(error, where) from error
    except requests.exceptions.ConnectTimeout as error:
        raise FetchError("connect timeout", f"{where}: no connection in time.") from error
    except (requests.exceptions.ReadTimeout, ReadTimeoutError, TimeoutError) as error:
        raise FetchError("timeout", f"{where}: no whole answer in time.") from error
    except requests.exceptions.ConnectionError as error:
        raise _name_connection_failure(error, where) from error
    except (ProtocolError, http.client.HTTPException) as error:
        raise _name_broken(error, where) from error
    except (requests.exceptions.RequestException, HTTPError, UnicodeError) as error:
        raise FetchError("malformed answer", f"{where}: {_say(error)}.") from error


def _name_tls_failure(error: Exception, where: str) -> FetchError:
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in _chain(error)):
        return FetchError("bad certificate", f"{where}: the certificate was not accepted ({_say(error)}).")
    return FetchError("TLS failed", f"{where}: no encrypted connection came about ({_say(error)}).")


def _name_connection_failure(error: Exception, where: str) -> FetchError:
    causes = list(_chain(error))
    for cause in causes:
        if isinstance(cause, FetchError):
            return cause
    if any(isinstance(cause, NewConnectionError) for cause in causes):
        return FetchError("unreachable", f"{where}: the connection was refused or found no way ({_say(error)}).")
    if any(isinstance(cause, TimeoutError | ReadTimeoutError) for cause in causes):
        return FetchError("timeout", f"{where}: no whole answer in time.")
    return _name_broken(error, where)


def _name_broken(error: Exception, where: str) -> FetchError:
    causes = list(_chain(error))
    for cause in causes:
        if isinstance(cause, InvalidChunkLength) and cause.length:
            break
        if isinstance(cause, http.client.IncompleteRead):
            return FetchError("short body", f"{where}: the body ended too early ({_say(error)}).")
        if isinstance(cause, ConnectionError | TimeoutError):
            return FetchError("connection broken", f"{where}: the connection broke ({_say(error)}).")
    if "timed out" in str(error):
        return FetchError("timeout", f"{where}: no whole answer in time.")
    return FetchError("malformed answer", f"{where}: what was sent is not HTTP ({_say(error)}).")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and all that it wraps: arguments, reasons, causes and contexts."""
    seen: set[int] = set()
    open_: list[BaseException | None] = [error]
    while open_:
        current = open_.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        open_ += [each for each in current.args if isinstance(each, BaseException)]
        open_ += [current.reason] if isinstance(current, MaxRetryError) else []
        open_ += [current.__cause__, current.__context__]


def _say(error: BaseException) -> str:
    deepest = list(_chain(error))[-1]
    return mask_url(str(deepest) or type(deepest).__name__)[:300]
