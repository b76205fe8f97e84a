"""Learn all weights: `python -m training CORPUS` (a folder such as ../shared/data/quotes)."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pipeline.registry.knowledge import load_knowledge
from training.corpus import read_rows
from training.ranker import collect, learn

WEIGHTS = Path(__file__).parents[1] / "pipeline" / "weights"


@click.command()
@click.argument("corpus", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--weights", type=click.Path(file_okay=False, path_type=Path), default=WEIGHTS, show_default=True)
def train(corpus: Path, weights: Path) -> None:
    """Learn the weights from the quotations of CORPUS. Example: python -m training ../shared/data/quotes"""
    english = load_knowledge().languages["en"]
    rows = list(read_rows(corpus / "polnear_seg_train.jsonl.xz"))
    learned = {
        "ranker": learn(collect(rows, english, words=True)),
        "plain": learn(collect(rows, english, words=False)),
    }
    weights.mkdir(exist_ok=True)
    target = weights / "ranker.json"
    target.write_text(json.dumps(learned, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    click.echo(f"{target.name}: {sum(map(len, learned.values()))} weights, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    train()
