"""What two renderings of the same words are called."""

from __future__ import annotations

import pytest

from pipeline.stages.sameness import Kind, NormalisationLevel, TextVerdict
from tests.words import answer_row, compare

STORED = (
    "We call on both sides to keep the ceasefire. The minister will meet 12 envoys on Tuesday in Geneva. "
    "Our people have never asked for war, and they will not accept it unless they are attacked. Peace needs patience."
)


@pytest.mark.parametrize(
    ("other", "rung"),
    [
        (STORED, NormalisationLevel.EXACT),
        (STORED.replace(" ", "\n"), NormalisationLevel.SPACES),
        (STORED.replace("ceasefire", "cease\u00adfire"), NormalisationLevel.MARKS),
        (STORED.upper(), NormalisationLevel.CASE),
        (STORED.replace("sides", "sidеs"), NormalisationLevel.LETTERS),
        (STORED.replace("both", "&#98;oth"), NormalisationLevel.SIGNS),
        (STORED.replace("Geneva", "#Geneva"), NormalisationLevel.LETTERS),
        (STORED.replace(". ", ""), NormalisationLevel.PUNCTUATION),
        (STORED + " https://t.co/Ab12", NormalisationLevel.LINKS),
    ],
)
def test_the_ladder_names_the_first_step_at_which_the_texts_agree(other: str, rung: NormalisationLevel) -> None:
    found = compare(STORED, other)
    assert found.rung is rung
    assert found.wording is (TextVerdict.IDENTICAL if rung is NormalisationLevel.EXACT else TextVerdict.TYPOGRAPHIC)
    assert not found.material


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("will meet", "will not meet", Kind.NEGATION),
        ("have never asked", "have asked", Kind.NEGATION),
        ("12 envoys", "17 envoys", Kind.NUMBER),
        ("on Tuesday", "on Friday", Kind.DATE),
        ("in Geneva", "in Vienna", Kind.NAME),
        ("The minister will", "The minister may", Kind.MODAL),
        ("Peace needs", "War needs", Kind.OPPOSITE),
    ],
)
def test_a_changed_fact_is_altered_and_material(old: str, new: str, kind: Kind) -> None:
    found = compare(STORED, STORED.replace(old, new))
    assert found.wording is TextVerdict.ALTERED
    assert found.material
    assert [change.kind for change in found.diff] == [kind]


@pytest.mark.parametrize(("old", "new"), [("patience", "patiense"), ("envoys", "envyos"), ("keep", "hold")])
def test_a_slip_or_a_near_word_is_altered_but_not_material(old: str, new: str) -> None:
    found = compare(STORED, STORED.replace(old, new))
    assert found.wording is TextVerdict.ALTERED
    assert not found.material


@pytest.mark.parametrize(
    "other",
    [
        STORED.replace("the ceasefire. The", "theceasefire.The").replace("on Tuesday", "onTuesday"),
        STORED + " https://t.co/AbCdEf1234",
        STORED.replace("Geneva", "Geneva #Talks"),
    ],
)
def test_damage_leaves_the_words_the_same(other: str) -> None:
    found = compare(STORED, other)
    assert found.wording is TextVerdict.TYPOGRAPHIC
    assert not found.material


@pytest.mark.parametrize(
    ("stored", "other"),
    [
        ("The five offices", "The ve oces"),
        ("Erdoğan said so today", "Erdoan said so today"),
        ("Erdoğan said so today", "ErdoÄŸan said so today"),
        ("On 24, 2023 it was so", "On 24,2023 it was so"),
        ("Sorrow &amp; hope go together", "Sorrow and hope go together"),
        ("It begins at 7:00 on 24/10/2020 here", "It begins at 7.00 on 24.10.2020 here"),
        ("#PeaceForAll https://t.co/Ab12", "Peace for all!"),
        ("More of it here: https://t.co/Ab12", "More of it here: https://t.co/Zy98"),
        ("See https://t.co/Ab12 for more of it", "See httpstcoAb12 for more of it"),
    ],
)
def test_letters_that_a_converter_loses_are_damage(stored: str, other: str) -> None:
    assert compare(stored, other).wording is TextVerdict.TYPOGRAPHIC


def test_a_marked_omission_is_elided() -> None:
    found = compare(STORED, STORED.replace("both sides to", "[…]"))
    assert (found.wording, found.material) == (TextVerdict.ELIDED, False)
    assert found.diff[0].stored == "both sides to"


@pytest.mark.parametrize("mark", ["…", " ... ", "[. . .]", " [..] ", "(…)", "【…】", " [snip] ", " * * * ", "。。。", " [—] "])
def test_an_omission_is_marked_in_many_ways(mark: str) -> None:
    assert compare(STORED, STORED.replace(" both sides to ", mark)).wording is TextVerdict.ELIDED


def test_dots_behind_a_link_mark_what_is_left_out_after_it() -> None:
    stored = "The tables are at https://t.co/Ab12Cd34Ef and the boats wait outside."
    assert compare(stored, stored[:42] + "...").wording is TextVerdict.ELIDED


