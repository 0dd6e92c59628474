"""The two documents of the contract as JSON Schema, made from the code's own types."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

from portal.assessment.result import attributes

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: Mapping[Any, Mapping[str, str]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}
_WORDS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "values": {"type": "object"}},
    "required": ["id", "values"],
}


def profile() -> dict[str, Any]:
    """What a profile may hold; keys that start with `x_` are kept and not read."""
    from portal.assessment.profile import Profile

    made = Profile.model_json_schema(by_alias=True)
    _close(made)
    for part in made.get("$defs", {}).values():
        _close(part)
    return {"$schema": DIALECT, "$id": "portal.profile/1", **made}


def _close(part: dict[str, Any]) -> None:
    """Refuse unknown keys, as the reader does."""
    if part.get("type") == "object":
        part["additionalProperties"] = False
        part["patternProperties"] = {"^x_": {}}


def assessment() -> dict[str, Any]:
    """What an assessment holds in one language: each text beside its `…_msg`."""
    from portal.assessment.categories import CategoryResult
    from portal.assessment.result import SCHEMA, Assessment
    from portal.assessment.rounds import RoundResult
    from portal.assessment.streams import StreamResult
    from portal.assessment.targeted import TargetedOccupation

    known: dict[str, Any] = {}
    made = _object(Assessment, known)
    made["properties"].pop("extra")
    made["properties"].pop("disclaimer_msg")  # the whole document's text stands alone
    made["required"].remove("extra")
    for key, kind in (
        ("streams", StreamResult),
        ("categories", CategoryResult),
        ("targeted_occupations", TargetedOccupation),
        ("rounds", RoundResult),
    ):
        made["properties"][key] = _nullable({"type": "array", "items": _of(kind, known)})
    made["properties"]["outlook"] = {"type": ["object", "null"]}
    made["properties"]["schema"] = {"const": SCHEMA}
    made["required"].insert(0, "schema")
    return {"$schema": DIALECT, "$id": SCHEMA, "title": "Assessment", **made, "$defs": known}


def _object(kind: type, known: dict[str, Any]) -> dict[str, Any]:
    hints = _hints(kind)
    properties: dict[str, Any] = {}
    required = []
    for name in attributes(kind):
        key = name.rstrip("_")
        hint = hints[name]
        properties[key] = _of(hint, known)
        if _is_words(hint):
            properties[f"{key}_msg"] = dict(_WORDS)
        required.append(key)
    return {"type": "object", "properties": properties, "required": required}


def _hints(kind: type) -> dict[str, Any]:
    """The types of a result's attributes; a round's own stand in a part it shares."""
    hints = get_type_hints(kind)
    shared = hints.get("round")
    return hints if shared is None else {**get_type_hints(shared), **hints}


def _of(hint: Any, known: dict[str, Any]) -> dict[str, Any]:
    """The schema of one type; dataclasses are named once under `$defs`."""
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if _is_words(hint):
        return {"type": "string"}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in known:
            known[hint.__name__] = {}
            known[hint.__name__] = _object(hint, known)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        members = []
        for each in arguments:
            if each is not type(None) and (member := _of(each, known)) not in members:
                members.append(member)
        joined = members[0] if len(members) == 1 else {"anyOf": members}
        return _nullable(joined) if type(None) in arguments else joined
    if origin in (tuple, list):
        return {"type": "array", "items": _of(arguments[0], known)}
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _of(arguments[1], known)}
    return {}


def _nullable(inner: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [inner, {"type": "null"}]} if inner else inner


def _is_words(hint: Any) -> bool:
    from portal.text import Label, Text

    if hint in (Text, Label):
        return True
    members = [each for each in get_args(hint) if each is not type(None)]
    return (
        bool(members)
        and get_origin(hint) in (Union, types.UnionType)
        and all(each in (Text, Label) for each in members)
    )
