"""Key paths into a document: read a place, set a place, and the difference of two documents."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_PART = re.compile(r"[^.\[\]]+")


class NoSuchPlace(LookupError):
    """A path that leads nowhere in this document."""


@dataclass(frozen=True, slots=True)
class Change:
    """One place where two documents differ; None stands for "not there"."""

    path: str
    before: Any
    after: Any


def parts(path: str) -> list[str]:
    """The steps of ``work.0.title`` or ``work[0].title``; empty for the whole document."""
    return _PART.findall(path)


def value_at(document: Any, path: str) -> Any:
    """What stands at a path, or None where nothing does."""
    place = document
    for part in parts(path):
        if isinstance(place, dict):
            place = place.get(part)
        elif isinstance(place, list) and part.isdecimal() and int(part) < len(place):
            place = place[int(part)]
        else:
            return None
    return place


def with_value(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of the document with one place set.

    A list may grow by one at its end. Raises NoSuchPlace when the way to the place
    does not exist.
    """
    made = copy.deepcopy(document)
    *way, last = parts(path) or [""]
    place: Any = made
    for part in way:
        place = _child(place, part, path)
    if isinstance(place, dict) and last:
        place[last] = value
    elif isinstance(place, list) and last.isdecimal() and int(last) <= len(place):
        place[int(last) : int(last) + 1] = [value]
    else:
        raise NoSuchPlace(path)
    return made


def _child(place: Any, part: str, path: str) -> Any:
    try:
        found = place[int(part)] if isinstance(place, list) else place[part]
    except (KeyError, ValueError, IndexError, TypeError) as error:
        raise NoSuchPlace(path) from error
    if not isinstance(found, dict | list):
        raise NoSuchPlace(path)
    return found


def changes(before: Any, after: Any, path: str = "") -> Iterator[Change]:
    """Every place where two documents differ, the deepest ones, in order."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from changes(before.get(key), after.get(key), f"{path}.{key}" if path else key)
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            old = before[index] if index < len(before) else None
            new = after[index] if index < len(after) else None
            yield from changes(old, new, f"{path}.{index}")
    elif before != after or type(before) is not type(after):
        yield Change(path, before, after)
