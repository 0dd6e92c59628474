"""Points for a high-wage occupation: work in Canada in it, or a job offer.

Every figure stands in the table (crs.additional.high_wage); here is only how it is asked. Each
part gives two figures, what is certain and what is possible: where both earn the same, the
unknown does not matter, else the line has no points and is flagged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portal.assessment.calendar import months_after
from portal.assessment.facts import Factors, Facts
from portal.assessment.offers import hours_enough, long_enough
from portal.assessment.profile import Job, JobOffer, Noc
from portal.assessment.windows import months_in, turning_days
from portal.assessment.work import Era, Measure, Tri, all_of, era_starts
from portal.rulebook import Rulebook
from portal.rulebook.high_wage import HighWage, WorkTerms, high_wage_tables
from portal.text import Label, Text, msg


@dataclass(frozen=True, slots=True)
class Part:
    """What work, or an offer, earns: certainly, and possibly."""

    low: int
    high: int
    because: Text


@dataclass(frozen=True, slots=True)
class Way:
    """One way to earn the points of work: these jobs, once they make the months."""

    points: int
    measure: Measure
    nocs: tuple[Noc, ...]
    tier: str


def high_wage(facts: Facts, factors: Factors, table: HighWage) -> tuple[int | None, Text]:
    """Points of the line and why; None where an unknown fact decides."""
    work, offer = _work(facts, factors, table), _offer(facts, factors, table)
    low, high = (
        min(table.most, a + b if table.combine == "sum" else max(a, b))
        for a, b in ((work.low, offer.low), (work.high, offer.high))
    )
    return (low if low == high else None), _together(work, offer, table)


def _together(work: Part, offer: Part, table: HighWage) -> Text:
    both = {"work": work.because, "offer": offer.because}
    if not (work.high and offer.high):
        return msg("%(work)s. %(offer)s", **both)
    if table.combine == "higher":
        return msg("%(work)s. %(offer)s. The higher of the two counts", **both)
    if work.high + offer.high > table.most:
        return msg("%(work)s. %(offer)s. Both add up, to %(most)s at most", **both, most=table.most)
    return msg("%(work)s. %(offer)s. Both add up", **both)


# --- work in Canada ---------------------------------------------------------------------


def _work(facts: Facts, factors: Factors, table: HighWage) -> Part:
    era = facts.me.era(factors.rule_day)
    if era is None:
        return Part(0, max(table.work.points.values()), msg("Work is not known"))
    low, high = 0, 0
    best: tuple[int, int, Way] | None = None
    open_: Way | None = None
    for way in _ways(era, facts, table):
        months = months_in(way.measure.low, factors.on, table.work.window_months)
        if months >= table.work.min_months:
            low = max(low, way.points)
        elif way.points > high and _possible(way.measure, factors.on, table.work):
            high, open_ = way.points, way
        score = way.points if months >= table.work.min_months else 0
        if months and (best is None or (score, months) > best[:2]):
            best = score, months, way
    if open_ is not None and high > low:
        return Part(low, high, _unsure(facts, open_))
    return Part(low, low, _worked(facts, table.work, best))


def _worked(facts: Facts, terms: WorkTerms, best: tuple[int, int, Way] | None) -> Text:
    if best is None:
        return msg("No work in Canada in a listed occupation")
    _, months, way = best
    values = {
        "occupation": _titles(facts.rules, way.nocs),
        "tier": way.tier,
        "months": months,
        "need": terms.min_months,
        "window": terms.window_months,
    }
    if months < terms.min_months:
        if terms.window_months:
            return msg(
                "%(occupation)s, tier %(tier)s: %(months)s of the %(need)s months of work in"
                " Canada asked within %(window)s months",
                **values,
            )
        return msg(
            "%(occupation)s, tier %(tier)s: %(months)s of the %(need)s months of work in Canada",
            **values,
        )
    if terms.window_months:
        return msg(
            "%(occupation)s, tier %(tier)s: %(months)s months of work in Canada in the last"
            " %(window)s",
            **values,
        )
    return msg("%(occupation)s, tier %(tier)s: %(months)s months of work in Canada", **values)


def _unsure(facts: Facts, way: Way) -> Text:
    if not way.nocs:
        return msg("The occupation of a job in Canada is not known: it may be a listed one")
    return msg(
        "%(occupation)s: whether enough work in Canada counts is not known; it hangs on the"
        " duties, the place, the dates or the hours of a job",
        occupation=_titles(facts.rules, way.nocs),
    )


def _titles(rules: Rulebook, nocs: tuple[Noc, ...]) -> tuple[Label, ...]:
    return tuple(
        Label(f"{noc.code} {title.en}", f"{noc.code} {title.fr}")
        for noc in nocs
        for title in (rules.occupations.get(noc.version, noc.code).title,)
    )


def _possible(measure: Measure, on: date, terms: WorkTerms) -> bool:
    return measure.vague or (months_in(measure.high, on, terms.window_months) >= terms.min_months)


# --- which jobs make a way --------------------------------------------------------------


def _ways(era: Era, facts: Facts, table: HighWage) -> tuple[Way, ...]:
    """Every way the jobs may earn points, made once for an era and a table."""
    made: tuple[Way, ...] | None = era.ways.get(table.from_)
    if made is None:
        made = era.ways[table.from_] = tuple(_compiled(era, facts, table))
    return made


@dataclass(frozen=True, slots=True)
class _Held:
    """One job in Canada, and the codes of the table's edition it may be; None: any code."""

    at: int
    counts: Tri
    noc: Noc | None
    codes: frozenset[str] | None


