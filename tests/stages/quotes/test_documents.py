"""`find_quotes`: own words, posts, turns and what a document gives to others."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.declarations import Source, Speakers
from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import find_quotes
from storage.model import Basis, CanonicalUrl, Document, DocumentKind, Post, PostKind, Precision, QuoteKind, Turn, When
from storage.model.identity import document_id

PUBLISHED = When(
    raw="27 October 2020",
    value="2020-10-27",
    precision=Precision.DAY,
    zone="Asia/Yerevan",
    earliest=None,
    latest=None,
    basis=Basis.TEXT,
)


def document(text: str, kind: DocumentKind = DocumentKind.STATEMENT, **given: Any) -> Document:
    values: dict[str, Any] = {"title": None, "language": "en", "issuers": (), "speakers": (), "via": (), "published": PUBLISHED}
    url = CanonicalUrl("https://sample.example/1")
    return Document(id=document_id(url=url), kind=kind, url=url, text=text, **(values | given))


def source(**speakers: str) -> Source:
    return Source(
        id="xx_sample",
        title="Sample",
        publisher="Sample",
        kind=DocumentKind.STATEMENT,
        url="https://sample.example/",
        country="xx",
        languages=("en",),
        timezone="UTC",
        hosts=("sample.example",),
        speakers=Speakers(**speakers),
    )


def test_a_statement_is_its_speakers_own_words_paragraph_by_paragraph() -> None:
    found = find_quotes(document("We agreed.\n\nWe will keep it.", speakers=("Mike Pompeo",)), load_knowledge())
    own = [quote for quote in found.quotes if quote.kind is QuoteKind.OWN]
    assert [(quote.exact, quote.speaker, quote.office, quote.said) for quote in own] == [
        ("We agreed.", "Mike Pompeo", "US Secretary of State", PUBLISHED),
        ("We will keep it.", "Mike Pompeo", "US Secretary of State", PUBLISHED),
    ]


def test_words_that_nobody_is_named_for_are_the_issuers() -> None:
    issuer = "Ministry of Foreign Affairs of the Republic of Armenia"
    (quote,) = find_quotes(document("We agreed.", issuers=(issuer,)), load_knowledge()).quotes
    assert (quote.speaker, quote.speaker_id) == ("Ministry of Foreign Affairs of Armenia", "am_mfa")


def test_a_source_may_declare_whose_words_it_carries() -> None:
    found = find_quotes(document("We agreed."), load_knowledge(), source=source(position="am-pm"))
    assert (found.speakers, found.quotes[0].speaker_id) == (("Nikol Pashinyan",), "nikol-pashinyan")


def test_a_readout_is_relayed_by_its_spokesperson() -> None:
    readout = document(
        "The Secretary spoke with the minister.", DocumentKind.READOUT, speakers=("Mike Pompeo",), via=("Morgan Ortagus",)
    )
    (quote,) = [quote for quote in find_quotes(readout, load_knowledge()).quotes if quote.kind is QuoteKind.OWN]
    assert (quote.speaker, quote.via) == ("Mike Pompeo", "Morgan Ortagus")


def post(kind: PostKind) -> Document:
    return document(
        "We agreed.\n\nWe will keep it.",
        DocumentKind.POST,
        post=Post(platform="x", id="1", account="SecPompeo", author="Secretary Pompeo", kind=kind),
    )


def test_a_post_is_one_quote_of_the_accounts_owner() -> None:
    (quote,) = find_quotes(post(PostKind.ORIGINAL), load_knowledge()).quotes
    assert (quote.exact, quote.speaker_id) == ("We agreed.\n\nWe will keep it.", "mike-pompeo")


def test_a_repost_is_not_the_reposters_words() -> None:
    assert find_quotes(post(PostKind.REPOST), load_knowledge()).quotes == ()


def test_turns_belong_to_their_speakers_and_questions_to_nobody_named() -> None:
    text = "MR. PRICE: Good morning.\nQUESTION: Is it agreed?"
    turns = (Turn(speaker="MR. PRICE", start=11, end=24), Turn(speaker="QUESTION", start=35, end=len(text)))
    transcript = document(text, DocumentKind.TRANSCRIPT, turns=turns, speakers=("Ned Price",))
    quotes = find_quotes(transcript, load_knowledge()).quotes
    assert [(quote.kind, quote.exact, quote.speaker) for quote in quotes] == [
        (QuoteKind.TURN, "Good morning.", "Ned Price"),
        (QuoteKind.TURN, "Is it agreed?", None),
    ]
    assert [quote.mention and quote.mention.text for quote in quotes] == ["MR. PRICE", "QUESTION"]


def test_an_article_has_no_words_of_its_own() -> None:
    article = document("“We will keep the sample agreement,” Mike Pompeo said.", DocumentKind.ARTICLE, issuers=("Sample News",))
    (quote,) = find_quotes(article, load_knowledge()).quotes
    assert (quote.kind, quote.speaker, quote.via) == (QuoteKind.DIRECT, "Mike Pompeo", "Sample News")


@pytest.mark.parametrize(
    "text",
    [
        "President Sample visited Geneva. Article 3 of the Convention provides that “no party shall invoke such reservations”.",
        "Jane Sample took part in the work on “a common future for the sample region and all of its neighbours”.",
    ],
)
def test_what_an_official_text_cites_is_nobodys_words(text: str) -> None:
    quotes = find_quotes(document(text, issuers=("Sample Ministry",)), load_knowledge()).quotes
    assert {quote.speaker for quote in quotes if quote.kind is not QuoteKind.OWN} <= {None}


def test_a_quotation_of_its_own_goes_on_with_its_speaker() -> None:
    text = "“We will keep the sample agreement,” Minister Jane Sample said.\n\n“It serves all of our neighbours as well.”"
    quotes = find_quotes(document(text, DocumentKind.RELEASE, issuers=("Sample Ministry",)), load_knowledge()).quotes
    assert [quote.speaker for quote in quotes if quote.kind is QuoteKind.DIRECT] == ["Jane Sample"] * 2
