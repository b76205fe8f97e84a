"""Whose turns are whose: questions are not of who answers, answers are of the only speaker, roles without a name of nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import find_quotes
from storage.model import Document, DocumentKind, QuoteKind
from tests.words import parse_text

PAIRS = {
    "english": ("Question", "Answer", "en"),
    "signs": ("Q", "A", "en"),
    "french": ("Q ", "R ", "fr"),
    "german": ("Frage Muster", "Antwort", "de"),
    "russian": ("Вопрос", "Ответ", "ru"),
    "ukrainian": ("Питання", "Відповідь", "uk"),
    "turkish": ("SORU", "CEVAP", "tr"),
    "azerbaijani": ("Sual", "Cavab", "az"),
    "armenian": ("Հարց", "Պատասխան", "hy"),
    "spanish": ("Pregunta", "Respuesta", "es"),
    "chinese": ("问", "答", "zh"),
}


def read(text: str, language: str, speaker: str | None = "Jane Sample") -> Document:
    made = parse_text(text, url=None, source=None, published=None, kind=DocumentKind.TRANSCRIPT, language=language)
    return find_quotes(replace(made, speakers=(speaker,) if speaker else ()), load_knowledge())


def turns(document: Document) -> list[str | None]:
    return [quote.speaker for quote in document.quotes if quote.kind is QuoteKind.TURN]


@pytest.mark.parametrize(("asks", "answers", "language"), PAIRS.values(), ids=PAIRS.keys())
def test_a_question_is_nobody_s_and_an_answer_the_only_speaker_s(asks: str, answers: str, language: str) -> None:
    text = f"{asks}: When will the road be opened?\n\n{answers}: Before winter.\n\n{asks}: And the bridge?\n\n{answers}: Later."
    assert turns(read(text, language)) == [None, "Jane Sample", None, "Jane Sample"]


def test_an_answer_is_nobody_s_where_nobody_or_more_than_one_is_named() -> None:
    text = "Question: When?\n\nAnswer: Before winter.\n\nQuestion: And then?\n\nAnswer: Later."
    assert turns(read(text, "en", None)) == [None, None, None, None]


def test_roles_without_a_name_are_nobody() -> None:
    text = "MODERATOR: Welcome.\n\nSENIOR STATE DEPARTMENT OFFICIAL: Thank you.\n\nQUESTION: Why?\n\nSECRETARY SAMPLE: Because."
    assert turns(read(text, "en", "Secretary Sample"))[:3] == [None, None, None]


def test_a_reporter_s_question_in_ideographs_is_not_the_spokesperson_s() -> None:
    text = "新华社记者：第一个问题？\n\n李样本：回答一。\n\n中新社记者：第二个问题？\n\n李样本：回答二。"
    assert turns(read(text, "zh", "李样本"))[::2] == [None, None]


@pytest.mark.parametrize(
    ("label", "title", "speaker"),
    [
        ("MS. SAMPLE", "Press Briefing by Press Secretary Jane Sample", "Jane Sample"),
        ("MRS. SAMPLE", "Remarks by President John Sample", "Sample"),
        ("MR. MUSTER", "Press Briefing by Press Secretary Jane Sample", "Muster"),
    ],
    ids=["whom the headline names", "perhaps the wife of whom it names", "another"],
)
def test_a_surname_with_an_address_is_whom_the_headline_names_in_full(label: str, title: str, speaker: str) -> None:
    text = f"{label}: The road opens.\n\nQ  When?\n\n{label}: Before winter."
    made = parse_text(text, url=None, source=None, published=None, kind=DocumentKind.TRANSCRIPT, language="en")
    assert turns(find_quotes(replace(made, title=title), load_knowledge())) == [speaker, None, speaker]
