"""Pages that no layout declares: title, issuer, date, body and speakers by what the page shows."""

from __future__ import annotations

import pytest

from pipeline.stages.parse import bodies
from pipeline.stages.results import Parsed, ParsedDocuments, ParsedListing
from pipeline.stages.text import Marked
from storage.model import Basis, Document, DocumentKind, Response
from tests.words import answer_document, answer_parsed, find_principals, parse, parse_text

PROSE = "The minister stressed that the talks must go on, and that all sides have to keep to what was agreed. "


def respond(html: str, url: str = "https://ministry.example/a/1") -> Response:
    return Response(url=url, status=200, headers=(("content-type", "text/html; charset=utf-8"),), body=html.encode())


def read(html: str, url: str = "https://ministry.example/a/1") -> Parsed:
    return parse(respond(html, url), source=None)


def read_one(html: str, url: str = "https://ministry.example/a/1") -> Document:
    parsed = read(html, url)
    assert isinstance(parsed, ParsedDocuments)
    assert len(parsed.documents) == 1
    return parsed.documents[0]


def page(body: str, title: str = "On the talks | Ministry of Samples") -> str:
    return f"<html lang=en><head><title>{title}</title></head><body>{body}</body></html>"


def test_the_heading_that_agrees_with_the_page_s_title_is_the_title() -> None:
    html = page(f"<h1>Ministry of Samples</h1><h1>On the talks</h1><p>{PROSE * 4}</p>")
    assert read_one(html).title == "On the talks"


def test_the_heading_stands_over_a_declared_title_that_was_shortened() -> None:
    html = page(f"<h1>Parliament opens the way for relief after the floods</h1><p>{PROSE * 4}</p>", "EP opens the way | News")
    assert read_one(html).title == "Parliament opens the way for relief after the floods"


TITLES = {
    "On the talks | Ministry of Samples": "Ministry of Samples",
    "On the talks | News | Ministry of Samples": "Ministry of Samples",
    "Sample Police - News - On the talks": "Sample Police",
    "On the talks - МИД": "МИД",
}


@pytest.mark.parametrize(("title", "issuer"), TITLES.items())
def test_the_issuer_is_the_part_of_the_page_s_title_that_is_neither_item_nor_section(title: str, issuer: str) -> None:
    assert read_one(page(f"<h1>On the talks</h1><p>{PROSE * 4}</p>", title)).issuers == (issuer,)


def test_a_logo_names_the_issuer_where_titles_do_not() -> None:
    logo = "<header><img src=/logo.png alt='Logo: Embassy of Samples'></header>"
    html = page(f"{logo}<h1>On the talks</h1><p>{PROSE * 4}</p>", "On the talks")
    assert read_one(html).issuers == ("Embassy of Samples",)


def test_the_office_that_a_portal_s_page_declares_stands_over_the_portal_s_owner() -> None:
    head = '<meta name="dcterms.creator" content="Global Affairs Department"><meta property="og:site_name" content="Portal">'
    html = page(f"{head}<h1>On the talks</h1><p>{PROSE * 4}</p>", "On the talks - Portal.example")
    parsed = parse(respond(html), source=None, owners={".ministry.example": "Government of Samples"})
    assert answer_parsed(parsed)["issuers"] == ["Global Affairs Department"]


def test_the_owner_of_its_host_publishes_a_page_that_names_nobody() -> None:
    html = f"<div><h1>On the talks</h1><p>{PROSE * 4}</p></div>"
    parsed = parse(respond(html), source=None, owners={".ministry.example": "Ministry of Samples"})
    assert answer_parsed(parsed)["issuers"] == ["Ministry of Samples"]


def test_the_host_that_most_links_lead_to_stands_for_an_unknown_address() -> None:
    links = "".join(f'<p><a href="https://www.ministry.example/{number}">{PROSE[:30]}</a></p>' for number in range(4))
    html = f"<div><h1>On the talks</h1><p>{PROSE * 6}</p>{links}</div>"
    parsed = parse(respond(html, url=""), source=None, owners={".ministry.example": "Ministry of Samples"})
    assert answer_parsed(parsed)["issuers"] == ["Ministry of Samples"]


def test_a_notice_of_rights_names_the_issuer_where_nothing_else_does() -> None:
    html = page(
        f"<h1>On the talks</h1><p>{PROSE * 4}</p><footer><p>© 2019-2024 Embassy of Samples. All rights reserved.</p></footer>",
        "On the talks",
    )
    assert read_one(html).issuers == ("Embassy of Samples",)


