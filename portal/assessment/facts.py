"""One profile compiled for one rulebook: what is true of the client on any day.

``Facts`` does once what does not depend on the day. ``Facts.options`` gives what
follows of a day before any points (age, levels, years …); there are several
options only where somebody has several reports or may choose the first language.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from portal.assessment.calendar import age_on, birthday, expiry
from portal.assessment.education import Level, level_on
from portal.assessment.language import Report, read_reports
from portal.assessment.profile import Job, LanguageTest, Profile, Study
from portal.assessment.work import Era, Key, Years, era_of, era_starts
from portal.rulebook import Rulebook, Version
from portal.text import Text, msg

_OLDEST = 120


@dataclass(frozen=True, slots=True)
class Factors:
    """What follows of a profile on a day before any points. None: not known."""

    on: date
    rule_day: date
    age: int
    spouse_counts: bool | None
    spouse_because: Text
    family_size: int | None
    education: Level | None
    tests_known: bool
    english: Report | None
    french: Report | None
    first_language: str | None
    canadian: Years | None
    foreign: Years | None
    foreign_occupation: Key | None
    spouse_education: Level | None
    spouse_tests_known: bool
    spouse_report: Report | None
    spouse_canadian: Years | None
    nominated: bool | None
    nominated_because: Text
    certificate: bool | None

    @property
    def first(self) -> Report | None:
        """The report in the first official language."""
        if self.first_language is None:
            return None
        return self.french if self.first_language == "fr" else self.english

    @property
    def second(self) -> Report | None:
        """The report in the other official language."""
        if self.first_language is None:
            return None
        return self.english if self.first_language == "fr" else self.french


class Side:
    """One person's education, tests and work: the client's, or the partner's."""

    def __init__(
        self,
        education: list[Study] | None,
        tests: list[LanguageTest] | None,
        work: list[Job] | None,
        rules: Rulebook,
    ) -> None:
        self.studies = education
        self.reports = None if tests is None else read_reports(tests, rules)
        self.jobs = work
        self._rules = rules
        self._eras: dict[tuple[date, ...], Era] = {}
        self._levels: dict[tuple[date, ...], Level] = {}

    def era(self, rule_day: date) -> Era | None:
        """The jobs under the occupation rules of a day; None when work is not known."""
        if self.jobs is None:
            return None
        return era_of(self.jobs, self._rules, rule_day, self._eras)

    def level(self, day: date) -> Level | None:
        """The level of education on a day; None when education was not asked."""
        if self.studies is None:
            return None
        years = self._rules.table("language.validity", on=max(day, _START)).values["eca_years"]
        return level_on(self.studies, day, years)

    def candidates(self, language: str, day: date, approved: Version) -> list[Report | None]:
        """The reports in a language that count on a day; [None] when there is none.

        Known ones shut out those that cannot be read; of two known ones the one
        that is nowhere better is left out.
        """
        if not self.reports:
            return [None]
        mine = [each for each in self.reports if each.language == language]
        listed = approved.column("language")
        good, dim = [], []
        for each in mine:
            if each.doubt == "no_date":
                dim.append(each)
            elif each.counts_on(day):
                if each.test in listed:
                    (good if each.known else dim).append(each)
                elif each.test in approved.values["unconfirmed"]:
                    dim.append(replace(each, clb=(None,) * 4, doubt="unconfirmed"))
        if not good:
            return list(dim[:1]) or [None]
        return [each for each in good if not _beaten(each, good)]


_START = date(2015, 1, 1)


def _beaten(one: Report, others: list[Report]) -> bool:
    for other in others:
        if other is one:
            continue
        pairs = list(zip(one.clb, other.clb, strict=True))
        if all(a <= b for a, b in pairs) and (  # type: ignore[operator]
            one.clb != other.clb or other.index < one.index
        ):
            return True
    return False


