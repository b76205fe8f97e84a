"""Who is named behind a quotation has said it only if a verb or a comma binds the name to it."""

from __future__ import annotations

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Jane Sample met envoys. “We want peace and trade in the region.” John Muster left the hall before noon.", False),
        ("Envoys met in the hall. “We want peace and trade in the region.” John Muster left the hall before noon.", False),
        ("“We want peace and trade in the region!” President John Muster and his wife left the hall.", False),
        ("“We want peace and trade in the region.” John Muster said.", True),
        ("“We want peace and trade in the region”, John Muster.", True),
    ],
    ids=["somebody before", "nobody before", "an office", "a verb", "a comma"],
)
def test_a_name_that_begins_the_next_sentence_is_no_speaker(text: str, speaks: bool) -> None:
    quotes = answer_row({"id": "1", "text": text, "language": "en", "date": "2020-10-27"}, load_knowledge())["quotes"]
    assert ("John Muster" in [quote["speaker"] for quote in quotes]) is speaks
