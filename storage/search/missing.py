"""Say what an answer leaves out, and if nothing was found what that means: not found is not the same as not said."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from sqlite_utils import Database

from storage.database.listed import read_shared
from storage.model.findings import Certainty
from storage.search.filtering import UNDATED, Filters
from storage.search.held import tell_held
from storage.search.matching import Matcher
from storage.search.querying import shorten
from storage.search.spans import DATE_FIELDS, end_of_day, read_day
from storage.search.suggesting import suggest
from storage.search.terms import Term
from storage.search.tree import Filter, Node, both, has_words, list_parts, prune
from storage.search.understanding import Asked, understand
from storage.search.widening import is_held
from storage.text.marks import GONE, any_mark
from storage.text.sampling import round_estimate

_MOST_SPEAKERS: Final = 3
"""Speakers that a note names. Chosen by hand."""
_AROUND: Final = ",;: "
"""Signs around a typed word that a note leaves out."""
_MOST_READ: Final = 3_000
"""Of more matches, the speakers are those of a sample."""


def tell_left_out(matcher: Matcher, tree: Node) -> list[str]:
    """Count what filters leave out only because a date or a language is not known."""
    notes = []
    for fields, unknown, what in (
        (DATE_FIELDS, UNDATED, "without a date"),
        (("language",), Filter("language", "unknown"), "of unknown language"),
    ):
        parts = list_parts(tree)
        others = [part for part in parts if not (isinstance(part, Filter) and part.field in fields)]
        if len(others) == len(parts) or unknown in parts:
            continue
        number = matcher.count(both([*others, unknown]))
        if number:
            notes.append(f"{number} more {what} {'is' if number == 1 else 'are'} left out")
    return notes


def tell_absence(db: Database, matcher: Matcher, asked: Asked) -> list[str]:
    """Say, if nothing was found, which words are nowhere, what the filters hide, and what is held at all."""
    assert asked.tree is not None
    notes = _tell_unfiltered(matcher, asked.tree)
    if asked.as_of:
        notes += _tell_as_of(db, asked.as_of)
    for term in asked.terms:
        notes += _tell_missing_word(db, term)
    if asked.as_of is None:
        notes += _tell_earlier(db, matcher, asked.tree)
    return notes + tell_held(db, matcher, asked.tree)


def suggest_words(db: Database, query: str) -> dict[str, list[str]]:
    """Suggest words of the archive for those of a query that no quote holds."""
    found: dict[str, list[str]] = {}
    for term in understand(db, query, Filters()).terms:
        if len(term.tokens) == 1 and not term.inside and not term.prefix and not is_held(db, term):
            found[term.written] = suggest(db, term.tokens[0])
    return {word: near for word, near in found.items() if near}


def _tell_unfiltered(matcher: Matcher, tree: Node) -> list[str]:
    """Count what matches without the filters, and say whose words these are."""
    bare = prune(tree, lambda _: False)
    if bare is None or bare == tree or not has_words(bare):
        return []
    found = matcher.sample(bare, _MOST_READ, read=(read_shared("speaker"),))
    number = found.extent.number
    if not number:
        return []
    if not found.of_all:
        return [f"without the filters more than {number} match"]
    is_exact = len(found.rows) == number and found.extent.certainty is Certainty.EXACT
    counts = Counter(name for _, name in found.rows)
    speakers = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0] or ""))
    named = []
    for name, times in speakers[:_MOST_SPEAKERS]:
        said = times if is_exact else f"about {round_estimate(times * number / len(found.rows))}"
        named.append(f"{name or 'speakers not known'} ({said})")
    more = " and others" if len(speakers) > _MOST_SPEAKERS else ""
    about = "about " if found.extent.certainty is Certainty.ESTIMATE else ""
    return [f"without the filters {about}{number} match: {', '.join(named)}{more}"]


def _tell_missing_word(db: Database, term: Term) -> list[str]:
    if term.inside:
        return []
    if is_held(db, term):
        return []
    if read_day(term.written, last=False):
        return [shorten(f"no quote holds {term.written!r}; on:{term.written} finds what was said then")]
    written = term.written.strip(_AROUND) or term.written
    near = suggest(db, term.tokens[0]) if len(term.tokens) == 1 and not term.prefix else []
    return [shorten(f"no quote holds {written!r}{'; did you mean ' + ' or '.join(near) + '?' if near else ''}")]


def _tell_earlier(db: Database, matcher: Matcher, tree: Node) -> list[str]:
    """Count the quotes that held the words in earlier versions of their documents."""
    expression = matcher.expression(tree)
    if expression is None:
        return []
    sql = "SELECT count(*) FROM quote_words f WHERE f.quote_words MATCH ?"
    number = db.execute(sql, (f"({expression}) AND {any_mark([GONE])}",)).fetchone()[0]
    return [f"{number} matched in earlier versions of their documents: look with as-of:DATE"] if number else []


def _tell_as_of(db: Database, as_of: date) -> list[str]:
    """Say if a day lies before the first capture: the archive held nothing then."""
    [(first,)] = db.execute("SELECT min(captured_at) FROM captures").fetchall()
    return [f"the first capture is of {first[:10]}; nothing stood as of {as_of}"] if first and first > end_of_day(as_of) else []
