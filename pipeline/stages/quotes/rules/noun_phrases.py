"""Read the noun phrases of a clause whole: "der Sprecher der Behörde, Jan Muster (ABC)"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.knowledge import Language
from pipeline.stages.quotes.cues_and_speakers import Candidate, Paragraph, Scene
from pipeline.stages.quotes.grammar import FULL_NAME, HYPHENED, UPPER, compile_grammar, pronouns_of
from pipeline.stages.quotes.mentions import widen
from pipeline.stages.quotes.rules.clauses import WORDS
from storage.model import Span

_BEFORE = 24
"""The characters before a phrase in which the word that governs it is read. Chosen by hand: longer than articles and
prepositions are."""
_LONGEST_APPOSITION = 120
"""The longest apposition, in characters. Chosen by hand: an office with its body; longer ones are clauses."""
_IN_MARKS_BEHIND = re.compile(r" ?[„“\"«]\0+[“”\"»]")
_ADJECTIVES = ("en", "em", "er", "es")
"""How adjectives end in the languages that write nouns as compounds."""
_CLOSERS = frozenset((",", ":", ";", ".", ""))


class Phrase(NamedTuple):
    """A noun phrase. ``oblique`` says that a case or a preposition makes it no subject; ``before`` is the word before it;
    ``role`` that its head is one who speaks by office; ``named`` that it holds a full name, or a surname known from one;
    ``definite`` that it begins with an article."""

    start: int
    end: int
    kind: str
    role: bool
    named: bool
    definite: bool
    oblique: bool
    before: str


def read_phrases(scene: Scene, paragraph: Paragraph, start: int, end: int) -> Iterator[Phrase]:
    """Read the noun phrases between two offsets, in order; what belongs to a phrase begins none of its own."""
    at = start
    while candidate := first_named(scene, paragraph, at, end):
        phrase = read_phrase(scene, paragraph, candidate, start, end)
        yield phrase
        at = max(phrase.end, candidate.end)


def first_named(scene: Scene, paragraph: Paragraph, start: int, end: int) -> Candidate | None:
    """Return the first to be named between two offsets, with whatever of the same phrase follows: "der Sprecher" + "Müller"."""
    place = bisect_left(paragraph.candidates, (start,))
    if place and paragraph.candidates[place - 1].end > start + 1:
        # A name that began before: "Meinung" of "nach Meinung" and the "der Beispielpartei" that it joined.
        return _cut(paragraph, paragraph.candidates[place - 1], start, end)
    if place == len(paragraph.candidates) or paragraph.candidates[place].end > end:
        return None
    chosen = paragraph.candidates[place]
    for other in paragraph.candidates[place + 1 :]:
        if other.start > chosen.end + 1 or other.end > end or "P" in (other.kind, chosen.kind):
            break
        if other.start > chosen.end and other.text.split(" ", 1)[0].lower() in scene.grammar.language.determiners:
            break
        if other.end > chosen.end:
            text = paragraph.blank[chosen.start - paragraph.start : other.end - paragraph.start]
            chosen = Candidate(chosen.start, other.end, "N", text)
    return chosen


def _cut(paragraph: Paragraph, candidate: Candidate, start: int, end: int) -> Candidate | None:
    while start < candidate.end and paragraph.blank[start - paragraph.start].isspace():
        start += 1
    stop = min(candidate.end, end)
    text = paragraph.blank[start - paragraph.start : stop - paragraph.start]
    return Candidate(start, stop, "N", text) if text.strip() else None


def read_phrase(scene: Scene, paragraph: Paragraph, candidate: Candidate, low: int, high: int) -> Phrase:
    """Read the whole phrase around a candidate, between two offsets."""
    language = scene.grammar.language
    start, end = widen(candidate, paragraph, language)
    start = max(start, low)
    while scene.text[start : start + 1].isspace():
        start += 1
    head = paragraph.blank[start - paragraph.start : end - paragraph.start]
    words = WORDS.findall(head)
    bare = _strip_first(head, language)
    named = _is_full(bare, language) or (len(words) == 1 and head in scene.surnames())
    role = _is_role(HYPHENED.findall(head), language)
    plain = bare[: _first_link(bare, language)]
    left = [word.lower() for word in WORDS.findall(scene.text, max(low, start - _BEFORE), start)]
    before = (left[-1:] or [""])[0]
    dated = not named and not role and any(word.lower() in language.calendar.weekdays for word in words)
    following = (WORDS.findall(paragraph.blank, end - paragraph.start, end - paragraph.start + _BEFORE)[:1] or [""])[0]
    declined = candidate.kind == "N" and head.endswith(tuple(language.syntax.declined) or ("\0",))
    declined = declined and following not in language.cues.trailing
    oblique = (
        declined
        or dated
        or _is_oblique(words[1:] if role and _may_be_article(words, language) else words, before, language)
        or (_is_adjective(before, language) and left[-2:-1] != [] and left[-2] in language.syntax.oblique)
    )
    if candidate.kind != "P":
        explained = role or named or (candidate.kind == "N" and not oblique and not head.isupper())
        full = _is_full(plain, language)
        end = _extend(paragraph, language, (start, end), high, far=role and not full, explained=explained, marked=not full)
    end = max(end, _end_post(scene.text, start, language))
    return Phrase(start, end, candidate.kind, role, named, bare != head, oblique, before)


def _end_post(text: str, start: int, language: Language) -> int:
    """Return where an office of several words ends that begins at an offset ("глава государства"); the offset if none does."""
    found = _post(language).match(text, start)
    return found.end() if found else start


@lru_cache(maxsize=32)
def _post(language: Language) -> re.Pattern[str]:
    posts = language.posts
    kinds = (posts.president, posts.premier, posts.chancellor, posts.foreign, posts.minister, posts.secretary_general)
    phrases = sorted((phrase for kind in kinds for phrase in kind if " " in phrase), key=len, reverse=True)
    heads = "|".join(map(re.escape, sorted(language.determiners, key=len, reverse=True))) or "(?!)"
    words = "|".join(re.escape(phrase).replace("'", "['’]") for phrase in phrases) or "(?!)"
    return re.compile(rf"(?:(?:{heads}) )?(?:{words})(?!\w)", re.IGNORECASE)


def _is_full(words: str, language: Language) -> bool:
    """Say whether words hold a full name: not an office, and not two nouns that an article joins ("Bau der Brücke")."""
    for found in FULL_NAME.finditer(words):
        _, *small, last = found.group().split(" ")
        joined = language.compounds and small and small[0] in language.determiners
        if not joined and last.lower() not in language.roles:
            return True
    return False


def _is_oblique(words: list[str], before: str, language: Language) -> bool:
    """Say whether a preposition or a case, by its article or by that and the ending of the noun, makes a phrase no subject."""
    syntax = language.syntax
    if before in syntax.oblique or (bool(words) and words[0].lower() in syntax.oblique):
        return True
    noun = next((word for word in words[1:] if word[:1].isupper()), "")
    return bool(words) and words[0].lower() in syntax.dative and noun.endswith(tuple(syntax.feminine))


def _may_be_article(words: list[str], language: Language) -> bool:
    """Say whether a phrase begins with a word that is an article as well as a preposition: Portuguese "a prefeita"."""
    first = words[0].lower() if words else ""
    return first in language.determiners and first in language.syntax.oblique


def _is_adjective(word: str, language: Language) -> bool:
    """Say whether a word can be an adjective between a preposition and its noun: "mit folgenden Worten"."""
    verbal = (language.cues.speech, language.syntax.auxiliaries, language.determiners, language.cues.after)
    return language.compounds and word.endswith(_ADJECTIVES) and not any(word in each for each in verbal)


def can_speak(scene: Scene, mention: str) -> bool:
    """Say whether a mention surely is someone: a pronoun, an office, a full name, or the surname of one."""
    language = scene.grammar.language
    words = WORDS.findall(mention)
    if len(words) == 1:
        return words[0] in scene.surnames() or words[0].lower() in pronouns_of(language) | language.roles
    return _is_full(mention, language) or _is_role(words, language)


def _strip_first(head: str, language: Language) -> str:
    """Leave out an article or an opening word, whose capital letter is the sentence's."""
    first, _, rest = head.partition(" ")
    return rest if first.lower() in language.determiners | language.openers else head


