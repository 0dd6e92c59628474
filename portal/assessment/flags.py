"""What a person must look at: nothing missing or doubtful passes as a silent zero."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from portal.assessment.contradictions import contradictions
from portal.assessment.eca_bodies import asked_of, carried
from portal.assessment.education import credential_on
from portal.assessment.facts import Factors, Facts, Side
from portal.assessment.flags_work import work_flags
from portal.assessment.fsw import primary_noc
from portal.assessment.funds import needed
from portal.assessment.language import Report
from portal.assessment.result import Crs, Flag
from portal.rulebook.high_wage import RULE as HIGH_WAGE
from portal.text import Money, Text, msg
from portal.vocabulary import Credential


def flags_of(facts: Facts, factors: Factors, crs: Crs) -> list[Flag]:
    """Every flag of the facts themselves on a day; streams and rounds add their own."""
    found = [
        *_unknown_lines(facts, factors, crs),
        *_partner(facts),
        *_side(facts, facts.me, factors, ""),
        *_eca_body(facts, factors),
        *work_flags(facts, factors),
        *_funds(facts, factors),
        *_history(facts),
        *_exits(facts, factors),
        *contradictions(facts),
    ]
    if facts.partner is not None and factors.spouse_counts:
        found += _side(facts, facts.partner, factors, "spouse.")
    return found


def _unknown_lines(facts: Facts, factors: Factors, crs: Crs) -> Iterator[Flag]:
    """Lines that hang on a fact nobody knows; where the law's own figures lack, no fact helps."""
    for section in crs.sections:
        for line in section.lines:
            if line.points is not None:
                continue
            version = facts.rules.find(line.id, on=factors.rule_day)
            if version is not None and version.status == "in_force":
                offer = line.id == HIGH_WAGE and facts.profile.job_offer is None
                yield Flag(
                    f"unknown.{line.id}",
                    "warning",
                    "job_offer" if offer else _PATHS.get(line.id, ""),
                    msg(
                        "%(label)s: not known, so no points are counted. %(because)s",
                        label=line.label,
                        because=line.because,
                    ),
                )


_PATHS = {
    "crs.core.education": "education",
    "crs.core.first_language": "language_tests",
    "crs.core.second_language": "language_tests",
    "crs.core.canadian_work": "work",
    "crs.spouse.education": "spouse.education",
    "crs.spouse.language": "spouse.language_tests",
    "crs.spouse.canadian_work": "spouse.work",
    "crs.transferability.education_language": "education",
    "crs.transferability.education_canadian_work": "work",
    "crs.transferability.foreign_work_language": "work",
    "crs.transferability.foreign_work_canadian_work": "work",
    "crs.transferability.certificate_language": "certificate_of_qualification",
    "crs.additional.nomination": "provincial_nomination",
    "crs.additional.job_offer": "job_offer",
    "crs.additional.canadian_study": "education",
    "crs.additional.sibling": "relatives_in_canada",
    "crs.additional.french": "language_tests",
    HIGH_WAGE: "work",
}


def _partner(facts: Facts) -> Iterator[Flag]:
    profile = facts.profile
    status = profile.marital_status
    if status is None:
        yield Flag(
            "marital_status.unknown",
            "error",
            "marital_status",
            msg("Marital status is not known: no total can be given"),
        )
        return
    if not status.has_partner:
        return
    spouse = profile.spouse
    if spouse is None:
        yield Flag(
            "spouse.missing",
            "warning",
            "spouse",
            msg("Nothing is known of the partner: scored as a partner who brings 0 points"),
        )
        return
    if spouse.accompanying is None and not spouse.canadian_citizen_or_pr:
        yield Flag(
            "spouse.accompanying",
            "warning",
            "spouse.accompanying",
            msg("Whether the partner comes along is not known: scored as coming"),
        )
    if spouse.canadian_citizen_or_pr is None:
        yield Flag(
            "spouse.citizen",
            "note",
            "spouse.canadian_citizen_or_pr",
            msg("Whether the partner is a citizen or resident is not known: scored as neither"),
        )
    if status == "common_law" and profile.marital_status_since is None:
        yield Flag(
            "marital_status.since",
            "note",
            "marital_status_since",
            msg("Since when the couple lives together is not known; a year is needed"),
        )


# --- tests and assessments ------------------------------------------------------------


def _side(facts: Facts, side: Side, factors: Factors, prefix: str) -> list[Flag]:
    day = factors.on
    found: list[Flag] = []
    for report in side.reports or ():
        path = f"{prefix}language_tests.{report.index}"
        found += _report(report, day, path)
        found += _approval(facts, report, factors.rule_day, path)
    rule = facts.rules.history("language.validity")[-1].values
    for at, study in enumerate(side.studies or ()):
        counted = credential_on(study, day, rule["eca_years"])
        path = f"{prefix}education.{at}"
        if counted.level is None:
            found.append(Flag(f"education.unknown.{at}", "warning", path, counted.because))
        elif (
            counted.level == "none"
            and study.completed_on is not None
            and study.completed_on <= day
            and study.credential is not None
            and study.credential.value != "none"
        ):
            found.append(
                Flag(
                    f"education.not_counted.{prefix}{at}",
                    "warning",
                    f"{path}.eca",
                    msg(
                        "A finished credential of the partner earns nothing: %(why)s",
                        why=counted.because,
                    )
                    if prefix
                    else msg("A finished credential earns nothing: %(why)s", why=counted.because),
                )
            )
    return found


