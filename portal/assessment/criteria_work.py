"""Criteria about work: occupation, job offer, experience."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from portal.assessment.criteria_ties import province_name
from portal.assessment.experience import Months
from portal.assessment.ground import Answer, Ground, Judged, all_of, any_of
from portal.assessment.profile import Job, JobOffer, Noc
from portal.assessment.work_months import NONE, measure, same_employer
from portal.rulebook.criteria import Spec
from portal.text import Money, Text, msg
from portal.vocabulary import PROGRAM_LABELS

WEEKS = 52


def occupation(ground: Ground, spec: Spec) -> Judged:
    """The client's occupation is on a list (or off it), and of a TEER."""
    values = spec.values
    if ground.profile.work is None:
        return Judged(None, None, None, msg("Work is not known yet"))
    nocs = ground.primary if values.get("primary") or values.get("exclude") else ground.codes
    have = ground.titles(nocs)
    if not nocs:
        if ground.candidates:
            return Judged(None, have, None, msg("The occupation code is still open"))
        return Judged(False, have, None, msg("No occupation is known on this day"), soon=False)
    on_list = _on_list(ground, spec, nocs)
    teer = _teer(ground, values.get("teer"), nocs)
    met = all_of([None if on_list is None else on_list is not bool(values.get("exclude")), teer])
    if met is False and not values.get("exclude") and ground.candidates:
        met = None
    words = {
        True: msg("%(occupation)s qualifies", occupation=have),
        False: msg("%(occupation)s does not qualify", occupation=have),
        None: msg("Whether %(occupation)s qualifies hangs on the duties", occupation=have),
    }
    return Judged(met, have, _list_name(ground, spec), words[met], soon=False)


def _on_list(ground: Ground, spec: Spec, nocs: tuple[Noc, ...]) -> Answer:
    values = spec.values
    if "list" in values:
        return ground.listed(ground.lists.asked(values["list"], ground.rule_day), nocs)
    if "codes" in values:
        return ground.coded(frozenset(values["codes"]), values["edition"], nocs)
    return not values.get("exclude")


def _list_name(ground: Ground, spec: Spec) -> Any:
    if "list" in spec.values:
        return ground.lists.history(spec.values["list"])[0].label
    return tuple(spec.values.get("codes", ()))


def _teer(ground: Ground, teer: list[str] | None, nocs: tuple[Noc, ...]) -> Answer:
    if teer is None:
        return True
    answers: list[Answer] = []
    for noc in nocs:
        within = {level in teer for level in ground.levels(noc)}
        answers.append(within.pop() if len(within) == 1 else None)
    return any_of(answers)


def job_offer(ground: Ground, spec: Spec) -> Judged:
    """A job offer in a province, with what is asked of it."""
    values = spec.values
    where = province_name(values["province"]) if "province" in values else msg("Canada")
    need = msg("a job offer in %(province)s", province=where)
    offer = ground.offer
    if offer is None:
        return Judged(None, None, need, msg("Whether there is a job offer is not known yet"))
    if offer is False and "income_table" in values:
        # The offer that is missing is a criterion of its own; its pay is not missing as well.
        return Judged(None, None, need, msg("There is no job offer whose pay could be judged"))
    if offer is False:
        return Judged(False, None, need, msg("No job offer in %(province)s", province=where))
    asked = _asked_of_offer(ground, spec, offer)
    for met, short, _ in asked:
        if met is False:
            return Judged(False, offer.employer, need, short)
    for met, _, missing in asked:
        if met is None:
            because = msg("Not known yet of the job offer: %(what)s", what=missing)
            return Judged(None, offer.employer, need, because)
    return Judged(True, offer.employer, need, msg("The job offer is as asked"))


def _asked_of_offer(ground: Ground, spec: Spec, offer: JobOffer) -> list[tuple[Answer, Text, Text]]:
    values = spec.values
    made: list[tuple[Answer, Text, Text]] = []

    def ask(met: Answer, short: Text, missing: Text) -> None:
        made.append((met, short, missing))

    if "province" in values:
        where = province_name(values["province"])
        met = None if offer.province is None else offer.province == values["province"]
        ask(met, msg("The job offer is not in %(province)s", province=where), msg("its province"))
    hours = values.get("hours_per_week", ground.full_time if values.get("full_time") else None)
    if hours is not None:
        met = None if offer.hours_per_week is None else offer.hours_per_week >= hours
        ask(met, msg("Under %(hours)s hours a week", hours=hours), msg("hours a week"))
    if values.get("permanent"):
        met = all_of([offer.permanent, None if offer.seasonal is None else not offer.seasonal])
        met = offer.permanent if offer.permanent and offer.seasonal is None else met
        ask(met, msg("The job is not permanent"), msg("whether it is permanent"))
    months = values.get("duration_months")
    if months is not None:
        length = offer.duration_months
        met = True if offer.permanent else None if length is None else length >= months
        ask(met, msg("For less than %(months)s months", months=months), msg("how long it lasts"))
    if "teer" in values or "list" in values:
        met = _offer_occupation(ground, spec, offer)
        ask(met, msg("The job’s occupation does not qualify"), msg("its occupation"))
    made += _wages(ground, spec, offer)
    return made


