"""Which jobs count for which rule, and how many years they make on a day.

Every way of counting gives two figures: what is certain, and what it would be if
every job that is not known well enough counted. Where both earn the same, the
unknown does not matter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from portal.assessment.experience import Spell, Track, spells_of, stretches
from portal.assessment.profile import Job, Noc
from portal.rulebook import Rulebook

Tri = bool | None
PLENTY = 99  # years of work that is possible, but without dates or hours
_DOORS = (
    "programs.work",
    "programs.skilled_occupation",
    "programs.canadian_work",
    "programs.fst_trades",
)


@dataclass(frozen=True, slots=True)
class Years:
    """Completed years: certain, and possible."""

    low: int
    high: int

    @property
    def known(self) -> int | None:
        """The years, or None when certain and possible differ."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Measure:
    """One way of counting: tracks of what is certain and of what is possible."""

    low: Track
    high: Track
    vague: bool

    def years(self, on: date, window: int | None) -> Years:
        """Completed years in the window that ends the day before ``on``."""
        low = self.low.years(on, window)
        if self.vague:
            return Years(low, PLENTY)
        return Years(low, low if self.high is self.low else self.high.years(on, window))

    def change_days(self, window: int | None, first: date, last: date) -> list[date]:
        """The days on which the years may change."""
        days = self.low.change_days(window, first, last)
        if self.high is not self.low:
            days += self.high.change_days(window, first, last)
        return days


Key = tuple[str, str]


