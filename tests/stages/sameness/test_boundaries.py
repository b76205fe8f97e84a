"""Where one verdict gives way to the next: the shares, the lengths and the places at which it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from pipeline.stages.sameness import Kind, TextVerdict, matching_blocks
from pipeline.stages.sameness.substitution import capitalises_nouns
from storage.text.anchors import Part, cut_at_anchors
from tests.words import compare, tokenise

ENVOYS = "Our envoys walk slowly along wide roads toward some quiet harbour town"
BOATS = "We sent 12 boats and 30 tents along the wide road toward our quiet harbour town before the long winter comes"
TALKS = "我们今天在和平港口会面谈判"


@pytest.mark.parametrize(
    ("stored", "other", "verdict"),
    [
        (ENVOYS, "Our envoys stroll slowly along wide roads toward those calm harbour town", TextVerdict.ALTERED),
        (
            ENVOYS.replace("wide ", ""),
            "Our envoys stroll slowly along roads toward those calm harbour town",
            TextVerdict.DIFFERENT,
        ),
        (BOATS, BOATS.replace("12", "15").replace("30", "40").removesuffix(" comes"), TextVerdict.ALTERED),
        (
            BOATS.replace("long ", ""),
            BOATS.replace("long ", "").replace("12", "15").replace("30", "40").removesuffix(" comes"),
            TextVerdict.DIFFERENT,
        ),
        ("We sent 12 boats along the road", "We sent 15 boats along the road", TextVerdict.ALTERED),
    ],
    ids=["9 of 12 words", "8 of 11 words", "18 of 20 words", "17 of 19 words", "one place"],
)
def test_words_put_for_others_in_two_places_need_a_share_that_stays(stored: str, other: str, verdict: TextVerdict) -> None:
    """``LEAST_WITH_WORDING`` (0.75) of words put for words, ``LEAST_WITH_SEVERAL`` (0.9) of facts, neither in one place."""
    assert compare(stored, other).wording is verdict


@pytest.mark.parametrize(
    ("stored", "other", "verdict"),
    [
        (TALKS, TALKS.replace("和平港口", "海山新水"), TextVerdict.ALTERED),
        (TALKS, TALKS.replace("和平港口会", "海山新水天"), TextVerdict.DIFFERENT),
        (TALKS, TALKS.replace("和平港", "海山b"), TextVerdict.DIFFERENT),
        (
            "plan a b c d holds the road to the harbour town for all boats",
            "plan x y z holds the road to the harbour town for all boats",
            TextVerdict.DIFFERENT,
        ),
    ],
    ids=["four letters", "five letters", "a Latin letter among them", "Latin letters are words"],
)
def test_a_few_letters_of_an_unspaced_script_are_as_few_as_two_words(stored: str, other: str, verdict: TextVerdict) -> None:
    assert compare(stored, other).wording is verdict


@pytest.mark.parametrize(
    ("stored", "other", "verdict"),
    [
        ("now our now now", "now our … now", TextVerdict.ELIDED),
        ("war the now now", "… war", TextVerdict.TRUNCATED),
        ("our war the war", "… our war", TextVerdict.TRUNCATED),
        ("the war our the", "the … war our", TextVerdict.TRUNCATED),
        ("the war now our", "the war … now", TextVerdict.TRUNCATED),
        ("peace peace peace peace", "… now peace peace", TextVerdict.ALTERED),
    ],
)
def test_dots_mark_only_an_omission_that_can_slide_to_them(stored: str, other: str, verdict: TextVerdict) -> None:
    """Equal words at both edges let the place of an omission slide, to the first word of either text and no further."""
    assert compare(stored, other).wording is verdict


def test_an_omission_slides_no_further_than_to_the_first_word() -> None:
    kinds = [change.kind for change in compare("peace peace peace", "… war war peace war").diff]
    assert kinds == [Kind.ADDITION, Kind.OPPOSITE, Kind.CUT]


def test_signs_left_out_at_dots_of_the_other_text_are_an_omission() -> None:
    stored = "The harbour stays open today @envoy #road for all boats"
    assert compare(stored, "The harbour stays open today … for all boats").wording is TextVerdict.ELIDED
    own = stored.replace("today @envoy", "today…")
    assert compare(own, "The harbour stays open today… for all boats").wording is TextVerdict.TYPOGRAPHIC


@pytest.mark.parametrize(
    ("stored", "other", "moved"),
    [
        (
            "We keep the road. Peace holds. The harbour stays open for all.",
            "We keep the road. The harbour stays open for all. Peace holds.",
            "Peace holds",
        ),
        ("We keep the road open #Peace for all boats here", "#Peace We keep the road open for all boats here", "#Peace"),
        (
            "Harbour open market north stay water light road.",
            "Harbour open water light road garden market north stay.",
            "water light road",
        ),
    ],
    ids=["a gap of two words", "a gap of one word", "a part of a longer gap"],
)
def test_what_stands_elsewhere_is_found_as_long_as_its_gap_or_three_words_of_it(stored: str, other: str, moved: str) -> None:
    found = compare(stored, other)
    assert found.wording is TextVerdict.STITCHED
    assert [change.stored for change in found.diff if change.kind is Kind.MOVE] == [moved]


@pytest.mark.parametrize(
    ("stored", "other", "quickly"),
    [
        (" ".join(f"a{number}" for number in range(1000)), " ".join(f"b{number}" for number in range(1000)), False),
        (" ".join(f"a{number}" for number in range(1001)), " ".join(f"b{number}" for number in range(1000)), True),
        ("we " * 200, "we " * 200, False),
        ("we " * 200 + "all", "we " * 200 + "all", True),
    ],
    ids=["a million pairs of words", "more pairs", "40,000 pairs of equal words", "more equal pairs"],
)
def test_a_long_text_or_one_that_repeats_itself_is_aligned_in_c(
    stored: str, other: str, quickly: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    parted: list[int] = []

    def count(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Part]:
        parted.append(len(ours))
        return cut_at_anchors(ours, theirs)

    monkeypatch.setattr(matching_blocks, "cut_at_anchors", count)
    matching_blocks.match_blocks(tokenise(stored), tokenise(other))
    assert bool(parted) is quickly


@pytest.mark.parametrize(("text", "german"), [("Die Brücke der Stadt", True), ("Die Brücke", False), ("Die, die, die!", False)])
def test_two_different_words_of_grammar_make_a_text_german(text: str, german: bool) -> None:
    assert capitalises_nouns(tokenise(text)) is german
