"""The figures of a run: the shares of its documents that have a part."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.health.figures import RunFigures, merge_figures

RUN = RunFigures(run="r", started_at=datetime(2020, 11, 1, tzinfo=UTC), documents=4, filled={"title": 3})


def test_a_part_that_no_document_has_is_filled_in_none() -> None:
    assert (RUN.rate("title"), RUN.rate("published")) == (0.75, 0.0)


def test_without_documents_no_part_is_filled() -> None:
    assert RunFigures(run="r", started_at=RUN.started_at).rate("title") == 0.0


def test_the_documents_of_several_runs_are_added_up() -> None:
    assert merge_figures([RUN, RUN]).rate("title") == 0.75
    assert merge_figures([RUN, RUN]).documents == 8
