"""Deleted is said only on two independent signals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.stages.sameness import State, judge_presence
from pipeline.stages.sameness.presence import judge_move
from storage.model import Channel, EffectiveStatus, Sighting

START = datetime(2020, 10, 27, tzinfo=UTC)


def look(hours: float, status: str, channel: Channel = Channel.FETCH) -> Sighting:
    at = START + timedelta(hours=hours)
    return Sighting(at=at, status=EffectiveStatus(status), channel=channel, capture=f"c_{hours}")


def test_what_the_last_look_showed_is_present() -> None:
    assert judge_presence([look(0, "content"), look(5, "content")]).state is State.PRESENT


def test_one_miss_is_not_a_deletion() -> None:
    found = judge_presence([look(0, "content"), look(5, "gone")])
    assert found.state is State.GONE
    assert found.last_seen == START
    assert found.first_missed == START + timedelta(hours=5)


def test_a_page_that_says_not_found_with_status_200_is_a_soft_404() -> None:
    assert judge_presence([look(0, "content"), look(5, "soft_404")]).state is State.SOFT_404


def test_two_misses_a_day_apart_are_a_deletion() -> None:
    assert judge_presence([look(0, "content"), look(5, "gone"), look(30, "soft_404")]).state is State.DELETED


def test_two_misses_in_one_outage_are_not() -> None:
    assert judge_presence([look(0, "content"), look(5, "gone"), look(6, "gone")]).state is State.GONE


def test_two_ways_of_looking_are_independent() -> None:
    assert judge_presence([look(0, "content"), look(5, "gone"), look(6, "gone", Channel.ARCHIVE)]).state is State.DELETED


def test_the_platforms_word_alone_is_one_signal_however_often_repeated() -> None:
    told = [look(5, "gone", Channel.PLATFORM), look(90, "gone", Channel.PLATFORM)]
    assert judge_presence([look(0, "content"), *told]).state is State.GONE
    assert judge_presence([look(0, "content"), *told, look(91, "gone")]).state is State.DELETED


def test_a_block_or_a_login_hides_but_deletes_nothing() -> None:
    assert judge_presence([look(0, "content"), look(5, "blocked"), look(90, "blocked")]).state is State.BLOCKED
    assert judge_presence([look(0, "content"), look(5, "login")]).state is State.LOGIN
    assert judge_presence([look(0, "content"), look(5, "error")]).state is State.UNKNOWN


def test_what_comes_back_is_present_and_its_absence_is_kept() -> None:
    found = judge_presence([look(9, "content"), look(0, "content"), look(5, "gone"), look(6, "error"), look(30, "content")])
    assert found.state is State.PRESENT
    assert found.signals == ()
    assert found.absences == ((START + timedelta(hours=5), START + timedelta(hours=9)),)


def test_what_was_never_looked_at_is_unknown() -> None:
    assert judge_presence([]).state is State.UNKNOWN


def test_the_reason_says_how_the_looks_are_independent() -> None:
    seen = look(0, "content")
    apart = judge_presence([seen, look(5, "gone"), look(60, "gone")])
    assert apart.reason == "missed 2 times, 2 days apart"
    ways = judge_presence([seen, look(5, "gone"), look(6, "gone", Channel.ARCHIVE)])
    assert ways.reason == "missed by 2 ways of looking: our own requests, another archive's captures"


def test_the_reason_says_what_would_confirm_a_miss() -> None:
    seen = look(0, "content")
    assert (
        "missed 2 times within 30 minutes; a look 24 hours after"
        in judge_presence([seen, look(5, "gone"), look(5.5, "gone")]).reason
    )
    assert "by the platform's word alone" in judge_presence([seen, look(5, "gone", Channel.PLATFORM)]).reason


def test_the_last_look_and_the_number_of_looks_are_kept() -> None:
    found = judge_presence([look(9, "blocked"), look(0, "content")])
    assert (found.looks, found.last_looked) == (2, START + timedelta(hours=9))


@pytest.mark.parametrize(
    ("location", "status"),
    [
        ("https://example.gov/", "soft_404"),
        ("http://www.example.gov/en/", "soft_404"),
        ("/en/", "soft_404"),
        ("/404", "soft_404"),
        ("/?p=123", "error"),
        ("https://other.example/", "error"),
        ("https://other.example/?id=7", "error"),
        ("https://login.example.org/", "error"),
        ("https://consent.example.com/?u=x", "error"),
        ("/new/a", "error"),
        ("https://[bad", "error"),
        ("/login?next=/a", "login"),
        ("https://unblock.register.example/", "blocked"),
    ],
)
def test_only_the_home_page_of_the_same_site_stands_for_what_was_taken_away(location: str, status: str) -> None:
    assert judge_move("https://example.gov/a", location)[0].value == status
