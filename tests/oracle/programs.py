"""FSW, CEC and FST a second time, from facts/programs.yaml and facts/settlement_funds.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.oracle import crs, education, figures, language, occupations, offers, work
from tests.oracle.days import (
    DAY,
    MAYBE,
    NO,
    YES,
    Fact,
    Span,
    age,
    at_most,
    both,
    day,
    either,
    months_on,
    only,
    plus,
    said,
    truth,
)

Profile = dict[str, Any]


@dataclass
class Program:
    lines: dict[str, Span] = field(default_factory=dict)
    points: Span = NO
    criteria: dict[str, Fact] = field(default_factory=dict)

    @property
    def eligible(self) -> Fact:
        return both(*self.criteria.values())


def intends(p: Profile) -> Fact:
    where = p["person"].get("intended_province")
    return MAYBE if where in (None, "any") else truth(where != "QC")


def funds(p: Profile, on: date, exempt: Fact) -> Fact:
    """The table of the day by family size, coming or not; or the offer that exempts."""
    enough = MAYBE
    held = p.get("settlement_funds")
    if held is not None:
        days = [on]
        for first, last in figures.FUNDS_DISPUTED:
            if date.fromisoformat(first) <= on <= date.fromisoformat(last):
                days = [date.fromisoformat(first) - DAY, date.fromisoformat(last) + DAY]
        found = [_enough(p, on, held, table) for table in days]
        enough = Span(min(each.lo for each in found), max(each.hi for each in found))
    return either(enough, exempt)


def _enough(p: Profile, on: date, held: int, table: date) -> Fact:
    partner, children = crs.has_partner(p, on), p.get("dependent_children")
    row = next((r for r in figures.FUNDS if date.fromisoformat(r[0]) <= table), None)
    _, amounts, more = row or figures.FUNDS[-1]

    def suffices(size: int) -> int:
        return int(held >= amounts[min(size, 7) - 1] + more * max(0, size - 7))

    fewest = 1 + partner.lo + (children or 0)
    most = 1 + partner.hi + (children or 0)
    least = 0 if children is None else suffices(most)
    # No table of 2015 and 2016 was found; who holds the amount of 2017 passed.
    return Span(least, suffices(fewest) if row else 1)


def in_primary(p: Profile, on: date) -> list[tuple[list[Any], list[Any]]]:
    """Ways to gather the jobs of one occupation: the named one, else each (sure, possible)."""
    entry, marked = p.get("express_entry"), [j for j in p["work"] if j.get("primary")]
    named = [occupations.codes_of(j, on) for j in marked]
    if isinstance(entry, dict) and entry.get("primary_noc"):
        marked, named = [], [occupations.codes_on(entry["primary_noc"], on)]
    if not named:
        return work.in_occupations(p["work"], on)
    sure, may = [], []
    for j in p["work"]:
        codes = occupations.codes_of(j, on)
        facts = [occupations.same(codes, each) for each in named]
        if any(j is each for each in marked):
            facts = [YES if j is each else fact for each, fact in zip(marked, facts, strict=True)]
        sure += [j] if both(*facts).lo else []
        may += [j] if either(*facts).hi else []
    return [(sure, may)]


def fsw(p: Profile, on: date, way: crs.Score) -> Program:
    out = Program()
    first = way.reports[way.first]
    second = way.reports["fr" if way.first == "en" else "en"]
    others = language.reports(p.get("language_tests"), way.first, on)
    each = [language.reports(p.get("language_tests"), spoken, on) for spoken in ("en", "fr")]
    choice = 14 if max(map(len, each)) > 1 else 0  # points another report may change, at most
    jobs = p.get("work")
    spouse = p.get("spouse") if crs.spouse_counts(p, on).hi else None
    coming = crs.spouse_counts(p, on)

    def test(j: dict[str, Any]) -> Fact:
        return work.fsw_work(j, on)

    if jobs is None:
        year, experience = MAYBE, Span(0, 6)
    else:
        found = [work.continuous_year(sure, may, test, on, 10) for sure, may in in_primary(p, on)]
        year = either(*found)
        experience = work.years(jobs, test, on, 10)
    offer = offers.qualifies(p, on)
    n = age(date.fromisoformat(p["person"]["date_of_birth"]), on)
    ages = sorted(figures.grid_age(y) for y in n)
    four = language.all_at_least(second, 5)
    out.lines = {
        "education": crs.by(figures.GRID_EDUCATION, education.level(p.get("education"), on)),
        "first": crs.abilities(figures.GRID_FIRST, first),
        "second": Span(4 * four.lo, 4 * four.hi),
        "experience": crs.by(figures.GRID_EXPERIENCE, experience),
        "age": Span(*ages),
        "arranged": Span(10 * offer.lo, 10 * offer.hi),
    }
    out.lines |= adaptability(p, on, spouse, coming, offer)
    own = [out.lines[k] for k in ADAPTABILITY]
    out.points = plus(
        [*(v for k, v in out.lines.items() if k not in ADAPTABILITY), at_most(plus(own), 10)]
    )
    out.criteria = {
        "work": year,
        "language": Span(
            language.all_at_least(first, 7).lo,
            either(*(language.all_at_least(r, 7) for r in others)).hi,
        ),
        "education": education.canadian_or_assessed(p.get("education"), on),
        "funds": funds(p, on, offers.funds_exempt(p, on)),
        "grid": Span(int(out.points.lo >= 67), int(out.points.hi + choice >= 67)),
        "intends": intends(p),
    }
    return out


ADAPTABILITY = ("sp_language", "own_study", "sp_study", "own_work", "sp_work", "ae", "relative")


def adaptability(
    p: Profile, on: date, spouse: Profile | None, coming: Fact, offer: Fact
) -> dict[str, Span]:
    stays = (p.get("ties") or {}).get("previous_stays")

    def stayed(who: str, kind: str, months: int) -> Fact:
        if stays is None:
            return MAYBE
        mine = [s for s in stays if s.get("of") == who and s.get("kind") in (kind, None)]
        return either(*(_long_stay(s, on, months) for s in mine))

    def worked(jobs: list[Any] | None, *, skilled: bool) -> Fact:
        if jobs is None:
            return MAYBE

        def test(j: dict[str, Any]) -> Fact:
            fits = both(work.in_canada(j), work.paid(j), work.authorized(j))
            return both(fits, work.skilled(j, on)) if skilled else fits

        return work.full_time_year_in_canada(jobs, test, on)

    def studied(person: Profile, who: str) -> Fact:
        return either(education.two_years_of_study(person, on), stayed(who, "study", 16))

    relatives = p.get("relatives_in_canada")
    kin = MAYBE if relatives is None else either(*(relative(r, p, on) for r in relatives))
    unknown = coming.hi and not p.get("spouse")
    them = spouse or ({} if unknown else {"education": [], "language_tests": [], "work": []})
    facts = {
        "sp_language": both(coming, language.any_report(them.get("language_tests"), 4, on)),
        "own_study": studied(p, "applicant"),
        "sp_study": both(coming, studied(them, "spouse")),
        # A stay names no occupation: it never shows skilled work.
        "own_work": either(
            worked(p.get("work"), skilled=True), both(stayed("applicant", "work", 12), MAYBE)
        ),
        "sp_work": both(
            coming,
            either(worked(them.get("work"), skilled=False), stayed("spouse", "work", 12)),
        ),
        "ae": offer,
        "relative": kin,
    }
    return {
        k: Span((10 if k == "own_work" else 5) * f.lo, (10 if k == "own_work" else 5) * f.hi)
        for k, f in facts.items()
    }


def _long_stay(stay: dict[str, Any], on: date, months: int) -> Fact:
    start, end = day(stay.get("start")), day(stay.get("end"))
    if start is None or end is None:
        long = MAYBE
    else:
        long = truth(months_on(start, months) <= min(end + DAY, on))
    return both(long, said(stay.get("full_time")), YES if stay.get("kind") else MAYBE)


def relative(r: dict[str, Any], p: Profile, on: date) -> Fact:
    of = MAYBE if r.get("of") is None else YES if r["of"] == "applicant" else crs.comes(p, on)
    relation = r.get("relation")
    return both(
        of,
        MAYBE if relation is None else truth(relation != "cousin"),
        MAYBE if r.get("status") is None else YES,
        said(r.get("age_18_or_over")),
    )


def cec(p: Profile, on: date, way: crs.Score) -> Program:
    out = Program()
    jobs, taken = p.get("work"), list(way.reports.values())

    def test(j: dict[str, Any]) -> Fact:
        return work.canadian_work(j, on)

    tests = p.get("language_tests")
    if jobs is None:
        low, high = language.chosen(tests, 7, on, taken), language.chosen(tests, 5, on, taken)
        out.criteria = {"work": MAYBE, "language": Span(low.lo, high.hi), "intends": intends(p)}
        return out
    year = work.years(jobs, test, on, 3)
    out.criteria["work"] = Span(int(year.lo >= 1), int(year.hi >= 1))
    when = work.window(on, 3)
    tops = [
        occupations.upper(occupations.codes_of(j, on))
        for j in jobs
        if test(j).hi and work.pieces(j, *when, sure=False)
    ]
    if not tops:
        need = Span(5, 7)
    elif min(t.lo for t in tops):
        need = only(7)
    elif not max(t.hi for t in tops):
        need = only(5)
    else:
        need = _most(jobs, test, on, when)
    out.criteria["language"] = Span(
        language.chosen(tests, need.hi, on, taken).lo, language.chosen(tests, need.lo, on, taken).hi
    )
    out.criteria["intends"] = intends(p)
    return out


def _most(jobs: list[Any], test: work.Test, on: date, when: work.Window) -> Span:
    """The level of the one occupation with most of the experience; a near tie is left open."""
    parts: dict[str, list[work.Piece]] = {}
    for j in jobs:
        cut = work.pieces(j, *when, sure=False)
        if not test(j).hi or not cut:
            continue
        codes = occupations.codes_of(j, on)
        if not test(j).lo or codes is None or len(codes) > 1 or j.get("hours_per_week") is None:
            return Span(5, 7)
        (code,) = codes
        parts.setdefault(code, []).extend(cut)
    hours = {
        code: sum((e - s).days * min(30.0, rate) / 7 for s, e, rate in work.together(mine))
        for code, mine in parts.items()
    }
    level = {code: 7 if occupations.upper(frozenset({code})).lo else 5 for code in hours}
    most = max(hours.values())
    near = {level[code] for code in hours if hours[code] > most - 90}
    return Span(min(near), max(near))


def fst(p: Profile, on: date, way: crs.Score) -> Program:
    """The requirements of the NOC entry are a person's judgement and are not among the criteria."""
    out = Program()
    jobs = p.get("work")

    def test(j: dict[str, Any]) -> Fact:
        fits = both(occupations.trade(occupations.codes_of(j, on)), work.paid(j))
        return both(fits, work.authorized(j))

    def since(j: dict[str, Any]) -> dict[str, Any]:
        own = day(j.get("qualified_on"))
        begun = day(j.get("start"))
        return {**j, "start": max(own, begun).isoformat()} if own and begun else j

    if jobs is None:
        years = MAYBE
    else:
        qualified = [since(j) for j in jobs if day(j.get("qualified_on"))]
        every = [since(j) for j in jobs]
        low = work.years_in_one(qualified, test, on, 5).lo
        high = work.years_in_one(every, test, on, 5).hi
        years = Span(int(low >= 2), int(high >= 2))

    def of_the_years(noc: dict[str, Any]) -> Fact:
        """Whether an occupation is the trade of the two years; open where there are none."""
        codes = occupations.codes_on(noc, on)
        if jobs is None:
            return MAYBE
        hits = either(
            *(both(test(j), occupations.same(occupations.codes_of(j, on), codes)) for j in jobs)
        )
        if not hits.hi:
            return NO if years.hi else MAYBE
        mine = [j for j in jobs if occupations.same(occupations.codes_of(j, on), codes).lo]
        alone = work.years(
            [j for j in qualified if occupations.same(occupations.codes_of(j, on), codes).lo],
            test,
            on,
            5,
        )
        return YES if mine and alone.lo >= 2 else MAYBE

    offer = p.get("job_offer")
    offered = offers.qualifies(p, on)
    if isinstance(offer, dict) and offer.get("noc"):
        offered = both(
            offered,
            occupations.trade(occupations.codes_on(offer["noc"], on)),
            of_the_years(offer["noc"]),
        )
    if on < offers.NEW_OFFER and isinstance(offer, dict):
        offered = MAYBE  # older text read only in part
    held = crs.certificate(p, on)
    cert = p.get("certificate_of_qualification")
    if isinstance(cert, dict):
        held = both(held, MAYBE if not cert.get("noc") else of_the_years(cert["noc"]))
    out.criteria = {
        "work": years,
        "language": language.chosen(
            p.get("language_tests"),
            {"speaking": 5, "listening": 5, "reading": 4, "writing": 4},
            on,
            list(way.reports.values()),
        ),
        "certificate_or_offer": either(held, offered),
        "funds": funds(p, on, both(offered, offers.may_work(p, on))),
        "intends": intends(p),
    }
    return out