def _eca_body(facts: Facts, factors: Factors) -> Iterator[Flag]:
    """Points stand on an assessment that the primary occupation's own body did not make."""
    law = factors.rule_day
    asked = asked_of(facts, primary_noc(facts), law)
    foreign = [each for each in facts.me.studies or () if each.country != "CA" and each.eca]
    if asked is not None and foreign:
        carries, because = carried(facts, asked, factors.on, law, Credential.SECONDARY.value)
        if carries is None:
            yield Flag("education.body", "warning", "education", because)


def _report(report: Report, day: date, path: str) -> Iterator[Flag]:
    doubts: dict[str, tuple[str, Text]] = {
        "scale": (
            "error",
            msg("TEF: the scores fit both scales. Which column of the certificate was read?"),
        ),
        "no_date": ("error", msg("The day of the test is not known: its results cannot count")),
        "exempt": (
            "warning",
            msg("An ability is exempt: how IRCC counts it must be looked up for this client"),
        ),
        "no_chart": (
            "warning",
            msg("No chart for this test was in force on its day: its levels are not known"),
        ),
        "missing_score": ("warning", msg("A score is missing: its level is not known")),
        "old_scale": (
            "warning",
            msg("TEF read on the old scale although the test is newer: compare the certificate"),
        ),
    }
    if report.doubt in doubts:
        severity, words = doubts[report.doubt]
        yield Flag(f"language.{report.doubt}.{path}", severity, path, words)
    if report.from_ is not None and report.from_ > day:
        yield Flag(
            f"language.later.{path}",
            "note",
            path,
            msg("The test of %(day)s is later and earns nothing yet", day=report.from_),
        )
    if report.until is not None and report.until <= day:
        yield Flag(
            f"language.expired.{path}",
            "warning",
            path,
            msg(
                "The test of %(day)s counts no more since %(until)s",
                day=report.taken_on or report.from_,
                until=report.until,
            ),
        )


def _approval(facts: Facts, report: Report, law: date, path: str) -> Iterator[Flag]:
    approved = facts.rules.table("language.tests", on=law)
    if report.test in approved.values["unconfirmed"]:
        yield Flag(
            f"language.unconfirmed.{path}",
            "warning",
            path,
            msg("Whether %(test)s was accepted on this day is not confirmed", test=report.name),
        )
    elif report.test not in approved.column("language"):
        yield Flag(
            f"language.not_approved.{path}",
            "warning",
            path,
            msg("%(test)s was not accepted on this day", test=report.name),
        )


# --- money, history, early exits --------------------------------------------------------


def _funds(facts: Facts, factors: Factors) -> Iterator[Flag]:
    need = needed(facts, factors)
    have = facts.profile.settlement_funds
    values = need.table.values
    suspected = values.get("suspected")
    doubtful = need.amount if suspected and need.size == suspected["family_size"] else None
    if suspected and doubtful and have is not None and doubtful <= have < suspected["cad"]:
        yield Flag(
            "funds.misprint",
            "warning",
            "settlement_funds",
            msg(
                "The published %(published)s looks like a misprint of %(expected)s",
                published=Money(doubtful),
                expected=Money(suspected["cad"]),
            ),
        )
    if "disputed_with" in values and not need.kept:
        yield Flag(
            "funds.disputed_day",
            "warning",
            "settlement_funds",
            msg("Sources disagree from which day this funds table binds: decide by hand"),
        )
    if "unconfirmed_from" in values and factors.rule_day >= values["unconfirmed_from"]:
        yield Flag(
            "funds.unconfirmed",
            "note",
            "settlement_funds",
            msg("No newer funds table was found: confirm the figure on the official page"),
        )


def _history(facts: Facts) -> Iterator[Flag]:
    history = facts.profile.history
    if history is None:
        return
    words = {
        "refusals": msg("An earlier application was refused"),
        "removal": msg("There was a removal order"),
        "criminality": msg("There was an arrest, charge or conviction"),
        "medical": msg("There is a medical condition to look at"),
        "misrepresentation": msg("There was a finding of misrepresentation"),
        "other_representative": msg("Another representative acts or acted"),
    }
    for name, message in words.items():
        if getattr(history, name):
            yield Flag(f"history.{name}", "warning", f"history.{name}", message)


def _exits(facts: Facts, factors: Factors) -> Iterator[Flag]:
    person = facts.profile.person
    common = facts.rules.table("programs.common", on=factors.rule_day).values
    if person.status_in_canada in ("citizen", "permanent_resident"):
        yield Flag(
            "person.already_there",
            "error",
            "person.status_in_canada",
            msg("Citizens and permanent residents need no Express Entry profile"),
        )
    if person.intended_province in common["excluded_provinces"]:
        yield Flag(
            "person.quebec",
            "warning",
            "person.intended_province",
            msg("Quebec chooses its own skilled workers; Express Entry is for elsewhere"),
        )
    if factors.age < common["min_age"]:
        yield Flag(
            "person.minor",
            "warning",
            "person.date_of_birth",
            msg("Under %(age)s: age earns no points yet", age=common["min_age"]),
        )
