"""What the invented publishers of these tests put online."""

from __future__ import annotations

from tests.loopback.ministry import article, listing
from tests.loopback.server import Program, Visit


def publish(name: str, *numbers: int) -> dict[str, Program]:
    """Answer a list of statements of some days, and each of them."""
    items = [(f"/{name}/{number}", f"{20 + number} October 2020") for number in numbers]
    answers: dict[str, Program] = {path: article(f"The Ministry calls for sample {path}.") for path, _ in items}
    return {f"/{name}/news": listing(*items), **answers}


def forbid(visit: Visit) -> None:
    """Answer as a wall does."""
    visit.reply(b"<title>Forbidden</title>", "403 Forbidden", Content_Type="text/html")
