"""Federal Skilled Trades (R87.2)."""

from __future__ import annotations

from collections.abc import Iterator

from portal.assessment.arranged import arranged
from portal.assessment.checks import Check
from portal.assessment.common import ANOTHER_REPORT, other_reports, outside_quebec
from portal.assessment.facts import Factors, Facts
from portal.assessment.fsw import funds_check
from portal.assessment.ground import all_of, any_of
from portal.assessment.language import Report
from portal.assessment.profile import Noc
from portal.assessment.work import Years
from portal.rulebook import Version
from portal.text import Text, msg
from portal.vocabulary import ABILITIES


def fst_checks(facts: Facts, factors: Factors) -> Iterator[Check]:
    """All FST requirements on a day, each judged when it is asked for."""
    rule = facts.rules.table("programs.fst.requirements", on=factors.rule_day)
    yield _work(facts, factors, rule)
    yield _language(facts, factors, rule)
    yield _noc_requirements(rule)
    offer, exempt = arranged(
        facts,
        factors.on,
        factors.rule_day,
        rule.values,
        months=rule.values["offer_min_months"],
        hours=rule.values["offer_min_hours_per_week"],
    )
    offer = _in_a_trade(facts, factors, offer, rule)
    exempt = all_of([offer, exempt])
    yield _certificate_or_offer(factors, _in_the_trade(facts, factors, rule), offer, rule)
    yield funds_check(facts, factors, exempt, "fst")
    yield outside_quebec(facts, factors, "fst")


def _in_a_trade(facts: Facts, factors: Factors, offer: bool | None, rule: Version) -> bool | None:
    """The offer is in the trade of the two years (R87.2(3)(d))."""
    found = facts.profile.job_offer
    if not offer or not found or found.noc is None:
        return offer
    trade = facts.rules.occupations.is_trade(found.noc.version, found.noc.code, factors.rule_day)
    return all_of([trade, _of_the_years(facts, factors, found.noc, rule)])


def _of_the_years(facts: Facts, factors: Factors, noc: Noc, rule: Version) -> bool | None:
    """Whether an occupation is the trade that was, or may have been, practised long enough.

    Where none was, any trade worked in stands for it: the years fail by themselves.
    """
    era = facts.me.era(factors.rule_day)
    if era is None:
        return None
    need, window = rule.values["years"], rule.values["window_years"]
    enough: list[bool | None] = []
    worked: list[bool | None] = []
    for jobs in era.occupations(None).values():
        if era.trade(jobs[0]) is False:
            continue
        code = (facts.me.jobs or [])[jobs[0]].noc
        same = era.same(noc, code) if code is not None else None
        worked.append(same)
        years = era.trade_measure(jobs).years(factors.on, window)
        if years.high >= need:
            enough.append(same if years.low >= need else all_of([same, None]))
    if any(job.noc is None for job in facts.me.jobs or ()):
        worked.append(None)
        enough.append(None)
    return any_of(enough or worked)


def trade_years(facts: Facts, factors: Factors, rule: Version) -> Years | None:
    """The most years in one trade in the window; None when work is not known."""
    era = facts.me.era(factors.rule_day)
    if era is None:
        return None
    window, low, high = rule.values["window_years"], 0, 0
    all_jobs = facts.me.jobs or ()
    # An undecided job is in one trade, whichever; with others only if it is theirs.
    vague = [
        at for at, job in enumerate(all_jobs) if job.noc is None and era.trade(at) is not False
    ]
    decided = [jobs for jobs in era.occupations(None).values() if era.trade(jobs[0]) is not False]
    for jobs in [*decided, *([at] for at in vague)]:
        years = era.trade_measure(jobs).years(factors.on, window)
        low, high = max(low, years.low), max(high, years.high)
    for jobs in [*decided, []] if vague else ():
        high = max(high, era.trade_measure([*jobs, *vague]).years(factors.on, window).high)
    return Years(low, max(low, high))


