"""Terms of a query: words, phrases, beginnings and parts of words, with the other ways in which each is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from storage.text.apostrophes import join_parts
from storage.text.folding import fold_text
from storage.text.index_form import list_tokens, space_out, spell_out, split_joined

MOST_WAYS: Final = 16
"""At most this many ways to write one term are looked for. Chosen by hand: each is a term of the full-text query."""

_COMPOUND = re.compile(r"\w[-']\w")
_CUT_WORD = re.compile(r"\w'\w")
_SHORTEST_PREFIX: Final = 2
"""The letters before a star: a single letter begins too many words. Chosen by hand."""
_TRIGRAM: Final = 3  # SQLite, FTS5, 4.3.4: its trigram index finds no fewer characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Folded tokens in a row to look for: the last one only begun (``prefix``), or all of it inside a word (``inside``).

    ``also`` are other ways to write the same: a compound in one word, a hashtag as the words it joins, a name in another
    script. ``bare`` is a single typed word, without marks or stars. ``letters`` are those of an abbreviation in capitals.
    """

    written: str
    tokens: tuple[str, ...]
    also: tuple[tuple[str, ...], ...] = ()
    prefix: bool = False
    inside: bool = False
    phrase: bool = False
    letters: bool = False

    @property
    def bare(self) -> bool:
        """Say whether the term is one typed word and nothing else."""
        return not (self.prefix or self.inside or self.phrase) and len(self.tokens) == 1

    @property
    def phrases(self) -> list[str]:
        """Write each way of the term as a phrase of FTS5."""
        end = "*" if self.prefix else ""
        return [f'"{" ".join(tokens)}"{end}' for tokens in dict.fromkeys((self.tokens, *self.also))]

    @property
    def expression(self) -> str:
        """Write the term for FTS5."""
        return either(self.phrases)


def either(expressions: Sequence[str]) -> str:
    """Join expressions of FTS5 of which one must match."""
    return expressions[0] if len(expressions) == 1 else f"({' OR '.join(expressions)})"


def tokenize(text: str) -> tuple[str, ...]:
    """Cut a text into the tokens that the index has of it."""
    return list_tokens(space_out(fold_text(text)))


def read_phrase(written: str, *, begun: bool = False) -> Term | None:
    """Read what stands between quotation marks, its last word only ``begun`` if a star follows them or stands before the last;
    None if it holds no letter or digit."""
    tokens = tokenize(written)
    if not tokens:
        return None
    prefix = (begun or written.rstrip().endswith("*")) and len(tokens[-1]) >= _SHORTEST_PREFIX
    return Term(written=written, tokens=tokens, also=_abbreviated(written, tokens), phrase=True, prefix=prefix)


def read_word(written: str, *, capitals: bool) -> tuple[Term | None, str | None]:
    """Read a typed word; returns what to look for, and what must be said about it.

    ``capitals`` says that the whole query is in capitals, so that capitals do not mark an abbreviation.
    """
    written = written.lstrip("-−–") or written
    begins, ends = written.startswith("*"), written.rstrip(",.;").endswith("*")
    tokens = tokenize(written)
    if not tokens:
        return None, _describe_empty(written)
    if begins:
        part = fold_text(written.strip("*,.;"))
        if len(part) >= _TRIGRAM and list_tokens(part) == (part,) and space_out(part) == part:
            return Term(written=written, tokens=(part,), inside=True), None
        note = f"{written}: parts of words need at least {_TRIGRAM} letters and no other signs; looked for as a word"
        # Of a script without spaces any run of characters is found, with stars or without.
        return _plain(written, tokens, prefix=False, capitals=capitals), note if space_out(part) == part else None
    if ends and space_out(tokens[-1]) != tokens[-1]:
        ends = False
    is_begun = ends and len(tokens[-1]) >= _SHORTEST_PREFIX
    note = f"{written}: beginnings need at least {_SHORTEST_PREFIX} letters; looked for as a word"
    return _plain(written, tokens, prefix=is_begun, capitals=capitals), note if ends and not is_begun else None


def _describe_empty(written: str) -> str | None:
    if written.strip("\"'`*-−–.,;:!?&+| "):
        return f"{written}: holds no letter or digit, so it is no searchable term"
    return f"{written}: a star needs at least {_SHORTEST_PREFIX} letters beside it" if "*" in written else None


def _plain(written: str, tokens: tuple[str, ...], *, prefix: bool, capitals: bool) -> Term:
    word = written.strip(",;:!?*#@()'\"")
    spelled = None if capitals or prefix else spell_out(word) or spell_out(word.rstrip("."))
    if spelled:
        return Term(written=written, tokens=tuple(spelled.split()), phrase=True, letters="." not in word)
    return Term(written=written, tokens=tokens, also=_other_ways(written, tokens), prefix=prefix)


def _other_ways(written: str, tokens: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Write a compound in one word, and a hashtag as the words it joins, as the index does."""
    if len(tokens) > 1 and _COMPOUND.search(folded := fold_text(written)):
        in_one = "".join(tokens) if "-" in folded else join_parts(tokens)
        return (*([(in_one,)] if in_one else []), *_abbreviated(written, tokens))
    joined = tokenize(" ".join(split_joined(written))) if written.startswith(("#", "＃")) else ()
    return (joined,) if len(joined) > 1 else ()


def _abbreviated(written: str, tokens: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Write abbreviations inside a phrase both ways, letter by letter and joined, and words also without their apostrophe."""
    choices: list[list[tuple[str, ...]]] = []
    in_capitals = written.isupper()
    for piece in re.split(r"[\s\-‐‑–]+", written):
        own = tokenize(piece)
        letters = spell_out(piece.strip(",;:!?*#@()'\"")) if own and not in_capitals else None
        joined = join_parts(own) if len(own) > 1 and _CUT_WORD.search(fold_text(piece)) else None
        others = [tuple(letters.split()), ("".join(letters.split()),)] if letters else [(joined,)] if joined else []
        choices.append([own, *others])
    return tuple(way for way in combine(choices) if way != tokens)


def combine(choices: Iterable[Sequence[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    """List the ways to write a run of words of which each can be written in some ways; at most MOST_WAYS."""
    ways = islice(product(*choices), MOST_WAYS)
    return list(dict.fromkeys(tuple(token for tokens in way for token in tokens) for way in ways))
