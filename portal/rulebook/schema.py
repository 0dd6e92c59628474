"""The shape of a rule file, and the strict reading of one.

A file is refused with place, what was found and what to write: an unknown or
repeated key, versions out of order, a missing source, a short row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import tomli

from portal.text import Label, Text, msg, render

STATUSES = ("in_force", "proposed", "expected", "unknown", "ended")
CONFIDENCES = ("high", "medium", "low")


class _Worded(Exception):
    """An error whose words can be said in both languages; ``str`` says them in English."""

    def __init__(self, words: Text | str) -> None:
        super().__init__(words)
        self.words = words if isinstance(words, Text) else Text("%(fault)s", {"fault": words})

    def __str__(self) -> str:
        return render(self.words)


class RulebookError(_Worded, ValueError):
    """A rule file says something it may not; the message names file, place and remedy."""


class NotInForce(_Worded, LookupError):
    """No version of a rule on that day; never answered with "the latest"."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was read."""

    title: str
    url: str
    read_on: date
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One rule as it stood from ``from_`` to ``until`` (inclusive; None = still)."""

    id: str
    label: Label
    unit: str
    from_: date
    until: date | None
    status: str
    confidence: str
    source: Source
    also: tuple[str, ...]
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    values: Mapping[str, Any]
    _index: dict[str, dict[Any, Any]] = field(default_factory=dict, compare=False, repr=False)

    def column(self, name: str) -> dict[Any, Any]:
        """The column as a mapping from the first column's keys."""
        known = self._index.get(name)
        if known is None:
            at = self.columns.index(name)
            known = {row[0]: row[at] for row in self.rows}
            self._index[name] = known
        return known

    def lookup(self, key: Any, column: str, *, otherwise: Any = None) -> Any:
        """The cell of a row and column; ``otherwise`` for a key the table does not list."""
        return self.column(column).get(key, otherwise)

    def max(self, column: str) -> int:
        """The largest number of a column."""
        largest: int = max(self.column(column).values())
        return largest


_TOP = {"id", "label", "unit", "confirmed_on", "version"}
_VERSION = {
    "from",
    "until",
    "status",
    "confidence",
    "source",
    "also",
    "note",
    "columns",
    "rows",
    "values",
}
_SOURCE = {"title", "url", "clause", "read_on"}


def _only(keys: Mapping[str, Any], allowed: set[str], place: str) -> None:
    for key in keys:
        if key not in allowed:
            raise RulebookError(
                msg(
                    "%(place)s: unknown key %(key)s. Write one of %(allowed)s.",
                    place=place,
                    key=repr(key),
                    allowed=", ".join(sorted(allowed)),
                )
            )


def read_source(raw: Any, place: str) -> Source:
    """A source table, or a refusal that names the place."""
    if not isinstance(raw, Mapping):
        raise RulebookError(
            msg("%(place)s, source: missing. Write source = {title, url, read_on}.", place=place)
        )
    _only(raw, _SOURCE, f"{place}, source")
    for key in ("title", "url", "read_on"):
        if key not in raw:
            raise RulebookError(msg("%(place)s, source: %(key)s is missing.", place=place, key=key))
    return Source(raw["title"], raw["url"], read_day(raw, "read_on", place), raw.get("clause", ""))


def read_day(raw: Mapping[str, Any], key: str, place: str) -> date:
    """A TOML date under a key, or a refusal."""
    found = raw.get(key)
    if not isinstance(found, date):
        raise RulebookError(
            msg(
                "%(place)s, %(key)s: %(found)s is no date. Write YYYY-MM-DD.",
                place=place,
                key=key,
                found=repr(found),
            )
        )
    return found


def read_label(raw: Any, place: str) -> Label:
    """A name in both official languages, or a refusal."""
    if not isinstance(raw, Mapping) or set(raw) != {"en", "fr"}:
        raise RulebookError(
            msg(
                "%(place)s: %(raw)s is no label. Write {en = …, fr = …}.",
                place=place,
                raw=repr(raw),
            )
        )
    return Label(raw["en"], raw["fr"])


