"""Count the matches of a search, as exactly as that can be had quickly."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.model.findings import Certainty
from storage.search.compiling import read_weighed
from storage.search.match_samples import LEAST_SAMPLED, Extent, Sampler
from storage.search.selecting import Selecting
from storage.search.tree import Node, has_phrases, has_words
from storage.search.word_lists import WordLists
from storage.text.marks import GONE, any_mark
from storage.text.sampling import ALL, round_estimate

MOST_KEPT: Final = 15_000
"""At most this many matches are looked at one by one; they are kept from counting them to showing a page."""

_SAMPLED: Final = 4_000
"""Of more than MOST_KEPT matches, conditions are compared with about so many."""


class MatchCounter:
    """Counts what trees find. The keys of few matches are kept, as JSON."""

    def __init__(self, db: Database, selecting: Selecting, lists: WordLists, sampler: Sampler) -> None:
        self._db = db
        self._selecting = selecting
        self._lists = lists
        self._sampler = sampler
        self.kept: dict[Node, str] = {}

    def count(self, tree: Node, *, most: int = -1) -> int:
        """Count what a tree finds, no further than ``most``. Few matches of words and filters are kept."""
        number = self._count_quickly(tree, most)
        if number is not None:
            return number
        expression = self._selecting.plan(tree).expression
        if self._selecting.is_current and (self._are_few(expression) if expression else has_words(tree)):
            [(sql, values)] = self._selecting.select(tree, "c.quote")
            found = [quote for (quote,) in self._db.execute(f"{sql} LIMIT ?", (*values, MOST_KEPT + 1))]
            if len(found) <= MOST_KEPT:
                self.kept[tree] = write_json(found)
                return len(found) if most < 0 else min(len(found), most)
        return self._count_all(tree, most)

    def measure(self, tree: Node, *, most: int) -> Extent:
        """Count what a tree finds as exactly as it can be had quickly: no further than ``most`` if there are phrases or no
        words in it; by a sample if very many matches of words must be compared with conditions."""
        limit = most if has_phrases(tree) or not has_words(tree) else -1
        number = None if limit >= 0 else self._estimate(tree)
        if number is not None:
            return Extent(number=number, certainty=Certainty.ESTIMATE)
        number = self.count(tree, most=limit + 1 if limit >= 0 else -1)
        if 0 <= limit < number:
            return Extent(number=limit, certainty=Certainty.AT_LEAST)
        return Extent(number=number)

    def _count_quickly(self, tree: Node, most: int) -> int | None:
        """Count what can be counted in the index of words alone; None if quotes must be looked at."""
        if not self._selecting.is_current:
            return None
        plan = self._selecting.plan(tree)
        gone = any_mark([GONE])
        is_bare = plan.expression is not None and not plan.conditions
        if is_bare and most < 0 and (word := read_weighed(tree)) and plan.expression == f'"{word}"':
            return self._lists.count_word(word)
        if is_bare:
            return self._lists.count(f"({plan.expression}) NOT {gone}", most)
        if plan.expression and plan.unless:
            surely = self._lists.count(f"({plan.expression}) NOT ({plan.unless} OR {gone})", most)
            [(sql, values)] = self._selecting.select(tree, "c.quote", among=plan.unless)
            return surely + int(self._db.execute(f"SELECT count(*) FROM ({sql} LIMIT ?)", (*values, most)).fetchone()[0])
        if (keys := self._lists.find_inside(tree)) is not None:
            return len(keys) if most < 0 else min(len(keys), most)
        return None

    def _count_all(self, tree: Node, most: int) -> int:
        selects = self._selecting.select(tree, "c.quote")
        counts = [self._db.execute(f"SELECT count(*) FROM ({sql} LIMIT ?)", (*values, most)) for sql, values in selects]
        return sum(count.fetchone()[0] for count in counts)

    def _are_few(self, expression: str) -> bool:
        return self._lists.count(expression, MOST_KEPT + 1) <= MOST_KEPT

    def _estimate(self, tree: Node) -> int | None:
        """Estimate how many of very many matches of words meet the conditions; None if they can be counted, or should be since
        too few of a sample do."""
        plan = self._selecting.plan(tree)
        if plan.expression is None:
            found = self._sampler.draw_marked(tree, "c.quote", _SAMPLED)
            return found.extent.number if found else None
        if self._selecting.is_current and (plan.unless or not plan.conditions):
            return None
        matches = self._lists.count(plan.expression)
        if matches <= MOST_KEPT or self._selecting.is_narrow(plan):
            return None
        threshold = min(ALL, ALL * _SAMPLED // matches)
        sampled = sum(number for (number,) in self._sampler.draw(tree, "count(*)", threshold))
        return round_estimate(sampled * ALL / threshold) if sampled >= LEAST_SAMPLED else None
