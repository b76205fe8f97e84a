"""Two persons who are named together are both the speaker, where each is surely a person; else it is as before."""

from __future__ import annotations

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row


def speaker_of(text: str, language: str) -> str | None:
    row = {"id": "sample", "text": text, "date": "2020-10-27", "language": language}
    [quote] = answer_row(row, load_knowledge())["quotes"]
    found: str | None = quote["speaker"]
    return found


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", "“We will open it,” Nikol Pashinyan and Ilham Aliyev said in a joint note.", "Nikol Pashinyan, Ilham Aliyev"),
        ("fr", "« Nous l’ouvrirons », ont déclaré Jean Exemple et Marie Modèle.", "Jean Exemple, Marie Modèle"),
        ("de", "„Wir öffnen sie“, erklärten Angela Merkel und Emmanuel Macron.", "Angela Merkel, Emmanuel Macron"),
        ("ru", "«Мы откроем его», — заявили Иван Образцов и Анна Примерова.", "Иван Образцов, Анна Примерова"),
        ("es", "«Lo abriremos juntos», afirmaron Ana Muestra y Luis Ejemplo.", "Ana Muestra, Luis Ejemplo"),
    ],
)
def test_both_of_two_persons_speak(language: str, text: str, speaker: str) -> None:
    assert speaker_of(text, language) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will open it,” the Foreign Affairs and Trade Minister Jane Sample said.", "Jane Sample"),
        ("“We will open it,” said Jane Sample, minister of health and science.", "Jane Sample"),
        ("“We will open it,” Nikol Pashinyan and Nikol Pashinyan said.", "Nikol Pashinyan"),
    ],
)
def test_offices_of_two_fields_and_one_person_named_twice_are_one_speaker(text: str, speaker: str) -> None:
    assert speaker_of(text, "en") == speaker
