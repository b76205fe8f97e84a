"""Read from a headline whose words follow it: "Remarks by …", „Rede von …", "… X's interview", 外交部发言人X….

Only persons are named. "Statement by the Foreign Ministry" and "by the Press Secretary" name nobody, and a headline that
announces no words ("Minister X visits Y") names nobody either. Each form that headlines have proposes whom it reads; of several
proposals that of the surest form holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.knowledge import Vocabulary
from pipeline.stages.parse.headline_grammar import HeadlineGrammar, compile_headlines
from pipeline.stages.parse.headline_names import FULL_NAME, list_persons, name_length, take_run
from storage.text.remembering import remember

_COLON = re.compile(r"^(?P<name>[^:,|–—]{6,70}): \S")
_INITIALS = re.compile(r"(?:[A-ZА-ЯЁІЇЄ]\.\s?){1,2}[A-ZА-ЯЁІЇЄ][\w’'-]+")
_MOST_WORDS = 14
"""A phrase of more words is no name with its office; the limit of `headline_names`."""
_REMEMBERED, _LONG_LINE = 64, 400
"""Lines whose answer is remembered, and the characters of a long one, of which `remember` keeps four. Chosen by hand: a page's
title and first lines are each asked about up to five times, and no page has sixty of them."""

Names = tuple[str, ...]


@remember(_REMEMBERED, chars=_LONG_LINE)
def find_headlined(title: str, words: Vocabulary) -> Names:
    """Return the named persons whose words a headline announces, in its order; none if it names nobody."""
    grammar = compile_headlines(words.headlines)
    presider = find_presider(title, words)
    if presider:
        return (presider,)
    line = grammar.place.sub(lambda found: found[0].replace(" ", "_"), " ".join(title.split()))
    candidates = {worth: named for worth, read in _FORMS.items() if (named := read(line, grammar))}
    best = candidates[max(candidates)] if candidates else ()
    return tuple(name.replace("_", " ") for name in best)


def find_office(title: str, words: Vocabulary) -> str | None:
    """Return the office whose holder's words a headline announces without a name: "Remarks by the Vice President at …"."""
    grammar = compile_headlines(words.headlines)
    table = grammar.words
    found = None if find_headlined(title, words) else grammar.titled.search(" ".join(title.split()))
    run = take_run(found["rest"].split(), grammar)[0] if found and found["by"].lower() not in table.beside else []
    while run and run[-1].lower() in table.joiners:
        run.pop()
    named = grammar.holds_office(run) and all(grammar.is_office(word) or word.lower() in table.joiners for word in run)
    return " ".join(run) if named else None


def find_presider(title: str, words: Vocabulary) -> str | None:
    """Return the person whom a Chinese or Japanese title names as speaking."""
    patterns = compile_headlines(words.headlines).presiders
    return next((found[1] for pattern in patterns if (found := pattern.search(title))), None)


def read_person(phrase: str, words: Vocabulary) -> str | None:
    """Return the person a phrase names, office included; None if it ends in an office, a place or a body."""
    return next(list_persons(phrase.split(), compile_headlines(words.headlines)), None)


def _read_joined(line: str, grammar: HeadlineGrammar) -> Names:
    """Read "Remarks by X and Y at Z", the name perhaps after a comma: "by the Foreign Minister, Jane Sample"."""
    found = grammar.titled.search(line)
    named = _named(found["rest"], grammar) if found else ()
    beside = found is not None and found["by"].lower() in grammar.words.beside
    return tuple(each for each in named if not beside or grammar.holds_office(each.split()))


def _read_cased(line: str, grammar: HeadlineGrammar) -> Names:
    """Read a headline whose language joins by case alone: «Заявление Президента России Имени Фамилии»."""
    found = grammar.cased.search(grammar.aside.sub("", line))
    if not found or not grammar.small.search(found["rest"]):
        return ()
    run = " ".join(take_run(found["rest"].split(), grammar)[0])
    initials = _INITIALS.search(run)
    if initials:
        return (initials[0],)
    return tuple(each for each in list_persons(run.split(), grammar) if name_length(each.split(), grammar) >= FULL_NAME)


