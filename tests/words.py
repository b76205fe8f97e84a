"""The tables of the languages, and the readers that take them, each with the tables that are shipped."""

from __future__ import annotations

from functools import partial
from typing import Any

from pipeline.fetch.walks import capturing, leads
from pipeline.registry.declared_sources import find_source
from pipeline.registry.language_files import load_vocabulary
from pipeline.stages import imported, sameness
from pipeline.stages import parse as parsing
from pipeline.stages.parse import draft, headlines, manifest, parsed_records, principals, transcripts
from pipeline.stages.responses import status
from pipeline.stages.results import Parsed
from pipeline.stages.sameness import contrasts, lexicon, tokens
from storage.model import Document
from storage.model.codec import encode

WORDS = load_vocabulary()

Page = partial(draft.Page, words=WORDS)
answer_row = partial(sameness.answer_row, words=WORDS)
capture_source = partial(capturing.capture_source, words=WORDS, find_source=find_source)
compare = partial(sameness.compare, words=WORDS)
find_contrast = partial(contrasts.find_contrast, contrasts=lexicon.compile_lexicon(WORDS).contrasts)
find_headlined = partial(headlines.find_headlined, words=WORDS)
find_principals = partial(principals.find_principals, words=WORDS)
judge_edit = partial(sameness.judge_edit, words=WORDS)
judge_response = partial(status.judge_response, words=WORDS.block_pages)
parse = partial(parsing.parse, words=WORDS)
parse_imported = partial(imported.parse_imported, words=WORDS)
parse_text = partial(parsing.parse_text, words=WORDS)
read_leads = partial(leads.read_leads, words=WORDS)
read_transcript = partial(transcripts.read_transcript, words=WORDS)
tokenise = partial(tokens.tokenise, lexicon=lexicon.compile_lexicon(WORDS))


def answer_document(document: Document) -> Any:
    """Answer with a document, as JSON types."""
    return encode(parsed_records.answer_document(document, WORDS))


def answer_manifest_row(row: dict[str, Any], body: bytes | None) -> Any:
    """Answer a row of a manifest, as JSON types."""
    return encode(manifest.answer_manifest_row(row, body, WORDS))


def answer_parsed(parsed: Parsed) -> Any:
    """Answer with what was parsed, as JSON types."""
    return encode(parsed_records.answer_parsed(parsed, WORDS))
