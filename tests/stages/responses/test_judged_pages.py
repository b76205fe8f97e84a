"""Every status code, and pages of many kinds and lengths: what each response is said to be, and why.

See `tests.expected` for ``whole/*.expected.txt``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.stages.responses.encoding import decode_text, find_unmarked
from pipeline.stages.responses.status import judge_redirect
from storage.model import Response
from tests.expected import expect
from tests.words import judge_response

FOLDER = Path(__file__).parent / "whole"
ASKED = "https://ministry.example/news/1"
MEMENTO = "https://web.archive.org/web/20201027100000id_/https://ministry.example/news/1"
WORDS = "The Ministry condemns the shelling of residential areas and calls on all parties to honour the ceasefire. "


def judge(body: str | bytes, *, status: int | None = 200, url: str = ASKED, location: str | None = None, **headers: Any) -> str:
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    content = body.encode() if isinstance(body, str) else body
    judged = judge_response(Response(url=url, status=status, headers=fields, body=content, location=location), content)
    return f"{judged.status}: {judged.why}"


def page(title: str, body: str, letters: int = 0) -> str:
    """Make a page that shows at least so many letters."""
    filled = body + "<p>" + (WORDS * (letters // len(WORDS) + 1))[:letters] + "</p>" * bool(letters)
    return f"<!doctype html><html><head><title>{title}</title></head><body>{filled}</body></html>"


PAGES = {
    "page": page("Statement", "<h1>Statement</h1>", 600),
    "challenge": page("Just a moment...", "<script>window._cf_chl_opt={};</script>"),
    "nothing": "",
}


def test_every_status_code_is_judged_with_each_kind_of_page() -> None:
    def tell() -> Iterator[str]:
        for name, body in PAGES.items():
            codes = ((code, judge(body, status=code)) for code in (None, *range(100, 600), 999, 1000))
            # A code that is told by its number alone is the usual case; neighbours that are told alike are one line.
            for said, alike in itertools.groupby(codes, key=lambda each: each[1].replace(str(each[0]), "N")):
                of = [code for code, _ in alike]
                yield f"{name} {of[0]}-{of[-1]}: {said}"

    expect(FOLDER / "codes.expected.txt", tell())


TITLES = """Statement
404
404 - Page
Error 404: not found
Page not found | Ministry
Not Found
403 Forbidden
Forbidden
Access Denied
Access denied to the region
Attention Required! | Cloudflare
Just a moment...
Security check
Please wait
One moment, please
Sign in
Log in - Ministry
Login
500 Internal Server Error
502 Bad Gateway
Service Unavailable
Error
Fehler
Site maintenance
Under maintenance
Coming soon
Страница не найдена
Доступ запрещен
Seite nicht gefunden
Page introuvable
Página no encontrada
Sayfa bulunamadı
页面不存在
Home
Ministry
""".splitlines()
BODIES = """<p>Checking your browser before you go on. One moment.</p>
<p>Checking your browser.</p>
<p>Please enable cookies and JavaScript.</p>
<p>Please wait while we verify that you are human.</p>
<p>Your request was blocked. Incident ID: 123</p>
<p>The page you are looking for does not exist.</p>
<p>could not connect to the database</p>
<p>ORA-12541: TNS no listener</p>
<p>Warning: mysql_connect() in x.php on line 3</p>
<form><input type=password></form>
<form><input name=q></form>
<div class="g-recaptcha"></div>
<script>window.__NEXT_DATA__ = {}</script>
<meta http-equiv="refresh" content="0; url=/home">
<noscript>Turn on scripts</noscript><div id=root></div>
<p>Error 1020. Access denied.</p>
<p>DDoS protection by Guard</p>
<p>You have been rate limited. Too many requests.</p>
<p>The site is under maintenance. Please try again later.</p>
<p>Traceback (most recent call last)</p>
<p>HTTP 404</p>
<p>This page has moved.</p>
""".splitlines()
LENGTHS = (0, 200, 299, 300, 301, 399, 400, 401, 1300, 1499, 1500, 1501, 5900, 5999, 6000, 6001, 7000)


def test_titles_and_words_unmask_a_page_up_to_a_length() -> None:
    def tell() -> Iterator[str]:
        for title, body in [*((title, "") for title in TITLES), *(("Ministry", body) for body in BODIES)]:
            judged = ((letters, judge(page(title, body, letters))) for letters in LENGTHS)
            for said, alike in itertools.groupby(judged, key=lambda each: each[1]):
                of = [letters for letters, _ in alike]
                yield f"{title} {body} {of[0]}-{of[-1]}: {said}"

    expect(FOLDER / "pages.expected.txt", tell())


OTHERS: dict[str, str | bytes] = {
    "blanks": " \n ",
    "text": "A plain text of the Ministry.",
    "long text": WORDS * 20,
    "pdf": b"%PDF-1.7 \0\0\0",
    "noughts": b"a\0\0\0b",
    "late noughts": b"a" * 600 + b"\0\0\0",
    "xhtml": "<?xml version='1.0'?><html><body><p>One moment. Checking your browser.</p></body></html>",
    "xml": "<?xml version='1.0'?><list>404</list>",
    "rss": "<rss><title>Page not found</title></rss>",
    "fragment": "<p>HTTP 404</p>",
    "error": '{"error": "no route"}',
    "message": '{"code": 1, "message": "no"}',
    "message alone": '{"message": "no"}',
    "error and more": '{"error": "no", "text": "words"}',
    "list": '[{"error": "no"}]',
    "broken": '{"error": ',
    "marked": "\ufeff<html><title>404</title></html>",
}
HEADERS: list[dict[str, Any]] = [
    {},
    {"cf_mitigated": "challenge"},
    {"cf_mitigated": "no"},
    {"x_amzn_waf_action": "CAPTCHA"},
    {"x_sucuri_block": "x"},
    {"x_datadome_response": "403"},
    {"content_length": "9000"},
    {"content_length": "8000"},
    {"content_length": "0"},
    {"content_length": "-1"},
    {"content_length": "٣"},
    {"transfer_encoding": "chunked"},
]


def test_what_is_no_page_is_judged_by_what_it_is() -> None:
    def tell() -> Iterator[str]:
        yield from (f"{name}: {judge(body)}" for name, body in OTHERS.items())
        yield from (f"{headers}: {judge('', **headers)}" for headers in HEADERS)
        yield from (f"{headers} 404: {judge('', status=404, **headers)}" for headers in HEADERS)

    expect(FOLDER / "others.expected.txt", tell())


def test_an_answer_of_which_only_the_length_and_title_are_known_is_judged() -> None:
    def tell() -> Iterator[str]:
        bare = Response(url=ASKED, status=200, headers=(), body=b"")
        for title in (None, "Statement", "404", "Error", "Login", "Access Denied", "x" * 1001):
            for length in (None, 0, 1, 7999, 8000, 8001):
                judged = judge_response(bare, b"", title=title, length=length)
                yield f"{title and title[:20]} {length}: {judged.status}: {judged.why}"

    expect(FOLDER / "lengths.expected.txt", tell())


LED = """/ /index.html /en/ /en/home.aspx /news/1?x=1 /404 /not-found /notfound.html /missing/ /missingpersons /error
/errors/500.html /500 /5000 /sorry /login /log-in/ /loginas /sso/start /cas/x /case/x /oauth2/a /blocked
/unblock /captcha/ /denied /news/2 /default.html /welcome /en /eng-us/ /?q=1 /maintenance /authorize
/signin.html /page-not-found""".split()


def test_where_a_redirect_led_is_judged_by_both_addresses() -> None:
    def tell() -> Iterator[str]:
        for asked in ("/news/1", "/", "/?p=1", "/login/news", "/404/a", "/error/a", "/blocked/a"):
            for led in LED:
                judged = judge_redirect(f"https://m.example{asked}", f"https://m.example{led}")
                yield f"{asked} to {led}: {f'{judged.status}: {judged.why}' if judged else 'nothing'}"

    expect(FOLDER / "redirects.expected.txt", tell())


WAYBACK = """<p>This URL has been excluded from the Wayback Machine.</p>
<p>Page cannot be displayed due to robots.txt</p>
<p>Got an HTTP 302 response at crawl time</p>
<p>The Wayback Machine has not archived that URL.</p>
<p>The Wayback Machine is temporarily offline</p>
<p>Anything else</p>""".splitlines()


MARKED: tuple[dict[str, Any], ...] = ({}, {"x_app_server": "w"}, {"memento_datetime": "x", "x_app_server": "w"})


def test_the_wayback_machine_s_own_pages_are_told_from_mementos() -> None:
    def tell() -> Iterator[str]:
        for body, url, title, headers, letters in itertools.product(
            WAYBACK,
            (ASKED, MEMENTO),
            ("Statement", "Wayback Machine", "Internet Archive: Wayback Machine"),
            MARKED,
            (0, 7000),
        ):
            judged = judge(page(title, body, letters), url=url, **headers)
            yield f"{body} {url[8:11]} {title} {' '.join(headers)} {letters}: {judged}"

    expect(FOLDER / "wayback.expected.txt", tell())


TEXTS = {
    "english": "“Words are kept”, said the minister — and not more than that, he added.",
    "french": "« Les mots sont gardés », a dit la ministre à côté, été comme hiver, où qu’elle soit.",
    "polish": "Słowa są zachowane, powiedział minister w środę w Łodzi, gdzie żółta łódź czeka.",
    "turkish": "Sözler saklanır, dedi bakan; şöyle ekledi: çok güzel bir gün, İstanbul ışıl ışıl.",
    "russian": "Слова сохраняются, сказал министр в среду, и добавил, что больше ничего не скажет.",
    "chinese": "部长说：大桥将继续关闭到春天。我们检查了每一颗螺栓。",
    "greek": "Οι λέξεις φυλάσσονται, είπε ο υπουργός.",
}
CODES = (
    "utf-8 utf-16 utf-16-le utf-16-be utf-8-sig cp1252 cp1250 cp1254 cp1251 koi8-r gb18030 shift_jis iso-8859-1 cp1253".split()
)
CLAIMS = (None, "utf-8", "iso-8859-1", "windows-1252", "windows-1251", "gb2312", "utf-16", "iso-2022-jp", "nonsense")


def make_page(
    text: str, code: str, language: str, claim: str | None, *, meta: bool
) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    stated = f'<meta charset="{claim}">' if claim and meta else ""
    body = f'<html lang="{language}"><head>{stated}<title>t</title></head><body><p>{text}</p></body></html>'
    headers = (("Content-Type", f"text/html; charset={claim}"),) if claim and not meta else ()
    return body.encode(code, "ignore"), headers


@pytest.mark.parametrize("name", TEXTS)
def test_bytes_in_any_code_under_any_claim_become_text(name: str) -> None:
    def tell() -> Iterator[str]:
        for code in CODES:
            said: dict[str, list[str]] = {}
            for claim, meta in itertools.product(CLAIMS, (True, False)):
                body, headers = make_page(TEXTS[name], code, name[:2], claim, meta=meta)
                read = decode_text(body, headers=headers)
                words = read.partition("<p>")[2].partition("</p>")[0] or read[:60]
                said.setdefault(f"{words} {find_unmarked(body)}", []).append(f"{claim}{' in the head' * meta}")
            yield from (f"{code} {', '.join(claims)}: {words!r}" for words, claims in said.items())

    expect(FOLDER / f"code-{name}.expected.txt", tell())


BROKEN = {
    "an island": "Words “kept”".encode() + b" \x93kept\x94 " + "é".encode() * 5,
    "two together": b"a \x93\x94 b " + "é".encode() * 5,
    "beside a letter": "é".encode() + b"\x93" + "é".encode() * 5,
    "mostly broken": b"\xe9a \xe9b \xe9c \xc3\xa9",
    "one valid of four": b"\xe9a \xe9b \xe9c " + "é".encode() * 12,
    "open in Windows-1252": b"a \x81 \x8d \x8f \x90 \x9d b",
    "nothing": b"",
    "short wide": "a".encode("utf-16-le") * 7,
    "wide": "a".encode("utf-16-le") * 8,
    "half wide": b"a\0b\0c\0d\0efghijklmnopqrst",
}


def test_bytes_that_are_wrong_cost_no_more_than_themselves() -> None:
    lines = (f"{name}: {decode_text(body)!r} {find_unmarked(body)}" for name, body in BROKEN.items())
    expect(FOLDER / "broken.expected.txt", lines)
