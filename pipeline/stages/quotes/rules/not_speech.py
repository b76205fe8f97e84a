"""Tell speech in quotation marks from titles, names and so-called things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.knowledge import Language
from pipeline.stages.quotes.cues_and_speakers import Cue, Paragraph, Scene
from pipeline.stages.quotes.grammar import pronouns_of
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.rules.clauses import WORDS, Clause, Found, cues_of, echoes, ends_in_colon, words_around

_BESIDE = 8
"""A cue within this many characters of the marks is beside them: a comma, a dash, a pronoun. Chosen by hand."""
_BESIDE_INVERTED = 16
"""The same where a pronoun is written between an auxiliary and the verb of saying: "a-t-elle assuré"."""
_REACH = 40
"""The characters beside the marks in which the next word is read. Chosen by hand: longer than words are."""
_LONG, _MIDDLE, _LONGEST_TITLE = 5, 3, 6
_STOPS = frozenset(".!?…")
_WORTH = {
    "long": 3,
    "middle": 1,
    "alone": -1,
    "stands by itself": 2,
    "stopped": 2,
    "comma": 1,
    "colon": 3,
    "cued": 2,
    "beside a cue": 3,
    "said behind": 3,
    "echoed": 2,
    "called": 4,
    "begins small": 1,
    "written as a title": -2,
    "no clause": -3,
    "behind an article": -2,
    "behind a naming word": -5,
    "before a naming word": -5,
    "inside a word": -4,
    "bracketed": -2,
}
"""What each feature is worth, set by hand; German news (not shipped) was the test. More than `_ENOUGH` is speech."""

_ENOUGH = 2
"""More than this is speech; set with the weights above."""


def is_speech(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause, found: Found | None) -> bool:
    """Say whether words in marks are someone's: by their length and stops, and by what stands beside them."""
    if not scene.grammar.language.cased:
        return found is not None and (
            bool(scene.grammar.language.syntax.topical) or not _is_caseless_name(scene, paragraph, segment)
        )
    if not scene.grammar.language.spaced:
        return True
    return sum(_WORTH[feature] for feature in _find_features(scene, paragraph, segment, clause, found)) > _ENOUGH


def is_query(scene: Scene, paragraph: Paragraph, segment: Segment) -> bool:
    """Say whether words in marks are a question that somebody puts to whoever speaks: a noun for it stands beside them."""
    language, text = scene.grammar.language, scene.text
    if not language.stance.queries or not scene.segments_between(segment.outer[1], scene.sentence_at(segment.start)[1]):
        return False
    before = text[max(segment.outer[0] - _REACH, paragraph.start) : segment.outer[0]]
    after = text[segment.outer[1] : min(segment.outer[1] + _REACH, paragraph.end)]
    if not language.spaced:
        return any(after[:_BESIDE].find(noun) >= 0 or before.rstrip("：: ").endswith(noun) for noun in language.stance.queries)
    noun = (WORDS.findall(before)[-1:] or [""])[0].lower()
    following = [word.lower() for word in WORDS.findall(after)[:2]]
    named = any(word.startswith(tuple(language.stance.queries)) for word in following)
    return (noun in language.stance.queries and not before.rstrip().endswith((".", "!"))) or (
        named and (language.syntax.final or bool(language.syntax.topical))
    )


def _is_caseless_name(scene: Scene, paragraph: Paragraph, segment: Segment) -> bool:
    """Say whether short words in marks are part of the writer's sentence, in a script without capitals: a ship's name."""
    text, language = scene.text, scene.grammar.language
    words = text[segment.start : segment.end].split()
    if len(words) > _MIDDLE or words[-1][-1] in _STOPS:
        return False
    before = text[paragraph.start : segment.outer[0]].rstrip()
    noun = (WORDS.findall(before[-_REACH:])[-1:] or [""])[0]
    after = text[segment.outer[1] : segment.outer[1] + _REACH]
    following = (WORDS.findall(after)[:1] or [""])[0]
    cues = language.cues
    beside = {noun, following} & (cues.speech | cues.calling | cues.that | cues.holding | cues.trailing)
    return not beside and bool(before) and before[-1].isalnum() and not after.lstrip().startswith((",", "،", "-", "–", "—"))


