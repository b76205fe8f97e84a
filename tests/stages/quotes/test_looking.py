"""How a paragraph is looked at: in parts if it is very long, by cues of one word and of several."""

from __future__ import annotations

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes.cues_and_speakers import Candidate, Cue, Paragraph, _read_phrase, cut_long
from pipeline.stages.quotes.finder import look_at
from pipeline.stages.quotes.rules.speaker_places import _find_bare_role
from pipeline.stages.quotes.tagged_links import _cost

SENTENCE = "The bridge is open again and the road is free. "


@pytest.mark.parametrize(("size", "parts"), [(6_000, 1), (6_001, 2)])
def test_a_paragraph_of_more_than_six_thousand_characters_is_cut(size: int, parts: int) -> None:
    text = (SENTENCE * 200)[:size]
    assert len(cut_long(text, [(0, size)], [])) == parts


def test_a_long_paragraph_is_cut_behind_the_last_sentence_that_fits() -> None:
    text = SENTENCE * 300
    spans = cut_long(text, [(0, len(text))], [])
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(end - start <= 6_000 for start, end in spans)
    assert {text[start:end][-5:] for start, end in spans[:-1]} == {"free."}
    assert [end for _, end in spans[:1]] == [6_000 // len(SENTENCE) * len(SENTENCE) - 1]


def test_a_long_paragraph_without_a_stop_is_cut_all_the_same() -> None:
    assert cut_long("x" * 13_000, [(0, 13_000)], []) == [(0, 6_000), (6_000, 12_000), (12_000, 13_000)]


@pytest.mark.parametrize(("text", "phrase"), [("Pointed out that", "pointed out"), ("pointed at the map", None)])
def test_a_cue_of_several_words_is_found_by_all_of_them(text: str, phrase: str | None) -> None:
    assert _read_phrase(text, 0, ("pointed to", "pointed out")) == phrase


NAME, OFFICE, CUE = Candidate(0, 11, "N", "Jana Muster"), Candidate(12, 23, "D", "Sprecherin"), Cue(24, 29, "sagte")


@pytest.mark.parametrize(
    ("name", "office", "found"),
    [
        (NAME, OFFICE, (12, 23)),
        (NAME, OFFICE._replace(kind="N"), None),
        (NAME, OFFICE._replace(end=22), None),
        (NAME._replace(kind="D"), OFFICE, None),
        (NAME._replace(end=10), OFFICE, None),
    ],
)
def test_an_office_right_behind_a_name_and_before_its_verb_stands_alone(
    name: Candidate, office: Candidate, found: tuple[int, int] | None
) -> None:
    paragraph = Paragraph(number=0, start=0, end=40, blank="", cues=[CUE], candidates=[name, office])
    assert _find_bare_role(paragraph, CUE) == found


def test_a_link_over_the_end_of_a_sentence_costs_more_than_one_inside_it() -> None:
    scene = look_at("甲方说明。乙方说明。", load_knowledge().languages["zh"])
    assert scene.sentence_at(0) == (0, 5)
    links = (((0, 1), (4, 5)), ((0, 1), (5, 6)), ((5, 6), (4, 5)))
    assert [_cost(scene, span, other, ()) for span, other in links] == [3, 4 + 40, 0 + 40]
