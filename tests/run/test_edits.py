"""A post that its platform lets be edited is one document: its wordings stand in order, whichever was loaded first."""

from __future__ import annotations

import json
from contextlib import closing
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite3

from pipeline.home import Home
from pipeline.run.collect.running import import_files
from pipeline.run.read.searching import show
from pipeline.stages.imported import ImportOptions
from storage.database.archive import open_reader, open_writer
from storage.database.schema import ORDER
from storage.evidence.doctor import diagnose
from storage.loading.reindexing import rebuild_indexes
from tests.stages.posts.dumps import channel_export, dump, message, read_one, toot, v2_page, v2_post
from tests.storage.database.test_upgrade import make_older

WORDINGS = (
    "The tide tables stand as they were printed in 2019.",
    "The tide tables stand as they were printed in 2020.",
    "The tide tables stand as they were printed in 2021.",
)
SERIES = ["1321017669626187783", "1321017900000000000", "1321018100000000000"]
EDITED_AT = (None, "2020-10-27T09:30:00+00:00", "2020-10-27T09:45:00+00:00")


def telegram(number: int) -> dict[str, Any]:
    seconds = (None, "1603791000", "1603791900")[number]
    edited = {"edited": "2020-10-27T14:30:00", "edited_unixtime": seconds} if seconds else {}
    return channel_export(message(text=WORDINGS[number], **edited))


def mastodon(number: int) -> dict[str, Any]:
    return toot(content=f"<p>{WORDINGS[number]}</p>", edited_at=EDITED_AT[number])


def on_x(number: int) -> dict[str, Any]:
    created = (EDITED_AT[number] or "2020-10-27T09:15:30+00:00").replace("+00:00", ".000Z")
    return v2_page(v2_post(id=SERIES[number], text=WORDINGS[number], created_at=created, edit_history_tweet_ids=SERIES))


def take_in(home: Home, folder: Path, *bodies: bytes) -> None:
    for number, body in enumerate(bodies):
        path = folder / f"{len(list(folder.iterdir()))}-{number}.json"
        path.write_bytes(body)
        list(import_files(home, [path], ImportOptions()))


@pytest.mark.parametrize("of", [telegram, mastodon, on_x])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)], ids=str)
def test_wordings_stand_in_the_order_of_their_edits_whichever_was_loaded_first(tmp_path: Path, of: Any, order: Any) -> None:
    home = Home(root=tmp_path / "archive")
    folder = tmp_path / "files"
    folder.mkdir()
    take_in(home, folder, *(dump(of(number)) for number in order))
    shown = show(home, read_one(of(0)).id, history=True)
    assert [entry.text for entry in shown.history] == list(WORDINGS)
    assert [entry.edited and entry.edited.value for entry in shown.history] == list(EDITED_AT)
    assert shown.text == WORDINGS[2]
    assert shown.post.edited.value == EDITED_AT[2]
    assert all(entry.edit.kinds == ("number",) for entry in list(shown.history or ())[1:])
    assert not any(entry.edit.silent for entry in list(shown.history or ())[1:])
    with open_reader(home.archive) as db:
        assert db.execute("SELECT count(*) FROM documents").fetchone() == (1,)
        assert all(finding.holds for finding in diagnose(db, warc_root=home.warc))


def test_a_page_that_holds_every_wording_gives_them_all(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "archive")
    folder = tmp_path / "files"
    folder.mkdir()
    versions = [on_x(number)["data"][0] for number in range(3)]
    take_in(home, folder, dump(v2_page(versions[2], tweets=versions[:2])))
    shown = show(home, read_one(on_x(0)).id, history=True)
    assert [entry.text for entry in shown.history] == list(WORDINGS)
    assert shown.text == WORDINGS[2]


def test_an_archive_of_before_is_put_in_the_order_of_edits(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "archive")
    folder = tmp_path / "files"
    folder.mkdir()
    take_in(home, folder, dump(on_x(1)), dump(on_x(0)))
    older = tmp_path / "older.db"
    with open_reader(home.archive) as db:
        [(document, stands)] = db.execute("SELECT document, observation FROM current").fetchall()
        make_older(older, [migration.__name__.rpartition(".")[2] for migration in ORDER].index("m0013_platform_edits"), db)
    with closing(sqlite3.connect(older)) as before, before:
        other = "SELECT seq, derivation FROM observations WHERE seq <> ?"
        before.execute(f"UPDATE current SET (observation, derivation) = ({other})", (stands,))
    with open_writer(older) as db:
        rebuild_indexes(db)
        assert db.execute("SELECT document, observation FROM current").fetchall() == [(document, stands)]
        assert all(finding.holds for finding in diagnose(db, warc_root=home.warc))


def test_the_same_edit_of_a_dump_taken_in_again_is_no_revision(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "archive")
    folder = tmp_path / "files"
    folder.mkdir()
    take_in(home, folder, dump(telegram(1)), json.dumps(telegram(1), indent=1).encode())
    assert len(list(show(home, read_one(telegram(1)).id, history=True).history or ())) == 1


def test_orders_of_loading_agree_on_what_stands(tmp_path: Path) -> None:
    found = set()
    for number, order in enumerate(permutations(range(3))):
        home = Home(root=tmp_path / f"archive-{number}")
        folder = tmp_path / f"files-{number}"
        folder.mkdir()
        take_in(home, folder, *(dump(mastodon(each)) for each in order))
        with open_reader(home.archive) as db:
            found.add(
                tuple(db.execute("SELECT exact FROM current_quotes JOIN quote_readings USING (derivation, quote)").fetchall())
            )
    assert len(found) == 1


def test_an_edit_that_the_platform_names_and_no_file_holds_is_said_to_be_missing(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "archive")
    folder = tmp_path / "files"
    folder.mkdir()
    take_in(home, folder, dump(on_x(2)))
    shown = show(home, read_one(on_x(0)).id, history=True)
    assert shown.following.missing_edits == tuple(SERIES[:2])
