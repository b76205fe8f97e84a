"""Quotations, speakers and dates in the languages that go by rule."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.registry.knowledge import load_knowledge
from pipeline.stages.quotes import answer_row
from pipeline.stages.quotes.tongues import choose_language


def quote_of(text: str, **row: Any) -> dict[str, Any]:
    quotes: list[dict[str, Any]] = answer_row({"id": "sample", "text": text, "date": "2020-10-27", **row}, load_knowledge())[
        "quotes"
    ]
    assert len(quotes) == 1, [(quote["exact"], quote["speaker"]) for quote in quotes]
    return quotes[0]


DIRECT = [
    ("ru", "«Мы будем соблюдать это соглашение», — заявил премьер-министр Армении Никол Пашинян.", "Nikol Pashinyan"),
    ("uk", "«Ми будемо виконувати цю угоду», — заявив президент Володимир Зеленський.", "Volodymyr Zelenskyy"),
    ("fr", "« Nous respecterons cet accord », a déclaré Emmanuel Macron lundi.", "Emmanuel Macron"),
    ("de", "„Wir werden diese Vereinbarung einhalten“, sagte Angela Merkel am Montag.", "Angela Merkel"),
    ("es", "“Vamos a respetar este acuerdo”, dijo António Guterres el lunes.", "António Guterres"),
    ("tr", "Cumhurbaşkanı Erdoğan, “Bu anlaşmaya uyacağız” dedi.", "Recep Tayyip Erdoğan"),
    ("az", "Prezident İlham Əliyev bildirib: “Biz bu razılaşmaya əməl edəcəyik”.", "Ilham Aliyev"),
    ("hy", "«Մենք հարգում ենք այս համաձայնությունը»,- ասաց Նիկոլ Փաշինյանը։", "Nikol Pashinyan"),
    ("zh", "外交部发言人汪文斌表示：“我们会遵守这一协议。”", "Wang Wenbin"),
]


@pytest.mark.parametrize(("language", "text", "speaker"), DIRECT, ids=[row[0] for row in DIRECT])
def test_a_quotation_finds_its_speaker(language: str, text: str, speaker: str) -> None:
    quote = quote_of(text, language=language)
    assert (quote["speaker"], quote["kind"]) == (speaker, "direct")


@pytest.mark.parametrize(("language", "text"), [row[:2] for row in DIRECT], ids=[row[0] for row in DIRECT])
def test_the_language_is_told_by_its_letters_and_small_words(language: str, text: str) -> None:
    assert choose_language(text, None, load_knowledge()).code == language


DATED = [
    ("ru", "«Мы будем соблюдать это соглашение», — заявил Никол Пашинян в понедельник.", "2020-10-26"),
    ("fr", "« Nous respecterons cet accord », a déclaré Emmanuel Macron hier.", "2020-10-26"),
    ("de", "„Wir werden diese Vereinbarung einhalten“, sagte Angela Merkel am 25. Oktober 2020.", "2020-10-25"),
    ("es", "“Vamos a respetar este acuerdo”, dijo António Guterres el 25 de octubre.", "2020-10-25"),
    ("zh", "10月26日，汪文斌表示：“我们会遵守这一协议。”", "2020-10-26"),
]


@pytest.mark.parametrize(("language", "text", "day"), DATED, ids=[row[0] for row in DATED])
def test_dates_are_read_in_the_words_of_the_language(language: str, text: str, day: str) -> None:
    assert quote_of(text, language=language)["said"]["value"] == day


def test_a_report_may_end_with_its_speaker() -> None:
    quote = quote_of("Нынешнее перемирие продлится недолго, говорят эксперты.", language="ru")
    assert (quote["exact"], quote["mention"]["text"]) == ("Нынешнее перемирие продлится недолго", "эксперты")


def test_a_title_in_marks_is_no_speech() -> None:
    text = "Die Zeitung „Berliner Beispiel“ erscheint am Montag."
    assert answer_row({"id": "x", "text": text, "language": "de"}, load_knowledge())["quotes"] == []


def test_a_colon_after_a_cue_opens_words_without_marks() -> None:
    assert quote_of("Мама сказала: попробуй сам на его месте.", language="ru")["exact"] == "попробуй сам на его месте"
