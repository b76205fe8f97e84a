"""Languages are data: one file more is one language more."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import SourceError
from pipeline.registry.background import load_knowledge, read_languages
from pipeline.stages.quotes import answer_row
from pipeline.stages.quotes.language_guess import choose_language

DOCS = Path(__file__).parents[2] / "docs" / "adding-a-language.md"


def _example() -> str:
    found = re.search(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found.group(1)


def _quotes(folder: Path, text: str) -> list[dict[str, Any]]:
    knowledge = load_knowledge()
    knowledge = replace(knowledge, languages={**knowledge.languages, **read_languages(folder)})
    assert choose_language(text, None, knowledge).code == "cs"
    quotes: list[dict[str, Any]] = answer_row({"id": "x", "text": text, "date": "2020-10-27"}, knowledge)["quotes"]
    return quotes


@pytest.mark.parametrize(
    ("text", "exact", "mention", "said"),
    [
        ("„Dohodu dodržíme,“ řekl včera Jan Příklad.", "Dohodu dodržíme,", "Jan Příklad", "2020-10-26"),
        ("Mluvčí vlády prohlásila: „Není to tak.“", "Není to tak.", "Mluvčí", None),
        ("Podle Jana Příklada je to „velmi důležitý krok“.", "velmi důležitý krok", "Jana Příklada", None),
    ],
)
def test_the_language_of_the_docs_reads_quotations_with_one_file(
    tmp_path: Path, text: str, exact: str, mention: str, said: str | None
) -> None:
    (tmp_path / "cs.toml").write_text(_example(), encoding="utf-8")
    [quote] = _quotes(tmp_path, text)
    assert (quote["exact"], quote["mention"]["text"]) == (exact, mention)
    assert quote["said"]["value"] == said


def test_a_file_of_another_name_than_its_code_is_refused(tmp_path: Path) -> None:
    (tmp_path / "czech.toml").write_text(_example(), encoding="utf-8")
    with pytest.raises(SourceError, match=r"cs\.toml"):
        read_languages(tmp_path)


def test_a_misspelt_key_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "cs.toml").write_text(_example().replace("[syntax]", "[sintax]"), encoding="utf-8")
    with pytest.raises(SourceError, match="sintax"):
        read_languages(tmp_path)
