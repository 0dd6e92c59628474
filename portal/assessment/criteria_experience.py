"""Criteria about work experience: months of the kind asked, in its window, and work held now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from portal.assessment.criteria_work import offer_of_the_kind, teer_of
from portal.assessment.experience import Months
from portal.assessment.ground import Answer, Ground, Judged, all_of
from portal.assessment.near import months_near, program_near
from portal.assessment.offer_work import same_employer
from portal.assessment.profile import Job, Noc
from portal.assessment.work_months import NONE, measure, of_job
from portal.rulebook import Rulebook
from portal.rulebook.criteria import TIED, Spec
from portal.text import msg
from portal.vocabulary import PROGRAM_LABELS


def experience(ground: Ground, spec: Spec) -> Judged:
    """Months of full-time work (or as much part-time) of the kind a criterion asks for."""
    program: str | None = spec.values.get("program")
    eligible = None if program is None else ground.programs.get(program)
    if program is None or eligible is True:
        return _of_the_kind(ground, spec)
    need, name = spec.values["months"], PROGRAM_LABELS[program]
    if eligible is False:
        because = msg("Only when assessed under %(program)s", program=name)
        near = program_near(ground, program)
        return Judged(False, None, need, because, soon=near, follows=True)
    answer = _of_the_kind(ground, spec)
    if answer.met is False:
        # Too little work is too little, whichever way the program is decided.
        return answer
    because = msg("Whether %(program)s applies is not known yet", program=name)
    return Judged(None, None, need, because)


def _of_the_kind(ground: Ground, spec: Spec) -> Judged:
    if spec.values.get("current"):
        return _working_now(ground, spec)
    if spec.offer is None or offer_of_the_kind(ground, spec.offer) is not False:
        return _months(ground, spec)
    # Without an offer nobody can say of enough work that it is not that of the job offered.
    answer = _months(ground, ground.rules.part(Untied).of(spec))
    if answer.met is False:
        return answer
    because = msg("Only work in the job offered counts, and there is no such offer")
    return Judged(None, None, spec.values["months"], because)


class Untied:
    """Criteria that ask for work in the job offered, as if any job had been."""

    def __init__(self, _: Rulebook) -> None:
        self._known: dict[str, Spec] = {}

    def of(self, spec: Spec) -> Spec:
        """The same months, of whatever employer, and of the TEER that the offer must be of."""
        known = self._known.get(spec.key)
        if known is None:
            values = {key: each for key, each in spec.values.items() if key not in TIED}
            asked = spec.offer.values if spec.offer and spec.values.get("same_as_offer") else {}
            if "teer" in asked:
                values.setdefault("teer", asked["teer"])
            known = self._known[spec.key] = replace(spec, values=values, offer=None)
        return known


def _months(ground: Ground, spec: Spec) -> Judged:
    need = spec.values["months"]
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
    key = (need, found.certain, found.possible)
    said = ground.rules.part(Counted).said
    return said.get(key) or said.setdefault(key, _counted(need, found))


class Counted:
    """What is said of months counted: the same few hundred for every client."""

    def __init__(self, _: Rulebook) -> None:
        self.said: dict[tuple[int, int, int], Judged] = {}


def _counted(need: int, found: Months) -> Judged:
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
    return Judged(False, have, need, because, soon=months_near(have, need))


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


Jobs = list[tuple[Job, Answer]]


def _best(ground: Ground, spec: Spec) -> Months | None:
    """The months that count, in the best single occupation where the rule asks for one."""
    groups = alike(ground, spec)
    if groups is None:
        return None
    window, continuous = spec.values.get("window_months"), spec.values.get("continuous", False)
    whole, best = spec.values.get("full_time", False), NONE
    for group in groups:
        found = measure(ground, group, window=window, continuous=continuous, whole=whole)
        best = Months(max(best.certain, found.certain), max(best.possible, found.possible))
    return best


def alike(ground: Ground, spec: Spec) -> list[Jobs] | None:
    """The jobs of the kind a criterion asks for, in groups whose months add up.

    None when work is not known. Each job with whether it counts (True) or may (None).
    """
    values = spec.values
    jobs = ground.profile.work
    if jobs is None:
        return None
    answered: Jobs = [
        (job, answer) for job in jobs if (answer := _counts(ground, spec, job)) is not False
    ]
    if values.get("single") and not values.get("current"):
        return _in_one_occupation(ground, spec, answered)
    return _in_the_primary_one(ground, answered) if values.get("primary") else [answered]


def _in_the_primary_one(ground: Ground, answered: Jobs) -> list[Jobs]:
    """Jobs that are of the primary occupation, and such as only may be, for each it may be.

    An undecided job is of one occupation by itself: where nobody has named the primary one
    it may be that, as every other occupation may.
    """
    made = [
        [
            (job, all_of([answer, same]))
            for job, answer in answered
            if (same := _is_of(ground, job, noc)) is not False
        ]
        for noc in ground.primary
    ]
    if ground.named_primary is None:
        made += [[(job, answer)] for job, answer in answered if job.noc is None]
    return made or [[]]


def _is_of(ground: Ground, job: Job, noc: Noc) -> Answer:
    """Whether a job is of an occupation; None where its own is undecided, or was split since."""
    if job.noc is not None and job.noc.version == noc.version:
        return job.noc.code == noc.code
    return of_job(job, lambda own: ground.coded(frozenset({noc.code}), noc.version, (own,)))


def _in_one_occupation(ground: Ground, spec: Spec, answered: Jobs) -> list[Jobs]:
    """Jobs that are of one unit group, and such as only may be.

    An undecided job is of one occupation by itself, whichever that is; beside others it
    may be each of its candidates, an older code each of those it went to.
    """
    groups: dict[object, Jobs] = {}
    for job, answer in answered:
        key = id(job) if job.noc is None else (job.noc.version, job.noc.code)
        groups.setdefault(key, []).append((job, answer))
    made = list(groups.values())
    if len(made) < 2:
        return made
    may = [_may_be(ground, spec, job) for job, _ in answered]
    for code in sorted({code for codes in may for code in codes or ()}) or [""]:
        together: Jobs = [
            (job, answer if codes == {code} else None)
            for (job, answer), codes in zip(answered, may, strict=True)
            if codes is None or code in codes
        ]
        if len(together) > 1:
            made.append(together)
    return made


def _may_be(ground: Ground, spec: Spec, job: Job) -> set[str] | None:
    """The codes a job may have in the edition of the list asked; None: any."""
    nocs = (job.noc,) if job.noc is not None else tuple(job.noc_candidates or ())
    if not nocs:
        return None
    edition = ground.lists.asked(spec.values["list"], ground.rule_day).edition
    return {
        code
        for noc in nocs
        for code, _ in ground.occupations.translate(noc.version, noc.code, edition)
    }


def _counts(ground: Ground, spec: Spec, job: Job) -> Answer:
    """Whether a job is of the kind a criterion asks for; None where that is not known."""
    values = spec.values
    if job.paid is False:
        return False
    answer = _place(job, values.get("place", "any"))
    if answer is False:
        return False
    answers = [answer, _kind_of_work(ground, spec, job)]
    if values.get("current"):
        begun = job.start is None or job.start <= ground.day
        answers.append(begun and (job.end is None or job.end >= ground.day))
    if values.get("authorized"):
        answers.append(_canadian_work(ground, spec, job))
    if values.get("with_offer_employer"):
        answers.append(_with_offer(ground, job))
    if values.get("same_as_offer"):
        answers.append(_as_offered(ground, job))
    if values.get("canadian_employer"):
        # Only remote work names another country than that of the work.
        answers.append(job.employer_country in (None, "CA"))
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


class OfKind:
    """Which occupations are of the kind a criterion names: the same for every client."""

    def __init__(self, _: Rulebook) -> None:
        self.known: dict[tuple[str, date | None, str, str], Answer] = {}


def _one_kind(ground: Ground, spec: Spec, noc: Noc) -> Answer:
    values = spec.values
    listed = ground.lists.asked(values["list"], ground.rule_day) if "list" in values else None
    key = (spec.key, None if listed is None else listed.from_, noc.version, noc.code)
    known = ground.rules.part(OfKind).known
    if key not in known:
        known[key] = _judged_kind(ground, spec, noc)
    return known[key]


def _judged_kind(ground: Ground, spec: Spec, noc: Noc) -> Answer:
    values = spec.values
    answers: list[Answer] = []
    if "list" in values:
        answers.append(ground.listed(ground.lists.asked(values["list"], ground.rule_day), (noc,)))
    if "codes" in values:
        answers.append(ground.coded(frozenset(values["codes"]), values["edition"], (noc,)))
    if "teer" in values:
        answers.append(teer_of(ground, values["teer"], (noc,)))
    if "skill" in values:
        answers.append(ground.skill_level(noc, values["skill"]))
    return all_of(answers)
