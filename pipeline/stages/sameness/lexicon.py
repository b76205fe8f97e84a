"""Words that carry a fact by themselves, folded as ``tokens`` gives them: the tables of the languages made ready for comparing.

The lists are closed classes of grammar and calendar words; of open classes only opposites are listed, because a swap of one for
the other turns a sentence round while leaving its letters nearly alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.knowledge import Vocabulary
from pipeline.stages.sameness.contrasts import Contrasts, index_contrasts
from pipeline.stages.sameness.phrase_tables import Phrases
from storage.text.folding import fold_text

ENTITY_NAMES = frozenset("amp quot apos nbsp lsquo rsquo ldquo rdquo laquo raquo ndash mdash hellip x27".split())
"""What is left of an entity without its marks."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """The words of ``Facts``, ``Modifiers`` and the contrasts; see there. Equal only to itself."""

    negations: frozenset[str]
    negative_endings: frozenset[str]
    negative_prefixes: frozenset[str]
    negative_letters: frozenset[str]
    negative_words: frozenset[str]
    negative_inside: re.Pattern[str]
    negative_unspaced: re.Pattern[str]
    modals: frozenset[str]
    plain_modals: frozenset[str]
    contracted: dict[str, str]
    numbers: frozenset[str]
    qualifiers: frozenset[str]
    conditions: frozenset[str]
    dates: frozenset[str]
    ands: frozenset[str]
    joining: frozenset[str]
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...]
    announcements: frozenset[str]
    abbreviations: frozenset[str]
    places: frozenset[str]
    places_unspaced: tuple[str, ...]
    grammar: frozenset[str]
    passives: frozenset[str]
    participles: frozenset[str]
    objects: frozenset[str]
    passive_only: frozenset[str]
    particles: frozenset[str]
    buttons: tuple[str, ...]
    bounds: Phrases
    hedges: Phrases
    ranks: Phrases
    intentions: Phrases
    infinitives: frozenset[str]
    quantifiers: Phrases
    limits: Phrases
    contrasts: Contrasts

    def are_opposites(self, one: str, other: str) -> bool:
        """Return whether two folded words are opposites of each other."""
        return any((one in a and other in b) or (one in b and other in a) for a, b in self.opposites)


@cache
def compile_lexicon(words: Vocabulary) -> Lexicon:
    """Fold the words of the languages and index them."""
    facts, modifiers = words.facts, words.modifiers
    return Lexicon(
        negations=_fold(facts.negations),
        negative_endings=_fold(facts.negative_endings),
        negative_prefixes=_fold(facts.negative_prefixes),
        negative_letters=facts.negative_letters,
        negative_words=facts.negative_words,
        negative_inside=_search(facts.negative_inside),
        negative_unspaced=_search(facts.negative_unspaced),
        modals=_fold(facts.modals),
        plain_modals=_fold(facts.plain_modals),
        contracted=dict(facts.contracted),
        numbers=_fold(facts.numbers),
        qualifiers=_fold(facts.qualifiers),
        conditions=_fold(facts.conditions),
        dates=_fold(facts.dates),
        ands=_fold(facts.ands),
        joining=_fold(facts.ands | facts.joining),
        opposites=tuple((_fold(pair.one), _fold(pair.other)) for pair in facts.opposites),
        announcements=_fold(facts.announcements),
        abbreviations=_fold(facts.abbreviations),
        places=_fold(facts.places),
        places_unspaced=tuple(sorted(facts.places_unspaced)),
        grammar=_fold(facts.grammar),
        passives=_fold(facts.passives),
        participles=_fold(facts.participles),
        objects=_fold(facts.objects),
        passive_only=_fold(facts.passive_only),
        particles=facts.particles,
        buttons=facts.buttons,
        bounds=Phrases(modifiers.bounds),
        hedges=Phrases(modifiers.hedges),
        ranks=Phrases(modifiers.ranks),
        intentions=Phrases(modifiers.intentions),
        infinitives=_fold(modifiers.infinitives),
        quantifiers=Phrases(modifiers.quantifiers),
        limits=Phrases(modifiers.limits),
        contrasts=index_contrasts(words.contrasts),
    )


def _fold(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold_text(word).replace("'", "") for word in words)


def _search(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Join patterns into one; of none, one that finds nothing."""
    return re.compile("|".join(patterns) or "(?!)")
