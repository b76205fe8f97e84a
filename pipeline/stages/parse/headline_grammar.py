"""The patterns of headlines, made of the tables of the languages: what announces words, and what names an office."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.knowledge.word_tables import Headlines, NameBefore
from pipeline.stages.text.language_terms import alternatives

_WORD = r"[^\s,;:()|–—]+"
_IDEOGRAPH = r"[\u3400-\u9fff]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suffixed:
    """A form that sets the name before the work: patterns of the work, of the name, and of nouns that are no names."""

    work: re.Pattern[str]
    name: re.Pattern[str]
    body: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeadlineGrammar:
    """The patterns that ``headlines`` reads by. ``inner`` are the small words inside an office or a name."""

    words: Headlines
    inner: frozenset[str]
    titled: re.Pattern[str]
    work: re.Pattern[str]
    cased: re.Pattern[str]
    small: re.Pattern[str]
    possessive: re.Pattern[str]
    unmarked: re.Pattern[str]
    verb: re.Pattern[str]
    verbs: re.Pattern[str]
    apposed: re.Pattern[str]
    heard: re.Pattern[str]
    aside: re.Pattern[str]
    place: re.Pattern[str]
    holder: re.Pattern[str]
    topic: re.Pattern[str]
    body: re.Pattern[str]
    presiders: tuple[re.Pattern[str], ...]
    suffixed: tuple[Suffixed, ...]

    def is_holder(self, word: str) -> bool:
        """Say whether a word is a noun of somebody in office, or several parted by a stroke."""
        return any(map(self.holder.fullmatch, word.split("/")))

    def is_office(self, word: str) -> bool:
        """Say whether a word is part of an office: its holder's noun, or what such offices are made of."""
        parts = [part for part in re.split("[-–/]", word) if part] if not self.holder.fullmatch(word) else [word]
        return bool(parts) and all(self.holder.fullmatch(part) or self.topic.fullmatch(part) for part in parts)

    def holds_office(self, name: list[str]) -> bool:
        """Say whether a phrase holds the noun of somebody in office."""
        return any(map(self.is_holder, name))


@cache
def compile_headlines(words: Headlines) -> HeadlineGrammar:
    """Compile the patterns once for a table."""
    works, by, verbs = alternatives(words.works), alternatives(words.by), alternatives(words.verbs)
    hearing, occasions = alternatives(words.hearing), alternatives(words.occasions)
    return HeadlineGrammar(
        words=words,
        inner=words.joiners | words.particles | words.pairing,
        titled=re.compile(rf"(?i)(?<![\w-])(?:{works})(?!\w)[^,;:]{{0,30}}?\s(?P<by>{by})(?:\s+|(?<=['’]))(?P<rest>\S.*)"),
        work=re.compile(rf"(?i){works}"),
        cased=re.compile(rf"(?i)^(?:{works})(?!\w)(?P<rest>\s.*)"),
        small=re.compile(f"[{words.by_case}]" if words.by_case else "(?!)"),
        possessive=re.compile(
            rf"^(?P<name>(?:{_WORD} )*?{_WORD}?)['’]s?\s(?:[\w&-]+\s){{0,3}}(?i:{works})(?![\w-])",
        ),
        unmarked=re.compile(rf"^(?P<name>(?:{_WORD} )+?)(?i:{works})(?![\w-])"),
        verb=re.compile(rf"^(?P<name>(?:{_WORD} )+?)(?=(?i:{verbs})(?!\w))"),
        verbs=re.compile(rf"(?i)(?:{verbs})(?!\w)"),
        apposed=re.compile(
            rf"^(?P<name>[^,:]{{4,60}}), (?P<office>[^:]{{4,120}}?),? (?i:{alternatives(words.answering)})(?!\w)"
        ),
        heard=re.compile(rf"^(?P<name>[^,:|–—]{{6,70}}?) (?i:{hearing}) .*\b(?i:{occasions})"),
        aside=re.compile(rf"(?i){alternatives(words.asides)}"),
        place=re.compile(rf"\b(?:{alternatives(words.places)})(?!\w)"),
        holder=re.compile(rf"(?i)(?:{alternatives(words.holders)})"),
        topic=re.compile(rf"(?i)(?:{alternatives(words.topics)})"),
        body=re.compile(rf"(?i)(?:{alternatives(words.bodies)})"),
        presiders=_compile_presiders(words),
        suffixed=tuple(map(_compile_suffixed, words.before)),
    )


def _compile_presiders(words: Headlines) -> tuple[re.Pattern[str], ...]:
    """Compile, for headlines without spaces, an office before a name, a family's name at the beginning, a name before an
    office."""
    unspaced = words.unspaced
    holders, leads = alternatives(unspaced.holders), alternatives(unspaced.leads)
    family = f"[{unspaced.families}]" if unspaced.families else "(?!)"
    remit, work = f"(?:{alternatives(unspaced.portfolios)})", f"(?:{alternatives(unspaced.works)})"
    office = f"{remit}*(?:{alternatives(unspaced.offices)})"
    return (
        re.compile(rf"(?:{holders})([\u3400-\u9fff·]{{2,4}}?)(?={leads})"),
        re.compile(rf"^({family}{_IDEOGRAPH}{{1,2}}?)(?={alternatives(unspaced.acts)})"),
        re.compile(rf"(?:^|[ 　])(?!{office}{work})({_IDEOGRAPH}{{1,4}}?){office}{work}"),
    )


def _compile_suffixed(form: NameBefore) -> Suffixed:
    return Suffixed(
        work=re.compile(f"(?:{alternatives(form.works)})", re.IGNORECASE),
        name=re.compile(form.name),
        body=re.compile(f"(?:{alternatives(form.bodies)})"),
    )
