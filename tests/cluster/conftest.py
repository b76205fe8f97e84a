"""A passing folder that other users may look through, since PostgreSQL is run by a user of its own; and the servers."""

from __future__ import annotations

import shutil
import signal
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

from tests.cluster.servers import make_bucket, serve_redis, serve_s3

BUCKET = "onrecord-test"

# In the environment of a single machine there is nothing to run these tests with: `make cluster-test` has one of its own.
collect_ignore_glob = [] if find_spec("redis") else ["test_*.py"]


def _end(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    # So that whoever ends the test ends its servers too.
    signal.signal(signal.SIGTERM, _end)
    path = Path(tempfile.mkdtemp(prefix="onrecord-cluster-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def redis_address(folder: Path) -> Iterator[str]:
    with serve_redis(folder) as address:
        yield address


@pytest.fixture(scope="session")
def s3_address(folder: Path) -> Iterator[str]:
    with serve_s3(folder) as address:
        make_bucket(address, BUCKET)
        yield address


@pytest.fixture
def s3(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name the S3 in the environment, and give the URL of a prefix in it."""
    for name, value in describe_s3(s3_address).items():
        monkeypatch.setenv(name, value)
    return f"s3://{BUCKET}/archive"


def describe_s3(address: str) -> dict[str, str]:
    """Give the usual environment variables of an S3."""
    return {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
