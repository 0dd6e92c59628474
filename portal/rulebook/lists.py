"""Occupation lists: which codes a category, a stream or a round named, from when.

A list is written in one NOC edition. Work in another edition is matched through
the concordance, and where that leaves a choice the answer is None: a question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from portal.rulebook.book import Rulebook
from portal.rulebook.occupations import EDITIONS, Occupations
from portal.rulebook.schema import (
    CONFIDENCES,
    STATUSES,
    NotInForce,
    RulebookError,
    Source,
    read_day,
    read_label,
    read_source,
    read_toml,
)
from portal.text import Label, msg

FOLDER = "occupation_lists/"
USES = ("category", "round", "include", "exclude", "priority", "historical")

_TOP = {"id", "label", "edition", "use", "used_by", "confirmed_on", "version"}
_VERSION = {
    "from",
    "status",
    "confidence",
    "source",
    "also",
    "note",
    "complete",
    "count",
    "codes",
    "groups",
    "except_groups",
}


@dataclass(frozen=True, slots=True)
class OccupationList:
    """One list as it stood from ``from_`` to ``until`` (inclusive; None = still).

    ``codes`` holds every unit group of the list, groups written by their first
    digits included.
    """

    id: str
    rule_id: str
    label: Label
    edition: str
    use: str
    used_by: tuple[str, ...]
    from_: date
    until: date | None
    status: str
    confidence: str
    source: Source
    also: tuple[str, ...]
    note: str
    codes: frozenset[str]


class Lists:
    """Every occupation list of one rulebook, read when first asked for."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = rules
        self.occupations: Occupations = rules.occupations
        self._tops: dict[str, dict[str, Any]] = {}
        self._histories: dict[str, tuple[OccupationList, ...]] = {}
        self._answers: dict[tuple[str, date, str, str], bool | None] = {}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of all lists, sorted."""
        return tuple(
            sorted(
                self._top(path).get("id", "")
                for path in self._rules.paths
                if path.startswith(FOLDER)
            )
        )

    def history(self, list_id: str) -> tuple[OccupationList, ...]:
        """All versions of a list, oldest first; raises RulebookError for an unknown id."""
        known = self._histories.get(list_id)
        if known is None:
            path = FOLDER + list_id.replace(".", "_") + ".toml"
            known = _read(self._top(path), path, list_id, self.occupations)
            self._histories[list_id] = known
        return known

    def _top(self, path: str) -> dict[str, Any]:
        """One file's tables, parsed once for its id and its versions."""
        known = self._tops.get(path)
        if known is None:
            known = self._tops[path] = read_toml(self._rules.file(path), path)
        return known

    def on(self, list_id: str, day: date) -> OccupationList:
        """The list in force on a day; raises NotInForce before its first version."""
        for version in reversed(self.history(list_id)):
            if version.from_ <= day:
                return version
        raise NotInForce(
            msg("%(list_id)s has no version in force on %(day)s", list_id=list_id, day=str(day))
        )

    def asked(self, list_id: str, day: date) -> OccupationList:
        """What a criterion means by a list: its codes of a day, or its last ones where it ended.

        A stream that is closed still asks for the occupations it last asked for.
        """
        for version in reversed(self.history(list_id)):
            if version.from_ <= day and version.status != "ended":
                return version
        raise NotInForce(
            msg("%(list_id)s has no version in force on %(day)s", list_id=list_id, day=str(day))
        )

    def all(self) -> Iterator[OccupationList]:
        """Every version of every list that names a code."""
        for list_id in self.ids:
            for version in self.history(list_id):
                if version.codes:
                    yield version

    def has(self, version: OccupationList, edition: str, code: str) -> bool | None:
        """Whether a code is on the list; None where the concordance leaves a choice."""
        key = (version.id, version.from_, edition, code)
        if key not in self._answers:
            self._answers[key] = self.occupations.in_list(
                edition, code, version.codes, version.edition
            )
        return self._answers[key]


