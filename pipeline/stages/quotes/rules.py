"""Give a quotation to its speaker by rule, where no weights were learned: the clause around it, its cue, its subject."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.grammar import UPPER
from pipeline.stages.quotes.marks import Segment
from pipeline.stages.quotes.mentions import widen
from pipeline.stages.quotes.scene import Candidate, Cue, Paragraph, Scene
from storage.model import Mention, QuoteKind, Span

_SPEECH_WORDS = 4
_NEAR = 28
_LABEL_WORDS = 4
_CLAUSE = 60
_INVERTED = frozenset((",", "–", "—", "-"))
_EMBEDDED = 5
_EMBEDDED_WORDS = 3
_SENTENCE_AFTER = re.compile(rf"\s*(?:$|[{UPPER}\n])")
_HAN = re.compile(r"[\u3400-\u9fff·A-Za-z]{2,}$")
_HAN_TIME = re.compile(r"^.*?(?:[0-9一二三四五六七八九十]+[日月年时]|今天|昨天|当天|同日|近日|此前|随后|[一二三四五六日]天?)")


class Context(NamedTuple):
    """The clause around a quotation: from ``start`` to its opening mark, and from its closing mark to ``end``."""

    start: int
    end: int


class Found(NamedTuple):
    """A speaker found, and the cue that links it to the words."""

    span: Span
    cue: Cue | None


def attribute_by_rule(scene: Scene, segment: Segment, previous: Mention | None) -> Attribution | None:
    """Give a quotation to whoever its clause names; to who spoke before where it stands alone; None where it is no speech."""
    number = scene.number_at(segment.start)
    paragraph = scene.look(number)
    context = _find_context(scene, segment, paragraph)
    found = _find_after(scene, paragraph, segment, context) or _find_before(scene, paragraph, segment, context)
    if found and _is_label(scene, segment, found, paragraph):
        return None
    words = scene.text.count(" ", segment.start, segment.end) + 1
    alone = context.start >= segment.outer[0] and context.end <= segment.outer[1]
    goes_on = alone or _echoes(scene, context, segment)
    if found is None and not (goes_on and (words >= _SPEECH_WORDS or not alone)):
        return None
    span = (segment.start, segment.end)
    found = found or _find_sentence_before(scene, paragraph, min(context.start, segment.outer[0]))
    mention = mention_at(scene.text, *found.span) if found else previous
    if mention is None:
        return None
    cue = (found.cue.start, found.cue.end) if found and found.cue else None
    return Attribution(spans=(span,), marked=(span,), kind=QuoteKind.DIRECT, cue=cue, mention=mention)


def _find_sentence_before(scene: Scene, paragraph: Paragraph, before: int) -> Found | None:
    """Take the subject of the sentence before a quotation that stands alone, where it surely is someone."""
    end = before
    while end > paragraph.start and scene.text[end - 1].isspace():
        end -= 1
    if end <= paragraph.start or scene.text[end - 1] in '”“»"’':
        return None
    start, _ = scene.sentence_at(end - 1)
    return _find_subject(scene, paragraph, Context(start, end), end, None, _EMBEDDED) if start < end else None


def _is_label(scene: Scene, segment: Segment, found: Found, paragraph: Paragraph) -> bool:
    """Say whether a short quotation is a title or a so-called thing rather than speech: no cue and no colon beside it."""
    text = scene.text
    words = text.count(" ", segment.start, segment.end) + 1
    if not scene.grammar.language.spaced or words > _LABEL_WORDS or text[segment.end - 1] in ".,!?":
        return False
    before = text[max(segment.outer[0] - 3, paragraph.start) : segment.outer[0]].strip()[-1:]
    if before == ":" or (found.cue and 0 <= found.cue.start - segment.outer[1] <= 3):
        return False
    if text[segment.start].isupper():
        return True
    gap = segment.outer[0] - found.cue.end if found.cue else _CLAUSE
    return (words == 1 and not 0 <= gap < _CLAUSE) or (words == 2 and not -_CLAUSE < gap < 2 * _CLAUSE)


def _echoes(scene: Scene, context: Context, segment: Segment) -> bool:
    """Say whether the clause goes on reporting without a cue of its own, by the form of its verb (German "sei", "habe")."""
    words = {
        *_WORDS.findall(scene.text[context.start : segment.outer[0]]),
        *_WORDS.findall(scene.text[segment.outer[1] : context.end]),
    }
    return not words.isdisjoint(scene.grammar.language.cues.echo)


_WORDS = re.compile(r"[^\W\d_]+")


def _find_context(scene: Scene, segment: Segment, paragraph: Paragraph) -> Context:
    """Bound the clause around a quotation. A quotation that is a whole sentence has nothing on a side where one ends."""
    text = scene.text
    sentence = scene.sentence_at(segment.outer[0])
    start, end = sentence[0], max(sentence[1], segment.outer[1])
    for other in scene.segments_between(paragraph.start, paragraph.end):
        ends = text[other.end - 1 : other.end] in (".", "!", "?", "。", "！", "？") and _SENTENCE_AFTER.match(
            text, other.outer[1], paragraph.end
        )
        if ends and other.outer[1] <= segment.outer[0]:
            start = max(start, other.outer[1])
        if ends and other.outer[1] >= segment.outer[1]:
            end = min(end, other.outer[1])
    start = start if text[start : segment.outer[0]].strip() else segment.outer[0]
    return Context(start, max(end, segment.outer[1]))


def _find_after(scene: Scene, paragraph: Paragraph, segment: Segment, context: Context) -> Found | None:
    """Read "…", said X: a cue among the first words behind the quotation, and the next to be named."""
    cues = [cue for cue in paragraph.cues if segment.outer[1] <= cue.start < context.end]
    cue = cues[0] if cues and cues[0].start - segment.outer[1] <= _NEAR else None
    after = _AFTER.match(scene.text, segment.outer[1], context.end)
    if cue is None and after and after.group(1).lower() in scene.grammar.language.cues.after:
        cue = Cue(after.start(1), after.end(1), after.group(1).lower())
    if cue is None and after and scene.text[after.start() : after.start(1)].strip() in _INVERTED and after.group(1).islower():
        # Any verb can stand here: "…", strich Romney heraus.
        behind = _first(paragraph, after.end(), min(context.end, after.end() + 40))
        if behind and behind.start - after.end() <= 1:
            cue = Cue(after.start(1), after.end(1), after.group(1))
    if cue is None:
        return None
    between = _first(paragraph, segment.outer[1], cue.start)
    if between:
        return Found(widen(between, paragraph, scene.grammar.language), cue)
    named = _first(paragraph, cue.end, min(context.end, cue.end + 80))
    return Found(widen(named, paragraph, scene.grammar.language), cue) if named else None


_AFTER = re.compile(r"[\s,–—-]*([^\W\d_]+)")


def _find_before(scene: Scene, paragraph: Paragraph, segment: Segment, context: Context) -> Found | None:
    """Read X said: "…", said X: "…", and quotations inside the sentence of someone who says, calls or finds."""
    language = scene.grammar.language
    opened = segment.outer[0]
    if not language.spaced:
        return _find_unspaced(scene, paragraph, context.start, opened)
    cues = [cue for cue in paragraph.cues if context.start <= cue.start < context.end]
    left = [cue for cue in cues if cue.end <= opened]
    cue = left[-1] if left else cues[0] if cues else None
    if cue and cue.word in language.cues.according:
        named = _first(paragraph, cue.end, min(context.end, cue.end + 60)) or _first(paragraph, context.start, cue.start)
        return Found(widen(named, paragraph, language), cue) if named else None
    words = scene.text.count(" ", segment.start, segment.end) + 1
    colon = scene.text[context.start : opened].rstrip().endswith(":")
    least = 0 if cue else 1 if colon else _EMBEDDED
    if not cue and not colon and words < _EMBEDDED_WORDS:
        return None
    return _find_subject(scene, paragraph, context, opened, cue, least)


def _find_subject(
    scene: Scene, paragraph: Paragraph, context: Context, opened: int, cue: Cue | None, least: int
) -> Found | None:
    """Take whoever in the clause is likeliest its subject: by its place, what it is called, and what stands before it."""
    best: tuple[int, Candidate] | None = None
    at = context.start
    while named := _first(paragraph, at, context.end):
        at = named.end
        worth = _weigh(scene, paragraph, context, named, cue, opened)
        if worth >= least and (best is None or worth > best[0]):
            best = (worth, named)
    return Found(_with_apposition(scene, paragraph, context, best[1]), cue) if best else None


def _with_apposition(scene: Scene, paragraph: Paragraph, context: Context, named: Candidate) -> Span:
    """Begin a phrase at the name that it explains: "Anna Muster, Sprecherin der Behörde"."""
    start, end = widen(named, paragraph, scene.grammar.language)
    before = [each for each in paragraph.candidates if context.start <= each.start and each.end <= start]
    if before and before[-1].kind == "N" and scene.text[before[-1].end : start] == ", ":
        return widen(before[-1], paragraph, scene.grammar.language)[0], end
    return start, end


def _weigh(scene: Scene, paragraph: Paragraph, context: Context, named: Candidate, cue: Cue | None, opened: int) -> int:
    language, text = scene.grammar.language, scene.text
    start, end = widen(named, paragraph, language)
    words = [word.lower() for word in _WORDS.findall(text[start:end])]
    before = _WORDS.findall(text[max(context.start, start - 24) : start])[-1:]
    role = any(word.endswith(tuple(language.roles)) for word in words)
    oblique = (bool(words) and words[0] in language.oblique) or any(word.lower() in language.oblique for word in before)
    worth = 3 * role + 3 * (named.kind == "P") - 6 * oblique
    names = [word for word in text[start:end].split() if word[:1].isupper() and word.lower() not in language.openers]
    worth += 2 * (len(names) > 1)
    worth += 3 * (start - context.start <= 3)
    if cue:
        gap = cue.start - end if end <= cue.start else start - cue.end
        worth += 3 * (gap <= 2) - gap // 40
        between = text[cue.end : start]
        worth -= 4 * (start > cue.end and ("," in between or not language.cues.that.isdisjoint(between.split())))
    return worth - 2 * (start > opened)


def _find_unspaced(scene: Scene, paragraph: Paragraph, start: int, opened: int) -> Found | None:
    """Read Chinese: the words between the last pause and the cue before a quotation, without the time they begin with."""
    head = scene.text[start:opened].rstrip(" :：，,“「『")
    cue = next((word for word in sorted(scene.grammar.cues, key=len, reverse=True) if head.endswith(word)), None)
    if cue is None:
        return None
    at = start + len(head) - len(cue)
    run = _HAN.search(scene.text, max(paragraph.start, at - 40), at)
    if run is None:
        return None
    time = _HAN_TIME.match(run.group())
    begin = run.start() + (time.end() if time and time.end() < len(run.group()) - 1 else 0)
    return Found((begin, at), Cue(at, at + len(cue), cue)) if begin < at else None


def _first(paragraph: Paragraph, start: int, end: int) -> Candidate | None:
    """Give the first to be named between two offsets, with whatever of the same phrase follows: "der Sprecher" + "Müller"."""
    place = bisect_left(paragraph.candidates, (start,))
    if place == len(paragraph.candidates) or paragraph.candidates[place].end > end:
        return None
    chosen = paragraph.candidates[place]
    for other in paragraph.candidates[place + 1 :]:
        if other.start > chosen.end + 1 or other.end > end or "P" in (other.kind, chosen.kind):
            break
        if other.kind == "D" and other.start > chosen.end:
            break
        if other.end > chosen.end:
            text = paragraph.blank[chosen.start - paragraph.start : other.end - paragraph.start]
            chosen = Candidate(chosen.start, other.end, "N", text)
    return chosen
