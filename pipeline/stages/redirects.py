"""Find the redirects of a web archive that lead to no answer in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from storage.model.identity import canonical_url

NOT_CAPTURED: Final = "redirects to what was not captured"
LOOP: Final = "redirect loop"


class Hop(NamedTuple):
    """A redirect: the address that redirects, and where to."""

    url: str
    target: str


def find_lost(hops: Mapping[str, Hop], answered: Collection[str]) -> Iterator[tuple[Hop, str]]:
    """Yield the last redirect of each chain that ends without an answer, and one of each loop, with the reason.

    ``hops`` are by canonical address; ``answered`` are the canonical addresses that answered with something else.
    """
    open_ = {key: hop for key, hop in hops.items() if key not in answered}
    done: set[str] = set()
    for start in open_:
        path: list[str] = []
        key = start
        while key in open_ and key not in done:
            done.add(key)
            path.append(key)
            key = canonical_url(open_[key].target)
        if not path or key in answered:
            continue
        if key not in open_:
            yield open_[path[-1]], NOT_CAPTURED
        elif key in path:
            yield open_[key], NOT_CAPTURED if key == path[-1] else LOOP  # http to https, say, is one canonical address
