"""Read what a person types into a search box, so that no text is ever an error and nothing is dropped without a word.

Words must all occur; ``"..."`` (or any quotation marks) is a phrase; ``OR`` or ``|`` between two lets either do; ``-word`` or
``NOT word`` leaves out; ``word*`` finds beginnings and ``*part*`` what stands inside words; ``speaker:``, ``source:``,
``since:``, ``until:``, ``kind:``, ``lang:`` and ``as-of:`` filter. Everything else is words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from storage.text.folding import fold_text
from storage.text.indexing import space_out, split_joined

MOST_TERMS: Final = 40
"""As many terms of a query are looked for; the rest are named in the notes."""

FIELDS: Final = {
    "speaker": "speaker",
    "source": "source",
    "since": "since",
    "until": "until",
    "kind": "kind",
    "lang": "language",
    "language": "language",
    "as-of": "as_of",
    "as_of": "as_of",
}
"""The filters that a query may name, by the words for them."""

_MARKS = str.maketrans(dict.fromkeys("“”„‟«»″〃＂〝〞〟❝❞「」『』", '"'))
_PIECE = re.compile(
    r"""(?P<minus>(?<!\S)[-−–](?=[^\s-]))?
        (?:(?P<field>(?i:speaker|source|since|until|kind|lang|language|as[-_]of)):)?
        (?: "(?P<phrase>[^"]*)(?P<closed>"?) | (?P<word>[^\s"]+) )""",
    re.VERBOSE,
)
_COMPOUND = re.compile(r"\w[-'‐‑–’]\w")
_SHORTEST_PREFIX = 2
_TRIGRAM = 3
_LONGEST_NOTE = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Folded tokens in a row to look for: the last one only begun (``prefix``), or all of it inside a word (``inside``).

    ``also`` are other ways to write the same: a compound in one word, a hashtag as the words it joins.
    """

    written: str
    tokens: tuple[str, ...]
    also: tuple[tuple[str, ...], ...] = ()
    prefix: bool = False
    inside: bool = False

    @property
    def expression(self) -> str:
        """Write the term for FTS5."""
        end = "*" if self.prefix else ""
        return _either([f'"{" ".join(tokens)}"{end}' for tokens in (self.tokens, *self.also)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query as understood: each of ``wanted`` must be met by one of its terms, none of ``unwanted`` by any."""

    wanted: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...]
    filters: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        """List all terms that are looked for."""
        return tuple(term for group in self.wanted for term in group)

    @property
    def expression(self) -> str | None:
        """Write what FTS5 matches: all wanted groups of words, without the unwanted; None where no word is wanted."""
        groups = [_express(group) for group in self.wanted if not any(term.inside for term in group)]
        if not groups:
            return None
        unwanted = [term for term in self.unwanted if not term.inside]
        wanted = " AND ".join(groups)
        return f"({wanted}) NOT {_express(unwanted)}" if unwanted else wanted

    @property
    def insides(self) -> tuple[str, ...]:
        """List the parts of words that are wanted."""
        return tuple(term.tokens[0] for group in self.wanted for term in group if term.inside)


def read_query(text: str) -> Query:
    """Understand a query. What cannot be used is named in its notes."""
    reader = _Reader()
    for piece in _PIECE.finditer(text.translate(_MARKS)):
        reader.read(piece)
    return reader.finish()


class _Reader:
    """A query being read, piece by piece."""

    def __init__(self) -> None:
        self._wanted: list[list[Term]] = []
        self._unwanted: list[Term] = []
        self._filters: list[tuple[str, str]] = []
        self._notes: dict[str, None] = {}
        self._left_out = 0
        self._either = False
        self._not = False

    def read(self, piece: re.Match[str]) -> None:
        """Read one piece: an operator, a filter or a term."""
        word, phrase = piece["word"], piece["phrase"]
        if piece["field"] and (word or phrase):
            self._filters.append((FIELDS[piece["field"].lower()], word or phrase))
            return
        if phrase is not None and not piece["closed"]:
            self._note(f'the quotation mark before "{phrase.strip()}" is not closed; all after it is taken as one phrase')
        if word and phrase is None and self._is_operator(word):
            return
        written = word if phrase is None else phrase
        for part in [written] if phrase is not None else self._bare(written).split():
            self._add(part, is_phrase=phrase is not None, unwanted=bool(piece["minus"]) or self._not)

    def finish(self) -> Query:
        """Give the query as understood."""
        if self._left_out:
            self._note(f"only the first {MOST_TERMS} terms are looked for; {self._left_out} more are left out")
        if self._unwanted and not self._wanted and not self._filters:
            self._note("what to leave out needs something to look for beside it")
        return Query(
            wanted=tuple(map(tuple, self._wanted)),
            unwanted=tuple(self._unwanted),
            filters=tuple(self._filters),
            notes=tuple(self._notes),
        )

    def _is_operator(self, word: str) -> bool:
        """Take OR, AND and NOT, in capitals as search boxes have them."""
        if word in ("OR", "|", "||"):
            self._either = bool(self._wanted)
        elif word == "NOT":
            self._not = True
        elif word not in ("AND", "&", "&&", "+"):
            return False
        return True

    def _bare(self, word: str) -> str:
        """Take off brackets, and NEAR, which cannot be used."""
        if re.match(r"NEAR(/\d+)?\(|NEAR/\d+$", word):
            self._note("NEAR cannot be used; its words are looked for wherever they stand")
            word = re.sub(r"^NEAR(/\d+)?", "", word)
        if "(" in word or ")" in word:
            self._note("brackets cannot be used; write OR between two words or phrases")
        return re.sub(r"[()\[\]{}]", " ", word)

    def _add(self, written: str, *, is_phrase: bool, unwanted: bool) -> None:
        term = self._read_term(written, is_phrase=is_phrase)
        either, self._either, self._not = self._either, False, False
        if term is None:
            return
        if len(self._wanted) + len(self._unwanted) >= MOST_TERMS:
            self._left_out += 1
        elif unwanted:
            self._unwanted.append(term)
        elif either and not term.inside and not any(other.inside for other in self._wanted[-1]):
            self._wanted[-1].append(term)
        else:
            if either:
                self._note(f"{written}: parts of words cannot stand beside OR; both are looked for")
            self._wanted.append([term])

    def _read_term(self, written: str, *, is_phrase: bool) -> Term | None:
        """Make a term; None, and a note, where nothing in it can be looked for."""
        begins, ends = (not is_phrase and written.startswith("*")), (not is_phrase and written.rstrip(",.;").endswith("*"))
        tokens = tokenize(written)
        if not tokens:
            if written.strip("\"'`*-−–.,;:!?&+| "):
                self._note(f"{written}: holds no letter or digit, so it cannot be looked for")
            elif "*" in written:
                self._note(f"{written}: a star needs at least {_SHORTEST_PREFIX} letters beside it")
            return None
        if begins:
            part = fold_text(written.strip("*,.;"))
            if len(part) >= _TRIGRAM and part.isprintable() and space_out(part) == part:
                return Term(written=written, tokens=(part,), inside=True)
            self._note(f"{written}: parts of words need at least {_TRIGRAM} letters; looked for as a word")
        is_begun = ends and len(tokens[-1]) >= _SHORTEST_PREFIX
        if ends and not is_begun:
            self._note(f"{written}: beginnings need at least {_SHORTEST_PREFIX} letters; looked for as a word")
        return Term(written=written, tokens=tokens, also=() if is_phrase else _other_ways(written, tokens), prefix=is_begun)

    def _note(self, note: str) -> None:
        self._notes[shorten(note)] = None


def shorten(text: str) -> str:
    """Keep a note readable, however long what it quotes."""
    return text if len(text) <= _LONGEST_NOTE else f"{text[: _LONGEST_NOTE // 2]} … {text[-_LONGEST_NOTE // 2 :]}"


def tokenize(text: str) -> tuple[str, ...]:
    """Cut a text into the tokens that the index has of it."""
    folded = space_out(fold_text(text))
    return tuple("".join(character if _is_token(character) else " " for character in folded).split())


@lru_cache(maxsize=4096)
def _is_token(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LMN" or category == "Co"


def _other_ways(written: str, tokens: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Write a compound in one word, and a hashtag as the words it joins, as the index does."""
    if len(tokens) > 1 and _COMPOUND.search(written):
        return (("".join(tokens),),)
    joined = tokenize(" ".join(split_joined(written))) if written.startswith(("#", "＃")) else ()
    return (joined,) if len(joined) > 1 else ()


def _express(terms: Sequence[Term]) -> str:
    return _either([term.expression for term in terms])


def _either(expressions: Sequence[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"({' OR '.join(expressions)})"
