"""WARC files in a real S3: uploaded and fetched whole, never overwritten, and errors that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from pipeline.errors import SharedError
from pipeline.run.remote.object_store import open_store
from tests.cluster.servers import find_port

pytestmark = pytest.mark.cluster

KEY = "warc/am_mfa/2020/run.warc.gz"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "run.warc.gz"
    path.write_bytes(bytes(range(256)) * 40_000)
    return path


def begin_anew() -> None:
    """Forget the connections of this process, as a new one would begin without any."""
    fsspec.get_filesystem_class("s3").clear_instance_cache()


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    yield
    begin_anew()


def test_a_file_is_put_and_got_back_byte_for_byte(s3: str, path: Path, tmp_path: Path) -> None:
    store = open_store(s3)
    assert [store.put(KEY, path), store.put(KEY, path)] == [True, False]
    assert open_store(s3).get(KEY, tmp_path / "mirror")
    assert (tmp_path / "mirror").read_bytes() == path.read_bytes()
    assert store.measure(KEY) == path.stat().st_size
    assert store.list("warc") == (KEY,)


def test_other_bytes_never_replace_what_is_there(s3: str, path: Path) -> None:
    store = open_store(s3)
    store.put(KEY, path)
    path.write_bytes(b"forgery")
    with pytest.raises(SharedError, match="never overwritten"):
        store.put(KEY, path)


def test_what_another_machine_put_or_removed_is_seen_at_once(s3: str, path: Path, tmp_path: Path) -> None:
    here, there = open_store(s3), open_store(s3)
    assert not here.get("warc/other", tmp_path / "a")
    there.put("warc/other", path)
    assert here.get("warc/other", tmp_path / "a")
    there.remove("warc/other")
    assert here.measure("warc/other") is None


def test_an_archive_is_claimed_by_one_machine(s3: str) -> None:
    claims = [open_store(s3).write_note("archive/owner.json", name, only_new=True) for name in ("one", "two")]
    assert claims == [True, False]
    assert open_store(s3).read_note("archive/owner.json") == "one"


@pytest.mark.parametrize("url", ["s3://no-such-bucket/archive"])
def test_a_bucket_that_is_not_there_is_named_with_what_to_do(url: str, s3: str, path: Path) -> None:
    with pytest.raises(SharedError, match=r"^s3://no-such-bucket/archive/a: .*make the bucket") as caught:
        open_store(url).put("a", path)
    assert (s3, "\n" in str(caught.value)) != ("", True)


def test_missing_credentials_are_named_with_what_to_do(s3: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    begin_anew()
    with pytest.raises(SharedError, match=r"AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY"):
        open_store(f"{s3}/other").put("a", path)


def test_an_endpoint_that_does_not_answer_is_named_with_what_to_do(
    s3: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{find_port()}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    begin_anew()
    with pytest.raises(SharedError, match=r"AWS_ENDPOINT_URL"):
        open_store(f"{s3}/other").put("a", path)
