"""Content codings undone within limits, and bytes read as the text they are, whatever is declared."""

from __future__ import annotations

import encodings.aliases
import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from pipeline.errors import ParseError
from pipeline.stages.responses.encoding import decode_content, decode_text, unpack_gzip
from storage.model import Headers, Response

PAGE = "<p>The Minister said: “Words are kept.”</p>".encode() * 200


def make_response(body: bytes, *codings: str) -> Response:
    headers = tuple(("content-encoding", coding) for coding in codings)
    return Response(url="https://ministry.example/news/1", status=200, headers=headers, body=body)


def deflate_raw(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


CODED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "GZIP": gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:]),
    "deflate": zlib.compress(PAGE),
    "Deflate": deflate_raw(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstandard.compress(PAGE),
    "identity": PAGE,
}


@pytest.mark.parametrize("coding", CODED)
def test_every_known_content_coding_is_undone(coding: str) -> None:
    assert decode_content(make_response(CODED[coding], coding)) == PAGE


def test_codings_applied_one_after_another_are_undone_in_reverse() -> None:
    twice = brotli.compress(gzip.compress(PAGE))
    assert decode_content(make_response(twice, "gzip, br")) == PAGE
    assert decode_content(make_response(twice, "gzip", "br")) == PAGE


def test_a_body_that_was_decoded_by_an_archive_on_the_way_is_taken_as_it_is() -> None:
    assert decode_content(make_response(PAGE, "gzip")) == PAGE
    assert decode_content(make_response(PAGE, "br")) == PAGE
    assert decode_content(make_response(PAGE, "zstd")) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "deflate", "Deflate", "br", "zstd"])
def test_a_coded_body_that_ends_too_early_is_an_error_and_not_half_a_page(coding: str) -> None:
    with pytest.raises(ParseError, match="ends before") as caught:
        decode_content(make_response(CODED[coding][:-9], coding))
    assert caught.value.reason == "truncated body"


def test_a_damaged_body_is_an_error_that_names_the_address() -> None:
    damaged = bytearray(CODED["gzip"])
    damaged[40] ^= 0xFF
    with pytest.raises(ParseError, match=r"ministry\.example") as caught:
        decode_content(make_response(bytes(damaged), "gzip"))
    assert caught.value.reason == "damaged body"


def test_an_unknown_content_coding_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(ParseError, match="known: gzip") as caught:
        decode_content(make_response(CODED["gzip"], "sdch"))
    assert caught.value.reason == "unknown content coding"


@pytest.mark.parametrize("mistake", ["UTF-8", "binary", "text/html", "chunked"])
def test_what_servers_write_by_mistake_for_a_content_coding_changes_nothing(mistake: str) -> None:
    assert decode_content(make_response(PAGE, mistake)) == PAGE


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, brotli.compress, zstandard.compress])
def test_a_bomb_is_refused_by_its_ratio(pack: Callable[[bytes], bytes]) -> None:
    names: dict[object, str] = {gzip.compress: "gzip", zlib.compress: "deflate", brotli.compress: "br"}
    name = names.get(pack, "zstd")
    bomb = pack(bytes(20_000_000))
    with pytest.raises(ParseError) as caught:
        decode_content(make_response(bomb, name))
    assert caught.value.reason == "decompression bomb"


def test_a_body_beyond_the_limit_in_bytes_is_refused_even_at_a_modest_ratio() -> None:
    with pytest.raises(ParseError) as caught:
        decode_content(make_response(CODED["gzip"], "gzip"), most_bytes=5000)
    assert caught.value.reason == "body too large"


def test_a_sitemap_kept_as_a_gzip_file_is_unpacked_whatever_its_headers_say() -> None:
    packed = gzip.compress(b"<urlset/>")
    for headers in ((), (("Content-Encoding", "gzip"),)):
        response = Response(url="https://ministry.example/sitemap-1.xml.gz", status=200, headers=headers, body=packed)
        assert decode_content(response) == b"<urlset/>"


def test_a_gzip_file_is_unpacked_and_anything_else_left_alone() -> None:
    assert unpack_gzip(gzip.compress(b"<urlset/>"), where="sitemap.xml.gz") == b"<urlset/>"
    assert unpack_gzip(b"<urlset/>", where="sitemap.xml") == b"<urlset/>"


