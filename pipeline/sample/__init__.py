"""The bundled sample: small pages that we wrote, in a WARC, so that the main job runs without a network."""

from importlib.resources import files
from pathlib import Path

SAMPLE_WARC = Path(str(files("pipeline.sample") / "sample.warc.gz"))
"""The sample's WARC file, made by ``python -m pipeline.sample.build``."""
