"""Sound text that looks garbled is left as it is; text that a wrong encoding garbled is still read as such."""

from __future__ import annotations

import pytest

from pipeline.stages.sameness import TextVerdict
from storage.text.encodings import undo_encoding
from tests.words import compare

SOUND = (
    "PŘÍŠTÍ ROK",
    "BÝŽE ŽE PŘÍŽIVNÍCI",
    "VÝŠE UVEDENÉ PLATÍ PRO VŠECHNY OBČANY",
    "VÝŽIVA A VÝŠE",
    "a guerra contra o “IRÃ” hoje",
    "a guerra contra o «IRÃ» hoje",
    "AMANHÃ… TODOS AO PORTO",
    "O IRÃ–ISRAEL DE HOJE",
    "a guerra IRÃ–israel",
    "UN CAFÉŒUVRE",
    "SEE ON KÕŽA JA TÄŠ",
    "SEE ON TÄŠ",
    "Úžasný den",
    "stojí tam „kříž“ a mříž…",
    "NESTLÉ® et ROSÉ™",
)
GARBLED = (
    "Der Hafen bleibt für größere Schiffe zu",
    "C’est sûr",
    "sûr",
    "CAMIÓN",
    "ÊTRE OU NE PAS",
    "Şimdi başka",
    "başka",
    "Česká vláda",
    "īss laiks",
    "день",
    "și așa",
    "Վերջ",
    "Վ. Մ. նավահանգիստ",
    "порт",
    "مَرفأ",
    "बंदरगाह",
    "港口",
    "Öffnung",
    "Nestlé®",
    "e\u0301te\u0301",
)


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_left_as_it_is(text: str) -> None:
    assert undo_encoding(text) == text


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("text", GARBLED)
def test_garbled_text_is_read_as_such(text: str, encoding: str) -> None:
    garbled = "".join(_read_byte(byte, encoding) for byte in text.encode())

    assert undo_encoding(garbled) == text


def _read_byte(byte: int, encoding: str) -> str:
    return chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode(encoding)


def test_capitals_of_sound_text_differ_in_case_only() -> None:
    text = "Výše uvedené platí pro všechny občany"

    found = compare(text, text.upper())

    assert (found.wording, found.rung) == (TextVerdict.TYPOGRAPHIC, "case")


def test_a_lone_surrogate_among_percent_codes_is_no_error() -> None:
    assert undo_encoding("%41%42%43\ud800").startswith("ABC")


def test_texts_that_agree_as_they_are_written_are_the_same_whatever_undoing_would_make_of_one() -> None:
    text = "navio irãšta no porto"
    assert undo_encoding(text.upper()) != text.upper()

    found = compare(text, text.upper())

    assert (found.wording, found.rung) == (TextVerdict.TYPOGRAPHIC, "case")
