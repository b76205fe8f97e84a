"""JSON Schemas of records, made from the annotations that the codec writes JSON by."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, NewType, Union, get_args, get_origin, get_type_hints

_PLAIN: Final[Mapping[type, Mapping[str, Any]]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}


class Schemas:
    """The schemas of all records that some records lead to, by the names of their classes."""

    def __init__(self) -> None:
        self.named: dict[str, dict[str, Any]] = {}

    def refer(self, hint: Any) -> dict[str, Any]:
        """Return the schema of an annotation; a record's is named and pointed at."""
        while isinstance(hint, NewType):
            hint = hint.__supertype__
        if hint in _PLAIN:
            return dict(_PLAIN[hint])
        origin = get_origin(hint)
        if origin in (Union, types.UnionType):
            return self._unite(get_args(hint))
        if origin is tuple:
            return self._list(get_args(hint))
        if origin is not None or hint is Any:
            return {"type": "object"} if origin is Mapping else {}
        if issubclass(hint, Enum):
            return {"type": "string", "enum": [member.value for member in hint]}
        return self._name(hint)

    def _name(self, cls: type) -> dict[str, Any]:
        name = cls.__name__
        if name not in self.named:
            self.named[name] = {}
            self.named[name] = self._describe(cls)
        return {"$ref": f"#/components/schemas/{name}"}

    def _describe(self, cls: type) -> dict[str, Any]:
        if not is_dataclass(cls):
            raise TypeError(f"{cls.__name__} is no record")
        about = " ".join((cls.__doc__ or "").split())
        if hasattr(cls, "json_fields"):
            return {"type": "object", "description": about}
        hints = get_type_hints(cls)
        properties: dict[str, Any] = {}
        required, inline = [], []
        for each in fields(cls):
            mark = each.metadata.get("json")
            if mark == "inline":
                inline.append(_let_be_absent(self.refer(hints[each.name])))
                continue
            properties[each.name] = self.refer(hints[each.name])
            if mark != "optional":
                required.append(each.name)
        schema = {"type": "object", "description": about, "properties": properties, "required": required}
        return {"description": about, "allOf": [schema, *inline]} if inline else schema

    def _unite(self, parts: tuple[Any, ...]) -> dict[str, Any]:
        kept = [self.refer(part) for part in parts if part is not type(None)]
        null = [{"type": "null"}] if type(None) in parts else []
        return {"anyOf": [*kept, *null]} if len(kept) + len(null) > 1 else kept[0]

    def _list(self, parts: tuple[Any, ...]) -> dict[str, Any]:
        if parts[1:] == (...,):
            return {"type": "array", "items": self.refer(parts[0])}
        items = [self.refer(part) for part in parts]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}


def _let_be_absent(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an inline record: without it, none of its fields is there."""
    parts = schema.get("anyOf")
    return {"anyOf": [{"type": "object"} if part == {"type": "null"} else part for part in parts]} if parts else schema
