"""The kinds of criteria that streams, categories and rounds are made of: one function each.

Every function answers for one profile on one day (``Ground``): met, not met or
not known, what the client has, what is needed, and why. Work, occupations and
job offers stand in ``criteria_work``, experience in ``criteria_experience``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.assessment import (
    criteria_bars,
    criteria_experience,
    criteria_people,
    criteria_ties,
    criteria_work,
)
from portal.assessment.grids import score
from portal.assessment.ground import Answer, Ground, Judged, all_of, any_of
from portal.assessment.labels import label_of
from portal.rulebook.criteria import Spec
from portal.text import Text, msg

ALL_MET = msg("Everything the round asked is met")
Judge = Callable[[Ground, Spec], Judged]


def grid(ground: Ground, spec: Spec) -> Judged:
    """The province's own points grid; without a pass mark it only ranks."""
    mark = spec.values.get("at_least")
    made = score(ground, spec.values["grid"])
    if made is None:
        return Judged(None, None, mark, msg("The province’s grid of that day was not read"))
    if mark is None:
        because = msg("The province ranks by its own points; it publishes no pass mark")
        return Judged(None, made.points, None, because)
    if made.points >= mark:
        because = msg("%(points)s points reach the pass mark", points=made.points)
        return Judged(True, made.points, mark, because)
    if made.points + made.open >= mark:
        because = msg(
            "%(points)s points are certain; up to %(open)s hang on what is not known",
            points=made.points,
            open=made.open,
        )
        return Judged(None, made.points, mark, because)
    because = msg(
        "%(points)s points, %(short)s short", points=made.points, short=mark - made.points
    )
    return Judged(False, made.points, mark, because)


def judgement(spec: Spec) -> Judged:
    """Decides selection and needs a person."""
    return Judged(None, None, spec.label, msg("A person must judge this"))


def standing(spec: Spec) -> Judged:
    """Asked of everybody; never lowers a status."""
    return Judged(None, None, spec.label, msg("Asked of everybody; checked with the papers"))


def unknown(spec: Spec) -> Judged:
    """The rule was not read, or the profile does not ask."""
    return Judged(None, None, spec.label, msg("Not known to this rulebook"))


def no_route(spec: Spec) -> Judged:
    """There is no program at all."""
    return Judged(False, None, spec.label, msg("There is no such route"), soon=False)


# The same for every client.
FIXED: Mapping[str, Callable[[Spec], Judged]] = {
    "no_route": no_route,
    "judgement": judgement,
    "standing": standing,
    "unknown": unknown,
}
KINDS: Mapping[str, Judge] = {
    "program": criteria_people.program,
    "crs": criteria_people.crs,
    "clb": criteria_people.clb,
    "test_age": criteria_people.test_age,
    "education": criteria_people.education,
    "ties": criteria_ties.ties,
    "interest": criteria_ties.interest,
    "registration": criteria_ties.registration,
    "status": criteria_ties.status,
    "residence": criteria_ties.residence,
    "funds": criteria_ties.funds,
    "not_working": criteria_bars.not_working,
    "no_canadian_partner": criteria_bars.no_canadian_partner,
    "no_permit": criteria_bars.no_permit,
    "express_entry": criteria_bars.express_entry,
    "age": criteria_people.age,
    "occupation": criteria_work.occupation,
    "experience": criteria_experience.experience,
    "job_offer": criteria_work.job_offer,
    "grid": grid,
}


def judge(ground: Ground, spec: Spec) -> Judged:
    """One criterion, waivers considered; what asks the same is judged once a ground."""
    memo = ground.answers(spec)
    key: object = spec.key
    if spec.list_id is not None:
        key = (key, ground.lists.on(spec.list_id, ground.rule_day).from_)
    known = memo.get(key)
    if known is None:
        known = memo[key] = _judge(ground, spec)
    return known


def _judge(ground: Ground, spec: Spec) -> Judged:
    if not spec.only_if:
        return _asked(ground, spec)
    given = [judge(ground, each).met for each in spec.only_if]
    open_to = all_of(given)
    answer = None if open_to is False else _asked(ground, spec)
    if answer is not None and (open_to is True or answer.met is False):
        return answer
    where = label_of(spec.only_if[given.index(open_to)])
    return Judged(open_to, None, None, msg("Only where: %(what)s", what=where), soon=False)


def _asked(ground: Ground, spec: Spec) -> Judged:
    if spec.kind in FIXED:
        return FIXED[spec.kind](spec)
    answer = KINDS[spec.kind](ground, spec)
    if answer.met is True or not spec.waivers:
        return answer
    waived = [judge(ground, waiver) for waiver in spec.waivers]
    for each, waiver in zip(waived, spec.waivers, strict=True):
        if each.met is True:
            why = label_of(waiver)
            return Judged(True, answer.have, answer.need, msg("Waived: %(why)s", why=why))
    if answer.met is False and any_of([each.met for each in waived]) is None:
        return Judged(None, answer.have, answer.need, msg("Not met, and a waiver may hold"))
    return answer


def in_force(specs: Sequence[Spec], day: date) -> Iterator[Spec]:
    """The criteria of a version that count on a day."""
    for spec in specs:
        if spec.since is None or spec.since <= day:
            yield spec


@dataclass(frozen=True, slots=True)
class Needs:
    """The facts some criteria ask for, any-of groups together, in the order written.

    Between days of the same laws the answer may change only with one of the
    ``lists``, or (``dated``) on the day a criterion begins to count.
    """

    groups: tuple[tuple[Spec, ...], ...]
    lists: tuple[str, ...]
    dated: bool


def needs_of(specs: Sequence[Spec]) -> Needs:
    """Only what a profile answers: a round was held with judgements and papers met."""
    groups: dict[str, list[Spec]] = {}
    for spec in specs:
        if spec.weight == "fact":
            groups.setdefault(spec.group or f"{spec.id}.", []).append(spec)
    lists = tuple(spec.list_id for spec in specs if spec.list_id is not None)
    dated = any(spec.since is not None for spec in specs)
    return Needs(tuple(map(tuple, groups.values())), lists, dated)


def meets(ground: Ground, needs: Needs) -> tuple[Answer, Text]:
    """Whether all of some facts are met, and what decided when not.

    Stops at the first that fails; asked once a ground.
    """
    key: object = id(needs)
    if needs.lists:
        day = ground.rule_day
        key = (key, *[ground.lists.on(each, day).from_ for each in needs.lists])
    if needs.dated:
        key = (key, ground.rule_day)
    known = ground.met.get(key)
    if known is None:
        known = ground.met[key] = _meets(ground, needs)
    return known


def _meets(ground: Ground, needs: Needs) -> tuple[Answer, Text]:
    unclear: tuple[Spec, Judged] | None = None
    for members in needs.groups:
        met: Answer = False
        for spec in members:
            if needs.dated and spec.since is not None and spec.since > ground.rule_day:
                continue
            answer = judge(ground, spec)
            if answer.met is True:
                met = True
                break
            if answer.met is None:
                met = None
                unclear = unclear or (spec, answer)
        if met is False:
            answers = [(spec, judge(ground, spec)) for spec in members]
            nearest = next((each for each in answers if each[1].soon), answers[0])
            return False, _why(*nearest)
    return (None, _why(*unclear)) if unclear else (True, ALL_MET)


def _why(spec: Spec, answer: Judged) -> Text:
    return msg("%(what)s: %(why)s", what=label_of(spec), why=answer.because)