def _offer_occupation(ground: Ground, spec: Spec, offer: JobOffer) -> Answer:
    if offer.noc is None:
        return None
    answers = [_teer(ground, spec.values.get("teer"), (offer.noc,))]
    if "list" in spec.values:
        version = ground.lists.asked(spec.values["list"], ground.rule_day)
        answers.append(ground.listed(version, (offer.noc,)))
    return all_of(answers)


def _wages(ground: Ground, spec: Spec, offer: JobOffer) -> list[tuple[Answer, Text, Text]]:
    values, wage = spec.values, offer.wage_per_hour
    made: list[tuple[Answer, Text, Text]] = []
    if "wage" in values:
        met = None if wage is None else wage >= values["wage"]
        short = msg("Under %(wage)s an hour", wage=Money(values["wage"]))
        made.append((met, short, msg("the wage")))
    yearly = yearly_pay(offer)
    if "earnings" in values:
        met = None if yearly is None else yearly >= values["earnings"]
        short = msg("Under %(pay)s a year", pay=Money(values["earnings"]))
        made.append((met, short, msg("the wage and hours")))
    if "income_table" in values and ground.family_size is not None:
        size = str(min(ground.family_size, 7))
        needs = [table[size] for table in values["income_table"].values()]
        met = None if yearly is None or min(needs) <= yearly < max(needs) else yearly >= max(needs)
        short = msg("Yearly pay is under %(pay)s for the family’s size", pay=Money(min(needs)))
        made.append((met, short, msg("the pay, or the region, which sets the amount")))
    return made


def yearly_pay(offer: JobOffer) -> float | None:
    """Dollars a year by the hourly wage and the week's hours; None where one is not known."""
    if offer.wage_per_hour is None or offer.hours_per_week is None:
        return None
    return offer.wage_per_hour * offer.hours_per_week * WEEKS


# --- experience -------------------------------------------------------------------------


def experience(ground: Ground, spec: Spec) -> Judged:
    """Months of full-time work (or as much part-time) of the kind a criterion asks for."""
    values = spec.values
    need = values["months"]
    program = values.get("program")
    if program is not None:
        eligible = ground.programs.get(program)
        if eligible is not True:
            name = PROGRAM_LABELS[program]
            words = {
                False: msg("Only when assessed under %(program)s", program=name),
                None: msg("Whether %(program)s applies is not known yet", program=name),
            }
            return Judged(eligible, None, need, words[eligible], follows=True)
    if values.get("current"):
        return _working_now(ground, spec)
    if spec.list_id is not None:
        return _measured(ground, spec, need)
    # Today's months are the same under the rules of any day.
    memo = ground.memo if ground.steps else ground.shared
    key = f"months {spec.key}"
    known = memo.get(key)
    if known is None:
        known = memo[key] = _measured(ground, spec, need)
    return known


def _measured(ground: Ground, spec: Spec, need: int) -> Judged:
    found = _best(ground, spec)
    if found is None:
        return Judged(None, None, need, msg("Work is not known yet"))
    have, possible = found.certain, found.possible
    if have >= need:
        return Judged(True, have, need, msg("%(have)s months count", have=have))
    if possible >= need:
        because = msg(
            "%(have)s months are certain, %(possible)s are possible: occupation, place or hours"
            " of a job are not known yet",
            have=have,
            possible=possible,
        )
        return Judged(None, have, need, because)
    short = need - have
    because = msg(
        "%(have)s months count, %(short)s short of %(need)s", have=have, short=short, need=need
    )
    # Who has begun can get there by waiting; who has not must first find such work.
    return Judged(False, have, need, because, soon=have > 0 and short <= SOON_MONTHS)


def _working_now(ground: Ground, spec: Spec) -> Judged:
    """Full-time work of the kind on the day itself: months do not matter."""
    groups = alike(ground, spec)
    need = ground.full_time
    if groups is None:
        return Judged(None, None, need, msg("Work is not known yet"))
    held = [each for group in groups for each in group]
    sure = sum(float(job.hours_per_week or 0) for job, answer in held if answer is True)
    hours = round(sure, 2)
    said = Decimal(f"{hours:g}")
    if hours >= need:
        return Judged(True, hours, need, msg("Works there now, %(hours)s hours a week", hours=said))
    if any(answer is None or job.hours_per_week is None for job, answer in held):
        because = msg("Occupation, place or hours of the present work are not known yet")
        return Judged(None, hours, need, because)
    if not held:
        return Judged(False, None, need, msg("No such work on this day"), soon=False)
    because = msg(
        "Works there now, but %(hours)s hours a week are under %(need)s", hours=said, need=need
    )
    return Judged(False, hours, need, because)


