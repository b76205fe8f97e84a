"""Texts in many scripts and spellings: how each is folded, indexed and mended, and how lists of words are told apart.

``whole/texts.txt`` has one text a line; see `tests.expected` for ``whole/*.expected.txt``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from storage.text import folding, index_form
from storage.text.code_pages import mend_code_page
from storage.text.edit_script import find_edits, find_slide
from storage.text.encodings import undo_encoding
from storage.text.language_tags import primary_subtag
from storage.text.marks import mark_language, mark_month, mark_name, mark_time
from storage.text.xml_text import clean_xml
from tests.expected import expect

FOLDER = Path(__file__).parent / "whole"
TEXTS = (FOLDER / "texts.txt").read_text("utf-8").splitlines()


def test_every_text_is_folded_and_every_letter_of_it_keeps_its_place() -> None:
    def tell() -> Iterator[str]:
        for text in TEXTS:
            folded = folding.fold(text)
            yield f"{text} -> {folded!r}"
            yield f"  letters {folding.fold_letters(text)!r} unmixed {folding.unmix(text)!r}"
            yield f"  words {folding.words(folding.fold_text(text))}"

    expect(FOLDER / "folded.expected.txt", tell())


def test_every_text_has_a_form_for_the_index() -> None:
    def tell() -> Iterator[str]:
        for text in TEXTS:
            indexed = index_form.index_words(text)
            yield f"{text} -> {indexed!r} tags {sorted(index_form.list_tags(indexed))}"
            yield f"  tokens {index_form.list_tokens(indexed)} apart {index_form.space_out(text)!r}"
            for word in text.split():
                held = index_form.holds_part(text, word[:3].lower())
                yield f"  {word}: {index_form.spell_out(word)} {index_form.split_joined(word)} {held}"

    expect(FOLDER / "indexed.expected.txt", tell())


def test_every_text_that_a_wrong_encoding_spoilt_is_mended() -> None:
    def tell() -> Iterator[str]:
        for text in TEXTS:
            spoilt = [text]
            for code, read in (("utf-8", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "cp1251"), ("cp1251", "cp1252")):
                spoilt.append(text.encode(code, "replace").decode(read, "replace"))
            undone = [undo_encoding(each) for each in spoilt]
            yield f"{text} -> {undone}"
            yield f"  {[mend_code_page(each, text) for each in spoilt]} {clean_xml(text + chr(0) + chr(0xFFFE))!r}"

    expect(FOLDER / "mended.expected.txt", tell())


WORDINGS = (
    "We call for peace. We call for talks. We leave.",
    "We call for peace. We leave.",
    "We call for peace. We call for long talks. We leave.",
    "We leave. We call for peace. We call for talks.",
    "They ask for war. They ask for talks. They stay.",
    "We ask for peace. We ask for talks. We stay here.",
    "We call for peace.\nWe call for talks.\nWe leave.",
    "a a a a b a a",
    "a a b a a",
    "a b",
    "",
)


def split(text: str) -> list[str]:
    words = text.split(" ")
    return [word if number == 0 else f" {word}" for number, word in enumerate(words)] if text else []


def test_the_edits_between_two_wordings_read_as_a_person_would_mark_them() -> None:
    def tell() -> Iterator[str]:
        for old, new in itertools.permutations(map(split, WORDINGS), 2):
            edits = [
                f"{''.join(old[each.old : each.old_end])!r} -> {''.join(new[each.new : each.new_end])!r} {each.old}/{each.new}"
                for each in find_edits(old, new)
            ]
            yield f"{''.join(old)!r} to {''.join(new)!r}: {'; '.join(edits)}"

    expect(FOLDER / "edits.expected.txt", tell())


def test_a_gap_slides_as_far_as_the_words_around_it_are_the_same() -> None:
    words = "a b a b a c a b a".split()
    lines = (
        f"{begin}-{end} {before} {after}: {find_slide(words, begin, end, before, after)}"
        for begin in range(len(words))
        for end in range(begin + 1, len(words) + 1)
        for before, after in ((0, 0), (begin, len(words) - end), (1, 1))
        if before <= begin and after <= len(words) - end
    )
    expect(FOLDER / "slides.expected.txt", lines)


def test_every_mark_of_the_index_is_written_in_its_own_letters() -> None:
    def tell() -> Iterator[str]:
        for tag in ("en", "EN", "de-DE", "zh_Hant", "x", ""):
            yield f"{tag}: {primary_subtag(tag)!r} {mark_language(tag)!a}"
        yield f"none: {mark_language(None)!a}"
        yield from (
            f"{field} {value}: {mark_name(field, value)!a}" for field in ("speaker", "via") for value in ("Ann", "", "é 1")
        )
        yield from (f"{year}-{month}: {mark_month(year, month)!a}" for year in (1, 1999, 2000, 2024) for month in (1, 2, 12))
        times = (None, "2020-10-27T00:00:00Z", "2020-10-31T23:59:59Z", "2020-11-01T00:00:00Z", "2021-01-01T00:00:00Z")
        yield from (f"{first} to {last}: {mark_time(first, last)!a}" for first in times for last in times)

    expect(FOLDER / "marks.expected.txt", tell())
