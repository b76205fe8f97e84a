"""Learn all weights: `python -m training CORPUS` (a folder such as ../shared/data/quotes)."""

from __future__ import annotations

import importlib.util
import json
from importlib.resources import files
from pathlib import Path

import click

from pipeline.registry.language_files import read_languages
from pipeline.stages.quotes.tagging import Tagger
from training import tagger
from training.corpus import read_rows
from training.ranker import collect, collect_reports, learn

CORPUS = Path(__file__).parents[1].parent / "shared" / "data" / "quotes"
WEIGHTS = Path(__file__).parents[1] / "pipeline" / "weights"


@click.command()
@click.argument("corpus", type=click.Path(exists=True, file_okay=False, path_type=Path), default=CORPUS)
@click.option("--weights", type=click.Path(file_okay=False, path_type=Path), default=WEIGHTS, show_default=True)
def train(corpus: Path, weights: Path) -> None:
    """Learn the weights from the quotations of CORPUS. Example: python -m training ../shared/data/quotes"""
    if importlib.util.find_spec("pycrfsuite") is None:
        raise click.ClickException(
            "python-crfsuite is not installed. It is needed for training only: pip install -r training/requirements.txt"
        )
    english = read_languages(files("pipeline") / "languages")["en"]
    segments = list(read_rows(corpus / "polnear_seg_train.jsonl.xz"))
    full = list(read_rows(corpus / "polnear_train.jsonl.xz"))
    # The ranker must see the tagger's mistakes: each half is tagged by a tagger that learned from the other half.
    halves = [Tagger(tagger.learn(full[1 - half :: 2], english), english) for half in (0, 1)]
    click.echo("two half taggers learned")
    _write(
        weights / "ranker.json",
        {
            "speakers": learn(collect(segments, english, halves)),
            "sources": learn(collect_reports(full, english, halves)),
        },
    )
    whole = tagger.learn(full, english)
    _write(
        weights / "tagger.json",
        {
            "labels": whole.labels,
            "transitions": whole.transitions,
            "emissions": whole.emissions,
        },
    )


def _write(target: Path, learned: dict[str, object]) -> None:
    target.parent.mkdir(exist_ok=True)
    text = json.dumps(learned, ensure_ascii=True, indent=None, separators=(",", ":"), sort_keys=True)
    target.write_text(text.replace("],", "],\n").replace('},"', '},\n"') + "\n", encoding="utf-8")
    click.echo(f"{target.name}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    train()
