"""Federal Skilled Worker: minimum requirements and grid (R75, R76)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from portal.assessment.checks import Check
from portal.assessment.common import (
    ANOTHER_REPORT,
    UNREAD_FIRST,
    other_reports,
    outside_quebec,
    unread_firsts,
)
from portal.assessment.eca_bodies import asked_of, carried
from portal.assessment.education import RANK
from portal.assessment.facts import Factors, Facts
from portal.assessment.fsw_grid import Grid, grid_on
from portal.assessment.funds import funds_because, funds_met
from portal.assessment.language import shown_level
from portal.assessment.profile import Noc
from portal.assessment.work import Era
from portal.rulebook import Version
from portal.text import Money, Text, msg
from portal.vocabulary import LEVEL_LABELS

_ANY_GAP = 366 * 200  # days: longer than any life


def fsw_checks(facts: Facts, factors: Factors, grid: Grid | None = None) -> Iterator[Check]:
    """All FSW requirements on a day, each judged when it is asked for.

    ``grid``: the day's selection grid where it is made already.
    """
    rule = facts.rules.table("programs.fsw.requirements", on=factors.rule_day)
    yield _work(facts, factors, rule)
    yield _language(facts, factors, rule)
    yield _education(facts, factors, rule)
    grid = grid_on(facts, factors) if grid is None else grid
    yield _grid(facts, factors, grid, rule)
    yield _funds(facts, factors, grid)
    yield outside_quebec(facts, factors, "fsw")


def primary_noc(facts: Facts) -> Noc | None:
    """The primary occupation as declared, or as marked at a job; None: any one may be it."""
    entry = facts.profile.express_entry
    if entry and entry.primary_noc is not None:
        return entry.primary_noc
    marked = (job.noc for job in facts.me.jobs or () if job.primary and job.noc is not None)
    return next(marked, None)


def _primary_undecided(facts: Facts) -> bool:
    """Whether the primary occupation is marked at a job whose NOC is still to be chosen."""
    return primary_noc(facts) is None and any(job.primary for job in facts.me.jobs or ())


class Stretch:
    """Whole months of the longest work in the primary occupation, or in any, within the window.

    Each way of looking at gaps is measured when somebody asks: mostly only the first is.
    """

    def __init__(self, facts: Facts, era: Era, day: date, rule: Version) -> None:
        self._era = era
        self._day = day
        self._rule = rule.values
        self._groups = list(era.occupations(primary_noc(facts)).values())

    @cached_property
    def unbroken(self) -> int:
        """Without a free day."""
        return self._longest(0)

    @cached_property
    def bridged(self) -> int:
        """Over gaps short enough to be put to a person."""
        return self._longest(self._rule["gap_days_flagged"])

    @cached_property
    def closed(self) -> int:
        """With every gap closed."""
        return self._longest(_ANY_GAP)

    def _longest(self, gap_days: int) -> int:
        day, window = self._day, self._rule["window_years"]
        found = [self._era.longest(jobs, gap_days, day, window) for jobs in self._groups]
        return max(found, default=0)


def _work(facts: Facts, factors: Factors, rule: Version) -> Check:
    need = rule.values["continuous_years"] * 12
    era = facts.me.era(factors.rule_day)
    found: Stretch | None = None
    met: bool | None = None
    if era is not None:
        found = Stretch(facts, era, factors.on, rule)
        met = found.unbroken >= need
        if not met and (found.bridged >= need or _open_work(facts, era, factors.on)):
            met = None
    undecided = bool(met) and _primary_undecided(facts)
    met = None if undecided else met

    def why() -> Text:
        if undecided:
            return msg("The primary occupation is marked, and its NOC code still to be chosen")
        return _work_because(found, met, need, rule.values["window_years"])

    return Check(
        "fsw.work",
        msg("One continuous year of skilled work in the primary occupation"),
        met,
        found.unbroken if found is not None else None,
        need,
        why,
        rule,
    )


def _work_because(found: Stretch | None, met: bool | None, need: int, window: int) -> Text:
    if found is None:
        return msg("Work is not known")
    if met:
        return msg(
            "%(months)s months without a break in one skilled occupation in the last"
            " %(window)s years",
            months=found.unbroken,
            window=window,
        )
    if met is None and found.bridged >= need:
        return msg(
            "%(months)s months with a short gap: whether it breaks the year must be judged",
            months=found.bridged,
        )
    if met is None:
        return msg("A job is not known well enough: occupation, dates, hours or pay")
    if found.closed >= need:
        return msg(
            "%(months)s months without a break; %(closed)s with breaks: one year must be"
            " continuous",
            months=found.unbroken,
            closed=found.closed,
        )
    return msg("%(months)s months without a break in one skilled occupation", months=found.unbroken)


def _open_work(facts: Facts, era: Era, day: date) -> bool:
    """Whether a job not known well enough might hold the continuous year."""
    primary = primary_noc(facts)
    for at, job in enumerate(facts.me.jobs or ()):
        if era.counts_fsw(at) is False or (job.start is not None and job.start > day):
            continue
        known = job.noc is not None and era.spells(at) is not None
        same = None if job.noc is None or primary is None else era.same(job.noc, primary)
        if era.counts_fsw(at) is None or not known:
            return True
        if primary is not None and same is None:
            return True
    return False


def _language(facts: Facts, factors: Factors, rule: Version) -> Check:
    least = rule.values["min_clb"]
    report = factors.first
    met = (False if factors.tests_known else None) if report is None else report.at_least(least)
    another = unread = False
    if met is False:
        another = any(
            each.at_least(least) and each.language == factors.first_language
            for each in other_reports(facts, factors)
        )
        unread = any(
            each.first and each.first.at_least(least) is None
            for each in unread_firsts(facts, factors)
        )
        met = None if another or unread else False

    def why() -> Text:
        if another:
            return ANOTHER_REPORT
        if unread:
            return UNREAD_FIRST
        if report is not None:
            return report.said()
        if factors.tests_known:
            return msg("No valid test on file")
        return msg("Language tests are not known")

    return Check(
        "fsw.language",
        msg("CLB or NCLC %(level)s in all four abilities", level=least),
        met,
        shown_level(report.lowest) if report is not None else None,
        least,
        why,
        rule,
    )


def _education(facts: Facts, factors: Factors, rule: Version) -> Check:
    least = rule.values["min_education"]
    level = factors.education
    because: Text | None = None
    if level is None:
        met: bool | None = None
    elif RANK[level.certain] >= RANK[least]:
        met = True
        asked = asked_of(facts, primary_noc(facts), factors.rule_day)
        if asked is not None:
            met, because = carried(facts, asked, factors.on, factors.rule_day, least)
            rule = asked.rule
    else:
        met = False if level.value is not None else None
    if because is None:
        because = level.because if level is not None else msg("Education is not known")
    return Check(
        "fsw.education",
        msg("A Canadian credential, or a foreign one with an assessment"),
        met,
        LEVEL_LABELS[level.certain] if level is not None else None,
        LEVEL_LABELS[least],
        lambda: because,
        rule,
    )


def _grid(facts: Facts, factors: Factors, grid: Grid, rule: Version) -> Check:
    mark = rule.values["pass_mark"]
    met = True if grid.low >= mark else None if grid.high >= mark else False
    another = unread = False
    if met is False and other_reports(facts, factors):
        options = facts.options(factors.on, factors.rule_day)
        same = [each for each in options if each.first_language == factors.first_language]
        another = any(grid_on(facts, each).high >= mark for each in same)
    if met is False:
        unread = any(grid_on(facts, each).high >= mark for each in unread_firsts(facts, factors))
        met = None if another or unread else False

    def why() -> Text:
        if another:
            return ANOTHER_REPORT
        if unread:
            return UNREAD_FIRST
        if met is None:
            return msg(
                "%(low)s points are certain, up to %(high)s possible", low=grid.low, high=grid.high
            )
        if met:
            return msg("%(points)s points of %(mark)s", points=grid.low, mark=mark)
        return msg(
            "%(points)s points, %(short)s short of %(mark)s",
            points=grid.low,
            short=mark - grid.low,
            mark=mark,
        )

    return Check(
        "fsw.grid",
        msg("%(mark)s points on the selection grid", mark=mark),
        met,
        grid.low,
        mark,
        why,
        rule,
    )


def _funds(facts: Facts, factors: Factors, grid: Grid) -> Check:
    return funds_check(facts, factors, grid.funds_exempt, "fsw")


def funds_check(facts: Facts, factors: Factors, exempt: bool | None, program: str) -> Check:
    """Settlement funds, or the offer with authorization to work that spares them."""
    held, need = funds_met(facts, factors)
    met = True if exempt or held else None if exempt is None or held is None else False
    have = facts.profile.settlement_funds
    return Check(
        f"{program}.funds",
        msg("Settlement funds"),
        met,
        None if have is None else Money(have),
        None if need.amount is None else Money(need.amount),
        lambda: funds_because(facts, need, exempt),
        need.table,
    )
