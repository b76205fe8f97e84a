"""Two public dumps of one account: each post that both hold is one document with two observations, and none are merged."""

from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.collect.running import import_files
from pipeline.stages.imported import ImportOptions
from pipeline.stages.sameness import TextVerdict
from storage.database.archive import open_reader
from tests.material import SHARED
from tests.words import compare

_POSTS = SHARED / "posts"
_FIRST, _SECOND = _POSTS / "03_x_api_v11", _POSTS / "06_trump_archive_dumps"
_SAME = (TextVerdict.IDENTICAL, TextVerdict.TYPOGRAPHIC)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
]

_SHOWN_BY = """
    SELECT o.document, min(s.first), max(s.first), count(DISTINCT o.capture), count(DISTINCT v.revision)
    FROM observations o JOIN derivations v ON v.seq = o.derivation
    JOIN (SELECT c.id, c.captured_at <= ? AS first FROM captures c) s ON s.id = o.capture
    GROUP BY o.document
"""
_WORDS_OF_WORDINGS = """
    SELECT x.wording, group_concat(g.exact, char(0)) FROM quote_wordings x
    JOIN quote_readings g ON g.quote = x.quote GROUP BY x.wording HAVING count(DISTINCT g.exact) > 1
"""


def _import(home: Home, folder: Path, pattern: str) -> None:
    for path in sorted(folder.glob(pattern)):
        list(import_files(home, [path], ImportOptions()))


def test_shared_posts_are_one_document_each_and_nothing_is_merged(home: Home) -> None:
    _import(home, _FIRST, "*.zip")
    with open_reader(home.archive) as db:
        [(between,)] = db.execute("SELECT max(captured_at) FROM captures").fetchall()
    _import(home, _SECOND, "*.json")
    _import(home, _SECOND, "*.rda")
    with open_reader(home.archive) as db:
        shown = db.execute(_SHOWN_BY, (between,)).fetchall()
        shared = [row for row in shown if (row[1], row[2]) == (0, 1)]
        posts = db.execute(
            "SELECT count(DISTINCT p.id), count(DISTINCT v.document) FROM posts p JOIN derivations v ON v.seq = p.derivation"
        )
        assert len(set(posts.fetchone())) == 1
        assert len(shared) >= 11_333
        assert all(captures >= 2 for _, _, _, captures, _ in shared)
        assert sum(revisions == 1 for *_, revisions in shared) >= 11_333
        different = [
            texts
            for _, joined in db.execute(_WORDS_OF_WORDINGS)
            for texts in [joined.split("\0")]
            if any(compare(texts[0], text).wording not in _SAME for text in texts[1:])
        ]
    assert different == []
