"""The tree that a query is read into: words and filters, joined by AND, OR and NOT."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from storage.search.terms import Term


@dataclass(frozen=True, slots=True)
class Words:
    """A term that must occur."""

    term: Term


@dataclass(frozen=True, slots=True)
class Near:
    """Terms that must occur with at most ``distance`` other words between the first and the last of them."""

    terms: tuple[Term, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on the quote, its speaker or its document: a field of ``querying.FIELDS`` and its value as typed."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class And:
    """All of these must hold. No parts: everything holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One of these must hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """This must not hold."""

    part: Node


Node = Words | Near | Filter | And | Or | Not


def both(parts: list[Node]) -> Node:
    """Join nodes that must all hold; nested ones are taken in, and equal ones once."""
    flat = list(dict.fromkeys(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))))
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: list[Node]) -> Node:
    """Join nodes of which one must hold; nested ones are taken in, and equal ones once."""
    flat = list(dict.fromkeys(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def without(node: Node) -> Node:
    """Return the opposite."""
    return node.part if isinstance(node, Not) else Not(node)


def list_wanted(node: Node) -> Iterator[Term]:
    """Yield the terms that a match may hold: those outside NOT."""
    match node:
        case Words(term):
            yield term
        case Near(terms, _):
            yield from terms
        case And(parts) | Or(parts):
            for part in parts:
                yield from list_wanted(part)
        case Not(And(parts) | Or(parts)):
            for part in parts:
                yield from list_wanted(without(part))
        case _:
            return


def list_leaves(node: Node) -> Iterator[Words | Near | Filter]:
    """Yield all that a tree joins."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from list_leaves(part)
        case Not(part):
            yield from list_leaves(part)
        case _:
            yield node


def list_filters(node: Node) -> Iterator[Filter]:
    """Yield all filters."""
    return (leaf for leaf in list_leaves(node) if isinstance(leaf, Filter))


def list_inside(node: Node) -> Iterator[str]:
    """Yield all parts of words, also those inside NOT."""
    for leaf in list_leaves(node):
        if isinstance(leaf, Words) and leaf.term.inside:
            yield leaf.term.tokens[0]


def has_words(node: Node) -> bool:
    """Say whether any word or part of a word stands in a tree."""
    match node:
        case Words() | Near():
            return True
        case And(parts) | Or(parts):
            return any(map(has_words, parts))
        case Not(part):
            return has_words(part)
        case _:
            return False


def prune(node: Node, keeps: Callable[[Filter], bool]) -> Node | None:
    """Take the filters out of a tree that are not kept; None if nothing is left."""
    match node:
        case Filter():
            return node if keeps(node) else None
        case And(parts) | Or(parts):
            kept = [inner for part in parts if (inner := prune(part, keeps)) is not None]
            if not kept:
                return None
            return both(kept) if isinstance(node, And) else any_of(kept)
        case Not(part):
            inner = prune(part, keeps)
            return None if inner is None else without(inner)
        case _:
            return node


def list_parts(node: Node) -> tuple[Node, ...]:
    """List what must all hold."""
    return node.parts if isinstance(node, And) else (node,)


def has_phrases(tree: Node) -> bool:
    """Say whether a tree holds words in a row: to find them takes far longer than to find words."""
    return any(isinstance(leaf, Near) or (isinstance(leaf, Words) and len(leaf.term.tokens) > 1) for leaf in list_leaves(tree))


def has_beginnings(tree: Node) -> bool:
    """Say whether a tree holds words that are only begun: each look for one reads the lists of all words that begin so."""
    return any(
        any(term.prefix for term in (leaf.terms if isinstance(leaf, Near) else (leaf.term,)))
        for leaf in list_leaves(tree)
        if not isinstance(leaf, Filter)
    )
