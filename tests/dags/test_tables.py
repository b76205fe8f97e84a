"""What runs gave is laid out as text that fits logs and notes."""

from dags.tasks.concluding import Outcome, describe
from dags.tasks.estimating import Estimated, is_estimated, read_estimated, tabulate_estimates
from dags.tasks.notes import MOST_CHARACTERS
from dags.tasks.tables import lay_out, list_reasons, tabulate_tallies, write_tally
from dags.tasks.window_reports import MOST_PROBLEMS, write_up
from pipeline.run.collect.fetching import Estimate
from storage.model import Tally
from storage.model.codec import from_json, to_json

TALLY = Tally(source="am_mfa", run="r1", new=12, failed=1, reasons=(("blocked", 1),), stops=("the list is over",))
OUTCOME = Outcome(
    label="am_mfa 2020-10", source="am_mfa", verdict="blocked", failed=True, why=("a wall",), advice="", tally=TALLY
)
LASTING = (("a 2020-10", 3600.0), ("a 2020-09", 3600.0), ("b 2020-10", 1800.0))


def test_numbers_lie_to_the_right_and_words_to_the_left() -> None:
    assert lay_out(("", "new"), [("am_mfa", 5), ("us_state", 120)]) == "          new\nam_mfa      5\nus_state  120"


def test_several_tallies_have_a_total() -> None:
    lines = tabulate_tallies([("am_mfa 2020-10", TALLY), ("us_state 2020-10", TALLY)]).splitlines()
    assert lines[-1].split()[:2] == ["total", "24"]


def test_one_tally_is_its_own_total() -> None:
    assert "total" not in tabulate_tallies([("am_mfa", TALLY)])


def test_a_tally_in_a_line_leaves_zeros_out() -> None:
    assert write_tally(TALLY) == "13 leads asked for: 12 new, 1 failed"
    assert write_tally(Tally(source="a")) == "0 leads asked for"
    assert write_tally(Tally(source="a", deferred=7, quotes=2)) == (
        "0 leads asked for; 7 known pages left for the next run; 2 new quotes"
    )


def test_reasons_and_stops_are_listed() -> None:
    assert list(list_reasons(TALLY)) == ["1 × blocked", "discovery stopped: the list is over"]


def test_an_outcome_passes_between_tasks_as_json() -> None:
    assert to_json(OUTCOME) == {
        "label": "am_mfa 2020-10",
        "source": "am_mfa",
        "verdict": "blocked",
        "failed": True,
        "why": ["a wall"],
        "advice": "",
        "tally": {
            "source": "am_mfa",
            "run": "r1",
            "new": 12,
            "unchanged": 0,
            "revised": 0,
            "skipped": 0,
            "failed": 1,
            "quotes": 0,
            "reasons": [["blocked", 1]],
            "stops": ["the list is over"],
            "listed": None,
            "due": 0,
            "deferred": 0,
        },
    }
    assert from_json(Outcome, to_json(OUTCOME)) == OUTCOME
    assert describe(OUTCOME) == "am_mfa 2020-10 is blocked: a wall. 13 leads asked for: 12 new, 1 failed."


def make_estimated(label: str, *, seconds: float) -> Estimated:
    estimate = Estimate(source=label[0], leads=3, known=1, requests=2, seconds=seconds, stops=("the list is over",))
    return Estimated(label=label, source=label[0], estimate=estimate)


def test_an_estimate_passes_between_tasks_and_is_read_back() -> None:
    estimated = make_estimated("a 2020-10", seconds=3600.0)
    assert estimated.to_json() == {
        "label": "a 2020-10",
        "source": "a",
        "estimate": {"source": "a", "leads": 3, "known": 1, "requests": 2, "seconds": 3600.0, "stops": ["the list is over"]},
    }
    assert is_estimated(estimated.to_json())
    assert not is_estimated(to_json(OUTCOME))
    assert read_estimated(estimated.to_json()) == estimated


def test_an_estimate_takes_as_long_as_its_slowest_source() -> None:
    estimated = [make_estimated(label, seconds=seconds) for label, seconds in LASTING]
    assert tabulate_estimates(estimated).splitlines()[-1].split() == ["total", "9", "3", "6", "2.00"]


def test_a_short_report_is_in_the_note_as_a_whole() -> None:
    assert write_up("   new\na    1", []) == "```\n   new\na    1\n```"
    assert write_up("   new\na    1", ["a is blocked"]).startswith("- a is blocked\n\n```\n")


def test_a_report_too_long_for_a_note_keeps_its_total() -> None:
    text = "\n".join(["      new", *(f"window {number} 1" for number in range(200)), "total 200"])
    note = write_up(text, [])
    assert len(note) <= MOST_CHARACTERS
    assert "total 200" in note
    assert "window 7 1" not in note


def test_a_note_names_only_the_first_problems_and_counts_the_rest() -> None:
    assert "more" not in write_up("", [f"window {number} failed" for number in range(MOST_PROBLEMS)])
    assert "and 1 more" in write_up("", [f"window {number} failed" for number in range(MOST_PROBLEMS + 1)])
