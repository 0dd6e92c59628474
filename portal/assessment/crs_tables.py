"""The CRS tables of one day as plain dicts, compiled once per rulebook and set of versions."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.assessment.result import RuleRef
from portal.rulebook import Rulebook, Version
from portal.rulebook.high_wage import RULE as HIGH_WAGE
from portal.rulebook.high_wage import HighWage, high_wage_on

SECTIONS = ("core", "spouse", "transferability", "additional")

LINES = (
    "crs.core.age",
    "crs.core.education",
    "crs.core.first_language",
    "crs.core.second_language",
    "crs.core.canadian_work",
    "crs.spouse.education",
    "crs.spouse.language",
    "crs.spouse.canadian_work",
    "crs.transferability.education_language",
    "crs.transferability.education_canadian_work",
    "crs.transferability.foreign_work_language",
    "crs.transferability.foreign_work_canadian_work",
    "crs.transferability.certificate_language",
    "crs.additional.nomination",
    "crs.additional.job_offer",
    "crs.additional.canadian_study",
    "crs.additional.sibling",
    "crs.additional.french",
    "crs.additional.high_wage",
)
LINES_OF = {
    section: tuple(line for line in LINES if line.startswith(f"crs.{section}."))
    for section in SECTIONS
}

# The figures of the additional lines, of which the largest is the most a line gives.
_FULL = ("points", "major_group_00", "other_skilled", "three_year_plus", "english_clb5")


def by_level(version: Version, column: str) -> tuple[int, ...]:
    """Points per ability for levels 0 to 10; a level the table leaves out earns 0."""
    cells = version.column(column)
    return tuple(cells.get(level, 0) for level in range(11))


def by_years(version: Version, column: str) -> tuple[int, ...]:
    """Points for 0, 1, 2 … years; the last row stands for more."""
    cells = version.column(column)
    return tuple(cells[years] for years in sorted(cells))


class Tables:
    """Everything the scorer needs of one day, without a lookup by date left in it."""

    def __init__(self, rules: Rulebook, on: date) -> None:
        versions = {line: rules.find(line, on=on) for line in LINES}
        self.versions: dict[str, Version] = {
            line: version for line, version in versions.items() if version is not None
        }
        self.refs = {line: rules_ref(version) for line, version in self.versions.items()}
        self.caps: dict[str, int] = dict(rules.table("crs.caps", on=on).values)
        columns = ("single", "with_spouse")
        self.age = tuple(self.versions["crs.core.age"].column(each) for each in columns)
        self.education = tuple(self.versions["crs.core.education"].column(each) for each in columns)
        first, second = (
            self.versions["crs.core.first_language"],
            self.versions["crs.core.second_language"],
        )
        self.first = tuple(by_level(first, each) for each in columns)
        self.second = tuple(by_level(second, each) for each in columns)
        self.first_max = tuple(first.values[f"max_{each}"] for each in columns)
        self.second_max = tuple(second.values[f"max_{each}"] for each in columns)
        self.canadian = tuple(
            by_years(self.versions["crs.core.canadian_work"], each) for each in columns
        )
        self.core_max = (self.caps["core_single"], self.caps["core_with_spouse"])
        self.spouse_education = self.versions["crs.spouse.education"].column("points")
        self.spouse_language = by_level(self.versions["crs.spouse.language"], "points")
        self.spouse_canadian = by_years(self.versions["crs.spouse.canadian_work"], "points")
        self.transfer: dict[str, dict[Any, tuple[int, ...]]] = {
            line: {row[0]: tuple(row[1:]) for row in self.versions[line].rows}
            for line in LINES
            if line.startswith("crs.transferability.")
        }
        # The columns name the level that opens them: below_clb7, clb7, clb9.
        self.bands: dict[str, tuple[int, int]] = {}
        for line in ("education_language", "certificate_language"):
            names = self.versions[f"crs.transferability.{line}"].columns[2:]
            self.bands[line] = (int(names[0][3:]), int(names[1][3:]))
        # The last row of work abroad and the last column of work in Canada stand for more.
        self.foreign_most = self.versions["crs.transferability.foreign_work_language"].rows[-1][0]
        self.canadian_most = (
            len(self.versions["crs.transferability.education_canadian_work"].columns) - 2
        )
        self.high_wage: HighWage | None = high_wage_on(rules, on)
        self.lines_of = self._lines_of()
        self.maxima = self._maxima()

    def _lines_of(self) -> dict[str, tuple[str, ...]]:
        """The lines of each section: which one the high-wage factor is in, its table says."""
        if self.high_wage is None or self.high_wage.section == "additional":
            return LINES_OF
        made = {name: tuple(each for each in lines if each != HIGH_WAGE)
                for name, lines in LINES_OF.items()}  # fmt: skip
        made[self.high_wage.section] += (HIGH_WAGE,)
        return made

    def _maxima(self) -> dict[str, tuple[int | None, int | None]]:
        """The most each line can give, without a partner and with one; None: not known."""
        made: dict[str, tuple[int | None, int | None]] = {}
        for line, version in self.versions.items():
            if line.startswith("crs.core.") and line.endswith("_language"):
                made[line] = (version.values["max_single"], version.values["max_with_spouse"])
            elif line.startswith("crs.core."):
                made[line] = (version.max("single"), version.max("with_spouse"))
            elif line == "crs.spouse.language":
                made[line] = (version.values["max"],) * 2
            elif line.startswith("crs.spouse."):
                made[line] = (version.max("points"),) * 2
            elif line == HIGH_WAGE:
                made[line] = (self.high_wage.most if self.high_wage else None,) * 2
            elif line.startswith("crs.transferability."):
                made[line] = (max(max(row[1:]) for row in version.rows),) * 2
            else:
                figures = [version.values[key] for key in _FULL if key in version.values]
                made[line] = (max(figures, default=None),) * 2
        return made


def tables_on(rules: Rulebook, on: date) -> Tables:
    """The tables of a day, shared by all days with the same versions."""
    starts: tuple[date, ...] = rules.part(_starts)
    at = sum(1 for start in starts if start <= on)
    cache: dict[int, Tables] = rules.part(_cache)
    made = cache.get(at)
    if made is None:
        made = Tables(rules, on)
        cache[at] = made
    return made


def rule_starts(rules: Rulebook) -> tuple[date, ...]:
    """The days on which a CRS table changes."""
    return rules.part(_starts)


def _starts(rules: Rulebook) -> tuple[date, ...]:
    return tuple(sorted({v.from_ for line in (*LINES, "crs.caps") for v in rules.history(line)}))


def _cache(_: Rulebook) -> dict[int, Tables]:
    return {}


def rules_ref(version: Version) -> RuleRef:
    """The citation of a version."""
    return RuleRef(
        version.id,
        version.source.title,
        version.source.url,
        version.from_,
        version.source.read_on,
        version.confidence,
    )
