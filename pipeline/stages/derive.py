"""Turn one capture into all that it says: documents with their quotes, leads, or the reason why it says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from pipeline.declarations import Source
from pipeline.errors import ParseError
from pipeline.knowledge import Knowledge
from pipeline.stages.imported import open_dump, parse_imported, read_import_address
from pipeline.stages.parse import parse
from pipeline.stages.posts import Found
from pipeline.stages.responses.status import PASSING, REDIRECTS
from pipeline.stages.results import Parsed, ParsedCdx, ParsedDocuments, ParsedListing, ParsedPosts, ParsedResponse
from storage.model import TRUNCATED_FIELD, Capture, Derived, Document, EffectiveStatus, Outcome, Response

DOCUMENTS_A_LINE = 500
"""How many documents of a dump travel in one line of a shard, so that memory stays flat. Chosen by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What understanding a capture needs besides its bytes. ``as_list``: it was asked for as a list of leads, and is no lead
    itself; elsewhere every capture is one, also a list."""

    source: Source | None
    knowledge: Knowledge
    code_version: str
    as_list: bool = False


def derive(capture: Capture, response: Response, context: Context) -> Iterator[Derived]:
    """Yield the lines of a capture: one, or several for a large dump."""
    base = Derived(code_version=context.code_version, source=context.source.id if context.source else None, capture=capture)
    if response.status in REDIRECTS and capture.location:
        yield replace(base, why=f"redirects to {capture.location}")
        return
    try:
        dump = _open_dump(response, context)
        parsed = _parse(response, capture.captured_at.date(), context) if dump is None else None
    except ParseError as error:
        why = str(error)
        if context.as_list:
            yield replace(base, why=why)
            return
        yield replace(
            base, lead=capture.url, status=EffectiveStatus.CONTENT, outcome=Outcome.FAILED, reason=error.reason, why=why
        )
        return
    if parsed:
        yield from _lines(parsed, base, context)
    elif dump:
        yield from _stream_lines(dump(), replace(base, lead=capture.url, status=EffectiveStatus.CONTENT), context)


def derive_text(response: Response, day: date, context: Context, document_id: str) -> str | None:
    """Return the text of one document of a capture, None if it shows no such document. The quotes of none are looked for, and
    a large dump is read no further than the document. Raises ParseError if the bytes cannot be understood."""
    note = read_import_address(response.url)
    dump = open_dump(response, note, context.source) if note else None
    found: Iterable[Found]
    if dump:
        found = dump()
    else:
        parsed = _parse(response, day, context)
        found = parsed.documents if isinstance(parsed, ParsedDocuments | ParsedPosts) else ()
    return next((each.text for each in found if isinstance(each, Document) and each.id == document_id), None)


def _parse(response: Response, day: date, context: Context) -> Parsed:
    note, known = read_import_address(response.url), context.knowledge
    if note:
        return parse_imported(response, note, source=context.source, words=known.words, day=day, owners=known.owners)
    return parse(response, source=context.source, words=known.words, day=day, owners=known.owners)


def _open_dump(response: Response, context: Context) -> Callable[[], Iterator[Found]] | None:
    """Return what reads a large dump, which is read to its end once before anything of it counts: a torn one fails as a
    whole."""
    note = read_import_address(response.url)
    dump = open_dump(response, note, context.source) if note else None
    if dump:
        for _ in dump():
            continue
    return dump


def _lines(parsed: Parsed, base: Derived, context: Context) -> Iterator[Derived]:
    url = base.capture.url if base.capture else ""
    if isinstance(parsed, ParsedResponse):
        if context.as_list:
            yield replace(base, status=parsed.effective_status, why=parsed.why)
            return
        outcome = Outcome.FAILED if parsed.effective_status in PASSING else Outcome.SKIPPED
        reason = parsed.effective_status.value
        yield replace(base, lead=url, status=parsed.effective_status, why=parsed.why, outcome=outcome, reason=reason)
        return
    base = replace(base, status=EffectiveStatus.CONTENT)
    if isinstance(parsed, ParsedListing):
        yield _on_the_way(replace(base, leads=parsed.leads), url, "a list of leads", context)
        if context.as_list and parsed.problems:
            yield replace(base, ledger=(), lead=url, outcome=Outcome.FAILED, reason=parsed.problems[0])
    elif isinstance(parsed, ParsedCdx):
        yield _on_the_way(base, url, "an index of captures", context)
    elif isinstance(parsed, ParsedPosts):
        yield from _dump_lines(parsed, replace(base, lead=url), context)
    elif parsed.whole:
        documents = tuple(_with_quotes(parsed.documents, context))
        yield from (replace(base, lead=document.url, documents=(document,)) for document in documents)
    elif context.as_list:
        yield replace(base, why="asked for as a list of leads")
    else:
        documents = tuple(_with_quotes(parsed.documents, context))
        problems = tuple(dict.fromkeys((*parsed.problems, *_find_uncovered(documents, context))))
        cut = _find_header(base, TRUNCATED_FIELD)
        if cut is None:
            yield replace(base, lead=url, documents=documents, problems=problems)
            return
        yield replace(base, documents=documents, problems=problems)
        reason = "cut short by the archive that it is from"
        why = f"the record says {TRUNCATED_FIELD}: {cut}; what there is of the text is kept"
        yield replace(base, ledger=(), lead=url, outcome=Outcome.FAILED, reason=reason, why=why)


def _find_header(line: Derived, name: str) -> str | None:
    """Return the first value of a header of the line's capture."""
    headers = line.capture.headers if line.capture else ()
    return next((value for each, value in headers if each == name), None)


def _on_the_way(line: Derived, url: str, reason: str, context: Context) -> Derived:
    if context.as_list:
        return line
    return replace(line, lead=url, outcome=Outcome.SKIPPED, reason=reason)


def _dump_lines(parsed: ParsedPosts, base: Derived, context: Context) -> Iterator[Derived]:
    """Cut a dump into lines; what was refused goes with the first."""
    first = replace(base, refused=parsed.refused)
    parts = [parsed.documents[at : at + DOCUMENTS_A_LINE] for at in range(0, len(parsed.documents), DOCUMENTS_A_LINE)]
    for number, part in enumerate(parts or [()]):
        yield replace(base if number else first, documents=tuple(_with_quotes(part, context)))


def _stream_lines(dump: Iterator[Found], base: Derived, context: Context) -> Iterator[Derived]:
    """Cut a large dump into lines as it is read, the rows left out among the documents they stood between."""
    while part := list(islice(dump, DOCUMENTS_A_LINE)):
        documents = [found for found in part if isinstance(found, Document)]
        refused = tuple((found.where, found.why) for found in part if not isinstance(found, Document))
        yield replace(base, documents=tuple(_with_quotes(documents, context)), refused=refused)


def _find_uncovered(documents: Sequence[Document], context: Context) -> Iterator[str]:
    """Say of each document in a language without a file that little of what is said in it is found."""
    from pipeline.stages.quotes import say_uncovered  # heavy, as below

    found = (say_uncovered(document.language, context.knowledge) for document in documents)
    yield from filter(None, found)


def _with_quotes(documents: Sequence[Document], context: Context) -> Iterator[Document]:
    # Heavy: a run that brought nothing new has no document to look through.
    from pipeline.stages.quotes import correct, find_quotes

    for document in documents:
        yield correct(find_quotes(document, context.knowledge, source=context.source), context.knowledge)
