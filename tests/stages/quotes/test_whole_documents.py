"""Whole documents of every kind, and all the quotes that are read from each: whose words they are, in which office, by whom
they are relayed, and when they were said; then with each of its fields otherwise.

See `tests.expected` for ``documents/*.expected.txt``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import find_quotes
from storage.model import Document, DocumentKind, Post, PostKind, Turn
from tests.expected import expect
from tests.stages.quotes.test_documents import PUBLISHED, document, source

FOLDER = Path(__file__).parent / "documents"
MINISTRY = "Ministry of Foreign Affairs of the Republic of Armenia"

STATEMENT = (
    "Yerevan, 26 October 2020\n\nWe agreed with the co-chairs on Sunday.\n\n“We will keep it,” Prime Minister Nikol Pashinyan"
    " said in Geneva yesterday. “It serves all of our neighbours as well.”\n\nAmbassador Jane Sample told us on 3 October that"
    " the road would be open by spring.\n\nAs she added in the evening:\n\n“Nobody will be left behind.”"
)
TALK = (
    "MR. PRICE: Good morning. “Peace is near,” the Secretary said today.\n\nQUESTION: Is it agreed?\n\nMR. PRICE: It is.\n\n"
    "MS SAMPLE: I doubt it.\n\nTHE SECRETARY: Let me add this.\n\nAnna Model (Sample News): And then?\n\nA: We shall see.\n\n"
    "Jane Sample: No."
)
SET_OFF = (
    "Jane Sample, Director of Roads, said:\n\nThe bridge opens in spring.\n\nIt will carry trams.\n\n"
    "A spokesman had the following to say\n\nNo tolls are planned.\n\nThe mayor left."
)
LINES = ("The bridge opens in spring.", "It will carry trams.", "No tolls are planned.")


def find_turns(text: str) -> tuple[Turn, ...]:
    at, turns = 0, []
    for line in text.split("\n\n"):
        label, _, words = line.partition(": ")
        turns.append(Turn(speaker=label, start=at + len(line) - len(words), end=at + len(line)))
        at += len(line) + 2
    return tuple(turns)


def make_post(text: str, **given: Any) -> Document:
    post = Post(platform="x", id="1", account="SecPompeo", author="Secretary Pompeo", kind=PostKind.ORIGINAL)
    return document(text, DocumentKind.POST, post=replace(post, **given))


DOCUMENTS: Final[dict[str, Document]] = {
    "statement": document(STATEMENT, issuers=(MINISTRY,), speakers=("Zohrab Mnatsakanyan",)),
    "nobody-s": document(STATEMENT),
    "readout": document(STATEMENT, DocumentKind.READOUT, issuers=(MINISTRY,), via=("Anna Naghdalyan",)),
    "article": document(STATEMENT, DocumentKind.ARTICLE, issuers=("Sample News",), title="Secretary Pompeo in Geneva"),
    "transcript": document(TALK, DocumentKind.TRANSCRIPT, turns=find_turns(TALK), speakers=("Ned Price",)),
    "headlined": document(TALK, DocumentKind.TRANSCRIPT, turns=find_turns(TALK), title="Briefing by Secretary Jane Sample"),
    "set-off": document(
        SET_OFF,
        DocumentKind.RELEASE,
        issuers=("Sample Ministry",),
        set_off=tuple((SET_OFF.index(line), SET_OFF.index(line) + len(line)) for line in LINES),
    ),
    "post": make_post("We agreed.\n\n“It holds,” said President Putin on Monday."),
    "long-post": make_post(f"We agreed. {'x' * 1200}\n\n“It holds,” said President Putin on Monday."),
}


def vary(whole: Document) -> Iterator[tuple[str, Document]]:
    """Yield a document with each of its fields otherwise."""
    for kind in DocumentKind:
        yield f"as {kind.value}", replace(whole, kind=kind)
    for speakers in ((), ("Mike Pompeo",), ("Jane Sample",), ("Jane Sample", "Ian Model"), ("Minister of Foreign Affairs",)):
        yield f"speakers {speakers}", replace(whole, speakers=speakers)
    for issuers in ((), (MINISTRY,), ("Sample News", MINISTRY)):
        yield f"issuers {issuers}", replace(whole, issuers=issuers)
    for via in ((), ("Morgan Ortagus",), ("Morgan Ortagus", "Ian Model")):
        yield f"via {via}", replace(whole, via=via)
    for title in (
        None,
        "Remarks by Jane Sample",
        "Statement of the Prime Minister of Armenia",
        "President Sample and Mr. Price",
    ):
        yield f"title {title}", replace(whole, title=title)
    for language in (None, "de", "xx", "en-GB"):
        yield f"language {language}", replace(whole, language=language)
    yield "of no day", replace(whole, published=None)
    yield "of another year", replace(whole, published=replace(PUBLISHED, value="2010-10-27"))
    yield "without turns", replace(whole, turns=())
    yield "without labels", replace(whole, turns=tuple(replace(turn, speaker="") for turn in whole.turns))
    yield (
        "labels in small letters",
        replace(whole, turns=tuple(replace(turn, speaker=turn.speaker.title()) for turn in whole.turns)),
    )
    yield "nothing set off", replace(whole, set_off=())
    yield "all set off", replace(whole, set_off=((0, len(whole.text)),))
    yield "without its first line", cut(whole)
    if whole.post:
        for relation in PostKind:
            yield f"a {relation.value}", replace(whole, post=replace(whole.post, kind=relation))
        for account, author in ((None, None), (None, "Secretary Pompeo"), ("nobody", "Nobody at all"), ("MFAofArmenia", None)):
            yield f"by {account} {author}", replace(whole, post=replace(whole.post, account=account, author=author))


def cut(whole: Document) -> Document:
    return replace(whole, text=whole.text.partition("\n\n")[2], turns=(), set_off=())


def tell(whole: Document, **given: Any) -> list[str]:
    found = find_quotes(whole, load_knowledge(), **given)
    quotes = [
        f"{each.kind.value} [{each.exact[:16]}…{each.exact[-12:]}] {each.speaker} {each.speaker_id} ({each.office})"
        f" by {each.cue} via {each.via} as {each.mention.text if each.mention else None}"
        f" {f'{each.said.value} {each.said.basis.value}' if each.said else None} {each.polarity.value}".replace("\n", " ")
        for each in found.quotes
    ]
    return [f"speakers {found.speakers}", *quotes]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_all_that_a_document_quotes_is_whose_it_is(name: str) -> None:
    whole = DOCUMENTS[name]
    base = tell(whole)
    variants = {what: tell(variant) for what, variant in vary(whole)}
    variants["of a declared office"] = tell(whole, source=source(position="am-pm"))
    variants["of a declared person"] = tell(whole, source=source(person="mike-pompeo"))

    def tell_all() -> Iterator[str]:
        yield from base
        changed: dict[str, list[str]] = {}
        for what, found in variants.items():
            lost = sum(each not in found for each in base)
            new = "; ".join(each for each in found if each not in base)
            if found != base:
                changed.setdefault(f"{lost} lost: {new}", []).append(what)
        yield from (f"  {', '.join(what)}: {result}" for result, what in changed.items())

    expect(FOLDER / f"{name}.expected.txt", tell_all())