def test_the_date_beside_the_title_is_the_page_s_and_one_in_a_news_box_is_not() -> None:
    news = "<aside><h2>Latest</h2><p>30 October 2020</p></aside>"
    html = page(f"{news}<h1>On the talks</h1><p>27 October 2020</p><p>{PROSE * 4}</p>")
    published = read_one(html).published
    assert published is not None
    assert (published.value, published.basis) == ("2020-10-27", Basis.TEXT)


def test_the_printed_time_of_a_declared_day_is_kept_and_that_of_another_day_is_not() -> None:
    declared = "<meta name=date content=2020-10-27>"
    for printed, value in (("27 October 2020, 18:24", "2020-10-27T18:24"), ("26 October 2020, 18:24", "2020-10-27")):
        published = read_one(page(f"{declared}<h1>On the talks</h1><p>{printed}</p><p>{PROSE * 4}</p>")).published
        assert published is not None
        assert published.value == value


def test_a_page_without_a_date_takes_that_of_its_address() -> None:
    published = read_one(
        page(f"<h1>On the talks</h1><p>{PROSE * 4}</p>"), "https://ministry.example/2020/10/27/talks"
    ).published
    assert published is not None
    assert (published.value, published.basis) == ("2020-10-27", Basis.URL)


def test_a_line_that_only_says_what_the_page_is_is_no_part_of_its_body() -> None:
    html = page(
        f"<h1>On the talks</h1><ul><li>27 October 2020</li><li>|</li><li>Press Release (2020) 112</li></ul><p>{PROSE * 4}</p>"
    )
    assert read_one(html).text == (PROSE * 4).strip()


def test_furniture_around_the_body_is_left_out() -> None:
    body = f"<p>{PROSE * 2}</p><p>{PROSE * 2}</p>"
    html = page(
        f"<nav>Home</nav><h1>On the talks</h1><div class=share-bar>Share this page: X</div><div>{body}</div>"
        f"<p>Press contact</p><p>Jane Sample, press@ministry.example</p><footer>All rights reserved</footer>"
    )
    assert read_one(html).text == f"{(PROSE * 2).strip()}\n\n{(PROSE * 2).strip()}"


ROW = "<li><a href='/a/{n}'>Statement number {n} on the talks</a> <span>{n} October 2020</span></li>"
NEWS = "<ul>" + "".join(ROW.format(n=n) for n in range(10, 16)) + "</ul>"


def test_a_page_of_dated_links_is_a_listing() -> None:
    parsed = read(page(f"<h1>Statements</h1>{NEWS}", "Statements | Ministry of Samples"))
    assert isinstance(parsed, ParsedListing)
    assert len(parsed.leads) == 6


def test_an_article_beside_a_box_of_dated_links_is_no_listing() -> None:
    html = page(f"<h1>On the talks</h1><p>27 October 2020</p><p>{PROSE}</p>{NEWS}")
    assert isinstance(read(html), ParsedDocuments)


def test_several_articles_of_one_page_are_documents_of_their_own() -> None:
    articles = "".join(
        f"<article><h2>Statement {n}</h2><time datetime='2020-10-2{n}'>2{n}</time><p>{PROSE * 4}{n}</p></article>"
        for n in (6, 7)
    )
    parsed = read(page(articles, "Statements | Ministry of Samples"))
    assert isinstance(parsed, ParsedDocuments)
    assert [document.title for document in parsed.documents] == ["Statement 6", "Statement 7"]
    assert len({document.id for document in parsed.documents}) == 2


def test_all_number_dates_take_the_order_that_fits_the_page() -> None:
    rows = "".join(
        f"<tr><td>04/{day}/13</td><td><a href='/a/{day}'>Statement number {day}</a></td></tr>" for day in (9, 10, 25)
    )
    parsed = read(page(f"<h1>Press Releases</h1><table>{rows}</table>", "Press Releases"))
    assert isinstance(parsed, ParsedListing)
    assert [lead.date and lead.date.value for lead in parsed.leads] == ["2013-04-09", "2013-04-10", "2013-04-25"]


NAMED = {
    "Remarks by Vice President Jane Sample at the Sample Conference": ("Vice President Jane Sample",),
    "Rede von Bundesministerin Erika Muster beim Musterkonvent": ("Bundesministerin Erika Muster",),
    "Jane Sample's statement on the talks": ("Jane Sample",),
    "Statement by the Ministry of Foreign Affairs": (),
    "Statement by the Press Secretary": (),
    "Statement of the Ombudsman": (),
    "Address by President of Samples Jane Sample": ("President of Samples Jane Sample",),
    "Remarks by President Sample": ("President Sample",),
    "Statement by the Foreign Minister of South Samples": (),
    "On the talks": (),
}


