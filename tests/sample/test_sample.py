"""The bundled sample is what its pages say, and readable by others' tools."""

import gzip
from io import BytesIO

from warcio.archiveiterator import ArchiveIterator

from pipeline.sample import SAMPLE_WARC
from pipeline.sample.build import build_sample


def test_the_sample_is_what_its_pages_build() -> None:
    assert gzip.decompress(SAMPLE_WARC.read_bytes()) == gzip.decompress(build_sample()), "run `python -m pipeline.sample.build`"


def test_warcio_reads_ten_responses_with_good_digests() -> None:
    records = [
        (record.rec_type, record.digest_checker.passed)
        for record in ArchiveIterator(BytesIO(build_sample()), check_digests=True)
        if record.content_stream().read() is not None
    ]
    assert records == [("response", True)] * 10
