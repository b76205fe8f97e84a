"""Find words that changed places with each other: who did it and to whom it was done, or from which number to which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.stages.sameness.damage import Gap
from pipeline.stages.sameness.gaps import Fate, Finding
from pipeline.stages.sameness.matching_blocks import MatchingBlock
from pipeline.stages.sameness.substitution import are_all, is_capital, is_number, judge_substitution
from pipeline.stages.sameness.tokens import Tokens
from pipeline.stages.sameness.verdict import Change, Kind

MOST_WORDS = 6
"""Longer passages are moved, not exchanged. Chosen by hand; the score on 1,525 real pairs (tests/stages/sameness/test_pairs.py)
is the same at 4 and 8."""
FACTS = frozenset({Kind.NAME, Kind.NUMBER, Kind.DATE})
"""What a template is filled in with, and what two seats that are exchanged are about if what is said changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seat:
    """Stored tokens and those of the other text that took their place."""

    ours: range
    theirs: range


def find_exchanges(gaps: Sequence[Gap], moved: Sequence[MatchingBlock], stored: Tokens, other: Tokens) -> dict[int, Finding]:
    """Find the gaps, by their index, between which words changed places, with what each of them came to.

    The words are all the stored text's own, so that none of them is strange to it. Whole sentences, signs and what was found as
    ``moved`` are moved, not exchanged; of a list the order says nothing.
    """
    found: dict[int, Finding] = {}
    fixed = {at for at, gap in enumerate(gaps) if any(gap.other_start <= run.other < gap.other_end for run in moved)}
    for first, second, seats in _find_crossed(gaps, stored, other):
        if first in fixed or second in fixed:
            continue
        listed = _is_list(range(seats[0].theirs.stop, seats[1].theirs.start), other)
        kind = Kind.WORDING if listed else _judge(seats, stored, other)
        found[first], found[second] = (_describe(seat, kind, stored, other) for seat in seats)
    for first, second, seats in _find_turned(gaps, stored, other):
        kind = _judge(seats, stored, other)
        if kind and not {first, second} & ({*found} | fixed):  # other words may say the same in another order
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
            between, tokens = theirs[size:], other
        elif ours.stop == run_ours.start and run_theirs.stop == theirs.start:  # (X m) Y became Y (m X)
            size = _find_turn(_keys(stored, ours), _keys(other, theirs))
            seats = (_Seat(ours=ours[:size], theirs=run_theirs), _Seat(ours=run_ours, theirs=theirs[len(theirs) - size :]))
            between, tokens = ours[size:], stored
        else:
            continue
        apart = any(_stands_by_itself(seat, stored, other) for seat in seats)
        if size and not apart and not _is_list(between, tokens):
            yield at, at + 1, seats


def _find_turn(leading: tuple[str, ...], trailing: tuple[str, ...]) -> int:
    """Find how many of the words that lead stand behind the others when they trail; 0 if the two are not so related."""
    sizes = range(1, len(leading))
    return next((size for size in sizes if leading[size:] + leading[:size] == trailing), 0)


def _stands_by_itself(seat: _Seat, stored: Tokens, other: Tokens) -> bool:
    """Return whether the words of a seat are a sentence, parts of several or signs in one of the texts: these may stand
    anywhere."""
    return any(
        all(at in tokens.sigils for at in span)
        or any(tokens.ends_sentence[at] for at in span[:-1])
        or (tokens.opens_sentence(span.start) and tokens.ends_sentence[span.stop - 1])
        for tokens, span in ((stored, seat.ours), (other, seat.theirs))
    )


def _is_list(between: range, tokens: Tokens) -> bool:
    """Return whether what stands between two seats only joins them: words such as "and", and further names."""
    joined = any(tokens.keys[at] in tokens.lexicon.joining for at in between)
    return joined and all(tokens.keys[at] in tokens.lexicon.joining or is_capital(tokens, at) for at in between)


def _judge(seats: tuple[_Seat, _Seat], stored: Tokens, other: Tokens) -> Kind | None:
    """Say which facts were exchanged, of one kind all; None if it is other words, or a date written in another order."""
    for kind in (Kind.NUMBER, Kind.DATE, Kind.NAME):
        sides = [side for seat in seats for side in ((stored, seat.ours), (other, seat.theirs))]
        if all(are_all(kind, tokens, span) for tokens, span in sides):
            between = range(seats[0].theirs.stop, seats[1].theirs.start)
            one_date = kind is not Kind.NAME and all(
                is_number(other.keys[at]) or other.keys[at] in other.lexicon.dates for at in between
            )
            return None if one_date else kind
    return None


def _describe(seat: _Seat, exchanged: Kind | None, stored: Tokens, other: Tokens) -> Finding:
    """Describe what became of one seat: the facts ``exchanged``, else as what other words in their place would be."""
    kind, material = exchanged or Kind.WORDING, exchanged in FACTS
    if exchanged is None:
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
