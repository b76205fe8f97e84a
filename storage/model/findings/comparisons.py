"""Two texts of the archive compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.model.findings.history import WordChange
from storage.model.verdicts import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldComparison:
    """What the archive holds under two ids, compared with the words of ``a`` as the stored ones. ``words`` are what went and
    came, each with what stands around it in ``b``."""

    a: str
    b: str
    comparison: Comparison
    words: tuple[WordChange, ...]

    def json_fields(self) -> Mapping[str, Any]:
        """Return what is written as JSON: a row as `onrecord compare` answers it, without an id, and the words."""
        found = self.comparison
        return {
            "a": self.a,
            "b": self.b,
            "verdict": found.wording,
            "material": found.material,
            "reason": found.reason,
            "diff": [
                {"kind": each.kind, "a": each.stored, "b": each.other, "material": each.material, "note": each.note}
                for each in found.diff
            ],
            "rung": found.rung,
            "words": self.words,
        }
