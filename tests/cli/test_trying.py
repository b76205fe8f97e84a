"""What whoever adds a ministry sees: what each selector found, by what each part was read, and what to do where nothing was."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.command_group import onrecord
from pipeline.cli.output import console
from pipeline.home import PROJECT

PAGE = PROJECT / "tests" / "sources" / "am_mfa" / "page.html"
ADDRESS = "https://www.mfa.am/en/press-releases/2020/10/26/sample/1"
LIST = "https://www.mfa.am/en/news?page=1"
ITEM = (
    '<li><div class="date">2{n} October 2020</div>'
    '<a href="/en/press-releases/2020/10/2{n}/x/{n}">Statement number {n} on talks</a></li>'
)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "archive"))
    console.cache_clear()


def ask(tmp_path: Path, html: str, url: str = ADDRESS) -> Result:
    page = tmp_path / "page.html"
    page.write_text(html, "utf-8")
    result = CliRunner().invoke(onrecord, ["try", "am_mfa", str(page), "--url", url])
    console.cache_clear()
    return result


def test_a_page_that_fits_says_by_what_each_part_was_read(tmp_path: Path) -> None:
    tried = ask(tmp_path, PAGE.read_text("utf-8"))
    assert tried.exit_code == 0
    assert "by div.date" in tried.output
    assert "by div.static-content" in tried.output
    assert "every declared selector found what it expects" in tried.output


def test_a_selector_that_misses_is_named_with_what_the_page_has_that_is_like_it(tmp_path: Path) -> None:
    tried = ask(tmp_path, PAGE.read_text("utf-8").replace("static-content", "static-contents"))
    assert tried.exit_code == 1
    assert "nearest on the page: .static-contents" in tried.output
    assert "by the general rules: no declared selector found it" in tried.output
    assert "article: body: 'div.static-content' found 0" in tried.output


def test_a_date_that_is_missing_is_said_to_be_expected(tmp_path: Path) -> None:
    html = (
        "<html><body><h1>On the talks</h1><div class='static-content'><p>We note that the talks began.</p></div></body></html>"
    )
    tried = ask(tmp_path, html, "https://www.mfa.am/en/x/1")
    assert "not found, and 98% of this source's documents should have one" in tried.output


def test_an_empty_page_says_what_may_be_done(tmp_path: Path) -> None:
    tried = ask(tmp_path, "<html><head><title>x</title></head><body><div id=app></div></body></html>")
    assert tried.exit_code == 1
    assert "no content: empty" in tried.output
    assert "declare the feed or API" in tried.output


def test_a_list_shows_its_selectors_and_the_leads(tmp_path: Path) -> None:
    items = "".join(ITEM.format(n=number) for number in (6, 5, 4))
    html = f'<html><head><title>News</title></head><body><div class="news-list"><ul>{items}</ul></div></body></html>'
    tried = ask(tmp_path, html, LIST)
    assert "3 leads, 0 without a date" in tried.output
    assert "discover: title: 'p.description' found 0, expected one in each of 3 items" in tried.output
    redesigned = ask(tmp_path, html.replace("news-list", "news-lists"), LIST)
    assert "nearest on the page: .news-lists" in redesigned.output
    assert (tried.exit_code, redesigned.exit_code) == (1, 1)


def test_a_feed_that_holds_its_items_lists_them_all() -> None:
    feed = PROJECT / "tests" / "sources" / "eu_commission" / "feed.xml"
    tried = CliRunner().invoke(onrecord, ["try", "eu_commission", str(feed)])
    assert tried.exit_code == 0
    assert "1 further document" in tried.output


def test_what_is_neither_a_file_nor_an_address_is_said_so() -> None:
    tried = CliRunner().invoke(onrecord, ["try", "am_mfa", "no-such-file.html"])
    assert tried.exit_code == 2
    assert "neither a file here nor an address" in tried.output


def test_a_source_is_shown_with_what_is_expected_of_it() -> None:
    shown = CliRunner().invoke(onrecord, ["sources", "am_mfa"])
    assert shown.exit_code == 0
    assert "no: its markup was not seen in real bytes" in shown.output
    assert "untried" in shown.output
    assert "1 to 60" in shown.output
    assert "98%" in shown.output
