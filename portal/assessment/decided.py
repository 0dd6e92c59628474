"""All criteria of one version of a stream or a category, and what they come to together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from portal.assessment.criteria import FIXED, judge
from portal.assessment.ground import Answer, Ground, Judged, any_of
from portal.assessment.labels import label_of
from portal.assessment.result import Criterion, Kept, RuleRef
from portal.rulebook import Rulebook
from portal.rulebook.criteria import Spec
from portal.rulebook.schema import Source
from portal.text import lasting, msg


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
    change, ``judged`` where a judgement is open. ``rule``: the version itself.
    """

    criteria: tuple[Criterion, ...]
    failing: tuple[Criterion, ...]
    unclear: tuple[Criterion, ...]
    hard: bool
    judged: bool
    rule: RuleRef

    @property
    def met(self) -> Answer:
        """Whether the facts decide: yes, no, or not yet."""
        if self.failing:
            return False
        return None if self.unclear else True


def decide(ground: Ground, rule_id: str, version: Dated) -> Decided:
    """Judge every criterion of a version; of an any-of group one is enough."""
    plan = ground.rules.part(Plans).of(rule_id, version, ground.rule_day)
    made = list(plan.criteria)
    answers = list(plan.answers)
    for at, spec in plan.asked:
        answer = answers[at] = judge(ground, spec)
        made[at] = _answered(made[at], answer)
    return _come_to(plan, made, answers)


# --- what no client changes, sorted out once a rulebook -----------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria of which one is enough, by their places; mostly there is only one.

    ``ranks_only``: a grid without a pass mark puts people in an order; it refuses nobody.
    """

    places: tuple[int, ...]
    ranks_only: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What a version asks, from the day one of its criteria begins to count to the next.

    ``criteria`` and ``answers`` stand ready where they are the same for every client, and
    are not known yet where a client is ``asked``. ``groups`` leaves out what cannot change
    a decision: the standing ones, and single judgements, for which ``judged`` stands.
    """

    rule: RuleRef
    specs: tuple[Spec, ...]
    criteria: tuple[Criterion, ...]
    answers: tuple[Judged, ...]
    asked: tuple[tuple[int, Spec], ...]
    groups: tuple[Group, ...]
    programs: tuple[int, ...]
    judged: bool


class Plans:
    """The plans of every version of a rulebook."""

    def __init__(self, _: Rulebook) -> None:
        self._versions: dict[tuple[str, date], list[tuple[date, Plan]]] = {}

    def of(self, rule_id: str, version: Dated, day: date) -> Plan:
        """What a version asks on a day; ``day`` may lie before it (its own criteria then)."""
        key = (rule_id, version.from_)
        known = self._versions.get(key)
        if known is None:
            known = self._versions[key] = _plans(rule_id, version)
        return next(plan for first, plan in known if first <= day)


def _plans(rule_id: str, version: Dated) -> list[tuple[date, Plan]]:
    """The plans of a version, newest first; a new one where a criterion begins to count."""
    starts = {date.min, *(each.since for each in version.criteria if each.since is not None)}
    return [
        (
            first,
            _plan(
                rule_id,
                version,
                [each for each in version.criteria if each.since is None or each.since <= first],
            ),
        )
        for first in sorted(starts, reverse=True)
    ]


def _plan(rule_id: str, version: Dated, specs: Sequence[Spec]) -> Plan:
    criteria, answers, asked = [], [], []
    for at, spec in enumerate(specs):
        # What is asked of the client stands as not known until it is judged.
        fixed = spec.kind in FIXED and not spec.only_if
        answer = FIXED[spec.kind](spec) if fixed else _NOT_JUDGED
        if not fixed:
            asked.append((at, spec))
        answers.append(answer)
        criterion = Criterion(
            id=spec.id,
            label=lasting(label_of(spec)),
            met=None,
            have=None,
            need=None,
            because=_NOT_JUDGED.because,
            rule=reference(rule_id, version, spec),
            kind=spec.weight,
            kept=Kept(whole=fixed),
        )
        criteria.append(_answered(criterion, answer))
    groups = [each for each in _groups(specs) if specs[each[0]].weight != "standing"]
    alone = [each for each in groups if len(each) == 1 and _only_judgement(specs[each[0]])]
    return Plan(
        rule=reference(rule_id, version),
        specs=tuple(specs),
        criteria=tuple(criteria),
        answers=tuple(answers),
        asked=tuple(asked),
        groups=tuple(
            Group(each, all(_ranks_only(specs[at]) for at in each))
            for each in groups
            if each not in alone
        ),
        programs=tuple(at for at, spec in enumerate(specs) if spec.id == "program"),
        judged=bool(alone),
    )


_NOT_JUDGED = Judged(None, None, None, msg("Not known yet"))


def _groups(specs: Sequence[Spec]) -> list[tuple[int, ...]]:
    """The places of the criteria by group, in the order written."""
    groups: dict[str, list[int]] = {}
    for at, spec in enumerate(specs):
        groups.setdefault(spec.group or f"{spec.id}.", []).append(at)
    return [tuple(each) for each in groups.values()]


def _only_judgement(spec: Spec) -> bool:
    """Whether a criterion is a judgement, and one asked of everybody."""
    return spec.kind == "judgement" and not spec.only_if


def _ranks_only(spec: Spec) -> bool:
    return spec.kind == "grid" and "at_least" not in spec.values


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


def _answered(asked: Criterion, answer: Judged) -> Criterion:
    """A criterion with its answer."""
    return Criterion(
        asked.id,
        asked.label,
        answer.met,
        answer.have,
        answer.need,
        answer.because,
        asked.rule,
        asked.kind,
        asked.kept,
    )


# --- what the answers come to -------------------------------------------------------------


def _come_to(plan: Plan, made: list[Criterion], answers: list[Judged]) -> Decided:
    failing: list[Criterion] = []
    unclear: list[Criterion] = []
    hard, judged = False, plan.judged
    no_program = any(answers[at].met is False for at in plan.programs)
    for group in plan.groups:
        places = group.places
        single = len(places) == 1
        met = answers[places[0]].met if single else any_of([answers[at].met for at in places])
        if met is True:
            if not single:
                _spare(made, answers, places)
        elif met is False:
            if no_program and any(answers[at].follows for at in places):
                continue
            nearest = next((at for at in places if answers[at].soon), places[0])
            failing.append(made[nearest])
            hard = hard or not answers[nearest].soon
        elif not group.ranks_only:
            for at in places:
                if answers[at].met is None:
                    judged = judged or plan.specs[at].weight == "judgement"
                    if plan.specs[at].weight == "fact":
                        unclear.append(made[at])
    return Decided(tuple(made), tuple(failing), tuple(unclear), hard, judged, plan.rule)


def _spare(made: list[Criterion], answers: list[Judged], places: tuple[int, ...]) -> None:
    """Of an any-of group that is met, say of the others that they are not needed."""
    for at in places:
        if answers[at].met is not True:
            because = msg("Not needed, another way is met (%(why)s)", why=made[at].because)
            made[at] = replace(made[at], because=because, kept=None)  # its reason is its own now
