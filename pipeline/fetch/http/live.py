"""Fetch from the network, politely: robots.txt, pace, conditional requests, retries, redirects, and limits on everything."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import TracebackType

from pipeline.declarations import Politeness
from pipeline.errors import FetchError, ParseError
from pipeline.fetch.http.breaker import Breaker, Pass
from pipeline.fetch.http.cookies import ChainCookies
from pipeline.fetch.http.credentials import choose_scheme, choose_token
from pipeline.fetch.http.exchanging import Exchanger
from pipeline.fetch.http.fetch_settings import FetchSettings
from pipeline.fetch.http.fetchlog import FetchLog
from pipeline.fetch.http.masking_secrets import mask_url
from pipeline.fetch.http.pace import Pace
from pipeline.fetch.http.public_addresses import Guard, check_url, follow, get_host
from pipeline.fetch.http.retrying import PASSING_REASONS, PASSING_STATUSES, choose_backoff, read_retry_after
from pipeline.fetch.http.robots import MOST_BYTES, Robots, RobotsAnswer
from pipeline.fetch.http.wire import GuardedAdapter
from pipeline.shared import SharedState, open_shared
from pipeline.stages.responses.encoding import decode_content, decode_text
from pipeline.stages.responses.status import REDIRECTS
from storage.captures.http import find_header
from storage.model import Exchange, LeadReason

_TROUBLE = frozenset({403, 429})
"""The status codes below 500 by which a host turns requests away: forbidden, and too many."""
_TOO_LARGE = dict.fromkeys(("body too large", "decompression bomb"), "robots.txt too large")
"""The limits that a robots.txt may exceed, and how a lead that it concerns ends: the page itself was not asked for."""

_OUR_OWN_LIMITS = frozenset({"refused address", "body too large", "decompression bomb"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """The validators (RFC 9110, section 8.8) of the stored capture of an address, as its server sent them."""

    etag: str | None = None
    last_modified: str | None = None


FindValidators = Callable[[str], Validators | None]
"""Finds the validators of an address; None if nothing is stored of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The result of a fetch: the exchanges in order, redirects first.

    ``not_modified`` says that the last address answered 304; that response is not among the exchanges. ``url`` is the address
    that answered last.
    """

    url: str
    exchanges: tuple[Exchange, ...]
    not_modified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tools:
    """What the fetches of one client share."""

    settings: FetchSettings
    state: SharedState
    exchanger: Exchanger
    pace: Pace
    robots: Robots
    breaker: Breaker
    log: FetchLog
    dice: random.Random


class LiveClient:
    """A client of the live network, as a context manager; its methods may be called from several threads."""

    def __init__(self, settings: FetchSettings) -> None:
        self.settings = settings
        guard = Guard(allowed=settings.allowed, addresses=settings.addresses)
        self._adapter = GuardedAdapter(
            guard, stall_s=settings.stall_s, hosts=settings.pool_hosts, connections=settings.pool_connections
        )
        state = open_shared(settings.state, settings.shared, settings.clock)
        self._tools = _Tools(
            settings=settings,
            state=state,
            exchanger=Exchanger(self._adapter, settings),
            pace=Pace(state, settings.clock),
            robots=Robots(state, self._ask_robots),
            breaker=Breaker(
                state,
                settings.clock,
                failures=settings.breaker_failures,
                rest_s=settings.breaker_rest_s,
                patience_s=settings.most_patience_s,
            ),
            log=FetchLog(settings.log),
            dice=random.Random(),  # noqa: S311  # jitter, no secret
        )

    def __enter__(self) -> LiveClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._adapter.close()
        self._tools.log.close()
        self._tools.state.close()

    def fetch(
        self,
        url: str,
        *,
        politeness: Politeness | None = None,
        find_validators: FindValidators | None = None,
        obey_robots: bool = True,
        token_hosts: Collection[str] = (),
        follow_redirects: bool = True,
    ) -> Fetched:
        """Fetch an address and follow redirects; each hop is checked, paced and kept.

        Responses of any status are returned, after retries if the failure may be temporary. Raises FetchError if no response
        came or the address may not be requested; its ``exchanges`` are the hops that did answer. ``obey_robots`` False is for
        interfaces made for programs. ``token_hosts`` are the hosts that may be sent their token
        (``credentials.choose_token``). Without ``follow_redirects`` a redirect is the response.
        """
        fetch = _Fetch(self._tools, politeness or Politeness(), find_validators, obey_robots, token_hosts)
        return self._run(fetch, url, follow_redirects=follow_redirects)

    def post(
        self, url: str, form: Mapping[str, str], *, politeness: Politeness | None = None, token_hosts: Collection[str] = ()
    ) -> Fetched:
        """Send a form to an interface made for programs: once, without redirects or robots.txt. Raises as ``fetch``."""
        fetch = _Fetch(self._tools, politeness or Politeness(), None, False, token_hosts, form)
        return self._run(fetch, url, follow_redirects=False)

    def _run(self, fetch: _Fetch, url: str, *, follow_redirects: bool) -> Fetched:
        started = self.settings.clock.now()
        try:
            fetched = fetch.follow(check_url(url), most_hops=self.settings.most_hops if follow_redirects else 0)
        except FetchError as error:
            fetch.write_log(url, started, reason=error.reason)
            raise FetchError(error.reason, str(error), exchanges=tuple(fetch.exchanges)) from error
        fetch.write_log(url, started, reason=LeadReason.NOT_MODIFIED if fetched.not_modified else None)
        return fetched

    def _ask_robots(self, url: str) -> RobotsAnswer:
        """Fetch a robots.txt, which needs no permission itself."""
        politeness = Politeness(delay_s=0.0, deadline_s=30.0, max_bytes=MOST_BYTES)
        try:
            fetched = self.fetch(url, politeness=politeness, obey_robots=False)
            response = fetched.exchanges[-1].response
            text = decode_text(decode_content(response), headers=response.headers)
        except (FetchError, ParseError) as error:
            return RobotsAnswer(status=None, failure=_TOO_LARGE.get(error.reason, error.reason))
        return RobotsAnswer(status=response.status, text=text)


class _Fetch:
    """One fetch in progress: its hops so far, and its remaining time."""

    def __init__(
        self,
        tools: _Tools,
        politeness: Politeness,
        find_validators: FindValidators | None,
        obey_robots: bool,
        token_hosts: Collection[str],
        form: Mapping[str, str] | None = None,
    ) -> None:
        self._token_hosts, self._asked, self._form = token_hosts, "", form
        self._tools, self._settings = tools, tools.settings
        self._politeness, self._find_validators, self._obey_robots = politeness, find_validators, obey_robots
        self._agent = politeness.user_agent or self._settings.user_agent
        self._until = self._settings.clock.monotonic() + politeness.deadline_s
        self.exchanges: list[Exchange] = []
        self._cookies = ChainCookies()
        self._attempts = 0
        self._waited_s = 0.0

    def follow(self, url: str, *, most_hops: int) -> Fetched:
        """Request an address, then each redirect target; with no hops a redirect is the response.

        An address that redirects to itself is asked again if the redirect set a cookie.
        """
        self._asked = url
        seen: set[tuple[str, str | None]] = {(url, None)}
        for _ in range(most_hops + 1):
            exchange = self._ask(url)
            if exchange.response.status == 304:
                if not self._validators(url):
                    raise FetchError("malformed answer", f"{mask_url(url)}: not modified (304) for an unconditional request.")
                return Fetched(url=url, exchanges=tuple(self.exchanges), not_modified=True)
            self.exchanges.append(exchange)
            location = find_header(exchange.response.headers, "Location")
            if exchange.response.status not in REDIRECTS or not location or not most_hops:
                return Fetched(url=url, exchanges=tuple(self.exchanges))
            self._cookies.keep(url, exchange.response.headers)
            url = follow(url, location)
            asked = (url, self._cookies.write(url))
            if asked in seen:
                raise FetchError("redirect loop", f"{mask_url(url)} redirects to where it was redirected from.")
            seen.add(asked)
        raise FetchError("too many redirects", f"{mask_url(url)}: more than {most_hops} redirects in a row.")

    def write_log(self, url: str, started: float, *, reason: str | None) -> None:
        """Write the fetch's line in the log."""
        last = self.exchanges[-1] if self.exchanges else None
        ended = self._settings.clock.now()
        self._tools.log.write(
            url,
            at=started,
            status=last.response.status if last and reason is None else None,
            reason=reason,
            bytes=sum(len(exchange.response.body) for exchange in self.exchanges),
            hops=len(self.exchanges) or None,
            attempts=self._attempts,
            waited_s=round(self._waited_s, 3),
            took_s=round(ended - started - self._waited_s, 3),
            answered=last.response.url if last and last.response.url != url else None,
            address=last.address if last else None,
        )

    def _ask(self, url: str) -> Exchange:
        """Request one address until it gives a final response, and report the result to the breaker."""
        delay_s = self._find_delay(url)
        entered = self._enter(get_host(url))
        well: bool | None = None
        try:
            came = self._ask_again(url, entered, delay_s)
            well = _went_well(came)
        finally:
            self._tools.breaker.record(entered, well=well)
        if isinstance(came, FetchError):
            raise came
        return came

    def _ask_again(self, url: str, entered: Pass, delay_s: float) -> Exchange | FetchError:
        """Retry until patience, attempts or time are used up; a probe makes one attempt.

        An attempt that ends only because this fetch's time is up says nothing about the server: the result before it counts.
        """
        before: Exchange | FetchError | None = None
        attempt = 0
        while True:
            attempt += 1
            self._wait_for_turn(entered.host, delay_s)
            came = self._attempt(url)
            if before and self._ran_out(came):
                return before
            if entered.probe or self._form or not _may_pass(came) or not self._wait_to_retry(entered.host, attempt, came):
                return came
            before = came

    def _attempt(self, url: str) -> Exchange | FetchError:
        try:
            return self._exchange(url)
        except FetchError as error:
            return error

    def _enter(self, host: str) -> Pass:
        """Get permission from the breaker; waiting for the host's pause does not count against this fetch's own time."""
        entered = self._tools.breaker.enter(host, within_s=self._settings.most_crawl_delay_s + self._politeness.deadline_s)
        self._until += entered.waited_s
        self._waited_s += entered.waited_s
        return entered

    def _ran_out(self, came: Exchange | FetchError) -> bool:
        late = self._settings.clock.monotonic() >= self._until
        return late and isinstance(came, FetchError) and came.reason in ("timeout", "connect timeout", "name look-up timed out")

    def _exchange(self, url: str) -> Exchange:
        self._attempts += 1
        budget_s = self._until - self._settings.clock.monotonic()
        if budget_s <= 0:
            raise FetchError("timeout", f"{mask_url(url)}: the {self._politeness.deadline_s:g} s for this fetch are used up.")
        return self._tools.exchanger.exchange(
            url,
            agent=self._agent,
            budget_s=budget_s,
            most_bytes=self._politeness.max_bytes,
            extra=self._validators(url) | self._credentials(url) | self._sent_cookies(url),
            form=self._form,
        )

    def _validators(self, url: str) -> dict[str, str]:
        known = self._find_validators(url) if self._find_validators else None
        fields = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
        return {name: value for name, value in fields.items() if value}

    def _credentials(self, url: str) -> dict[str, str]:
        token = choose_token(self._settings.tokens, url, asked=self._asked, hosts=self._token_hosts)
        return {"Authorization": f"{choose_scheme(url)} {token}"} if token else {}

    def _sent_cookies(self, url: str) -> dict[str, str]:
        cookies = self._cookies.write(url)
        return {"Cookie": cookies} if cookies else {}

    def _find_delay(self, url: str) -> float:
        """Find the delay between requests to a host; reading its robots.txt does not count against this fetch's own time."""
        started = self._settings.clock.monotonic()
        asked = self._tools.robots.check(url, self._agent) if self._obey_robots else None
        self._until += self._settings.clock.monotonic() - started
        return max(self._politeness.delay_s, min(asked or 0.0, self._settings.most_crawl_delay_s))

    def _wait_for_turn(self, host: str, delay_s: float) -> None:
        """Wait for the host's next free slot, which does not count against this fetch's own time."""
        waited_s = self._tools.pace.take(host, delay_s, patience_s=self._settings.most_patience_s)
        self._until += waited_s
        self._waited_s += waited_s

    def _wait_to_retry(self, host: str, attempt: int, came: Exchange | FetchError) -> bool:
        """Wait before another attempt; False if there will be none."""
        settings = self._settings
        backoff_s = choose_backoff(attempt, base_s=settings.backoff_s, most_s=settings.most_backoff_s, dice=self._tools.dice)
        if isinstance(came, Exchange):
            stated = find_header(came.response.headers, "Retry-After")
            asked_s = read_retry_after(stated, now_s=settings.clock.now())
            if asked_s is not None:
                backoff_s = min(asked_s, settings.most_retry_after_s)
                self._tools.pace.pause(host, backoff_s)
        left_s = self._until - settings.clock.monotonic()
        if attempt >= settings.attempts or backoff_s >= left_s or self._tools.breaker.is_open(host):
            return False
        settings.clock.sleep(backoff_s)
        return True


def _may_pass(came: Exchange | FetchError) -> bool:
    if isinstance(came, FetchError):
        return came.reason in PASSING_REASONS
    return came.response.status in PASSING_STATUSES


def _went_well(came: Exchange | FetchError) -> bool | None:
    """Judge a host by its response; None if a limit of ours prevented one."""
    if isinstance(came, FetchError):
        return None if came.reason in _OUR_OWN_LIMITS else False
    status = came.response.status or 0
    return status < 500 and status not in _TROUBLE