@pytest.mark.parametrize(("title", "names"), NAMED.items())
def test_a_title_names_persons_only(title: str, names: tuple[str, ...]) -> None:
    assert find_principals(title, "") == names


def test_a_line_that_introduces_words_without_marks_names_their_speaker() -> None:
    text = "High Commissioner to Samples, Jane Sample OBE, said:\n\nWe are glad.\n\nThey said this:\n\nNo."
    assert find_principals("On the talks", text) == ("Jane Sample OBE",)


def test_a_line_above_the_words_names_their_speaker_and_their_kind_where_the_title_names_neither() -> None:
    body = "<p>Rede von Erika Muster beim Mustertag</p>"
    whole = f"<h1>{{}}</h1><div class=entry-content>{body}<p>{PROSE}</p><p>{PROSE}</p></div>"
    document = read_one(page(whole.format("Städte am Fluss"), "Städte am Fluss"))
    assert (document.kind, document.speakers) == (DocumentKind.SPEECH, ("Erika Muster",))
    titled = read_one(page(whole.format("Erklärung von Anna Beispiel"), "Erklärung von Anna Beispiel"))
    assert (titled.kind, titled.speakers) == (DocumentKind.STATEMENT, ("Anna Beispiel",))


@pytest.mark.parametrize("name", ["entry-content", "rich-text"])
def test_boxes_of_one_class_inside_each_other_are_read_once(name: str) -> None:
    opened, closed = f"<div class={name}>" * 4, "</div>" * 4
    document = read_one(page(f"<h1>On the talks</h1>{opened}<p>{PROSE * 3}</p><p>And so on.</p>{closed}", "On the talks"))
    assert document.text == f"{(PROSE * 3).strip()}\n\nAnd so on."


INTERVIEW = f"""<h1>{{title}}</h1><div class=entry-content><p>Before the talks we met the minister.</p>
<p><strong>Minister, will the talks go on?</strong></p><p>{PROSE}</p><p>They must.</p>
<p><b>And then?</b></p><p>{PROSE}</p></div>"""


def test_bold_questions_of_an_interview_are_nobody_s_words_among_the_answers() -> None:
    document = read_one(
        page(INTERVIEW.format(title="Interview with Minister Jane Sample"), "Interview with Minister Jane Sample")
    )
    turns = [(turn.speaker, document.text[turn.start : turn.end]) for turn in document.turns]
    assert turns == [
        ("", "Minister, will the talks go on?"),
        ("Minister Jane Sample", f"{PROSE.strip()}\n\nThey must."),
        ("", "And then?"),
        ("Minister Jane Sample", PROSE.strip()),
    ]


def test_bold_questions_of_a_page_that_nobody_answers_are_headings() -> None:
    assert read_one(page(INTERVIEW.format(title="On the talks"))).turns == ()


def test_those_a_release_quotes_are_named_as_written() -> None:
    text = (
        "The house voted.\n\nJane Sample (ABC, XX), rapporteur for the law, said: “We did it.”\n\nErik Muster added: “Now act.”"
    )
    document = parse_text(text, url=None, source=None, published=None, title="The house votes", issuer="Sample House")
    assert answer_document(document)["speakers"] == ["Jane Sample (ABC, XX)", "Erik Muster"]


def test_one_who_is_quoted_in_a_release_is_not_whose_words_the_release_is() -> None:
    text = "The ministry opened a school.\n\nJane Sample, head of the school, said:\n\nWe are glad."
    assert find_principals("A school opens", text) == ()
    document = parse_text(text, url=None, source=None, published=None, title="A school opens", issuer="Sample Office")
    assert answer_document(document)["speakers"] == ["Jane Sample"]


def test_statements_side_by_side_without_article_elements_are_documents_of_their_own() -> None:
    boxes = "".join(
        f'<div class="entry"><h2>On the {what}</h2><p>{day} October 2020</p><p>{PROSE * 4}</p></div>'
        for what, day in (("bridge", 28), ("road", 27))
    )
    parsed = read(page(f"<h1>Statements</h1>{boxes}"))
    assert isinstance(parsed, ParsedDocuments)
    found = [(each.title, each.published.value if each.published else None, each.issuers) for each in parsed.documents]
    assert found == [
        ("On the bridge", "2020-10-28", ("Ministry of Samples",)),
        ("On the road", "2020-10-27", ("Ministry of Samples",)),
    ]


