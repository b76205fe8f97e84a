"""Make documents of what was found: turns, language, kind and identity."""

from __future__ import annotations

from pipeline.errors import ParseError
from pipeline.knowledge import Vocabulary
from pipeline.stages.parse.draft import Draft, Page
from pipeline.stages.parse.headlines import find_headlined
from pipeline.stages.parse.interviews import read_interview
from pipeline.stages.parse.kinds import choose_kind
from pipeline.stages.parse.language_detection import find_language
from pipeline.stages.parse.principals import find_principals, find_subheading
from pipeline.stages.parse.transcripts import Transcript, read_transcript
from storage.model import CanonicalUrl, Document, DocumentKind
from storage.model.addresses import split_address
from storage.model.identity import canonical_url, document_id

_WRITTEN = (DocumentKind.ARTICLE, DocumentKind.RELEASE, DocumentKind.READOUT)
"""What an author writes about others: a byline there names no speaker."""


def make_document(draft: Draft, page: Page) -> Document:
    """Make one document of a draft; raises ParseError if it has no words."""
    if not draft.body.text.strip():
        where = page.url or "The page"
        raise ParseError(
            "empty body", f"{where}: no text was found where the page has some. Declare or mend its layout's body."
        )
    transcript = read_transcript(draft.body, page.words, title=draft.title) or _interview(draft, page.words)
    text = transcript.text if transcript else draft.body.text
    turns = transcript.turns if transcript else ()
    source = page.source
    default = draft.kind or (source.kind if source else DocumentKind.ARTICLE)
    url = address(page.url)
    raw = draft.published.raw if draft.published else ""
    issuer = draft.issuers[0] if draft.issuers else ""
    is_untold = not (transcript or draft.kind or find_headlined(draft.title or "", page.words))
    subheading = find_subheading(text, page.words) if is_untold else None
    return Document(
        id=document_id(url=url, issuer=issuer, published=raw, text=text, fragment=draft.fragment),
        kind=draft.kind or choose_kind(draft.title, page.words, default=default, turns=len(turns), subheading=subheading),
        url=url,
        title=draft.title,
        language=find_language(text, page.words, declared=draft.language, expected=source.languages if source else ()),
        published=draft.published,
        issuers=draft.issuers,
        speakers=draft.speakers or _spoken(transcript, draft, text, page.words),
        via=draft.via,
        text=text,
        turns=turns,
        fragment=draft.fragment,
        notice=draft.notice,
        set_off=() if transcript else draft.body.set_off,
    )


def address(url: str | None) -> CanonicalUrl | None:
    """Return an address in the form that identifies a document; None if it is not absolute."""
    return canonical_url(url) if url and split_address(url).hostname else None


def _interview(draft: Draft, words: Vocabulary) -> Transcript | None:
    """Read bold questions as such where somebody is known to answer, or the title calls it an interview."""
    named = draft.speakers or find_principals(draft.title, "", words)
    kind = draft.kind or choose_kind(draft.title, words, default=DocumentKind.ARTICLE, turns=0)
    if len(named) != 1 and kind is not DocumentKind.INTERVIEW:
        return None
    return read_interview(draft.body, named[0] if len(named) == 1 else None)


def _spoken(transcript: Transcript | None, draft: Draft, text: str, words: Vocabulary) -> tuple[str, ...]:
    """Name whose words these are: a transcript's labels, the person a title or a first line names, the byline's."""
    if transcript:
        return transcript.speakers or find_principals(draft.title, "", words)
    named = find_principals(draft.title, text, words)
    kind = choose_kind(draft.title, words, default=DocumentKind.ARTICLE, turns=0)
    return named or ((draft.byline,) if draft.byline and kind not in _WRITTEN else ())