def _find_features(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause, found: Found | None) -> Iterator[str]:
    language, text = scene.grammar.language, scene.text
    words = text[segment.start : segment.end].split() or [" "]
    closed = segment.outer[1]
    before, after = text[paragraph.start : segment.outer[0]].rstrip(), text[closed : closed + _REACH]
    noun = (WORDS.findall(before[-_REACH:])[-1:] or [""])[0] if before[-1:] not in _STOPS else ""
    following = (WORDS.findall(after)[:1] or [""])[0].lower()
    cues = cues_of(paragraph, clause)
    near = _BESIDE_INVERTED if language.syntax.inverting else _BESIDE
    cue = found.cue if found else next((each for each in cues if 0 <= each.start - closed <= near), None)
    stopped, colon = words[-1][-1] in _STOPS, ends_in_colon(before, language)
    calls = any(each.word in language.cues.calling for each in cues)
    called = calls and (noun.lower() in language.syntax.called or not language.syntax.called)
    nominal = words[0][0].isupper() and not stopped and bool(language.syntax.auxiliaries) and not _is_clause(words, language)
    features = {
        "long": len(words) >= _LONG,
        "middle": len(words) >= _MIDDLE,
        "alone": len(words) == 1,
        "stands by itself": not words_around(scene, clause, segment),
        "stopped": stopped,
        "comma": words[-1].endswith(",") or after.startswith((",", " –", " —", " - ")),
        "colon": colon,
        "cued": bool(cues or cue),
        "beside a cue": cue is not None and _is_beside(cue, segment, near, nominal=nominal),
        "said behind": cue is not None and _is_said_behind(cue, segment, after, near, language),
        "echoed": echoes(scene, clause, segment),
        "called": called,
        "begins small": words[0][0].islower(),
        "written as a title": _is_titled(words, language),
        "no clause": nominal and not colon and not called,
        "behind an article": nominal and not called and noun.lower() in language.determiners,
        "behind a naming word": _is_naming(noun, language) and not (cue and noun.lower() == cue.word),
        "before a naming word": following in language.syntax.naming and not after.startswith(","),
        "inside a word": re.match(r"-?\w", after) is not None,
        "bracketed": before.endswith("("),
    }
    return (feature for feature, holds in features.items() if holds)


def _is_said_behind(cue: Cue, segment: Segment, after: str, near: int, language: Language) -> bool:
    """Say whether a cue follows words behind a comma or a dash; at once, where a verb of saying follows its words."""
    distance = cue.start - segment.outer[1]
    if language.syntax.final and distance >= 0:
        between = WORDS.findall(after[:distance])
        return len(between) <= 1 and all(word in language.cues.that for word in between)
    return after.startswith((",", " –", " —", ",–", ",—")) and 0 <= distance <= near


def _is_beside(cue: Cue, segment: Segment, near: int, *, nominal: bool) -> bool:
    """Say whether a cue stands right beside words; right before a noun phrase it does not count: schrieb „Der Beispielbote“."""
    opened, closed = segment.outer
    return 0 <= cue.start - closed <= near or (0 <= opened - cue.end <= _BESIDE and not nominal)


def _is_titled(words: list[str], language: Language) -> bool:
    """Say whether every word is written like a name."""
    return len(words) <= _LONGEST_TITLE and all(not word[0].islower() or word.lower() in language.particles for word in words)


def _is_naming(noun: str, language: Language) -> bool:
    """Say whether a word introduces a name, alone or as the end of a longer noun ("Tageszeitung")."""
    naming = language.syntax.naming
    return noun.lower() in naming or (language.compounds and noun[:1].isupper() and noun.lower().endswith(tuple(naming)))


@lru_cache(maxsize=32)
def _verbal(language: Language) -> frozenset[str]:
    return language.syntax.auxiliaries | language.cues.speech | language.cues.echo | pronouns_of(language) | language.cues.that


def _is_clause(words: list[str], language: Language) -> bool:
    """Say whether words hold a verb or a pronoun, as a clause does and a name does not."""
    parts = (part for word in words for part in (word, *re.split("[’']", word)))
    return any(part.strip(",;:").lower() in _verbal(language) for part in parts)