def test_a_word_cut_to_another_that_stands_further_on_is_cut() -> None:
    stored = "The minister is to receive the youngest pilots tonight, and you may join us in the port."
    assert compare(stored, "The minister is to receive the you").wording is TextVerdict.TRUNCATED
    assert compare("He said that we want to leave the port now", "He said that we wa").wording is TextVerdict.TRUNCATED


def test_a_marked_omission_that_takes_a_negation_is_material() -> None:
    found = compare(STORED, STORED.replace("they will not accept it unless they are attacked", "they … are attacked"))
    assert (found.wording, found.material) == (TextVerdict.ELIDED, True)


def test_an_unmarked_cut_is_truncated() -> None:
    found = compare(STORED, "We call on both sides to keep the ceasefire. The minister will meet 12 envoys")
    assert (found.wording, found.material) == (TextVerdict.TRUNCATED, False)


def test_a_quotation_taken_out_whole_is_not_cut_inside_a_sentence() -> None:
    stored = "The minister stressed that “there is no other way out of this,” and left the hall."
    found = compare(stored, "there is no other way out of this")
    assert found.wording is TextVerdict.TRUNCATED
    assert [change.note for change in found.diff] == ["around a quotation", "around a quotation"]
    assert compare(stored, "there is no other way").diff[-1].note == "inside a sentence"


def test_a_cut_before_the_condition_is_material() -> None:
    found = compare(STORED, "Our people have never asked for war, and they will not accept it")
    assert (found.wording, found.material) == (TextVerdict.TRUNCATED, True)


def test_a_cut_after_the_negation_is_material() -> None:
    found = compare(STORED, "accept it unless they are attacked. Peace needs patience.")
    assert (found.wording, found.material) == (TextVerdict.TRUNCATED, True)


def test_a_word_cut_in_the_middle_is_part_of_the_cut() -> None:
    assert compare(STORED, STORED[:70]).wording is TextVerdict.TRUNCATED
    assert compare(STORED, STORED[:70] + "…").wording is TextVerdict.ELIDED


def test_the_credit_of_a_repost_is_no_word_of_it() -> None:
    assert compare(STORED, f"RT @sample: {STORED}").wording is TextVerdict.TYPOGRAPHIC


def test_words_dropped_without_a_mark_are_stitched() -> None:
    assert compare(STORED, STORED.replace("both sides to keep ", "")).wording is TextVerdict.STITCHED


@pytest.mark.parametrize(("word", "kind"), [("12 ", Kind.NUMBER), ("unless ", Kind.CONDITION), ("never ", Kind.NEGATION)])
def test_a_single_word_left_out_is_material_where_it_rules_the_sense(word: str, kind: Kind) -> None:
    found = compare(STORED, STORED.replace(word, ""))
    assert (found.wording, found.material, found.diff[0].kind) == (TextVerdict.ALTERED, True, kind)
    assert not compare(STORED, STORED.replace("both ", "")).material


def test_sentences_in_another_order_are_stitched() -> None:
    found = compare(STORED, "Peace needs patience. We call on both sides to keep the ceasefire.")
    assert found.wording is TextVerdict.STITCHED
    assert any(change.kind is Kind.MOVE for change in found.diff)


def test_halves_of_two_sentences_joined_are_material() -> None:
    found = compare(STORED, "We call on both sides to keep the envoys on Tuesday in Geneva.")
    assert (found.wording, found.material) == (TextVerdict.STITCHED, True)


def test_the_same_template_filled_otherwise_is_different() -> None:
    found = compare(
        "On behalf of the government I congratulate Mr Anders Holm on his election as Prime Minister of Norland.",
        "On behalf of the government I congratulate Mrs Ida Brandt on her appointment as Foreign Minister of Suderland.",
    )
    assert found.wording is TextVerdict.DIFFERENT


def test_unspaced_scripts_are_compared_letter_by_letter() -> None:
    stored = "外交部表示，美国应当尊重中国的主权，停止一切挑衅行为，并遵守国际法的基本原则。"
    assert compare(stored, stored.replace("应当", "不应当")).material
    assert compare(stored, stored.replace("美国", "德国")).diff[0].kind is Kind.NAME
    assert compare(stored, stored.replace("，", " ")).wording is TextVerdict.TYPOGRAPHIC


def test_a_verb_negated_inside_the_word_is_a_negation() -> None:
    found = compare("Biz bu toprakları yarın bırakacağız dedi", "Biz bu toprakları yarın bırakmayacağız dedi")
    assert found.material
    assert found.diff[0].kind is Kind.NEGATION


@pytest.mark.parametrize(
    ("stored", "other", "kind"),
    [
        ("Limanda gəmilər bu gün yükü götürüb getdi", "Limanda gəmilər bu gün yükü götürməyib getdi", Kind.NEGATION),
        ("Nazir gəmilərin hara getdiyini bilir dedi", "Nazir gəmilərin hara getdiyini bilmir dedi", Kind.NEGATION),
        ("The plan is unacceptable to the pilots", "The plan is acceptable to the pilots", Kind.OPPOSITE),
        ("Это решение для порта приемлемо сегодня", "Это решение для порта неприемлемо сегодня", Kind.OPPOSITE),
    ],
)
def test_a_word_negated_within_is_turned_round(stored: str, other: str, kind: Kind) -> None:
    found = compare(stored, other)
    assert (found.wording, found.material, found.diff[0].kind) == (TextVerdict.ALTERED, True, kind)


