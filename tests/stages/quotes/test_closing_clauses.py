"""A short clause at the end of a sentence gives the whole of it to someone."""

from __future__ import annotations

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row


def reports_of(text: str, language: str = "en") -> list[tuple[str, str]]:
    quotes = answer_row({"id": "sample", "text": text, "language": language}, load_knowledge())["quotes"]
    return [(quote["exact"], quote["mention"]["text"]) for quote in quotes if not quote["marked"] and quote["mention"]]


@pytest.mark.parametrize(
    ("text", "exact", "mention"),
    [
        (
            "Moves against the station led to its removal from all but one of the roughly 100 towers it was on, said Jane Q. "
            "Sample, a senior official with the board that oversees it.",
            "Moves against the station led to its removal from all but one of the roughly 100 towers it was on",
            "Jane Q. Sample",
        ),
        (
            "Six million jobs also depend on exports to Exampleland, one Sampleton official said in a memo on Tuesday.",
            "Six million jobs also depend on exports to Exampleland",
            "official",
        ),
        (
            "Harbor protocol called for the ship to be taken to the northern dock in the wake of the storm, sources said.",
            "Harbor protocol called for the ship to be taken to the northern dock in the wake of the storm",
            "sources",
        ),
        (
            "The population of the town stood at 200,000 in 1972, according to the Sample Institute for Public Research.",
            "The population of the town stood at 200,000 in 1972",
            "Sample Institute for Public Research",
        ),
        (
            "The bridge over the river will open in May, said Jane Sample",
            "The bridge over the river will open in May",
            "Jane Sample",
        ),
    ],
)
def test_the_last_clause_names_who_says_the_sentence(text: str, exact: str, mention: str) -> None:
    assert any(found[0] == exact and mention in found[1] for found in reports_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "Jane Sample, a spokeswoman for the Union of Example Workers, said the union expected work to begin in the fall.",
        "John Muster, of Exampleton, Va., said he had never seen such a bridge in all of his long life there.",
        "Ann Sample, the eldest daughter of the Republican nominee, noted the rule in the interview last week.",
    ],
)
def test_a_name_and_its_apposition_before_a_cue_are_not_what_is_said(text: str) -> None:
    head = text.split(",", 1)[0]
    assert not any(found[0].startswith(head) for found in reports_of(text))


def test_words_run_together_by_a_comma_stop_nothing() -> None:
    [(exact, _)] = reports_of("In a joint note,oup co-chairs said the next meeting will aim to settle all open questions.")
    assert exact == "the next meeting will aim to settle all open questions"


def test_up_to_eight_words_may_follow_the_clause_and_no_more() -> None:
    clause = "The new bridge will cost the town four million"
    tail = " in a long letter to the whole council"
    assert (clause, "Jane Sample") in reports_of(f"{clause}, Jane Sample said{tail}.")
    assert (clause, "Jane Sample") not in reports_of(f"{clause}, Jane Sample said{tail} and its many friends.")


def test_four_words_are_enough_and_three_are_not() -> None:
    assert any(found[0] == "The bridge is closed" for found in reports_of("The bridge is closed, Jane Sample said."))
    assert not any(found[0] == "Bridges are closed" for found in reports_of("Bridges are closed, Jane Sample said."))


def test_he_is_no_group_and_no_place() -> None:
    text = "Jane Sample met the Europeans last week. Crops are withering in the Example Islands, he noted."
    quotes = answer_row({"id": "sample", "text": text, "language": "en"}, load_knowledge())["quotes"]
    assert {"Europeans", "Example Islands"}.isdisjoint(quote["speaker"] for quote in quotes)


@pytest.mark.parametrize(
    ("language", "above", "below", "mention"),
    [
        ("de", "Die Staaten müssen vereint für die Ordnung eintreten.", "so die Ministerin.", "Ministerin"),
        ("de", "Die Brücke wird im Mai eröffnet werden.", "sagte Erika Muster, Ministerin für Verkehr.", "Erika Muster"),
        ("fr", "Le pont sera gratuit pour tous les habitants.", "a déclaré la ministre.", "la ministre"),
        ("es", "El puente será gratuito para todos los vecinos.", "dijo la ministra.", "la ministra"),
        ("uk", "Міст буде безкоштовним для всіх мешканців.", "зазначила Олена Зразкова.", "Олена Зразкова"),
        ("en", "The bridge will be free for all who live here.", "said the minister.", "the minister"),
    ],
)
def test_a_paragraph_that_is_a_closing_clause_gives_the_one_above_to_whom_it_names(
    language: str, above: str, below: str, mention: str
) -> None:
    assert reports_of(f"{above}\n\n{below}", language) == [(above, mention)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The bridge will be free for all.\n\nSaid Jane Sample."),
        ("en", "Yes, we agree.\n\nsaid the minister."),
        ("de", "Die Brücke wird im Mai eröffnet.\n\nund so weiter."),
        ("de", "Die Brücke wird im Mai eröffnet.\n\nso die Ministerin in Musterstadt, die gestern abreiste."),
    ],
)
def test_other_short_paragraphs_give_nobody_the_one_above(language: str, text: str) -> None:
    above = text.partition("\n")[0]
    assert above not in [exact for exact, _ in reports_of(text, language)]
