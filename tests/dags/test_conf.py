"""What a run is asked for is read strictly, and refused in one line that names the remedy."""

import datetime as dt
from pathlib import Path

import pytest

from dags.tasks.conf import ConfError, check_keys, read_day, read_days, read_files, read_sources
from pipeline.errors import SourceError


def test_known_keys_pass_and_no_conf_is_fine() -> None:
    check_keys({"since": "2020-10-27"}, ("since", "until"))
    check_keys(None, ("since",))


def test_a_misspelt_key_is_refused_with_the_nearest() -> None:
    with pytest.raises(ConfError, match=r"'sinse'.*Did you mean 'since'"):
        check_keys({"sinse": "2020-10-27"}, ("since", "until"))


def test_a_key_like_no_other_is_refused_with_all_that_there_are() -> None:
    with pytest.raises(ConfError, match="It may hold since, until"):
        check_keys({"xyz": 1}, ("until", "since"))


def test_a_day_may_be_left_out() -> None:
    assert read_day("since", None) is None
    assert read_day("since", "") is None
    assert read_day("since", "2020-10-27") == dt.date(2020, 10, 27)


@pytest.mark.parametrize("given", ["2020-13-01", "27.10.2020", "yesterday", 20201027])
def test_an_unreadable_day_is_refused(given: object) -> None:
    with pytest.raises(ConfError, match=r"since: found .*expected a day such as"):
        read_day("since", given)


def test_one_day_may_be_first_and_last_but_not_the_wrong_way_round() -> None:
    assert read_days({"since": "2020-10-27", "until": "2020-10-27"}) == (dt.date(2020, 10, 27), dt.date(2020, 10, 27))
    with pytest.raises(ConfError, match="lies after"):
        read_days({"since": "2020-10-28", "until": "2020-10-27"})


def test_a_source_named_twice_is_taken_once() -> None:
    assert read_sources(["us_state", "am_mfa", "us_state"]) == ("us_state", "am_mfa")


def test_an_unknown_source_is_refused_in_one_line_without_listing_all() -> None:
    with pytest.raises(SourceError) as refused:
        read_sources(["am_mfaa"])
    message = str(refused.value)
    assert "Did you mean am_mfa" in message
    assert "us_state" not in message
    assert "\n" not in message


def test_no_source_is_refused() -> None:
    with pytest.raises(ConfError, match="choose at least one"):
        read_sources([])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    there = tmp_path / "crawl.warc.gz"
    there.touch()
    assert read_files([str(there)]) == (there,)
    assert read_files(None) == ()
    with pytest.raises(ConfError, match="there is no file"):
        read_files([str(tmp_path / "other.warc.gz")])
