"""Put together a page of very many matches: the best first, as far as they are found without a look at all, then the newest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from storage.search.matching import Matcher
from storage.search.selecting import Order
from storage.search.tree import Node, has_beginnings, has_phrases
from storage.search.word_lists import Row

MOST_BEST: Final = 200
"""Of more matches than can all be ranked, at most so many of the best come first. Chosen by hand: ten pages."""

RANKED_AT_ONCE: Final = 5_000
"""Up to this many matches it is as quick to rank all as to look for the best."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of what a tree finds."""

    matcher: Matcher
    tree: Node
    limit: int
    offset: int

    def find_best(self, *, can_rank: bool, number: int | None) -> tuple[list[Row], str]:
        """Find the best matches down to the end of the page, and say what comes first. None are if all ``can_rank`` and that is
        as quick, or if they cannot be found. ``number`` is that of the matches, if it is known."""
        most = min(self.offset + self.limit, MOST_BEST)
        is_quick = number is not None and number <= RANKED_AT_ONCE
        if not most or (can_rank and (is_quick or most < self.offset + self.limit)):
            return [], ""
        if best := self.matcher.find_best(self.tree, most):
            return best, f"at most {MOST_BEST} of the best come first, then the newest"
        every = [] if can_rank else self.matcher.find_all_of_either(self.tree, most)
        if every:
            return every, f"those that hold all the words come first, at most {MOST_BEST}, then the newest"
        return [], "the newest come first"

    def find(self, order: Order, best: list[Row], *, many: bool) -> list[Row]:
        """Find the page, the ``best`` first if there are some."""
        page = best[self.offset : self.offset + self.limit]
        if best and len(page) == self.limit:
            return page
        if not best or order == "relevance":
            return self._find(order, self.limit, self.offset, many=many)
        # The best are left out of those that follow them.
        after = self.offset + self.limit - len(best)
        first = {row[0] for row in best}
        others = [row for row in self._find(order, after + len(best), 0, many=many) if row[0] not in first]
        return [*page, *others[after - self.limit + len(page) : after]]

    def _find(self, order: Order, limit: int, offset: int, *, many: bool) -> list[Row]:
        if many and order == "newest" and self.matcher.is_current and self._goes_by_month():
            found = self.matcher.find_newest(self.tree, offset + limit)
            if len(found) == offset + limit:
                return found[offset:]
        return self.matcher.find(self.tree, order=order, limit=limit, offset=offset, many=many)

    def _goes_by_month(self) -> bool:
        """Say whether matches are found more quickly month after month than by a look at one quote after another."""
        return self.matcher.is_bare(self.tree) if has_beginnings(self.tree) else has_phrases(self.tree)
