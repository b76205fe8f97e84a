"""Find what a short clause at the end of its sentence gives to someone: "The bridge is closed, officials said Monday."."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.stages.quotes.appositions import climb
from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.cues_and_speakers import Candidate, Cue, Paragraph, Scene
from pipeline.stages.quotes.mentions import add_aside, widen
from storage.model import QuoteKind, Span

_FEWEST_WORDS = 4
"""Fewer words before the clause are no report: "Yes, he said." is a quotation or a part of one. Chosen by hand."""
_MOST_BEHIND = 8
"""How many words may follow the clause: "said Monday in a statement". Chosen by hand."""
_LONGEST_SUBJECT = 80
"""How many characters a subject and its cue may have behind the comma. Chosen by hand."""
_ARTICLES = ("the ", "one ", "an ", "a ")
_EDGE = " ,.;:–—-"


def find_closed(scene: Scene, number: int, taken: list[Attribution]) -> Iterator[Attribution]:
    """Return the sentences of a paragraph that end with who says them, where nobody has most of their words yet."""
    if not _may_close(scene, number):
        return
    paragraph = scene.look(number)
    for start, end in scene.sentences(number):
        found = _read_sentence(scene, paragraph, (start, end))
        if found and not any(_is_taken(scene, found, each) for each in taken):
            yield found


def find_parted(scene: Scene, number: int, found: list[Attribution]) -> Attribution | None:
    """Return the paragraph above one that is nothing but its closing clause, as pages set words off without marks: "so die
    Ministerin." below them, in small letters. What somebody has already is not given again."""
    start, end = scene.paragraphs[number]
    if number == 0 or end - start > _LONGEST_SUBJECT or not scene.text[start].islower():
        return None
    above = scene.paragraphs[number - 1]
    if scene.segments_between(*above) or any(each.end > above[0] for each in found[-1:]):
        return None
    if len(scene.sentences(number)) != 1 or scene.text.count(" ", *above) + 1 < _FEWEST_WORDS:
        return None
    paragraph = scene.look(number)
    cue = _find_lead(scene, paragraph, start)
    mention = _find_lone_subject(scene, paragraph, cue[1], end) if cue else None
    if cue is None or mention is None:
        return None
    named = mention_at(scene.text, *add_aside(scene.text, climb(scene, mention)))
    return Attribution(spans=(above,), marked=(), kind=QuoteKind.INDIRECT, cue=cue, mention=named)


def _find_lead(scene: Scene, paragraph: Paragraph, start: int) -> Span | None:
    """Return the word that begins a clause of saying: "so", or a verb of saying behind nothing but auxiliaries."""
    language = scene.grammar.language
    word = scene.text[start : paragraph.end].split(" ", 1)[0]
    if word in language.cues.after:
        return start, start + len(word)
    cue = next((each for each in paragraph.cues if each.word in language.cues.speech | language.cues.according), None)
    if cue is None or not language.syntax.auxiliaries.issuperset(scene.text[start : cue.start].split()):
        return None
    return cue.start, cue.end


def _find_lone_subject(scene: Scene, paragraph: Paragraph, start: int, end: int) -> Span | None:
    """Return the name or office behind a lead, with at most an article before it, if a comma or nothing follows."""
    named = _first(paragraph, start, end)
    if named is None or named.kind == "P" or not _may_speak(scene, named):
        return None
    before, behind = scene.text[start : named.start].split(), scene.text[named.end : end].lstrip(".!…")
    article = not before or (len(before) == 1 and before[0] in scene.grammar.language.determiners)
    return (named.start, named.end) if article and (not behind or behind.startswith(",")) else None


def _may_close(scene: Scene, number: int) -> bool:
    """Say whether a word of speech stands among the first behind a comma, so that most paragraphs need no look."""
    cues = scene.grammar.language.cues
    opening = {phrase.split(" ", 1)[0] for phrase in cues.according}
    for piece in scene.text[slice(*scene.paragraphs[number])].split(",")[1:]:
        words = piece[:_LONGEST_SUBJECT].replace(".", " ").split()
        if not opening.isdisjoint(words) or not cues.speech.isdisjoint(words):
            return True
    return False


