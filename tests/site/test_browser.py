"""A researcher's way through the site in a real browser, and what axe finds on its pages, light and dark, narrow and wide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.home import Home
from tests.site.browsing import find_lacking, launch, look, open_page, serve, shoot

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: `make browser` installs it")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]

SIZES = (360, 1280)


@pytest.fixture(scope="module")
def origin(sample: Home) -> Iterator[str]:
    with serve(sample) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert not find_lacking(), f"{find_lacking()} is missing: `make browser` installs it"
    with launch() as opened:
        yield opened


def _list_pages(page: Page, origin: str) -> list[str]:
    """List a page of each kind, found by following links from a search."""
    page.goto(f"{origin}/search?q=strictly+adhere")
    quote = page.locator(".hit blockquote a").nth(1).get_attribute("href")
    page.goto(f"{origin}{quote}")
    found = [
        page.locator(f"a[href^='/{kind}/']").first.get_attribute("href") for kind in ("document", "passage", "capture", "run")
    ]
    compare = page.locator("a[href^='/compare?']").first.get_attribute("href")
    asked = [
        "/",
        "/search?q=ceasefire",
        "/search?q=nowhereatall",
        "/speaker/nikol-pashinyan",
        "/source/news",
        "/coverage",
        "/about",
    ]
    page.goto(f"{origin}/freeze?q=ceasefire")
    page.get_by_role("button", name="Freeze it").click()
    frozen = page.url.removeprefix(origin)
    return [*asked, "/freeze?q=ceasefire", frozen, "/compare", "/nowhere", *(each for each in (quote, compare, *found) if each)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
def test_axe_finds_nothing_on_any_page_and_none_is_wider_than_the_window(
    browser: Browser, origin: str, scheme: str, width: int
) -> None:
    with open_page(browser, width=width, scheme=scheme) as page:
        found: dict[str, Any] = {}
        for address in _list_pages(page, origin):
            page.goto(f"{origin}{address}")
            found |= look(page)
        assert found == {}


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_question_to_the_bytes_by_clicking(browser: Browser, origin: str, tmp_path: Path, scripts: bool) -> None:
    with open_page(browser, scripts=scripts) as page:
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        page.goto(origin)
        shoot(page, "first", tmp_path)
        page.get_by_label("What did").fill("Pashinyan")
        page.get_by_label("say about").fill("ceasefire")
        page.get_by_label("in", exact=True).fill("October 2020")
        page.get_by_role("button", name="Look it up").click()
        page.get_by_text("4 quotes").wait_for()
        page.get_by_label("Narrow down").get_by_role("link", name="Sample News").click()
        page.get_by_text("2 quotes").wait_for()
        shoot(page, "search", tmp_path)
        page.locator(".hit blockquote a").first.click()
        page.get_by_role("heading", name="Evidence").wait_for()
        shoot(page, "quote", tmp_path)
        page.get_by_role("button", name="Derive it again now").click()
        page.get_by_role("heading", name="Every link holds").wait_for()
        shoot(page, "evidence", tmp_path)
        assert refused == []


def test_the_keyboard_alone_reaches_the_first_hit(browser: Browser, origin: str) -> None:
    with open_page(browser) as page:
        page.goto(f"{origin}/search?q=ceasefire")
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.closest('.hit') !== null"):
                break
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert page.evaluate("document.activeElement.closest('.hit') !== null")
        assert outline != "none"


def test_a_selection_gets_a_permalink_of_just_these_words(browser: Browser, origin: str, tmp_path: Path) -> None:
    with open_page(browser) as page:
        page.goto(f"{origin}/search?q=%22Patriotic+War%22+source%3Anews")
        page.locator(".from a").first.click()
        page.locator(".text .quoted").first.wait_for()
        shoot(page, "document", tmp_path)
        words = "military solution"
        page.evaluate(
            """words => {
              const walk = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
              while (walk.nextNode()) {
                const at = walk.currentNode.data.indexOf(words.split(' ')[0]);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(walk.currentNode, at, walk.currentNode, at + words.split(' ')[0].length);
                return;
              }
            }""",
            words,
        )
        page.get_by_role("link", name="Permalink of this passage").click()
        assert page.locator(".words mark").inner_text() == "military"
        assert "/passage/r_" in page.url
