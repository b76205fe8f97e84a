"""Draw a sample of very many matches that stands for all of them, and estimate by it how many there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.model.findings import Certainty
from storage.search.selecting import Selecting
from storage.search.tree import Node, has_phrases, has_words, list_inside
from storage.search.word_lists import Row, WordLists, list_columns
from storage.text.marks import SAMPLED, SAMPLED_MORE, any_mark
from storage.text.sampling import ALL, MARKED, MARKED_MORE, round_estimate, sample_keys

LEAST_SAMPLED: Final = 400
"""So many of a sample must meet the conditions for an estimate: 95 of 100 are then within a tenth of the true number (1.96
divided by the square root of 400)."""

_LEAST_MARKED: Final = 100
"""So many of the marked quotes must meet a tree for an estimate: 95 of 100 are then within a fifth of the true number."""

_MOST_TEXTS: Final = 1_500
"""At most so many texts are looked at for parts of words: one takes some 30 microseconds."""

_SMALL: Final = 60_000
"""All quotes of an archive of up to so many are looked at."""

_MOST_COUNTED: Final = 60_000
"""Matches of words are counted up to this many to choose a sample of them: of more, those with the mark of one in 64 are at
least 900."""

_MOST_LISTED: Final = 30_000
"""At most so many matches of words are listed to choose a sample from; of more, only those with the mark of one in 16."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How many quotes match, and how sure that is."""

    number: int
    certainty: Certainty = Certainty.EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Rows of quotes that match, beginning with the key of each, and how many match in all. The rows are spread evenly over all
    that match (``of_all``), or the newest."""

    rows: list[Row]
    extent: Extent
    of_all: bool


class Sampler:
    """Draws samples of the matches of trees. Each way to draw one is None if it does not fit the tree, or finds too few."""

    def __init__(self, db: Database, selecting: Selecting, lists: WordLists) -> None:
        self._db = db
        self._selecting = selecting
        self._lists = lists

    def draw_from_index(self, tree: Node, most: int, *, read: tuple[str, ...]) -> Sample | None:
        """Draw from what the index of words alone finds: words, phrases, or a part of a word."""
        if (part := self._lists.read_part(tree)) is not None:
            keys = self._selecting.parts.list_all(part)
            return None if keys is None else self._read(list(keys), most, read)
        if not self._lists.is_bare(tree):
            return None
        expression = self._selecting.plan(tree).expression or ""
        is_slow = has_phrases(tree)
        matches = 0 if is_slow else self._lists.count(expression, _MOST_COUNTED + 1)
        if matches > _MOST_COUNTED:
            return self._draw_marked(expression, SAMPLED, MARKED, most, read)
        if is_slow or matches > _MOST_LISTED:
            drawn = self._draw_marked(expression, SAMPLED_MORE, MARKED_MORE, most, read)
            if drawn:
                return drawn
        return self._draw_listed(expression, most, read)

    def _draw_marked(self, expression: str, mark: str, below: int, most: int, read: tuple[str, ...]) -> Sample | None:
        """Draw from the quotes with a mark that an expression finds. Their places lie ``below`` a threshold."""
        keys = self._lists.list_keys(f"({expression}) AND {any_mark([mark])}")
        if len(keys) < LEAST_SAMPLED:
            return None
        rows = self._lists.read(sample_keys(keys, most, below=below), read)
        return Sample(rows=rows, extent=_estimate(len(keys), below), of_all=True)

    def _draw_listed(self, expression: str, most: int, read: tuple[str, ...]) -> Sample | None:
        keys = self._lists.list_keys(expression, _MOST_LISTED + 1)
        drawn = self._read(keys, most, read) if len(keys) <= _MOST_LISTED else None
        return replace(drawn, extent=Extent(number=len(keys))) if drawn else None

    def _read(self, keys: list[int], most: int, read: tuple[str, ...]) -> Sample:
        """Read those of some quotes that are current, or a sample of them."""
        if len(keys) <= most:
            rows = self._lists.read(keys, read)
            return Sample(rows=rows, extent=Extent(number=len(rows)), of_all=True)
        threshold = ALL * most // len(keys)
        rows = self._lists.read(sample_keys(keys, most), read)
        return Sample(rows=rows, extent=_estimate(len(rows), threshold), of_all=True)

    def draw_compared(self, tree: Node, most: int, *, read: tuple[str, ...]) -> Sample | None:
        """Draw from the matches of words those that meet the conditions, if these must be compared one by one."""
        plan = self._selecting.plan(tree)
        if plan.expression is None or has_phrases(tree) or self._lists.is_bare(tree):
            return None
        threshold = ALL * most // max(self._lists.count(plan.expression), most)
        if (self._selecting.is_current and plan.unless) or threshold == ALL or self._selecting.is_narrow(plan):
            return None
        rows = self.draw(tree, list_columns(read), threshold)
        return Sample(rows=rows, extent=_estimate(len(rows), threshold), of_all=True) if len(rows) >= LEAST_SAMPLED else None

    def draw_marked(self, tree: Node, columns: str, most: int) -> Sample | None:
        """Draw from the quotes that are marked as a sample, each asked on its own: of a tree with words of which none must
        hold, in an archive that is too large to look at all quotes."""
        if not self._selecting.is_current or not has_words(tree) or self._selecting.plan(tree).expression is not None:
            return None
        if self._lists.find_inside(tree) is not None:
            return None
        current = int(self._db.execute("SELECT count(*) FROM listed_quotes").fetchone()[0])
        if current <= _SMALL:
            return None
        looks_at_texts = any(self._selecting.parts.is_usual(part) for part in list_inside(tree))
        marked = self._lists.list_keys(any_mark([SAMPLED]))
        asked = sample_keys(marked, min(most, _MOST_TEXTS) if looks_at_texts else most, below=MARKED)
        sql, values = self._selecting.probe(tree, columns, "json_each(?) e CROSS JOIN listed_quotes c ON c.quote = e.value")
        rows = self._db.execute(sql, (write_json(asked), *values)).fetchall()
        if len(rows) < _LEAST_MARKED:
            return None
        number = round_estimate(len(rows) * current / len(asked))
        return Sample(rows=rows, extent=Extent(number=number, certainty=Certainty.ESTIMATE), of_all=True)

    def draw(self, tree: Node, columns: str, threshold: int) -> list[Row]:
        """Read columns of the matches whose place is below a threshold. Aggregates give a row for each table."""
        written = self._selecting.select(tree, columns, below=threshold)
        return [row for sql, values in written for row in self._db.execute(sql, values)]


def _estimate(sampled: int, below: int) -> Extent:
    return Extent(number=round_estimate(sampled * ALL / below), certainty=Certainty.ESTIMATE)
