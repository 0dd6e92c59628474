"""What somebody may still gain within a year, and what is further away than that.

A near miss is missed by what the client can change soon: a test to be taken, money to be
saved, points, and months of work where some are there and no more than a year is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from portal.assessment.cec import cec_checks
from portal.assessment.checks import Check
from portal.assessment.facts import Factors, Facts
from portal.assessment.fst import fst_checks
from portal.assessment.fsw import fsw_checks
from portal.assessment.ground import Ground
from portal.vocabulary import EDUCATION_LEVELS

# How much missing experience a client can still gain "soon": one more year of work.
SOON_MONTHS = 12
_YEAR = 12


def months_near(have: int, need: int) -> bool:
    """Whether the months missing may come within a year.

    Who has begun can get there by waiting; who has not must first find such work.
    """
    return have > 0 and need - have <= SOON_MONTHS


def program_near(ground: Ground, program: str) -> bool:
    """Whether all that a federal program (fsw, cec, fst) lacks may come within a year.

    Months of work are judged as streams judge them, schooling by whether there is, or will
    be, a credential to be assessed; tests, points, funds, offers and where somebody means to
    live can change soon.
    """
    if ground.replayed:
        return True  # a round asks what was met, never what is near
    facts, factors = ground.facts, ground.factors
    rule = facts.rules.table(f"programs.{program}.requirements", on=factors.rule_day)
    # Asked under the laws of several days too, of which few count another way.
    key = (program, factors.on, rule.from_, id(facts.me.era(factors.rule_day)))
    known = facts.near.get(key)
    if known is None:
        known = facts.near[key] = _near(ground, program)
    return known


_CHECKS: Mapping[str, Callable[[Facts, Factors], Iterator[Check]]] = {
    "fsw": fsw_checks,
    "cec": cec_checks,
    "fst": fst_checks,
}
# The requirements that may be far, in the order they are judged; what follows is near.
_FAR = {"fsw": ("fsw.work", "fsw.education"), "cec": ("cec.work",), "fst": ("fst.work",)}


def _near(ground: Ground, program: str) -> bool:
    left = len(_FAR[program])
    for check in _CHECKS[program](ground.facts, ground.factors):
        if check.id not in _FAR[program]:
            continue
        if check.met is False and not _within_a_year(ground, check):
            return False
        left -= 1
        if not left:
            break
    return True


def _within_a_year(ground: Ground, check: Check) -> bool:
    if check.id == "fsw.education":
        return _schooled(ground, check)
    era = ground.facts.me.era(ground.factors.rule_day)
    if era is None:
        return True
    rule, day = check.rule.values, ground.factors.on
    occupations = era.occupations(None).values()
    if check.id == "fsw.work":
        # Another occupation than the declared one may be made the primary one at once.
        months = [era.longest(jobs, 0, day, rule["window_years"]) for jobs in occupations]
        return months_near(max(months, default=0), rule["continuous_years"] * _YEAR)
    measures = [era.canadian]
    if check.id == "fst.work":
        measures = [era.trade_measure(jobs) for jobs in occupations]
    if any(each.vague for each in measures):
        return True
    # All that may count: since when a trade could be practised alone is often not known.
    months = [each.high.months(day, rule["window_years"]) for each in measures]
    return months_near(max(months, default=0), rule["years"] * _YEAR)


def _schooled(ground: Ground, check: Check) -> bool:
    """Whether a credential of the level is there without its assessment, or on its way."""
    need = EDUCATION_LEVELS.index(check.rule.values["min_education"])
    return any(
        study.credential is not None and EDUCATION_LEVELS.index(study.credential) >= need
        for study in ground.profile.education or ()
    )
