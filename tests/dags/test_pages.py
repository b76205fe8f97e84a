"""An archivist's way through Airflow's pages in a real browser: the list, the form, the grid and a log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from pipeline.home import Home
from tests.dags.publishing import forbid, publish
from tests.dags.running import Service, wait_for
from tests.dags.sources import declare
from tests.loopback.server import LoopbackServer, no_robots

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: `make browser` installs it")

from tests.dags.browsing import browse, shoot

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]

ALPHA, BETA = "source_xx_alpha", "source_xx_beta"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("pages")
    programs = {"/robots.txt": no_robots, "/beta/news": forbid, **publish("alpha", 6, 7, 8)}
    with LoopbackServer(programs) as publisher:
        environ = declare(folder / "sources", publisher, "alpha", "beta")
        with Service(home=Home(root=folder / "archive"), environ=environ) as service:
            for dag in (ALPHA, BETA, "backfill"):
                service.wait_for_dag(dag)
            service.switch_on(BETA)
            run = wait_for(lambda: service.list_runs(BETA), "the run of the blocked source")[0]["dag_run_id"]
            assert service.wait_for_run(BETA, run)["state"] == "failed"
            yield service


@pytest.fixture(scope="module")
def page(service: Service) -> Iterator[Page]:
    with browse(service) as page:
        yield page


def _find_address(service: Service, path: str) -> str:
    return f"http://127.0.0.1:{service.port}{path}"


def _get_backfill(service: Service) -> str:
    [run] = service.list_runs("backfill")
    return f"/dags/backfill/runs/{quote(run['dag_run_id'], safe='')}"


def test_the_list_names_a_blocked_source_as_blocked(service: Service, page: Page, tmp_path: Path) -> None:
    def is_named() -> bool:
        return "blocked since" in service.call(f"/api/v2/dags/{BETA}")["dag_display_name"]

    wait_for(is_named, "the verdict in the DAG's name")
    page.goto(_find_address(service, "/dags?tags=manual&tags=upkeep&tags=xx&tags_match_mode=any&sort_by=-last_run_start_date"))
    page.get_by_text("Ministry of Samples: news (beta) · blocked since").wait_for()
    page.get_by_text("Backfill by day").wait_for()
    assert shoot(page, "dags", tmp_path).stat().st_size > 10_000


def test_the_form_finds_sources_by_their_title_and_triggers_a_backfill(service: Service, page: Page, tmp_path: Path) -> None:
    page.goto(_find_address(service, "/dags/backfill"))
    page.get_by_role("button", name="Trigger").first.click()
    page.get_by_text("The last day, included.").wait_for()
    for title in ("Samples: news (alpha)", "Samples: news (beta)"):
        page.get_by_role("combobox").first.focus()
        page.keyboard.type(title)
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("Enter")
    page.locator("input[type=date]").first.fill("2020-09-01")
    assert shoot(page, "form", tmp_path).stat().st_size > 10_000
    page.get_by_role("dialog").get_by_role("button", name="Trigger").click()
    run = wait_for(lambda: service.list_runs("backfill"), "the run that the form triggered")[0]
    assert run["conf"]["sources"] == ["xx_alpha", "xx_beta"]
    assert (run["conf"]["since"], run["conf"]["until"]) == ("2020-09-01", "2020-10-28")
    assert service.wait_for_run("backfill", run["dag_run_id"])["state"] == "failed"


def test_the_grid_names_each_window_and_the_note_says_what_failed(service: Service, page: Page, tmp_path: Path) -> None:
    page.goto(_find_address(service, _get_backfill(service)))
    for window in ("xx_alpha 2020-10", "xx_beta 2020-09"):
        page.get_by_role("link", name=window).first.wait_for()
    page.get_by_text("xx_beta 2020-10 is blocked").first.wait_for()
    assert shoot(page, "grid", tmp_path).stat().st_size > 10_000


def test_the_log_of_a_source_has_its_tally_as_a_table(service: Service, page: Page, tmp_path: Path) -> None:
    [window] = [
        task
        for task in service.list_tasks("backfill", service.list_runs("backfill")[0]["dag_run_id"])
        if task["rendered_map_index"] == "xx_alpha 2020-10"
    ]
    page.goto(_find_address(service, f"{_get_backfill(service)}/tasks/run_window/mapped/{window['map_index']}"))
    page.get_by_text("xx_alpha 2020-10 is healthy").first.wait_for()
    assert shoot(page, "log", tmp_path).stat().st_size > 10_000
