"""Start and stop the service: ``python -m dags.service up``, ``down``, or ``run`` in the foreground."""

from __future__ import annotations

import os
import sys

from dags.airflow_settings import API_PORT, HEALTH_PORT
from dags.service.environment_numbers import read_number
from dags.service.errors import ServiceError
from dags.service.starting import down, log_line, run, supervise, up
from pipeline.home import find_home

_LAST_PORT = 65_535
"""The highest port of TCP (RFC 9293): its field has 16 bits."""
_USAGE = "usage: python -m dags.service up|down|run\n"


def main(arguments: list[str]) -> int:
    """Obey one command; returns the exit code."""
    try:
        home = find_home()
        port = read_number(os.environ, "ONRECORD_PORT", API_PORT, least=1, most=_LAST_PORT)
        beside = min(port + HEALTH_PORT - API_PORT, _LAST_PORT)
        health_port = read_number(os.environ, "ONRECORD_HEALTH_PORT", beside, least=1, most=_LAST_PORT)
        match arguments:
            case ["up"]:
                sys.stdout.write(up(home, port=port, health_port=health_port, say=_tell) + "\n")
            case ["down"]:
                count = down(home)
                sys.stdout.write(f"Stopped {count} processes.\n" if count else "The service was not running.\n")
            case ["run"]:
                run(home, port=port, health_port=health_port, environ=os.environ, say=log_line)
            case ["supervise", given]:
                supervise(home, dict(os.environ), int(given), log_line)
            case _:
                sys.stderr.write(_USAGE)
                return 2
    except ServiceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _tell(words: str) -> None:
    sys.stdout.write(f"  {words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
