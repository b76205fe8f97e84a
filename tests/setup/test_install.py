"""`make` finds an interpreter that Airflow supports, and builds the environment anew only if it must."""

from __future__ import annotations

import pytest

from tests.setup.machine import Machine

ENTRY = {"setup": [], "run": ["-m dags.inprocess"], "test": []}
"""What each target then asks of the environment's interpreter; pytest is a program of its own."""


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("target", ENTRY)
def test_the_only_supported_python_is_used(machine: Machine, target: str, version: str) -> None:
    machine.install_python(f"python{version}", version)
    machine.make(target)
    assert machine.take_calls() == [
        f"{version} -m venv .venv",
        f"{version} -m pip install --quiet --require-hashes -r requirements-uv.txt",
        "uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r requirements.txt",
        "uv pip install --quiet --no-deps --no-build-isolation --python .venv/bin/python -e .",
        f"{version} -m compileall -q dags pipeline storage",
        *(f"{version} {call}" for call in ENTRY[target]),
    ]


def test_the_newest_of_several_is_used(machine: Machine) -> None:
    for version in ("3.11", "3.12", "3.13"):
        machine.install_python(f"python{version}", version)
    assert machine.make("setup").returncode == 0
    assert machine.take_calls()[0] == "3.13 -m venv .venv"


def test_a_name_that_does_not_start_is_passed_over(machine: Machine) -> None:
    machine.install_python("python3.13")
    machine.install_python("python3.12", "3.12")
    assert machine.make("setup").returncode == 0
    assert machine.take_calls()[0] == "3.12 -m venv .venv"


def test_an_unversioned_name_of_a_supported_version_is_used(machine: Machine) -> None:
    machine.install_python("python3", "3.12")
    assert machine.make("setup").returncode == 0
    assert machine.take_calls()[0] == "3.12 -m venv .venv"


@pytest.mark.parametrize("target", ENTRY)
def test_without_a_usable_python_one_line_says_what_was_tried_and_what_to_do(machine: Machine, target: str) -> None:
    machine.install_python("python3.12")
    machine.install_python("python3.11", "3.11", lacking=True)
    machine.install_python("python3", "3.14")
    done = machine.make(target)
    said, *rest = done.stderr.splitlines()
    assert said == (
        "On Record needs Python 3.11, 3.12 or 3.13. Tried: python3.13 (not found), python3.12 (does not start), "
        "python3.11 (lacks one of the modules ensurepip, sqlite3, ssl, venv), python3 (is Python 3.14). "
        "Install one (on Debian: apt install python3 python3-venv), or name one: make setup PYTHON=/path/to/python3"
    )
    assert [line.split(":")[0] for line in rest] == ["make"]
    assert done.returncode == 2
    assert not (machine.project / ".venv").exists()


def test_a_named_python_that_is_not_supported_is_refused(machine: Machine) -> None:
    machine.install_python("python3.12", "3.12")
    other = machine.install_python("python3.10", "3.10")
    done = machine.make("setup", f"PYTHON={other}")
    assert f"Tried: {other} (is Python 3.10)." in done.stderr
    assert machine.take_calls() == []


def test_a_finished_environment_is_kept_also_if_a_newer_python_comes(machine: Machine) -> None:
    machine.install_python("python3.11", "3.11")
    machine.make("setup")
    machine.install_python("python3.13", "3.13")
    machine.take_calls()
    assert machine.make("setup").returncode == 0
    assert machine.take_calls() == []


def test_a_finished_environment_outlives_the_python_on_the_path(machine: Machine) -> None:
    machine.install_python("python3.11", "3.11")
    machine.make("setup")
    (machine.bin / "python3.11").unlink()
    assert machine.make("setup").returncode == 0


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-uv.txt"])
def test_another_lock_builds_the_environment_anew(machine: Machine, file: str) -> None:
    machine.install_python("python3.11", "3.11")
    machine.make("setup")
    leftover = machine.project / ".venv" / "leftover"
    leftover.touch()
    lock = machine.project / file
    lock.write_text(lock.read_text("utf-8") + "# changed\n", "utf-8")
    machine.take_calls()
    assert machine.make("setup").returncode == 0
    assert machine.take_calls()[0] == "3.11 -m venv .venv"
    assert not leftover.exists()


def test_a_python_that_became_another_version_builds_the_environment_anew(machine: Machine) -> None:
    machine.install_python("python3", "3.11")
    machine.make("setup")
    newer = machine.install_python("python3", "3.12")
    (machine.project / ".venv/bin/python").write_bytes(newer.read_bytes())
    machine.take_calls()
    assert machine.make("setup").returncode == 0
    assert machine.take_calls()[0] == "3.12 -m venv .venv"


def test_an_environment_whose_python_is_gone_is_built_anew(machine: Machine) -> None:
    machine.install_python("python3.11", "3.11")
    machine.make("setup")
    (machine.project / ".venv/bin/python").unlink()
    machine.take_calls()
    assert machine.make("setup").returncode == 0
    assert machine.take_calls()[0] == "3.11 -m venv .venv"


def test_naming_a_python_of_another_version_builds_the_environment_anew(machine: Machine) -> None:
    machine.install_python("python3.13", "3.13")
    other = machine.install_python("python3.12", "3.12")
    machine.make("setup")
    machine.take_calls()
    assert machine.make("setup", f"PYTHON={other}").returncode == 0
    assert machine.take_calls()[0] == "3.12 -m venv .venv"


def test_a_change_of_the_project_alone_keeps_the_libraries(machine: Machine) -> None:
    machine.install_python("python3.11", "3.11")
    machine.make("setup")
    project = machine.project / "pyproject.toml"
    project.write_text(project.read_text("utf-8") + "\n# changed\n", "utf-8")
    machine.take_calls()
    assert machine.make("setup").returncode == 0
    assert machine.take_calls() == [
        "uv pip install --quiet --no-deps --no-build-isolation --python .venv/bin/python -e .",
        "3.11 -m compileall -q dags pipeline storage",
    ]


def test_an_install_that_broke_off_is_done_again_from_the_beginning(machine: Machine) -> None:
    machine.install_python("python3.11", "3.11")
    machine.break_network(broken=True)
    assert machine.make("setup").returncode == 2
    machine.break_network(broken=False)
    machine.take_calls()
    assert machine.make("setup").returncode == 0
    assert machine.take_calls()[0] == "3.11 -m venv .venv"


def test_the_environment_of_a_cluster_has_its_own_lock(machine: Machine) -> None:
    machine.install_python("python3.11", "3.11")
    machine.make("setup")
    machine.take_calls()
    assert machine.make("cluster-setup").returncode == 0
    calls = machine.take_calls()
    assert calls[0] == "3.11 -m venv .venv-cluster"
    assert calls[2].endswith("--python .venv-cluster/bin/python --require-hashes -r requirements-cluster.txt")


def test_what_this_machine_needs_besides_is_installed_each_time_the_environment_is_built(machine: Machine) -> None:
    machine.install_python("python3.11", "3.11")
    machine.make("setup")
    machine.take_calls()
    (machine.project / "requirements-local.txt").write_text("a-driver\n", "utf-8")
    assert machine.make("setup").returncode == 0
    calls = machine.take_calls()
    assert calls[0] == "3.11 -m venv .venv"
    assert calls[3] == "uv pip install --quiet --python .venv/bin/python -r requirements-local.txt -c requirements.txt"
