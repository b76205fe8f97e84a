"""A pronoun stands for the person its paragraph is about, not for whom that person met."""

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row
from pipeline.stages.speakers import Cast

_WORDS = "“there is no sample of it anywhere.”"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"U.S. Secretary of State Mike Pompeo spoke with the leaders of Armenia. He stressed that {_WORDS}", "Mike Pompeo"),
        (
            "Secretary of State Mike Pompeo spoke today with Armenian Prime Minister Nikol Pashinyan and Azerbaijani President "
            f"Ilham Aliyev. He stressed that {_WORDS}",
            "Mike Pompeo",
        ),
        (f"Anna Sample met President Ilham Aliyev in Baku. She said: {_WORDS}", "Anna Sample"),
        (f"Nikol Pashinyan said: “We keep our sample word.”\n\nHe added: {_WORDS}", "Nikol Pashinyan"),
    ],
)
def test_a_pronoun_is_whom_the_sentence_before_is_about(text: str, speaker: str) -> None:
    answer = answer_row({"id": "1", "text": text, "date": "2020-10-27"}, load_knowledge())
    assert answer["quotes"][-1]["speaker"] == speaker
    assert answer["quotes"][-1]["mention"]["text"].lower() in {"he", "she"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"Mrs. Mara Sample met Mr. Peter Probe. Mr. Probe was late. She said: {_WORDS}", "Mara Sample"),
        (
            f"“We will keep our word,” Ms. Mara Sample said.\n\nMr. Peter Probe agreed, he said. She added: {_WORDS}",
            "Mara Sample",
        ),
        (f"“We will keep our word,” said spokeswoman Mara Sample.\n\nHe said: {_WORDS}", None),
    ],
)
def test_a_title_tells_whom_a_pronoun_cannot_be(text: str, speaker: str | None) -> None:
    assert answer_row({"id": "1", "text": text, "date": "2020-10-27"}, load_knowledge())["quotes"][-1]["speaker"] == speaker


@pytest.mark.parametrize("mention", ["Foreign Ministers of Armenia", "the Foreign Ministers", "Presidents"])
def test_ministers_without_a_name_are_nobody_in_particular(mention: str) -> None:
    knowledge = load_knowledge()
    cast = Cast(mention, knowledge, knowledge.languages["en"], None)
    assert cast.read(mention) is None
