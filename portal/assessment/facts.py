"""One profile compiled for one rulebook: what is true of the client on any day.

``Facts`` does once what does not depend on the day. ``Facts.options`` gives what
follows of a day before any points (age, levels, years …); there are several
options only where somebody has several reports or may choose the first language.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from operator import attrgetter
from typing import Any

from portal.assessment.calendar import age_on, anniversary
from portal.assessment.education import Level, level_on
from portal.assessment.experience import Months, Track
from portal.assessment.language import Report, read_reports
from portal.assessment.profile import Job, LanguageTest, Profile, Study
from portal.assessment.work import Era, Key, Years, era_of, era_starts
from portal.rulebook import Rulebook, Version
from portal.text import Text, msg

# The rules that ``Facts.options`` looks into.
_FACTOR_RULES = (
    "language.tests",
    "language.validity",
    "programs.canadian_work",
    "programs.foreign_work",
    "programs.spouse",
    "crs.spouse.language",
)


def factor_starts(rules: Rulebook) -> tuple[date, ...]:
    """The days on which a rule changes that factors hang on."""
    return rules.part(_starts)


def _starts(rules: Rulebook) -> tuple[date, ...]:
    days = {version.from_ for rule in _FACTOR_RULES for version in rules.history(rule)}
    return tuple(sorted(days | set(era_starts(rules))))


# Not frozen, as Text is not: a replay makes dozens for one profile.
@dataclass(slots=True)
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
    spouse_reports: tuple[Report, ...]
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

    def under(self, law: date) -> Factors:
        """The same under the rules of another day between which no factor changes."""
        on, _, *others = _values(self)
        return Factors(on, law, *others)

    def speaking(self, english: Report | None, french: Report | None, first: str | None) -> Factors:
        """The same with these reports, and the first official language."""
        values = list(_values(self))
        values[_REPORTS] = english, french, first
        return Factors(*values)


# `dataclasses.replace` asks for every field by name: five times as long.
_NAMES = [each.name for each in fields(Factors)]
_values: Callable[[Factors], tuple[Any, ...]] = attrgetter(*_NAMES)
_REPORTS = slice(_NAMES.index("english"), _NAMES.index("first_language") + 1)


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
        self._eras: dict[int, Era] = {}
        # A replay asks the same day under every law since 2015.
        self._levels: dict[tuple[date, int], Level] = {}
        self._counting: dict[tuple[str, date, date], list[Report | None]] = {}

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
        known = self._levels.get((day, years))
        if known is None:
            known = self._levels[day, years] = level_on(self.studies, day, years)
        return known

    def candidates(self, language: str, day: date, approved: Version) -> list[Report | None]:
        """The reports in a language that count on a day; [None] when there is none.

        Known ones shut out those that cannot be read; of two known ones the one
        that is nowhere better is left out.
        """
        key = (language, day, approved.from_)
        known = self._counting.get(key)
        if known is None:
            known = self._counting[key] = self._candidates(language, day, approved)
        return known

    def _candidates(self, language: str, day: date, approved: Version) -> list[Report | None]:
        if not self.reports:
            return [None]
        listed, unconfirmed = approved.column("language"), approved.values["unconfirmed"]
        good: list[Report] = []
        dim: list[Report] = []
        for each in self.reports:
            if each.language != language:
                continue
            if each.doubt == "no_date":
                dim.append(each)
            elif each.counts_on(day):
                if each.test in listed:
                    (good if each.known else dim).append(each)
                elif each.test in unconfirmed:
                    dim.append(replace(each, clb=(None,) * 4, doubt="unconfirmed"))
        if not good:
            return (
                [max(dim, key=lambda each: sum(level is not None for level in each.clb))]
                if dim
                else [None]
            )
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
        # Months of work by what was asked: see ``work_months.measure``.
        self.months: dict[object, Months] = {}
        self.tracks: dict[object, tuple[list[Track], list[Track]]] = {}
        # Whether what a program lacks may come within a year: see ``near``.
        self.near: dict[object, bool] = {}
        self._options: dict[tuple[date, int], list[Factors]] = {}

    def options(self, day: date, rule_day: date | None = None) -> list[Factors]:
        """Everything that may be said of a day; the best option counts.

        ``rule_day``: whose rules apply, where they are not those of the day.
        Raises NotInForce before 2015-01-01.
        """
        law = rule_day or day
        # Today's facts are asked under every law since 2015; few laws change the factors.
        key = (day, bisect_right(factor_starts(self.rules), law))
        known = self._options.get(key)
        if known is None:
            known = self._options[key] = self._made(day, law)
        if known[0].rule_day == law:
            return known
        return [each.under(law) for each in known]

    def _made(self, day: date, law: date) -> list[Factors]:
        approved = self.rules.table("language.tests", on=law)
        base = self._base(day, law, approved)
        return [
            base.speaking(english, french, first)
            for english in self.me.candidates("en", day, approved)
            for french in self.me.candidates("fr", day, approved)
            for first in self._firsts(english, french)
        ]

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
            family_size=self.family_size_on(day, law),
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
            spouse_reports=(),
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
            made.spouse_education = none
            return made
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
        made.spouse_education = side.level(made.on)
        made.spouse_tests_known = side.reports is not None
        made.spouse_report = best
        made.spouse_reports = tuple(reports)
        made.spouse_canadian = era.canadian.years(made.on, window) if era else None
        return made

    # --- the partner ------------------------------------------------------------------

    def spouse_on(self, day: date, law: date) -> tuple[bool | None, Text]:
        """Whether the columns "with spouse" hold on a day, and why."""
        profile = self.profile
        partner = self.partner_on(day, law)
        if partner is None:
            return self._not_said()
        if partner is False:
            if profile.marital_status != "common_law" or profile.marital_status_since is None:
                return False, msg("No spouse or common-law partner")
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

    def _not_said(self) -> tuple[bool | None, Text]:
        spouse, since = self.profile.spouse, self.profile.marital_status_since
        if self.profile.marital_status is None or since is None:
            return None, msg("Marital status is not known")
        # Whoever became the spouse later counts then as now: not where they never would.
        if spouse is not None and (spouse.canadian_citizen_or_pr or spouse.accompanying is False):
            return False, msg("The partner does not count, whether or not there was one")
        return None, msg(
            "The marital status holds since %(since)s: what it was before is not known",
            since=since,
        )

    def partner_on(self, day: date, law: date) -> bool | None:
        """Whether there is a spouse or common-law partner on a day, coming or not.

        Who lives together for less than a year has no common-law partner yet. Before
        the day a marriage, separation or death is dated to, nobody knows.
        """
        status, since = self.profile.marital_status, self.profile.marital_status_since
        if status is None or status == "never_married":
            return None if status is None else False
        if status != "common_law" and since is not None and since > day:
            return None
        if not status.has_partner:
            return False
        if status != "common_law" or since is None:
            return True
        years = self.rules.table("programs.spouse", on=law).values["common_law_years"]
        return day >= anniversary(since, years)

    def family_size_on(self, day: date, law: date) -> int | None:
        """People the funds table counts, coming or not; None when not known."""
        partner, children = self.partner_on(day, law), self.profile.dependent_children
        if partner is None or children is None:
            return None
        return 1 + int(partner) + children

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
