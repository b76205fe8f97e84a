"""German clauses whose subject stands where another noun could be taken for it."""

from __future__ import annotations

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row


def quotes_of(text: str) -> list[dict[str, object]]:
    quotes: list[dict[str, object]] = answer_row({"id": "sample", "text": text, "language": "de"}, load_knowledge())["quotes"]
    return [quote for quote in quotes if quote["marked"]]


def mentions_of(text: str) -> list[str | None]:
    found = [quote["mention"] for quote in quotes_of(text)]
    return [mention["text"] if isinstance(mention, dict) else None for mention in found]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        (
            "Die Nachrichtenagentur Beispiel zitiert dazu Jan Muster mit folgenden Worten: „Diese Banken haben ihre Bestimmung "
            "verloren.“",
            ["Jan Muster"],
        ),
        ("„Ich gehe davon aus, dass die Regelung bald kommt“, zitiert die „Musterwoche“ Jan Muster.", ["Jan Muster"]),
        ("Der englischen Zeitung sagte Filep Muster: „Ich werde gehalten, aber das entmutigt nicht.“", ["Filep Muster"]),
        (
            "Jan Muster kommentierte die Entscheidung mit folgenden Worten: „Es gibt keinen Markt für dieses Fleisch.“",
            ["Jan Muster"],
        ),
        ("Der 58-Jährige sagte: „Ich muss die Kinder aus diesem Leben nehmen.“", ["Der 58-Jährige"]),
        ("Minister Jan Muster charakterisierte das Opfer als ein „Beispiel taktlosen Verhaltens“.", ["Minister Jan Muster"]),
        ("In dem Gespräch wies der Geschäftsführer alle Vorwürfe als „haltlos“ zurück.", ["der Geschäftsführer"]),
        (
            "„Obwohl er weg ist, bleibt die Gruppe eine Bedrohung“, sagte der Oberkommandierende General der Streitkräfte im "
            "Süden, General Jan Muster heute in Musterstadt.",
            ["der Oberkommandierende General der Streitkräfte im Süden, General Jan Muster"],
        ),
    ],
)
def test_the_subject_is_found(text: str, mentions: list[str]) -> None:
    assert mentions_of(text) == mentions


def test_two_nouns_that_an_article_joins_are_no_full_name() -> None:
    text = "Der Bau der Pipeline, der 1994 beschlossen wurde, sollte „die Grundlage für eine blühende Gesellschaft“ schaffen."
    assert "Der Bau der Pipeline" not in mentions_of(text)


def test_what_a_denial_takes_ends_at_a_colon_and_what_follows_is_said() -> None:
    text = "Staatssekretär Jan Muster bestreitet jede Kenntnis von den Vorgängen: „Hätte ich es gewusst, hätte ich gehandelt.“"
    (quote,) = quotes_of(text)
    assert (quote["exact"], quote["speaker"], quote["polarity"]) == (
        "Hätte ich es gewusst, hätte ich gehandelt.",
        "Jan Muster",
        "said",
    )
