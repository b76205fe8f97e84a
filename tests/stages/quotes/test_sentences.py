"""Reviewed sentences of each language without learned weights: who said which words, and what nobody said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row, find_quotes
from storage.model import Document, DocumentKind, QuoteKind

FOLDER = Path(__file__).parent / "sentences"
NAME, CUE, WORDS = "*", "-", "+"
ROWS = [
    (file.stem, *line.split("\t")) for file in sorted(FOLDER.glob("*.tsv")) for line in file.read_text("utf-8").splitlines()
]
SPOKEN = [row for row in ROWS if row[3] not in (NAME, CUE)]
LANGUAGES = sorted({row[0] for row in ROWS})
OWN = "2024: 1 2 3 4 5 6 7 8 9."


def quotes_of(language: str, text: str, words: str) -> list[dict[str, Any]]:
    quotes = answer_row({"id": "sample", "text": text, "language": language}, load_knowledge())["quotes"]
    held = [quote for quote in quotes if any(words in text[start:end] for start, end in quote["spans"])]
    return [quote for quote in held if quote["kind"] != "indirect"]


@pytest.mark.parametrize(("language", "text", "words", "speaker"), SPOKEN)
def test_a_reviewed_sentence_gives_its_words_to_their_speaker(language: str, text: str, words: str, speaker: str) -> None:
    (quote, *_) = quotes_of(language, text.replace("\\n", "\n"), words)
    assert quote["speaker"] == speaker


@pytest.mark.parametrize(("language", "text", "words"), [row[:3] for row in ROWS if row[3] == NAME])
def test_a_name_in_marks_is_no_quotation(language: str, text: str, words: str) -> None:
    assert quotes_of(language, text, words) == []


@pytest.mark.parametrize(("language", "text", "words"), [row[:3] for row in ROWS if row[3] == CUE])
def test_what_an_office_says_is_found_and_given_to_no_person(language: str, text: str, words: str) -> None:
    (quote, *_) = quotes_of(language, text, words)
    assert quote["speaker"] is None


def test_twenty_sentences_of_each_new_language_were_reviewed() -> None:
    counts = {language: sum(row[0] == language for row in ROWS) for language in LANGUAGES}
    assert len(counts) == 14
    assert set(counts.values()) == {20}


def official_page(language: str, *paragraphs: str) -> Document:
    return Document(
        id="sample",
        kind=DocumentKind.RELEASE,
        url=None,
        title=None,
        language=language,
        published=None,
        issuers=("Ministry of Samples",),
        speakers=(),
        via=(),
        text="\n\n".join(paragraphs),
    )


def spoken_of(document: Document) -> list[tuple[str | None, QuoteKind]]:
    return [(quote.speaker, quote.kind) for quote in find_quotes(document, load_knowledge()).quotes]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_official_page_keeps_its_own_words_beside_those_it_quotes(language: str) -> None:
    text, words, speaker = next(row[1:] for row in SPOKEN if row[0] == language and "\\n" not in row[1])
    quotes = find_quotes(official_page(language, OWN, text), load_knowledge()).quotes
    assert any(quote.kind is QuoteKind.OWN and quote.exact == OWN for quote in quotes)
    assert any(quote.speaker == speaker and words in quote.exact for quote in quotes if quote.kind is not QuoteKind.OWN)


@pytest.mark.parametrize("language", sorted({row[0] for row in SPOKEN if "\\n" in row[1]}))
def test_a_quotation_below_the_line_that_introduces_it_is_no_word_of_the_publisher(language: str) -> None:
    text, words, speaker = next(row[1:] for row in SPOKEN if row[0] == language and "\\n" in row[1])
    quotes = find_quotes(official_page(language, OWN, text.replace("\\n", "\n")), load_knowledge()).quotes
    held = [(quote.speaker, quote.kind is QuoteKind.OWN) for quote in quotes if words in quote.exact]
    assert held == [(speaker, False)]
