"""Read what a person types into a search box, so that no text is ever an error and nothing is dropped without a word.

Words must all occur; ``"..."`` (or any quotation marks) is a phrase; ``OR`` or ``|`` between two lets either do; ``AND`` binds
tighter than OR, and OR tighter than words beside each other; ``-`` or ``NOT`` leaves out a word, a filter or a bracket;
``word*`` finds beginnings and ``*part*`` what stands inside words; ``NEAR(a b, 5)`` finds words close together; the filters of
``FIELDS`` are conditions like any other. Everything else is words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from storage.search.lexing import FIELDS, Piece, Sign, cut_query, read_distance
from storage.search.terms import Term, read_phrase, read_word, tokenize
from storage.search.tree import And, Filter, Near, Node, Words, any_of, both, list_wanted, without

__all__ = ["FIELDS", "MOST_TERMS", "NEAR_DISTANCE", "Query", "read_query", "shorten", "tokenize"]

MOST_TERMS: Final = 40
"""At most this many terms of a query are looked for; the rest are counted in the notes. Chosen by hand: a long sentence."""

NEAR_DISTANCE: Final = 10
"""The words that may stand between those of NEAR if no number is given, as in FTS5."""

_DEEPEST: Final = 40
"""Brackets within brackets that are read. Chosen by hand: nobody types more, and the reader of a query calls itself for
each."""
_MOST_NEAR: Final = 6
"""Words within NEAR. Chosen by hand: FTS5 takes time with the product of their places."""
_TOLD: Final = [field for field in FIELDS if "_" not in field and field != "language"]
_ELSEWHERE: Final = frozenset("author by country date day from month publisher site title to type year".split())
"""Filters of other search boxes, of which a note says that there are none of that name here."""
_LONGEST_NOTE: Final = 240
"""Characters of a note; of a longer one the middle is left out. Chosen by hand: two lines of a terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query as understood: its tree (None if nothing in it can be looked for), and what must be said about it."""

    tree: Node | None
    notes: tuple[str, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        """List all terms that are looked for."""
        return tuple(list_wanted(self.tree)) if self.tree else ()


def read_query(text: str) -> Query:
    """Understand a query. What cannot be used is named in its notes."""
    reader = _Reader(list(cut_query(text)))
    tree = reader.read()
    return Query(tree=tree, notes=tuple(reader.notes))


class _Reader:
    """A query being read, piece by piece, by recursive descent."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._at = 0
        self._depth = 0
        self._terms = 0
        self._left_out = 0
        self._field = ""
        words = [piece.text for piece in pieces if piece.sign in (Sign.WORD, Sign.PHRASE)]
        self._capitals = len(words) > 1 and "".join(words).isupper()
        self.notes: dict[str, None] = {}

    def read(self) -> Node | None:
        """Read all of the query."""
        parts: list[Node] = []
        while self._at < len(self._pieces):
            part = self._sequence()
            if part is not None:
                parts.append(part)
            if self._take(Sign.CLOSE):
                self._note("a bracket is closed that was never opened; it is left out")
        if self._left_out:
            self._note(f"only the first {MOST_TERMS} terms are looked for; {self._left_out} more are left out")
        return both(parts) if parts else None

    def _sequence(self) -> Node | None:
        """Read what stands side by side: all of it must hold."""
        parts = []
        while self._at < len(self._pieces) and self._pieces[self._at].sign is not Sign.CLOSE:
            part = self._chain(Sign.OR)
            if part is not None:
                parts.append(part)
        return both(parts) if parts else None

    def _chain(self, operator: Sign) -> Node | None:
        """Read parts joined by OR, or in each of them by AND. An operator without a part on one side is passed over."""
        first = self._operand(operator)
        parts = [] if first is None else [first]
        while self._take(operator):
            while self._take(operator):
                pass
            if self._is_at_end() or (operator is Sign.AND and self._pieces[self._at].sign is Sign.OR):
                break
            part = self._operand(operator)
            if part is not None:
                parts.append(part)
        if not parts:
            return None
        return any_of(parts) if operator is Sign.OR else both(parts)

    def _operand(self, operator: Sign) -> Node | None:
        return self._chain(Sign.AND) if operator is Sign.OR else self._part()

    def _part(self) -> Node | None:
        """Read one word, phrase, filter or bracket, with NOT before it."""
        negated = False
        while self._take(Sign.NOT):
            negated = not negated
        if self._is_at_end() or self._pieces[self._at].sign in (Sign.OR, Sign.AND):
            return None
        piece = self._pieces[self._at]
        self._at += 1
        node = self._bracket() if piece.sign is Sign.OPEN else self._leaf(piece)
        node = self._beside(node)
        return without(node) if negated and node is not None else node

    def _bracket(self) -> Node | None:
        self._depth += 1
        if self._depth > _DEEPEST:
            self._note(f"brackets inside {_DEEPEST} others are left out")
            self._depth -= 1
            return None
        node = self._sequence()
        self._depth -= 1
        if not self._take(Sign.CLOSE) and self._depth < _DEEPEST - 1:
            self._note("a bracket is not closed; it ends with the query")
        return node

    def _leaf(self, piece: Piece) -> Node | None:
        match piece.sign:
            case Sign.FIELD if not piece.text and self._next_is(Sign.OPEN):
                return self._filters(piece.field)
            case Sign.FIELD if not any(map(str.isalnum, piece.text)):
                self._note(f"{piece.field.replace('_', '-')}:{piece.text.strip()} names nothing; left out")
                return None
            case Sign.FIELD:
                return Filter(piece.field, piece.text.strip())
            case Sign.NEAR:
                return self._near(piece)
            case Sign.PHRASE if not piece.closed:
                self._note(
                    f'the quotation mark before "{piece.text.strip()}" is not closed; all after it is taken as one phrase'
                )
        if self._field:
            return Filter(self._field, piece.text.strip()) if piece.text.strip() else None
        term = self._term(piece)
        return Words(term) if term else None

    def _filters(self, field: str) -> Node | None:
        """Read ``speaker:(A OR B)``: each word or phrase in the bracket is a value of the filter."""
        outer, self._field = self._field, field
        self._take(Sign.OPEN)
        node = self._bracket()
        self._field = outer
        return node

    def _tell_no_filter(self, written: str) -> None:
        """Say of what looks like a filter that there is none of that name, such as ``from:`` of other search boxes."""
        name, colon, _ = written.partition(":")
        if colon and name.lower() in _ELSEWHERE:
            there_are = ", ".join(f"{field}:" for field in _TOLD)
            self._note(f"{name}: is no filter and is looked for as a word; there are {there_are}")

    def _term(self, piece: Piece) -> Term | None:
        if piece.sign is Sign.PHRASE:
            term = read_phrase(piece.text, begun=piece.begun)
            if term is None and piece.text.strip():
                self._note(f"{piece.text}: holds no letter or digit, so it is no searchable term")
        else:
            self._tell_no_filter(piece.text)
            term, note = read_word(piece.text, capitals=self._capitals)
            if note:
                self._note(note)
        if term is None:
            return None
        if self._terms >= MOST_TERMS:
            self._left_out += 1
            return None
        self._terms += 1
        return term

    # ------------------------------------------------------------------------------------------------- NEAR

    def _near(self, piece: Piece) -> Node | None:
        """Read ``NEAR(a b, 5)`` or ``NEAR/5(a b)``."""
        if not self._take(Sign.OPEN):
            self._note("NEAR needs words on both sides, or in a bracket; it is left out")
            return None
        inner: list[Piece] = []
        while not self._is_at_end():
            inner.append(self._pieces[self._at])
            self._at += 1
        if not self._take(Sign.CLOSE):
            self._note("the bracket of NEAR is not closed; it ends with the query")
        distance = piece.distance
        if len(inner) > 1 and inner[-1].sign is Sign.WORD and (number := inner[-1].text.lstrip(",")).isdecimal():
            is_set_off = inner[-1].text.startswith(",") or inner[-2].text.endswith(",")
            if is_set_off:
                distance = read_distance(number)
                del inner[-1]
        if any(found.sign not in (Sign.WORD, Sign.PHRASE) for found in inner):
            self._note("NEAR takes words and phrases only; the rest of its bracket is left out")
        terms = [term for found in inner if found.sign in (Sign.WORD, Sign.PHRASE) and (term := self._term(found))]
        return self._close(terms, NEAR_DISTANCE if distance is None else distance)

    def _beside(self, node: Node | None) -> Node | None:
        """Read ``a NEAR/5 b``."""
        while isinstance(node, Words | Near) and self._next_is(Sign.NEAR) and not self._is_call():
            distance = self._pieces[self._at].distance
            self._at += 1
            if self._is_at_end() or self._pieces[self._at].sign not in (Sign.WORD, Sign.PHRASE):
                self._note("NEAR needs words on both sides, or in a bracket; it is left out")
                return node
            term = self._term(self._pieces[self._at])
            self._at += 1
            before = node.terms if isinstance(node, Near) else (node.term,)
            node = self._close([*before, *([term] if term else [])], NEAR_DISTANCE if distance is None else distance)
        return node

    def _close(self, terms: list[Term], distance: int) -> Node | None:
        """Join terms that must stand close together."""
        usable = [term for term in terms if not term.inside]
        apart: list[Node] = [Words(term) for term in terms if term.inside]
        if apart:
            self._note("parts of words cannot stand in NEAR; they are looked for wherever they stand")
        apart += [Words(term) for term in usable[_MOST_NEAR:]]
        if len(usable) > _MOST_NEAR:
            self._note(f"NEAR takes {_MOST_NEAR} words; the others are looked for wherever they stand")
        close = usable[:_MOST_NEAR]
        if len(close) == 1:
            apart.append(Words(close[0]))
        elif close:
            apart.append(Near(tuple(close), distance))
        return both(apart) if apart else None

    # ----------------------------------------------------------------------------------------------- pieces

    def _take(self, sign: Sign) -> bool:
        if self._next_is(sign):
            self._at += 1
            return True
        return False

    def _next_is(self, sign: Sign) -> bool:
        return self._at < len(self._pieces) and self._pieces[self._at].sign is sign

    def _is_at_end(self) -> bool:
        return self._at >= len(self._pieces) or self._pieces[self._at].sign is Sign.CLOSE

    def _is_call(self) -> bool:
        return self._at + 1 < len(self._pieces) and self._pieces[self._at + 1].sign is Sign.OPEN

    def _note(self, note: str) -> None:
        self.notes[shorten(note)] = None


def shorten(text: str) -> str:
    """Keep a note readable, however long what it quotes."""
    return text if len(text) <= _LONGEST_NOTE else f"{text[: _LONGEST_NOTE // 2]} … {text[-_LONGEST_NOTE // 2 :]}"


EVERYTHING: Final = And(())
"""The tree that all quotes meet."""
