"""The additional points: nomination, job offer, study in Canada, sibling, French, high wage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.assessment.crs_tables import Tables
from portal.assessment.facts import Factors, Facts
from portal.assessment.high_wage import high_wage
from portal.assessment.offers import Standing, offer_standing
from portal.assessment.profile import Noc, Study
from portal.assessment.work import all_of
from portal.rulebook import Version
from portal.text import Text, msg
from portal.vocabulary import LEVEL_LABELS, Credential

_PREFIX = "crs.additional."
_NO_FIGURES = msg(
    "Points for work or an offer in a high-wage occupation are reported in force;"
    " their values are not known, so none are counted"
)
GRADUATE = (Credential.MASTERS, Credential.PROFESSIONAL, Credential.DOCTORATE)


@dataclass(frozen=True, slots=True)
class Extras:
    """Points of the additional lines, and why each one.

    ``most``: the most a line that is not known can come to, where that is under its maximum.
    """

    points: dict[str, int | None]
    because: dict[str, Text]
    most: dict[str, int] = field(default_factory=dict)


def extras_on(facts: Facts, factors: Factors, tables: Tables) -> Extras:
    """All additional lines that exist on the day."""
    made = Extras({}, {})
    _put(made, "nomination", *_nomination(factors, tables))
    _put(made, "job_offer", *_job_offer(facts, factors, tables))
    offer = facts.profile.job_offer
    if offer and offer.noc is not None:
        made.most[_PREFIX + "job_offer"] = _offer_points(offer.noc, tables)
    _put(made, "canadian_study", *_study(facts, factors, tables))
    _put(made, "sibling", *_sibling(facts, factors, tables))
    _put(made, "french", *_french(factors, tables))
    if tables.high_wage is not None:
        _put(made, "high_wage", *high_wage(facts, factors, tables.high_wage))
    elif _PREFIX + "high_wage" in tables.versions:
        _put(made, "high_wage", None, _NO_FIGURES)
    return made


def _put(made: Extras, name: str, points: int | None, because: Text) -> None:
    made.points[_PREFIX + name] = points
    made.because[_PREFIX + name] = because


def _nomination(factors: Factors, tables: Tables) -> tuple[int | None, Text]:
    full = tables.versions[_PREFIX + "nomination"].values["points"]
    if factors.nominated is None:
        return None, factors.nominated_because
    return (full if factors.nominated else 0), factors.nominated_because


def _job_offer(facts: Facts, factors: Factors, tables: Tables) -> tuple[int | None, Text]:
    rule = tables.versions[_PREFIX + "job_offer"]
    most = max(rule.values["major_group_00"], rule.values["other_skilled"])
    if most == 0:
        return 0, msg(
            "Job offers earn no CRS points since %(from_)s", from_=_zero_since(facts, rule)
        )
    offer = facts.profile.job_offer
    if offer is None:
        return None, msg("Whether there is a job offer is not known")
    if offer is False:
        return 0, msg("No job offer")
    standing = offer_standing(facts, factors.on, factors.rule_day, rule.values)
    if standing is Standing.FAILS:
        return 0, msg("The job offer does not meet the conditions")
    if standing is Standing.UNKNOWN or offer.noc is None:
        return None, msg("Not enough is known of the job offer")
    points = _offer_points(offer.noc, tables)
    if offer.noc.code.startswith(_SENIOR):
        return points, msg("Offer in major group 00, senior managers")
    return points, msg("Offer in a skilled occupation")


_SENIOR = "00"  # major group of senior managers, in both editions


def _offer_points(noc: Noc, tables: Tables) -> int:
    values = tables.versions[_PREFIX + "job_offer"].values
    points: int = values["major_group_00" if noc.code.startswith(_SENIOR) else "other_skilled"]
    return points


def _zero_since(facts: Facts, rule: Version) -> date:
    """The first day of the unbroken run of versions, up to this one, that give nothing."""
    since = rule.from_
    for version in reversed(facts.rules.history(rule.id)):
        if version.from_ <= rule.from_:
            if max(version.values["major_group_00"], version.values["other_skilled"]):
                break
            since = version.from_
    return since


def graduate_study(facts: Facts, factors: Factors, tables: Tables) -> int | None:
    """Points of study in Canada if graduate degrees alone counted (a proposal, no rule)."""
    return _study(facts, factors, tables, graduate=True)[0]


def _study(
    facts: Facts, factors: Factors, tables: Tables, *, graduate: bool = False
) -> tuple[int | None, Text]:
    rule = tables.versions[_PREFIX + "canadian_study"].values
    if rule["three_year_plus"] == 0:
        return 0, msg("Study in Canada earned no CRS points on this day")
    if facts.me.studies is None:
        return None, msg("Education is not known")
    best, because = 0, msg("No Canadian credential that counts")
    hoped, doubt = 0, because
    for study in facts.me.studies:
        if graduate and study.credential not in (None, *GRADUATE):
            continue
        points, sure = _one_study(study, factors.on, rule)
        if points > hoped:
            hoped, doubt = points, msg("Conditions of the study in Canada are not known")
        if sure and points > best:
            level = LEVEL_LABELS[(study.credential or Credential.NONE).value]
            best, because = points, msg("%(level)s earned in Canada", level=level)
    return (best, because) if best == hoped else (None, doubt)


def _one_study(study: Study, day: date, rule: Mapping[str, Any]) -> tuple[int, bool]:
    """Points one study may earn, and whether every condition is known."""
    if study.completed_on is None or study.completed_on > day:
        return 0, True
    if study.country not in (None, "CA"):
        return 0, True
    if study.credential is None:
        return rule["three_year_plus"], False
    if not study.credential.post_secondary:
        return 0, True
    conditions: list[bool | None] = [
        None if study.country is None else True,
        _denied(study.distance),
        _denied(study.language_course_majority),
        _denied(study.return_obligation),
        _present(study, rule),
    ]
    points = rule["one_or_two_year"]
    if study.credential in GRADUATE:
        conditions.append(_reaches(study.program_months, rule["graduate_min_months"]))
        points = rule["three_year_plus"]
    elif study.credential is Credential.BACHELORS:
        points = rule["three_year_plus"]
    met = all_of(conditions)
    return (0, True) if met is False else (points, met is True)


def _denied(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _reaches(months: int | None, least: int) -> bool | None:
    return None if months is None else months >= least


def _present(study: Study, rule: Mapping[str, Any]) -> bool | None:
    """Full time and in Canada long enough, or studied in the months that waive both."""
    least = rule["min_months_in_canada"]
    # A program shorter than the months asked for cannot have filled them.
    long = study.program_months is None or study.program_months >= least
    full = all_of([study.full_time, _reaches(study.months_in_canada, least), long])
    waived = _waived(study, rule)
    if full or waived:
        return True
    return None if full is None or waived is None else False


def _waived(study: Study, rule: Mapping[str, Any]) -> bool | None:
    """Whether the study fell, wholly or partly, in the months of the pandemic."""
    if study.completed_on is None or study.completed_on < rule["waived_from"]:
        return False
    if study.completed_on <= rule["waived_until"]:
        return True
    return None if study.started_on is None else study.started_on <= rule["waived_until"]


def _sibling(facts: Facts, factors: Factors, tables: Tables) -> tuple[int | None, Text]:
    full = tables.versions[_PREFIX + "sibling"].values["points"]
    if full == 0:
        return 0, msg("A brother or sister in Canada earned no CRS points on this day")
    relatives = facts.profile.relatives_in_canada
    if relatives is None:
        return None, msg("Whether a brother or sister lives in Canada is not known")
    unsure, follows, spouse = False, False, facts.profile.spouse
    comes = bool(factors.spouse_counts and spouse is not None and spouse.accompanying)
    for each in relatives:
        if each.relation not in (None, "sibling") or each.age_18_or_over is False:
            continue
        if each.of == "spouse" and factors.spouse_counts is False:
            continue
        known = None not in (each.relation, each.status, each.age_18_or_over, each.of)
        if known and (each.of == "applicant" or comes):
            return full, msg("A brother or sister, 18 or older, lives in Canada")
        follows = follows or (known and not comes)
        unsure = True
    if follows:
        return None, msg(
            "Whether the partner comes, whose brother or sister lives in Canada, is not known"
        )
    if unsure:
        return None, msg("Age or status of the brother or sister is not known")
    return 0, msg("No brother or sister in Canada")


def _french(factors: Factors, tables: Tables) -> tuple[int | None, Text]:
    rule = tables.versions[_PREFIX + "french"].values
    if rule["english_clb5"] == 0:
        return 0, msg("French earned no additional points on this day")
    if not factors.tests_known:
        return None, msg("Language tests are not known")
    if factors.french is None:
        return 0, msg("No French test on file")
    enough = factors.french.at_least(rule["min_nclc"])
    if enough is None:
        return None, msg("The levels of the French test are not known")
    if not enough:
        return 0, msg("French is below NCLC %(level)s in an ability", level=rule["min_nclc"])
    english = factors.english.at_least(rule["min_english_clb"]) if factors.english else False
    if english is None:
        return None, msg("The levels of the English test are not known")
    if english:
        return rule["english_clb5"], msg(
            "NCLC %(french)s in all four abilities, and English CLB %(english)s in all four",
            french=rule["min_nclc"],
            english=rule["min_english_clb"],
        )
    return rule["english_low"], msg(
        "NCLC %(french)s in all four abilities; English is below CLB %(english)s",
        french=rule["min_nclc"],
        english=rule["min_english_clb"],
    )