def _first_link(head: str, language: Language) -> int:
    """Return where the first joined part of a phrase begins: at " der " of "ein Reporter der Zeitung Neues Beispiel"."""
    return min((at for link in language.links if (at := head.find(f" {link} ")) > 0), default=len(head))


def _is_role(words: list[str], language: Language) -> bool:
    """Say whether a phrase is headed by a word for one who speaks: "die Sprecherin der Behörde", not "der Plan der Behörde"."""
    joins = language.links | language.syntax.tails | language.particles
    for place, word in enumerate(words):
        if place > 1 and word.lower() in joins:
            return False
        if word.lower().endswith(tuple(language.roles)):
            return True
    return False


@lru_cache(maxsize=32)
def _patterns(language: Language, far: bool) -> tuple[re.Pattern[str], ...]:
    name = compile_grammar(language).name.pattern
    small = rf"(?:[^\W\d_{UPPER}][\w\-]* ){{0,3}}"
    heads = "|".join(map(re.escape, sorted(language.determiners, key=len, reverse=True))) or "(?!)"
    joins = language.links | language.syntax.tails if far else language.links
    tails = "|".join(map(re.escape, sorted(joins, key=len, reverse=True))) or "(?!)"
    aside = re.compile(rf" ?\((?=[^()\n]*[{UPPER}])[^()\n]{{1,40}}\)")
    number = re.compile(rf" \d+(?:/(?:{name})|(?= {name}(?:,| \()))")
    tail = re.compile(rf" (?:{tails}) (?:(?:{heads}) )?{small}(?:{name})")
    both = re.compile(rf" (?:{'|'.join(sorted(language.syntax.both)) or '(?!)'}) (?={name})(?:{name})")
    adjectives = rf"(?: [^\W\d_{UPPER}][\w\-]*){{0,2}}" if far else ""
    apposition = re.compile(rf"{adjectives}, (?:(?:{heads}) )?{small}(?:{name})")
    return aside, number, _IN_MARKS_BEHIND, tail, both, apposition


