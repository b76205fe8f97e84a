"""Read the languages, each a TOML file, and join the tables of words that hold in any text."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from pipeline.errors import SourceError
from pipeline.knowledge import Language, Vocabulary
from pipeline.knowledge.facts import GROUPS
from pipeline.knowledge.word_tables import Tables
from pipeline.registry.strict import read_record, read_toml, toml_files

_JOINED = tuple(field.name for field in dataclasses.fields(Tables))
_PATTERNS = (
    *("headlines", "labels", "pages", "sites", "date_labels", "kinds", "notices", "withdrawn", "items", "block_pages"),
    *("relative", "announcing", "unspaced"),
)
"""Tables whose lists in order hold terms and patterns, which are regular expressions."""
_SPECIAL = re.compile(r"[\\()\[\]{}*+?|^$]")


@cache
def load_languages() -> Mapping[str, Language]:
    """Read every language once. Raises SourceError if a file is wrong."""
    return read_languages(files("pipeline") / "languages")


@cache
def load_vocabulary() -> Vocabulary:
    """Join the tables of every language once. Raises SourceError if a file is wrong."""
    return join_vocabulary(tuple(load_languages().values()))


def read_languages(folder: Traversable) -> Mapping[str, Language]:
    """Read a folder of languages, each named by its code."""
    languages = {}
    for file in toml_files(folder):
        language = read_record(Language, read_toml(file), where=file.name)
        if file.name != f"{language.code}.toml":
            raise SourceError(f"{file.name}: the code is {language.code!r}. Name the file {language.code}.toml.")
        _check_groups(language, file.name)
        for table in _PATTERNS:
            _check_patterns(getattr(language, table), f"{file.name}: {table}")
        languages[language.code] = language
    return MappingProxyType(languages)


def quoting(languages: Mapping[str, Language]) -> Mapping[str, Language]:
    """Keep the languages that quotes are read in: those with cues."""
    return MappingProxyType({code: language for code, language in languages.items() if language.cues.speech})


def join_vocabulary(languages: Sequence[Language]) -> Vocabulary:
    """Join the tables of languages into one."""
    joined = {name: _join([getattr(language, name) for language in languages]) for name in _JOINED}
    common = {language.code: language.common for language in languages if language.common}
    return Vocabulary(common=MappingProxyType(common), **joined)


def _join(values: Sequence[Any]) -> Any:
    """Join values of one type: records field by field, mappings key by key, sets to one, lists one after another."""
    first = values[0]
    if dataclasses.is_dataclass(first) and not isinstance(first, type):
        names = [field.name for field in dataclasses.fields(first)]
        return type(first)(**{name: _join([getattr(value, name) for value in values]) for name in names})
    if isinstance(first, Mapping):
        keys = dict.fromkeys(key for value in values for key in value)
        return MappingProxyType({key: _join([value[key] for value in values if key in value]) for key in keys})
    if isinstance(first, frozenset):
        return frozenset().union(*values)
    if isinstance(first, tuple):
        return tuple(each for value in values for each in value)
    return "".join(dict.fromkeys(values))


def _check_groups(language: Language, where: str) -> None:
    for name, groups in language.contrasts.items():
        for group in groups:
            if group not in GROUPS[name]:
                known = ", ".join(GROUPS[name])
                raise SourceError(f"{where}: contrasts.{name.value}: unknown group {group!r}. Known: {known}.")


def _check_patterns(value: object, where: str) -> None:
    """Compile every string of a table, so that one which is no regular expression is named by its file and place."""
    for place, pattern in _list_patterns(value, where):
        if not _SPECIAL.search(pattern):
            continue
        try:
            re.compile(pattern)
        except re.error as error:
            raise SourceError(f"{place}: {pattern!r} is no regular expression ({error}). Correct it, or escape it.") from error


def _list_patterns(value: object, where: str) -> Iterator[tuple[str, str]]:
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _list_patterns(getattr(value, field.name), f"{where}.{field.name}")
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _list_patterns(each, f"{where}.{key}")
    elif isinstance(value, tuple):
        for each in value:
            yield from [(where, each)] if isinstance(each, str) else _list_patterns(each, where)
