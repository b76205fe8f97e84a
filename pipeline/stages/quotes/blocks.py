"""Take what a page sets off as a quotation (HTML's blockquote) where the paragraph before says whose words it is.

Official releases quote whole statements so, without quotation marks: "Jane Sample, Director of Roads, said:" and then two
paragraphs. Without the markup nothing would say where the words end, so that words after a colon alone are not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.knowledge import Language
from pipeline.stages.quotes.attribution import Attribution, mention_at
from storage.model import Document, QuoteKind, Span

_MARKS = '"“”«»„‘'
_LONGEST = 240
"""How long a line with a colon may be, in characters. Chosen by hand: a sentence with two offices fits, a paragraph
does not."""
_LONGEST_BARE = 80
"""How long a line without a colon may be: "A spokesman had the following to say". Chosen by hand."""
_MOST_VERB = 4
"""The words before a cue in which its verb may begin: "had the following to say". Chosen by hand."""
_STOPS = ".!?…。"


def find_set_off(document: Document, language: Language) -> Iterator[Attribution]:
    """Return each set-off block of words, neighbours joined, that the line before it introduces; blocks in quotation marks are
    read as any other quotation."""
    text = document.text
    for start, end in _join(text, document.set_off):
        line = _line_before(text, start)
        found = _introduction(language).search(text, *line) if line and text[start] not in _MARKS else None
        if line and found and found.start("cue") > line[0]:
            verb = line[0] + _find_verb(text[line[0] : found.start("cue")], language)
            before = text[line[0] : verb].rstrip(" ,")
            yield Attribution(
                spans=((start, end),),
                marked=(),
                kind=QuoteKind.DIRECT,
                cue=(verb, found.end("cue")),
                mention=mention_at(text, line[0], line[0] + len(before)) if before else None,
            )


def _find_verb(before: str, language: Language) -> int:
    """Return where the verb of a cue begins in what stands before it: "has said", "had the following to say"."""
    helping = language.syntax.auxiliaries
    going_on = helping | language.determiners | language.openers
    words = list(re.finditer(r"[^\s,]+", before))[-_MOST_VERB:]
    for number, word in enumerate(words):
        if word[0] in helping and all(following[0] in going_on for following in words[number + 1 : number + 2]):
            return word.start()
    return len(before)


def lies_in(span: Span, blocks: tuple[Attribution, ...]) -> bool:
    """Say whether a span lies in one of the blocks, or is the line that introduces one."""
    start, end = span
    return any(
        (each.start <= start and end <= each.end) or bool(each.mention and start <= each.mention.start < end <= each.start)
        for each in blocks
    )


def _join(text: str, spans: tuple[Span, ...]) -> Iterator[Span]:
    """Join blocks that only blanks part: one statement in several blocks."""
    waiting: Span | None = None
    for start, end in spans:
        if waiting and not text[waiting[1] : start].strip():
            waiting = (waiting[0], end)
            continue
        if waiting:
            yield waiting
        waiting = (start, end)
    if waiting:
        yield waiting


def _line_before(text: str, start: int) -> Span | None:
    """Return the line before an offset where no stop ends it and it is short enough to be an introduction."""
    head = text[:start].rstrip()
    begin = head.rfind("\n") + 1
    longest = _LONGEST if head.endswith((":", "：")) else _LONGEST_BARE
    return (begin, len(head)) if head and head[-1] not in _STOPS and len(head) - begin <= longest else None


@lru_cache(maxsize=16)
def _introduction(language: Language) -> re.Pattern[str]:
    """Match a cue of speech that nothing but a few words part from the colon that ends the line, or that itself ends it."""
    cues = "|".join(sorted(map(re.escape, language.cues.speech), key=len, reverse=True))
    late = "|".join(sorted(map(re.escape, language.syntax.late))) or "(?!)"
    return re.compile(rf",?\s(?:(?:{late})\s)?(?P<cue>{cues})\b(?:[^:.!?]{{0,80}}[:：]|)$", re.IGNORECASE)
