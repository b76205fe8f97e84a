"""A parser that breaks on one page's bytes fails that lead, and no other."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from pipeline.run.collect.deriving import end_faults, make_context
from storage.model import Capture, Derived, Outcome, RecordType, Sha256, WarcPointer
from storage.model.identity import capture_id, sha256


def _capture() -> Capture:
    at = datetime(2020, 10, 28, tzinfo=UTC)
    return Capture(
        id=capture_id("https://gov.example/", at, sha256(b"")),
        url="https://gov.example/",
        captured_at=at,
        record_type=RecordType.RESPONSE,
        status=200,
        media_type="text/html",
        headers=(),
        payload_sha256=sha256(b""),
        payload_length=0,
        pointer=WarcPointer(path="x.warc.gz", offset=0, length=1, sha256=Sha256("0" * 64)),
    )


def _breaking(fault: BaseException) -> Iterator[Derived]:
    yield Derived(code_version="test")
    raise fault


@pytest.mark.parametrize("fault", [KeyError("statuses"), IndexError(), ValueError("x"), RecursionError(), AttributeError("a")])
def test_a_fault_ends_its_lead_as_failed_with_its_place(fault: BaseException) -> None:
    capture = _capture()
    first, last = end_faults(_breaking(fault), capture, make_context(None, capture))
    assert first.outcome is None
    assert (last.lead, last.outcome, last.reason) == (capture.url, Outcome.FAILED, "fault of the parser")
    assert last.why.startswith(type(fault).__name__)
    assert "test_deriving.py, line " in last.why


@pytest.mark.parametrize("fault", [MemoryError(), OSError("disk full"), KeyboardInterrupt()])
def test_what_is_no_parsers_fault_ends_the_run(fault: BaseException) -> None:
    capture = _capture()
    with pytest.raises(type(fault)):
        list(end_faults(_breaking(fault), capture, make_context(None, capture)))
