"""What sites say around an item is known by the tables of the languages: a table more is a language more."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipeline.knowledge import Vocabulary
from pipeline.knowledge.word_tables import DateLabels, Sites
from pipeline.stages.parse.bodies import choose_body
from pipeline.stages.parse.draft import Page
from pipeline.stages.parse.issuers import choose_issuers
from pipeline.stages.parse.page_metadata import Declared
from pipeline.stages.parse.published import choose_date
from pipeline.stages.parse.titles import choose_title

TITLE = "Mita kerta sanoi ministro"
INVENTED = Vocabulary(
    sites=Sites(
        sections=("uutso",),
        bodies=("ministrio",),
        offices=(r"ministrio\b.*",),
        publishers=("julkaissut",),
        publishers_before=("laatinut",),
        publishers_above=("virasto",),
        logos=("tunnus",),
        rights=("kaikki pidatetty",),
        consent=("sivo kayttaa evasteita",),
    ),
    date_labels=DateLabels(changed=("paivitetty",), events=("milloin",), published=("julkistettu",), until=("asti",)),
)
NO_WORDS = Vocabulary()


def read(*parts: str) -> LexborHTMLParser:
    return LexborHTMLParser(f"<html><body>{''.join(parts)}</body></html>")


def issue(words: Vocabulary, *lines: str) -> tuple[str, ...]:
    tree = read(f"<h1>{TITLE}</h1>", *(f"<p>{line}</p>" for line in lines))
    return choose_issuers(tree, Declared(), Page(url=None, words=words), TITLE)


def date(words: Vocabulary, *lines: str) -> str | None:
    tree = read(f"<h1>{TITLE}</h1>", *(f"<p>{line}</p>" for line in lines))
    when = choose_date(tree, Declared(), TITLE, Page(url=None, words=words))
    return when.value if when else None


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("Ulkoasiain ministrio",), ("Ulkoasiain ministrio",)),
        (("Julkaissut: Ulkoasiain ministrio",), ("Ulkoasiain ministrio",)),
        (("Laatinut: Ulkoasiain ministrio",), ("Ulkoasiain ministrio",)),
        (("Julkaissut:", "Ulko Oy"), ("Ulko Oy",)),
        (("Virasto:", "Ulko Oy"), ("Ulko Oy",)),
        (("Laatinut:", "Ulko Oy"), ()),
        (("Yksi kaksi kolme nelja ministrio",), ("Yksi kaksi kolme nelja ministrio",)),
        (("Yksi kaksi kolme nelja viisi ministrio",), ()),
    ],
)
def test_a_line_beside_the_title_names_the_publisher(lines: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert issue(INVENTED, *lines) == found
    assert issue(NO_WORDS, *lines) == ()


@pytest.mark.parametrize("after", ["kaikki pidatetty", "1999"])
def test_the_owner_stands_in_the_notice_of_copyright(after: str) -> None:
    page = read("<p>x</p>" * 20, f"<footer><p>© 2020 Ulko ministrio {after}</p></footer>")
    assert choose_issuers(page, Declared(), Page(url=None, words=INVENTED), TITLE) == ("Ulko ministrio",)


def test_the_text_of_a_logo_is_no_part_of_the_name() -> None:
    page = read('<header><img alt="Ulko ministrio tunnus"></header>')
    assert choose_issuers(page, Declared(), Page(url=None, words=INVENTED), TITLE) == ("Ulko ministrio",)


def test_the_name_of_a_section_is_no_title() -> None:
    tree = read("<h1>Uutso</h1>", f"<h1>{TITLE}</h1>", "<h1>Uutso</h1>")
    declared = Declared(title=f"Uutso | {TITLE}")
    assert choose_title(tree, declared, INVENTED) == TITLE
    assert choose_title(tree, declared, NO_WORDS) == "Uutso"


@pytest.mark.parametrize("line", ["Paivitetty 2020-10-27", "Milloin: 2020-10-27", "2020-10-27, 9:00 asti 10:30"])
def test_a_date_of_something_else_is_not_that_of_publication(line: str) -> None:
    assert date(INVENTED, line) is None
    assert date(INVENTED, line, "2020-10-28") == "2020-10-28"
    assert date(NO_WORDS, line) is not None


def test_a_label_alone_on_the_line_above_says_that_a_date_is_of_an_event() -> None:
    assert date(INVENTED, "Milloin:", "2020-10-27") is None
    assert date(NO_WORDS, "Milloin:", "2020-10-27") == "2020-10-27"


def test_a_caption_that_says_when_it_was_published_dates_the_page() -> None:
    caption = "<figure><figcaption>Julkistettu ulkona 2020-10-27</figcaption></figure>"
    for words, value in ((INVENTED, "2020-10-27"), (NO_WORDS, None)):
        when = choose_date(read(f"<h1>{TITLE}</h1>", caption), Declared(), TITLE, Page(url=None, words=words))
        assert (when.value if when else None) == value


def test_a_note_on_cookies_is_no_part_of_the_body() -> None:
    note, prose = "Tama sivo kayttaa evasteita.", "<p>Ministro sanoi pitkan lauseen asiasta ja toisesta asiasta.</p>" * 6
    html = f"<html><body><main><h1>{TITLE}</h1>{prose}<p>{note}</p>{prose}</main></body></html>"
    for words, held in ((INVENTED, False), (NO_WORDS, True)):
        body = choose_body(LexborHTMLParser(html), html, TITLE, Page(url=None, words=words))
        assert (note in body.text) is held
