"""Read absolute dates strictly: machine-readable, printed in the languages of a source, or carried by an address.

A date keeps its raw characters and is an interval of instants in UTC, as wide as what is not stated: a day without a zone
spans every zone on Earth. ``value`` has an offset only if the raw characters state a valid one; ``zone`` is that offset (or
the zone of its name), else the zone given by the caller. No date falls back to today.
"""

from pipeline.stages.dates.in_address import read_url_date
from pipeline.stages.dates.intervals import day_when, instant_when, month_when
from pipeline.stages.dates.read import find_dates, read_when

__all__ = ["day_when", "find_dates", "instant_when", "month_when", "read_url_date", "read_when"]
