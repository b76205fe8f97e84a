"""Answer a request with a page or with its JSON twin, from the same facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from pipeline.home import Home
from pipeline.run.read.surveying import name_sources
from pipeline.site import display, marking
from storage.model.codec import to_json

FOLDER: Final = Path(__file__).parent
LANGUAGES: Final = {
    "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hy": "Armenian", "it": "Italian", "ja": "Japanese", "ka": "Georgian",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip
KINDS: Final = {
    "own": "own words",
    "turn": "transcript",
    "direct": "quoted in full",
    "mixed": "quoted in part",
    "indirect": "reported",
}
"""How words are quoted, as readers know it."""


def as_json(value: Any) -> Any:
    """Return facts as JSON types: records by their codec, everything else as it is."""
    if is_dataclass(value) and not isinstance(value, type):
        return to_json(value)
    if isinstance(value, Mapping):
        return {name: as_json(each) for name, each in value.items()}
    return [as_json(each) for each in value] if isinstance(value, list | tuple) else value


def make_templates() -> Environment:
    """Build the environment of the templates: everything escaped, every character that acts made visible."""
    titles = name_sources()
    found = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=display.show_value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(
        when=display.show_when,
        day=display.show_day,
        instant=display.show_instant,
        month=display.show_month,
        link=display.safe_link,
        lang=display.show_language,
        language=lambda code: LANGUAGES.get((code or "").partition("-")[0], code or "unknown language"),
        kind=lambda kind: KINDS.get(kind, str(kind).replace("_", " ")),
        source=lambda id_: titles.get(id_, id_),
        number=lambda number: f"{number:,}",
        highlight=marking.highlight,
    )
    found.globals.update(fragment_link=display.fragment_link, date_of_hit=display.date_of_hit)
    return found


def home_of(request: Request) -> Home:
    """Return the archive that the site serves."""
    home: Home = request.app.state.home
    return home


def wants_json(request: Request) -> bool:
    """Say whether the JSON twin of a page is asked for."""
    return request.url.path.endswith(".json")


def answer(
    request: Request,
    template: str,
    facts: Mapping[str, Any],
    furnish: Callable[[], Mapping[str, Any]] = dict,
    *,
    status: int = 200,
) -> Response:
    """Answer with a page, or with its facts as JSON; ``furnish`` adds what only the page needs."""
    if wants_json(request):
        return JSONResponse(as_json(facts), status_code=status)
    return render(request, template, {**facts, **furnish()}, status=status)


def render(request: Request, template: str, values: Mapping[str, Any], *, status: int = 200) -> Response:
    """Answer with a page."""
    twin = None if request.method == "POST" or status >= 400 else _name_twin(request)
    written = request.app.state.templates.get_template(template).render(
        **{"feeds": None, **values},
        twin=twin,
        path=request.url.path,
        is_snapshot=home_of(request).snapshot is not None,
        has_data=request.app.state.has_data,
    )
    return HTMLResponse(written, status_code=status)


def _name_twin(request: Request) -> str:
    path = "/search" if request.url.path == "/" else request.url.path.rstrip("/")
    return f"{path}.json" + (f"?{request.url.query}" if request.url.query else "")
