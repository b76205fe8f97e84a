"""What a response really is: the status code is one witness among several, and official words must not be taken for errors."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.stages.responses.encoding import decode_content
from pipeline.stages.responses.status import Judgement, judge_redirect
from storage.model import EffectiveStatus, Response
from tests.material import SHARED
from tests.words import judge_response

PAGES = SHARED / "pages"
ASKED = "https://ministry.example/news/2020/10/27/statement"
BODY = "<p>The Ministry condemns the shelling of residential areas and calls on all parties to honour the ceasefire.</p>"


def judge(
    body: str = "", *, status: int | None = 200, url: str = ASKED, location: str | None = None, **headers: str
) -> Judgement:
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    content = body.encode()
    return judge_response(Response(url=url, status=status, headers=fields, body=content, location=location), content)


def page(title: str, body: str, *, menu: int = 0) -> str:
    links = '<a href="/">One of the many entries of a menu</a> ' * menu
    return f"<!doctype html><html><head><title>{title}</title></head><body>{links}{body}</body></html>"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (301, "error"), (304, "empty"), (400, "error"), (401, "login"), (403, "blocked"), (404, "gone"), (410, "gone"),
        (429, "blocked"), (451, "blocked"), (500, "error"), (502, "error"), (503, "error"), (999, "blocked"),
    ],
)  # fmt: skip
def test_a_status_code_of_failure_is_believed(status: int, expected: str) -> None:
    judgement = judge(page("Statement", BODY), status=status)
    assert judgement.status == expected
    assert str(status) in judgement.why


MASKS: list[tuple[str, str, str]] = [
    ("blocked", "Just a moment...", "<script>window._cf_chl_opt={};</script>"),
    ("blocked", "Attention Required! | Cloudflare", "<p>Sorry, you have been blocked</p>"),
    ("blocked", "Access Denied", "<h1>Access Denied</h1>"),
    ("blocked", "Human Verification", ""),
    ("blocked", "", "<p>The requested URL was rejected. Please consult with your administrator. Your support ID is: 1</p>"),
    ("blocked", "", "<iframe src='/_Incapsula_Resource?x=1'></iframe>Request unsuccessful. Incapsula incident ID: 1"),
    ("blocked", "Contoso DNS Filter Portal", "<p>This site is in the category: unknown</p>"),
    ("blocked", "Technical Difficulties", "<p>We’re sorry. Please try again in a few moments. Exception: forbidden</p>"),
    ("blocked", "Error: Access Denied", ""),
    ("blocked", "ERROR: The request could not be satisfied", "<h1>403 ERROR</h1><p>Request blocked. We can’t connect</p>"),
    ("blocked", "Making sure you’re not a bot!", "<p>Loading...</p>"),
    ("blocked", "Доступ ограничен", "<p>Доступ к сайту временно ограничен</p>"),
    ("soft_404", "Page not found - Ministry of Example", BODY * 30),
    ("soft_404", "404 | Ministry", BODY * 30),
    ("soft_404", "Ministry", "<h1>Page Not Found</h1>" + BODY * 30),
    ("soft_404", "Страница не найдена — Министерство", ""),
    ("soft_404", "Nazirlik", "<h1>Səhifə tapılmadı</h1>"),
    ("soft_404", "Ошибка 404. Страница не найдена", ""),
    ("soft_404", "We can’t find the page you’re looking for - Ministry", ""),
    ("soft_404", "Ministry", "<p>The page you are looking for may have been moved or deleted.</p>"),
    ("error", "502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>"),
    ("error", "Ministry", "<p>The site is currently undergoing scheduled maintenance.</p>"),
    ("error", "Ministry", "<h2>We’ll be back shortly.</h2>"),
    ("error", "Ministry - the site is experiencing technical difficulties", ""),
    ("error", "Ministry", "Fatal error: Uncaught PDOException in /srv/index.php on line 3"),
    ("error", "", "upstream connect error or disconnect/reset before headers"),
    ("error", "Ministry", "<p>The website encountered an unexpected error. Please try again later.</p>"),
    ("error", "example.example domain is for sale", "<p>Buy it</p>"),
    ("login", "Sign in to your account", "<form><input type='password'></form>"),
    ("login", "Extranet", "<form><label>Name</label><input name=p type=password></form>"),
    ("empty", "Ministry", "<div id=app></div><script src=/app.js></script>"),
    ("empty", "Ministry", "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>"),
]


@pytest.mark.parametrize(("expected", "title", "body"), MASKS)
def test_a_page_of_status_200_is_unmasked_by_what_it_says(expected: str, title: str, body: str) -> None:
    assert judge(page(title, body)).status == expected


ARTICLES: list[tuple[str, str]] = [
    ("Humanitarian access has been denied, says the Ministry", "<p>Access to the region is blocked. Access was denied.</p>"),
    ("Statement on the blocked road | Ministry", "<p>The road has been blocked since Monday. Access is restricted.</p>"),
    ("The aircraft had technical difficulties", "<p>The visit was postponed due to technical difficulties.</p>"),
    ("Commission finds: 404 cases not resolved", "<p>404 families have not been found housing.</p>"),
    ("Maintenance of the water network", "<p>The network is under maintenance until Friday.</p>"),
    ("On the security of the capital", "<p>The Minister was denied entry; the page of history is turned.</p>"),
    ("Login", BODY * 30),
]


@pytest.mark.parametrize(("title", "body"), ARTICLES)
def test_official_words_about_denial_and_difficulty_stay_content(title: str, body: str) -> None:
    assert judge(page(title, body)).status is EffectiveStatus.CONTENT


def test_a_contact_form_with_a_captcha_does_not_make_an_article_a_challenge() -> None:
    assert judge(page("Statement", BODY * 10 + '<div class="g-recaptcha"></div>')).status is EffectiveStatus.CONTENT


def test_a_firewall_names_itself_in_a_header() -> None:
    assert judge(status=202, x_amzn_waf_action="challenge").status is EffectiveStatus.BLOCKED
    assert judge(page("", ""), status=503, cf_mitigated="challenge").status is EffectiveStatus.BLOCKED


def test_a_challenge_behind_a_server_error_is_a_block() -> None:
    assert judge(page("Just a moment...", ""), status=503).status is EffectiveStatus.BLOCKED


def test_an_empty_body_is_empty() -> None:
    assert judge("", content_type="text/html").status is EffectiveStatus.EMPTY
    assert judge(" \n\n", content_length="3").status is EffectiveStatus.EMPTY
    assert judge("", status=204).status is EffectiveStatus.EMPTY


def test_an_api_that_answers_with_an_error_is_an_error() -> None:
    assert judge('{"code": "rest_no_route", "message": "No route", "data": {"status": 404}}').status is EffectiveStatus.ERROR
    assert judge('{"title": "Statement", "details": {"body": "words"}}').status is EffectiveStatus.CONTENT


def test_bytes_without_a_status_are_judged_by_what_they_say() -> None:
    assert judge(page("Access Denied", ""), status=None).status is EffectiveStatus.BLOCKED
    assert judge(page("Statement", BODY), status=None).status is EffectiveStatus.CONTENT
    assert judge("A plain text of the Ministry.", status=None).status is EffectiveStatus.CONTENT


@pytest.mark.parametrize("body", [b"%PDF-1.7 \x00\x00", b"PK\x03\x04 archive", b"\x89PNG\r\n\x1a\n"])
def test_a_binary_document_is_content(body: bytes) -> None:
    assert judge_response(Response(url=ASKED, status=200, headers=(), body=body), body).status is EffectiveStatus.CONTENT


REDIRECTS: list[tuple[str, str | None, str | None]] = [
    (ASKED, "https://ministry.example/", "soft_404"),
    (ASKED, "https://www.ministry.example/en/home.aspx", "soft_404"),
    ("https://ministry.example/index.php?id=5", "https://ministry.example/", "soft_404"),
    (ASKED, "https://ministry.example/404", "soft_404"),
    (ASKED, "https://ministry.example/errors/500.html", "error"),
    (ASKED, "https://login.ministry.example/sso/start", "login"),
    (ASKED, "https://unblock.register.example/", "blocked"),
    (ASKED, "https://www.ministry.example/en/news/2020/10/27/statement", None),
    (ASKED, None, None),
    ("http://ministry.example/", "https://www.ministry.example/en/", None),
    ("https://ministry.example/login/news", "https://ministry.example/login/news/1", None),
]


@pytest.mark.parametrize(("asked", "answered", "expected"), REDIRECTS)
def test_where_a_redirect_led_tells_what_became_of_the_page(asked: str, answered: str | None, expected: str | None) -> None:
    judgement = judge_redirect(asked, answered)
    assert (judgement.status.value if judgement else None) == expected


def test_a_page_after_a_redirect_to_the_home_page_is_no_content() -> None:
    judgement = judge(page("Ministry", BODY * 20), location="https://ministry.example/")
    assert (judgement.status, judgement.why) == (EffectiveStatus.SOFT_404, "redirected to the home page")


WAYBACK = "https://web.archive.org/web/20201027100000id_/https://ministry.example/news/1"


def test_an_answer_of_the_wayback_machine_without_a_memento_date_is_no_memento() -> None:
    excluded = page("Wayback Machine", "<p>Sorry. This URL has been excluded from the Wayback Machine.</p>", menu=60)
    sent_on = page("", "<p>Got an HTTP 302 response at crawl time</p><p>Redirecting to...</p>", menu=60)
    assert judge(excluded, url=WAYBACK, x_app_server="wwwb").status is EffectiveStatus.BLOCKED
    assert judge(sent_on, url=WAYBACK, x_app_server="wwwb").status is EffectiveStatus.ERROR
    assert judge(page("", "<p>Anything else</p>", menu=60), url=WAYBACK, x_app_server="wwwb").status is EffectiveStatus.ERROR


def test_the_wayback_machine_s_own_pages_are_known_without_their_headers() -> None:
    excluded = page("Wayback Machine", "<p>Sorry. This URL has been excluded from the Wayback Machine.</p>", menu=60)
    missing = page("Internet Archive Wayback Machine", "<p>The Wayback Machine has not archived that URL.</p>", menu=60)
    assert judge(excluded, status=None).status is EffectiveStatus.BLOCKED
    assert judge(missing, status=None).status is EffectiveStatus.SOFT_404
    assert judge(page("Statement", BODY, menu=60), url=WAYBACK).status is EffectiveStatus.CONTENT


def test_a_memento_is_judged_as_the_page_it_was() -> None:
    dated: dict[str, Any] = {"memento_datetime": "Tue, 27 Oct 2020 10:00:00 GMT"}
    assert judge(page("Statement", BODY), url=WAYBACK, **dated).status is EffectiveStatus.CONTENT
    assert judge(page("Page not found", ""), url=WAYBACK, **dated).status is EffectiveStatus.SOFT_404


def test_an_answer_known_only_by_its_head_is_judged_by_title_and_length() -> None:
    response = Response(url=ASKED, status=200, headers=(("content-type", "text/html"),), body=b"")
    assert judge_response(response, b"", title="Statement | Ministry", length=90_000).status is EffectiveStatus.CONTENT
    assert judge_response(response, b"", title="Contoso DNS Filter", length=574).status is EffectiveStatus.BLOCKED


@pytest.mark.shared
def test_real_failures_and_mementos_are_judged_right_for_at_least_95_in_100() -> None:
    gold = {row["file"]: row for row in _read_rows("gold.jsonl") if row["kind"] in ("failure", "memento") and row["verdict"]}
    rows = [row for row in _read_rows("manifest.jsonl") if row["file"] in gold]
    right = [_judge_row(row) == gold[row["file"]]["verdict"] for row in rows]
    assert len(right) == len(gold)
    assert sum(right) >= 0.95 * len(gold)


@pytest.mark.shared
def test_no_real_page_is_taken_for_a_failure() -> None:
    kinds = {row["file"]: row["kind"] for row in _read_rows("gold.jsonl")}
    rows = [
        row for row in _read_rows("manifest.jsonl") if kinds.get(row["file"]) in ("statement", "transcript", "listing", "feed")
    ]
    assert [row["file"] for row in rows if _judge_row(row) != "content"] == []


def _read_rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (PAGES / name).read_text(encoding="utf-8").splitlines()]


def _judge_row(row: dict[str, Any]) -> str:
    response = Response(
        url=row["url"] or f"https://{row['site']}/",
        status=row.get("status"),
        headers=tuple((row.get("headers") or {}).items()),
        body=b"" if row.get("body") is False else (PAGES / row["file"]).read_bytes(),
        location=row.get("final_url"),
    )
    found = judge_response(response, decode_content(response), title=row.get("title"), length=row.get("content_length")).status
    return {"soft_404": "soft-404", "gone": "error", "empty": "error", "login": "blocked"}.get(found, found.value)
