"""Striding through a list finds the first page that is not too new, whatever the list, with few looks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch.walks.paging import seek


def drive(low: int, most: int, sought: int) -> tuple[int | None, int]:
    """Seek in a list whose pages before ``sought`` are too new; gives the answer and the number of looks."""
    seeking = seek(low, most)
    looks = 0
    try:
        number = next(seeking)
        while True:
            looks += 1
            number = seeking.send(number < sought)
    except StopIteration as found:
        return found.value, looks


@given(st.integers(0, 5), st.integers(0, 5000), st.integers(1, 6000))
def test_the_page_sought_is_found_or_said_to_be_out_of_reach(low: int, span: int, ahead: int) -> None:
    sought, most = low + ahead, low + span
    found, looks = drive(low, most, sought)
    assert found == (sought if sought <= most else None)
    assert looks <= 2 * max(span, 1).bit_length() + 2
