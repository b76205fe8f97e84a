"""Quotations, speakers and dates in the languages that go by rule."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row
from pipeline.stages.quotes.language_rules import select_language


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
    assert select_language(text, None, load_knowledge()).code == language


GERMAN = [
    ("Wie Angela Merkel am Dienstag mitteilte, sei das „ein guter Tag für Europa“.", "Angela Merkel"),
    ("Das sei „ein guter Tag für Europa“ gewesen, sagte die Kanzlerin Angela Merkel.", "Angela Merkel"),
    ("Laut Angela Merkel ist das „ein guter Tag für Europa“.", "Angela Merkel"),
    ("Angela Merkel zufolge ist das „ein guter Tag für Europa“.", "Angela Merkel"),
    ("Nach Ansicht von Angela Merkel ist das „ein guter Tag für Europa“.", "Angela Merkel"),
    ("Für Kanzlerin Angela Merkel ist das „ein guter Tag für Europa“.", "Angela Merkel"),
    ("Der Vertrag müsse, so Angela Merkel, „noch in diesem Jahr“ unterzeichnet werden.", "Angela Merkel"),
    ("Den Vertrag nannte Angela Merkel einen „Meilenstein“.", "Angela Merkel"),
    ("Der Vertrag wurde von Angela Merkel als „großer Erfolg“ bezeichnet.", "Angela Merkel"),
    ("„Das ist ein guter Tag für Europa.“ Das sagte Angela Merkel in Berlin.", "Angela Merkel"),
    ("Die Sprecherin der Behörde im Beispielland, Anna Muster, erklärte: „Das ist gut so.“", "Anna Muster"),
    ("„Das ist gut so“, erinnerte sich der Beispielminister Ulf Muster (ABC) später.", "Ulf Muster"),
    ("Relativierend fügte Angela Merkel hinzu: „Das ist gut so.“", "Angela Merkel"),
    ("In einem Bericht wird Angela Merkel wie folgt zitiert: „Das ist gut so.“", "Angela Merkel"),
    ("Der frühere Senator, Henning Muster (ABC), warnte die Partei vor „einem teuren Fehler“.", "Henning Muster"),
    ("„Das ist gut so“, schrieb Ben Muster, Vorsitzender des Beispielrats.", "Ben Muster"),
]


@pytest.mark.parametrize(("text", "speaker"), GERMAN)
def test_german_names_the_speaker_in_many_places(text: str, speaker: str) -> None:
    assert quote_of(text, language="de")["speaker"] == speaker


def test_the_mention_is_the_whole_phrase() -> None:
    text = "Die Sprecherin der Behörde im Beispielland, Anna Muster (ABC), erklärte am Montag: „Das ist gut so.“"
    assert quote_of(text, language="de")["mention"]["text"] == "Die Sprecherin der Behörde im Beispielland, Anna Muster (ABC)"


def test_an_adverb_before_a_name_is_no_part_of_it() -> None:
    assert quote_of("„Das ist gut so“, sagte gestern Angela Merkel.", language="de")["mention"]["text"] == "Angela Merkel"


def test_a_passive_that_names_nobody_gives_words_to_nobody() -> None:
    quote = quote_of("Der Vertrag wird als „großer Erfolg für alle“ bezeichnet.", language="de")
    assert (quote["mention"], quote["speaker"]) == (None, None)


def test_a_report_that_goes_on_belongs_to_who_spoke_before() -> None:
    text = "Anna Muster sagte, dass die Verhandlungen gut seien. Der Vertrag sei „ein großer Erfolg für alle“."
    quotes = answer_row({"id": "x", "text": text, "language": "de"}, load_knowledge())["quotes"]
    assert [quote["speaker"] for quote in quotes] == ["Anna Muster", "Anna Muster"]


NAMES = [
    ("de", "Die Tageszeitung „Berliner Beispiel“ berichtet über Angela Merkel."),
    ("de", "Angela Merkel sah den sogenannten „Beispielplan“ am Montag."),
    ("de", "Der „Beispielbote vom Tage“ sagte die Konferenz mit Angela Merkel ab."),
    ("fr", "Le journal « Le Monde d’Exemple » paraît lundi."),
    ("es", "La revista “Ejemplo Semanal” se publica el lunes."),
    ("ru", "Газета «Примерная правда» выходит в понедельник."),
    ("uk", "Газета «Приклад України» виходить у понеділок."),
]


@pytest.mark.parametrize(("language", "text"), NAMES)
def test_a_name_in_marks_is_no_speech(language: str, text: str) -> None:
    quotes = answer_row({"id": "x", "text": text, "language": language}, load_knowledge())["quotes"]
    assert [quote["exact"] for quote in quotes] == []


CALLED = [
    (
        "fr",
        "Le ministre des Affaires étrangères, Jean-Yves Le Drian, a qualifié cet acte de « faute grave ».",
        "Jean-Yves Le Drian",
    ),
    ("es", "El presidente Pedro Sánchez calificó la medida de «error histórico».", "Pedro Sánchez"),
    ("ru", "Министр иностранных дел Сергей Лавров назвал это решение «серьёзной ошибкой».", "Sergey Lavrov"),
    ("uk", "Президент Володимир Зеленський назвав це рішення «історичним кроком».", "Volodymyr Zelenskyy"),
]


@pytest.mark.parametrize(("language", "text", "speaker"), CALLED)
def test_what_someone_calls_something_is_theirs(language: str, text: str, speaker: str) -> None:
    assert quote_of(text, language=language)["speaker"] == speaker


def test_a_cue_further_off_gives_chinese_words_but_no_mere_terms() -> None:
    text = "外交部发言人赵立坚表示，中方“坚决反对任何形式的分裂活动”，也反对所谓“样板”。"
    quote = quote_of(text, language="zh")
    assert (quote["exact"], quote["speaker"]) == ("坚决反对任何形式的分裂活动", "Zhao Lijian")


DECLINED = [
    ("ru", "По словам Сергея Лаврова, это «шаг в правильном направлении».", "Sergey Lavrov"),
    ("uk", "За словами Володимира Зеленського, це «крок у правильному напрямку».", "Volodymyr Zelenskyy"),
    ("tr", "Recep Tayyip Erdoğan’a göre bu “çok doğru bir karardır”.", "Recep Tayyip Erdoğan"),
    ("az", "İlham Əliyevin sözlərinə görə, bu “tarixi bir qələbədir”.", "Ilham Aliyev"),
    ("hy", "Նիկոլ Փաշինյանի խոսքով՝ դա «շատ կարևոր քայլ է»։", "Nikol Pashinyan"),
    ("hy", "Նիկոլ Փաշինյանն ասաց. «Մենք պատրաստ ենք երկխոսության»։", "Nikol Pashinyan"),
]


@pytest.mark.parametrize(("language", "text", "speaker"), DECLINED)
def test_a_name_is_known_in_its_cases(language: str, text: str, speaker: str) -> None:
    assert quote_of(text, language=language)["speaker"] == speaker


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