def _read(
    top: dict[str, Any], place: str, list_id: str, occupations: Occupations
) -> tuple[OccupationList, ...]:
    only(top, _TOP, place)
    if top.get("id") != list_id:
        raise RulebookError(
            msg(
                "%(place)s, id: found %(found)s. Write %(list_id)s.",
                place=place,
                found=repr(top.get("id")),
                list_id=repr(list_id),
            )
        )
    if top.get("edition") not in EDITIONS:
        raise RulebookError(
            msg(
                "%(place)s, edition: %(found)s. Write one of %(editions)s.",
                place=place,
                found=repr(top.get("edition")),
                editions=str(EDITIONS),
            )
        )
    if top.get("use") not in USES:
        raise RulebookError(
            msg(
                "%(place)s, use: %(found)s. Write one of %(uses)s.",
                place=place,
                found=repr(top.get("use")),
                uses=str(USES),
            )
        )
    read_day(top, "confirmed_on", place)
    versions = top.get("version") or []
    made = []
    for number, each in enumerate(versions):
        where = f"{place}, version {number + 1}"
        only(each, _VERSION, where)
        first, until = span(versions, number, where)
        codes = _codes(each, top["edition"], where, occupations)
        made.append(
            OccupationList(
                id=list_id,
                rule_id=place.removesuffix(".toml").replace("/", "."),
                label=read_label(top.get("label"), f"{place}, label"),
                edition=top["edition"],
                use=top["use"],
                used_by=tuple(top.get("used_by", ())),
                from_=first,
                until=until,
                source=read_source(each.get("source"), where),
                also=tuple(each.get("also", ())),
                note=each.get("note", ""),
                codes=codes,
                **standing(each, where),
            )
        )
    if not made:
        raise RulebookError(msg("%(place)s: no [[version]].", place=place))
    return tuple(made)


def _codes(
    raw: Mapping[str, Any], edition: str, place: str, occupations: Occupations
) -> frozenset[str]:
    codes = list(raw.get("codes", ()))
    for code in codes:
        if not occupations.exists(edition, code):
            raise RulebookError(
                msg(
                    "%(place)s, codes: %(code)s is no NOC %(edition)s code.",
                    place=place,
                    code=repr(code),
                    edition=str(edition),
                )
            )
    if codes != sorted(set(codes)):
        raise RulebookError(msg("%(place)s, codes: write each code once, sorted.", place=place))
    if "count" in raw and raw["count"] != len(codes):
        raise RulebookError(
            msg(
                "%(place)s, count: %(count)s, but %(codes)s codes stand there.",
                place=place,
                count=str(raw["count"]),
                codes=str(len(codes)),
            )
        )
    groups = tuple(raw.get("groups", ()))
    if groups:
        without = tuple(raw.get("except_groups", ()))
        codes += [
            each.code
            for each in occupations.all(edition)
            if each.code.startswith(groups) and not (without and each.code.startswith(without))
        ]
    return frozenset(codes)


# --- what every dated file of ours shares ---------------------------------------------


def only(keys: Mapping[str, Any], allowed: set[str], place: str) -> None:
    """Refuse a key that the format does not know."""
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


def span(versions: list[dict[str, Any]], number: int, place: str) -> tuple[date, date | None]:
    """First and last day of a version; the next one starts the day after."""
    first = read_day(versions[number], "from", place)
    if number + 1 == len(versions):
        return first, None
    following = read_day(versions[number + 1], "from", place)
    if following <= first:
        raise RulebookError(
            msg(
                "%(place)s: the next version starts on %(following)s. Sort by from.",
                place=place,
                following=str(following),
            )
        )
    return first, following - timedelta(days=1)


def standing(raw: Mapping[str, Any], place: str) -> dict[str, str]:
    """Status and confidence of a version, or a refusal."""
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
    return {"status": raw["status"], "confidence": raw["confidence"]}
