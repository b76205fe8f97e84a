"""The material beside the project, in ../shared/data: gold standards and files that others wrote."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

SHARED: Final = Path(__file__).parents[2] / "shared" / "data"


def excuse(folder: Path, *, ci: bool) -> str | None:
    """Say why tests marked ``shared`` are skipped; None if they run. Where the folder is there they run, so that a file missing
    from it fails; under CI they always run, so that a gold standard never drops out in silence."""
    return None if ci or folder.is_dir() else "the shared material is not beside the project"


def is_ci() -> bool:
    """Tell whether a service for continuous integration runs the tests."""
    return bool(os.environ.get("CI"))
