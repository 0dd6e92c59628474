"""Who may be in the pool: FSW, CEC and FST on a day, as answers alone or explained."""

from __future__ import annotations

from datetime import date

from portal.assessment.cec import cec_checks
from portal.assessment.checks import verdict
from portal.assessment.facts import Factors, Facts
from portal.assessment.fst import fst_checks
from portal.assessment.fsw import fsw_checks
from portal.assessment.fsw_grid import grid_on
from portal.assessment.result import Program
from portal.rulebook import Rulebook
from portal.text import msg

PROGRAMS = {
    "fsw": msg("Federal Skilled Worker Program"),
    "cec": msg("Canadian Experience Class"),
    "fst": msg("Federal Skilled Trades Program"),
}
_RULES = (
    "programs.work",
    "programs.canadian_work",
    "programs.foreign_work",
    "programs.common",
    "programs.fsw.requirements",
    "programs.fsw.education",
    "programs.fsw.eca_bodies",
    "programs.fsw.first_language",
    "programs.fsw.second_language",
    "programs.fsw.experience",
    "programs.fsw.age",
    "programs.fsw.arranged_employment",
    "programs.fsw.adaptability",
    "programs.cec.requirements",
    "programs.fst.requirements",
    "funds.settlement",
    "language.tests",
)


def eligibility(facts: Facts, factors: Factors) -> dict[str, bool | None]:
    """For each program: eligible, not, or not known."""
    return {
        "fsw": verdict(fsw_checks(facts, factors)),
        "cec": verdict(cec_checks(facts, factors)),
        "fst": verdict(fst_checks(facts, factors)),
    }


def judge_programs(facts: Facts, factors: Factors) -> tuple[Program, ...]:
    """The three programs with every requirement, and FSW's grid, explained."""
    grid = grid_on(facts, factors)
    checks = list(fsw_checks(facts, factors, grid))
    rule = facts.rules.table("programs.fsw.requirements", on=factors.rule_day)
    fsw = Program(
        "fsw",
        PROGRAMS["fsw"],
        verdict(checks),
        grid.low,
        rule.values["pass_mark"],
        tuple(each.line() for each in grid.lines),
        tuple(each.criterion() for each in checks),
    )
    others = (
        ("cec", list(cec_checks(facts, factors))),
        ("fst", list(fst_checks(facts, factors))),
    )
    return (
        fsw,
        *(
            Program(
                name,
                PROGRAMS[name],
                verdict(found),
                None,
                None,
                (),
                tuple(each.criterion() for each in found),
            )
            for name, found in others
        ),
    )


def program_starts(rules: Rulebook) -> tuple[date, ...]:
    """The days on which a program rule or a funds table changes."""
    return rules.part(_starts)


def _starts(rules: Rulebook) -> tuple[date, ...]:
    return tuple(sorted({v.from_ for rule in _RULES for v in rules.history(rule)}))