# How much missing experience a client can still gain "soon": one more year of work.
SOON_MONTHS = 12


Counted = list[tuple[Job, Answer]]


def _best(ground: Ground, spec: Spec) -> Months | None:
    """The months that count, in the best single occupation where the rule asks for one."""
    groups = alike(ground, spec)
    if groups is None:
        return None
    window, continuous = spec.values.get("window_months"), spec.values.get("continuous", False)
    best = NONE
    for group in groups:
        found = measure(ground, group, window=window, continuous=continuous)
        best = Months(max(best.certain, found.certain), max(best.possible, found.possible))
    return best


def alike(ground: Ground, spec: Spec) -> list[Counted] | None:
    """The jobs of the kind a criterion asks for, in groups whose months add up.

    None when work is not known. Each job with whether it counts (True) or may (None).
    """
    values = spec.values
    jobs = ground.profile.work
    if jobs is None:
        return None
    answered: Counted = [
        (job, answer) for job in jobs if (answer := _counts(ground, spec, job)) is not False
    ]
    if not (values.get("single") or values.get("primary")):
        return [answered]
    groups: dict[tuple[str, str] | None, Counted] = {}
    for job, answer in answered:
        key = None if job.noc is None else (job.noc.version, job.noc.code)
        groups.setdefault(key, []).append((job, answer))
    if values.get("primary"):
        wanted = {(noc.version, noc.code) for noc in ground.primary}
        return [jobs for key, jobs in groups.items() if key is None or key in wanted]
    return list(groups.values())


def _counts(ground: Ground, spec: Spec, job: Job) -> Answer:
    """Whether a job is of the kind a criterion asks for; None where that is not known."""
    values = spec.values
    if job.paid is False:
        return False
    answers = [_place(job, values.get("place", "any"))]
    if values.get("current"):
        begun = job.start is None or job.start <= ground.day
        answers.append(begun and (job.end is None or job.end >= ground.day))
    if values.get("authorized"):
        answers.append(_canadian_work(ground, spec, job))
    if values.get("with_offer_employer"):
        answers.append(_with_offer(ground, job))
    if values.get("same_as_offer"):
        answers.append(_as_offered(ground, job))
    answers.append(_kind_of_work(ground, spec, job))
    return all_of(answers)


def _place(job: Job, place: str) -> Answer:
    if place == "any":
        return True
    if job.country is None:
        return None
    if place == "abroad":
        return job.country != "CA"
    if job.country != "CA":
        return False
    if place == "canada":
        return True
    return None if job.province is None else job.province == place


def _canadian_work(ground: Ground, spec: Spec, job: Job) -> Answer:
    """Authorized, no full-time study, no self-employment (physicians apart, where named)."""
    if job.authorized is False or job.full_time_student is True:
        return False
    if job.self_employed is not True:
        return True
    codes = spec.values.get("self_employed_codes")
    if codes is None or job.noc is None:
        return False
    return ground.coded(frozenset(codes), "2021", (job.noc,))


def _with_offer(ground: Ground, job: Job) -> Answer:
    offer = ground.offer
    if offer is None:
        return None
    if not offer:
        return False
    return same_employer(offer.employer, job)


def _as_offered(ground: Ground, job: Job) -> Answer:
    offer = ground.offer
    if offer is None or (offer and offer.noc is None) or job.noc is None:
        return None
    if not offer or offer.noc is None:
        return False
    return ground.coded(frozenset({offer.noc.code}), offer.noc.version, (job.noc,))


def _kind_of_work(ground: Ground, spec: Spec, job: Job) -> Answer:
    values = spec.values
    if not {"list", "codes", "teer", "skill"} & values.keys():
        return True
    nocs = (job.noc,) if job.noc is not None else tuple(job.noc_candidates or ())
    if not nocs:
        return None
    answers = [_one_kind(ground, spec, noc) for noc in nocs]
    return answers[0] if len(set(answers)) == 1 else None


def _one_kind(ground: Ground, spec: Spec, noc: Noc) -> Answer:
    values = spec.values
    answers: list[Answer] = []
    if "list" in values:
        answers.append(ground.listed(ground.lists.asked(values["list"], ground.rule_day), (noc,)))
    if "codes" in values:
        answers.append(ground.coded(frozenset(values["codes"]), values["edition"], (noc,)))
    if "teer" in values:
        answers.append(_teer(ground, values["teer"], (noc,)))
    if "skill" in values:
        answers.append(ground.skill_level(noc, values["skill"]))
    return all_of(answers)
