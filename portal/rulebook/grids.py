"""Provinces' own points grids, as factors over a closed list of measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.rulebook.book import Rulebook
from portal.rulebook.lists import only, span, standing
from portal.rulebook.schema import (
    NotInForce,
    RulebookError,
    Source,
    read_day,
    read_label,
    read_source,
    read_toml,
)
from portal.text import Label, msg

FOLDER = "grids/"
MEASURES = (
    "age",
    "best",
    "canadian_credentials",
    "clb_each",
    "clb_first",
    "clb_second",
    "education",
    "months_in",
    "months_in_position",
    "months_total",
    "not_asked",
    "not_read",
    "offer_category",
    "offer_teer",
    "sum",
    "wage",
    "wage_minus",
    "years_older",
    "years_recent",
    "years_recent_any",
    "years_related",
    "years_total",
)
# What a row of ``best`` or ``sum`` may ask for.
CONDITIONS = (
    "bilingual",
    "credential_elsewhere_in_canada",
    "credential_in",
    "en",
    "family_language",
    "fr",
    "friend",
    "highest_in",
    "language",
    "licensed_offer",
    "offer",
    "offer_in_city",
    "offer_outside",
    "own_home",
    "partner_worked",
    "permanent_job",
    "program",
    "registered",
    "relative_close",
    "relative_near",
    "relative_wide",
    "strategic_invitation",
    "studied",
    "studied_elsewhere",
    "study_permit",
    "unknown",
    "with_offer_employer",
    "with_offer_employer_months",
    "work_permit",
    "worked",
    "worked_elsewhere",
    "worked_related",
    "worked_unbroken",
)

_TOP = {"id", "name", "confirmed_on", "version"}
_VERSION = {"from", "status", "confidence", "source", "also", "note", "max", "pass_mark", "factor"}
_FACTOR = {
    "id",
    "label",
    "measure",
    "max",
    "rows",
    "note",
    "only_if_zero",
    "cap_group",
    "cap",
    "with_offer",
    "without_offer",
    "offer_in",
    "below",
}


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a grid.

    ``rows`` are [least, points] for a measure that counts, [first, last, points]
    for age, [condition, points] for ``best`` and ``sum``. ``argument`` is what
    stands behind the measure's colon. ``cap``: what all factors of ``cap_group``
    give together at most.
    """

    id: str
    label: Label
    measure: str
    argument: str
    max: int
    rows: tuple[tuple[Any, ...], ...]
    only_if_zero: str
    cap_group: str
    cap: int | None
    with_offer: bool
    without_offer: bool
    offer_in: str
    below: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One points grid as it stood from ``from_`` to ``until``."""

    id: str
    rule_id: str
    label: Label
    from_: date
    until: date | None
    status: str
    confidence: str
    source: Source
    also: tuple[str, ...]
    note: str
    max: int
    pass_mark: int | None
    factors: tuple[Factor, ...]


class Grids:
    """Every provincial grid of one rulebook, read when first asked for."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = rules
        self._known: dict[str, tuple[Grid, ...]] = {}

    def history(self, grid_id: str) -> tuple[Grid, ...]:
        """All versions of a grid, oldest first; raises RulebookError for an unknown id."""
        if grid_id not in self._known:
            path = FOLDER + grid_id.replace(".", "_") + ".toml"
            self._known[grid_id] = _read(self._rules.file(path), path, grid_id)
        return self._known[grid_id]

    def on(self, grid_id: str, day: date) -> Grid:
        """The grid in force on a day; raises NotInForce before its first version."""
        for version in reversed(self.history(grid_id)):
            if version.from_ <= day:
                return version
        raise NotInForce(
            msg("%(grid_id)s has no version in force on %(day)s", grid_id=grid_id, day=str(day))
        )


def _read(raw: bytes, place: str, grid_id: str) -> tuple[Grid, ...]:
    top = read_toml(raw, place)
    only(top, _TOP, place)
    if top.get("id") != grid_id:
        raise RulebookError(
            msg(
                "%(place)s, id: found %(found)s. Write %(grid_id)s.",
                place=place,
                found=repr(top.get("id")),
                grid_id=repr(grid_id),
            )
        )
    label = read_label(top.get("name"), f"{place}, name")
    read_day(top, "confirmed_on", place)
    versions = top.get("version") or []
    if not versions:
        raise RulebookError(msg("%(place)s: no [[version]].", place=place))
    made = []
    for number, each in enumerate(versions):
        where = f"{place}, version {number + 1}"
        only(each, _VERSION, where)
        first, until = span(versions, number, where)
        factors = tuple(_factor(factor, where) for factor in each.get("factor", ()))
        made.append(
            Grid(
                id=grid_id,
                rule_id=place.removesuffix(".toml").replace("/", "."),
                label=label,
                from_=first,
                until=until,
                source=read_source(each.get("source"), where),
                also=tuple(each.get("also", ())),
                note=each.get("note", ""),
                max=each["max"],
                pass_mark=each.get("pass_mark"),
                factors=factors,
                **standing(each, where),
            )
        )
    return tuple(made)


def _factor(raw: dict[str, Any], place: str) -> Factor:
    where = f"{place}, factor {raw.get('id')!r}"
    only(raw, _FACTOR, where)
    measure, _, argument = str(raw.get("measure", "")).partition(":")
    if measure not in MEASURES:
        raise RulebookError(
            msg(
                "%(where)s, measure: %(measure)s. Write one of %(measures)s.",
                where=where,
                measure=repr(measure),
                measures=str(MEASURES),
            )
        )
    rows = tuple(tuple(row) for row in raw.get("rows", ()))
    for row in rows:
        if measure in ("best", "sum") and str(row[0]).split(":")[0] not in CONDITIONS:
            raise RulebookError(
                msg(
                    "%(where)s: %(row)s. Write one of %(conditions)s.",
                    where=where,
                    row=repr(row[0]),
                    conditions=str(CONDITIONS),
                )
            )
        if type(row[-1]) is not int:
            raise RulebookError(
                msg(
                    "%(where)s: %(row)s is no whole number of points.",
                    where=where,
                    row=repr(row[-1]),
                )
            )
        if row[-1] > raw["max"] and measure != "wage_minus":
            raise RulebookError(
                msg(
                    "%(where)s: %(row)s points are over the maximum %(max)s.",
                    where=where,
                    row=str(row[-1]),
                    max=str(raw["max"]),
                )
            )
    return Factor(
        id=raw["id"],
        label=read_label(raw.get("label"), f"{where}, label"),
        measure=measure,
        argument=argument,
        max=raw["max"],
        rows=rows,
        only_if_zero=raw.get("only_if_zero", ""),
        cap_group=raw.get("cap_group", ""),
        cap=raw.get("cap"),
        with_offer=raw.get("with_offer", False),
        without_offer=raw.get("without_offer", False),
        offer_in=raw.get("offer_in", ""),
        below=raw.get("below", 0),
    )
