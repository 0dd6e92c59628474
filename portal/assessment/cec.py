"""Canadian Experience Class (R87.1)."""

from __future__ import annotations

from collections.abc import Iterator

from portal.assessment.checks import Check
from portal.assessment.common import ANOTHER_REPORT, other_reports, outside_quebec
from portal.assessment.facts import Factors, Facts
from portal.assessment.language import Report, shown_level
from portal.assessment.work import Key
from portal.rulebook import Version
from portal.text import Text, msg


def cec_checks(facts: Facts, factors: Factors) -> Iterator[Check]:
    """All CEC requirements on a day, each judged when it is asked for."""
    rule = facts.rules.table("programs.cec.requirements", on=factors.rule_day)
    yield _work(facts, factors, rule)
    yield _language(facts, factors, rule)
    yield outside_quebec(facts, factors, "cec")


def _work(facts: Facts, factors: Factors, rule: Version) -> Check:
    years, window = rule.values["years"], rule.values["window_years"]
    era = facts.me.era(factors.rule_day)
    met: bool | None = None
    months = 0
    if era is not None:
        found = era.canadian.years(factors.on, window)
        months = era.canadian.low.months(factors.on, window)
        met = True if found.low >= years else None if found.high >= years else False
    # Since when somebody is a claimant no profile says.
    claimant = facts.profile.person.status_in_canada == "refugee_claimant"
    if met and claimant:
        met = None

    def why() -> Text:
        if era is None:
            return msg("Work is not known")
        if met is None and claimant:
            return msg("Work in Canada while claiming refugee protection does not count for CEC")
        if met is None:
            return msg(
                "%(months)s months are certain; more may count once every job is known",
                months=months,
            )
        return msg(
            "%(months)s months of skilled, authorized work in Canada in the last %(window)s years",
            months=months,
            window=window,
        )

    return Check(
        "cec.work",
        msg("One year of skilled work in Canada in the last three"),
        met,
        months if era is not None else None,
        years * 12,
        why,
        rule,
    )


def needed_level(facts: Facts, factors: Factors, rule: Version) -> tuple[int | None, bool]:
    """The CLB the occupation with most time asks for, and whether several tie.

    A tie is not regulated: the higher level counts. None where no Canadian work is
    known, or where another level would be asked if what is not known turned out so.
    """
    era = facts.me.era(factors.rule_day)
    if era is None:
        return None, False
    leading, rivals = era.leading_canadian(factors.on, rule.values["window_years"])
    asked = [_levels(facts, key, rule) for key in leading]
    need = max((max(each, default=0) for each in asked), default=None)
    open_ = [each for each in asked if len(each) > 1]
    open_ += [each for key in rivals if (each := _levels(facts, key, rule)) != {need}]
    return (None if open_ else need), len(leading) > 1


def _levels(facts: Facts, key: Key | None, rule: Version) -> set[int]:
    """The CLB an occupation asks for, or may ask for; empty for one that is not known."""
    if key is None:
        return set()
    occupations, edition = facts.rules.occupations, rule.values["edition"]
    high, group = rule.values["high_min_clb"], rule.values["high_group"]
    return {
        high if occupations.get(edition, code).level in group else rule.values["low_min_clb"]
        for code, _ in occupations.translate(*key, edition)
    }


def _reports(factors: Factors) -> list[Report]:
    return [report for report in (factors.first, factors.second) if report is not None]


def _language(facts: Facts, factors: Factors, rule: Version) -> Check:
    least, _ = needed_level(facts, factors, rule)
    lowest, highest = rule.values["low_min_clb"], rule.values["high_min_clb"]
    reports = _reports(factors)
    answers = [report.at_least(least if least is not None else highest) for report in reports]
    if True in answers:
        met: bool | None = True
    elif not reports:
        met = False if factors.tests_known else None
    elif None in answers:
        met = None
    else:
        met = False
        if least is None and any(report.at_least(lowest) for report in reports):
            met = None
    another = False
    if met is False:
        asked = least if least is not None else lowest
        another = any(each.at_least(asked) for each in other_reports(facts, factors))
        met = None if another else False
    best = max(reports, key=lambda each: each.lowest or 0, default=None)

    def why() -> Text:
        if another:
            return ANOTHER_REPORT
        if best is not None:
            return best.said()
        if factors.tests_known:
            return msg("No valid test on file")
        return msg("Language tests are not known")

    return Check(
        "cec.language",
        msg("CLB or NCLC in all four abilities, by the occupation with most time"),
        met,
        shown_level(best.lowest) if best is not None else None,
        least if least is not None else msg("%(low)s or %(high)s", low=lowest, high=highest),
        why,
        rule,
    )