def _read_suffixed(line: str, grammar: HeadlineGrammar) -> Names:
    """Read a headline whose language sets the name, in its genitive, before the work."""
    for form in grammar.suffixed:
        stated = form.work.search(line)
        found = list(form.name.finditer(line, 0, stated.start())) if stated else []
        if found:
            whole = line[found[-1].start("name") : found[-1].end()]
            words = re.split("['’]", whole)[0].split()
            named = len(words) >= FULL_NAME and not form.body.match(words[-1])
            return (" ".join(words[-2:]),) if named else ()
    return ()


def _read_possessed(line: str, grammar: HeadlineGrammar) -> Names:
    """Read "X's interview with Y"; without the apostrophe an office must stand before the name: "Senator X Statement"."""
    marked = grammar.possessive.match(line)
    found = marked or grammar.unmarked.match(line)
    name = found["name"].split() if found else []
    if any(map(grammar.work.fullmatch, name)) or (not marked and not grammar.holds_office(name)):
        return ()
    return tuple(list_persons(name, grammar)) if _is_run(name, grammar) else ()


def _read_apposed(line: str, grammar: HeadlineGrammar) -> Names:
    """Read "X, head of Y, answers …"."""
    apposed = grammar.apposed.match(line)
    held = apposed is not None and any(map(grammar.is_office, apposed["office"].split()))
    return tuple(list_persons(apposed["name"].split(), grammar)) if apposed and held else ()


def _read_addressed(line: str, grammar: HeadlineGrammar) -> Names:
    """Read "President X addressed …"."""
    found = grammar.verb.match(line)
    name = found["name"].split() if found else []
    spoken = _is_run(name, grammar) and (grammar.holds_office(name) or _is_full_name(name, grammar))
    return tuple(list_persons(name, grammar)) if spoken else ()


def _read_heard(line: str, grammar: HeadlineGrammar) -> Names:
    """Read "Secretary X at a press availability"."""
    return _read_holder(grammar.heard.match(line), grammar)


def _read_labelled(line: str, grammar: HeadlineGrammar) -> Names:
    """Read "Minister X: …"."""
    return _read_holder(_COLON.match(line), grammar)


def _read_run(line: str, grammar: HeadlineGrammar) -> Names:
    """Read a run of names and offices that a verb of saying follows."""
    words = line.split()
    run, _ = take_run(words, grammar)
    spoken = grammar.verbs.match(" ".join(words[len(run) :])) and (grammar.holds_office(run) or _is_full_name(run, grammar))
    return tuple(list_persons(run, grammar)) if spoken else ()


_FORMS: dict[int, Callable[[str, HeadlineGrammar], Names]] = {
    9: _read_possessed,
    8: _read_joined,
    7: _read_cased,
    6: _read_suffixed,
    5: _read_apposed,
    4: _read_addressed,
    3: _read_heard,
    2: _read_labelled,
    1: _read_run,
}
"""The forms by what they are worth: the more of a headline a form accounts for by words of its own, the more."""


def _read_holder(found: re.Match[str] | None, grammar: HeadlineGrammar) -> Names:
    name = found["name"].split() if found else []
    return tuple(list_persons(name, grammar)) if _is_run(name, grammar) and grammar.holds_office(name) else ()


def _is_full_name(name: list[str], grammar: HeadlineGrammar) -> bool:
    return len(name) == FULL_NAME and not any(map(grammar.is_office, name))


def _is_run(name: list[str], grammar: HeadlineGrammar) -> bool:
    """Say whether all the words of a phrase may belong to one name and its office."""
    return 0 < len(name) <= _MOST_WORDS and len(take_run(name, grammar)[0]) == len(name)


def _named(rest: str, grammar: HeadlineGrammar) -> Names:
    """Name who stands at the beginning of a phrase, or after the comma that follows an office."""
    words = rest.split()
    at = 0
    for _ in range(3):
        run, comma = take_run(words[at:], grammar)
        named = tuple(list_persons(run, grammar))
        if named or not comma or not any(map(grammar.is_office, run)):
            return named if not (at and _is_dated(words[at + len(run) :])) else ()
        at += len(run)
    return ()


def _is_dated(words: list[str]) -> bool:
    """Say whether a date follows: what stands before it is a place ("by the Minister, Sampleton, 27 October")."""
    return bool(words) and words[0][:1].isdigit()
