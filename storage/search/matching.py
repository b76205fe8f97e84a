"""Match the quotes of an archive against a tree: count them, draw a sample of them, and find a page of them in an order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Final, Literal

from sqlite_utils import Database

from storage.database.listed import read_shared
from storage.model.findings import Certainty
from storage.search.all_of_either import rank_all_of_either
from storage.search.best_first import BestFirst
from storage.search.compiling import read_weighed
from storage.search.filtering import Condition
from storage.search.match_counts import MatchCounter
from storage.search.match_pages import READ, PageFinder
from storage.search.match_samples import Sample, Sampler
from storage.search.selecting import Select, Selecting
from storage.search.tree import Filter, Node, has_phrases
from storage.search.word_lists import Row, WordLists, list_columns
from storage.text.sampling import ALL

Bound = Literal["earliest", "latest"]

MOST_COUNTED: Final = 100_000
"""What filters find without words is counted up to this many."""

_MOST_PHRASES: Final = 30_000
"""Matches of phrases that must also be compared with conditions are counted up to this many to choose a sample of them."""


class Matcher:
    """Matches trees against the quotes as they are now, or as they were at the end of a day."""

    def __init__(self, db: Database, conditions: Mapping[Filter, Condition], as_of: date | None) -> None:
        self._db = db
        self._selecting = Selecting(db, conditions, as_of)
        lists = self._lists = WordLists(db, self._selecting)
        self._sampler = Sampler(db, self._selecting, lists)
        counter = MatchCounter(db, self._selecting, lists, self._sampler)
        pages = PageFinder(db, self._selecting, lists, counter.kept)
        self.is_current = as_of is None
        self.is_bare = lists.is_bare
        self.count, self.measure = counter.count, counter.measure
        self.find, self.find_newest = pages.find, pages.find_newest

    def sample(self, tree: Node, most: int, *, read: tuple[str, ...]) -> Sample:
        """Read columns of all that a tree finds, or of about ``most`` that stand for all. Of what cannot be counted quickly,
        the newest are read instead."""
        drawn = (
            self._sampler.draw_from_index(tree, most, read=read)
            or self._sampler.draw_compared(tree, most, read=read)
            or self._sampler.draw_marked(tree, list_columns(read), most)
        )
        if drawn:
            return drawn
        extent = self.measure(tree, most=_MOST_PHRASES if has_phrases(tree) else MOST_COUNTED)
        if extent.certainty is Certainty.AT_LEAST:
            find = self.find_newest if self.is_current else partial(self.find, order="newest")
            return Sample(rows=find(tree, limit=most, read=read), extent=extent, of_all=False)
        if extent.number <= most:
            return Sample(rows=self.find(tree, order="newest", limit=most, read=read), extent=extent, of_all=True)
        rows = self._sampler.draw(tree, list_columns(read), ALL * most // extent.number)
        return Sample(rows=rows, extent=extent, of_all=True)

    def find_best(self, tree: Node, most: int) -> list[Row]:
        """Find the best of very many matches of one word, as ``find`` does by relevance: at most so many, and only those that
        are surely the best without a look at all."""
        word = read_weighed(tree) if self.is_current else None
        return self._lists.read(BestFirst(self._db, self._selecting, tree, word).find(most), READ) if word else []

    def find_all_of_either(self, tree: Node, most: int) -> list[Row]:
        """Find the best of those of very many matches of words joined by OR that hold all of them."""
        found = rank_all_of_either(self._db, self._selecting, self._lists, tree, most) if self.is_current else []
        return self._lists.read(found, READ)

    def select_keys(self, tree: Node) -> list[Select]:
        """Write the statements that find all matches, each a SELECT of quote, derivation, source and document."""
        return self._selecting.select(tree, f"c.quote, c.derivation, {read_shared('source')} AS source, c.document")

    def bound(self, tree: Node, column: Bound) -> str | None:
        """Return the first ``earliest`` or the last ``latest`` of what a tree finds, as the archive writes it."""
        function = "min" if column == "earliest" else "max"
        selects = self._selecting.select(tree, f"{function}(c.{column}_s), c.{column}")
        found = [row for sql, values in selects for row in self._db.execute(sql, values) if row[1]]
        return (min if column == "earliest" else max)(found, default=(0, None))[1]

    def expression(self, tree: Node) -> str | None:
        """Return the words that all matches hold as an expression of FTS5: what they are ranked by. None if there are none."""
        return self._selecting.plan(tree).words
