"""Name the person whom an apposition explains, not who is named inside it: "Jane Sample, the head of Example Works, said"."""

from __future__ import annotations

import re

from pipeline.stages.quotes.cues_and_speakers import Candidate, Cue, Paragraph, Scene
from pipeline.stages.quotes.mentions import add_aside
from storage.model import Mention, Span

_FIRST = re.compile(r"(?:,| --| —| –) ([^\W\d_]+)")
_CLOSED = re.compile(r"(?:,| --| —| –)(?: [^\W\d_]+ly)? ?$")
_ENDS = re.compile(r"[!?;:\0\n]")
_LONGEST = 240
"""How many characters an apposition may have, with what explains it in turn. Chosen by hand."""


def climb(scene: Scene, span: Span) -> Span:
    """Return the whole phrase of the full name that explains itself by words which hold ``span``; else ``span`` itself.

    So it is where no verb of speech stands inside the apposition, and one does right behind its end, or right before the name.
    """
    if scene.text[slice(*span)].lower() in scene.grammar.language.pronouns.relative:
        return span
    paragraph = scene.look(scene.number_at(span[0]))
    head = _find_head(scene, paragraph, span)
    if head is None:
        return span
    opened = add_aside(scene.text, (head.start, head.end))[1]
    if any(opened <= cue.start < span[0] for cue in paragraph.cues):
        return span
    behind = next((cue for cue in paragraph.cues if cue.start >= span[1]), None)
    end = _find_end(scene, span, behind)
    if end is None:
        led = any(cue.end == head.start - 1 for cue in paragraph.cues)
        return (head.start, span[1]) if led else span
    return (head.start, end)


def _find_head(scene: Scene, paragraph: Paragraph, span: Span) -> Candidate | None:
    """Return the last full name before ``span`` that an apposition follows, which goes on up to ``span``."""
    language = scene.grammar.language
    opening = (language.determiners, language.roles, language.titles, language.syntax.tails, language.links)
    least = max(scene.sentence_at(span[0])[0], span[0] - _LONGEST)
    for candidate in reversed(paragraph.candidates):
        if candidate.kind != "N" or candidate.end >= span[0] or " " not in candidate.text:
            continue
        if candidate.start < least:
            return None
        opened = add_aside(scene.text, (candidate.start, candidate.end))[1]
        first = _FIRST.match(scene.text, opened)
        if first is None:
            continue
        if not any(first[1].lower() in each for each in opening):
            continue
        between = paragraph.blank[opened - paragraph.start : span[0] - paragraph.start]
        return None if _ENDS.search(between) else candidate
    return None


def _find_end(scene: Scene, span: Span, cue: Cue | None) -> int | None:
    """Return where the apposition ends: at a comma or a dash right before the cue."""
    if cue is None or cue.start - span[1] > _LONGEST or cue.start >= scene.sentence_at(span[0])[1]:
        return None
    rest = scene.text[span[1] : cue.start]
    closed = _CLOSED.search(scene.text[span[1] - 1 : cue.start])
    if closed is None or _ENDS.search(rest):
        return None
    return max(span[1] - 1 + closed.start(), span[0] + 1)


def find_related(scene: Scene, mention: Mention) -> Mention | None:
    """Return whom a relative word stands for: the name right before "who" or ", who"."""
    if mention.text.lower() not in scene.grammar.language.pronouns.relative:
        return None
    start = max(mention.start - 2, 0)
    end = start + len(scene.text[start : mention.start].rstrip(" ,"))
    paragraph = scene.look(scene.number_at(mention.start))
    for candidate in paragraph.candidates:
        if candidate.kind == "N" and candidate.start < end and add_aside(scene.text, candidate[:2])[1] == end:
            return Mention(text=candidate.text, start=candidate.start, end=candidate.end)
    return None
