"""The FSW selection grid: 100 points, 67 to pass (tables programs.fsw.*)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.assessment.arranged import arranged
from portal.assessment.calendar import months_after
from portal.assessment.crs_tables import rules_ref
from portal.assessment.facts import Factors, Facts
from portal.assessment.ground import any_of
from portal.assessment.profile import Stay, Study
from portal.assessment.result import Line
from portal.rulebook import Version
from portal.text import Text, Words, msg


@dataclass(slots=True)
class GridLine:
    """Points of one factor: certain, and possible once everything is known."""

    id: str
    label: Words
    low: int
    high: int
    max: int
    why: Callable[[], Text]
    rule: Version

    def line(self) -> Line:
        """The line as pages show it; no points where something is not known.

        ``counted`` is what is certain, so that the lines add up to the program's points.
        """
        points = self.low if self.low == self.high else None
        return Line(
            self.id, self.label, points, self.low, self.max, self.why(), rules_ref(self.rule)
        )


@dataclass(slots=True)
class Grid:
    """All six factors, and what the offer does for the funds."""

    lines: tuple[GridLine, ...]
    offer: bool | None
    funds_exempt: bool | None

    @property
    def low(self) -> int:
        """Points that are certain."""
        return sum(each.low for each in self.lines)

    @property
    def high(self) -> int:
        """Points if everything not known turned out well."""
        return sum(each.high for each in self.lines)


def grid_on(facts: Facts, factors: Factors) -> Grid:
    """The grid for a day's factors."""
    rules, law = facts.rules, factors.rule_day
    offer_rule = rules.table("programs.fsw.arranged_employment", on=law)
    offer, exempt = arranged(
        facts,
        factors.on,
        law,
        offer_rule.values,
        months=offer_rule.values["min_months"],
        hours=offer_rule.values["min_hours_per_week"],
    )
    lines = (
        _education(factors, rules.table("programs.fsw.education", on=law)),
        *_languages(facts, factors),
        _experience(facts, factors, rules.table("programs.fsw.experience", on=law)),
        _age(factors, rules.table("programs.fsw.age", on=law)),
        _offer(offer, offer_rule),
        _adaptability(facts, factors, offer, rules.table("programs.fsw.adaptability", on=law)),
    )
    return Grid(lines, offer, exempt)


def _education(factors: Factors, table: Version) -> GridLine:
    points = table.column("points")
    level = factors.education
    most = max(points.values())
    if level is None:
        return GridLine(
            table.id, table.label, 0, most, most, lambda: msg("Education is not known"), table
        )
    low = points[level.certain]
    high = low if level.value is not None else most
    return GridLine(table.id, table.label, low, high, most, lambda: level.because, table)


def _languages(facts: Facts, factors: Factors) -> tuple[GridLine, GridLine]:
    rules, law = facts.rules, factors.rule_day
    one = rules.table("programs.fsw.first_language", on=law)
    two = rules.table("programs.fsw.second_language", on=law)
    points = one.column("points")
    most = one.values["max"]
    first, second = factors.first, factors.second
    if first is None:
        low, high = 0, 0 if factors.tests_known else most
    else:
        low = sum(points.get(level, 0) for level in first.clb if level is not None)
        best = max(points.values())
        high = low + best * sum(level is None for level in first.clb)
    flat = two.values["points"]
    if second is None:
        enough: bool | None = False if factors.tests_known else None
    else:
        enough = second.at_least(two.values["min_clb"])
    none = msg("No valid test on file")
    return (
        GridLine(one.id, one.label, low, high, most, lambda: first.said() if first else none, one),
        GridLine(
            two.id,
            two.label,
            flat if enough else 0,
            0 if enough is False else flat,
            flat,
            lambda: second.said() if second else none,
            two,
        ),
    )


def _experience(facts: Facts, factors: Factors, table: Version) -> GridLine:
    points = table.column("points")
    last = table.rows[-1][0]
    most = points[last]
    era = facts.me.era(factors.rule_day)
    if era is None:
        return GridLine(
            table.id, table.label, 0, most, most, lambda: msg("Work is not known"), table
        )
    years = era.all_skilled.years(factors.on, table.values["window_years"])
    return GridLine(
        table.id,
        table.label,
        points[min(years.low, last)],
        points[min(years.high, last)],
        most,
        lambda: msg(
            "%(years)s completed years of skilled work in the last %(window)s",
            years=years.low,
            window=table.values["window_years"],
        ),
        table,
    )


def _age(factors: Factors, table: Version) -> GridLine:
    points = table.column("points")
    got = points.get(factors.age, 0)
    because = msg("%(age)s years old on %(on)s", age=factors.age, on=factors.on)
    return GridLine(table.id, table.label, got, got, max(points.values()), lambda: because, table)


def _offer(offer: bool | None, table: Version) -> GridLine:
    full = table.values["points"]
    words = {
        True: msg("A qualifying job offer"),
        False: msg("No qualifying job offer"),
        None: msg("Not enough is known of the job offer"),
    }
    return GridLine(
        table.id,
        table.label,
        full if offer else 0,
        0 if offer is False else full,
        full,
        lambda: words[offer],
        table,
    )


