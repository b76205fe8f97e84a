"""The kinds of input: where the seeds are from, and what reads them. Whatever a reader raises but OnRecordError is a fault."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from fuzzing import structures
from fuzzing.structures import Restructure
from pipeline.fetch.replay import is_archive, replay
from pipeline.registry.declared_sources import find_source, get_source, list_folders, load_sources
from pipeline.registry.reading_background import load_knowledge
from pipeline.run.collect.deriving import make_context
from pipeline.sample.build import FOLDER
from pipeline.stages.derive import derive
from pipeline.stages.imported import ImportOptions, address_import
from pipeline.stages.posts.storable import sort_out
from pipeline.stages.quotes import answer_row
from pipeline.stages.sameness import answer_with_level
from storage.captures.observe import Originals, observe
from storage.errors import OnRecordError
from storage.model import Capture, Headers, RecordType, Response, WarcPointer
from storage.model.identity import canonical_url, capture_id, join_url, sha256
from storage.search.querying import read_query

_AT = datetime(2020, 10, 28, tzinfo=UTC)
_DAY = date(2020, 10, 28)
_URL = "https://www.mfa.am/en/press-releases/2020/10/27/fuzz/1"
_HTML, _XML, _TEXT, _JSON = (
    (("Content-Type", media_type),) for media_type in ("text/html", "text/xml", "text/plain", "application/json")
)
_FEED = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>
<link>https://a.example/</link><item><title>On the bridge</title>
<link>https://a.example/1</link><pubDate>Tue, 27 Oct 2020 10:00:00 GMT</pubDate></item>
<item><title>Answer &amp; question</title><guid>https://a.example/2</guid><pubDate>27.10.2020</pubDate></item></channel></rss>"""
_ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><link rel="next" href="?page=2"/>
<entry><title type="html">&lt;b&gt;A&lt;/b&gt;</title><link href="/1"/><updated>2020-10-27T10:00:00Z</updated></entry></feed>"""
_SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://a.example/1</loc><lastmod>2020-10-27</lastmod></url><url><loc>https://a.example/2</loc></url></urlset>"""
_API = json.dumps({"items": [{"title": "A", "url": "/1", "date": "2020-10-27"}] * 3, "next": "/?page=2"}).encode()
_CDX = (
    b"com,example)/1 20201027100000 https://example.com/1 text/html 200 AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHH 1234\n" * 3,
    b'[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],'
    b'["com,example)/1","20201027100000","https://example.com/1","text/html","200","AAAA","12"],[],["resume"]]',
    b'com,example)/1 20201027100000 {"url": "https://example.com/1", "mime": "text/html", "status": "200", "digest": "A"}\n',
    b'<https://a.example/1>; rel="original",\n<https://web.archive.org/web/20201027100000/https://a.example/1>; rel="memento"; '
    b'datetime="Tue, 27 Oct 2020 10:00:00 GMT"',
)
_TWEET = {
    "id": "1320000000000000000",
    "id_str": "1320000000000000000",
    "created_at": "Tue Oct 27 10:00:00 +0000 2020",
    "full_text": "RT @a: We agree &amp; sign https://t.co/abcdefghij",
    "user": {"id_str": "1", "screen_name": "a", "name": "A"},
    "entities": {"urls": [{"url": "https://t.co/abcdefghij", "expanded_url": "https://a.example/1", "indices": [20, 43]}]},
}
_POSTS = (
    json.dumps([_TWEET, _TWEET | {"id_str": "2"}]).encode(),
    b"\n".join(json.dumps(_TWEET | {"id_str": str(number)}).encode() for number in range(3)),
    b'id,created_at,text,username\n1,2020-10-27T10:00:00Z,We agree,a\n2,2020-10-28T10:00:00Z,"No, not yet",a\n',
)
_ARTICLES = tuple(
    text.encode()
    for text in (
        "Foreign Minister Ararat Mirzoyan said on Tuesday: “We agree with the plan.” He added that the talks “will not fail”.",
        "Q: Will you sign?\nA: We will, he said. According to the ministry, the bridge “opens on Monday, October 27”.",
        "Министр сказал: «Мы согласны». По словам посла, переговоры не прекратились. — Нет, — ответил он.",
        "外交部发言人赵立坚27日表示：“我们同意。”他说，会谈没有失败。",
        "« Nous sommes d’accord », a déclaré le ministre. „Wir stimmen zu“, sagte der Kanzler am 27.10.2020.",
    )
)  # fmt: skip
_QUERIES = tuple(
    text.encode()
    for text in ('"united nations" cease-fire', "secur* NOT peace", "(a OR b) AND c", "*shiny*", "NEAR(a b)", "#Artsakh և 和平")
)
_URLS = tuple(
    text.encode()
    for text in (
        "https://www.mfa.am/en/press-releases/2020/10/27/a/1?utm_source=x&b=2#c",
        "http://user:word@a.example:8080/%7Ea/../b//c",
        "https://web.archive.org/web/20201027100000id_/http://a.example/1",
        "http://[2001:db8::1]/a",
        "https://пример.рф/путь",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of input: its seeds, its reader, and what changes its structure, if it has one."""

    seeds: Callable[[], tuple[bytes, ...]]
    read: Callable[[bytes], None]
    restructure: Restructure | None = None


def _deriving(headers: Headers, *, imported: bool = False) -> Callable[[bytes], None]:
    """Make a reader that derives bytes as the answer of an address, or as an imported file."""

    def read(tried: bytes) -> None:
        digest = sha256(tried)
        url = address_import(digest, ImportOptions()) if imported else _URL
        response = Response(url=url, status=None if imported else 200, headers=headers, body=tried)
        pointer = WarcPointer(path="fuzz.warc.gz", offset=0, length=1, sha256=digest)
        capture = Capture(
            id=capture_id(url, _AT, digest),
            url=url,
            captured_at=_AT,
            record_type=RecordType.RESOURCE if imported else RecordType.RESPONSE,
            status=response.status,
            media_type=None,
            headers=headers,
            payload_sha256=digest,
            payload_length=len(tried),
            pointer=pointer,
        )
        for source in (None,) if imported else (None, get_source("am_mfa")):
            for _ in derive(capture, response, make_context(source, capture)):
                continue

    return read


def _pages() -> tuple[bytes, ...]:
    return tuple(file.read_bytes() for file in sorted((FOLDER / "pages").glob("*.html")))


def _read_import(tried: bytes) -> None:
    with suppress(OnRecordError):
        for _ in sort_out("a.json", io.BytesIO(tried)):
            continue
        _deriving((), imported=True)(tried)


def _read_archive(tried: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, suppress(OnRecordError):
        path = Path(folder) / "a.warc.gz"
        path.write_bytes(tried)
        if is_archive(path):
            originals = Originals()
            for replayed in replay(path):
                if replayed.record:
                    with suppress(OnRecordError):
                        observed = observe(replayed.record, replayed.origin, originals)
                        if observed:
                            originals.add(observed[0], replayed.record)


@cache
def _warcs() -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.warc.gz"
        path.write_bytes((FOLDER / "sample.warc.gz").read_bytes())
        records = [replayed.record for replayed in replay(path) if replayed.record]
    packed = b"".join(record.raw for record in records[:8])
    plain = b"".join(_write_plain(record.named, record.block) for record in records[:8])
    return packed, plain


def _write_plain(named: Mapping[str, str], block: bytes) -> bytes:
    lines = [named[""], *(f"{name}: {value}" for name, value in named.items() if name)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def _waczs() -> tuple[bytes, ...]:
    def pack(method: int) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", method) as package:
            package.writestr("archive/a.warc.gz", _warcs()[0])
            stated = {"resources": [{"path": "archive/a.warc.gz", "hash": f"sha256:{sha256(_warcs()[0])}"}]}
            package.writestr("datapackage.json", json.dumps(stated))
        return held.getvalue()

    return pack(zipfile.ZIP_STORED), pack(zipfile.ZIP_DEFLATED)


def _read_quotes(tried: bytes) -> None:
    answer_row({"id": "1", "text": tried.decode("utf-8", "replace"), "date": "2020-10-27"}, load_knowledge())


def _read_comparison(tried: bytes) -> None:
    text = tried.decode("utf-8", "replace")
    answer_with_level(
        {"id": "1", "a": text, "b": text[: len(text) // 3] + " not " + text[len(text) // 2 :]}, load_knowledge().words
    )


def _read_query(tried: bytes) -> None:
    with suppress(OnRecordError):
        read_query(tried.decode("utf-8", "replace"))


def _read_url(tried: bytes) -> None:
    url = tried.decode("utf-8", "surrogateescape")
    canonical_url(url)
    join_url(_URL, url)
    find_source(url)


def _tomls() -> tuple[bytes, ...]:
    return tuple(file.read_bytes() for folder in list_folders()[:1] for file in folder.iterdir() if file.name.endswith(".toml"))


def _read_toml(tried: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, suppress(OnRecordError):
        (Path(folder) / "a_b.toml").write_bytes(tried)
        load_sources(Path(folder))


def _always(seeds: Iterable[bytes]) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple(seeds)


KINDS: Mapping[str, Kind] = {
    "page": Kind(seeds=_pages, read=_deriving(_HTML), restructure=structures.change_markup),
    "feed": Kind(seeds=_always((_FEED, _ATOM, _SITEMAP)), read=_deriving(_XML), restructure=structures.change_markup),
    "list": Kind(
        seeds=_always((_API, b"https://a.example/1\nhttps://a.example/2\n")),
        read=_deriving(_JSON),
        restructure=structures.change_json,
    ),
    "cdx": Kind(seeds=_always(_CDX), read=_deriving(_TEXT), restructure=structures.change_lines),
    "warc": Kind(seeds=_warcs, read=_read_archive, restructure=structures.change_fields),
    "wacz": Kind(seeds=_waczs, read=_read_archive, restructure=structures.change_package),
    "posts": Kind(seeds=_always(_POSTS), read=_read_import, restructure=structures.change_lines),
    "quotes": Kind(seeds=_always(_ARTICLES), read=_read_quotes),
    "compare": Kind(seeds=_always(_ARTICLES), read=_read_comparison),
    "query": Kind(seeds=_always(_QUERIES), read=_read_query, restructure=structures.change_query),
    "url": Kind(seeds=_always(_URLS), read=_read_url, restructure=structures.change_address),
    "toml": Kind(seeds=_tomls, read=_read_toml, restructure=structures.change_toml),
}
