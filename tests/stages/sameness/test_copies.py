"""Copies as scrapers, exports, pages and wrong encodings left them are the same words; facts changed beside that are not."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable

import pytest

from pipeline.stages.sameness import TextVerdict
from tests.words import compare

POSTS = (
    "The @TideOffice will not open on Monday 🌊: 12,500 boats wait.\nMore on the #TideAct: https://t.co/Ab12Cd34Ef via @pilots",
    "“We can’t confirm the figures – 4.5 million or more,” the minister said… See @Tide_Ministry & @pilots for details!",
    "Der Beschluss für die Häfen fällt nicht vor März: größere Schiffe müssen warten.\n\n#Häfen https://t.co/Zz98Yy76Xx",
    "Министр: переговоры в порту не начнутся раньше 14 июля, сказал он.\nПодробности: https://t.co/Qq11Ww22Ee",
    "बंदरगाह पर बातचीत 14 जुलाई से पहले शुरू नहीं होगी, मंत्री ने कहा। हम सब साथ हैं। @TideOffice",
)
SAME = (TextVerdict.IDENTICAL, TextVerdict.TYPOGRAPHIC)
Damage = Callable[[str], str]


def swap(pattern: str, by: str | Callable[[re.Match[str]], str]) -> Damage:
    return lambda text: re.sub(pattern, by, text)


def read_as(encoding: str, errors: str = "replace") -> Damage:
    return lambda text: text.encode().decode(encoding, errors)


def twice(damage: Damage) -> Damage:
    return lambda text: damage(damage(text))


def ascii_only(text: str) -> str:
    return text.encode("ascii", "ignore").decode()


def as_bytes(found: re.Match[str]) -> str:
    return "".join(f"\\x{byte:02x}" for byte in found[0].encode())


def as_marked_bytes(found: re.Match[str]) -> str:
    return "".join(f"<{byte:02x}>" for byte in found[0].encode())


def as_markup(text: str) -> str:
    escaped = html.escape(text).replace("\n", "<br />")
    linked = re.sub(r"https://\S+", r'<a href="\g<0>" rel="nofollow">\g<0></a>', escaped)
    return (
        "<p>"
        + re.sub(r"#(\w+)", r'<a href="https://example.org/tags/\1" class="hashtag">#<span>\1</span></a>', linked)
        + "</p>"
    )


FOREIGN = r"[^\x00-\x7f]"
COPIES: dict[str, Damage] = {
    "spaces in links, and behind signs": lambda text: swap(r"([@#])(?=\w)", r"\1 ")(swap("https://", "https:// ")(text)),
    "a picture glued to the last word": lambda text: text + "pic.twitter.com/Ab12Cd34Ef",
    "names for what stood there": lambda text: swap(r"https://\S+", "URL")(swap(r"@\w+", "@user")(text)),
    "names in brackets": lambda text: swap(r"https://\S+", "<url>")(swap(r"@\w+", "<user>")(text)),
    "markdown": swap(r"([#@])(\w+)", r"[\1\2](https://x.example/\2)"),
    "markup": as_markup,
    "JSON": lambda text: json.dumps(text),
    "bytes as Python writes them": lambda text: repr(text.encode()),
    "bytes behind strokes": swap(FOREIGN, as_bytes),
    "bytes in brackets": swap(FOREIGN, as_marked_bytes),
    "code points in brackets": swap(FOREIGN, lambda found: f"<U+{ord(found[0]):04X}>"),
    "emoji by name": swap("🌊", ":water_wave:"),
    "UTF-8 as Windows-1252": read_as("cp1252"),
    "UTF-8 as Windows-1252, with bytes lost": read_as("cp1252", "ignore"),
    "UTF-8 as Latin-1": read_as("latin-1"),
    "UTF-8 as Latin-1, without its control characters": lambda text: swap("[\x80-\x9f]", "")(read_as("latin-1")(text)),
    "the same twice": twice(read_as("latin-1")),
    "UTF-8 as Mac Roman": read_as("mac_roman"),
    "UTF-8 as Windows-1251": read_as("cp1251"),
    "question marks for letters": lambda text: text.encode("ascii", "replace").decode(),
    "all but letters gone, vowel signs too": swap(r"[^\w\s]", ""),
    "a credit": lambda text: f"{text} (via @somebody)",
    "whose it is, and when": lambda text: f"{text} — Tide Office (@TideOffice) October 3, 2020",
    "when, and from what": lambda text: f"{text}\n\n3:45 PM · Oct 3, 2020 · Twitter for iPhone",
    "from what": lambda text: f"{text} via Twitter for iPhone",
    "a button": lambda text: f"{text}\nShow this thread",
    "a head": lambda text: f"Tide Office @TideOffice · Oct 3\n{text}",
    "full-width forms": swap("[!-~]", lambda found: chr(ord(found[0]) + 0xFEE0)),
    "umlauts written out": lambda text: text.translate({228: "ae", 246: "oe", 252: "ue", 223: "ss"}),
    "accents taken off, and what is left outside ASCII": lambda text: "".join(
        c for c in unicodedata.normalize("NFKD", text) if c.isascii() or (c.isalpha() and ord(c) > 0x370)
    ),
}


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_is_the_same_words(copy: str, post: str) -> None:
    damaged = COPIES[copy](post)
    for one, two in ((post, damaged), (damaged, post)):
        found = compare(one, two)
        assert (found.wording in SAME, found.material) == (True, False), (two, found.reason)


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize(
    ("post", "fact", "other"),
    [
        (POSTS[0], "12,500", "72,500"),
        (POSTS[0], "not ", ""),
        (POSTS[1], "4.5", "4.6"),
        (POSTS[1], "can’t", "can"),
        (POSTS[2], "nicht ", ""),
        (POSTS[2], "März", "April"),
        (POSTS[3], "14", "19"),
        (POSTS[3], "не ", ""),
        (POSTS[4], "14", "19"),
        (POSTS[4], "नहीं ", ""),
    ],
)
def test_a_fact_changed_in_a_copy_is_never_the_same(copy: str, post: str, fact: str, other: str) -> None:
    damaged = COPIES[copy](post.replace(fact, other))
    assert compare(post, damaged).wording not in SAME
    assert compare(damaged, post).wording not in SAME


@pytest.mark.parametrize(
    ("stored", "other"),
    [
        ("كلمة رئيسة الحكومة في افتتاح المدرسة الجديدة", "كلمه رئيسه الحكومه في افتتاح المدرسه الجديده"),
        ("港の工事・水深6,000mの調査は続く。", "港の工事 水深6000mの調査は続く。"),
        ("首相@harbour_officeを港に迎えた。詳細はhttps://t.co/Ab12Cd34Efを参照。", "首相を港に迎えた。詳細はを参照。"),
        ("Limanın işçiləri növbəyə gəlib, gəmilər gözləyir", "Limanin iscileri novbeye gelib, gemiler gozleyir"),
        ("The pilots @pilots.bsky.social met us today in the harbour.", "The pilots met us today in the harbour."),
        (
            "Élections : le CAFÉ… et la LIBERTÉ » disent-ils aux ports.",
            "Élections : le CAFÉ et la LIBERTÉ disent-ils aux ports.",
        ),
    ],
    ids=[
        "Arabic spelling",
        "dots between words, grouped digits",
        "signs without spaces",
        "another keyboard",
        "a long handle",
        "capitals before marks",
    ],
)
def test_ways_of_writing_are_the_same_words(stored: str, other: str) -> None:
    assert compare(stored, other).wording in SAME
    assert compare(other, stored).wording in SAME


@pytest.mark.parametrize(
    ("stored", "other"),
    [
        ("The port costs $5 million a year.", "The port costs €5 million a year."),
        ("The envoys are with you today 🇳🇴", "The envoys are with you today 🇸🇪"),
        ("Our answer to the plan 👍", "Our answer to the plan 👎"),
    ],
    ids=["a currency", "a flag", "a thumb"],
)
def test_a_sign_put_for_another_is_a_changed_fact_and_a_lost_one_is_damage(stored: str, other: str) -> None:
    found = compare(stored, other)
    assert (found.wording, found.material) == (TextVerdict.ALTERED, True)
    assert compare(stored, ascii_only(stored).replace("$", "")).wording is TextVerdict.TYPOGRAPHIC


@pytest.mark.parametrize(
    ("stored", "other"),
    [
        ("We can do better than they did, and read more.", "We can do better than they did, and."),
        ("Join us in the port: 3:45 PM - October 3, 2020", "Join us in the port:"),
        ("He told the pilots of it via Twitter.", "He told the pilots of it."),
    ],
    ids=["a button's words in a sentence", "a time that the post itself gives", "an app that the post itself names"],
)
def test_what_only_looks_like_a_credit_belongs_to_the_words(stored: str, other: str) -> None:
    assert compare(stored, other).wording not in SAME


@pytest.mark.parametrize(
    ("stored", "other"),
    [
        ("The boat was flat and the office is final.", "The boat was at and the office is final."),
        ("港の安全について会見を行いました。皆様の御協力に心より感謝申し上げます。63", "63"),
        ("Переговоры в порту завершились, сообщил министр. Harbour talks 2020", "Harbour talks 2020"),
        ("Sehr große Freude in den Häfen! https://t.co/Ab12Cd34Ef", "https://t.co/Ab12Cd34Ef"),
        ("???? ??? ?????", "الوزير قال اليوم"),
    ],
    ids=["a ligature that stands elsewhere", "hardly anything left", "a tail only", "a link only", "a few question marks"],
)
def test_too_little_left_is_not_the_same(stored: str, other: str) -> None:
    assert compare(stored, other).wording not in SAME


@pytest.mark.parametrize(
    "stored",
    [
        "Bandırma tesisiyle dünyanın en sert üçüncü malzemesini üretmeye başlıyoruz.",
        "港の音楽祭 Harbour Music Awards 2025 は大成功でした。Thank you all.",
    ],
    ids=["words of which little is left", "words of two scripts"],
)
def test_letters_lost_all_at_once_are_damage_where_enough_is_left(stored: str) -> None:
    found = compare(stored, ascii_only(stored))
    assert (found.wording, found.material) == (TextVerdict.TYPOGRAPHIC, False)
    assert compare(stored, ascii_only(stored).replace("2025", "2024").replace("sert", "ok")).wording not in SAME


def test_rubbish_is_neither_quoted_nor_taken_for_some_of_the_words() -> None:
    post = POSTS[3]
    assert compare(post, COPIES["UTF-8 as Windows-1251"](post)).diff == ()
    assert compare("we да", "we 不").wording is TextVerdict.DIFFERENT