class Facts:
    """A profile compiled for a rulebook."""

    def __init__(self, profile: Profile, rules: Rulebook) -> None:
        self.profile = profile
        self.rules = rules
        self.me = Side(profile.education, profile.language_tests, profile.work, rules)
        partner = profile.spouse
        self.partner = (
            Side(partner.education, partner.language_tests, partner.work, rules)
            if partner is not None
            else None
        )

    def options(self, day: date, rule_day: date | None = None) -> list[Factors]:
        """Everything that may be said of a day; the best option counts.

        ``rule_day``: whose rules apply, where they are not those of the day.
        Raises NotInForce before 2015-01-01.
        """
        law = rule_day or day
        approved = self.rules.table("language.tests", on=law)
        base = self._base(day, law, approved)
        made: list[Factors] = []
        for english in self.me.candidates("en", day, approved):
            for french in self.me.candidates("fr", day, approved):
                for first in self._firsts(english, french):
                    made.append(replace(base, english=english, french=french, first_language=first))
        return made

    def _firsts(self, english: Report | None, french: Report | None) -> list[str | None]:
        chosen = self.profile.first_official_language
        if chosen is not None:
            return [chosen]
        if english is not None and french is not None:
            return ["en", "fr"]
        if french is not None:
            return ["fr"]
        return ["en"] if english is not None else [None]

    def _base(self, day: date, law: date, approved: Version) -> Factors:
        era = self.me.era(law)
        canadian_rule = self.rules.table("programs.canadian_work", on=law).values
        window: int = canadian_rule["crs_window_years"]
        foreign, occupation = (None, None)
        if era is not None:
            abroad = self.rules.table("programs.foreign_work", on=law).values["window_years"]
            foreign, occupation = era.best_foreign(day, abroad)
        counts, because = self.spouse_on(day, law)
        nominated, nominated_because = self.nomination_on(day)
        made = Factors(
            on=day,
            rule_day=law,
            age=age_on(self.profile.person.date_of_birth, day),
            spouse_counts=counts,
            spouse_because=because,
            family_size=self.family_size,
            education=self.me.level(day),
            tests_known=self.me.reports is not None,
            english=None,
            french=None,
            first_language=None,
            canadian=era.canadian.years(day, window) if era else None,
            foreign=foreign,
            foreign_occupation=occupation,
            spouse_education=None,
            spouse_tests_known=True,
            spouse_report=None,
            spouse_canadian=Years(0, 0),
            nominated=nominated,
            nominated_because=nominated_because,
            certificate=self.certificate_on(day),
        )
        return self._with_partner(made, approved, window) if counts else made

    def _with_partner(self, made: Factors, approved: Version, window: int) -> Factors:
        side = self.partner
        if side is None:
            none = Level("none", "none", msg("Nothing is known of the partner yet"))
            return replace(made, spouse_education=none)
        era = side.era(made.rule_day)
        reports = [
            report
            for language in ("en", "fr")
            for report in side.candidates(language, made.on, approved)
            if report is not None
        ]
        table = self.rules.table("crs.spouse.language", on=made.rule_day).column("points")
        best = max(
            reports,
            key=lambda each: sum(table.get(level or 0, 0) for level in each.clb),
            default=None,
        )
        return replace(
            made,
            spouse_education=side.level(made.on),
            spouse_tests_known=side.reports is not None,
            spouse_report=best,
            spouse_canadian=era.canadian.years(made.on, window) if era else None,
        )

    # --- the partner ------------------------------------------------------------------

    def spouse_on(self, day: date, law: date) -> tuple[bool | None, Text]:
        """Whether the columns "with spouse" hold on a day, and why."""
        profile = self.profile
        status = profile.marital_status
        if status is None:
            return None, msg("Marital status is not known")
        if not status.has_partner:
            return False, msg("No spouse or common-law partner")
        if status == "common_law" and profile.marital_status_since is not None:
            years = self.rules.table("programs.spouse", on=law).values["common_law_years"]
            if day < expiry(profile.marital_status_since, years):
                return False, msg(
                    "Living together since %(since)s: not a common-law partner before a year",
                    since=profile.marital_status_since,
                )
        spouse = profile.spouse
        if spouse is None:
            return True, msg("Nothing is known of the partner yet: scored as coming along")
        if spouse.canadian_citizen_or_pr:
            return False, msg("The partner is a Canadian citizen or permanent resident")
        if spouse.accompanying is False:
            return False, msg("The partner does not come to Canada")
        if spouse.accompanying is None:
            return True, msg("Whether the partner comes is not known: scored as coming along")
        return True, msg("The partner comes to Canada and is neither citizen nor resident")

    @cached_property
    def family_size(self) -> int | None:
        """People the funds table counts, coming or not; None when not known."""
        profile = self.profile
        if profile.marital_status is None or profile.dependent_children is None:
            return None
        return 1 + int(profile.marital_status.has_partner) + profile.dependent_children

    # --- nomination and certificate -----------------------------------------------------

    def nomination_on(self, day: date) -> tuple[bool | None, Text]:
        """Whether an enhanced nomination stands on a day, and why."""
        found = self.profile.provincial_nomination
        if found is None:
            return None, msg("Whether there is a provincial nomination is not known")
        if found is False:
            return False, msg("No provincial nomination")
        if found.nominated_on is not None and found.nominated_on > day:
            return False, msg("Nominated only on %(day)s", day=found.nominated_on)
        if found.ended_on is not None and found.ended_on <= day:
            return False, msg("The nomination ended on %(day)s", day=found.ended_on)
        if found.enhanced is False:
            return False, msg("A nomination outside Express Entry (base) earns no points")
        if found.enhanced is None or found.nominated_on is None:
            return None, msg("Kind or day of the nomination is not known")
        return True, msg("Nominated on %(day)s through Express Entry", day=found.nominated_on)

    def certificate_on(self, day: date) -> bool | None:
        """Whether a certificate of qualification is held on a day."""
        found = self.profile.certificate_of_qualification
        if found is None or found is False:
            return found
        return None if found.issued_on is None else found.issued_on <= day

    # --- when something changes -----------------------------------------------------------

    def change_days(self, first: date, last: date) -> list[date]:
        """Every day from ``first`` to ``last`` on which a fact of this profile may change."""
        days: set[date] = set()
        born = self.profile.person.date_of_birth
        for age in range(max(0, age_on(born, first)), min(_OLDEST, age_on(born, last)) + 1):
            days.add(birthday(born, age))
        for side in (self.me, self.partner):
            if side is not None:
                days |= self._side_days(side, first, last)
        for day in self._dated():
            if day is not None:
                days.add(day)
        return sorted(day for day in days if first <= day <= last)

    def _dated(self) -> list[date | None]:
        profile = self.profile
        found: list[date | None] = []
        if profile.provincial_nomination:
            nomination = profile.provincial_nomination
            found += [nomination.nominated_on, nomination.ended_on]
        if profile.certificate_of_qualification:
            found.append(profile.certificate_of_qualification.issued_on)
        if profile.job_offer:
            offer = profile.job_offer
            found += [offer.offered_on]
            if offer.employed_since is not None:
                found.append(expiry(offer.employed_since, 1))
        for permit in profile.work_permits or ():
            found += [permit.from_, _next_day(permit.until)]
        if profile.marital_status_since is not None:
            found.append(expiry(profile.marital_status_since, 1))
        return found

    def _side_days(self, side: Side, first: date, last: date) -> set[date]:
        days: set[date] = set()
        eca_years = self.rules.history("language.validity")[-1].values["eca_years"]
        for study in side.studies or ():
            if study.completed_on:
                days.add(study.completed_on)
            if study.eca and study.eca.issued_on:
                days |= {study.eca.issued_on, expiry(study.eca.issued_on, eca_years)}
        for report in side.reports or ():
            if report.from_ and report.until:
                days |= {report.from_, report.until}
        if side.jobs is None:
            return days
        for at in sorted({first, *(d for d in era_starts(self.rules) if first < d <= last)}):
            era = side.era(at)
            if era is not None:
                days.update(_era_days(era, at, first, last, side is self.me, self.rules))
        return days


def _era_days(
    era: Era, at: date, first: date, last: date, mine: bool, rules: Rulebook
) -> list[date]:
    canadian = era.canadian_rule
    days = era.canadian.change_days(canadian["crs_window_years"], first, last)
    if not mine:
        return days
    days += era.canadian.change_days(canadian["cec_window_years"], first, last)
    window = rules.table("programs.foreign_work", on=at).values["window_years"]
    for measure in era.foreign.values():
        days += measure.change_days(window, first, last)
    grid: dict[str, Any] = dict(rules.table("programs.fsw.experience", on=at).values)
    days += era.all_skilled.change_days(grid["window_years"], first, last)
    return days


def _next_day(day: date | None) -> date | None:
    return None if day is None else date.fromordinal(day.toordinal() + 1)
