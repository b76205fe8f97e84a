"""Of the pages that are due a run looks at those that its budget allows, and nobody starves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.declarations import Discovery, Method, Source
from pipeline.fetch.walks.revisiting import choose_looks, list_revisitable
from pipeline.registry.declared_sources import get_source
from storage.model import Outcome, Page

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def page(number: int, *, asked: int = 0, outcome: Outcome = Outcome.UNCHANGED, host: str = "www.mfa.am") -> Page:
    url = f"https://{host}/en/interviews-articles-and-comments/2026/03/01/{number}"
    return Page(url=url, first_at=NOON, asked_at=NOON - timedelta(hours=asked), outcome=outcome)


def numbers(pages: list[Page]) -> list[int]:
    return [int(each.url.rpartition("/")[2]) for each in pages]


@pytest.mark.parametrize("budget", [10, 11])
def test_within_the_budget_all_that_is_due_is_looked_at(budget: int) -> None:
    assert numbers(choose_looks([page(number) for number in range(10)], budget)) == list(range(10))


def test_beyond_the_budget_a_fifth_goes_to_those_unasked_for_longest() -> None:
    due = [page(number, asked=number) for number in range(11)]
    assert numbers(choose_looks(due, 10)) == [0, 1, 2, 3, 4, 5, 6, 7, 10, 9]


def test_failing_pages_come_last_and_take_a_fifth_at_most_the_longest_unasked_first() -> None:
    failing = [page(number, asked=number, outcome=Outcome.FAILED) for number in range(100, 110)]
    assert numbers(choose_looks([*failing, *map(page, range(5))], 10)) == [0, 1, 2, 3, 4, 109, 108]


def test_a_budget_of_nothing_looks_at_nothing() -> None:
    assert choose_looks([page(1)], 0) == []


def test_pages_of_other_hosts_and_copies_in_a_web_archive_are_left_out() -> None:
    source: Source = get_source("am_mfa")
    theirs = [page(1, host="notmfa.am"), page(2, host="web.archive.org/web/20201027120000id_/https://www.mfa.am")]
    assert numbers(list_revisitable(source, [page(0), *theirs, page(3, host="mfa.am"), page(4, host="press.mfa.am")])) == [
        0,
        3,
        4,
    ]


def test_an_account_has_no_pages_of_its_own() -> None:
    source = get_source("am_mfa")
    assert list_revisitable(replace(source, discovery=Discovery(method=Method.API)), [page(0)]) == []
