"""A dash opens speech where somebody's saying stands in it, and an entry of a list where nothing does."""

from __future__ import annotations

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes.finder import look_at


def spoken(language: str, text: str) -> list[str]:
    scene = look_at(text, load_knowledge().languages[language])
    return [text[segment.start : segment.end] for segment in scene.segments]


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("ru", "— Мост откроют весной, — сказал Иван Примеров. — Мы готовы.", ["Мост откроют весной", "Мы готовы."]),
        ("es", "—Abrimos el puente —dijo Juana Muestra—. Es bueno.", ["Abrimos el puente", "Es bueno."]),
        ("fr", "– Nous ouvrons le pont, a déclaré Jeanne Exemple.", ["Nous ouvrons le pont"]),
        ("pl", "– Otwieramy most – powiedział Jan Wzorski.", ["Otwieramy most"]),
        ("sv", "– Vi öppnar bron, säger Nils Mönster.", ["Vi öppnar bron"]),
        ("ru", "Иван Примеров признался:\n— Мы построили этот мост.", ["Мы построили этот мост."]),
    ],
)
def test_speech_is_parted_from_who_says_it(language: str, text: str, parts: list[str]) -> None:
    assert spoken(language, text) == parts


@pytest.mark.parametrize("language", ["ru", "fr", "pl"])
def test_an_entry_of_a_list_is_no_speech(language: str) -> None:
    assert spoken(language, "— 1\n— 2, 3\n— Sample 4") == []


def test_english_has_no_speech_behind_dashes() -> None:
    assert spoken("en", "– We open the bridge, said Jane Sample.") == []
