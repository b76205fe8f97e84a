"""What a platform sets below a post is no part of its words; words of the post's own are never taken for it."""

from __future__ import annotations

import pytest

from pipeline.stages.sameness import TextVerdict
from pipeline.stages.sameness.verdict import Kind
from tests.words import compare

POST = "We will sign the harbour treaty with all our neighbours this year"
CREDITS = (
    " — Mara Ilves (@marailves)",
    " — Ursula von der Aue (@aue) October 3, 2020",
    " – Մարա Իլվես (@marailves)",
    " — მარა ილვესი (@marailves)",
    " -- Tide Office of Vell (@TideOffice) https://t.co/Ab12Cd34Ef",
    ". from Twitter for iPhone",
    " via Twitter for iPhone",
    "\nTwitter for iPhone",
    "\n\n3:45 PM · Oct 3, 2020 · Twitter for iPhone",
    " via @marailves",
)
WORDS = (
    " — unless Vell attacks again (@mfa_vell)",
    " — but not with Ilves (@ilves)",
    " — But Not With Ilves (@ilves)",
    " — BUT NOT WITH ILVES (@ilves)",
    " — NÃO COM ILVES (@ilves)",
    " — Não Com Ilves (@ilves)",
    " - never with smugglers (@smugglers) https://t.co/abc",
    " -- they did not (@TideOffice)",
    " -- They Didn’t (@TideOffice)",
    " — DON'T Trust Mara (@marailves)",
    " — CAN’T Mara (@marailves) October 3, 2020",
    " — Mara Ilves (@marailves) never",
)


@pytest.mark.parametrize("credit", CREDITS)
def test_a_credit_below_a_post_leaves_the_words_the_same(credit: str) -> None:
    assert compare(POST, POST + credit).wording is TextVerdict.TYPOGRAPHIC
    assert compare(POST + credit, POST).wording is TextVerdict.TYPOGRAPHIC


@pytest.mark.parametrize("words", WORDS)
def test_words_before_a_handle_that_are_no_name_are_words(words: str) -> None:
    found = compare(POST + words, POST)

    assert found.wording is TextVerdict.TRUNCATED


@pytest.mark.parametrize(
    ("post", "words"),
    [
        ("Мы подпишем договор о гавани в этом году", " — если они согласны (@mfa_vell)"),
        ("我们今年将与邻国签署港口条约", " — 不是现在 (@mfa_vell)"),
    ],
)
def test_words_of_other_scripts_that_negate_or_limit_are_no_name(post: str, words: str) -> None:
    assert compare(post + words, post).wording is TextVerdict.TRUNCATED


@pytest.mark.parametrize("words", WORDS[:4])
def test_a_condition_or_negation_before_a_handle_is_material(words: str) -> None:
    assert compare(POST + words, POST).material


def test_an_app_that_is_the_object_of_a_sentence_is_words() -> None:
    found = compare("They banned us from Twitter for iPhone", "They banned us")

    assert found.wording is TextVerdict.TRUNCATED


def test_a_line_above_a_post_that_negates_is_words() -> None:
    line = "We never agreed to the terms of @marailves · Oct 3, 2020\n"

    assert compare(line + POST, POST).wording is not TextVerdict.TYPOGRAPHIC


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (" — Mara Ilves (@marailves)", " — Tomas Orr (@tomasorr)"),
        (" — Mara Ilves (@marailves) October 3, 2020", " — Tomas Orr (@tomasorr) October 3, 2020"),
        (" via @marailves", " via @tomasorr"),
    ],
)
def test_a_credit_put_for_another_is_a_name_altered(ours: str, theirs: str) -> None:
    found = compare(POST + ours, POST + theirs)

    assert (found.wording, found.material, found.diff[0].kind) == (TextVerdict.ALTERED, True, Kind.NAME)


def test_a_credit_in_another_form_is_the_same() -> None:
    found = compare(f"{POST} — Mara Ilves (@marailves) October 3, 2020", f"{POST} — Mara Ilves (@marailves)")

    assert found.wording is TextVerdict.TYPOGRAPHIC


@pytest.mark.parametrize(
    "text",
    [
        " — " + "国" * 600 + "。 via x",
        "- " + "Aa " * 300 + "via x",
        "— " + "of the " * 300 + "(@x",
        " via x " + "https://" + "!" * 60 + " https://" + "." * 60 + " https://" + "," * 60 + " word",
        "12:30 · " + "1 " * 400 + "via @x x",
        "\n".join(["— A B C D E (@x)"] * 200) + " word",
    ],
)
def test_what_looks_like_the_start_of_a_credit_for_long_is_looked_through(text: str) -> None:
    """Each of these once took hours, or would where a pattern may part the same characters in many ways."""
    assert compare(text, text + " more").wording is not TextVerdict.DIFFERENT
