"""Compare a stored text with another rendering of it, and say with reason and diff how the words stand to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from pipeline.knowledge import Vocabulary
from pipeline.stages.sameness.damage import Gap, Place, find_damage
from pipeline.stages.sameness.exchanges import FACTS, find_exchanges
from pipeline.stages.sameness.gaps import Fate, Finding, judge_gap
from pipeline.stages.sameness.garbling import garble_alike
from pipeline.stages.sameness.levels import find_level
from pipeline.stages.sameness.lexicon import Lexicon, compile_lexicon
from pipeline.stages.sameness.losses import is_link, needs_keyboard
from pipeline.stages.sameness.matching_blocks import SURE, Alignment, MatchingBlock, match_blocks
from pipeline.stages.sameness.substitution import capitalises_nouns
from pipeline.stages.sameness.symbols import find_changed_sign
from pipeline.stages.sameness.tokens import Tokens, tokenise
from pipeline.stages.sameness.verdict import Change, Comparison, Kind, NormalisationLevel, TextVerdict

TOO_FEW = "too few words in common"
GARBLED = "the same but for letters that a wrong encoding took away"
LEAST_IN_COMMON = 0.3
"""Below this share of the shorter text's words, in whatever order, no alignment can make two texts the same. Chosen by hand,
far below the other shares: it only saves the alignment. The score on the 1,525 real pairs of
tests/stages/sameness/test_pairs.py is the same at 0.15 and 0.45."""
LEAST_SHARED = 0.6
"""Share of the other text that must come from the stored one. Chosen by hand; on these pairs the score is the same at 0.5, and
0.06 points higher at 0.7."""
WHOLE = 0.9
"""Where so much of the stored text is there, what the other text adds does not make it a different one. Chosen by hand; on
these pairs 0.8 judges 1.5 % of them worse, 0.95 0.2 % better."""
LEAST_WITH_PHRASE = 0.8
"""The same where several words stand for several others: a template filled in anew. Chosen by hand; on these pairs 0.7 judges
0.5 % of them worse, 0.9 0.5 % better."""
LEAST_WITH_SEVERAL = 0.9
"""The same where names, numbers or dates are put for others in more than one place, as a template is filled in. Chosen by hand;
on these pairs 0.8 judges 1.1 % of them worse, the score is the same at 0.95."""
LEAST_WITH_WORDING = 0.75
"""The same where they are other words only, in two places, as in a quotation from memory."""
LEAST_WITH_NEGATION = 2
"""So many words make a sentence known of which only a verb is negated."""
MOST_PLACES = 2
"""In more places than this, other words are no slip of memory. Chosen by hand."""
LEAST_KEPT = 7
"""Fewer words that stayed the same are found in many a short text. Chosen by hand."""
_BELOW_ALTERED = (TextVerdict.TYPOGRAPHIC, TextVerdict.TRUNCATED, TextVerdict.ELIDED)


def compare(stored: str, other: str, words: Vocabulary) -> Comparison:
    """Compare the stored words with another rendering of them; ``words`` are the tables of the languages."""
    lexicon = compile_lexicon(words)
    found = _compare_letters(stored, other, lexicon)
    settled = found.wording in (TextVerdict.IDENTICAL, TextVerdict.DIFFERENT)
    changed = None if settled else find_changed_sign(stored, other, lexicon)
    if changed is None:
        return found
    wording = TextVerdict.ALTERED if found.wording in _BELOW_ALTERED else found.wording
    diff = (*found.diff, changed)
    return replace(found, wording=wording, material=True, reason=_reason(wording, [changed, *found.diff]), diff=diff, rung=None)


def _compare_letters(stored: str, other: str, lexicon: Lexicon) -> Comparison:
    rung = find_level(stored, other)
    if rung is NormalisationLevel.EXACT:
        return Comparison(wording=TextVerdict.IDENTICAL, material=False, reason="the same characters", rung=rung)
    if rung is not None:
        return Comparison(wording=TextVerdict.TYPOGRAPHIC, material=False, reason=f"the same but for {rung.value}", rung=rung)
    found = _compare_words(stored, other, lexicon)
    if found.wording is TextVerdict.TYPOGRAPHIC or (stored.isascii() and other.isascii()):
        return found
    return _compare_garbled(stored, other, lexicon) or found


def _compare_garbled(stored: str, other: str, lexicon: Lexicon) -> Comparison | None:
    """Tell a copy of which a wrong encoding left rubbish: the same words make the same; no difference can quote it."""
    for one, two in chain(garble_alike(stored, other), garble_alike(other, stored)):
        if _compare_words(one, two, lexicon).wording is TextVerdict.TYPOGRAPHIC:
            return Comparison(wording=TextVerdict.TYPOGRAPHIC, material=False, reason=GARBLED)
    return None


def _compare_words(stored: str, other: str, lexicon: Lexicon) -> Comparison:
    ours, theirs = tokenise(stored, lexicon), tokenise(other, lexicon)
    if _have_little_in_common(ours, theirs):
        note = find_damage(_whole(ours, theirs), ours, theirs) if _may_be_respelt(ours, theirs) else ""
        return Comparison(
            wording=TextVerdict.TYPOGRAPHIC if note else TextVerdict.DIFFERENT, material=not note, reason=note or TOO_FEW
        )
    alignment = match_blocks(ours, theirs)
    gaps = _find_gaps(alignment, ours, theirs)
    exchanged = find_exchanges(gaps, alignment.moved, ours, theirs)
    moved_from = {at for run in alignment.moved for at in range(run.stored, run.stored + run.size)}
    findings: list[Finding] = []
    for at, gap in enumerate(gaps):
        pieces = [] if at in exchanged else _refine(gap, alignment, moved_from, ours, theirs)
        findings += [exchanged[at]] if at in exchanged else [judge_gap(piece, ours, theirs) for piece in pieces]
    return _conclude(ours, alignment, findings)


def answer_row(row: Mapping[str, Any], words: Vocabulary) -> dict[str, Any]:
    """Answer one row of ``onrecord compare``: {id, a (stored), b (other)}."""
    comparison = compare(str(row["a"]), str(row["b"]), words)
    return {
        "id": row.get("id"),
        "verdict": comparison.wording.value,
        "material": comparison.material,
        "reason": comparison.reason,
        "diff": [
            {"kind": change.kind.value, "a": change.stored, "b": change.other, "material": change.material, "note": change.note}
            for change in comparison.diff
        ],
    }


def _find_gaps(alignment: Alignment, stored: Tokens, other: Tokens) -> list[Gap]:
    """List what lies between the shared runs."""
    gaps: list[Gap] = []
    stop = MatchingBlock(stored=len(stored.keys), other=len(other.keys), size=0)
    at_stored = at_other = 0
    for run in (*alignment.runs, stop):
        if run.stored > at_stored or run.other > at_other:
            place = Place.START if at_other == 0 == at_stored else Place.END if run is stop else Place.MIDDLE
            gaps.append(
                Gap(place=place, stored_start=at_stored, stored_end=run.stored, other_start=at_other, other_end=run.other)
            )
        at_stored, at_other = run.stored + run.size, run.other + run.size
    return gaps


def _refine(gap: Gap, alignment: Alignment, moved_from: set[int], stored: Tokens, other: Tokens) -> list[Gap]:
    """Part a gap into the pieces that are judged each by itself, leaving out what was moved."""
    gap = gap if find_damage(gap, stored, other) else _without_links(gap, stored, other)
    return [piece for left in _without_moved(gap, alignment, moved_from) for piece in _split(left, stored, other)]


def _may_be_respelt(stored: Tokens, other: Tokens) -> bool:
    """Return whether words may have nothing in common for being joined all, or written on another keyboard."""
    fewer, more = sorted((len(stored.keys), len(other.keys)))
    return more > 2 * fewer > 0 or needs_keyboard(stored.text) or needs_keyboard(other.text)


def _whole(stored: Tokens, other: Tokens) -> Gap:
    return Gap(place=Place.MIDDLE, stored_start=0, stored_end=len(stored.keys), other_start=0, other_end=len(other.keys))


def _without_links(gap: Gap, stored: Tokens, other: Tokens) -> Gap:
    """Take from the end of a gap the links that a platform set where it cut the words off."""
    end = gap.other_end
    while end > gap.other_start and is_link(other.spelling(end - 1)):
        end -= 1
    if end == gap.other_end or all(map(is_link, stored.texts(gap.stored_start, gap.stored_end))):
        return gap
    if end == gap.other_start:
        at = gap.other_end if gap.other_end in other.dots else end
        return replace(gap, other_start=at, other_end=at)
    return replace(gap, other_end=end) if end in other.dots else gap


def _split(gap: Gap, stored: Tokens, other: Tokens) -> list[Gap]:
    """Part what is cut off at an edge from the words beside it that were changed, unless all of it only came to harm."""
    added = gap.other_end - gap.other_start
    surplus = gap.stored_end - gap.stored_start - added
    if gap.place is Place.MIDDLE or surplus <= 0 or added != 1 or find_damage(gap, stored, other):
        return [gap]
    if gap.place is Place.START:
        middle = gap.stored_start + surplus
        return [replace(gap, stored_end=middle, other_end=gap.other_start), replace(gap, stored_start=middle)]
    middle = gap.stored_start + added
    return [replace(gap, stored_end=middle), replace(gap, stored_start=middle, other_start=gap.other_end)]


def _without_moved(gap: Gap, alignment: Alignment, moved_from: set[int]) -> list[Gap]:
    theirs = [run for run in alignment.moved if gap.other_start <= run.other < gap.other_end]
    ours = [at for at in range(gap.stored_start, gap.stored_end) if at not in moved_from]
    if not theirs and len(ours) == gap.stored_end - gap.stored_start:
        return [gap]
    rest = (gap.other_end - gap.other_start) - sum(run.size for run in theirs)
    if not rest and not ours:
        return []
    start, end = (ours[0], ours[-1] + 1) if ours else (gap.stored_start, gap.stored_start)
    if theirs and not rest:
        return [Gap(place=gap.place, stored_start=start, stored_end=end, other_start=gap.other_end, other_end=gap.other_end)]
    return [Gap(place=gap.place, stored_start=start, stored_end=end, other_start=gap.other_start, other_end=gap.other_end)]


def _conclude(ours: Tokens, alignment: Alignment, findings: list[Finding]) -> Comparison:
    shared = sum(run.size for run in alignment.runs) + sum(run.size for run in alignment.moved)
    strange = sum(finding.weight for finding in findings)
    diff = [finding.change for finding in findings] + [_move(run, ours) for run in alignment.moved]
    fates = {finding.fate for finding in findings}
    held = shared >= WHOLE * len(ours.keys) and shared >= SURE
    if not shared or _share_signs_only(ours, alignment, fates) or (not held and _unlike(ours, shared, strange, findings)):
        return Comparison(wording=TextVerdict.DIFFERENT, material=True, reason=TOO_FEW, diff=tuple(diff))
    wording = _wording(fates, bool(alignment.moved))
    material = any(change.material for change in diff)
    return Comparison(wording=wording, material=material, reason=_reason(wording, diff), diff=tuple(diff))


def _have_little_in_common(ours: Tokens, theirs: Tokens) -> bool:
    common = (Counter(ours.keys) & Counter(theirs.keys)).total()
    return common < LEAST_IN_COMMON * min(len(ours.keys), len(theirs.keys))


def _share_signs_only(ours: Tokens, alignment: Alignment, fates: set[Fate]) -> bool:
    """Return whether links, hashtags and handles are all that is left of words: too little to know them by."""
    runs = (*alignment.runs, *alignment.moved)
    return fates != {Fate.KEPT} and all(at in ours.sigils for run in runs for at in range(run.stored, run.stored + run.size))


def _unlike(ours: Tokens, shared: int, strange: int, findings: list[Finding]) -> bool:
    replaced = [finding for finding in findings if finding.weight]
    if shared >= LEAST_WITH_NEGATION and _only_negated(findings):
        return False
    share = shared / (shared + strange)
    if share < LEAST_SHARED:
        return True
    if any(finding.fate is Fate.REPLACED for finding in replaced) and share < LEAST_WITH_PHRASE:
        return True
    facts = FACTS - {Kind.NAME} if capitalises_nouns(ours) else FACTS
    filled_in = any(finding.change.kind in facts or finding.change.other.startswith(("#", "@")) for finding in replaced)
    remembered = not filled_in and len(replaced) <= MOST_PLACES and shared >= LEAST_KEPT
    return len(replaced) > 1 and share < (LEAST_WITH_WORDING if remembered else LEAST_WITH_SEVERAL)


def _only_negated(findings: list[Finding]) -> bool:
    """Return whether all that became of the words is that they are denied, in one place."""
    changes = [finding.change for finding in findings if finding.fate is not Fate.KEPT]
    return len(changes) == 1 and changes[0].kind is Kind.NEGATION


def _wording(fates: set[Fate], moved: bool) -> TextVerdict:
    if moved or Fate.DROPPED in fates:
        return TextVerdict.STITCHED
    if fates & {Fate.CHANGED, Fate.ADDED, Fate.REPLACED}:
        return TextVerdict.ALTERED
    if Fate.CUT in fates:
        return TextVerdict.TRUNCATED
    if Fate.ELIDED in fates:
        return TextVerdict.ELIDED
    return TextVerdict.TYPOGRAPHIC


def _move(run: MatchingBlock, stored: Tokens) -> Change:
    text = stored.words(run.stored, run.stored + run.size)
    return Change(kind=Kind.MOVE, stored=text, other=text, note="stands elsewhere in the stored text")


def _reason(wording: TextVerdict, diff: list[Change]) -> str:
    telling = min(diff, key=lambda change: (not change.material, change.kind is Kind.TYPOGRAPHY), default=None)
    if telling is None:
        return wording.value
    shown = telling.stored if len(telling.stored) < 80 else f"{telling.stored[:60]}…"
    if telling.stored and telling.other not in ("", "…"):
        return f"{telling.kind.value}: “{shown}” became “{telling.other[:80]}”"
    return f"{telling.kind.value}: “{shown or telling.other[:80]}” {telling.note}".strip()