def _work(facts: Facts, factors: Factors, rule: Version) -> Check:
    need, window = rule.values["years"], rule.values["window_years"]
    years = trade_years(facts, factors, rule)
    if years is None:
        met: bool | None = None
    else:
        met = True if years.low >= need else None if years.high >= need else False

    def why() -> Text:
        if years is None:
            return msg("Work is not known")
        if met is None and any(job.noc is None for job in facts.me.jobs or ()):
            return msg("A job is not known well enough: occupation, dates, hours or pay")
        if met is None:
            return msg("Since when the trade could be practised alone is not known")
        return msg(
            "%(years)s completed years in one skilled trade in the last %(window)s, since"
            " qualified",
            years=years.low,
            window=window,
        )

    return Check(
        "fst.work",
        msg("Two years in one skilled trade in the last five, after qualifying"),
        met,
        years.low if years is not None else None,
        need,
        why,
        rule,
    )


def _noc_requirements(rule: Version) -> Check:
    """Asked of everybody (R87.2(3)(c)); no profile says it, so a person must look."""
    return Check(
        "fst.noc_requirements",
        msg("Meets the employment requirements of the trade in the NOC"),
        None,
        None,
        msg("all of them but a certificate of qualification from a province"),
        lambda: msg("Not asked: compare training and licences with the NOC entry of the trade"),
        rule,
        kind="standing",
    )


def _reaches(report: Report, rule: Version) -> bool | None:
    answer: bool | None = True
    for ability, level in zip(ABILITIES, report.clb, strict=True):
        if level is None:
            answer = None
        elif level < rule.values[ability]:
            return False
    return answer


def _language(facts: Facts, factors: Factors, rule: Version) -> Check:
    reports = [each for each in (factors.first, factors.second) if each is not None]
    answers = [_reaches(report, rule) for report in reports]
    if not reports:
        met: bool | None = False if factors.tests_known else None
    else:
        met = True if True in answers else None if None in answers else False
    best = reports[answers.index(met)] if reports else None
    another = False
    if met is False:
        another = any(_reaches(each, rule) for each in other_reports(facts, factors))
        met = None if another else False

    def why() -> Text:
        if another:
            return ANOTHER_REPORT
        if best is not None:
            return best.said()
        if factors.tests_known:
            return msg("No valid test on file")
        return msg("Language tests are not known")

    return Check(
        "fst.language",
        msg(
            "CLB or NCLC %(talk)s in speaking and listening, %(read)s in reading and writing",
            talk=rule.values["speaking"],
            read=rule.values["reading"],
        ),
        met,
        best.lowest if best is not None else None,
        rule.values["reading"],
        why,
        rule,
    )


def _in_the_trade(facts: Facts, factors: Factors, rule: Version) -> bool | None:
    """Whether the certificate is held on the day, in the trade of the two years."""
    certificate = facts.profile.certificate_of_qualification
    if not factors.certificate or not certificate:
        return factors.certificate
    if certificate.noc is None:
        return None
    return _of_the_years(facts, factors, certificate.noc, rule)


def _certificate_or_offer(
    factors: Factors, certificate: bool | None, offer: bool | None, rule: Version
) -> Check:
    answers = (certificate, offer)
    met = True if True in answers else None if None in answers else False

    def why() -> Text:
        if certificate:
            return msg("A certificate of qualification")
        if offer:
            return msg("A qualifying offer in a skilled trade")
        if met is None and factors.certificate:
            return msg("A certificate of qualification; in which trade is not known well enough")
        if met is None:
            return msg("Neither certificate nor offer is known well enough")
        if factors.certificate:
            return msg("A certificate of qualification, in another trade than the work")
        return msg("Neither a certificate of qualification nor a qualifying offer")

    return Check(
        "fst.certificate_or_offer",
        msg("A certificate of qualification, or a job offer"),
        met,
        None,
        msg("one of the two"),
        why,
        rule,
    )
