"""The object store: whole files by key, checked both ways, never replaced by other bytes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pipeline.errors import SharedError
from pipeline.run.remote.object_store import PASSING_SUFFIX, Store, open_store

KEY = "warc/am_mfa/2020/run.warc.gz"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"file://{tmp_path / 'store'}")


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("content", [b"", b"capture", b"\x00" * 3_000_000])
def test_what_is_put_is_got_back_byte_for_byte(content: bytes, store: Store, tmp_path: Path) -> None:
    assert store.put(KEY, write(tmp_path / "a", content))
    assert store.get(KEY, tmp_path / "deep" / "b")
    assert (tmp_path / "deep" / "b").read_bytes() == content
    assert store.measure(KEY) == len(content)


def test_putting_the_same_bytes_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a", b"capture")
    assert [store.put(KEY, path), store.put(KEY, path)] == [True, False]


def test_other_bytes_never_replace_what_is_there(store: Store, tmp_path: Path) -> None:
    store.put(KEY, write(tmp_path / "a", b"capture"))
    with pytest.raises(SharedError, match=r"run\.warc\.gz holds other bytes .* never overwritten\. Compare the two"):
        store.put(KEY, write(tmp_path / "b", b"forgery"))
    assert store.get(KEY, tmp_path / "c")
    assert (tmp_path / "c").read_bytes() == b"capture"


def test_a_shard_may_be_replaced_by_a_later_one(store: Store, tmp_path: Path) -> None:
    store.put(KEY, write(tmp_path / "a", b"derived"))
    assert store.put(KEY, write(tmp_path / "b", b"derived anew"), replace=True)
    assert store.get(KEY, tmp_path / "c")
    assert (tmp_path / "c").read_bytes() == b"derived anew"


def test_an_upload_that_broke_off_is_not_there_and_can_be_done_again(store: Store, tmp_path: Path) -> None:
    left = tmp_path / "store" / KEY
    left.parent.mkdir(parents=True)
    left.write_bytes(b"capt")
    assert not store.get(KEY, tmp_path / "b")
    assert store.measure(KEY) is None
    assert store.put(KEY, write(tmp_path / "a", b"capture"))
    assert store.get(KEY, tmp_path / "b")


@pytest.mark.parametrize("damaged", [b"capturf", b"captur", b""])
def test_altered_bytes_are_refused_and_leave_no_file(damaged: bytes, store: Store, tmp_path: Path) -> None:
    store.put(KEY, write(tmp_path / "a", b"capture"))
    (tmp_path / "store" / KEY).write_bytes(damaged)
    (tmp_path / "mirror").mkdir()
    with pytest.raises(SharedError, match=r"SHA-256 .*expected .*Restore it from a backup"):
        store.get(KEY, tmp_path / "mirror" / "b")
    assert list((tmp_path / "mirror").iterdir()) == []


def test_the_digests_are_of_the_form_that_sha256sum_checks(store: Store, tmp_path: Path) -> None:
    store.put(KEY, write(tmp_path / "a", b"capture"))
    folder = (tmp_path / "store" / KEY).parent
    assert (
        subprocess.run(["sha256sum", "--check", "run.warc.gz.sha256"], cwd=folder, check=False, capture_output=True).returncode
        == 0
    )


def test_keys_are_listed_without_their_digests(store: Store, tmp_path: Path) -> None:
    for key in ("warc/b/1", "warc/a/2", "archive/newest"):
        store.put(key, write(tmp_path / "a", b"x"))
    assert store.list("warc") == ("warc/a/2", "warc/b/1")
    assert store.list("nothing") == ()


def test_what_is_removed_is_gone_and_may_be_removed_again(store: Store, tmp_path: Path) -> None:
    store.put(KEY, write(tmp_path / "a", b"capture"))
    store.remove(KEY)
    store.remove(KEY)
    assert not store.get(KEY, tmp_path / "b")
    assert store.list("warc") == ()


def test_a_note_is_claimed_once(store: Store) -> None:
    assert [store.write_note("owner", "ours", only_new=True), store.write_note("owner", "theirs", only_new=True)] == [
        True,
        False,
    ]
    assert store.read_note("owner") == "ours"
    assert store.write_note("owner", "theirs")
    assert store.read_note("owner") == "theirs"
    assert store.read_note("other") is None


def test_a_store_of_no_known_form_is_refused_in_one_line() -> None:
    with pytest.raises(SharedError, match=r"^nowhere://bucket cannot be opened: .*Correct ONRECORD_HOME") as caught:
        open_store("nowhere://bucket")
    assert "\n" not in str(caught.value)


def test_a_store_that_cannot_be_written_is_named_with_what_to_do(tmp_path: Path) -> None:
    write(tmp_path / "file", b"")
    store = open_store(f"file://{tmp_path / 'file'}")
    with pytest.raises(SharedError, match=r"/file/a: .*Correct ONRECORD_HOME"):
        store.put("a", write(tmp_path / "a", b"x"))


def test_no_passing_file_is_left_where_a_download_fails(store: Store, tmp_path: Path) -> None:
    store.put(KEY, write(tmp_path / "a", b"capture"))
    (tmp_path / "store" / KEY).unlink()
    with pytest.raises(SharedError):
        store.get(KEY, tmp_path / "mirror" / "b")
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(PASSING_SUFFIX)]