def _compiled(era: Era, facts: Facts, table: HighWage) -> Iterator[Way]:
    tiers, points = table.work.tiers, table.work.points
    jobs = list(_held(era, facts.me.jobs or [], facts.rules, table))
    listed = [code for code in dict.fromkeys(_coded(jobs)) if code in tiers]
    if table.work.months_in == "one_occupation":
        for code in listed:
            yield _way(era, jobs, frozenset({code}), points[tiers[code]], tiers[code])
    else:
        for at, tier in enumerate(table.tiers):
            within = {tier} if table.work.months_in == "one_tier" else table.tiers[: at + 1]
            codes = frozenset(code for code, its in tiers.items() if its in within)
            yield _way(era, jobs, codes, points[tier], tier)
    yield from _split(era, jobs, table)
    unknown = [(job.at, None) for job in jobs if job.codes is None]
    if unknown and tiers:
        tier = max(set(tiers.values()), key=lambda each: points[each])
        yield Way(points[tier], era.tracks(list(unknown)), (), tier)


def _held(era: Era, jobs: list[Job], rules: Rulebook, table: HighWage) -> Iterator[_Held]:
    for at, job in enumerate(jobs):
        counts = era.counts_in_canada(at)
        if counts is False:
            continue
        nocs = [job.noc] if job.noc is not None else job.noc_candidates or ()
        codes = _codes(rules, nocs, table.edition) if nocs else None
        if codes is None or not codes.isdisjoint(table.work.tiers):
            yield _Held(at, counts, job.noc, codes)


def _codes(rules: Rulebook, nocs: Iterable[Noc], edition: str) -> frozenset[str]:
    return frozenset(
        code
        for noc in nocs
        for code, _ in rules.occupations.translate(noc.version, noc.code, edition)
    )


def _coded(jobs: Sequence[_Held]) -> Iterator[str]:
    for job in jobs:
        yield from sorted(job.codes or ())


def _way(era: Era, jobs: Sequence[_Held], codes: frozenset[str], points: int, tier: str) -> Way:
    """The jobs that are one of some codes, and those that may be."""
    answers: list[tuple[int, Tri]] = []
    nocs: list[Noc] = []
    for job in jobs:
        if job.codes is None or not job.codes.isdisjoint(codes):
            sure = job.codes is not None and job.codes <= codes
            answers.append((job.at, job.counts if sure else None))
            if job.noc is not None and job.noc not in nocs:
                nocs.append(job.noc)
    return Way(points, era.tracks(answers), tuple(nocs), tier)


def _split(era: Era, jobs: Sequence[_Held], table: HighWage) -> Iterator[Way]:
    """An old code whose heirs are all listed earns at least what the least of them does."""
    tiers, points = table.work.tiers, table.work.points
    done = set()
    for job in jobs:
        if job.noc is None or job.codes is None or len(job.codes) < 2 or job.codes - tiers.keys():
            continue
        if job.codes not in done:
            done.add(job.codes)
            tier = min({tiers[code] for code in job.codes}, key=lambda each: points[each])
            same = [(one.at, one.counts) for one in jobs if one.noc == job.noc]
            yield Way(points[tier], era.tracks(same), (job.noc,), tier)