def _is_taken(scene: Scene, found: Attribution, other: Attribution) -> bool:
    """Say whether another attribution has most of the words, and is not itself told in them: "A called for …, B said"."""
    if _share(found, other) <= len(scene.text[found.start : found.end]) / 2:
        return False
    return other.mention is None or not found.start <= other.mention.start < found.end or bool(other.marked)


def _share(one: Attribution, other: Attribution) -> int:
    return sum(max(0, min(one.end, end) - max(one.start, start)) for start, end in other.spans)


def _read_sentence(scene: Scene, paragraph: Paragraph, sentence: Span) -> Attribution | None:
    """Read the last cue of a sentence that a comma parts from everything before it."""
    blank, offset = paragraph.blank, paragraph.start
    first, behind = (bisect_left(paragraph.cues, (at,)) for at in sentence)
    for cue in reversed(paragraph.cues[first:behind]):
        comma = blank.rfind(",", sentence[0] - offset, cue.start - offset)
        if comma < 0 or "\0" in blank[sentence[0] - offset : comma]:
            return None
        clause = (sentence[0], comma + offset)
        if scene.text.count(" ", *clause) + 1 < _FEWEST_WORDS:
            continue
        mention = _find_subject(scene, paragraph, comma + offset + 1, cue, sentence[1])
        if mention:
            return Attribution(
                spans=(clause,),
                marked=(),
                kind=QuoteKind.INDIRECT,
                cue=(cue.start, cue.end),
                mention=mention_at(scene.text, *add_aside(scene.text, climb(scene, mention))),
            )
    return None


def _find_subject(scene: Scene, paragraph: Paragraph, at: int, cue: Cue, end: int) -> Span | None:
    """Return who says the sentence in its last clause, which begins at a comma: ", X said", ", said X", ", according to X"."""
    language = scene.grammar.language
    if cue.word not in language.cues.speech and cue.word not in language.cues.according:
        return None
    if scene.text[at : cue.start].strip():
        named = _first(paragraph, at, cue.start)
        if named is None or not _may_speak(scene, named) or cue.word in language.cues.according:
            return None
        span = _whole(scene, paragraph, named)
        if span[0] - at > 1 or cue.start - span[1] > 1 or not _is_short(scene, cue.end, end):
            return None
        return span
    named = _first(paragraph, cue.end, end)
    if named is None or named.kind == "P" or not _may_speak(scene, named):
        return None
    span = _whole(scene, paragraph, named)
    closes = scene.text.startswith(",", add_aside(scene.text, span)[1]) or _is_short(scene, span[1], end)
    return span if span[0] - cue.end <= 1 and closes else None


def _whole(scene: Scene, paragraph: Paragraph, named: Candidate) -> Span:
    """Return a name with the article and the description before it, a description up to its role."""
    start, end = widen(named, paragraph, scene.grammar.language)
    if named.kind == "D":
        words = list(re.finditer(r"[^\W\d_]+", named.text.lower()))
        ends = [word.end() for word in words if word.group() in scene.grammar.language.roles]
        end = named.start + max(ends) if ends else named.end
    article = next((each for each in _ARTICLES if scene.text.startswith(each, start - len(each))), "")
    return start - len(article), end


def _may_speak(scene: Scene, named: Candidate) -> bool:
    """Say whether words name someone: a description only by a role."""
    return named.kind != "D" or not scene.grammar.language.roles.isdisjoint(named.text.lower().split())


def _first(paragraph: Paragraph, start: int, end: int) -> Candidate | None:
    return next((each for each in paragraph.candidates if start <= each.start and each.end <= end), None)


def _is_short(scene: Scene, start: int, end: int) -> bool:
    """Say whether nothing but a time or a place follows a cue, no clause that it takes."""
    words = re.findall(r"\w[\w’'-]*", scene.text[start:end].strip(_EDGE))
    if not words:
        return True
    language, first = scene.grammar.language, words[0].lower()
    opening = (language.syntax.oblique, language.syntax.late, language.calendar.weekdays)
    return any(first in each for each in opening) and len(words) <= _MOST_BEHIND
