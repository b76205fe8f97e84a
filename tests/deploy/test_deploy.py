"""The files for running the archive in production parse, and name only what exists."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.cli.command_group import COMMANDS
from pipeline.home import PROJECT

DEPLOY = PROJECT / "docs" / "deploy"
UNITS = sorted(DEPLOY.glob("systemd/*/*.*"))
INSTALLED = re.compile(r"(?:/opt|%h)/on-record(?=/|$|\s)")


def read_compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return read


def test_every_timer_has_its_service_and_both_managers_have_the_service() -> None:
    names = {path.relative_to(DEPLOY / "systemd").as_posix() for path in UNITS}
    assert {"system/on-record.service", "user/on-record.service"} <= names
    assert all(name.replace(".timer", ".service") in names for name in names)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_unit_is_what_systemd_reads(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed here")
    # Where it will be installed nothing is yet: the project's own folder and user are put in their place.
    for each in unit.parent.iterdir():
        text = INSTALLED.sub(str(PROJECT), each.read_text("utf-8"))
        (tmp_path / each.name).write_text(re.sub(r"(?m)^(User|Group)=.*\n", "", text), "utf-8")
    arguments = ["systemd-analyze", "verify", "--man=no", *(["--user"] if unit.parent.name == "user" else [])]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        [*arguments, str(tmp_path / unit.name)], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    about = [line for line in done.stderr.splitlines() if unit.stem in line or "on-record" in line]
    assert about == [], done.stderr


@pytest.mark.parametrize("unit", [path for path in UNITS if path.suffix == ".service"], ids=lambda path: path.parent.name)
def test_a_service_starts_what_the_project_has(unit: Path) -> None:
    [line] = re.findall(r"(?m)^ExecStart=(.*)$", unit.read_text("utf-8"))
    program, *arguments = line.split()
    assert INSTALLED.sub("", program) in ("/.venv/bin/python", "/.venv/bin/onrecord")
    if program.endswith("/onrecord"):
        assert arguments[0] in COMMANDS
    else:
        module = PROJECT / arguments[1].replace(".", "/")
        assert arguments[0] == "-m"
        assert module.with_suffix(".py").is_file() or (module / "__main__.py").is_file()


def test_the_compose_file_names_only_services_volumes_and_files_that_are_there() -> None:
    compose = read_compose()
    for name, service in compose["services"].items():
        assert ("image" in service) != ("build" in service), name
        assert set(service.get("depends_on", {})) <= set(compose["services"])
        assert service.get("network_mode", "service:archive").removeprefix("service:") in compose["services"]
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert (DEPLOY / source).is_file() if source.startswith(".") else source in compose["volumes"], volume
    built = compose["services"]["archive"]["build"]
    context = (DEPLOY / built["context"]).resolve()
    assert context == PROJECT
    assert (context / built["dockerfile"]).is_file()


def test_only_the_proxy_s_door_is_open_to_the_world() -> None:
    opened = [port for service in read_compose()["services"].values() for port in service.get("ports", [])]
    assert opened == ["443:443"]


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_asks_for_a_login_and_keeps_the_door_of_tasks_shut(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    assert "127.0.0.1:8080" in text
    assert re.search(r"auth_basic_user_file|basicauth", text)
    assert re.search(r"/execution/\S* (?:404|\{\s*return 404;)", text)


@pytest.mark.parametrize("name", [path.name for path in DEPLOY.iterdir() if path.is_file()])
def test_every_file_is_explained(name: str) -> None:
    assert f"deploy/{name}" in (PROJECT / "docs" / "production.md").read_text("utf-8")


def test_settings_that_are_secret_or_a_choice_are_left_out() -> None:
    text = (DEPLOY / "on-record.env").read_text("utf-8")
    kept = dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))
    assert set(kept) == {"ONRECORD_HOME", "ONRECORD_CONTACT", "ONRECORD_BACKUP"}
