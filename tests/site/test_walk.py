"""The short walk through the site in a real browser, as `make test` takes it where a browser can be installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.home import Home
from tests.site.browsing import find_lacking, launch, look, open_page, serve

LACKING = find_lacking()

pytestmark = [
    pytest.mark.filterwarnings("default"),
    pytest.mark.skipif(
        bool(LACKING), reason=f"no browser to walk the site in ({LACKING} is missing): `make browser` installs it"
    ),
]


def test_search_filter_quote_provenance_cite_follow_and_freeze_without_a_violation_on_the_way(
    sample: Home, tmp_path: Path
) -> None:
    shutil.copytree(sample.root, tmp_path / "own", ignore=shutil.ignore_patterns("reports.db*"))
    with serve(Home(root=tmp_path / "own")) as origin, launch() as browser, open_page(browser) as page:
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        page.goto(origin)
        wrong = look(page)
        page.get_by_label("What did").fill("Pashinyan")
        page.get_by_label("say about").fill("ceasefire")
        page.get_by_label("in", exact=True).fill("October 2020")
        page.get_by_role("button", name="Look it up").click()
        page.get_by_text("4 quotes").wait_for()
        wrong |= look(page)
        page.get_by_label("Narrow down").get_by_role("link", name="Sample News").click()
        page.get_by_text("2 quotes").wait_for()
        found = page.url
        page.locator(".hit blockquote a").first.click()
        wrong |= look(page)
        quote = page.url
        page.get_by_role("button", name="Copy Chicago").click()
        page.get_by_role("status").get_by_text("The Chicago citation is copied.").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator("#cite-chicago").inner_text()
        assert quote.rpartition("/")[2] in copied
        page.get_by_role("button", name="Derive it again now").click()
        page.get_by_role("heading", name="Every link holds").wait_for()
        wrong |= look(page)
        page.goto(found)
        feed = page.get_by_role("link", name="Atom", exact=True).get_attribute("href")
        assert "<title>On Record: the search “ceasefire”" in page.request.get(f"{origin}{feed}").text()
        page.get_by_role("link", name="Freeze and cite these results").click()
        wrong |= look(page)
        page.get_by_role("button", name="Freeze it").click()
        page.get_by_role("heading", name="What has changed since").wait_for()
        wrong |= look(page)
        assert "/s/s_" in page.url
        assert (wrong, refused) == ({}, [])
