"""Words that were denied, asked, expected or supposed are no words that were said."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row

SENTENCES = [
    ("en", "“The bridge is safe,” Jane Sample said.", "said"),
    ("en", "Jane Sample denied saying “the bridge is not safe at all.”", "denied"),
    ("en", "Jane Sample never said “the bridge is not safe at all.”", "denied"),
    ("en", "“Is the bridge safe for children?” Jane Sample asked.", "asked"),
    ("en", "Jane Sample asked whether the bridge “will ever be safe for children”.", "asked"),
    ("en", "Jane Sample asked Max Example “to open the bridge for all of us”.", "said"),
    ("en", "Jane Sample will say on Monday: “The bridge is safe for everybody.”", "expected"),
    ("en", "Jane Sample would say “the bridge is safe for everybody.”", "hypothetical"),
    ("en", "Jane Sample warned that the bridge might fall, but added: “Nobody has to leave.”", "said"),
    ("en", "Jane Sample said that it will rain, and added: “The bridge is safe for everybody.”", "said"),
    ("en", "Jane Sample may, on Monday or later, say: “The bridge is safe for everybody.”", "hypothetical"),
    ("en", "Jane Sample noted that the town has not had an answer, adding: “The bridge is safe for everybody.”", "said"),
    ("en", "“That is not good enough”, a plan that is not new, said Jane Sample: “The bridge is safe for everybody.”", "said"),
    ("en", "Jane Sample did not, however, say that the bridge was safe.", "denied"),
    ("de", "Das stimme so nicht, sagte Jane Muster: „Die Brücke ist sicher für alle.“", "said"),
    ("fr", "Ce n’est pas le cas, a déclaré Jeanne Exemple : « Le pont est sûr pour tous. »", "said"),
    ("de", "Jane Muster sagte nie: „Die Brücke ist überhaupt nicht sicher.“", "denied"),
    ("de", "„Ist die Brücke für Kinder sicher?“, fragte Jane Muster.", "asked"),
    ("fr", "Jeanne Exemple n’a jamais déclaré : « Le pont n’est pas sûr du tout. »", "denied"),
    ("es", "Juana Muestra no dijo: “El puente no es seguro para nadie.”", "denied"),
    ("ru", "Иван Примеров никогда не говорил: «Мост совсем не безопасен».", "denied"),
]


def quote_of(language: str, text: str) -> dict[str, Any]:
    (*_, quote) = answer_row({"id": "sample", "text": text, "language": language}, load_knowledge())["quotes"]
    found: dict[str, Any] = quote
    return found


@pytest.mark.parametrize(("language", "text", "polarity"), SENTENCES)
def test_a_cue_tells_whether_words_were_said(language: str, text: str, polarity: str) -> None:
    assert quote_of(language, text)["polarity"] == polarity


def test_a_denial_in_marks_was_said() -> None:
    quote = quote_of("en", "Jane Sample denied: “The bridge was never closed to anybody.”")
    assert (quote["polarity"], quote["speaker"]) == ("said", "Jane Sample")


def test_denied_words_have_a_mention_and_no_speaker() -> None:
    quote = quote_of("en", "Jane Sample never said “the bridge is not safe at all.”")
    assert (quote["mention"]["text"], quote["speaker"]) == ("Jane Sample", None)
