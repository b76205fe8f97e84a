"""Who is named behind a quotation has said it only if a verb or a comma binds the name to it."""

from __future__ import annotations

import pytest

from pipeline.registry.background import load_knowledge
from pipeline.stages.quotes import answer_row


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Jane Sample met envoys in the hall. “We want peace and trade in the region.” John Muster left the hall early.",
            "Jane Sample",
        ),
        ("Envoys met in the hall. “We want peace and trade in the region.” John Muster left the hall early.", None),
        ("“We want peace and trade in the region!” President John Muster and his wife left the hall.", None),
        ("“We want peace and trade in the region.” John Muster said.", "John Muster"),
        ("“We want peace and trade in the region”, John Muster.", "John Muster"),
    ],
    ids=["somebody before", "nobody before", "an office", "a verb", "a comma"],
)
def test_a_name_that_begins_the_next_sentence_is_no_speaker(text: str, speaker: str | None) -> None:
    quotes = answer_row({"id": "1", "text": text, "language": "en", "date": "2020-10-27"}, load_knowledge())["quotes"]
    assert [quote["speaker"] for quote in quotes] == [speaker]
