"""Forms in which press and ministries of many countries give words to somebody."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row

DAY = "2024-10-16"


def quote_with(words: str, text: str, language: str) -> dict[str, Any]:
    row = {"id": "sample", "text": text, "date": DAY, "language": language}
    quotes: list[dict[str, Any]] = answer_row(row, load_knowledge())["quotes"]
    found = [quote for quote in quotes if words in quote["exact"]]
    assert found, [(quote["exact"], quote["speaker"]) for quote in quotes]
    return min(found, key=lambda quote: len(quote["exact"]))


@pytest.mark.parametrize(
    ("language", "text", "words", "speaker"),
    [
        (
            "fr",
            "« A ira », a dit Jean Exemple, tandis que Marie Modèle a répondu : « Le pont restera fermé ».",
            "Le pont",
            "Marie Modèle",
        ),
        (
            "de",
            "„A geht“, sagte Jan Muster, während Eva Beispiel entgegnete: „Die Brücke bleibt zu.“",
            "Die Brücke",
            "Eva Beispiel",
        ),
        ("ru", "«А», — сказал Иван Примеров, а Пётр Образцов возразил: «Мост будет закрыт».", "Мост", "Пётр Образцов"),
        ("es", "“A”, dijo Juan Ejemplo, y Ana Muestra replicó: “El puente seguirá cerrado”.", "El puente", "Ana Muestra"),
        ("tr", 'Ali Örnek "Köprü açılacak" derken, Ayşe Misal "Köprü kapalı kalacak" dedi.', "kapalı", "Ayşe Misal"),
        ("fr", "Jean Exemple a rappelé que Marie Modèle avait déclaré : « Le pont restera fermé ».", "Le pont", "Marie Modèle"),
        ("ru", "Иван Примеров напомнил, что Мария Образцова заявила: «Мост останется закрытым».", "Мост", "Мария Образцова"),
        ("de", "Jan Muster zitierte Eva Beispiel mit den Worten: „Die Brücke bleibt gesperrt.“", "Die Brücke", "Eva Beispiel"),
        ("fr", "Selon l’ABC, Jean Exemple a soutenu que « le pont restera fermé tout l’hiver ».", "le pont", "Jean Exemple"),
        (
            "ru",
            "Иван Примеров молчал. По его словам, мост «не откроют до самой зимы», сообщает «Пример».",
            "не откроют",
            "Иван Примеров",
        ),
        (
            "en",
            "The talk was cut short by Jane Sample, who said that “we know what we do in this town.”",
            "we know",
            "Jane Sample",
        ),
    ],
)
def test_of_two_the_one_who_speaks_is_named(language: str, text: str, words: str, speaker: str) -> None:
    assert quote_with(words, text, language)["speaker"] == speaker


@pytest.mark.parametrize(
    ("language", "text", "words", "speaker"),
    [
        (
            "fr",
            "Vladimir Poutine a reçu ses ministres. « Nous répondrons à tous », a averti le président russe.",
            "Nous",
            "Vladimir Putin",
        ),
        ("de", "Olaf Scholz reiste ab. „Wir stehen an eurer Seite“, sagte der Kanzler.", "Wir stehen", "Olaf Scholz"),
        ("ru", "Сергей Лавров прибыл в Анкару. «Мы открыты к диалогу», — сказал министр.", "Мы открыты", "Sergey Lavrov"),
        (
            "ru",
            "Владимир Путин провёл встречу. «Мы открыты к диалогу», — сказал глава государства в среду.",
            "Мы открыты",
            "Vladimir Putin",
        ),
        ("en", "Olaf Scholz went home. “We stand by your side,” the chancellor said.", "We stand", "Olaf Scholz"),
        (
            "es",
            "La ministra de Educación y Vivienda, Ana Ejemplo, llegó. “Estamos muy contentos aquí”, dijo la ministra.",
            "Estamos",
            "Ana Ejemplo",
        ),
        (
            "de",
            "Gesundheitsminister Jan Muster kam. „Die Lage ist beherrschbar“, sagte der Minister.",
            "Die Lage",
            "Jan Muster",
        ),
        (
            "it",
            "Il ministro della Salute Mario Esempio è qui. «Compreremo ambulanze nuove», ha detto il ministro.",
            "Compreremo",
            "Mario Esempio",
        ),
    ],
)
def test_an_office_is_who_holds_it(language: str, text: str, words: str, speaker: str) -> None:
    assert quote_with(words, text, language)["speaker"] == speaker


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("fr", "Emmanuel Macron et Vladimir Poutine se sont parlé. « Nous répondrons à tous », a dit le président.", "Nous"),
        (
            "de",
            "Außenminister Jan Muster und Innenminister Ulf Beispiel kamen. „Die Lage ist ernst“, sagte der Minister.",
            "Die Lage",
        ),
        ("en", "Emmanuel Macron met people. “We stand by your side,” the president of the chamber said.", "We stand"),
    ],
)
def test_an_office_of_two_who_are_there_is_nobody(language: str, text: str, words: str) -> None:
    assert quote_with(words, text, language)["speaker"] is None


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("es", "“¿Va a dimitir?”, preguntó un periodista al ministro Juan Ejemplo.", "Va a dimitir"),
        ("de", "„Treten Sie zurück?“, fragte eine Reporterin den Minister Jan Muster.", "Treten Sie"),
        ("ru", "«Вы уйдёте в отставку?» — спросил журналист у министра Ивана Примерова.", "Вы уйдёте"),
    ],
)
def test_who_asks_is_not_whom_he_asks(language: str, text: str, words: str) -> None:
    quote = quote_with(words, text, language)
    assert (quote["speaker"], quote["polarity"]) == (None, "asked")


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("de", "Minister Jan Muster bestritt, gesagt zu haben: „Ich trete morgen zurück.“", "Ich trete"),
        ("ru", "Министр Иван Примеров опроверг, что говорил: «Я завтра уйду в отставку».", "Я завтра"),
        ("tr", 'Bakan Ali Örnek, "Yarın istifa edeceğim" demediğini belirtti.', "Yarın"),
    ],
)
def test_words_that_another_verb_denies_are_not_said(language: str, text: str, words: str) -> None:
    assert quote_with(words, text, language)["polarity"] == "denied"


@pytest.mark.parametrize(
    ("language", "text", "words", "speaker"),
    [
        ("zh", "“工程将持续两年，明年大桥将会通车。”市长张范例说。", "工程", "张范例"),
        ("zh", "“工程将持续两年，”市长张范例告诉记者，“我们大家都很高兴。”", "我们", "张范例"),
        ("zh", "市长张范例三天前表示：“我们要建一座桥。”", "我们", "张范例"),
        ("tr", 'Bakan Ali Örnek, "Köprüyü açacağız" ifadelerini kullandı.', "Köprüyü", "Ali Örnek"),
        (
            "az",
            "“Biz yeni körpü tikəcəyik, daha yaxşı yol çəkəcəyik”.\n\nBunu nazir Anar Nümunəyev açılışda deyib.",
            "Biz yeni",
            "Anar Nümunəyev",
        ),
        (
            "it",
            '"I lavori su questa strada dureranno due anni". Lo ha detto il sindaco Mario Esempio.',
            "I lavori",
            "Mario Esempio",
        ),
        ("fr", "« Le pont est une bonne étape », s'est félicitée la ministre Jeanne Exemple.", "Le pont", "Jeanne Exemple"),
        ("uk", "Іван Прикладенко мовчав. «Ми маємо досить газу», — наголосив прем’єр.", "Ми маємо", None),
        (
            "ru",
            "Говоря о мосте в Примерске, мэр Иван Примеров заявил, что «мост откроют к самой зиме».",
            "мост откроют",
            "Иван Примеров",
        ),
    ],
)
def test_words_are_found_where_the_form_is_usual(language: str, text: str, words: str, speaker: str | None) -> None:
    assert quote_with(words, text, language)["speaker"] == speaker


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("zh", "市长张范例14日表示：“我们要建一座桥。”", "2024-10-14"),
        ("zh", "市长张范例17日表示：“我们要建一座桥。”", "2024-09-17"),
        ("ja", "田中見本市長は16日の会見で「橋を建設する」と述べた。", "2024-10-16"),
        ("ko", '홍길동 시장은 9일 "다리를 건설하겠다"고 밝혔다.', "2024-10-09"),
        ("ko", '홍길동 시장은 2024년 10월 9일 "다리를 건설하겠다"고 밝혔다.', "2024-10-09"),
        ("az", "Nazir Anar Nümunəyev oktyabrın 9-da deyib: “Biz körpü tikəcəyik”.", "2024-10-09"),
        ("fa", "احمد نمونه در ۱۸ مهر ۱۴۰۳ گفت: «ما یک پل می‌سازیم.»", "2024-10-09"),
    ],
)
def test_a_day_is_read_in_the_calendar_and_digits_of_its_language(language: str, text: str, said: str) -> None:
    assert quote_with("", text, language)["said"]["value"] == said


def test_a_number_of_days_is_no_day() -> None:
    quote = quote_with("", '홍길동 시장은 3일간 "다리를 건설하겠다"고 밝혔다.', "ko")
    assert quote["said"] is None or quote["said"]["value"] is None


def test_a_date_behind_a_name_without_capitals_is_no_part_of_it() -> None:
    assert quote_with("", '"נבנה גשר חדש", אמר דוד דוגמה ב-9 באוקטובר.', "he")["speaker"] == "דוד דוגמה"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "«Мы работаем в обычном порядке и ничего не меняли», — подчеркнули в министерстве."),
        ("fr", "« Nous sommes là et nous y restons », a expliqué le chef d'État."),
    ],
)
def test_words_of_nobody_named_are_kept_without_a_name(language: str, text: str) -> None:
    assert quote_with("", text, language)["speaker"] is None
