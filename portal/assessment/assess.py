"""``assess``: everything the rules of one day say of one profile. Pure; no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from portal.assessment.categories import ended_categories, judge_categories
from portal.assessment.crs import best_factors, most_of, score
from portal.assessment.eligibility import judge_programs
from portal.assessment.facts import Factors, Facts
from portal.assessment.flags import flags_of
from portal.assessment.ground import Ground
from portal.assessment.language import Report
from portal.assessment.profile import Profile
from portal.assessment.result import Assessment, Crs, Derived, Flag, Program, Provisional
from portal.assessment.rounds import replay_rounds
from portal.assessment.steps import FIRST_DAY
from portal.assessment.streams import judge_streams, stream_flags
from portal.assessment.targeted import targeted_occupations
from portal.assessment.work import Years
from portal.rulebook import NotInForce, Rulebook
from portal.rulebook.high_wage import RULE as HIGH_WAGE
from portal.text import Text, msg
from portal.vocabulary import ABILITIES

DISCLAIMER = msg(
    "This is what the published rules and rounds say of the answers given. Nobody can promise"
    " an invitation or a visa; the government decides. A licensed consultant must check the"
    " facts before anything is filed."
)


def assess(profile: Profile, rules: Rulebook, on: date, *, rounds: bool = True) -> Assessment:
    """The assessment of a profile by the rules of a day.

    ``rounds`` False leaves the replay out (None). Raises NotInForce before
    2015-01-01, the day Express Entry began.
    """
    if on < FIRST_DAY:
        raise NotInForce(f"Express Entry began on {FIRST_DAY}; {on} is before it")
    facts = Facts(profile, rules)
    factors = best_factors(facts, on)
    crs = score(facts, factors)
    programs = judge_programs(facts, factors)
    ground = Ground(
        facts,
        factors,
        on,
        crs=crs.total,
        most=most_of(facts, on, crs),
        programs={each.id: each.eligible for each in programs},
    )
    streams = judge_streams(ground)
    flags = [
        *flags_of(facts, factors, crs),
        *stream_flags(streams),
        *_rank(crs, programs),
        *_ended(ground),
        Flag(
            "not_assessed.outlook",
            "note",
            "",
            msg("Changes ahead and ways up are not worked out in this version"),
        ),
    ]
    if not rounds:
        flags.append(Flag("not_assessed.rounds", "note", "", msg("Rounds were not asked for")))
    return Assessment(
        on=on,
        rulebook=rules.hash,
        provisional=provisional(rules, crs, on),
        factors=derived(facts, factors),
        crs=crs,
        programs=programs,
        streams=tuple(streams),
        categories=tuple(judge_categories(ground)),
        targeted_occupations=tuple(targeted_occupations(ground)),
        rounds=tuple(replay_rounds(facts, rules, on)) if rounds else None,
        outlook=None,
        flags=tuple(flags),
        disclaimer=DISCLAIMER,
    )


def provisional(rules: Rulebook, crs: Crs, on: date) -> Provisional | None:
    """Why the total may change: a rule known or reported to be in force without figures."""
    found = [
        version
        for section in crs.sections
        for line in section.lines
        if (version := rules.find(line.id, on=on)) is not None and version.status == "expected"
    ]
    if not found:
        return None
    lines = tuple(version.id for version in found)
    first = min(version.from_ for version in found)
    if lines != (HIGH_WAGE,):
        because = msg(
            "Since %(first)s other figures are reported in force for %(lines)s. They are not"
            " known: this total is by the last ones that are",
            first=first,
            lines=tuple(version.label for version in found),
        )
        return Provisional(because, lines, "unknown")
    because = msg(
        "Since %(first)s points for high-wage occupations are reported in force, for work in"
        " Canada or a job offer in a listed occupation. Their values are not known: this total"
        " is that of the rules before that day. It matters to whoever has such work or such an"
        " offer, and to everybody's rank",
        first=first,
    )
    return Provisional(because, lines, "unknown")


def _rank(crs: Crs, programs: tuple[Program, ...]) -> list[Flag]:
    if crs.total is None or any(each.eligible is not False for each in programs):
        return []
    return [
        Flag(
            "eligibility.none",
            "warning",
            "",
            msg("A score without a rank: none of the three federal programs is met on this day"),
        )
    ]


def _ended(ground: Ground) -> list[Flag]:
    """Categories that are no more and that the client was in on their last day."""
    return [
        Flag(
            f"category.ended.{each.id}",
            "note",
            "",
            msg("%(name)s: %(because)s", name=each.name, because=each.because),
        )
        for each in ended_categories(ground)
        if each.eligible
    ]


def derived(facts: Facts, factors: Factors) -> Mapping[str, Derived]:
    """What was worked out before any points, each with its reason."""
    return {
        "age": Derived(
            factors.age, msg("Born on %(born)s", born=facts.profile.person.date_of_birth)
        ),
        "spouse_counts": Derived(factors.spouse_counts, factors.spouse_because),
        "family_size": Derived(
            factors.family_size,
            msg("Client, partner and dependent children, coming or not")
            if factors.family_size is not None
            else msg("Marital status or number of children is not known"),
        ),
        "education_level": Derived(
            factors.education.value if factors.education else None,
            factors.education.because if factors.education else msg("Education is not known"),
        ),
        "first_official_language": _language(
            factors.first, factors, chosen=facts.profile.first_official_language is not None
        ),
        "second_official_language": _language(factors.second, factors, chosen=True),
        "canadian_work_years": _years(factors.canadian),
        "foreign_work_years": _years(factors.foreign),
    }


def _language(report: Report | None, factors: Factors, *, chosen: bool) -> Derived:
    if report is None:
        because = (
            msg("No valid test on file")
            if factors.tests_known
            else msg("Language tests are not known")
        )
        return Derived(None, because)
    value = {
        "language": report.language,
        "test": report.test,
        "clb": dict(zip(ABILITIES, report.clb, strict=True)),
    }
    said = report.said()
    if not chosen and factors.second is not None:
        said = msg("%(levels)s. Taken as first language: it gives the higher total", levels=said)
    return Derived(value, said)


def _years(years: Years | None) -> Derived:
    if years is None:
        return Derived(None, msg("Work is not known"))
    if years.known is None:
        because: Text = msg("%(low)s are certain; more may count", low=years.low)
        return Derived(None, because)
    return Derived(years.known, msg("Whole years of full-time work or equal part-time"))
