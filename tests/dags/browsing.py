"""Airflow's pages in a real browser: logged in, in a light theme, at the size of the screenshots."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.dags.running import Service

SHOTS = "ONRECORD_SHOTS"
"""The environment variable that names a folder for the screenshots; without it they go where the test says."""

_SIZE = {"width": 1280, "height": 800}


@contextmanager
def browse(service: Service) -> Iterator[Page]:
    """Open Airflow's pages as the archivist."""
    program = shutil.which("chromium")
    assert program, "no chromium here: `make browser` installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_page(viewport=_SIZE, color_scheme="light", locale="en-GB", timezone_id="UTC")
        page.set_default_timeout(60_000)
        _log_in(page, service)
        yield page
        browser.close()


def shoot(page: Page, name: str, folder: Path) -> Path:
    """Take a screenshot of what is in view."""
    target = Path(os.environ.get(SHOTS) or folder) / f"airflow-{name}.png"
    page.wait_for_timeout(1500)  # charts and menus slide in
    page.screenshot(path=target)
    return target


def _log_in(page: Page, service: Service) -> None:
    passwords = json.loads((service.home.airflow / "simple_auth_manager_passwords.json.generated").read_text())
    page.goto(f"http://127.0.0.1:{service.port}/")
    page.locator("input[name=username]").fill("archivist")
    page.locator("input[name=password]").fill(passwords["archivist"])
    page.locator("button[type=submit]").click()
    page.get_by_role("link", name="Dags").first.wait_for()
