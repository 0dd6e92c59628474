"""Provincial streams: what each asked, from when, and whether it was open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from portal.rulebook.book import Rulebook
from portal.rulebook.criteria import Spec, read_criteria
from portal.rulebook.lists import only, span, standing
from portal.rulebook.schema import (
    CONFIDENCES,
    RulebookError,
    Source,
    read_day,
    read_label,
    read_source,
    read_toml,
)
from portal.text import Label, msg
from portal.vocabulary import Province

FOLDER = "streams/"
STATES = (
    "announced",
    "open",
    "open_no_draws",
    "paused",
    "suspended",
    "closed",
    "revoked",
    "unknown",
    "none",
)
OPEN = ("open", "open_no_draws", "unknown")
ALIGNMENTS = ("enhanced", "base", "mixed")
ENTRIES = ("passive_noi", "eoi", "employer_led", "direct", "unknown", "none")

_TOP = {
    "id",
    "province",
    "program",
    "name",
    "alignment",
    "entry",
    "as_of",
    "confirmed_on",
    "invitation_valid_days",
    "status",
    "version",
}
_STATUS = {"from", "state", "entry", "confidence", "source", "also", "note", "start_unknown"}
_VERSION = {"from", "status", "confidence", "source", "also", "note", "criterion"}


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a stream was open, from one day to another (inclusive).

    ``start_unknown``: the day it began was not found; ``from_`` is only the first
    day this rulebook speaks of.
    """

    state: str
    from_: date
    until: date | None
    entry: str
    confidence: str
    source: Source
    also: tuple[str, ...]
    note: str
    start_unknown: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody could be chosen or apply."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class StreamVersion:
    """What a stream asked, from one day to another (inclusive)."""

    from_: date
    until: date | None
    status: str
    confidence: str
    source: Source
    also: tuple[str, ...]
    note: str
    criteria: tuple[Spec, ...]


_Dated = TypeVar("_Dated", Status, StreamVersion)


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of one province with its whole history."""

    id: str
    rule_id: str
    province: str
    program: str
    name: Label
    alignment: str
    as_of: date
    confirmed_on: date
    invitation_valid_days: int | None
    statuses: tuple[Status, ...]
    versions: tuple[StreamVersion, ...]

    def status_on(self, day: date) -> Status | None:
        """Its state on a day; None before anything was heard of it."""
        return _on(self.statuses, day)

    def version_on(self, day: date) -> StreamVersion | None:
        """What it asked on a day; None before its first known criteria."""
        return _on(self.versions, day)


class Streams(Mapping[str, Stream]):
    """Every stream of one rulebook by id, in the order of the provinces."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = rules

    @cached_property
    def _all(self) -> dict[str, Stream]:
        found = [
            _read(self._rules.file(path), path)
            for path in self._rules.paths
            if path.startswith(FOLDER)
        ]
        order = [
            "ON", "AB", "BC", "SK", "MB", "NS", "NB", "PE", "NL", "YT", "NT", "NU", "QC",
        ]  # fmt: skip
        found.sort(key=lambda each: (order.index(each.province), each.id))
        made = {each.id: each for each in found}
        if len(made) != len(found):
            raise RulebookError(
                msg("%(folder)s: two streams have the same id.", folder=str(FOLDER))
            )
        return made

    def __getitem__(self, stream_id: str) -> Stream:
        return self._all[stream_id]

    def __iter__(self) -> Any:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def _on(versions: tuple[_Dated, ...], day: date) -> _Dated | None:
    for version in reversed(versions):
        if version.from_ <= day:
            return version
    return None


def _one_of(raw: Mapping[str, Any], key: str, allowed: tuple[str, ...], place: str) -> str:
    found = raw.get(key)
    if found not in allowed:
        raise RulebookError(
            msg(
                "%(place)s, %(key)s: %(found)s. Write one of %(allowed)s.",
                place=place,
                key=key,
                found=repr(found),
                allowed=str(allowed),
            )
        )
    return str(found)


def _read(raw: bytes, place: str) -> Stream:
    top = read_toml(raw, place)
    only(top, _TOP, place)
    stem = place.rsplit("/", 1)[-1].removesuffix(".toml")
    province = _one_of(top, "province", tuple(each.value for each in Province), place)
    if top.get("id") != f"{province.lower()}.{stem}":
        raise RulebookError(
            msg(
                "%(place)s, id: found %(found)s. Write %(found2)s.%(stem)s.",
                place=place,
                found=repr(top.get("id")),
                found2=str(province.lower()),
                stem=stem,
            )
        )
    entry = _one_of(top, "entry", ENTRIES, place)
    statuses, versions = top.get("status") or [], top.get("version") or []
    if not statuses or not versions:
        raise RulebookError(
            msg("%(place)s: write at least one [[status]] and one [[version]].", place=place)
        )
    return Stream(
        id=top["id"],
        rule_id=place.removesuffix(".toml").replace("/", "."),
        province=province,
        program=top["program"],
        name=read_label(top.get("name"), f"{place}, name"),
        alignment=_one_of(top, "alignment", ALIGNMENTS, place),
        as_of=read_day(top, "as_of", place),
        confirmed_on=read_day(top, "confirmed_on", place),
        invitation_valid_days=top.get("invitation_valid_days"),
        statuses=tuple(_status(statuses, at, entry, place) for at in range(len(statuses))),
        versions=tuple(_version(versions, at, place) for at in range(len(versions))),
    )


def _status(rows: list[dict[str, Any]], number: int, entry: str, place: str) -> Status:
    raw, where = rows[number], f"{place}, status {number + 1}"
    only(raw, _STATUS, where)
    first, until = span(rows, number, where)
    if raw.get("start_unknown") and number:
        raise RulebookError(
            msg("%(where)s: only the first status can have an unknown start.", where=where)
        )
    return Status(
        state=_one_of(raw, "state", STATES, where),
        from_=first,
        until=until,
        entry=_one_of({"entry": entry, **raw}, "entry", ENTRIES, where),
        confidence=_one_of(raw, "confidence", CONFIDENCES, where),
        source=read_source(raw.get("source"), where),
        also=tuple(raw.get("also", ())),
        note=raw.get("note", ""),
        start_unknown=bool(raw.get("start_unknown", False)),
    )


def _version(rows: list[dict[str, Any]], number: int, place: str) -> StreamVersion:
    raw, where = rows[number], f"{place}, version {number + 1}"
    only(raw, _VERSION, where)
    first, until = span(rows, number, where)
    return StreamVersion(
        from_=first,
        until=until,
        source=read_source(raw.get("source"), where),
        also=tuple(raw.get("also", ())),
        note=raw.get("note", ""),
        criteria=read_criteria(raw.get("criterion"), where),
        **standing(raw, where),
    )
