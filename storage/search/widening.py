"""Add to the words of a query what the archive knows of them: compounds that are written apart or joined, and names in other
scripts.

Both go by principle, not by lists: a compound is a pair of words that the archive also holds as one word, or a word whose two
parts it holds as words; a name is one that the roster knows in another script.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.search.terms import MOST_WAYS, Term, combine, tokenize
from storage.search.tree import And, Near, Node, Not, Or, Words, both
from storage.text.apostrophes import ELIDED, cut_elided, cut_joined
from storage.text.folding import fold_text
from storage.text.remembering import remember

_SHORTEST_PART: Final = 3
"""The letters of each part of a compound. Chosen by hand: shorter parts make words by chance."""
_MOST_JOINED: Final = 200
"""A word that more quotes hold is one of its own, and no elided article without its apostrophe (``loro``, ``l'oro``). Chosen by
hand: a slip of the pen is rare."""
_LONGEST_COMPOUND: Final = 100
"""A longer word is no compound of two: the longest words of natural languages are of some 80 letters."""
_LONGEST_PHRASE: Final = 40
"""Words of a phrase in which other spellings are looked for. Chosen by hand: each word takes some look-ups."""
_LONGEST_NAME: Final = 4
"""Words in a row that are read as a name. Chosen by hand."""
_SHORTEST_NAME: Final = 2
"""A shorter name is not looked for in other scripts, in characters: a Chinese name has two."""
_LONGEST_SPELLING: Final = 80
"""A longer one is no name, in characters. Chosen by hand."""
_MOST_NAMED: Final = 6
"""Spellings that a note lists. Chosen by hand."""
_AROUND: Final = ".,;:!?'\"()"


def widen(db: Database, tree: Node) -> tuple[Node, list[str]]:
    """Widen the words of a query; returns its tree, and what must be said about it."""
    notes: dict[str, None] = {}
    return _widen(db, tree, notes), list(notes)


def _widen(db: Database, node: Node, notes: dict[str, None]) -> Node:
    match node:
        case And(parts):
            return _widen_side_by_side(db, parts, notes)
        case Or(parts):
            return Or(tuple(_widen(db, part, notes) for part in parts))
        case Not(part):
            return Not(_widen(db, part, notes))
        case Words(term):
            return Words(_widen_term(db, term, notes))
        case Near(terms, distance):
            return Near(tuple(_split(db, term, close=True) for term in terms), distance)
        case _:
            return node


def _widen_side_by_side(db: Database, parts: tuple[Node, ...], notes: dict[str, None]) -> Node:
    """Widen what stands side by side: two words may be one, and a few may be a name."""
    widened: list[Node] = []
    at = 0
    while at < len(parts):
        run = _bare_run(parts[at : at + _LONGEST_NAME])
        taken = _read_name(db, run, notes) or _read_compound(db, run, notes)
        if taken:
            node, length = taken
            widened.append(node)
            at += length
        else:
            widened.append(_widen(db, parts[at], notes))
            at += 1
    return both(widened) if widened else And(())


def _bare_run(parts: tuple[Node, ...]) -> list[Term]:
    run: list[Term] = []
    for part in parts:
        if not (isinstance(part, Words) and part.term.bare):
            break
        run.append(part.term)
    return run


def _read_compound(db: Database, run: list[Term], notes: dict[str, None]) -> tuple[Node, int] | None:
    """Read two words beside each other as one if the archive holds them joined."""
    if len(run) < 2:
        return None
    first, second = run[0].tokens[0], run[1].tokens[0]
    if min(len(first), len(second)) < _SHORTEST_PART or not _are_words(db, first + second):
        return None
    notes[
        f"{first} {second} is read as one word that is also written {first}{second}; {first} AND {second} finds both anywhere"
    ] = None
    term = Term(written=f"{run[0].written} {run[1].written}", tokens=(first, second), also=((first + second,),), phrase=True)
    return Words(term), 2


def _widen_term(db: Database, term: Term, notes: dict[str, None]) -> Term:
    if term.letters and not is_held(db, term):
        notes[f"no quote holds {term.written} as an abbreviation; it is looked for as a word in capitals"] = None
        term = Term(written=term.written, tokens=tokenize(term.written))
    may_be_name = not (term.inside or term.prefix)
    named = _other_scripts(db, fold_text(term.written).strip(_AROUND).split(), notes) if may_be_name else ()
    return _add(_split(db, term), named)


def is_held(db: Database, term: Term) -> bool:
    """Say whether any quote holds a term."""
    sql = "SELECT 1 FROM quote_words WHERE quote_words MATCH ? LIMIT 1"
    return db.execute(sql, (term.expression,)).fetchone() is not None


def _split(db: Database, term: Term, *, close: bool = False) -> Term:
    """Add the ways to write a term in which a word is split into two, or two are joined. Words without their apostrophe stand
    in the index behind the others: what must stand ``close`` to others, as in a phrase, is found where the apostrophe is."""
    if term.inside or term.prefix or len(term.tokens) > _LONGEST_PHRASE or not all(map(str.isalpha, term.tokens)):
        return term
    ways = [term.tokens, *term.also]
    if len(term.tokens) > 1:
        ways += _join_pairs(db, term.tokens)
    if len(term.tokens) == 2 and not term.phrase and _is_elided(db, term.tokens):
        ways.append(("".join(term.tokens),))
    for way in list(ways):
        ways += combine([_parts(db, token, close=close or len(way) > 1) for token in way])
    return _add(term, tuple(ways))


def _add(term: Term, ways: tuple[tuple[str, ...], ...]) -> Term:
    also = tuple(way for way in dict.fromkeys((*term.also, *ways)) if way != term.tokens)
    return replace(term, also=also[:MOST_WAYS])


def _join_pairs(db: Database, tokens: tuple[str, ...]) -> list[tuple[str, ...]]:
    """List the ways to write a phrase with one pair of its words joined, where the archive holds that word."""
    return [
        (*tokens[:at], tokens[at] + tokens[at + 1], *tokens[at + 2 :])
        for at in range(len(tokens) - 1)
        if min(len(tokens[at]), len(tokens[at + 1])) >= _SHORTEST_PART and _are_words(db, tokens[at] + tokens[at + 1])
    ]


def _parts(db: Database, token: str, *, close: bool) -> list[tuple[str, ...]]:
    """List the ways to write a word: as it is, or as two words that the archive holds side by side."""
    if len(token) > _LONGEST_COMPOUND:
        return [(token,)]
    places = range(_SHORTEST_PART, len(token) - _SHORTEST_PART + 1)
    pairs: list[tuple[str, ...]] = [(token[:at], token[at:]) for at in places]
    if close and (cut := cut_joined(token)):
        pairs.append(cut)
    ways = [pair for pair in pairs if _are_words(db, *pair) and _count_rows(db, pair, most=1)]
    if (elided := cut_elided(token)) and _is_elided(db, elided):
        ways.append(elided)
    return [(token,), *ways]


def _is_elided(db: Database, pair: tuple[str, ...]) -> bool:
    """Say whether two words are an elided article and its noun, which are also written without the apostrophe: the archive
    holds them side by side, and more often than the word that they make without it."""
    if pair[0] not in ELIDED or not _are_words(db, *pair):
        return False
    joined = _count_rows(db, ("".join(pair),), most=_MOST_JOINED + 1)
    return joined <= _MOST_JOINED and _count_rows(db, pair, most=joined + 1) > joined


def _count_rows(db: Database, tokens: tuple[str, ...], *, most: int) -> int:
    """Count the quotes that hold some words in a row, no further than ``most``."""
    sql = "SELECT count(*) FROM (SELECT rowid FROM quote_words WHERE quote_words MATCH ? LIMIT ?)"
    return int(db.execute(sql, (f'"{" ".join(tokens)}"', most)).fetchone()[0])


def _are_words(db: Database, *words: str) -> bool:
    """Say whether the archive holds all these as words, not only as hashtags."""
    sql = "SELECT count(*) FROM vocabulary WHERE tag = 0 AND word IN (SELECT value FROM json_each(?))"
    return bool(db.execute(sql, (write_json(sorted(set(words))),)).fetchone()[0] == len(set(words)))


# ---------------------------------------------------------------------------------------------------- names


def _read_name(db: Database, run: list[Term], notes: dict[str, None]) -> tuple[Node, int] | None:
    """Read a few words as a name that the roster knows, the longest first: they, or the name in another script."""
    for length in range(len(run), 1, -1):
        others = _other_scripts(db, [term.tokens[0] for term in run[:length]], notes)
        if others:
            first = And(tuple(Words(_split(db, term)) for term in run[:length]))
            written = " ".join(term.written for term in run[:length])
            term = Term(written=written, tokens=others[0], also=others[1:], phrase=True)
            return Or((first, Words(term))), length
    return None


def _other_scripts(db: Database, words: list[str], notes: dict[str, None]) -> tuple[tuple[str, ...], ...]:
    """List how a name, whole or the last word of one, is written in other scripts, by the roster."""
    asked = " ".join(words)
    if not _SHORTEST_NAME <= len(asked) <= _LONGEST_SPELLING:
        return ()
    whole = "SELECT person FROM aliases WHERE folded = ? AND person IS NOT NULL"
    people = [person for (person,) in db.execute(whole, (asked,))]
    of_last = False
    if not people and len(words) == 1:
        ending = (
            "SELECT a.person FROM aliases a JOIN people p ON p.id = a.person "
            "WHERE p.kind = 'person' AND substr(a.folded, -length(?1) - 1) = ' ' || ?1"
        )
        people = [person for (person,) in db.execute(ending, (asked,))]
        of_last = True
    if not people:
        return ()
    sql = "SELECT folded, alias FROM aliases WHERE person IN (SELECT value FROM json_each(?))"
    spelled = db.execute(sql, (write_json(sorted(set(people))),)).fetchall()
    script = _script(asked)
    found: dict[tuple[str, ...], str] = {}
    for folded, alias in spelled:
        name = folded.rpartition(" ")[2] if of_last or len(words) == 1 else folded
        if _script(name) != script and len(name) > 1 and (other := tokenize(name)):
            found.setdefault(other, alias)
    if found:
        told = ", ".join(list(dict.fromkeys(found.values()))[:_MOST_NAMED])
        notes[f"{asked} is a name of the roster; also looked for: {told}"] = None
    return tuple(found)


@remember(4_096, chars=64)
def _script(word: str) -> str:
    """Return the script of a word, by the name of its first letter."""
    letter = next(filter(str.isalpha, word), "")
    return unicodedata.name(letter, "").partition(" ")[0]
