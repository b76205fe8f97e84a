"""Index the invented texts in an archive on disk, and probe it: ``python -m benchmarks.sameness.ours COUNT``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.sameness.measure import measure
from storage.database.archive import open_writer
from storage.sameness.candidates import probe
from storage.sameness.wordings import add_wordings
from storage.text.folding import fold_text


def main() -> None:
    """Measure as many texts as asked for."""
    count = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder, open_writer(Path(folder) / "archive.db") as db:
        db.execute("INSERT INTO documents VALUES (1, 'd')")
        numbers = ((i + 1, f"q{i}") for i in range(count))
        db.conn.executemany("INSERT INTO quotes VALUES (?, ?, 1, 'own')", numbers)
        db.conn.commit()

        def add(first: int, texts: list[str]) -> None:
            with db.atomic():
                add_wordings(db, enumerate(texts, first + 1))

        measure(count, add, lambda text: {each.wording - 1 for each in probe(db, text)}, fold_text)


if __name__ == "__main__":
    main()
