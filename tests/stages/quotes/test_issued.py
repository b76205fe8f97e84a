"""What a statement, a letter or a post says is said by whoever issued it."""

from __future__ import annotations

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row

WORDS = "If attacked, we will respond at once."
MINISTRY = "Ministry of Foreign Affairs of Armenia"


def speaker_of(text: str) -> tuple[str, str | None]:
    """Return how the text names who says the first quote, and who that is."""
    quote = answer_row({"id": "sample", "text": text}, load_knowledge())["quotes"][0]
    return quote["mention"]["text"], quote["speaker"]


@pytest.mark.parametrize(
    ("text", "mention", "speaker"),
    [
        (f"“{WORDS[:-1]},” read a statement from Jane Sample.", "a statement from Jane Sample", "Jane Sample"),
        (f"A letter by Jane Sample says: “{WORDS}”", "A letter by Jane Sample", "Jane Sample"),
        (f"The statement of the Armenian Foreign Ministry reads: “{WORDS}”", None, MINISTRY),
        (f"According to a statement released by the Armenian Foreign Ministry, “{WORDS[:-1]}”.", None, MINISTRY),
        (
            f"“{WORDS[:-1]},” the Armenian Foreign Ministry’s statement said.",
            "the Armenian Foreign Ministry’s statement",
            MINISTRY,
        ),
        (f"“{WORDS[:-1]},” Jane Sample's open letter said.", None, "Jane Sample"),
    ],
)
def test_words_are_given_to_the_issuer(text: str, mention: str | None, speaker: str) -> None:
    found = speaker_of(text)
    assert found[1] == speaker
    assert mention is None or found[0] == mention


@pytest.mark.parametrize(
    "text",
    [
        f"“{WORDS[:-1]},” a joint statement said.",
        f"“{WORDS[:-1]},” a statement from many people said.",
        f"A statement by the spokesman for the Armenian Foreign Ministry said: “{WORDS}”",
        f"“{WORDS[:-1]},” a spokesman for the Armenian Foreign Ministry said.",
    ],
)
def test_nobody_is_made_the_issuer_who_is_not_named_so(text: str) -> None:
    assert speaker_of(text)[1] is None