def read_toml(raw: bytes, place: str) -> dict[str, Any]:
    """TOML with the file named in the refusal."""
    try:
        return tomli.loads(raw.decode("utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise RulebookError(msg("%(place)s: %(fault)s", place=place, fault=str(fault))) from fault


def read_rule(raw: bytes, place: str, rule_id: str) -> tuple[Version, ...]:
    """All versions of one rule file, oldest first.

    Raises RulebookError for anything the format does not allow.
    """
    top = read_toml(raw, place)
    _only(top, _TOP, place)
    if top.get("id") != rule_id:
        raise RulebookError(
            msg(
                "%(place)s, id: found %(found)s. Write %(rule_id)s.",
                place=place,
                found=repr(top.get("id")),
                rule_id=repr(rule_id),
            )
        )
    label = read_label(top.get("label"), f"{place}, label")
    read_day(top, "confirmed_on", place)
    versions = top.get("version")
    if not isinstance(versions, list) or not versions:
        raise RulebookError(msg("%(place)s: no [[version]].", place=place))
    made: list[Version] = []
    for number, each in enumerate(versions, 1):
        following = versions[number] if number < len(versions) else None
        where = f"{place}, version {number}"
        made.append(_version(each, following, where, rule_id, label, top.get("unit", "")))
    return tuple(made)


def _version(
    raw: Mapping[str, Any],
    following: Mapping[str, Any] | None,
    place: str,
    rule_id: str,
    label: Label,
    unit: str,
) -> Version:
    _only(raw, _VERSION, place)
    first = read_day(raw, "from", place)
    until = read_day(raw, "until", place) if "until" in raw else None
    if following is not None:
        next_first = read_day(following, "from", place)
        if next_first <= first:
            raise RulebookError(
                msg(
                    "%(place)s: the next version starts on %(next_first)s. Sort by from.",
                    place=place,
                    next_first=str(next_first),
                )
            )
        if until is not None and until != next_first - timedelta(days=1):
            raise RulebookError(
                msg(
                    "%(place)s, until: %(until)s leaves a hole or an overlap.",
                    place=place,
                    until=str(until),
                )
            )
        until = next_first - timedelta(days=1)
    if raw.get("status") not in STATUSES:
        raise RulebookError(
            msg(
                "%(place)s, status: %(found)s. Write one of %(statuses)s.",
                place=place,
                found=repr(raw.get("status")),
                statuses=", ".join(STATUSES),
            )
        )
    if raw.get("confidence") not in CONFIDENCES:
        raise RulebookError(
            msg(
                "%(place)s, confidence: write one of %(confidences)s.",
                place=place,
                confidences=", ".join(CONFIDENCES),
            )
        )
    columns = tuple(raw.get("columns", ()))
    rows = _rows(raw.get("rows", ()), columns, place)
    return Version(
        id=rule_id,
        label=label,
        unit=unit,
        from_=first,
        until=until,
        status=raw["status"],
        confidence=raw["confidence"],
        source=read_source(raw.get("source"), place),
        also=tuple(raw.get("also", ())),
        note=raw.get("note", ""),
        columns=columns,
        rows=rows,
        values=raw.get("values", {}),
    )


def _rows(raw: Sequence[Any], columns: tuple[str, ...], place: str) -> tuple[tuple[Any, ...], ...]:
    made: list[tuple[Any, ...]] = []
    for number, row in enumerate(raw, 1):
        if len(row) != len(columns):
            raise RulebookError(
                msg(
                    "%(place)s, row %(number)s: %(row)s cells. Write %(columns)s: %(columns2)s.",
                    place=place,
                    number=str(number),
                    row=str(len(row)),
                    columns=str(len(columns)),
                    columns2=str(list(columns)),
                )
            )
        made.append(tuple(row))
    return tuple(made)
