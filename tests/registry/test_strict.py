from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

import pytest

from pipeline.errors import SourceError
from pipeline.registry.strict import read_record, read_toml


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    shorthand: ClassVar[str] = "name"

    name: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Toy:
    title: str
    since: date | None = None
    colour: Colour = Colour.RED
    words: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    rates: Mapping[str, float] = field(default_factory=dict)
    parts: tuple[Part, ...] = field(default=(), metadata={"key": "part"})


def read(**table: object) -> Toy:
    return read_record(Toy, table, where="toy.toml")


def test_a_full_table_becomes_a_record() -> None:
    toy = read(
        title="Bear",
        since=date(2020, 10, 27),
        colour="blue",
        words=["a", "b"],
        marks=["!"],
        rates={"title": 1},
        part=[{"name": "paw", "weight": 2}],
    )
    assert toy.since == date(2020, 10, 27)
    assert toy.colour is Colour.BLUE
    assert (toy.words, toy.marks, toy.rates["title"]) == (("a", "b"), frozenset({"!"}), 1.0)
    assert toy.parts == (Part(name="paw", weight=2.0),)


def test_a_plain_string_fills_the_shorthand_field() -> None:
    assert read(title="Bear", part=["paw"]).parts == (Part(name="paw"),)


def test_an_unknown_key_is_an_error_that_names_the_nearest_one() -> None:
    with pytest.raises(SourceError, match=r"toy\.toml: unknown key 'colur'\. Did you mean 'colour'\?"):
        read(title="Bear", colur="red")


def test_an_unknown_key_inside_a_nested_table_says_where_it_is() -> None:
    with pytest.raises(SourceError, match=r"toy\.toml: part\[2\]: unknown key 'wieght'\. Did you mean 'weight'\?"):
        read(title="Bear", part=["paw", {"name": "ear", "wieght": 3}])


def test_a_key_far_from_every_known_one_lists_them() -> None:
    with pytest.raises(SourceError, match=r"unknown key 'zzz'\. Known: colour, marks, part, rates, since, title, words\."):
        read(title="Bear", zzz=1)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"title": 3}, r"toy\.toml: title: found 3, expected a string\."),
        ({"title": "B", "since": "2020"}, r"since: found '2020', expected a date, such as 2020-10-27\."),
        ({"title": "B", "words": "a"}, r"words: found 'a', expected a list, each item a string\."),
        ({"title": "B", "words": [1]}, r"words\[1\]: found 1, expected a string\."),
        ({"title": "B", "rates": {"x": True}}, r"rates\.x: found True, expected a number\."),
        ({"title": "B", "colour": "blu"}, r"colour: 'blu' is not known\. Did you mean 'blue'\?"),
        ({"title": "B", "part": [4]}, r"part\[1\]: found 4, expected a table\."),
    ],
)
def test_a_wrong_type_says_what_was_found_and_what_was_expected(table: dict[str, object], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_record(Toy, table, where="toy.toml")


def test_a_missing_mandatory_key_is_named() -> None:
    with pytest.raises(SourceError, match=r"toy\.toml: the mandatory key 'title' is missing\. Add it: a string\."):
        read()


def test_malformed_toml_names_the_file_and_the_line(tmp_path: Path) -> None:
    file = tmp_path / "toy.toml"
    file.write_text('title = "Bear"\nsince = \n')
    with pytest.raises(SourceError, match=r"toy\.toml: not valid TOML: .*line 2"):
        read_toml(file)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "toy.toml"
    file.write_bytes(b'title = "B\xe4r"\n')
    with pytest.raises(SourceError, match=r"toy\.toml: byte 10 is not UTF-8"):
        read_toml(file)


@pytest.mark.parametrize("part", ["a", '"a b"', "'a'", " a "])
@pytest.mark.parametrize("begins", ["", "[", " [["])
def test_a_key_of_very_many_parts_is_refused_by_its_line(tmp_path: Path, part: str, begins: str) -> None:
    file = tmp_path / "toy.toml"
    file.write_text('title = "Bear"\n' + begins + ".".join([part] * 101))
    with pytest.raises(SourceError, match=r"^toy\.toml: line 2 begins with a key of more than 100 parts\. Correct it there\.$"):
        read_toml(file)
    file.write_text(".".join([part] * 100) + " = 1")
    assert read_toml(file)


@pytest.mark.parametrize("written", ["nan", "inf", "-inf"])
def test_a_number_that_is_none_is_refused_with_its_place(written: str, tmp_path: Path) -> None:
    file = tmp_path / "toy.toml"
    file.write_text(f'title = "Bear"\nrates = {{title = {written}}}\n')
    with pytest.raises(SourceError, match=r"toy\.toml: rates\.title: found -?(nan|inf), expected a number that is finite"):
        read_record(Toy, read_toml(file), where="toy.toml")


@pytest.mark.parametrize("number", ["9" * 5_000, "-" + "9" * 5_000])
def test_a_number_of_thousands_of_digits_is_refused_by_the_name_of_its_file(tmp_path: Path, number: str) -> None:
    path = tmp_path / "numbers.toml"
    path.write_text(f"a = {number}")
    with pytest.raises(SourceError, match=r"numbers\.toml: not valid TOML"):
        read_toml(path)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "toy.toml"
    file.write_bytes(b'\xef\xbb\xbftitle = "Bear"\r\n')
    assert read_toml(file) == {"title": "Bear"}


@pytest.mark.parametrize(
    "make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to(path), lambda path: path.symlink_to("/dev/zero")]
)
def test_what_is_no_file_is_refused_before_it_is_opened(tmp_path: Path, make: Callable[[Path], object]) -> None:
    file = tmp_path / "toy.toml"
    make(file)
    with pytest.raises(SourceError, match=r"toy\.toml is no file"):
        read_toml(file)
