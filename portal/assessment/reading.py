"""From a document to a profile: what is refused, with one fault a key.

Shape is pydantic's; what only the rulebook knows and what only the whole document
shows is checked in ``consistency``.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from portal.assessment.consistency import Fault, inconsistencies
from portal.assessment.profile import Part, Profile
from portal.rulebook import Rulebook

__all__ = ["Fault", "ProfileRefused", "parse_profile"]

LONGEST = 1_000_000  # bytes of one document


class ProfileRefused(ValueError):
    """The document is no profile; ``faults`` says why, key by key."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


def parse_profile(
    document: dict[str, Any] | bytes | str, rules: Rulebook, on: date | None = None
) -> Profile:
    """The typed profile of a document (a dict, or JSON text).

    ``on``: nobody may be born after it. Raises ProfileRefused with every fault.
    """
    raw = _as_bytes(document)
    if len(raw) > LONGEST:
        raise ProfileRefused([Fault("", f"{len(raw)} bytes", f"at most {LONGEST} bytes")])
    faults: list[Fault] = []
    try:
        profile = Profile.model_validate_json(raw)
    except ValidationError as refused:
        faults += _shape_faults(refused)
        if any(not fault.path for fault in faults):
            raise ProfileRefused(faults) from refused
    content = json.loads(raw)
    found = {fault.path for fault in faults}
    faults += [each for each in _unknown_keys(content, Profile, "") if each.path not in found]
    if not faults:
        faults += _one_a_key(inconsistencies(profile, rules, on))
    if faults:
        raise ProfileRefused(faults)
    return profile


def _as_bytes(document: dict[str, Any] | bytes | str) -> bytes:
    if isinstance(document, bytes):
        return document
    try:
        return (document if isinstance(document, str) else json.dumps(document)).encode()
    except (TypeError, ValueError, RecursionError) as error:
        found = type(document).__name__
        raise ProfileRefused([Fault("", found, f"JSON in UTF-8 ({error})"[:200])]) from None


def _one_a_key(faults: Iterator[Fault]) -> list[Fault]:
    first: dict[str, Fault] = {}
    for fault in faults:
        first.setdefault(fault.path, fault)
    return list(first.values())


# --- the shape ------------------------------------------------------------------------

_PARTS = frozenset(part.__name__ for part in Part.__subclasses__())


def _shape_faults(refused: ValidationError) -> list[Fault]:
    seen: dict[str, Fault] = {}
    for error in refused.errors(include_url=False):
        # Members of a union name themselves in the path ("JobOffer", "literal[False]"): no keys.
        keys = [str(key) for key in error["loc"] if "[" not in str(key) and key not in _PARTS]
        while keys and keys[-1] in ("date", "datetime", "enum"):
            keys.pop()
        path = ".".join(keys)
        found = "nothing" if error["type"] == "missing" else shown(error["input"])
        expected = _expected(error["type"], error["msg"], error.get("ctx", {}))
        known = seen.get(path)
        both = f"{known.expected} or {expected}" if known else expected
        seen[path] = Fault(path, found, both)
    # A union reports its other members as well; the deepest path is the fault.
    return [
        fault
        for path, fault in seen.items()
        if not path or not any(other.startswith(path + ".") for other in seen)
    ]


_PATTERNS = {
    r"^[A-Z]{2}$": "a country of two capital letters (ISO 3166-1)",
    r"^\d{4}$": "a year of four digits",
    r"^\d{4,5}$": "four or five digits",
}


def _expected(kind: str, message: str, context: dict[str, Any]) -> str:
    """What a key may hold, in words: pydantic's own where they are good enough."""
    match kind:
        case "missing":
            return "a value"
        case "string_pattern_mismatch":
            return _PATTERNS.get(context["pattern"], f"text like {context['pattern']}")
        case "string_too_long":
            return f"at most {context['max_length']} characters"
        case "too_long":
            return f"at most {context['max_length']} entries"
        case "timezone_aware":
            return "an instant with its offset, such as 2019-07-30T14:05:00-04:00"
        case "date_from_datetime_parsing" | "date_parsing" | "date_type":
            return "a date such as 2019-08-01"
    return message.removeprefix("Input should be ").removeprefix("Value error, ")


def shown(value: Any) -> str:
    """A value as a fault prints it: one line, at most 60 signs, nothing invisible."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    text = json.dumps(value, ensure_ascii=False, default=str)
    text = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)
    return text if len(text) <= 60 else text[:57] + "…"


@lru_cache(maxsize=64)
def _keys_of(model: type[BaseModel]) -> dict[str, type[BaseModel] | None]:
    """The keys a part may have, each with the part it leads to."""
    return {
        field.alias or name: _part_in(field.annotation)
        for name, field in model.model_fields.items()
    }


def _part_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (list, Union, types.UnionType):
        parts = (_part_in(each) for each in get_args(annotation))
        return next((each for each in parts if each is not None), None)
    return None


def _unknown_keys(content: Any, model: type[BaseModel], place: str) -> Iterator[Fault]:
    """Keys the contract does not list; those that start with x_ are kept, not read."""
    if isinstance(content, list):
        for at, each in enumerate(content):
            yield from _unknown_keys(each, model, f"{place}{at}.")
    if not isinstance(content, dict):
        return
    known = _keys_of(model)
    for key, value in content.items():
        if key not in known:
            if not key.startswith("x_"):
                name = shown(key)[1:-1]
                yield Fault(f"{place}{name}", shown(value), "no such key, or one starting with x_")
        elif (part := known[key]) is not None:
            yield from _unknown_keys(value, part, f"{place}{key}.")
