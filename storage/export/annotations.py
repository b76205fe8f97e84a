"""Write quotes as W3C Web Annotations (https://www.w3.org/TR/annotation-model/): one AnnotationPage, an item a line.

Each annotation has two targets: the archived text, with a TextPositionSelector (offsets in code points, as the standard counts)
and a TextQuoteSelector; and the publisher's page, whose offsets the archive does not know, with a TextQuoteSelector and the
time of capture as a TimeState.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from storage.model import Quote
from storage.model.codec import format_instant
from storage.model.findings import Cited

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
URN: Final = "urn:onrecord:"
"""The prefix of an archive id as an IRI."""


def write_annotations(rows: Iterable[Cited], *, id_: str = f"{URN}export") -> Iterator[str]:
    """Yield an AnnotationPage, piece by piece."""
    yield f'{{"@context":{json.dumps(CONTEXT)},"id":{json.dumps(id_)},"type":"AnnotationPage","items":[\n'
    for number, cited in enumerate(rows):
        yield (",\n" if number else "") + json.dumps(annotate(cited), ensure_ascii=False, separators=(",", ":"))
    yield "\n]}\n"


def annotate(cited: Cited) -> dict[str, Any]:
    """Return one annotation, without its context. Raises ValueError for a document, which marks no words."""
    quote, document, evidence = cited.quote, cited.document, cited.evidence
    if quote is None:
        raise ValueError(f"{cited.id} is a document; an annotation marks a quote")
    captured_at = format_instant(evidence.captured_at)
    words = {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    place = {"type": "TextPositionSelector", "start": quote.start, "end": quote.end}
    stored = {"id": f"{URN}{evidence.revision}", "type": "Text", "format": "text/plain", "language": document.language}
    targets: list[dict[str, Any]] = [
        {"type": "SpecificResource", "source": _known(stored), "selector": [place, words]},
    ]
    if document.address:
        state = {"type": "TimeState", "sourceDate": captured_at}
        targets.append({"type": "SpecificResource", "source": document.address, "state": state, "selector": words})
    return {
        "id": f"{URN}{quote.id}",
        "type": "Annotation",
        "motivation": "identifying",
        "generator": {"id": f"{URN}archive", "type": "Software", "name": "On Record"},
        "body": _describe(quote, cited),
        "target": targets,
    }


def _describe(quote: Quote, cited: Cited) -> list[dict[str, Any]]:
    """Say whose words they are, as tags for any client, and the record in full for programs."""
    told = [quote.speaker, quote.office, quote.said.value if quote.said else None]
    tags = [{"type": "TextualBody", "purpose": "tagging", "value": value} for value in told if value]
    described = _known(
        {
            "speaker": quote.speaker,
            "speaker_id": quote.speaker_id,
            "office": quote.office,
            "via": quote.via,
            "kind": quote.kind.value,
            "title": cited.document.title,
            "publisher": cited.publisher,
            "payload_sha256": cited.evidence.payload_sha256,
            "capture": cited.evidence.capture,
        }
    )
    text = json.dumps(described, ensure_ascii=False)
    return [*tags, {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": text}]


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
