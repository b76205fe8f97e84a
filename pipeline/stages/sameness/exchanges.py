"""Find words that changed places with each other: who did it and to whom it was done, or from which number to which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.stages.sameness.align import Run
from pipeline.stages.sameness.damage import Gap
from pipeline.stages.sameness.gaps import Fate, Finding
from pipeline.stages.sameness.lexicon import AND, OR
from pipeline.stages.sameness.substitution import judge_substitution
from pipeline.stages.sameness.tokens import Tokens
from pipeline.stages.sameness.verdict import Change, Kind

MOST_WORDS = 6
"""Longer passages are moved, not exchanged."""
_FACTS = frozenset({Kind.NAME, Kind.NUMBER, Kind.DATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seat:
    """Stored tokens and those of the other text that took their place."""

    ours: range
    theirs: range


def find_exchanges(gaps: Sequence[Gap], moved: Sequence[Run], stored: Tokens, other: Tokens) -> dict[int, Finding]:
    """Find the gaps, by their index, between which words changed places, with what each of them came to.

    The words are all the stored text's own, so that none of them is strange to it. Whole sentences and signs are moved, not
    exchanged, and so are runs of words that were found as ``moved``, unless they are facts.
    """
    found: dict[int, Finding] = {}
    for first, second, seats in _find_crossed(gaps, stored, other):
        kind = _judge(seats, stored, other)
        if kind or not any(gaps[at].other_start <= run.other < gaps[at].other_end for run in moved for at in (first, second)):
            found[first], found[second] = (_describe(seat, kind, stored, other) for seat in seats)
    for first, second, seats in _find_turned(gaps, stored, other):
        kind = _judge(seats, stored, other)
        if kind and first not in found and second not in found:  # other words may say the same in another order
            found[first], found[second] = (_describe(seat, kind, stored, other) for seat in seats)
    return found


def _find_crossed(gaps: Sequence[Gap], stored: Tokens, other: Tokens) -> Iterator[tuple[int, int, tuple[_Seat, _Seat]]]:
    """Pair gaps where each holds in one text what the other holds in the other."""
    waiting: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    for at, gap in enumerate(gaps):
        seat = _Seat(ours=range(gap.stored_start, gap.stored_end), theirs=range(gap.other_start, gap.other_end))
        if not 0 < len(seat.ours) <= MOST_WORDS >= len(seat.theirs) > 0 or _stands_by_itself(seat, stored, other):
            continue
        ours, theirs = _keys(stored, seat.ours), _keys(other, seat.theirs)
        before = waiting.pop((theirs, ours), None)
        if before is None:
            waiting[ours, theirs] = at
            continue
        earlier = gaps[before]
        crossed = _Seat(
            ours=range(earlier.stored_start, earlier.stored_end), theirs=range(earlier.other_start, earlier.other_end)
        )
        yield before, at, (crossed, seat)


def _find_turned(gaps: Sequence[Gap], stored: Tokens, other: Tokens) -> Iterator[tuple[int, int, tuple[_Seat, _Seat]]]:
    """Pair gaps beside one shared run, where what stands behind it in one text stands before it in the other."""
    for at in range(len(gaps) - 1):
        first, second = gaps[at], gaps[at + 1]
        run_ours, run_theirs = range(first.stored_end, second.stored_start), range(first.other_end, second.other_start)
        ours = range(first.stored_start, first.stored_end) or range(second.stored_start, second.stored_end)
        theirs = range(first.other_start, first.other_end) or range(second.other_start, second.other_end)
        gone = (first.stored_end - first.stored_start) + (second.stored_end - second.stored_start)
        come = (first.other_end - first.other_start) + (second.other_end - second.other_start)
        if len(run_ours) > MOST_WORDS or not 1 < gone == len(ours) == come == len(theirs) <= MOST_WORDS:
            continue
        if theirs.stop == run_theirs.start and run_ours.stop == ours.start:  # X (m Y) became (Y m) X
            size = _find_turn(_keys(other, theirs), _keys(stored, ours))
            seats = (_Seat(ours=run_ours, theirs=theirs[:size]), _Seat(ours=ours[len(ours) - size :], theirs=run_theirs))
            between = _keys(other, theirs[size:])
        elif ours.stop == run_ours.start and run_theirs.stop == theirs.start:  # (X m) Y became Y (m X)
            size = _find_turn(_keys(stored, ours), _keys(other, theirs))
            seats = (_Seat(ours=ours[:size], theirs=run_theirs), _Seat(ours=run_ours, theirs=theirs[len(theirs) - size :]))
            between = _keys(stored, ours[size:])
        else:
            continue
        apart = any(_stands_by_itself(seat, stored, other) for seat in seats)
        if size and not apart and not set(between) <= AND | OR:
            yield at, at + 1, seats


def _find_turn(leading: tuple[str, ...], trailing: tuple[str, ...]) -> int:
    """Find how many of the words that lead stand behind the others when they trail; 0 where the two are not so related."""
    sizes = range(1, len(leading))
    return next((size for size in sizes if leading[size:] + leading[:size] == trailing), 0)


def _stands_by_itself(seat: _Seat, stored: Tokens, other: Tokens) -> bool:
    """Tell whether the words of a seat are a sentence or signs in one of the texts: these may stand anywhere."""
    return any(
        all(at in tokens.signs for at in span)
        or (tokens.opens_sentence(span.start) and bool(span) and tokens.ends_sentence[span.stop - 1])
        for tokens, span in ((stored, seat.ours), (other, seat.theirs))
    )


def _judge(seats: tuple[_Seat, _Seat], stored: Tokens, other: Tokens) -> Kind | None:
    """Say which facts were exchanged; None where it is other words."""
    for seat in seats:
        kind, material = judge_substitution(stored, list(seat.ours), other, list(seat.theirs))
        if material and kind in _FACTS:
            return kind
    return None


def _describe(seat: _Seat, exchanged: Kind | None, stored: Tokens, other: Tokens) -> Finding:
    """Describe what became of one seat: the facts ``exchanged``, else as what other words in their place would be."""
    kind, material = exchanged, True
    if kind is None:
        kind, material = judge_substitution(stored, list(seat.ours), other, list(seat.theirs))
    change = Change(
        kind=kind,
        stored=stored.words(seat.ours.start, seat.ours.stop),
        other=other.words(seat.theirs.start, seat.theirs.stop),
        material=material,
        note="changed places",
    )
    return Finding(fate=Fate.CHANGED, change=change)


def _keys(tokens: Tokens, span: range) -> tuple[str, ...]:
    return tokens.keys[span.start : span.stop]
