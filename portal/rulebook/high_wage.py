"""The high-wage factor: which occupation is in which tier, and what work or an offer in it earns.

Reported in force since 3 November 2026 without one figure (facts: crs, section 6): whatever
may be published is a value of the table, and a version without values gives none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.rulebook.book import Rulebook
from portal.rulebook.occupations import EDITIONS, Occupations
from portal.rulebook.schema import RulebookError, Version
from portal.text import Text, msg

RULE = "crs.additional.high_wage"
COLUMNS = ("noc", "tier")
SECTIONS = ("additional", "core")
COMBINE = ("higher", "sum")
MONTHS_IN = ("one_occupation", "one_tier", "tier_or_higher")


@dataclass(frozen=True, slots=True)
class WorkTerms:
    """What work in Canada earns by tier, after how many months, out of how many.

    ``window_months`` 0: no look-back limit. ``months_in``: which months add up.
    """

    tiers: Mapping[str, str]
    points: Mapping[str, int]
    min_months: int
    window_months: int
    months_in: str


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What a job offer earns by tier, and what is asked of it; a 0 asks for nothing."""

    tiers: Mapping[str, str]
    points: Mapping[str, int]
    min_hours_per_week: int
    needs_permanent: bool
    min_months: int
    seasonal: bool
    needs_lmia: bool
    employed_months: int


@dataclass(frozen=True, slots=True)
class HighWage:
    """The factor as it stood from a day: ``tiers`` from the highest to the lowest.

    The ``tiers`` of work and offer map each code that earns something there to its tier.
    """

    from_: date
    until: date | None
    edition: str
    tiers: tuple[str, ...]
    tier_of: Mapping[str, str]
    section: str
    combine: str
    most: int
    work: WorkTerms
    offer: OfferTerms


def high_wage_on(rules: Rulebook, on: date) -> HighWage | None:
    """The factor's figures on a day; None where it did not exist, or its figures are not known."""
    for table in high_wage_tables(rules):
        if table.from_ <= on and (table.until is None or on <= table.until):
            return table
    return None


def high_wage_tables(rules: Rulebook) -> tuple[HighWage, ...]:
    """Every version with figures, oldest first; raises RulebookError for a faulty one."""
    return rules.part(_tables)


def _tables(rules: Rulebook) -> tuple[HighWage, ...]:
    if not rules.has(RULE):
        return ()
    return tuple(
        read_high_wage(version, rules.occupations)
        for version in rules.history(RULE)
        if version.status == "in_force"
    )


def natural_max(work: Mapping[str, int], offer: Mapping[str, int], combine: str) -> int:
    """The most work and offer can give together, before a ceiling of the line itself."""
    best = max(work.values(), default=0), max(offer.values(), default=0)
    return sum(best) if combine == "sum" else max(best)


def read_high_wage(version: Version, occupations: Occupations) -> HighWage:
    """A version with figures; raises RulebookError with the first fault."""
    for fault in _faults(version, occupations):
        raise RulebookError(fault)
    values = version.values
    tier_of: dict[str, str] = dict(version.rows)
    edition = values["edition"]

    def part(name: str) -> dict[str, str]:
        teer = values[name]["teer"]
        return {
            code: tier
            for code, tier in tier_of.items()
            if occupations.get(edition, code).level in teer
        }

    work, offer = values["work"], values["offer"]
    return HighWage(
        version.from_,
        version.until,
        edition,
        tuple(values["tiers"]),
        tier_of,
        values["section"],
        values["combine"],
        values["max"],
        WorkTerms(part("work"), *(work[key] for key in ("points", *_WORK))),
        OfferTerms(part("offer"), *(offer[key] for key in ("points", *_OFFER))),
    )


# --- what a version must say ------------------------------------------------------------

Test = Callable[[Any], bool]


def _number(least: int) -> tuple[str, Test]:
    def good(found: Any) -> bool:
        return type(found) is int and found >= least

    return f"a whole number, {least} or more", good


