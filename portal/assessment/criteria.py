"""The kinds of criteria that streams, categories and rounds are made of: one function each.

Every function answers for one profile on one day (``Ground``): met, not met or
not known, what the client has, what is needed, and why. Work, occupations and
job offers stand in ``criteria_work``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from portal.assessment import criteria_people, criteria_ties, criteria_work
from portal.assessment.grids import score
from portal.assessment.ground import Answer, Ground, Judged, any_of
from portal.assessment.labels import label_of
from portal.assessment.result import Criterion, RuleRef
from portal.rulebook import Rulebook
from portal.rulebook.criteria import Spec
from portal.rulebook.schema import Source
from portal.text import Text, Words, msg

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
_FIXED: Mapping[str, Callable[[Spec], Judged]] = {
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
    "age": criteria_people.age,
    "occupation": criteria_work.occupation,
    "experience": criteria_work.experience,
    "job_offer": criteria_work.job_offer,
    "grid": grid,
}


class Dated(Protocol):
    """What a criterion cites: the version of the rule it stands in."""

    @property
    def from_(self) -> date:
        """First day in force."""

    @property
    def source(self) -> Source:
        """Where it was read."""

    @property
    def confidence(self) -> str:
        """High, medium or low."""

    @property
    def criteria(self) -> tuple[Spec, ...]:
        """What it asks."""


@dataclass(frozen=True, slots=True)
class Decided:
    """All criteria of one version, and what they come to.

    ``failing`` holds the facts that are not met, an any-of group once, ``unclear``
    those that are not known; ``hard`` is set where a failing one cannot soon
    change, ``judged`` where a judgement is open.
    """

    criteria: tuple[Criterion, ...]
    failing: tuple[Criterion, ...]
    unclear: tuple[Criterion, ...]
    hard: bool
    judged: bool

    @property
    def met(self) -> Answer:
        """Whether the facts decide: yes, no, or not yet."""
        if self.failing:
            return False
        return None if self.unclear else True


def reference(rule_id: str, version: Dated, spec: Spec | None = None) -> RuleRef:
    """Where a reader can check the criterion."""
    confidence = (spec.confidence if spec else "") or version.confidence
    return RuleRef(
        id=rule_id,
        title=version.source.title,
        url=version.source.url,
        from_=version.from_,
        read_on=version.source.read_on,
        confidence=confidence,
    )


def judge(ground: Ground, spec: Spec) -> Judged:
    """One criterion, waivers considered; what asks the same is judged once a ground."""
    memo = ground.answers(spec)
    key = spec.key if spec.list_id is None else _listed_key(ground, spec)
    known = memo.get(key)
    if known is None:
        known = memo[key] = _judge(ground, spec)
    return known


def _listed_key(ground: Ground, spec: Spec) -> str:
    version = ground.lists.on(spec.list_id or "", ground.rule_day)
    return f"{spec.key} {version.from_}"


def _judge(ground: Ground, spec: Spec) -> Judged:
    if spec.kind in _FIXED:
        return _FIXED[spec.kind](spec)
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
class _Entry:
    """One criterion with what no client changes; ``fixed`` where that is everything."""

    spec: Spec
    group: str
    label: Words
    rule: RuleRef
    fixed: tuple[Criterion, Judged] | None


class Prepared:
    """The criteria of every version of a rulebook, labelled and cited once."""

    def __init__(self, _: Rulebook) -> None:
        self._versions: dict[tuple[str, date], tuple[_Entry, ...]] = {}

    def of(self, rule_id: str, version: Dated) -> tuple[_Entry, ...]:
        """The entries of one version."""
        key = (rule_id, version.from_)
        known = self._versions.get(key)
        if known is None:
            known = tuple(_entry(rule_id, version, spec) for spec in version.criteria)
            self._versions[key] = known
        return known


def _entry(rule_id: str, version: Dated, spec: Spec) -> _Entry:
    label, rule = label_of(spec), reference(rule_id, version, spec)
    fixed = None
    if spec.kind in _FIXED:
        answer = _FIXED[spec.kind](spec)
        fixed = (_criterion(spec, label, rule, answer), answer)
    return _Entry(spec, spec.group or f"{spec.id}.", label, rule, fixed)


def _criterion(spec: Spec, label: Words, rule: RuleRef, answer: Judged) -> Criterion:
    return Criterion(
        id=spec.id,
        label=label,
        met=answer.met,
        have=answer.have,
        need=answer.need,
        because=answer.because,
        rule=rule,
        kind=spec.weight,
    )


def decide(ground: Ground, rule_id: str, version: Dated) -> Decided:
    """Judge every criterion of a version; of an any-of group one is enough."""
    made: list[Criterion] = []
    groups: dict[str, list[tuple[Criterion, Judged, Spec]]] = {}
    for entry in ground.rules.part(Prepared).of(rule_id, version):
        spec = entry.spec
        if spec.since is not None and spec.since > ground.rule_day:
            continue
        if entry.fixed is not None:
            criterion, answer = entry.fixed
        else:
            answer = judge(ground, spec)
            criterion = _criterion(spec, entry.label, entry.rule, answer)
        made.append(criterion)
        groups.setdefault(entry.group, []).append((criterion, answer, spec))
    return _come_to(made, list(groups.values()))


def _come_to(made: list[Criterion], groups: list[list[tuple[Criterion, Judged, Spec]]]) -> Decided:
    failing: list[Criterion] = []
    unclear: list[Criterion] = []
    hard = judged = False
    no_program = any(each.id == "program" and each.met is False for each in made)
    for members in groups:
        if members[0][2].weight == "standing":
            continue
        met = any_of([answer.met for _, answer, _ in members])
        if met is True and len(members) > 1:
            _spare(made, members)
        elif met is False:
            if no_program and any(answer.follows for _, answer, _ in members):
                continue
            nearest = next((each for each in members if each[1].soon), members[0])
            failing.append(nearest[0])
            hard = hard or not nearest[1].soon
        elif met is None and not all(_ranks_only(spec) for _, _, spec in members):
            unknown_ones = [each for each in members if each[1].met is None]
            judged = judged or any(spec.weight == "judgement" for _, _, spec in unknown_ones)
            unclear += [each for each, _, spec in unknown_ones if spec.weight == "fact"]
    return Decided(tuple(made), tuple(failing), tuple(unclear), hard, judged)


def _spare(made: list[Criterion], members: list[tuple[Criterion, Judged, Spec]]) -> None:
    """Of an any-of group that is met, say of the others that they are not needed."""
    for criterion, answer, _ in members:
        if answer.met is not True:
            because = msg("Not needed, another way is met (%(why)s)", why=criterion.because)
            made[made.index(criterion)] = replace(criterion, because=because)


def _ranks_only(spec: Spec) -> bool:
    # A grid without a pass mark puts people in an order; it refuses nobody.
    return spec.kind == "grid" and "at_least" not in spec.values


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
            return False, _why(members[0], judge(ground, members[0]))
    return (None, _why(*unclear)) if unclear else (True, ALL_MET)


def _why(spec: Spec, answer: Judged) -> Text:
    return msg("%(what)s: %(why)s", what=label_of(spec), why=answer.because)
