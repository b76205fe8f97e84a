"""Import files that someone already has: what is stored, and what must never be."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.collect import importing
from pipeline.run.collect.running import import_files, reparse
from pipeline.sample.build import FOLDER
from pipeline.stages.imported import ImportOptions
from storage.database.archive import open_reader
from storage.model import Tally
from tests.showing import show
from tests.stages.posts.dumps import dump, v1_status, v2_page, v2_post
from tests.stages.posts.test_archives import ACCOUNT, own_status, packed, script


def take_in(home: Home, folder: Path, **files: bytes) -> Tally:
    paths = []
    for name, content in files.items():
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    (tally,) = import_files(home, paths, ImportOptions())
    return tally


def test_a_dump_of_posts_is_stored_once(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "archive")
    body = dump(v2_page(v2_post(), v2_post(id="1321017669626187784", text="And the locks.")))
    assert take_in(home, tmp_path, posts=body).new == 2
    again = take_in(home, tmp_path, posts=body)
    assert (again.new, again.revised, again.unchanged) == (0, 0, 2)


def test_the_same_post_from_another_dump_is_no_second_document_and_no_revision(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "archive")
    take_in(home, tmp_path, first=dump(v2_page(v2_post())))
    second = take_in(home, tmp_path, second=dump(v1_status(retweet_count=99)))
    assert (second.new, second.revised, second.unchanged) == (0, 0, 1)


@pytest.mark.parametrize("order", [("cut", "whole"), ("whole", "cut")])
def test_a_cut_wording_never_stands_before_the_whole_one(tmp_path: Path, order: tuple[str, str]) -> None:
    home = Home(root=tmp_path / "archive")
    text = "The tide tables stand as published, for the northern harbour and the southern one, whatever may be said"
    status = v1_status(truncated=True, text=f"{text[:100]}…")
    del status["full_text"]
    dumps = {"cut": dump(status), "whole": dump(v1_status(full_text=text))}
    for name in order:
        take_in(home, tmp_path, **{name: dumps[name]})
    db = open_reader(home.archive)
    shown = show(db, "https://x.com/TideMinistry/status/1321017669626187783", history=True)
    db.close()
    assert (shown.text, shown.post.cut) == (text, False)
    assert [entry.text for entry in shown.history] == [f"{text[:100]}…", text]


def many_posts(path: Path, number: int, padding: int) -> None:
    with path.open("wb") as stream:
        for at in range(number):
            row = v1_status(
                id_str=str(1321017669626187783 + at), full_text=f"The tide table No. {at} stands.", padding="x" * padding
            )
            stream.write(dump(row) + b"\n")


def test_importing_a_large_dump_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    peaks = []
    for name, padding in (("small", 10), ("large", 100_000)):
        many_posts(tmp_path / name, 400, padding)
        code = (
            "import sys; from pathlib import Path; from pipeline.home import Home;"
            "from pipeline.run.collect.running import import_files;"
            "from pipeline.stages.imported import ImportOptions;"
            "(tally,) = import_files(Home(root=Path(sys.argv[1])), [Path(sys.argv[2])], ImportOptions());"
            "print(tally.new, next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
        )
        asked = [sys.executable, "-c", code, str(tmp_path / f"archive-{name}"), str(tmp_path / name)]
        new, peak = subprocess.run(asked, capture_output=True, check=True, text=True).stdout.split()
        assert new == "400"
        peaks.append(int(peak))
    assert (tmp_path / "large").stat().st_size > 40_000_000
    assert peaks[1] - peaks[0] < 25_000  # kB


def test_a_large_dump_is_stored_once_and_read_again(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "archive")
    many_posts(tmp_path / "posts", 1200, 15_000)
    (tally,) = import_files(home, [tmp_path / "posts"], ImportOptions())
    (again,) = import_files(home, [tmp_path / "posts"], ImportOptions())
    (anew,) = reparse(home)
    assert (tally.new, again.new, again.unchanged, anew.new, anew.failed) == (1200, 0, 1200, 0, 0)


def test_many_files_are_imported_in_runs_of_moderate_size_and_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dumps"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.jsonl").write_bytes(dump(v1_status(id_str=str(1321017669626187783 + number))))
    (folder / "9 again.jsonl").write_bytes((folder / "0.jsonl").read_bytes())
    whole, cut = Home(root=tmp_path / "whole"), Home(root=tmp_path / "cut")
    (at_once,) = import_files(whole, [folder], ImportOptions())
    monkeypatch.setattr(importing, "MOST_TOGETHER_BYTES", 2 * (folder / "0.jsonl").stat().st_size)
    (tally,) = import_files(cut, [folder], ImportOptions())
    assert (at_once.run is None, tally.run) == (False, None)
    assert (tally.new, tally.unchanged, tally.skipped, tally.failed) == (4, 1, 0, 0)
    assert (at_once.new, at_once.unchanged, at_once.skipped, at_once.failed) == (4, 0, 1, 0)
    assert at_once.reasons == ((importing.SAME_BYTES, 1),)
    found = []
    for home in (whole, cut):
        with open_reader(home.archive) as db:
            [(captures,)] = db.execute("SELECT count(*) FROM captures").fetchall()
            [(runs,)] = db.execute("SELECT count(*) FROM runs").fetchall()
            quotes = sorted(db.execute("SELECT id, exact FROM quotes JOIN quote_readings ON quote = seq").fetchall())
            found.append((captures, runs, quotes))
    assert (found[0][:2], found[1][:2]) == ((4, 1), (4, 3))
    assert found[0][2] == found[1][2] != []


def test_a_packed_file_counts_as_what_it_may_hold_for_the_size_of_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [dump(v1_status(id_str=str(1321017669626187783 + number))) for number in range(2)]
    monkeypatch.setattr(importing, "MOST_TOGETHER_BYTES", 3 * len(rows[0]))
    for name, contents, runs in (("plain", rows, 1), ("packed", [gzip.compress(each) for each in rows], 2)):
        home = Home(root=tmp_path / name)
        take_in(home, tmp_path, **{f"{name}{number}": content for number, content in enumerate(contents)})
        with open_reader(home.archive) as db:
            assert db.execute("SELECT count(*) FROM runs").fetchone() == (runs,)


def test_a_large_dump_that_is_torn_fails_as_a_whole(tmp_path: Path) -> None:
    rows = [v1_status(id_str=str(1321017669626187783 + at), padding=os.urandom(10_000).hex()) for at in range(200)]
    whole = gzip.compress(dump(*rows), compresslevel=1)
    tally = take_in(Home(root=tmp_path / "archive"), tmp_path, posts=whole[: len(whole) - 2000])
    assert len(whole) > 1 << 20
    assert (tally.new, tally.failed, tally.reasons) == (0, 1, (("torn", 1),))


def test_a_file_that_no_record_holds_is_left_out(tmp_path: Path) -> None:
    with (tmp_path / "huge").open("wb") as stream:
        stream.truncate(1100 << 20)
    (tally,) = import_files(Home(root=tmp_path / "archive"), [tmp_path / "huge"], ImportOptions())
    assert tally.skipped == 1
    assert "cut it into several files" in tally.reasons[0][0]


def test_an_accounts_archive_leaves_no_trace_of_its_owners_address(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "archive")
    tally = take_in(home, tmp_path, export=packed(account=ACCOUNT, tweets=script("tweets", own_status())))
    assert (tally.new, tally.skipped) == (1, 1)
    stored = [path for path in home.root.rglob("*") if path.is_file()]
    assert stored
    assert all(b"private.example" not in _unpacked(path) for path in stored)


def test_a_wacz_is_taken_in_once_and_what_was_altered_in_it_is_told(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "archive")
    warc = (FOLDER / "sample.warc.gz").read_bytes()
    package = make_wacz(tmp_path, warc, altered=b"not a WARC")
    tallies = {tally.source: tally for tally in import_files(home, [package], ImportOptions())}
    again = list(import_files(home, [package], ImportOptions()))
    assert sum(tally.new for tally in tallies.values()) > 0
    assert dict(tallies["undeclared"].reasons)["torn WARC record"] == 1
    assert sum(tally.new + tally.revised for tally in again) == 0


def make_wacz(folder: Path, *warcs: bytes, altered: bytes) -> Path:
    path = folder / "theirs.wacz"
    with zipfile.ZipFile(path, "w") as package:
        for number, warc in enumerate((*warcs, altered)):
            package.writestr(f"archive/data-{number}.warc.gz", warc)
        package.writestr("datapackage.json", "{}")
    return path


def test_json_that_holds_no_posts_is_no_text_either(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "archive")
    tally = take_in(home, tmp_path, counts=dump({"data": [{"tweet_count": 3}], "meta": {}}))
    assert (tally.new, tally.failed, tally.reasons) == (0, 1, (("unknown json", 1),))


def _unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