def _one_of(choices: tuple[str, ...]) -> tuple[str, Test]:
    return f"one of {list(choices)}", lambda found: found in choices


def _truth() -> tuple[str, Test]:
    return "true or false", lambda found: isinstance(found, bool)


def _texts() -> tuple[str, Test]:
    def good(found: Any) -> bool:
        return (
            isinstance(found, list)
            and bool(found)
            and all(isinstance(each, str) for each in found)
            and len(set(found)) == len(found)
        )

    return "a list of different texts", good


def _table() -> tuple[str, Test]:
    return "a table", lambda found: isinstance(found, Mapping)


_Asked = dict[str, tuple[str, Test]]
_WORK: _Asked = {
    "min_months": _number(1),
    "window_months": _number(0),
    "months_in": _one_of(MONTHS_IN),
}
_OFFER: _Asked = {
    "min_hours_per_week": _number(0),
    "needs_permanent": _truth(),
    "min_months": _number(0),
    "seasonal": _truth(),
    "needs_lmia": _truth(),
    "employed_months": _number(0),
}
_TOP: _Asked = {
    "edition": _one_of(EDITIONS),
    "tiers": _texts(),
    "codes_reported": _number(1),
    "section": _one_of(SECTIONS),
    "combine": _one_of(COMBINE),
    "max": _number(1),
    "work": _table(),
    "offer": _table(),
}
_PART: _Asked = {"teer": _texts(), "points": _table()}


def high_wage_faults(rules: Rulebook) -> Iterator[Text]:
    """Every fault of the factor's versions with figures, one plain sentence each."""
    if not rules.has(RULE):
        return
    for version in rules.history(RULE):
        if version.status != "in_force":
            if version.rows:
                yield (
                    msg(
                        "%(rule)s, %(from_)s: it lists codes, but is %(status)s. Write status ="
                        ' "in_force" once every figure is known.',
                        rule=RULE,
                        from_=str(version.from_),
                        status=version.status,
                    )
                )
            continue
        found = list(_faults(version, rules.occupations))
        yield from found
        caps = rules.find("crs.caps", on=version.from_)
        if not found and caps is not None:
            inside = caps.values["additional" if _inside(version) else "core_single"]
            if version.values["max"] > inside:
                yield (
                    msg(
                        "%(rule)s, %(from_)s: max is %(max)s, but the section it sits in ends at"
                        " %(inside)s. Write %(inside)s or less.",
                        rule=RULE,
                        from_=str(version.from_),
                        max=str(version.values["max"]),
                        inside=str(inside),
                    )
                )


def _inside(version: Version) -> bool:
    return bool(version.values["section"] == "additional")


def _faults(version: Version, occupations: Occupations) -> Iterator[Text]:
    place = f"{RULE}, {version.from_}"
    shapes = list(_shapes(version.values, place))
    yield from shapes
    if version.columns != COLUMNS:
        yield msg(
            "%(place)s: columns are %(found)s. Write %(columns)s.",
            place=place,
            found=str(list(version.columns)),
            columns=str(list(COLUMNS)),
        )
    elif not shapes:
        yield from _rows(version, place, occupations)
        yield from _figures(version.values, place)


def _shapes(values: Mapping[str, Any], place: str) -> Iterator[Text]:
    """Keys that are missing, not known, or of the wrong kind."""
    yield from _keys(values, _TOP, f"{place}, values")
    for name, asked in (("work", _WORK), ("offer", _OFFER)):
        if isinstance(values.get(name), Mapping):
            yield from _keys(values[name], {**asked, **_PART}, f"{place}, {name}")


def _keys(found: Mapping[str, Any], asked: _Asked, place: str) -> Iterator[Text]:
    for key in found:
        if key not in asked:
            yield msg(
                "%(place)s: unknown key %(key)s. Write one of %(asked)s.",
                place=place,
                key=repr(key),
                asked=str(sorted(asked)),
            )
    for key, (wanted, good) in asked.items():
        if key not in found:
            yield msg(
                "%(place)s: %(key)s is missing. Write %(wanted)s.",
                place=place,
                key=key,
                wanted=str(wanted),
            )
        elif not good(found[key]):
            yield msg(
                "%(place)s, %(key)s: found %(found)s. Write %(wanted)s.",
                place=place,
                key=key,
                found=repr(found[key]),
                wanted=str(wanted),
            )