class Era:
    """The jobs of one person under the occupation rules of one time."""

    def __init__(self, jobs: list[Job], rules: Rulebook, day: date) -> None:
        self._jobs = jobs
        self._rules = rules
        self._day = day
        self._work = rules.table("programs.work", on=day).values
        self.canadian_rule = rules.table("programs.canadian_work", on=day).values
        self.edition: str = rules.table("programs.skilled_occupation", on=day).values["edition"]
        self.cap: int = self._work["full_time_hours_per_week"]
        self.skilled = [self._skilled(job) for job in jobs]
        self._spells: dict[int, list[Spell] | None] = {}
        self._full_time: dict[bool, Measure] = {}
        # What a table of occupations makes of the jobs, by the day the table began.
        self.ways: dict[date, Any] = {}
        self._unbroken: dict[tuple[tuple[int, ...], int], list[Track]] = {}

    @cached_property
    def canadian(self) -> Measure:
        """Skilled authorized work in Canada."""
        return self._measure(self._counts_canadian)

    @cached_property
    def all_skilled(self) -> Measure:
        """Skilled work anywhere, as FSW counts it."""
        return self._measure(self._counts_fsw)

    @cached_property
    def foreign(self) -> dict[Key | None, Measure]:
        """Skilled work abroad, by occupation."""
        return self._by_occupation(self._counts_foreign)

    @cached_property
    def canadian_by_noc(self) -> dict[Key | None, Measure]:
        """Skilled authorized work in Canada, by occupation."""
        return self._by_occupation(self._counts_canadian)

    # --- which job counts -------------------------------------------------------------

    def _skilled(self, job: Job) -> Tri:
        nocs = [job.noc] if job.noc else list(job.noc_candidates or ())
        if not nocs:
            return None
        answers = {
            self._rules.occupations.skilled_on(noc.version, noc.code, self._day) for noc in nocs
        }
        return answers.pop() if len(answers) == 1 else None

    def _counts_canadian(self, at: int) -> Tri:
        return all_of([self.skilled[at], self.counts_in_canada(at)])

    def counts_in_canada(self, at: int) -> Tri:
        """Whether a job is work in Canada that may count, whatever its occupation."""
        job = self._jobs[at]
        rule = self.canadian_rule
        if job.country is not None and job.country != "CA":
            return False
        if job.paid is False or (job.full_time_student and not rule["during_study"]):
            return False
        if job.authorized is False and not rule["unauthorized"]:
            return False
        answers: list[Tri] = [None if job.country is None else True]
        if job.self_employed and not rule["self_employment"]:
            answers.append(self._physician(job))
        if job.employer_country not in (None, "CA"):
            answers.append(None)  # work here for an employer abroad: sources disagree
        return all_of(answers)

    def _physician(self, job: Job) -> Tri:
        rule = self.canadian_rule
        if not rule["physicians_self_employed"] or job.noc is None:
            return False
        listed = self._rules.occupations.in_list(
            job.noc.version, job.noc.code, frozenset(rule["physician_codes"]), "2021"
        )
        return False if listed is False else None

    def _counts_foreign(self, at: int) -> Tri:
        job = self._jobs[at]
        if job.country == "CA" or job.paid is False:
            return False
        return all_of([self.skilled[at], None if job.country is None else True])

    def _counts_fsw(self, at: int) -> Tri:
        job = self._jobs[at]
        if job.paid is False or (job.country == "CA" and job.authorized is False):
            return False
        return self.skilled[at]

    # --- how much it comes to ---------------------------------------------------------

    def key(self, noc: Noc) -> Key:
        """One occupation under one name, whatever edition it was typed in."""
        ways = self._rules.occupations.translate(noc.version, noc.code, self.edition)
        if len(ways) == 1 and ways[0][1]:
            return (self.edition, ways[0][0])
        return (noc.version, noc.code)

    def spells(self, at: int) -> list[Spell] | None:
        """The spells of a job, or None when its dates or hours are not known."""
        if at not in self._spells:
            self._spells[at] = self._spells_of(self._jobs[at])
        return self._spells[at]

    @staticmethod
    def _spells_of(job: Job) -> list[Spell] | None:
        if job.start is None or job.hours_per_week is None:
            return None
        breaks = [(each.start, each.end) for each in job.breaks or ()]
        return spells_of(job.start, job.end, job.hours_per_week, breaks)

    def _measure(self, counts: Callable[[int], Tri]) -> Measure:
        return self.tracks([(at, counts(at)) for at in range(len(self._jobs))])

    def tracks(self, answers: list[tuple[int, Tri]]) -> Measure:
        """The work of some jobs: those that count (True) and those that may (None)."""
        sure: list[Spell] = []
        maybe: list[Spell] = []
        vague = False
        for at, answer in answers:
            if answer is False:
                continue
            spells = self.spells(at)
            if spells is None:
                vague = True
            elif answer:
                sure += spells
            else:
                maybe += spells
        low = Track(sure, self.cap)
        return Measure(low, Track(sure + maybe, self.cap) if maybe else low, vague)

    def _by_occupation(self, counts: Callable[[int], Tri]) -> dict[Key | None, Measure]:
        """One measure an occupation; the key None holds jobs whose code is not known."""
        groups: dict[Key, list[int]] = {}
        loose: list[tuple[int, Tri]] = []
        for at, job in enumerate(self._jobs):
            if job.noc is None:
                if counts(at) is not False:
                    loose.append((at, None))
            else:
                groups.setdefault(self.key(job.noc), []).append(at)
        made: dict[Key | None, Measure] = {
            key: self.tracks([*((at, counts(at)) for at in jobs), *loose])
            for key, jobs in groups.items()
            if any(counts(at) is not False for at in jobs)
        }
        if loose and not made:
            made[None] = self.tracks(loose)
        return made

    def best_foreign(self, on: date, window: int) -> tuple[Years, Key | None]:
        """The most years abroad in one occupation, and that occupation."""
        best, where, high = 0, None, 0
        for key, measure in self.foreign.items():
            years = measure.years(on, window)
            high = max(high, years.high)
            if years.low > best or where is None:
                best, where = max(best, years.low), key
        return Years(best, max(best, high)), where

    def leading_canadian(self, on: date, window: int) -> tuple[list[Key], list[Key | None]]:
        """The occupation with most time in Canada in the window; several on a tie.

        Beside it those that may have as much once everything is known; None stands for
        work in an occupation still undecided.
        """
        measures = self.canadian_by_noc
        amounts = {
            key: measure.low.amount(on, window)
            for key, measure in measures.items()
            if key is not None
        }
        most = max(amounts.values(), default=0)
        leading = [key for key, amount in amounts.items() if most and amount == most]
        rivals: list[Key | None] = [
            key
            for key, measure in measures.items()
            if key is not None and key not in leading and self._may_reach(measure, most, on, window)
        ]
        undecided = self.canadian_undecided
        if undecided is not None and self._may_reach(undecided, most, on, window):
            rivals.append(None)
        return leading, rivals

    @cached_property
    def canadian_undecided(self) -> Measure | None:
        """Skilled work in Canada, certain or possible, of jobs without a code; None: no such."""
        loose: list[tuple[int, Tri]] = [
            (at, None)
            for at, job in enumerate(self._jobs)
            if job.noc is None and self._counts_canadian(at) is not False
        ]
        return self.tracks(loose) if loose else None

    @staticmethod
    def _may_reach(measure: Measure, most: float, on: date, window: int) -> bool:
        if measure.vague:
            return True
        amount = measure.high.amount(on, window)
        return amount > 0 and amount >= most

    # --- unbroken work, trades --------------------------------------------------------

    def occupations(self, noc: Noc | None) -> dict[Key, list[int]]:
        """Job indices by occupation: the one named, or all."""
        wanted = self.key(noc) if noc else None
        groups: dict[Key, list[int]] = {}
        for at, job in enumerate(self._jobs):
            if job.noc is not None and wanted in (None, self.key(job.noc)):
                groups.setdefault(self.key(job.noc), []).append(at)
        return groups

    def same(self, one: Noc, other: Noc) -> Tri:
        """Whether two codes name one occupation; None where the concordance leaves a choice."""
        if self.key(one) == self.key(other):
            return True
        ways = [self._rules.occupations.translate(n.version, n.code, "2021") for n in (one, other)]
        both = {code for code, _ in ways[0]} & {code for code, _ in ways[1]}
        return None if both and one.version != other.version else False

    def unbroken(self, jobs: list[int], gap_days: int) -> list[Track]:
        """The stretches of certain FSW work in some jobs, by the gaps that do not break one."""
        key = (tuple(jobs), gap_days)
        made = self._unbroken.get(key)
        if made is None:
            spells = [s for at in jobs if self._counts_fsw(at) for s in self.spells(at) or ()]
            made = stretches(spells, self.cap, gap_days)
            self._unbroken[key] = made
        return made

    def longest(self, jobs: list[int], gap_days: int, on: date, window: int) -> int:
        """Whole months of the longest such stretch in the window."""
        tracks = self.unbroken(jobs, gap_days)
        return max((track.months(on, window) for track in tracks), default=0)

    def counts_fsw(self, at: int) -> Tri:
        """Whether a job counts as skilled work for FSW."""
        return self._counts_fsw(at)

    def full_time(self, *, skilled: bool) -> Measure:
        """Full-time authorized work in Canada (adaptability), of any or of skilled jobs."""
        made = self._full_time.get(skilled)
        if made is None:
            made = self.tracks(
                [(at, self._counts_full_time(at, skilled)) for at in range(len(self._jobs))]
            )
            self._full_time[skilled] = made
        return made

    def _counts_full_time(self, at: int, skilled: bool) -> Tri:
        job = self._jobs[at]
        if job.country not in (None, "CA") or job.paid is False or job.authorized is False:
            return False
        hours = None if job.hours_per_week is None else job.hours_per_week >= self.cap
        place = None if job.country is None else True
        return all_of([place, hours, self.skilled[at] if skilled else True])

    def trade(self, at: int) -> Tri:
        """Whether a job is a skilled trade occupation by the rule of the time."""
        job = self._jobs[at]
        nocs = [job.noc] if job.noc is not None else job.noc_candidates or ()
        trades = self._rules.occupations.is_trade
        answers = {trades(noc.version, noc.code, self._day) for noc in nocs}
        return answers.pop() if len(answers) == 1 else None

    def trade_measure(self, jobs: list[int]) -> Measure:
        """Work in one trade since the person could practise it alone."""
        sure: list[Spell] = []
        maybe: list[Spell] = []
        vague = False
        for at in jobs:
            job = self._jobs[at]
            spells = self.spells(at)
            if job.paid is False or self.trade(at) is False:
                continue
            if job.country == "CA" and job.authorized is False:
                continue
            if spells is None:
                vague = True
            elif job.qualified_on is None or self.trade(at) is None:
                maybe += spells
            else:
                first = job.qualified_on.toordinal()
                sure += [
                    Spell(max(s.first, first), s.last, s.rate) for s in spells if s.last > first
                ]
        low = Track(sure, self.cap)
        return Measure(low, Track(sure + maybe, self.cap) if maybe else low, vague)


def all_of(answers: list[Tri]) -> Tri:
    """False when one is, None when one is not known, else True."""
    if False in answers:
        return False
    return None if None in answers else True


def era_of(jobs: list[Job], rules: Rulebook, day: date, known: dict[int, Era]) -> Era:
    """The era a day belongs to, made once for each set of occupation rules."""
    at = bisect_right(era_starts(rules), day)
    made = known.get(at)
    if made is None:
        made = Era(jobs, rules, day)
        known[at] = made
    return made


def era_starts(rules: Rulebook) -> tuple[date, ...]:
    """The days on which an occupation rule changes."""
    return rules.part(_starts)


def _starts(rules: Rulebook) -> tuple[date, ...]:
    return tuple(sorted({version.from_ for door in _DOORS for version in rules.history(door)}))
