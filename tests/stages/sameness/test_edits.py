"""What an edit did, and whether it was said."""

from __future__ import annotations

from pipeline.stages.sameness import Extent, Kind
from tests.words import judge_edit

TEXT = "The ministry condemns the attack on the town. Twelve people were hurt, and 3 houses burned. Talks will go on."


def test_the_same_text_is_unchanged() -> None:
    edit = judge_edit(TEXT, TEXT)
    assert (edit.extent, edit.material, edit.silent, edit.kinds) == (Extent.UNCHANGED, False, False, ())


def test_new_quotation_marks_are_typography() -> None:
    assert judge_edit(TEXT, TEXT.replace("condemns", "“condemns”")).extent is Extent.TYPOGRAPHIC


def test_a_number_changed_without_a_word_is_a_silent_edit() -> None:
    edit = judge_edit(TEXT, TEXT.replace("3 houses", "30 houses"))
    assert (edit.extent, edit.material, edit.silent, edit.kinds) == (Extent.SUBSTANTIVE, True, True, (Kind.NUMBER,))


def test_an_edit_that_the_text_announces_is_not_silent() -> None:
    assert not judge_edit(TEXT, TEXT.replace("3 houses", "30 houses") + " Correction: 30 houses burned.").silent


def test_an_edit_that_the_platform_marks_is_not_silent() -> None:
    assert not judge_edit(TEXT, TEXT.replace("3 houses", "30 houses"), announced=True).silent


def test_a_sentence_taken_out_is_substantive() -> None:
    edit = judge_edit(TEXT, TEXT.replace(" Twelve people were hurt, and 3 houses burned.", ""))
    assert edit.extent is Extent.SUBSTANTIVE
    assert Kind.OMISSION in edit.kinds