def _extend(
    paragraph: Paragraph, language: Language, span: Span, high: int, *, far: bool, explained: bool, marked: bool
) -> int:
    """Return where a phrase ends with its brackets, its names in marks (``marked``), what "of" (``far``: "in" too) adds, its
    apposition.

    Only somebody is ``explained`` by an apposition: behind "In Sampleton," begins the subject.
    """
    *tails, apposition = _patterns(language, far)
    tails = tails if marked else [tail for tail in tails if tail is not _IN_MARKS_BEHIND]
    blank, offset = paragraph.blank, paragraph.start
    end = _extend_by(tails, blank, span[1] - offset, high - offset, language.medium)
    begun = apposition.match(blank, end, min(high - offset, end + _LONGEST_APPOSITION)) if explained else None
    named = (
        not marked
        and not language.compounds
        and begun is not None
        and FULL_NAME.fullmatch(begun.group().strip(" ,")) is not None
    )
    if begun and not named:  # behind a full name another one is somebody else
        *far_tails, _ = _patterns(language, True)
        whole = _extend_by(far_tails, blank, begun.end(), high - offset, language.medium)
        following = (WORDS.findall(blank, whole, whole + _BEFORE)[:1] or [""])[0]
        verbs = (language.cues.speech, language.syntax.auxiliaries)
        words = WORDS.findall(begun.group())
        closes = blank[whole : whole + 1] in _CLOSERS or any(following in each for each in (*verbs, language.calendar.days))
        verbal = _opens_clause(begun.group(), language) or not all(each.isdisjoint(words) for each in verbs)
        if closes and not verbal and whole - end < _LONGEST_APPOSITION:
            end = whole
    return end + offset


def _opens_clause(words: str, language: Language) -> bool:
    """Say whether words behind a comma open another clause, and explain no name: ", tandis que Marie Modèle"."""
    small = [word.lower() for word in WORDS.findall(words) if word[:1].islower()]
    first = WORDS.findall(words)[:1]
    if not small or not first or first[0][:1].isupper():
        return False
    explaining = language.determiners | language.roles | language.titles | language.links | language.syntax.tails
    explaining |= language.syntax.oblique | language.topics
    return explaining.isdisjoint(small) or not language.syntax.contrasting.isdisjoint(small)


def _extend_by(patterns: list[re.Pattern[str]], blank: str, end: int, high: int, medium: frozenset[str]) -> int:
    grown = True
    while grown:
        grown = False
        for pattern in patterns:
            found = pattern.match(blank, end, high)
            if found and found.end() > end and medium.isdisjoint(WORDS.findall(found.group().lower())):
                end, grown = found.end(), True
    return end


_IN_MARKS = re.compile(r" (?:[^\W\d_A-Z][^\W\d_]{2} )?([„“\"«]\0{1,40}[“”\"»])")


def named_in_marks(paragraph: Paragraph, at: int) -> Span | None:
    """Return a name in marks right behind an offset: schrieb die „Beispielzeitung“."""
    found = _IN_MARKS.match(paragraph.blank, at - paragraph.start)
    return (found.start() + 1 + paragraph.start, found.end() + paragraph.start) if found else None
