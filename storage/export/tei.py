"""Write quotes as TEI P5 in the shape of ParlaMint's corpora (https://clarin-eric.github.io/ParlaMint/).

One ``teiCorpus``: its header lists the speakers (``particDesc/listPerson``); each document is a ``TEI`` with its bibliography
(``sourceDesc/bibl``) and a ``div`` of utterances: ``u/@who`` points at the speaker, ``seg`` holds the words. What ParlaMint
asks of a parliament (terms, parties, linguistic annotation) the archive does not know, so the file does not claim its schema.
Characters that XML 1.0 cannot hold become U+FFFD.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from storage.model import DocumentKind, Quote, QuoteKind, When
from storage.model.codec import format_instant
from storage.model.findings import Cited
from storage.text.xml_text import clean_xml

NAMESPACE: Final = "http://www.tei-c.org/ns/1.0"

_NOTHING: Final = (
    "<TEI>\n<teiHeader><fileDesc><titleStmt><title>Nothing found</title></titleStmt>"
    "<publicationStmt><publisher>On Record</publisher></publicationStmt>"
    "<sourceDesc><p>No source: the query found no quote.</p></sourceDesc></fileDesc></teiHeader>\n"
    "<text><body><p/></body></text>\n</TEI>\n"
)
"""The one text of a corpus without quotes: TEI wants at least one."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def write_tei(read_rows: Callable[[], Iterable[Cited]], *, title: str, made_on: str) -> Iterator[str]:
    """Yield the corpus, piece by piece. ``read_rows`` is called twice: for the speakers, and for the quotes, which come
    document by document."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<teiCorpus xmlns="{NAMESPACE}" xml:id="onrecord" xml:lang="en">\n<teiHeader>\n<fileDesc>\n'
    yield f"<titleStmt><title>{_text(title)}</title></titleStmt>\n"
    yield f'<publicationStmt><publisher>On Record</publisher><date when="{made_on}">{made_on}</date></publicationStmt>\n'
    yield "<sourceDesc><p>Captured pages and posts; each text names its address and the digest of its bytes.</p></sourceDesc>\n"
    yield "</fileDesc>\n<encodingDesc><classDecl>\n"
    yield _taxonomy("quote", QuoteKind) + _taxonomy("document", DocumentKind)
    yield "</classDecl></encodingDesc>\n<profileDesc>\n<particDesc>\n<listPerson>\n"
    yield from _list_people(read_rows())
    yield "</listPerson>\n</particDesc>\n</profileDesc>\n</teiHeader>\n"
    found = False
    for _, quotes in groupby(read_rows(), key=lambda cited: cited.document.id):
        found = True
        yield from _write_document(quotes)
    yield "</teiCorpus>\n" if found else f"{_NOTHING}</teiCorpus>\n"


def _taxonomy(noun: str, kinds: Iterable[StrEnum]) -> str:
    """Declare the kinds that ``ana`` points at."""
    named = "".join(f'<category xml:id="{noun}.{kind.value}"><catDesc>{kind.value}</catDesc></category>' for kind in kinds)
    return f'<taxonomy xml:id="{noun}.kind">{named}</taxonomy>\n'


def _list_people(rows: Iterable[Cited]) -> Iterator[str]:
    """Yield each speaker once. What is held are the speakers' ids, which are few beside their quotes."""
    seen: set[str] = set()
    for cited in rows:
        quote = cited.quote
        if quote is None or not quote.speaker or (id_ := _person(quote)) in seen:
            continue
        seen.add(id_)
        known = f'<idno type="onrecord">{_text(quote.speaker_id)}</idno>' if quote.speaker_id else ""
        organisation = any(each.is_person is False for each in cited.speakers)
        name = "orgName" if organisation else "persName"
        whole = "org" if organisation else "person"
        yield f'<{whole} xml:id="{id_}"><{name}>{_text(quote.speaker)}</{name}>{known}</{whole}>\n'
    if not seen:
        yield '<person xml:id="unknown"><persName>unknown</persName></person>\n'


def _write_document(rows: Iterable[Cited]) -> Iterator[str]:
    waiting = iter(rows)
    first = next(waiting)
    document, evidence = first.document, first.evidence
    language = f" xml:lang={quoteattr(document.language)}" if document.language else ""
    address = f'<idno type="URI">{_text(document.address)}</idno>' if document.address else ""
    title = _text(document.title or document.id)
    yield f'<TEI xml:id="{document.id}"{language}>\n<teiHeader><fileDesc>\n<titleStmt><title>{title}</title></titleStmt>\n'
    yield f"<publicationStmt><publisher>{_text(first.publisher or first.source)}</publisher>{address}</publicationStmt>\n"
    yield f"<sourceDesc><bibl><title>{title}</title>{_date(first.published)}"
    yield f'<idno type="revision">{evidence.revision}</idno><idno type="capture">{evidence.capture}</idno>'
    yield f'<idno type="sha256">{evidence.payload_sha256}</idno>'
    yield f"<note>captured {format_instant(evidence.captured_at)}</note></bibl></sourceDesc>\n</fileDesc></teiHeader>\n"
    yield f'<text ana="#document.{document.kind.value}"><body><div type="debateSection">\n'
    yield _write_quote(first)
    for cited in waiting:
        yield _write_quote(cited)
    yield "</div></body></text>\n</TEI>\n"


def _write_quote(cited: Cited) -> str:
    quote = cited.quote
    if quote is None:
        return ""
    who = f' who="#{_person(quote)}"' if quote.speaker else ""
    named = ", ".join(filter(None, (quote.speaker, quote.office)))
    speaker = f'<note type="speaker">{_text(named)}</note>\n' if named else ""
    said = f'<note type="said">{date}</note>\n' if (date := _date(quote.said)) else ""
    return (
        f'{speaker}{said}<u xml:id="{quote.id}"{who} ana="#quote.{quote.kind.value}">'
        f'<seg xml:id="{quote.id}.seg1">{_text(quote.exact)}</seg></u>\n'
    )


def _person(quote: Quote) -> str:
    """Return an XML name for a speaker: the roster's id, else one made of the name."""
    if quote.speaker_id and _NAME.fullmatch(quote.speaker_id):
        return f"p.{quote.speaker_id}"
    return f"n.{hashlib.sha256((quote.speaker or '').encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _date(when: When | None) -> str:
    if when is None:
        return ""
    if when.value:
        return f"<date when={quoteattr(when.value[:10])}>{_text(when.value)}</date>"
    ends = {"notBefore": when.earliest, "notAfter": when.latest}
    bounds = "".join(f' {name}="{end:%Y-%m-%d}"' for name, end in ends.items() if end)
    return f"<date{bounds}>{_text(when.raw)}</date>" if bounds else ""


def _text(text: str | None) -> str:
    return escape(clean_xml(text or ""))
