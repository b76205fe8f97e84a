"""UTF-8 that was read in another code page is read as what it is, and sound text stays as it is."""

from __future__ import annotations

import pytest

from storage.text.code_pages import mend_code_page
from storage.text.encodings import undo_encoding

RUSSIAN = "Сергей Лавров заявил: «Мы готовы к переговорам»."
GERMAN = "Der Präsident sagte: „Müller” – naïve café, Straße und Brücke über Flüsse"
TURKISH = "Cumhurbaşkanı İlham Əliyev’in konuşması"


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (RUSSIAN, "cp437"),
        (RUSSIAN, "mac_roman"),
        (RUSSIAN, "iso8859_2"),
        (GERMAN, "cp437"),
        (GERMAN, "mac_roman"),
        (TURKISH, "cp437"),
        ("Мы готовы к переговорам".replace("И", "и"), "cp1251"),
        ("Երևան", "cp437"),
    ],
)
def test_a_text_that_was_read_in_a_wrong_code_page_is_mended(text: str, page: str) -> None:
    garbled = text.encode().decode(page)
    assert garbled != text
    assert undo_encoding(garbled) == text


SOUND = [
    RUSSIAN,
    GERMAN,
    TURKISH,
    "НІЧІЯ У КИЄВІ: ЇЇ НІЧІЇ",
    "РЁВ И СЪЁМКА, Ђорђе Ћирић",
    "«Čeština» — „ŽLUŤOUČKÝ KŮŇ“ ŠŤASTNĚ",
    "ÉÉ “ÀÀ” ‘ÔÔ’ — √2 ≈ 1,41 ÷ 3",
    "╔══╗ ╚══╝ box",
    "Λόγος ΑΘΗΝΑ, Երևան, 東京, ประเทศไทย",
    "“VOLTO AMANHÃ” — disse à irmã; é só o começo",
]


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_text_stays_as_it_is(text: str) -> None:
    assert mend_code_page(text, text) == text
    assert undo_encoding(text) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [("caf%C3%A9s%21", "cafés!"), ("caf%C3%A9s", "caf%C3%A9s"), ("5%20 and 6%20 or 7%20", "5%20 and 6%20 or 7%20")],
)
def test_three_percent_codes_in_a_text_without_spaces_are_decoded(text: str, read: str) -> None:
    assert undo_encoding(text) == read


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_text_that_was_read_wrongly_up_to_three_times_is_mended(times: int) -> None:
    garbled = TURKISH
    for _ in range(times):
        garbled = garbled.encode().decode("latin-1")
    assert undo_encoding(garbled) == TURKISH