def test_sections_of_one_statement_without_dates_stay_together() -> None:
    boxes = "".join(f'<div class="section"><h2>{what}</h2><p>{PROSE * 4}</p></div>' for what in ("Background", "Next steps"))
    assert read_one(page(f"<h1>On the talks</h1><p>27 October 2020</p>{boxes}")).title == "On the talks"


def test_a_date_in_a_sentence_of_the_body_is_not_the_day_of_publication() -> None:
    told = "The talks of both sides, which the government announced on 12 May 2019, go on at the lake next week."
    published = read_one(page(f"<h1>On the talks</h1><p>{told}</p><p>27 October 2020</p><p>{PROSE * 4}</p>")).published
    assert published is not None
    assert published.value == "2020-10-27"


def test_an_office_beside_the_title_publishes_a_page_and_a_subheading_that_begins_with_one_does_not() -> None:
    for line, issuer in (("Ministry for Roads", "Ministry for Roads"), ("Department Announces New Road", "ministry.example")):
        assert read_one(page(f"<h1>On the talks</h1><p>{line}</p><p>{PROSE * 4}</p>", "On the talks")).issuers == (issuer,)


@pytest.mark.parametrize(("linked", "is_body"), [(39, True), (41, False), (80, False)])
def test_a_box_of_a_body_s_class_with_more_than_two_fifths_of_links_is_a_list_of_links(linked: int, is_body: bool) -> None:
    words, links = ("word " * 200)[: 1000 - 10 * linked], ("link " * 200)[: 10 * linked]
    box = f"<div class=article-body><p>{words}</p><p><a href=/x>{links}</a></p></div>"
    html = page(f"<main><h1>On the talks</h1><div class=other><p>{PROSE * 4}</p></div>{box}</main>")
    assert read_one(html).text.startswith("word word" if is_body else "The minister stressed") is True


@pytest.mark.parametrize(("count", "are_kept"), [(1, True), (3, True), (4, False)])
def test_up_to_three_long_lines_between_the_title_and_the_first_extracted_one_are_kept(count: int, are_kept: bool) -> None:
    leading = "\n".join(f"Leading line number {number}, which has more than fifty letters." for number in range(count))
    marked = Marked(text=f"On the talks\n{leading}\n{PROSE.strip()}\nMore.", strong=())
    kept = bodies._between(marked, "".join(PROSE.split()), "On the talks").text
    assert kept.startswith("Leading line number 0" if are_kept else "The minister stressed")


@pytest.mark.parametrize(("shown", "day"), [("September 28, 2020", "2020-09-28"), ("March 2, 2026", "2025-01-27")])
def test_a_day_shown_as_that_of_publication_wins_over_a_later_one_that_the_system_declares(shown: str, day: str) -> None:
    head = '<meta property="article:published_time" content="2025-01-27T21:39:21+00:00">'
    date = f'<p class="article-meta__publish-date">{shown}</p>'
    found = read_one(page(f"{head}<h1>On the talks</h1>{date}<p>{PROSE * 4}</p>")).published
    assert found is not None
    assert (found.value or "")[:10] == day


def test_two_days_shown_as_that_of_publication_are_those_of_teasers() -> None:
    head = '<meta property="article:published_time" content="2025-01-27T21:39:21+00:00">'
    date = '<p class="publish-date">September 28, 2020</p>'
    found = read_one(page(f"{head}<h1>On the talks</h1>{date}<p>{PROSE * 4}</p>{date}")).published
    assert found is not None
    assert (found.value or "").startswith("2025-01-27")


@pytest.mark.parametrize(("beside", "is_body"), [(4, True), (5, False)])
def test_a_site_s_own_field_of_a_body_is_it_where_it_holds_at_least_half_of_the_prose(beside: int, is_body: bool) -> None:
    names = "<ul><li><a href=/1>General Jane Sample</a></li><li><a href=/2>Secretary Ann Example</a></li></ul>"
    field = f"<div class='field field-name-field-sample-body'>{f'<p>{PROSE}</p>' * 4}{names}</div>"
    other = f"<div class='field field-name-field-transcript'>{f'<p>{PROSE}</p>' * beside}</div>"
    text = read_one(page(f"<main><h1>On the talks</h1>{field}{other}</main>")).text
    assert text.endswith("Secretary Ann Example") is is_body