def _rows(version: Version, place: str, occupations: Occupations) -> Iterator[Text]:
    values = version.values
    seen: set[str] = set()
    for code, tier in version.rows:
        if not isinstance(code, str) or not occupations.exists(values["edition"], code):
            yield msg(
                "%(place)s: %(code)s is no NOC %(edition)s code.",
                place=place,
                code=repr(code),
                edition=str(values["edition"]),
            )
            continue
        if tier not in values["tiers"]:
            yield msg(
                "%(place)s, %(code)s: %(tier)s is no tier. Write one of %(tiers)s.",
                place=place,
                code=str(code),
                tier=repr(tier),
                tiers=str(values["tiers"]),
            )
        if code in seen:
            yield msg("%(place)s: %(code)s stands there twice.", place=place, code=str(code))
        seen.add(code)
    if len(version.rows) != values["codes_reported"]:
        yield (
            msg(
                "%(place)s: %(found)s codes, but the source reports %(codes_reported)s. Compare"
                " the list, or correct codes_reported.",
                place=place,
                found=str(len(version.rows)),
                codes_reported=str(values["codes_reported"]),
            )
        )
    levels = {each.level for each in occupations.all(values["edition"])}
    for name in ("work", "offer"):
        for level in values[name]["teer"]:
            if level not in levels:
                yield msg(
                    "%(place)s, %(name)s, teer: found %(level)s. Write some of %(levels)s.",
                    place=place,
                    name=name,
                    level=repr(level),
                    levels=str(sorted(levels)),
                )
    for tier in values["tiers"]:
        if all(row[1] != tier for row in version.rows):
            yield msg("%(place)s: no code is in tier %(tier)s.", place=place, tier=str(tier))


def _figures(values: Mapping[str, Any], place: str) -> Iterator[Text]:
    """Tiers that fall, points a tier, a ceiling that can be reached, a window wide enough."""
    tiers = values["tiers"]
    try:
        order = [float(tier) for tier in tiers]
    except ValueError:
        yield msg(
            '%(place)s, tiers: found %(tiers)s. Write numbers as text, such as "1.5".',
            place=place,
            tiers=str(tiers),
        )
        return
    if order != sorted(order, reverse=True):
        yield msg(
            "%(place)s, tiers: found %(tiers)s. Write the highest first.",
            place=place,
            tiers=str(tiers),
        )
    faulty = False
    for name in ("work", "offer"):
        points = values[name]["points"]
        for tier in (*tiers, *(each for each in points if each not in tiers)):
            figure = points.get(tier)
            if tier not in tiers or type(figure) is not int or figure < 0:
                faulty = True
                yield (
                    msg(
                        "%(place)s, %(name)s, points, %(tier)s: found %(figure)s. Write a whole"
                        " number, 0 or more, for each of %(tiers)s.",
                        place=place,
                        name=name,
                        tier=str(tier),
                        figure=repr(figure),
                        tiers=str(tiers),
                    )
                )
    if faulty:
        return
    most = natural_max(values["work"]["points"], values["offer"]["points"], values["combine"])
    if not 0 < values["max"] <= most:
        yield (
            msg(
                "%(place)s, max: found %(max)s, but work and offer give %(most)s at most. Write"
                " %(most)s, or less where the source names a ceiling.",
                place=place,
                max=str(values["max"]),
                most=str(most),
            )
        )
    work = values["work"]
    if 0 < work["window_months"] < work["min_months"]:
        yield (
            msg(
                "%(place)s, work: %(min_months)s months do not fit into a window of"
                " %(window_months)s. Write a wider window_months, or 0 for none.",
                place=place,
                min_months=str(work["min_months"]),
                window_months=str(work["window_months"]),
            )
        )
