"""Describe the API as OpenAPI 3.1, from its endpoints."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from pipeline.site.api.answering import JSON, PROBLEM
from pipeline.site.api.endpoints import ENDPOINTS, Endpoint
from pipeline.site.api.parameters import Parameter
from pipeline.site.api.schemas import Schemas

VERSION: Final = "1"
"""The version of the API, which is in its paths: what an answer holds is only added to within it."""

PREFIX: Final = f"/api/v{VERSION}"

_ERRORS: Final = {
    "400": "A parameter is unknown or cannot be read.",
    "404": "The archive does not hold it.",
    "410": "It was withdrawn; the detail says why.",
}
_PROBLEM: Final = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "properties": {"title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
    "required": ["title", "status", "detail"],
}


def make_openapi() -> dict[str, Any]:
    """Return the description of the API (OpenAPI 3.1)."""
    schemas = Schemas()
    paths = {f"{PREFIX}{each.path}": {"get": _describe(each, schemas)} for each in ENDPOINTS}
    about = "Return this description."
    own = {"operationId": "openapi", "summary": about, "responses": {"200": _plain(about, {"type": "object"})}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "On Record",
            "version": VERSION,
            "description": "Reads an archive of what officials said. Every answer has an ETag of the archive's state.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {**paths, f"{PREFIX}/openapi.json": {"get": own}},
        "components": {"schemas": {**dict(sorted(schemas.named.items())), "Problem": _PROBLEM}},
    }


def write_openapi() -> str:
    """Return the description as the text of docs/openapi.json."""
    return json.dumps(make_openapi(), ensure_ascii=False, indent=1) + "\n"


def _describe(endpoint: Endpoint, schemas: Schemas) -> dict[str, Any]:
    schema = schemas.refer(endpoint.record) if endpoint.record else {"type": "string"}
    content = {media_type.partition(";")[0]: {"schema": schema} for media_type in endpoint.media_types}
    etag = {"ETag": {"description": "The state of the archive.", "schema": {"type": "string"}}}
    path = [_path_parameter(name) for name in re.findall(r"\{(\w+)\}", endpoint.path)]
    problem = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "operationId": endpoint.name,
        "summary": endpoint.about,
        "parameters": [*path, *map(_query_parameter, endpoint.parameters)],
        "responses": {
            "200": {"description": endpoint.about, "headers": etag, "content": content},
            "304": {"description": "Nothing has changed since the ETag of If-None-Match."},
            **{code: {"description": why, "content": problem} for code, why in _ERRORS.items()},
        },
    }


def _path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query_parameter(parameter: Parameter) -> dict[str, Any]:
    described = {"name": parameter.name, "in": "query", "description": parameter.about, "schema": dict(parameter.schema)}
    return {**described, "required": True} if parameter.required else described


def _plain(about: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": about, "content": {JSON: {"schema": schema}}}
