"""The last verdict on a source is kept for its DAG's page, with the day since which it holds."""

from dataclasses import replace
from pathlib import Path

from dags.tasks.faces import Face, read_face, write_face
from pipeline.home import Home

BLOCKED = Face(verdict="blocked", since="2026-11-01", why="403 to all", advice="Write to them.")


def _home(folder: Path) -> Home:
    return Home(root=folder)


def test_a_source_never_judged_has_no_face(tmp_path: Path) -> None:
    assert read_face(_home(tmp_path), "am_mfa") is None


def test_a_verdict_that_lasts_keeps_its_first_day_and_takes_the_newest_reason(tmp_path: Path) -> None:
    home = _home(tmp_path)
    write_face(home, "am_mfa", BLOCKED)
    write_face(home, "am_mfa", replace(BLOCKED, since="2026-11-09", why="429 to all"))
    assert read_face(home, "am_mfa") == replace(BLOCKED, why="429 to all")


def test_a_verdict_that_turns_begins_anew(tmp_path: Path) -> None:
    home = _home(tmp_path)
    write_face(home, "am_mfa", BLOCKED)
    write_face(home, "am_mfa", replace(BLOCKED, verdict="healthy", since="2026-11-09"))
    face = read_face(home, "am_mfa")
    assert face is not None
    assert (face.verdict, face.since) == ("healthy", "2026-11-09")
