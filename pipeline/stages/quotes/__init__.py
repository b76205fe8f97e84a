"""Turn texts into attributed, dated quotes: `find_quotes` for documents, `answer_row` for `onrecord quotes`."""

from pipeline.stages.quotes.answers import answer_quote, answer_row
from pipeline.stages.quotes.documents import find_quotes
from pipeline.stages.quotes.tongues import say_uncovered

__all__ = ["answer_quote", "answer_row", "find_quotes", "say_uncovered"]
