"""The Comprehensive Ranking System a second time, from facts/crs.yaml.

`ways(profile, on)` gives every reading the facts allow (spouse counted or not, which language
is first, which report speaks for a language); each is a `Score` of spans per line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

from tests.oracle import education, figures, language, work
from tests.oracle.days import (
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
    nay,
    only,
    plus,
    said,
    truth,
    years_on,
)
from tests.oracle.figures import ABILITIES
from tests.oracle.offers import crs_points as offer_points

Profile = dict[str, Any]


@dataclass
class Score:
    """One reading: its lines by section, the sections and the total."""

    first: str
    reports: dict[str, language.Levels] = field(default_factory=dict)
    lines: dict[str, Span] = field(default_factory=dict)
    sections: dict[str, Span] = field(default_factory=dict)
    total: Span = NO
    best: bool = True


def latest(rows: list[Any], on: date) -> Any:
    return next(row[1:] for row in rows if date.fromisoformat(row[0]) <= on)


def has_partner(p: Profile, on: date) -> Fact:
    """Married, or common-law for a year (contract: marital_status_since)."""
    status = p.get("marital_status")
    if status is None:
        return MAYBE
    since = day(p.get("marital_status_since"))
    if status == "common_law" and since is not None:
        if (since.month, since.day) == (2, 29) and years_on(since, 1) == on:
            return MAYBE
        return truth(on >= years_on(since, 1))
    return truth(status in ("married", "common_law"))


def comes(p: Profile, on: date) -> Fact:
    """The partner accompanies."""
    spouse = p.get("spouse")
    if not spouse:
        return both(has_partner(p, on), YES if p.get("marital_status") else MAYBE)
    return both(has_partner(p, on), said(spouse.get("accompanying"), YES))


def spouse_counts(p: Profile, on: date) -> Fact:
    """The with-spouse column: coming, and neither citizen nor permanent resident."""
    spouse = p.get("spouse")
    return both(comes(p, on), nay(said((spouse or {}).get("canadian_citizen_or_pr"), NO)))


def by(table: list[int], s: Span) -> Span:
    """A rising table read at both bounds."""
    top = len(table) - 1
    return Span(table[min(s.lo, top)], table[min(s.hi, top)])


def abilities(table: list[int], found: language.Levels) -> Span:
    return plus(by(table, found[a]) for a in ABILITIES)


def band(found: language.Levels, steps: tuple[int, int]) -> Span:
    """0, 1 or 2 by the weakest ability."""
    low, high = language.weakest(found)
    return Span(sum(low >= s for s in steps), sum(high >= s for s in steps))


def pair(rows: Span, columns: Span) -> Span:
    return Span(figures.PAIR[rows.lo][columns.lo], figures.PAIR[rows.hi][columns.hi])


def pick(a: Span, n: int) -> Span:
    return Span(min(a.lo, n), min(a.hi, n))


def sibling(p: Profile, on: date) -> Fact:
    relatives = p.get("relatives_in_canada")
    if relatives is None:
        return MAYBE
    found = []
    for r in relatives:
        of = MAYBE if r.get("of") is None else YES
        if r.get("of") == "spouse":
            of = comes(p, on)
            if spouse_counts(p, on) != of:
                of = both(of, MAYBE)  # a citizen or PR partner who comes along: not settled
        found.append(
            both(
                of,
                MAYBE if r.get("relation") is None else truth(r["relation"] == "sibling"),
                MAYBE if r.get("status") is None else YES,
                said(r.get("age_18_or_over")),
            )
        )
    return either(*found)


def certificate(p: Profile, on: date) -> Fact:
    held = p.get("certificate_of_qualification")
    if held is None:
        return MAYBE
    if held is False:
        return NO
    issued = day(held.get("issued_on"))
    return MAYBE if issued is None else truth(issued <= on)


def nomination(p: Profile, on: date) -> Fact:
    held = p.get("provincial_nomination")
    if held is None:
        return MAYBE
    if held is False:
        return NO
    began, ended = day(held.get("nominated_on")), day(held.get("ended_on"))
    if (began and began > on) or (ended and ended <= on):
        return NO
    runs = MAYBE if began is None else YES
    if held.get("ended_because") and ended is None:
        runs = MAYBE
    return both(runs, said(held.get("enhanced")))


def french_bonus(french: list[language.Levels], english: list[language.Levels], on: date) -> Span:
    low, high = latest(figures.FRENCH, on)
    seven = either(*(language.all_at_least(f, 7) for f in french))
    five = either(*(language.all_at_least(f, 5) for f in english))

    def points(a: int, b: int) -> int:
        return (high if b else low) if a else 0

    return Span(points(seven.lo, five.lo), points(seven.hi, five.hi))


def _one(
    p: Profile, on: date, with_spouse: bool, first: str, reports: dict[str, language.Levels]
) -> Score:
    col = int(with_spouse)
    second = "fr" if first == "en" else "en"
    mine, other = reports[first], reports[second]
    jobs = p.get("work")
    rank = education.level(p.get("education"), on)
    years_ca = (
        Span(0, 5)
        if jobs is None
        else work.years(jobs, lambda j: work.canadian_work(j, on), on, 10)
    )
    abroad = (
        Span(0, 3)
        if jobs is None
        else work.years_in_one(jobs, lambda j: work.foreign_work(j, on), on, 10)
    )
    n = age(date.fromisoformat(p["person"]["date_of_birth"]), on)
    ages = figures.AGE_SPOUSE if with_spouse else figures.AGE_SINGLE
    age_points = [ages[y - 18] if 18 <= y <= 44 else 0 for y in (n.lo, n.hi)]
    s = Score(first, reports)
    s.lines = {
        "age": Span(min(age_points), max(age_points)),
        "education": by(figures.EDUCATION[col], rank),
        "first": abilities(figures.FIRST[col], mine),
        "second": at_most(abilities(figures.SECOND, other), figures.SECOND_CAP[col]),
        "canadian": by(figures.CANADIAN_WORK[col], years_ca),
    }
    core = plus(s.lines.values())
    spouse = p.get("spouse") or {"education": [], "language_tests": [], "work": []}
    theirs: dict[str, Span] = dict.fromkeys(("sp_education", "sp_language", "sp_work"), only(0))
    if with_spouse:
        heard = [
            r
            for lang in ("en", "fr")
            for r in language.reports(spouse.get("language_tests"), lang, on)
        ]
        spoken = [abilities(figures.SPOUSE_LANGUAGE, r) for r in heard]
        done = spouse.get("work")
        theirs = {
            "sp_education": by(
                figures.SPOUSE_EDUCATION, education.level(spouse.get("education"), on)
            ),
            "sp_language": Span(max(x.lo for x in spoken), max(x.hi for x in spoken)),
            "sp_work": by(
                figures.SPOUSE_WORK,
                Span(0, 5)
                if done is None
                else work.years(done, lambda j: work.canadian_work(j, on), on, 10),
            ),
        }
    s.lines |= theirs
    row = by(figures.EDUCATION_ROW, rank)
    tongue = band(mine, (7, 9))
    held = certificate(p, on)
    trade = by(figures.CERTIFICATE, band(mine, (5, 7)))
    transfer = {
        "edu_lang": pair(row, tongue),
        "edu_can": pair(row, pick(years_ca, 2)),
        "for_lang": pair(by(figures.FOREIGN_ROW, abroad), tongue),
        "for_can": pair(by(figures.FOREIGN_ROW, abroad), pick(years_ca, 2)),
        "cert": Span(trade.lo * held.lo, trade.hi * held.hi),
    }
    s.lines |= transfer
    skills = plus(
        [
            at_most(plus([transfer["edu_lang"], transfer["edu_can"]]), 50),
            at_most(plus([transfer["for_lang"], transfer["for_can"]]), 50),
            transfer["cert"],
        ]
    )
    short, long = latest(figures.STUDY, on)
    kin, named = sibling(p, on), nomination(p, on)
    (kin_points,) = latest(figures.SIBLING, on)
    extra = {
        "nomination": Span(600 * named.lo, 600 * named.hi),
        "offer": offer_points(p, on, latest(figures.JOB_OFFER, on)),
        "study": education.study_points(p.get("education"), on, short, long),
        "sibling": Span(kin_points * kin.lo, kin_points * kin.hi),
        "french": french_bonus([reports["fr"]], [reports["en"]], on),
    }
    s.lines |= extra
    s.sections = {
        "core": core,
        "spouse": plus(theirs.values()),
        "transferability": at_most(skills, 100),
        "additional": at_most(plus(extra.values()), 600),
    }
    s.total = at_most(plus(s.sections.values()), 1200)
    return s


def ways(p: Profile, on: date) -> list[Score]:
    """Every reading; `best` marks those that may be the client's highest for a spouse column."""
    counted = spouse_counts(p, on)
    choice = p.get("first_official_language")
    en, fr = (language.reports(p.get("language_tests"), lang, on) for lang in ("en", "fr"))
    out = []
    for with_spouse in range(counted.lo, counted.hi + 1):
        scores = [
            _one(p, on, bool(with_spouse), first, {"en": e, "fr": f})
            for first, e, f in product(("en", "fr"), en, fr)
            if choice in (None, first)
        ]
        top = max(s.total.lo for s in scores)
        # A total is that of the lines that are known (contract): what is not leaves it open.
        known = all(span.exact for s in scores for span in s.lines.values())
        for s in scores:
            s.best = s.total.hi >= top or not known
        out += scores
    return out
