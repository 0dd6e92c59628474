"""Federal Skilled Worker: minimum requirements and grid (R75, R76)."""

from __future__ import annotations

from portal.assessment.checks import Check
from portal.assessment.common import outside_quebec
from portal.assessment.education import RANK
from portal.assessment.facts import Facts, Factors
from portal.assessment.fsw_grid import Grid, grid_on
from portal.assessment.funds import funds_because, funds_met
from portal.assessment.language import shown_level
from portal.assessment.profile import Noc
from portal.rulebook import Version
from portal.text import Money, Text, msg
from portal.vocabulary import LEVEL_LABELS


def fsw_checks(facts: Facts, factors: Factors) -> tuple[list[Check], Grid]:
    """All FSW requirements on a day, and the grid."""
    rule = facts.rules.table("programs.fsw.requirements", on=factors.rule_day)
    grid = grid_on(facts, factors)
    checks = [
        _work(facts, factors, rule),
        _language(factors, rule),
        _education(factors, rule),
        _grid(grid, rule),
        _funds(facts, factors, grid),
        outside_quebec(facts, factors, "fsw"),
    ]
    return checks, grid


def primary_nocs(facts: Facts) -> list[Noc] | None:
    """The primary occupation as declared or marked; None: any one may be it."""
    entry = facts.profile.express_entry
    if entry and entry.primary_noc is not None:
        return [entry.primary_noc]
    marked = [job.noc for job in facts.me.jobs or () if job.primary and job.noc is not None]
    return marked[:1] or None


def _work(facts: Facts, factors: Factors, rule: Version) -> Check:
    need_months = rule.values["continuous_years"] * 12
    window = rule.values["window_years"]
    era = facts.me.era(factors.rule_day)
    best, closed = 0, 0
    met: bool | None = None
    if era is not None:
        for jobs in era.occupations(primary_nocs(facts)).values():
            months, without_gaps = era.longest_stretch(jobs, factors.on, window)
            if months > best:
                best = months
            closed = max(closed, without_gaps)
        met = best >= need_months
        if not met and _open_work(facts, factors):
            met = None

    def why() -> Text:
        if era is None:
            return msg("Work is not known")
        if met:
            return msg(
                "%(months)s months without a break in one skilled occupation in the last"
                " %(window)s years",
                months=best,
                window=window,
            )
        if met is None:
            return msg("A job is not known well enough: occupation, dates, hours or pay")
        if closed >= need_months:
            return msg(
                "%(months)s months without a break; %(closed)s with breaks: one year must be"
                " continuous",
                months=best,
                closed=closed,
            )
        return msg("%(months)s months without a break in one skilled occupation", months=best)

    return Check(
        "fsw.work",
        msg("One continuous year of skilled work in the primary occupation"),
        met,
        best if era is not None else None,
        need_months,
        why,
        rule,
    )


def _open_work(facts: Facts, factors: Factors) -> bool:
    """Whether a job not known well enough might hold the continuous year."""
    era = facts.me.era(factors.rule_day)
    for at, job in enumerate(facts.me.jobs or ()):
        if era is None or era.counts_fsw(at) is False:
            continue
        if job.start is not None and job.start > factors.on:
            continue
        if era.counts_fsw(at) is None or era.spells(at) is None:
            return True
    return False


def _language(factors: Factors, rule: Version) -> Check:
    least = rule.values["min_clb"]
    report = factors.first
    met = (False if factors.tests_known else None) if report is None else report.at_least(least)

    def why() -> Text:
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


def _education(factors: Factors, rule: Version) -> Check:
    least = rule.values["min_education"]
    level = factors.education
    if level is None:
        met: bool | None = None
    elif RANK[level.certain] >= RANK[least]:
        met = True
    else:
        met = False if level.value is not None else None
    return Check(
        "fsw.education",
        msg("A Canadian credential, or a foreign one with an assessment"),
        met,
        LEVEL_LABELS[level.certain] if level is not None else None,
        LEVEL_LABELS[least],
        lambda: level.because if level is not None else msg("Education is not known"),
        rule,
    )


def _grid(grid: Grid, rule: Version) -> Check:
    mark = rule.values["pass_mark"]
    met = True if grid.low >= mark else None if grid.high >= mark else False

    def why() -> Text:
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
