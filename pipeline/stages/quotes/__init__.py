"""Turn texts into attributed, dated quotes: `find_quotes` for documents, `answer_row` for `onrecord quotes`."""

from pipeline.stages.quotes.by_kind import find_quotes
from pipeline.stages.quotes.correcting import correct
from pipeline.stages.quotes.language_rules import say_uncovered
from pipeline.stages.quotes.quotes_json import answer_quote, answer_row

__all__ = ["answer_quote", "answer_row", "correct", "find_quotes", "say_uncovered"]