# --- the job offer ----------------------------------------------------------------------


def _offer(facts: Facts, factors: Factors, table: HighWage) -> Part:
    terms = table.offer
    offer = facts.profile.job_offer
    if offer is None:
        most = max(terms.points.values())
        return Part(0, most, msg("Whether there is a job offer is not known"))
    if offer is False or (offer.offered_on is not None and offer.offered_on > factors.on):
        return Part(0, 0, msg("No job offer"))
    codes = None if offer.noc is None else _codes(facts.rules, [offer.noc], table.edition)
    found = set(terms.tiers.values()) if codes is None else {terms.tiers.get(c) for c in codes}
    earned = {0 if tier is None else terms.points[tier] for tier in found}
    if not any(found):
        return Part(0, 0, msg("The job offer is in no listed occupation"))
    asked = _asked(offer, factors.on, table)
    for met, short in asked:
        if met is False:
            return Part(0, 0, msg("The job offer earns nothing: %(short)s", short=short))
    if offer.noc is None:
        return Part(0, max(earned), msg("The occupation of the job offer is not known"))
    values = {"occupation": _titles(facts.rules, (offer.noc,))}
    if len(found) > 1:
        because = msg("Offer as %(occupation)s: the duties decide its tier", **values)
        sure = min(earned) if all_of([met for met, _ in asked]) else 0
        return Part(sure, max(earned), because)
    (tier,) = found
    (points,) = earned
    if all_of([met for met, _ in asked]) is None:
        because = msg(
            "Offer as %(occupation)s, tier %(tier)s: not enough is known of its conditions",
            **values,
            tier=tier,
        )
        return Part(0, points, because)
    return Part(points, points, msg("Offer as %(occupation)s, tier %(tier)s", **values, tier=tier))


def _asked(offer: JobOffer, on: date, table: HighWage) -> list[tuple[Tri, Text]]:
    """Each condition of the table: met, not met or not known, and what to say where it fails."""
    terms = table.offer
    made: list[tuple[Tri, Text]] = []
    if terms.min_hours_per_week:
        short = msg("under %(hours)s hours a week", hours=terms.min_hours_per_week)
        made.append((hours_enough(offer, terms.min_hours_per_week), short))
    if terms.needs_permanent:
        made.append((offer.permanent, msg("it is not permanent")))
    elif terms.min_months:
        short = msg("for less than %(months)s months", months=terms.min_months)
        made.append((long_enough(offer, terms.min_months), short))
    if not terms.seasonal:
        met = None if offer.seasonal is None else not offer.seasonal
        made.append((met, msg("it is seasonal")))
    if terms.needs_lmia:
        met = None if offer.lmia is None else offer.lmia == "approved"
        made.append((met, msg("it has no approved LMIA")))
    if terms.employed_months:
        since = offer.employed_since
        met = None if since is None else months_after(since, terms.employed_months) <= on
        short = msg("less than %(months)s months with the employer", months=terms.employed_months)
        made.append((met, short))
    return made


# --- the days on which it may change ------------------------------------------------------


def high_wage_days(facts: Facts, first: date, last: date) -> Iterator[date]:
    """The days on which the months of work are reached or lost, or an offer's time is."""
    for table in high_wage_tables(facts.rules):
        start, end = max(first, table.from_), min(last, table.until or last)
        if start > end:
            continue
        laws = {start, *(day for day in era_starts(facts.rules) if start < day <= end)}
        for law in laws:
            era = facts.me.era(law)
            if era is not None:
                for way in _ways(era, facts, table):
                    yield from _turns(way.measure, table.work, start, end)
        offer = facts.profile.job_offer
        if offer and offer.employed_since is not None and table.offer.employed_months:
            yield months_after(offer.employed_since, table.offer.employed_months)


def _turns(measure: Measure, terms: WorkTerms, first: date, last: date) -> Iterator[date]:
    for track in {id(each): each for each in (measure.low, measure.high)}.values():
        yield from turning_days(track, terms.min_months, terms.window_months, first, last)
