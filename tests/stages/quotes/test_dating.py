"""When words were said: the dates beside a cue, and the day of the talk that a report is from."""

from __future__ import annotations

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row

TOLD = [
    (
        "en",
        "Secretary Pompeo spoke today with Nikol Pashinyan. He stressed that the sample talks go on.",
        "2020-10-27",
        "today",
    ),
    (
        "en",
        "Secretary of State Michael R. Pompeo met yesterday with Nikol Pashinyan.\n\nSecretary Pompeo said that the "
        "sample talks go on.",
        "2020-10-26",
        "yesterday",
    ),
    ("en", "Mike Pompeo met on Monday with Nikol Pashinyan. He said: “The sample talks go on.”", "2020-10-26", "Monday"),
    ("de", "Angela Merkel sprach heute mit Emmanuel Macron. Sie sagte: „Die Gespräche gehen weiter.“", "2020-10-27", "heute"),
    (
        "fr",
        "Emmanuel Macron s’est entretenu hier avec Angela Merkel. Il a déclaré : « Le dialogue continue. »",
        "2020-10-26",
        "hier",
    ),
    (
        "es",
        "António Guterres habló hoy con Nikol Pashinyan. Guterres dijo: “Las conversaciones van a continuar.”",
        "2020-10-27",
        "hoy",
    ),
    (
        "ru",
        "Никол Пашинян в понедельник провёл встречу с Сергеем Лавровым. Он заявил: «Мы продолжим эти переговоры».",
        "2020-10-26",
        "понедельник",
    ),
    (
        "uk",
        "Володимир Зеленський сьогодні провів зустріч. Він заявив: «Ми продовжимо ці переговори».",
        "2020-10-27",
        "сьогодні",
    ),
    ("tr", "Recep Tayyip Erdoğan bugün Putin ile görüştü. Erdoğan, “Bu görüşmeler devam edecek” dedi.", "2020-10-27", "bugün"),
    (
        "az",
        "İlham Əliyev dünən Putinlə görüşüb. Əliyev bildirib: “Biz bu danışıqları davam etdirəcəyik”.",
        "2020-10-26",
        "dünən",
    ),
    ("hy", "Նիկոլ Փաշինյանն այսօր հանդիպել է Մակրոնին։ «Մենք շարունակելու ենք խոսել»,- ասաց Փաշինյանը։", "2020-10-27", "այսօր"),
    ("zh", "汪文斌今天主持例行记者会。汪文斌表示：“我们会继续对话。”", "2020-10-27", "今天"),
]


@pytest.mark.parametrize(("language", "text", "day", "raw"), TOLD)
def test_what_is_reported_from_a_talk_was_said_on_its_day(language: str, text: str, day: str, raw: str) -> None:
    said = answer_row({"id": "1", "text": text, "date": "2020-10-27", "language": language}, load_knowledge())["quotes"][-1][
        "said"
    ]
    assert (said["value"], said["raw"], said["basis"]) == (day, raw, "text")


@pytest.mark.parametrize(
    "text",
    [
        "Nikol Pashinyan met on Monday with Ilham Aliyev. Mike Pompeo said that the sample agreement holds.",
        "Mike Pompeo was born on Monday. He said that the sample agreement holds.",
        "Mike Pompeo will meet Ilham Aliyev on October 29. He said that the sample agreement holds.",
        "Mike Pompeo said that he had met Ilham Aliyev on Monday. He added that the sample agreement holds.",
        "Mike Pompeo met Ilham Aliyev on Friday, October 27. He said that the sample agreement holds.",
    ],
    ids=["another's talk", "no talk", "a coming talk", "a talk inside the words", "against the calendar"],
)
def test_another_day_dates_nothing(text: str) -> None:
    quotes = answer_row({"id": "1", "text": text, "date": "2020-10-27"}, load_knowledge())["quotes"]
    assert [quote["said"]["value"] for quote in quotes] == [None] * len(quotes) != []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59-12:00"])
def test_a_date_at_the_edge_of_the_calendar_breaks_nothing(day: str) -> None:
    text = "“We will keep the sample agreement,” Jane Sample said yesterday."
    assert answer_row({"id": "1", "text": text, "date": day}, load_knowledge())["quotes"][0]["said"] is None


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Jane Sample on Monday: “We want the sample road to stay open.”",
        "On Monday, Jane Sample was clear. “We want the sample road to stay open.”",
        "Jane Sample said on Monday: “We want the sample road.”\n\n“We also want it to stay open for all people here.”",
    ],
    ids=["a label with a day", "a sentence with a day", "a paragraph that goes on"],
)
def test_words_without_a_verb_of_speech_have_the_day_beside_them(text: str) -> None:
    quote = answer_row({"id": "1", "text": text, "date": "2020-10-27"}, load_knowledge())["quotes"][-1]
    assert (quote["said"]["value"], quote["said"]["raw"]) == ("2020-10-26", "Monday")
