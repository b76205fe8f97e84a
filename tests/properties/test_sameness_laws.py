"""Laws of comparing: sameness is an equivalence, and no pair of texts is beyond an answer."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.stages.sameness import NormalisationLevel, TextVerdict
from pipeline.stages.sameness.levels import find_level
from tests.words import compare

words = st.sampled_from(
    "we will not yield 10 Tuesday Baku peace war the a #Talks … . ! ÉTÉ été Şuşa fifty office и да 不 中国".split()
)
texts = st.lists(words, max_size=14).map(" ".join)
anything = st.text(max_size=40)


@given(anything | texts)
def test_every_text_is_identical_to_itself(text: str) -> None:
    assert compare(text, text).wording is TextVerdict.IDENTICAL


@given(texts | anything, texts | anything)
@example("Ê¹", "we")
def test_only_equal_texts_are_identical(one: str, other: str) -> None:
    assert (compare(one, other).wording is TextVerdict.IDENTICAL) == (one == other)


@given(texts | anything, texts | anything)
def test_the_ladder_does_not_mind_the_order(one: str, other: str) -> None:
    assert find_level(one, other) is find_level(other, one)


@given(texts, texts, texts)
def test_the_ladder_carries_over(one: str, other: str, third: str) -> None:
    if find_level(one, other) and find_level(other, third):
        assert find_level(one, third) is not None


@given(texts)
def test_damage_of_spaces_and_case_is_never_material(text: str) -> None:
    found = compare(text, text.upper().replace(" ", "\n\n"))
    assert found.wording in (TextVerdict.IDENTICAL, TextVerdict.TYPOGRAPHIC)
    assert found.rung in (
        NormalisationLevel.EXACT,
        NormalisationLevel.SPACES,
        NormalisationLevel.MARKS,
        NormalisationLevel.CASE,
        NormalisationLevel.LETTERS,
    )


@given(texts, texts)
def test_every_difference_quotes_the_texts(one: str, other: str) -> None:
    for change in compare(one, other).diff:
        assert all(word in one for word in change.stored.split())
        assert change.other == "…" or all(word in other for word in change.other.split())
