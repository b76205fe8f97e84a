"""Run the measurements, each in a process of its own, and print their figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.figures import print_figure, print_rate, time_side_by_side
from benchmarks.sameness.texts import damage_some, invent_texts
from pipeline.registry.language_files import load_vocabulary
from pipeline.stages.sameness import compare
from storage.text.folding import fold, fold_text

ROOT = Path(__file__).parents[2]
SIZES = (10_000, 100_000, 1_000_000)
PEER_SIZES = (100_000, 10_000)
OUR_LIMIT_S = 600
PEER_LIMIT_S = 240
"""The whole run ends within half an hour, however slow the machine."""
PEERS = ("datasketch", "rensa")
_MIXED = (
    "The Foreign Minister of Armenia spoke on #Artsakh: “We never asked for war — nor shall we.”",
    "Министр иностранных дел заявил: «Переговоры продолжаются…» — и больше ничего не добавил.",
    "Հայաստանի արտգործնախարարը հայտարարեց, որ բանակցությունները շարունակվում են։ Երևանը պատրաստ է։",
    "Əliyev: “Şuşa bizimdir”. İşğal altındakı ərazilər haqqında bəyanat verildi.",
    "وزير الخارجية: المفاوضات مستمرة ولن نقبل بأي شروط مسبقة.",
    "外交部发言人表示，中方对此高度关注，将继续推动和平进程。",
)


def run() -> None:
    """Print all figures."""
    _print_normaliser()
    _print_judge()
    figures: dict[int, dict[str, float]] = {}
    for size in SIZES:
        found = _measure(sys.executable, "benchmarks.sameness.ours", str(size), limit_s=OUR_LIMIT_S)
        if found is None:
            print_figure("sameness", f"ours, {size:,} texts", skipped=f"not done within {OUR_LIMIT_S} s")
            break
        figures[size] = found
        print_figure("sameness", f"ours, {size:,} texts", **_rounded(found))
    for small, large in pairwise(figures):
        slower = {f"{what}_slower": round(figures[small][what] / figures[large][what], 2) for what in ("add", "query")}
        print_figure("sameness", f"ours, from {small:,} to {large:,} texts", **slower)
    _print_peers(figures)


def _print_normaliser() -> None:
    texts = [*invent_texts(3_000), *_MIXED * 500]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    timings = time_side_by_side(
        {"fold": lambda: [fold_text(text) for text in texts], "map": lambda: [fold(text) for text in texts]}
    )
    print_rate("sameness", "fold", timings["fold"], count=megabytes, unit="MB")
    print_rate("sameness", "fold, with the map back", timings["map"], count=megabytes, unit="MB")


def _print_judge() -> None:
    texts, words = list(invent_texts(2_000)), load_vocabulary()
    pairs = [(texts[number], copy) for number, copy in damage_some(iter(texts), len(texts))]
    timings = time_side_by_side({"judge": lambda: [compare(stored, other, words) for stored, other in pairs]})
    print_rate("sameness", "judge", timings["judge"], count=len(pairs), unit="pairs")


def _print_peers(ours: dict[int, dict[str, float]]) -> None:
    """Measure each peer on the same texts, on fewer of them where it takes too long."""
    with tempfile.TemporaryDirectory() as folder:
        python = _install_peers(Path(folder)) if PEERS else None
        for peer in PEERS if python else ():
            for size in PEER_SIZES:
                found = _measure(str(python), "benchmarks.sameness.peers", peer, str(size), limit_s=PEER_LIMIT_S)
                if found is None:
                    print_figure("sameness", f"{peer}, {size:,} texts", skipped=f"not done within {PEER_LIMIT_S} s")
                    continue
                ratios = {
                    f"{what}_ratio": round(ours[size][what] / found[what], 2) for what in ("add", "query") if size in ours
                }
                print_figure("sameness", f"{peer}, {size:,} texts", **_rounded(found), **ratios)
                break


def _install_peers(folder: Path) -> Path | None:
    """Make a throwaway environment that holds the peers; None, with a line saying so, where that fails."""
    uv = str(Path(sys.executable).with_name("uv"))
    python = folder / "bin" / "python"
    for command in (
        [uv, "venv", "--quiet", str(folder), "--clear"],
        [uv, "pip", "install", "--quiet", "--python", str(python), *PEERS],
    ):
        try:
            done = subprocess.run(command, check=False, capture_output=True, timeout=300)  # noqa: S603 - our own command
        except (OSError, subprocess.TimeoutExpired) as error:
            print_figure("sameness", "peers", skipped=f"not installed: {error}")
            return None
        if done.returncode:
            print_figure("sameness", "peers", skipped=f"not installed: {done.stderr.decode().strip()[-200:]}")
            return None
    return python


def _measure(python: str, *arguments: str, limit_s: float) -> dict[str, float] | None:
    """Run a measurement in a process of its own; None where it took longer than the limit."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            [python, "-m", *arguments], check=True, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=limit_s
        )
    except subprocess.TimeoutExpired:
        return None
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _rounded(found: dict[str, float]) -> dict[str, Any]:
    rates = {f"{name}_per_s": round(found[name]) for name in ("add", "add_normalised", "query")}
    return {**rates, "recall": round(found["recall"], 4), "memory_mb": found["memory_mb"]}
