"""Languages are data: one file more is one language more."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import SourceError
from pipeline.registry.language_files import join_vocabulary, load_languages, quoting, read_languages
from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.parse.headlines import find_headlined
from pipeline.stages.parse.kinds import choose_kind
from pipeline.stages.quotes import answer_row
from pipeline.stages.quotes.language_rules import select_language
from pipeline.stages.sameness import compare
from pipeline.stages.text.turns import compile_signs
from storage.model import DocumentKind

DOCS = Path(__file__).parents[2] / "docs" / "adding-a-language.md"


def _example() -> str:
    found = re.search(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found.group(1)


def _quotes(folder: Path, text: str) -> list[dict[str, Any]]:
    knowledge = load_knowledge()
    knowledge = replace(knowledge, languages={**knowledge.languages, **read_languages(folder)})
    assert select_language(text, None, knowledge).code == "cs"
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


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ('[headlines]\nwork = ["projev"]', r"cs\.toml: headlines: unknown key 'work'. Did you mean 'works'"),
        ('[contrasts.fate]\nkilled = ["zabit*"]', r"cs\.toml: contrasts: 'fate' is not known. Did you mean 'fates'"),
        ('[contrasts.fates]\nkiled = ["zabit*"]', r"cs\.toml: contrasts\.fates: unknown group 'kiled'. Known: killed"),
        ('[kinds]\nspeach = ["projev"]', r"cs\.toml: kinds: 'speach' is not known. Did you mean 'speech'"),
        ('[block_pages.titles]\nmissing = ["nenalezen("]', r"cs\.toml: block_pages\.titles\.missing: 'nenalezen\(' is no reg"),
    ],
)
def test_a_wrong_name_or_pattern_in_a_table_is_refused_by_its_place(tmp_path: Path, table: str, named: str) -> None:
    (tmp_path / "cs.toml").write_text(f'code = "cs"\nname = "Czech"\n\n{table}\n', encoding="utf-8")
    with pytest.raises(SourceError, match=named):
        read_languages(tmp_path)


def test_a_file_without_cues_makes_words_known_and_no_language_of_quotations(tmp_path: Path) -> None:
    (tmp_path / "cs.toml").write_text('code = "cs"\nname = "Czech"\n\n[headlines]\nworks = ["projev"]\n', encoding="utf-8")
    languages = read_languages(tmp_path)
    assert join_vocabulary(tuple(languages.values())).headlines.works == ("projev",)
    assert quoting(languages) == {}


def test_one_file_more_makes_the_tables_of_one_language_more_known(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text(TABLES, encoding="utf-8")
    words = join_vocabulary((*load_languages().values(), *read_languages(tmp_path).values()))
    assert find_headlined("Lepero yo ministo Jane Sample", words) == ("ministo Jane Sample",)
    assert find_headlined("Remarks by Minister Jane Sample", words) == ("Minister Jane Sample",)
    assert choose_kind("Lepero", words, default=DocumentKind.ARTICLE, turns=0) is DocumentKind.SPEECH
    assert compile_signs(words.labels).is_question("Demao")
    assert compare("Doro sumi hap ko mipe.", "Doro sumi mipe.", words).material


TABLES = """
code = "xx"
name = "Invented"

[headlines]
works = ["lepero"]
by = ["yo"]
holders = ["ministo"]

[kinds]
speech = ['\\blepero\\b']

[labels]
questions = ["Demao"]

[facts]
negations = ["hap"]
"""
