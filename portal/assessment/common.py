"""What the three programs share: the intent to live outside Quebec, and the choice of a report."""

from __future__ import annotations

from portal.assessment.checks import Check
from portal.assessment.facts import Factors, Facts
from portal.assessment.language import Report
from portal.text import Text, msg
from portal.vocabulary import LABELS, Province


def outside_quebec(facts: Facts, factors: Factors, program: str) -> Check:
    """The intent to live outside Quebec: asked of everybody, failing only when denied."""
    rule = facts.rules.table("programs.common", on=factors.rule_day)
    wanted = facts.profile.person.intended_province
    excluded = rule.values["excluded_provinces"]
    met = None if wanted is None else wanted not in excluded

    def why() -> Text:
        if wanted is None:
            return msg("Nobody has said where; the three programs are for outside Quebec")
        if wanted == "any":
            return msg("Ready to live in any province but Quebec")
        return msg("Wants to live in %(province)s", province=LABELS[Province][wanted])

    return Check(
        f"{program}.outside_quebec",
        msg("Intends to live outside Quebec"),
        met,
        None if wanted is None else str(wanted),
        msg("a province or territory other than Quebec"),
        why,
        rule,
        kind="standing" if met is None else "fact",
    )


ANOTHER_REPORT = msg(
    "Another valid report reaches the level, at fewer CRS points: which one goes into the"
    " profile must be chosen"
)


def other_reports(facts: Facts, factors: Factors) -> list[Report]:
    """Reports that count on the day and could stand in the profile instead of those taken.

    A profile holds one report a language; those that give the most CRS points are taken.
    """
    if len(facts.me.reports or ()) < 2:
        return []
    taken = (factors.english, factors.french)
    found = {
        report.index: report
        for each in facts.options(factors.on, factors.rule_day)
        for report in (each.english, each.french)
        if report is not None and report not in taken
    }
    languages = {report.language for report in taken if report is not None}
    return [report for report in found.values() if report.language in languages]


UNREAD_FIRST = msg("The level of a language test is not known yet")


def unread_firsts(facts: Facts, factors: Factors) -> list[Factors]:
    """The same day with the other language first, by a report whose levels are not all known.

    The language with more points goes first unless the client chose; which has more is open then.
    """
    if facts.profile.first_official_language is not None:
        return []
    return [
        each
        for each in facts.options(factors.on, factors.rule_day)
        if each.first_language != factors.first_language and each.first and not each.first.known
    ]
