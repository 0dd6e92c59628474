"""What a provincial round asked beside its stream's criteria, as criteria.

The words of a round's row (``extra``) become specs of the closed kinds, once a
rulebook, so that replaying a round reads no strings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.rulebook.book import Rulebook
from portal.rulebook.criteria import Spec
from portal.rulebook.lists import Lists, OccupationList
from portal.rulebook.rounds import ProvincialRound, Rounds
from portal.text import Label

_SECTORS = {
    "agriculture": Label("agriculture", "agriculture"),
    "aviation": Label("aviation", "aviation"),
    "aviation_and_skilled_trade": Label("aviation and skilled trades", "aviation et métiers"),
    "construction": Label("construction", "construction"),
    "construction_and_skilled_trade": Label(
        "construction and skilled trades", "construction et métiers"
    ),
    "health_care": Label("health care", "santé"),
    "manufacturing": Label("manufacturing", "fabrication"),
    "tourism_and_hospitality": Label("tourism and hospitality", "tourisme et accueil"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One provincial round, ready to be replayed.

    ``occupations``: all, listed (by ``lists`` or the row's own codes), stream
    (the stream's own occupation criterion), not_read or not_printed.
    """

    row: ProvincialRound
    specs: tuple[Spec, ...]
    occupations: str
    primary: bool
    lists: tuple[OccupationList, ...]


class RoundRules:
    """Every provincial round with what it asked, by day."""

    def __init__(self, rules: Rulebook) -> None:
        lists = rules.part(Lists)
        self.all: tuple[Asked, ...] = tuple(
            _asked(row, lists) for row in rules.part(Rounds).provincial
        )


def _asked(row: ProvincialRound, lists: Lists) -> Asked:
    specs: list[Spec] = []
    for word, found in row.extra.items():
        make = _MAKERS.get(word)
        if make is not None:
            specs.extend(spec for parts in found if (spec := make(row, parts)) is not None)
    occupations = row.one("occupations") or ("listed" if row.codes or row.lists else "all")
    return Asked(
        row=row,
        specs=tuple(specs),
        occupations=occupations,
        primary=row.has("primary"),
        lists=tuple(lists.on(list_id, row.on) for list_id in row.lists),
    )


def _spec(kind: str, spec_id: str, values: Mapping[str, Any], label: Label | None = None) -> Spec:
    return Spec(
        id=spec_id,
        kind=kind,
        label=label,
        group="",
        values=values,
        confidence="",
        note="",
        since=None,
    )


def _experience(row: ProvincialRound, parts: tuple[str, ...]) -> Spec | None:
    if len(parts) == 1:
        return None  # any length: the occupation itself decides
    where, years = parts
    values: dict[str, Any] = {"months": 12 * int(years), "place": "any"}
    window = row.one("experience_window")
    if window is not None:
        values["window_months"] = 12 * int(window)
    if where == "listed":
        values |= {"codes": sorted(row.codes), "edition": row.edition}
    else:
        values["place"] = where
    return _spec("experience", "round_experience", values)


def _job_offer(row: ProvincialRound, parts: tuple[str, ...]) -> Spec:
    values: dict[str, Any] = {"province": parts[0]}
    for word, key in (
        ("offer_months", "duration_months"),
        ("wage", "wage"),
        ("earnings", "earnings"),
    ):
        found = row.one(word)
        if found is not None:
            values[key] = int(found)
    teer = row.one("teer")
    if teer is not None:
        first, last = teer.split("-")
        values["teer"] = [str(each) for each in range(int(first), int(last) + 1)]
    return _spec("job_offer", "round_offer", values)


def _sector(_: ProvincialRound, parts: tuple[str, ...]) -> Spec:
    name = _SECTORS[parts[0]]
    label = Label(
        f"Occupation in the sector of the round: {name.en} (its occupations were not published)",
        f"Profession du secteur de la ronde : {name.fr} (ses professions n’ont pas été publiées)",
    )
    return _spec("unknown", "round_sector", {}, label)


_MAKERS: Mapping[str, Callable[[ProvincialRound, tuple[str, ...]], Spec | None]] = {
    "program": lambda _, parts: _spec("program", "round_program", {"any": list(parts)}),
    "experience": _experience,
    "job_offer": _job_offer,
    "nclc": lambda _, parts: _spec("clb", "round_french", {"language": "fr", "min": int(parts[0])}),
    "clb": lambda _, parts: _spec(
        "clb", "round_language", {"language": parts[0], "min": int(parts[1])}
    ),
    "french": lambda *_: _spec(
        "unknown",
        "round_french",
        {},
        Label(
            "High proficiency in French; the level was not printed",
            "Grande maîtrise du français; le niveau n’a pas été publié",
        ),
    ),
    "first_language": lambda *_: _spec(
        "unknown",
        "round_first_language",
        {},
        Label(
            "French as first language, as the province understood it",
            "Français première langue, au sens de la province",
        ),
    ),
    "education": lambda _, parts: _spec(
        "education", "round_education", {"level": parts[0], "eca": True}
    ),
    "residence": lambda _, parts: _spec(
        "residence", "round_residence", {"countries": parts[0].split("+")}
    ),
    "sector": _sector,
    "working_in": lambda _, parts: _spec(
        "experience",
        "round_working",
        {"months": 1, "window_months": 1, "place": parts[0], "current": True},
    ),
}
