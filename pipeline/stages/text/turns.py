"""Decide whether a turn's label marks an anonymous question or answer: "Q", "Frage Sample", 问, «Հարց», "R"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.knowledge.word_tables import Labels
from pipeline.stages.text.language_terms import alternatives

IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
IN_MARKS = re.compile(r"[«“„\"][^«»“”„\"]{2,40}[»”\"]")
_ENDS = " .:：՝"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TurnLabelPatterns:
    """The patterns of whole labels that name nobody: of questions, answers, reporters in ideographs, and roles."""

    question: re.Pattern[str]
    answer: re.Pattern[str]
    reporter: re.Pattern[str]
    nobody: re.Pattern[str]

    def is_question(self, label: str) -> bool:
        """Say whether a label marks a question: a question sign, a reporter, or a medium's name in quotation marks."""
        bare = label.strip(_ENDS)
        return bool(self.question.fullmatch(bare) or self.asks(bare) or IN_MARKS.fullmatch(bare))

    def is_answer(self, label: str) -> bool:
        """Say whether a label is an answer sign without a name."""
        return self.answer.fullmatch(label.strip(_ENDS)) is not None

    def is_anonymous(self, label: str) -> bool:
        """Say whether a label consists only of roles, without a name: "MODERATOR", "SENIOR STATE DEPARTMENT OFFICIAL"."""
        return self.nobody.fullmatch(label.strip(_ENDS)) is not None

    def asks(self, words: str) -> bool:
        """Say whether words in ideographs name a reporter or a medium."""
        return bool(IDEOGRAPH.search(words) and self.reporter.fullmatch(words))


@cache
def compile_signs(words: Labels) -> TurnLabelPatterns:
    """Compile the patterns once for a table."""
    introducer = alternatives(f"{each} " for each in words.introducers)
    return TurnLabelPatterns(
        question=re.compile(
            rf"(?:{alternatives(words.questions)})(?: ?\d{{1,3}}| ?\(.{{1,60}}\)|"
            rf" (?:{introducer})?[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)?)?\.?"
        ),
        answer=re.compile(rf"(?:{alternatives(words.answers)})(?: ?\d{{1,3}})?\.?"),
        reporter=re.compile(rf".{{0,40}}(?:{alternatives(words.reporters)})(?:（.{{1,20}}）)?"),
        nobody=re.compile(rf"(?i)(?:(?:{alternatives(words.nobodies)}|#?\d+)\s*)+"),
    )
