"""What a newer reading changed is printed a document at a time, and what is left out is announced."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.cli.printed_changes import print_changes
from storage.model import QuoteKind
from storage.model.findings import ChangedQuote, DocumentChange, FieldChange, FieldValue, ReadQuote
from tests.storage.lines import day


def make_change(number: int, **fields: Any) -> DocumentChange:
    plain = DocumentChange(
        source="samples",
        document=f"d_{number}",
        title=f"Statement {number}",
        url=f"https://example.gov/{number}",
        fields=(),
        gained=(),
        lost=(),
        changed=(),
    )
    return replace(plain, **fields)


def quote(exact: str, speaker: str | None = "Ann Sample") -> ReadQuote:
    return ReadQuote(
        id="q_1",
        kind=QuoteKind.DIRECT,
        exact=exact,
        speaker=speaker,
        office=None,
        via=None,
        mention=None,
        cue=None,
        said=None,
    )


def kept(exact: str, **fields: tuple[FieldValue, FieldValue]) -> ChangedQuote:
    return ChangedQuote(id="q_1", exact=exact, fields=changes(**fields))


def changes(**fields: tuple[FieldValue, FieldValue]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(name=name, before=before, now=now) for name, (before, now) in fields.items())


def shown(capsys: pytest.CaptureFixture[str], *changes: DocumentChange) -> str:
    print_changes(changes)
    return " ".join(capsys.readouterr().out.split())


def test_no_change_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys) == ""


def test_quotes_gained_lost_and_read_otherwise_are_counted_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    changed = kept("We met.", speaker=("Ann Sample", "Bo Other"), said=(None, day("2020-10-27")))
    text = shown(
        capsys, make_change(1, gained=(quote("Peace.", speaker=None),), lost=(quote("War."), quote("No.")), changed=(changed,))
    )
    assert "1 document read otherwise: 1 quotes gained, 2 lost, 1 read otherwise" in text
    assert "+ direct Peace. speaker not known" in text
    assert "− direct War. Ann Sample" in text
    assert "~ We met. speaker Ann Sample → Bo Other said nothing → 2020-10-27" in text


def test_changed_fields_of_a_document_show_before_and_now(capsys: pytest.CaptureFixture[str]) -> None:
    fields = changes(title=("Old", "New"), issuers=((), ("Ministry", "Office")))
    text = shown(capsys, make_change(1, title=None, fields=fields))
    assert "d_1 https://example.gov/1 samples" in text
    assert "title Old → New issuers nothing → Ministry, Office" in text


@pytest.mark.parametrize(("count", "left"), [(20, None), (21, 1), (25, 5)])
def test_documents_beyond_the_twentieth_are_announced(capsys: pytest.CaptureFixture[str], count: int, left: int | None) -> None:
    text = shown(capsys, *(make_change(number) for number in range(count)))
    assert f"{count} documents read otherwise" in text
    assert "d_19" in text
    assert ("d_20" in text) is False
    assert ("documents more: --json gives them all" in text) is (left is not None)
    assert left is None or f"and {left} documents more" in text


@pytest.mark.parametrize(("gained", "changed", "left"), [(10, 10, 0), (11, 10, 1), (12, 13, 5)])
def test_quotes_beyond_the_tenth_of_a_document_are_announced(
    capsys: pytest.CaptureFixture[str], gained: int, changed: int, left: int
) -> None:
    one = make_change(1, gained=(quote("Peace."),) * gained, changed=(kept("War.", speaker=("A", "B")),) * changed)
    text = shown(capsys, one)
    assert (f"and {left} quotes more" in text) is (left > 0)
    assert ("quotes more" in text) is (left > 0)


def test_long_words_are_cut_to_the_width(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, make_change(1, gained=(quote("word " * 40),)))
    assert "word …" in text or "wor…" in text or "word…" in text
    assert "word " * 19 not in text
