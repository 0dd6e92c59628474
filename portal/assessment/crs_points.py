"""CRS points as bare numbers: the tables, then the ceilings.

The explained score (``crs``) and the bare total (for replay and outlook) both come
from here, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable

from portal.assessment.additional import Extras, extras_on
from portal.assessment.crs_tables import LINES_OF, Tables
from portal.assessment.facts import Factors, Facts
from portal.assessment.language import Report
from portal.assessment.work import Years

Points = dict[str, int | None]
# What several cells that may apply come to: the one they agree in, or the best.
Settle = Callable[[set[int]], int | None]


def table_points(
    facts: Facts, factors: Factors, tables: Tables, settle: Settle | None = None
) -> tuple[Points, Extras]:
    """What each table gives, before any ceiling. None: it hangs on something not known."""
    settle = settle or _agree
    made: Points = {}
    _core(made, factors, tables, settle)
    if factors.spouse_counts:
        _spouse(made, factors, tables, settle)
    _transferability(made, factors, tables, settle)
    extras = extras_on(facts, factors, tables)
    made.update(extras.points)
    return made, extras


def _core(made: Points, factors: Factors, tables: Tables, settle: Settle) -> None:
    if factors.spouse_counts is None:
        made.update(dict.fromkeys(LINES_OF["core"]))
        return
    at = int(factors.spouse_counts)
    made["crs.core.age"] = tables.age[at].get(factors.age, 0)
    level = factors.education
    made["crs.core.education"] = (
        None if level is None or level.value is None else tables.education[at][level.value]
    )
    made["crs.core.first_language"] = _abilities(
        factors.first, tables.first[at], factors.tests_known
    )
    second = _abilities(factors.second, tables.second[at], factors.tests_known)
    made["crs.core.second_language"] = second
    made["crs.core.canadian_work"] = _years(factors.canadian, tables.canadian[at], settle)


def _spouse(made: Points, factors: Factors, tables: Tables, settle: Settle) -> None:
    level = factors.spouse_education
    made["crs.spouse.education"] = (
        None if level is None or level.value is None else tables.spouse_education[level.value]
    )
    made["crs.spouse.language"] = _abilities(
        factors.spouse_report, tables.spouse_language, factors.spouse_tests_known
    )
    made["crs.spouse.canadian_work"] = _years(
        factors.spouse_canadian, tables.spouse_canadian, settle
    )


def _abilities(report: Report | None, points: tuple[int, ...], asked: bool) -> int | None:
    if report is None:
        return 0 if asked else None
    total = 0
    for level in report.clb:
        if level is None:
            return None
        total += points[level]
    return total


def _years(years: Years | None, points: tuple[int, ...], settle: Settle) -> int | None:
    if years is None:
        return None
    last = len(points) - 1
    return settle({points[min(years.low, last)], points[min(years.high, last)]})


def _band(report: Report | None, asked: bool, steps: tuple[int, int]) -> tuple[int, int]:
    """The column of a language table for the weakest ability: certain, and possible."""
    if report is None:
        return (0, 0) if asked else (0, 2)
    worst = min((level for level in report.clb if level is not None), default=10)
    possible = sum(worst >= step for step in steps)
    return (possible if report.known else 0, possible)


def _transferability(made: Points, factors: Factors, tables: Tables, settle: Settle) -> None:
    low, high = _band(factors.first, factors.tests_known, tables.bands["education_language"])
    languages = {low, high}
    level = factors.education
    levels = {"none", "doctorate"} if level is None else {level.certain, level.value or "doctorate"}
    canadian = _span(factors.canadian, tables.canadian_most)
    foreign = _span(factors.foreign, tables.foreign_most)
    prefix = "crs.transferability."
    pick = tables.transfer
    made[prefix + "education_language"] = settle(
        {pick[prefix + "education_language"][e][c] for e in levels for c in languages}
    )
    made[prefix + "education_canadian_work"] = settle(
        {pick[prefix + "education_canadian_work"][e][c] for e in levels for c in canadian}
    )
    made[prefix + "foreign_work_language"] = settle(
        {pick[prefix + "foreign_work_language"][y][c] for y in foreign for c in languages}
    )
    made[prefix + "foreign_work_canadian_work"] = settle(
        {pick[prefix + "foreign_work_canadian_work"][y][c] for y in foreign for c in canadian}
    )
    certificate = {None: ("without", "with"), True: ("with",), False: ("without",)}
    bands = set(_band(factors.first, factors.tests_known, tables.bands["certificate_language"]))
    made[prefix + "certificate_language"] = settle(
        {
            pick[prefix + "certificate_language"][held][c]
            for held in certificate[factors.certificate]
            for c in bands
        }
    )


def _span(years: Years | None, most: int) -> set[int]:
    if years is None:
        return {0, most}
    return {min(years.low, most), min(years.high, most)}


def _agree(cells: set[int]) -> int | None:
    return cells.pop() if len(cells) == 1 else None


def counted(points: Points, factors: Factors, tables: Tables) -> dict[str, int]:
    """What survives the ceilings, line by line; an unknown line counts nothing."""
    caps = tables.caps
    made = {line: value or 0 for line, value in points.items()}
    at = int(bool(factors.spouse_counts))
    second = "crs.core.second_language"
    made[second] = min(made.get(second, 0), tables.second_max[at])
    prefix = "crs.transferability."
    pairs = (
        ("education_language", "education_canadian_work", "transferability_education"),
        ("foreign_work_language", "foreign_work_canadian_work", "transferability_foreign_work"),
    )
    for one, two, cap in pairs:
        made[prefix + two] = min(made[prefix + two], caps[cap] - min(made[prefix + one], caps[cap]))
        made[prefix + one] = min(made[prefix + one], caps[cap])
    certificate = prefix + "certificate_language"
    made[certificate] = min(made[certificate], caps["transferability_certificate"])
    for section in ("transferability", "additional"):
        _cut(made, [line for line in tables.lines_of[section] if line in points], caps[section])
    if tables.lines_of is not LINES_OF:
        _cut(made, list(tables.lines_of["core"]), tables.core_max[at])
    return made


def _cut(made: dict[str, int], lines: list[str], cap: int) -> None:
    left = cap
    for line in lines:
        made[line] = min(made[line], left)
        left -= made[line]


def bare_total(facts: Facts, factors: Factors, tables: Tables) -> int | None:
    """The CRS total, 0 to 1200; None when marital status is not known."""
    return total_and_most(facts, factors, tables)[0]


def total_and_most(facts: Facts, factors: Factors, tables: Tables) -> tuple[int | None, int | None]:
    """The CRS total of what is known, and the most it can be once the rest is known.

    Equal where nothing is open; both None when marital status is not known.
    """
    if factors.spouse_counts is None:
        return None, None
    points, _ = table_points(facts, factors, tables)
    total = sum(counted(points, factors, tables).values())
    if None not in points.values():
        return total, total
    at = int(factors.spouse_counts)
    full, extras = table_points(facts, factors, tables, max)
    for line, value in full.items():
        if value is None:
            full[line] = extras.most.get(line, tables.maxima[line][at])
    return total, sum(counted(full, factors, tables).values())