RUSSIAN = "Министр иностранных дел провёл телефонный разговор со своим коллегой и подтвердил позицию страны. " * 5
CHARSETS: list[tuple[str, bytes, Headers, str]] = [
    ("a byte order mark wins", "\ufeffСлово".encode(), (("Content-Type", "text/html; charset=koi8-r"),), "Слово"),
    ("a mark of UTF-16 wins", "Слово".encode("utf-16"), (), "Слово"),
    ("UTF-8 needs no declaration", "“Երևան”".encode(), (), "“Երևան”"),
    (
        "UTF-8 beats a header's default",
        "naïve — so".encode(),
        (("content-type", "text/html; charset=ISO-8859-1"),),
        "naïve — so",
    ),
    ("the header is believed", RUSSIAN.encode("koi8-r"), (("Content-Type", "text/html; charset=KOI8-R"),), RUSSIAN),
    (
        "the document's own word is believed",
        b'<meta charset="windows-1251">' + "Мир".encode("cp1251"),
        (),
        '<meta charset="windows-1251">Мир',
    ),
    ("Latin-1 means Windows-1252", b"\x93words\x94", (("Content-Type", "text/html; charset=latin1"),), "“words”"),
    ("a false UTF-8 declaration", b'<meta charset="utf-8">\x93It\x92s ours\x94', (), '<meta charset="utf-8">“It’s ours”'),
    ("a lone byte among UTF-8", "Երևան, “yes”, ".encode() + b"it\x92s", (), "Երևան, “yes”, it’s"),
    (
        "a false UTF-8 declaration over Cyrillic",
        b'<meta charset="utf-8">' + RUSSIAN.encode("cp1251"),
        (),
        '<meta charset="utf-8">' + RUSSIAN,
    ),
    (
        "gb2312 means its superset",
        "外交部發言人".encode("gb18030"),
        (("Content-Type", "text/html; charset=gb2312"),),
        "外交部發言人",
    ),
    ("Japanese in seven bits", "外務省".encode("iso2022_jp"), (("Content-Type", "text/html; charset=ISO-2022-JP"),), "外務省"),
    ("a charset nobody knows", b'<meta charset="who-knows">caf\xe9', (), '<meta charset="who-knows">café'),
    (
        "the language where nothing is stated",
        '<html lang="tr"><p>Dışişleri Bakanı</p>'.encode("cp1254"),
        (),
        '<html lang="tr"><p>Dışişleri Bakanı</p>',
    ),
    ("nothing at all", b"", (), ""),
]


@pytest.mark.parametrize(("body", "headers", "text"), [case[1:] for case in CHARSETS], ids=[case[0] for case in CHARSETS])
def test_bytes_are_read_as_the_text_they_are(body: bytes, headers: Headers, text: str) -> None:
    assert decode_text(body, headers=headers) == text


def test_a_cut_multibyte_character_becomes_the_replacement_character() -> None:
    assert decode_text("Երևան Երևան Երևան Երևան".encode()[:-1]) == "Երևան Երևան Երևան Երևա\ufffd"


@pytest.mark.parametrize(("pairs", "read"), [(1, "茅"), (3, "茅"), (4, "é"), (20, "é")])
def test_four_sequences_of_utf_8_beat_a_declared_code_of_two_bytes_as_three_may_be_chance(pairs: int, read: str) -> None:
    body = " ".join(["é"] * pairs).encode()
    assert decode_text(body, headers=(("Content-Type", "text/html; charset=gb18030"),)) == " ".join([read] * pairs)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_capitals_in_utf_16_without_a_mark_are_read_as_such(encoding: str) -> None:
    page = "<P>THE 27TH OF OCTOBER: 14 MEN, 350 CARS.</P>\n" * 4
    assert decode_text(page.encode(encoding)) == page


@pytest.mark.parametrize(
    "name", sorted({*encodings.aliases.aliases.values(), "idna", "punycode", "undefined", "unicode_escape"})
)
@pytest.mark.parametrize("body", ["<p>“Réponse”</p>".encode(), b"<p>R\xe9ponse</p>"])
def test_whatever_codec_is_declared_a_text_comes_of_it(name: str, body: bytes) -> None:
    assert decode_text(body, headers=(("Content-Type", f"text/html; charset={name}"),))


@pytest.mark.parametrize(
    "name", ["bz2", "base64", "hex", "idna", "punycode", "rot13", "undefined", "unicode_escape", "uu", "zlib"]
)
def test_a_codec_that_is_no_charset_is_not_believed(name: str) -> None:
    body = r"<p>“Réponse” \u0041</p>"
    assert decode_text(body.encode(), headers=(("Content-Type", f"text/html; charset={name}"),)) == body


@pytest.mark.parametrize("charset", ["utf-16", "utf-16le", "utf-32"])
@pytest.mark.parametrize("declare", ['<meta charset="{}">', '<?xml version="1.0" encoding="{}"?>', ""])
def test_a_code_of_two_bytes_a_letter_is_believed_only_of_bytes_that_have_noughts(charset: str, declare: str) -> None:
    text = f"<html><head>{declare.format(charset)}</head><p>Déclaration du ministère : la paix est signée."
    headers = (("Content-Type", f"text/html; charset={charset}"),) if not declare else ()
    assert decode_text(text.encode("cp1252"), headers=headers) == text
    assert decode_text(text.encode("utf-8"), headers=headers) == text
    assert text in decode_text(text.encode("utf-16-le"), headers=(("Content-Type", "text/html; charset=utf-16le"),))
