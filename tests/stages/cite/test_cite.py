"""Citations follow the published rules of each style, and no text breaks out of its field."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.cite import Style, format_references, make_reference, make_set_reference
from pipeline.stages.cite.bibtex import escape
from pipeline.stages.cite.printed_days import format_edtf, read_days
from pipeline.stages.cite.speaker_names import split_name
from storage.model import DocumentKind, QuoteKind
from storage.model.findings import Cited, NamedSpeaker, ResultSet
from tests.stages.cite.references import DIGEST, SPEAKER, cited, post, quote, when

NOTE = f"On Record q_0123456789abcdef0123, captured 2020-11-01T10:03:00Z, sha256:{DIGEST}"


def write(what: Cited, style: Style) -> str:
    return format_references([make_reference(what)], style)


def csl(what: Cited) -> dict[str, Any]:
    [item] = json.loads(write(what, Style.CSL))
    return dict(item)


# ------------------------------------------------------------------------------------------------------ Chicago


def test_chicago_names_speaker_office_title_publisher_date_address_and_evidence() -> None:
    assert write(cited(), Style.CHICAGO) == (
        "Sample, Anna M. (Foreign Minister of Samples). “On the border.” Ministry of Samples, October 27, 2020. "
        f"https://www.mfa.example/1. {NOTE}.\n"
    )


def test_chicago_puts_no_full_stop_after_a_question_mark_and_turns_inner_quotation_marks_single() -> None:
    text = write(cited(title='Who said "peace"?'), Style.CHICAGO)
    assert "“Who said ‘peace’?” Ministry of Samples" in text


def test_chicago_puts_the_full_stop_before_the_closing_marks() -> None:
    assert "“On “peace”.”" not in write(cited(title="On “peace”"), Style.CHICAGO)
    assert "“On ‘peace’.”" in write(cited(title="On “peace”"), Style.CHICAGO)


def test_chicago_gives_the_day_of_access_if_there_is_no_date() -> None:
    text = write(cited(quote=quote(said=None), published=None), Style.CHICAGO)
    assert "Ministry of Samples. Accessed November 1, 2020." in text


def test_chicago_cites_words_in_another_publication_as_quoted_in_it() -> None:
    news = cited(
        quote=quote(QuoteKind.DIRECT), issuers=("The Sample Paper",), publisher="The Sample Paper", kind=DocumentKind.ARTICLE
    )
    assert write(news, Style.CHICAGO).startswith(
        "Sample, Anna M. (Foreign Minister of Samples). Quoted in “On the border.” The Sample Paper, October 27, 2020."
    )


def test_chicago_gives_handle_and_first_160_characters_of_a_post() -> None:
    text = write(post(opening="word " * 60), Style.CHICAGO)
    title = re.search("“(.*)”", text)
    assert "Sample, Anna M. (@sample_mfa; Foreign Minister of Samples)." in text
    assert title
    assert len(title[1]) <= 161
    assert title[1].endswith("word…")


# ---------------------------------------------------------------------------------------------------------- APA


def test_apa_gives_initials_date_in_brackets_and_leaves_out_no_site_that_is_not_the_author() -> None:
    assert write(cited(), Style.APA) == (
        "Sample, A. M. [Foreign Minister of Samples]. (2020, October 27). On the border. Ministry of Samples. "
        f"https://www.mfa.example/1 [{NOTE}].\n"
    )


def test_apa_lists_the_source_consulted_as_author_and_not_its_site_again() -> None:
    news = cited(
        quote=quote(QuoteKind.INDIRECT), issuers=("The Sample Paper",), publisher="The Sample Paper", kind=DocumentKind.ARTICLE
    )
    text = write(news, Style.APA)
    assert text.startswith("The Sample Paper. (2020, October 27). On the border [Quoting Anna M. Sample, Foreign Minister")
    assert text.count("The Sample Paper") == 1


def test_apa_says_that_there_is_no_date_and_when_it_was_retrieved() -> None:
    text = write(cited(quote=quote(said=None), published=None), Style.APA)
    assert "(n.d.)." in text
    assert "Retrieved November 1, 2020, from https://www.mfa.example/1" in text


def test_apa_gives_20_words_of_a_post_and_says_what_it_is() -> None:
    text = write(post(opening=" ".join(f"w{number}" for number in range(30))), Style.APA)
    assert "w19 [Post]." in text
    assert "w20" not in text
    assert "[@sample_mfa; Foreign Minister of Samples]" in text


def test_apa_lists_19_of_more_than_20_authors_and_the_last() -> None:
    many = cited(quote=None, speakers=tuple(NamedSpeaker(name=f"N{number}") for number in range(22)))
    assert "N18, . . . N21. (2020" in write(many, Style.APA)


# ------------------------------------------------------------------------------------------------ names and dates


@pytest.mark.parametrize(
    ("name", "country", "inverted", "initialled"),
    [
        ("Ursula von der Leyen", "de", "von der Leyen, Ursula", "von der Leyen, U."),
        ("Jean-Yves Le Drian", "fr", "Le Drian, Jean-Yves", "Le Drian, J.-Y."),
        ("Robert Sample Jr.", "us", "Sample, Robert, Jr.", "Sample, R., Jr."),
        ("Wang Yi", "cn", "Wang Yi", "Wang Yi"),
        ("Сергей Лавров", "ru", "Сергей Лавров", "Сергей Лавров"),
        ("Pedro Sánchez Pérez-Castejón", "es", "Pedro Sánchez Pérez-Castejón", "Pedro Sánchez Pérez-Castejón"),
        ("Pelé", "br", "Pelé", "Pelé"),
    ],
)
def test_a_name_is_inverted_only_if_its_order_is_known(name: str, country: str, inverted: str, initialled: str) -> None:
    split = split_name(NamedSpeaker(name=name, is_person=True, country=country))
    assert (split.inverted, split.initialled) == (inverted, initialled)


def test_a_name_that_the_roster_does_not_know_and_an_organisation_stay_as_written() -> None:
    assert split_name(NamedSpeaker(name="Anna Sample")).inverted == "Anna Sample"
    assert split_name(NamedSpeaker(name="Ministry of Samples", is_person=False, country="us")).inverted == "Ministry of Samples"


@pytest.mark.parametrize(
    ("date", "chicago", "apa", "edtf"),
    [
        (when("2020-10"), "October 2020", "(2020, October)", "2020-10"),
        (when("2020"), "2020", "(2020)", "2020"),
        (when("2020-10-27T15:00+04:00"), "October 27, 2020", "(2020, October 27)", "2020-10-27"),
        (
            when(None, "2020-10-26", "2020-10-28"),
            "between October 26, 2020 and October 28, 2020",
            "(between 2020, October 26, and 2020, October 28)",
            "2020-10-26/2020-10-28",
        ),
        (when(None, None, "2020-10-28"), "by October 28, 2020", "(by 2020, October 28)", "../2020-10-28"),
        (when(None, "2020-10-26", None), "after October 26, 2020", "(after 2020, October 26)", "2020-10-26/.."),
    ],
)
def test_a_date_is_printed_in_the_precision_it_has(date: Any, chicago: str, apa: str, edtf: str) -> None:
    what = cited(published=date, quote=quote(said=date))
    assert f"Ministry of Samples, {chicago}." in write(what, Style.CHICAGO)
    assert f"{apa}." in write(what, Style.APA)
    days = read_days(date)
    assert days
    assert format_edtf(days) == edtf
    assert f"date = {{{edtf}}}" in write(what, Style.BIBTEX)


def test_a_date_of_saying_other_than_that_of_publication_is_told_apart() -> None:
    what = cited(quote=quote(said=when("2020-10-26")))
    assert "Ministry of Samples, October 27, 2020. Said October 26, 2020." in write(what, Style.CHICAGO)
    assert "[said 2020, October 26]" in write(what, Style.APA)
    assert csl(what)["issued"] == {"date-parts": [[2020, 10, 27]]}
    assert csl(what)["event-date"] == {"date-parts": [[2020, 10, 26]]}


def test_a_date_of_saying_known_only_to_be_no_later_than_the_publication_is_not_told() -> None:
    what = cited(published=when(None, "2020-10-27", "2020-10-27"), quote=quote(said=when(None, None, "2020-10-27")))
    assert "Said" not in write(what, Style.CHICAGO)
    assert "said" not in write(what, Style.APA)
    earlier = cited(quote=quote(said=when(None, None, "2020-10-20")))
    assert "Said by October 20, 2020." in write(earlier, Style.CHICAGO)


# ------------------------------------------------------------------------------------------------- CSL, BibTeX, RIS


def test_csl_keeps_the_id_and_splits_only_known_names() -> None:
    item = csl(cited())
    assert item["id"] == "q_0123456789abcdef0123"
    assert item["author"] == [{"family": "Sample", "given": "Anna M."}]
    assert item["accessed"] == {"date-parts": [[2020, 11, 1]]}
    assert csl(cited(speakers=(NamedSpeaker(name="王毅"),)))["author"] == [{"literal": "王毅"}]


def test_csl_leaves_an_unknown_date_out() -> None:
    assert "issued" not in csl(cited(published=None, quote=quote(said=None)))


def test_bibtex_protects_capitals_organisations_and_particles() -> None:
    text = write(cited(speakers=(replace(SPEAKER, name="Ursula von der Leyen", country="de"),)), Style.BIBTEX)
    assert text.startswith("@online{q_0123456789abcdef0123,\n")
    assert "author = {{von der Leyen}, Ursula}," in text
    assert "title = {{On the border}}," in text
    whole = write(cited(speakers=(NamedSpeaker(name="Ministry of Trade and Industry"),)), Style.BIBTEX)
    assert "author = {{Ministry of Trade and Industry}}," in whole


def test_bibtex_keeps_an_address_as_it_is_but_for_what_would_end_the_field() -> None:
    text = write(cited(address="https://x.example/a_b%20c?d={e}&f#g"), Style.BIBTEX)
    assert "url = {https://x.example/a_b%20c?d=%7Be%7D&f#g}," in text


@given(st.text(max_size=60))
def test_no_text_unbalances_the_braces_of_bibtex(text: str) -> None:
    entry = write(cited(title=text, speakers=(NamedSpeaker(name=text or "x"),), quote=quote(exact=text or "x")), Style.BIBTEX)
    depth = 0
    for letter in entry:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
    assert depth == 0
    assert entry.rstrip().endswith("}")


def test_bibtex_escapes_what_tex_reads() -> None:
    assert escape(r"5 % & $3 #1 a_b {c} ~ ^ \d") == (
        r"5 \% \& \$3 \#1 a\_b \textbraceleft{}c\textbraceright{} \textasciitilde{} \textasciicircum{} \textbackslash{}d"
    )


def test_ris_has_its_tags_in_order_and_ends_its_lines_as_the_format_says() -> None:
    lines = write(cited(), Style.RIS).split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert "AU  - Sample, Anna M." in lines
    assert "DA  - 2020/10/27/" in lines
    assert "AN  - q_0123456789abcdef0123" in lines


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_no_text_opens_a_tag_of_ris(text: str) -> None:
    written = write(cited(title=f"a\r\nER  - {text}", quote=quote(exact=f"b\nTY  - {text}")), Style.RIS)
    assert len(re.findall(r"(?m)^ER  - ", written)) == 1
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in written.split("\r\n")[:-1])


def test_a_frozen_search_is_cited_with_its_query_day_and_digest() -> None:
    frozen = ResultSet(
        id="s_1",
        query="peace",
        filters={"speaker": "Sample"},
        frozen_at=datetime(2020, 11, 2, tzinfo=UTC),
        observation=7,
        code_version="1",
        total=3,
        digest=DIGEST,
        notes=(),
        coverage=(),
    )
    text = format_references([make_set_reference(frozen)], Style.CHICAGO)
    assert text == (
        "On Record. “Search for peace, speaker Sample: 3 quotes of 0 sources.” November 2, 2020. "
        f"On Record s_1, captured 2020-11-02T00:00:00Z, sha256:{DIGEST}.\n"
    )


def test_controls_and_marks_of_direction_do_not_reach_a_citation() -> None:
    text = write(cited(title="On\u202e the\x1b[31m border"), Style.CHICAGO)
    assert "\u202e" not in text
    assert "\x1b" not in text


@pytest.mark.parametrize(("stated", "told"), [("pt-BR", "pt-BR"), ('en" onclick="alert(1)', None), ("", None), (None, None)])
def test_only_a_language_tag_is_told_as_the_language(stated: str | None, told: str | None) -> None:
    found = cited()
    assert make_reference(replace(found, document=replace(found.document, language=stated))).language == told


@pytest.mark.parametrize(
    ("style", "most", "cut"),
    [(Style.APA, 20, "N18, . . . N20"), (Style.CHICAGO, 10, "N6, et al.")],
)
def test_as_many_authors_as_a_style_allows_are_all_named(style: Style, most: int, cut: str) -> None:
    def name(count: int) -> str:
        return write(cited(quote=None, speakers=tuple(NamedSpeaker(name=f"N{number}") for number in range(count))), style)

    assert all(f"N{number}" in name(most) for number in range(most))
    assert cut in name(most + 1)
