"""A sign that states a fact and was put for another is a fact altered, whatever else became of the text."""

from __future__ import annotations

import pytest

from pipeline.stages.sameness import TextVerdict
from tests.words import compare


@pytest.mark.parametrize(
    ("stored", "other", "wording"),
    [
        (
            "Aid of €5 million will go to the port, said the minister today",
            "Aid of $5 million will go to the port",
            TextVerdict.ALTERED,
        ),
        (
            "Aid of €5 million will go to the old port and its boats, said the minister today",
            "Aid of $5 million will go to the … boats, said the minister today",
            TextVerdict.ALTERED,
        ),
        (
            "Aid of €5 million will go to the port. Berths stay open. The boats of the north may leave again in the morning.",
            "The boats of the north may leave again in the morning. Aid of $5 million will go to the port. Berths stay open.",
            TextVerdict.STITCHED,
        ),
        (
            "Aid of €5 million will go to the old port, said the minister today",
            "Aid of $5 million will go to the new port, said the minister today",
            TextVerdict.ALTERED,
        ),
    ],
    ids=["truncated", "elided", "stitched", "altered"],
)
def test_a_currency_put_for_another_is_material(stored: str, other: str, wording: TextVerdict) -> None:
    found = compare(stored, other)

    assert (found.wording, found.material) == (wording, True)
    assert any((change.stored, change.other) == ("€", "$") for change in found.diff)


def test_a_sign_cut_off_with_its_words_is_no_sign_altered() -> None:
    found = compare(
        "Aid of $5 million will go to the port. The rest, €2 million, follows", "Aid of $5 million will go to the port."
    )

    assert found.wording is TextVerdict.TRUNCATED