@pytest.mark.parametrize(
    ("stored", "other"),
    [
        ("Die Konferenz findet am 3. März in Berlin statt.", "Die Konferenz findet am 3. Mai in Berlin statt."),
        ("Wir treffen uns im Juni in Genf.", "Wir treffen uns im Mai in Genf."),
        ("La réunion aura lieu le 3 mai à Genève.", "La réunion aura lieu le 3 mars à Genève."),
    ],
)
def test_a_month_that_is_written_like_another_languages_never_is_a_month(stored: str, other: str) -> None:
    for one, two in ((stored, other), (other, stored)):
        assert [change.kind for change in compare(one, two).diff] == [Kind.DATE]


def test_never_at_the_start_of_a_sentence_is_no_month() -> None:
    assert compare("Mai firmeremo questo accordo.", "Firmeremo questo accordo.").material


def test_a_month_moved_is_no_modal() -> None:
    found = compare("The envoys meet in the port on 5 May 2021 at noon.", "The envoys meet in the port on May 5, 2021 at noon.")
    assert not found.material


def test_a_post_that_its_platform_cut_is_elided() -> None:
    stored = "The tables are out now for the north of the country and the south of it."
    assert compare(stored, f"{stored[:48]}… https://t.co/Ab12Cd34Ef").wording is TextVerdict.ELIDED


def test_a_name_of_one_letters_difference_is_another_name() -> None:
    assert compare("The talks with Iran go on in Vienna.", "The talks with Iraq go on in Vienna.").material


@pytest.mark.parametrize(
    ("stored", "other", "kind"),
    [
        ("Norland's talks with China's envoys go on.", "Norland's talks with Japan's envoys go on.", Kind.NAME),
        ("We wait for today's vote in the council.", "We wait for yesterday's vote in the council.", Kind.DATE),
        ("They could've known it before the vote.", "They must've known it before the vote.", Kind.MODAL),
        (
            "Brandt will not come. We waited for Brandt in the port.",
            "Holm will not come. We waited for Brandt in the port.",
            Kind.NAME,
        ),
        ("Spanien schweigt zu der Frage der Boote.", "Italien schweigt zu der Frage der Boote.", Kind.NAME),
    ],
    ids=["a place's", "a day's", "a modal and its verb", "a name where a sentence starts", "a place in another language"],
)
def test_a_fact_is_known_by_its_stem_and_from_elsewhere(stored: str, other: str, kind: Kind) -> None:
    found = compare(stored, other)
    assert (found.wording, found.material) == (TextVerdict.ALTERED, True)
    assert kind in {change.kind for change in found.diff}


def test_a_number_cut_short_is_material() -> None:
    found = compare("The port was closed until 2011", "The port was closed until 201")
    assert (found.wording, found.material) == (TextVerdict.TRUNCATED, True)
    assert not compare("The port was closed until 2011", "The port was closed until 20…").material


def test_a_negation_cut_off_a_word_is_no_cut_word() -> None:
    found = compare("Perhaps we shouldn't.", "Perhaps we should.")
    assert (found.wording, found.diff[0].kind) == (TextVerdict.ALTERED, Kind.NEGATION)


def test_a_negation_with_a_letter_lost_is_a_slip_but_its_opposite_is_not() -> None:
    assert not compare(STORED, STORED.replace("never", "nevr")).material
    assert compare(STORED, STORED.replace("never", "ever")).material


def test_a_decimal_point_lost_changes_the_number() -> None:
    assert compare("It grew by 1.5 percent this year", "It grew by 15 percent this year").material


def test_two_links_alone_are_different() -> None:
    assert compare("https://t.co/Ab12", "https://t.co/Zy98").wording is not TextVerdict.IDENTICAL


def test_an_empty_text_is_different_from_words() -> None:
    assert compare("Some words", "").wording is TextVerdict.DIFFERENT
    assert compare("", "Some words").wording is TextVerdict.DIFFERENT


def test_a_row_is_answered_as_json() -> None:
    answer = answer_row({"id": "x", "a": "We will yield now.", "b": "We will not yield now.", "more": 1})
    assert answer == {
        "id": "x",
        "verdict": "altered",
        "material": True,
        "reason": "negation: “not” added",
        "diff": [{"kind": "negation", "a": "", "b": "not", "material": True, "note": "added"}],
    }


@pytest.mark.parametrize("marked", ["We saw … one ship go", "We saw one … ship go", "We saw one ship … go"])
def test_an_ellipsis_marks_words_left_out_wherever_equal_words_let_their_place_slide(marked: str) -> None:
    stored = "We saw one ship come, one ship go and many more that day at sea."
    found = compare(stored, f"{marked} and many more that day at sea.")
    assert (found.wording, [change.note for change in found.diff]) == (TextVerdict.ELIDED, ["words left out, marked"])
