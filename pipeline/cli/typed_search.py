"""Read what a person typed after ``search``: days, months and years, and words that begin with a minus."""

from __future__ import annotations

import re
from datetime import date

import click

_DATE = re.compile(r"\d{4}(-\d{1,2}){0,2}")
_LONG_OPTION = re.compile(r"--[a-zA-Z][\w-]*")


class Day(click.ParamType[date]):
    """A day, or a month or year that stands for its first or last day."""

    name = "date"

    def __init__(self, *, last: bool) -> None:
        self._last = last

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day."""
        from pipeline.run.read.searching import read_day

        if isinstance(value, date):
            return value
        day = read_day(str(value), last=self._last)
        if day is None:
            self.fail(f"{value!r} is no date; expected a day, month or year such as 2020-10-27, 2020-10 or 2020.", param, ctx)
        return day


def join_words(words: tuple[str, ...]) -> str:
    """Join the words of a query. Raises UsageError for what looks like an option that there is not.

    ``-war`` leaves out a word; ``--war`` is taken for a misspelt option.
    """
    for word in words:
        if _LONG_OPTION.fullmatch(word.partition("=")[0]):
            raise click.UsageError(
                f"There is no option {word}; to leave out a word write -word, and a phrase '-\"two words\"'."
            )
    return " ".join(words)
