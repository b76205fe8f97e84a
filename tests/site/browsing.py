"""A real browser before the site: Debian's chromium, driven by playwright, with axe to look at each page."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from pipeline.home import Home
from pipeline.site.app import make_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = "ONRECORD_SHOTS"


def find_lacking() -> str:
    """Say what is missing for a browser; empty if nothing is."""
    lacking = [] if shutil.which("chromium") else ["chromium"]
    try:
        import playwright.sync_api  # noqa: F401 - is it there?
    except ImportError:
        lacking.append("playwright")
    return ", ".join([*lacking, *([] if AXE.exists() else ["axe"])])


@contextmanager
def serve(home: Home) -> Iterator[str]:
    """Serve the site on loopback; yields its address."""
    server = uvicorn.Server(uvicorn.Config(make_app(home), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def launch() -> Iterator[Browser]:
    """Start the browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()


@contextmanager
def open_page(browser: Browser, *, width: int = 1280, scheme: Any = "light", scripts: bool = True) -> Iterator[Page]:
    """Open a window of its own, which may use the clipboard as a reader's does after a click."""
    context = browser.new_context(
        viewport={"width": width, "height": 820}, color_scheme=scheme, java_script_enabled=scripts, locale="en-GB"
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def look(page: Page) -> dict[str, Any]:
    """Return what is wrong with the page that is shown: what axe finds with everything unfolded, and too great a width."""
    for summary in page.locator("details > summary").all():
        summary.click()
    page.evaluate(AXE.read_text("utf-8"))
    address = page.url.split("/", 3)[-1]
    found: dict[str, Any] = {
        f"{address} {violation['id']}": [node["html"][:120] for node in violation["nodes"]][:3]
        for violation in page.evaluate("axe.run()")["violations"]
    }
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found[f"{address} is too wide"] = page.viewport_size
    return found


def shoot(page: Page, name: str, folder: Path, *, whole: bool = False) -> None:
    """Take a picture, into the folder that ONRECORD_SHOTS names if it does."""
    target = Path(os.environ.get(SHOTS) or folder) / f"site-{name}.png"
    page.screenshot(path=target, full_page=whole)
    assert target.stat().st_size > 10_000
