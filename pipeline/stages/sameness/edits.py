"""Judge what an edit of a published text did: nothing, typography, or substance, and whether it was announced."""

from __future__ import annotations

from pipeline.knowledge import Vocabulary
from pipeline.stages.sameness.compare import compare
from pipeline.stages.sameness.lexicon import compile_lexicon
from pipeline.stages.sameness.tokens import tokenise
from pipeline.stages.sameness.verdict import Kind, TextVerdict
from storage.model.verdicts import Edit
from storage.model.verdicts import EditExtent as Extent

__all__ = ["Edit", "Extent", "judge_edit"]


def judge_edit(earlier: str, later: str, words: Vocabulary, *, announced: bool = False) -> Edit:
    """Judge two successive revisions of a document; ``announced`` where the platform marks the edit."""
    comparison = compare(earlier, later, words)
    extent = _EXTENTS.get(comparison.wording, Extent.SUBSTANTIVE)
    silent = extent is Extent.SUBSTANTIVE and not announced and not _announces(earlier, later, words)
    kinds = tuple(dict.fromkeys(change.kind for change in comparison.diff if change.kind is not Kind.TYPOGRAPHY))
    return Edit(extent=extent, material=comparison.material, silent=silent, kinds=kinds, comparison=comparison)


_EXTENTS = {TextVerdict.IDENTICAL: Extent.UNCHANGED, TextVerdict.TYPOGRAPHIC: Extent.TYPOGRAPHIC}


def _announces(earlier: str, later: str, words: Vocabulary) -> bool:
    """Return whether the later text says of itself, for the first time, that it was changed."""
    lexicon = compile_lexicon(words)
    return bool((set(tokenise(later, lexicon).keys) - set(tokenise(earlier, lexicon).keys)) & lexicon.announcements)
