"""What a criterion is judged on: one profile on one day.

Streams, categories and rounds judge the same kinds of criteria; what several
kinds need of a profile is worked out here, once a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from portal.assessment.calendar import age_on
from portal.assessment.facts import Factors, Facts
from portal.assessment.language import Report
from portal.assessment.profile import Job, JobOffer, Noc, Profile, ProvincialEoi
from portal.rulebook import Rulebook
from portal.rulebook.criteria import Spec
from portal.rulebook.grids import Grids
from portal.rulebook.lists import Lists, OccupationList
from portal.rulebook.occupations import Occupations
from portal.text import Label, Text

Answer = bool | None


# Not frozen, as Text is not: hundreds are made for one profile.
@dataclass(slots=True)
class Judged:
    """One criterion's answer.

    ``soon``: the client could change it within a year. ``follows``: it fails only
    because no federal program is open, which is a criterion of its own. ``known``:
    the same answer as another client got it first (``remembered``).
    """

    met: Answer
    have: Any
    need: Any
    because: Text
    soon: bool = True
    follows: bool = False
    known: Any = field(default=None, init=False, compare=False, repr=False)


class Ground:
    """One profile on one day, with its score and the federal programs it is eligible for.

    ``day``: the day whose facts count; ``rule_day``: the day whose rules and lists
    count, the same but for "what if today's facts had been there then": such a
    ground serves all days of one law, and ``rule_day`` is moved along; answers that
    hang on a list are kept by the list's version.
    """

    def __init__(
        self,
        facts: Facts,
        factors: Factors,
        day: date,
        *,
        rule_day: date | None = None,
        crs: int | None,
        most: int | None = None,
        programs: Mapping[str, Answer],
        shared: dict[object, Judged] | None = None,
        steps: bool = False,
        replayed: bool = False,
    ) -> None:
        """``most``: what the CRS can come to once all is known; None: no more than ``crs``.

        ``shared``: answers that hold for other grounds of the same profile as well.

        Those are the timeless ones where today's facts meet the rules of many days,
        and with ``steps`` the steady ones, where days lie between two changes.
        ``replayed``: only rounds are asked, and nobody reads what is near.
        """
        self.facts = facts
        self.factors = factors
        self.day = day
        self.rule_day = day if rule_day is None else rule_day
        self.crs = crs
        self.most = crs if most is None else most
        self.programs = programs
        self.any_program = any_of(list(programs.values()))
        self.memo: dict[object, Judged] = {}
        self.scores: dict[str, Any] = {}
        self.measured: dict[object, Any] = {}
        self.met: dict[object, tuple[Answer, Text]] = {}
        self.shared: dict[object, Judged] = {} if shared is None else shared
        self.steps = steps
        self.replayed = replayed
        self.rules: Rulebook = facts.rules
        self.lists = self.rules.part(Lists)
        self.grids = self.rules.part(Grids)
        self.occupations: Occupations = self.lists.occupations

    def answers(self, spec: Spec) -> dict[object, Judged]:
        """Where the answer to a criterion is kept."""
        lasts = spec.steady if self.steps else spec.timeless
        return self.shared if lasts else self.memo

    @property
    def profile(self) -> Profile:
        """The client's profile."""
        return self.facts.profile

    # --- occupations ------------------------------------------------------------------

    def jobs(self) -> Iterator[Job]:
        """Jobs begun by this day; one without a start holds on every day."""
        for job in self.profile.work or ():
            if job.start is None or job.start <= self.day:
                yield job

    @cached_property
    def codes(self) -> tuple[Noc, ...]:
        """The occupations of all jobs begun by this day, each once."""
        return _once(job.noc for job in self.jobs() if job.noc is not None)

    @cached_property
    def candidates(self) -> tuple[Noc, ...]:
        """Occupations still undecided: candidates of jobs without a code."""
        return _once(
            noc for job in self.jobs() if job.noc is None for noc in job.noc_candidates or ()
        )

    @cached_property
    def uncoded(self) -> bool:
        """Whether a job has neither a code nor candidates: its occupation may be any."""
        return any(job.noc is None and not job.noc_candidates for job in self.jobs())

    @cached_property
    def primary(self) -> tuple[Noc, ...]:
        """The primary occupation, or what it may be: every occupation worked in."""
        return self.codes if self.named_primary is None else (self.named_primary,)

    @cached_property
    def named_primary(self) -> Noc | None:
        """What the Express Entry profile declares, else the job marked primary; None: neither."""
        entry = self.profile.express_entry
        if entry and entry.primary_noc is not None:
            return entry.primary_noc
        marked = (job.noc for job in self.profile.work or () if job.primary)
        return next((noc for noc in marked if noc is not None), None)

    @cached_property
    def codes_2021(self) -> frozenset[str]:
        """Every NOC 2021 code that an occupation of the client may be, on any day."""
        return frozenset(
            code
            for job in self.profile.work or ()
            for noc in ([job.noc] if job.noc else job.noc_candidates or ())
            for code, _ in self.occupations.translate(noc.version, noc.code, "2021")
        )

    def listed(self, version: OccupationList, nocs: tuple[Noc, ...]) -> Answer:
        """Whether one of these occupations is on a list; None where only a person can say."""
        answers = [self.lists.has(version, noc.version, noc.code) for noc in nocs]
        return any_of(answers)

    def coded(self, codes: frozenset[str], edition: str, nocs: tuple[Noc, ...]) -> Answer:
        """As ``listed``, for codes that a row or a criterion names itself."""
        return any_of(
            [self.occupations.in_list(noc.version, noc.code, codes, edition) for noc in nocs]
        )

    def title(self, noc: Noc) -> Label:
        """The published title of an occupation, its code before it."""
        found = self.occupations.get(noc.version, noc.code).title
        return Label(f"{noc.code} {found.en}", f"{noc.code} {found.fr}")

    def titles(self, nocs: tuple[Noc, ...]) -> tuple[Label, ...]:
        """The titles of several occupations."""
        return tuple(self.title(noc) for noc in nocs)

    def levels(self, noc: Noc) -> frozenset[str]:
        """The TEER an occupation has, or may have where an old code was split."""
        return self.occupations.levels(noc.version, noc.code)

    def skill_level(self, noc: Noc, wanted: list[str]) -> Answer:
        """Whether an occupation is of one of these NOC 2016 skill levels."""
        answers = {
            self.occupations.get("2016", code).level in wanted
            for code, _ in self.occupations.translate(noc.version, noc.code, "2016")
        }
        return answers.pop() if len(answers) == 1 else None

    # --- language -----------------------------------------------------------------------

    @cached_property
    def _reports(self) -> Mapping[str, list[Report]]:
        approved = self.rules.table("language.tests", on=self.rule_day)
        me = self.facts.me
        return {
            lang: [each for each in me.candidates(lang, self.day, approved) if each is not None]
            for lang in ("en", "fr")
        }

    @cached_property
    def _lowest(self) -> Mapping[str, int | None]:
        return {
            lang: max((each.lowest for each in reports if each.lowest is not None), default=None)
            for lang, reports in self._reports.items()
        }

    def lowest_clb(self, language: str) -> int | None:
        """The weakest ability of the best valid report; None without a readable one."""
        return self._lowest[language]

    def clb_levels(self, language: str) -> tuple[int, ...]:
        """The four levels of the report ``lowest_clb`` speaks of; empty without one."""
        known = [each for each in self._reports[language] if each.lowest is not None]
        best = max(known, key=lambda each: each.lowest or 0, default=None)
        return tuple(level for level in best.clb if level is not None) if best else ()

    @property
    def language_unclear(self) -> bool:
        """Whether tests were not asked about, or one of them cannot be read."""
        if self.profile.language_tests is None:
            return True
        return any(each.lowest is None for reports in self._reports.values() for each in reports)

    @property
    def languages_by_level(self) -> tuple[str | None, str | None]:
        """First and second official language: as chosen, else the stronger one first."""
        levels = {lang: level for lang, level in self._lowest.items() if level is not None}
        order = sorted(levels, key=lambda lang: -levels[lang])
        chosen = self.profile.first_official_language
        if chosen in order:
            order.sort(key=lambda lang: lang != chosen)
        first, second = [*order, None, None][:2]
        return first, second

    # --- person -------------------------------------------------------------------------

    @cached_property
    def age(self) -> int:
        """Completed years on the day."""
        return age_on(self.profile.person.date_of_birth, self.day)

    @property
    def family_size(self) -> int | None:
        """People the funds table counts; None when not known."""
        return self.factors.family_size

    @cached_property
    def full_time(self) -> int:
        """Hours a week that count at most, by the rule of the day."""
        hours: int = self.rules.table("programs.work", on=self.rule_day).values[
            "full_time_hours_per_week"
        ]
        return hours

    @cached_property
    def eca_years(self) -> int:
        """How many years an educational credential assessment counts."""
        years: int = self.rules.table("language.validity", on=self.rule_day).values["eca_years"]
        return years

    # --- offer, nomination, a province's own score --------------------------------------

    @cached_property
    def offer(self) -> JobOffer | Literal[False] | None:
        """The job offer standing on this day; False: none; None: not known."""
        offer = self.profile.job_offer
        if offer and offer.offered_on is not None and offer.offered_on > self.day:
            return False
        return offer

    @cached_property
    def nominated(self) -> Answer:
        """Whether an enhanced nomination stood on this day."""
        return self.factors.nominated

    def standing_eois(self, province: str) -> list[ProvincialEoi]:
        """The expressions of interest that stood with a province on this day."""
        return [
            each
            for each in self.profile.provincial_eois or ()
            if each.province == province
            and (each.submitted_at is None or each.submitted_at.date() <= self.day)
            and (each.ended_on is None or each.ended_on >= self.day)
        ]


def any_of(answers: list[Answer]) -> Answer:
    """True when one is, None when one may be, else False."""
    if True in answers:
        return True
    return None if None in answers else False


def all_of(answers: list[Answer]) -> Answer:
    """False when one is, None when one is not known, else True."""
    if False in answers:
        return False
    return None if None in answers else True


def _once(nocs: Iterator[Noc]) -> tuple[Noc, ...]:
    return tuple({(noc.version, noc.code): noc for noc in nocs}.values())
