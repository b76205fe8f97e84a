"""Pages of sites that no source declares, in the anatomies that official sites have, are read as a person checked them.

The pages in ``unseen/`` are invented; each stands for a family of sites. Where an expectation is missing it is written and the
test fails, until someone has read it and commits it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from storage.model import Response
from tests.words import answer_parsed, parse

FOLDER = Path(__file__).parent / "unseen"
PAGES = sorted(FOLDER.glob("*.html"), key=lambda page: page.name)


def read_page(page: Path) -> dict[str, Any]:
    url = f"https://www.{page.stem.replace('_', '-')}.example/a"
    headers = (("content-type", "text/html; charset=utf-8"),)
    answer = answer_parsed(parse(Response(url=url, status=200, headers=headers, body=page.read_bytes()), source=None))
    text, published = answer["text"], answer["published"] or {}
    return {
        **{name: answer[name] for name in ("title", "kind", "language", "issuers", "speakers")},
        "published": [published.get(name) for name in ("raw", "value", "precision", "basis")],
        "starts": text[:60],
        "ends": text[-60:],
        "turns": [f"{turn['speaker']} | {text[turn['start'] : turn['end']][:24]}" for turn in answer["turns"]],
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_an_unseen_site_s_page_is_read_as_expected(page: Path) -> None:
    found, expected = read_page(page), page.with_suffix(".expected.json")
    if not expected.is_file():
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{expected.name} was missing and is written now. Read it, mend the reading, commit it.")
    assert found == json.loads(expected.read_text("utf-8"))