def _adaptability(facts: Facts, factors: Factors, offer: bool | None, table: Version) -> GridLine:
    rule = table.values
    elements: list[tuple[int, bool | None, Words]] = [
        (
            rule["spouse_language"],
            _spouse_language(facts, factors, rule["spouse_language_min_clb"]),
            msg("partner’s language"),
        ),
        (
            rule["own_study"],
            _studied(facts, "applicant", factors.on, rule),
            msg("own study in Canada"),
        ),
        (
            rule["spouse_study"],
            _if_partner(factors, _studied(facts, "spouse", factors.on, rule)),
            msg("partner’s study in Canada"),
        ),
        (
            rule["own_work"],
            _own_work(facts, factors, rule["work_years"]),
            msg("own work in Canada"),
        ),
        (
            rule["spouse_work"],
            _if_partner(factors, _spouse_work(facts, factors, rule["work_years"])),
            msg("partner’s work in Canada"),
        ),
        (rule["arranged_employment"], offer, msg("arranged employment")),
        (
            rule["relative"],
            _relative(facts, factors, rule["relatives"]),
            msg("a relative in Canada"),
        ),
    ]
    most = rule["max"]
    low = min(most, sum(points for points, met, _ in elements if met))
    high = min(most, sum(points for points, met, _ in elements if met is not False))

    def why() -> Text:
        met = tuple(label for _, held, label in elements if held)
        if met:
            return msg("Counted: %(elements)s", elements=met)
        if high:
            return msg("Some ties to Canada are not known")
        return msg("None of the ties to Canada that count")

    return GridLine(table.id, table.label, low, high, most, why, table)


def _if_partner(factors: Factors, answer: bool | None) -> bool | None:
    return answer if factors.spouse_counts else False if factors.spouse_counts is False else None


def _spouse_language(facts: Facts, factors: Factors, least: int) -> bool | None:
    if not factors.spouse_counts:
        return factors.spouse_counts
    if facts.partner is None or not factors.spouse_tests_known:
        return None
    answers = [report.at_least(least) for report in factors.spouse_reports]
    return True if True in answers else None if None in answers else False


def _studied(facts: Facts, who: str, day: date, rule: Mapping[str, Any]) -> bool | None:
    side = facts.me if who == "applicant" else facts.partner
    answers = [_long_study(study, day, rule) for study in (side.studies if side else None) or ()]
    answers.append(_stayed(facts, who, "study", day, rule["academic_years_months"]))
    if True in answers:
        return True
    if side is None or side.studies is None:
        return None
    return None if None in answers else False


def _long_study(study: Study, day: date, rule: Mapping[str, Any]) -> bool | None:
    """Two academic years of full-time study done by the day, in a program of two years."""
    if study.country != "CA" or study.distance:
        return False if study.country is not None else None
    if study.full_time is False or (study.started_on is not None and study.started_on > day):
        return False
    months = study.months_in_canada if study.months_in_canada is not None else study.program_months
    least = rule["academic_years_months"]
    if months is not None and months < least:
        return False
    if study.program_months is not None and study.program_months < rule["study_months"]:
        return False
    if months is None or study.full_time is None or study.program_months is None:
        return None
    if study.completed_on is not None and study.completed_on <= day:
        return True
    return None if study.started_on is None else months_after(study.started_on, least) <= day


def _stayed(facts: Facts, who: str, kind: str, day: date, months: int) -> bool | None:
    """Whether an earlier stay was long enough; None where stays are not known, or one of them."""
    ties = facts.profile.ties
    if ties is None or ties.previous_stays is None:
        return None
    return any_of(
        [
            _long_stay(stay, day, months) and (True if stay.kind else None)
            for stay in ties.previous_stays
            if stay.kind in (kind, None) and (stay.of or "applicant") == who
        ]
    )


def _long_stay(stay: Stay, day: date, months: int) -> bool | None:
    if stay.full_time is False:
        return False
    if stay.start is None or stay.end is None or stay.full_time is None:
        return None
    # The last day counts, and so does no day after the one asked about.
    end = min(stay.end.toordinal() + 1, day.toordinal())
    return months_after(stay.start, months).toordinal() <= end


def _full_time_years(
    facts: Facts, who: str, factors: Factors, years: int, *, skilled: bool
) -> bool | None:
    side = facts.me if who == "applicant" else facts.partner
    era = side.era(factors.rule_day) if side is not None else None
    if era is None:
        return None
    found = era.full_time(skilled=skilled).years(factors.on, None)
    return True if found.low >= years else None if found.high >= years else False


def _own_work(facts: Facts, factors: Factors, years: int) -> bool | None:
    worked = _full_time_years(facts, "applicant", factors, years, skilled=True)
    if worked is not False:
        return worked
    # A stay names no occupation: the job must be entered.
    stayed = _stayed(facts, "applicant", "work", factors.on, 12 * years)
    return False if stayed is False else None


def _spouse_work(facts: Facts, factors: Factors, years: int) -> bool | None:
    stayed = _stayed(facts, "spouse", "work", factors.on, 12 * years)
    return any_of([stayed, _full_time_years(facts, "spouse", factors, years, skilled=False)])


def _partner_comes(facts: Facts, factors: Factors) -> bool | None:
    """Whether there is a partner who comes; for a relative a citizen partner will do (R83)."""
    partner, spouse = facts.partner_on(factors.on, factors.rule_day), facts.profile.spouse
    if not partner:
        return partner
    return None if spouse is None else spouse.accompanying


def _relative(facts: Facts, factors: Factors, relations: list[str]) -> bool | None:
    relatives = facts.profile.relatives_in_canada
    if relatives is None:
        return None
    unsure = False
    for each in relatives:
        if each.relation is not None and each.relation not in relations:
            continue
        if each.age_18_or_over is False:
            continue
        comes = _partner_comes(facts, factors) if each.of == "spouse" else True
        if comes is False:
            continue
        if comes and each.relation and each.status and each.age_18_or_over and each.of:
            return True
        unsure = True
    return None if unsure else False
