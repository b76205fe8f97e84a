"""What folding takes away and what it leaves."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from rapidfuzz.distance import Levenshtein

from storage.text import folding
from storage.text.folding import fold, fold_text, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Əliyev", "Aliyev"),
        ("ƏLİYEV", "aliyev"),
        ("İstanbul", "istanbul"),
        ("Iğdır", "igdir"),
        ("Երևան", "ԵՐԵՎԱՆ"),
        ("Երևան", "Երեւան"),
        ("Şuşa", "susa"),
        ("Chişinău", "Chișinău"),
        ("ﬁnal", "final"),
        ("Œuvre", "oeuvre"),
        ("Straße", "STRASSE"),
        ("Žižkov", "Z\u030ciz\u030ckov"),
        ("мирёд", "миред"),
        ("don’t", "don't"),
        ("“peace”", '"peace"'),
        ("«peace»", "''peace''"),
        ("cease‑fire", "cease-fire"),
        ("now — today", "now - today"),
        ("wait…", "wait..."),
        ("#Artsakh @MFA", "Artsakh MFA"),
        ("Аrmenia", "Armenia"),
        ("Роcсия", "Россия"),
        ("na\u200btion\u00adal", "national"),
        ("two\u00a0 \n words", "two words"),
        ("ｆｕｌｌ", "full"),
        ("۱۴۰۳", "1403"),
        ("كرملين", "کرملین"),
    ],
)
def test_typography_folds_away(one: str, other: str) -> None:
    assert fold_text(one) == fold_text(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("not", "now"), ("10", "100"), ("Հայ", "Հայք"), ("が", "か"), ("कि", "का"), ("a@b.org", "ab.org"), ("мир", "мыр")],
)
def test_words_stay_different(one: str, other: str) -> None:
    assert fold_text(one) != fold_text(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("##peace", "peace"),
        ("#@peace", "peace"),
        ("a##b", "a#b"),
        ("a#", "a#"),
        ("# a", "# a"),
        (".#a @b", ".a b"),
        ("a@@@b", "a@b"),
    ],
)
def test_signs_before_a_word_fold_away_and_one_within_a_word_stays(text: str, folded: str) -> None:
    assert fold_text(text) == folded
    assert fold(text).text == folded


def test_a_long_run_of_signs_is_looked_through_once() -> None:
    """Once for each of its characters took minutes."""
    run = "#@" * 200_000
    assert fold_text(f"{run}a") == "a"
    assert fold_text(f"{run} a") == f"{run} a"


def test_a_word_wholly_in_one_script_is_never_moved_to_another() -> None:
    assert fold_text("Сор") == "сор"


def test_a_span_of_the_folded_text_covers_the_marks_of_its_letters() -> None:
    text = "He said: #Artsa\u0301kh,  “not” now"
    folded = fold(text)
    at = folded.text.index("artsakh")
    start, end = folded.span(at, at + len("artsakh"))
    assert text[start:end] == "Artsa\u0301kh"


def test_a_ligature_is_the_source_of_both_its_letters() -> None:
    folded = fold("Երևան")
    assert [folded.span(i, i + 1) for i in range(2, 4)] == [(2, 3), (2, 3)]


def test_an_offset_of_the_text_is_found_in_the_folded_text() -> None:
    folded = fold("“Two”  words")
    assert folded.text[folded.locate(7) :] == "words"


def test_words_leave_punctuation_and_apostrophes_out() -> None:
    assert words(fold_text("We don’t — ever! — in 2020.")) == ["we", "dont", "ever", "in", "2020"]


def measure_aligned(text: str, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Fold a text, and give the lengths of what is aligned: the work is with their square."""
    lengths: list[int] = []

    def align(one: str, other: str) -> Any:
        lengths.append(max(len(one), len(other)))
        return Levenshtein.opcodes(one, other)

    monkeypatch.setattr(folding, "Levenshtein", SimpleNamespace(opcodes=align))
    folding.fold(text)
    return lengths


@pytest.mark.parametrize("pattern", ["'", "‘", "&#x41;", "e\u0301''", "a''"])
def test_a_long_token_is_aligned_piece_by_piece(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = measure_aligned(pattern * 2_000, monkeypatch)
    assert lengths
    assert max(lengths) <= folding.MAX_ALIGNED


def test_a_token_of_the_most_aligned_length_is_aligned_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert measure_aligned("''" * (folding.MAX_ALIGNED // 2), monkeypatch) == [folding.MAX_ALIGNED]
    assert max(measure_aligned("''" * (folding.MAX_ALIGNED // 2) + "'", monkeypatch)) < folding.MAX_ALIGNED


def test_a_long_token_leads_back_to_the_characters_it_was_made_from() -> None:
    text = "x''" * 300 + "Łódź" + "''y" * 300
    folded = fold(text)
    start = folded.text.index("lodz")
    assert folded.span(start, start + 4) == (900, 904)
