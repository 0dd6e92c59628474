"""What a version of a stream or a category asks, sorted out once a rulebook, not once a client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from portal.assessment.criteria import FIXED
from portal.assessment.ground import Judged, any_of
from portal.assessment.labels import label_of
from portal.assessment.remembered import Sign
from portal.assessment.result import Criterion, Kept, RuleRef
from portal.rulebook import Rulebook
from portal.rulebook.criteria import Spec
from portal.rulebook.schema import Source
from portal.text import lasting, msg

_MANY = 1024  # outcomes kept of a plan


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
class Outcome:
    """What some signs of a plan's criteria come to; criteria are named by their places.

    ``spare``: those of an any-of group that another one meets. ``said``: what was
    said of this outcome, kept by whoever says it.
    """

    failing: tuple[int, ...]
    unclear: tuple[int, ...]
    spare: tuple[int, ...]
    hard: bool
    judged: bool
    said: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)


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

    ``criteria`` and ``signs`` stand ready where they are the same for every client, and
    are not known yet where a client is ``asked``. ``groups`` leaves out what cannot change
    a decision: the standing ones, and single judgements, for which ``judged`` stands.
    """

    rule: RuleRef
    specs: tuple[Spec, ...]
    criteria: tuple[Criterion, ...]
    signs: tuple[Sign, ...]
    asked: tuple[tuple[int, Spec, Kept], ...]
    groups: tuple[Group, ...]
    programs: tuple[int, ...]
    judged: bool
    _outcomes: dict[tuple[Sign, ...], Outcome] = field(
        default_factory=dict, compare=False, repr=False
    )

    def outcome(self, signs: tuple[Sign, ...]) -> Outcome:
        """What the answers to all criteria come to."""
        known = self._outcomes.get(signs)
        if known is None:
            if len(self._outcomes) >= _MANY:
                self._outcomes.clear()
            known = self._outcomes[signs] = _come_to(self, signs)
        return known


def _come_to(plan: Plan, signs: tuple[Sign, ...]) -> Outcome:
    failing: list[int] = []
    unclear: list[int] = []
    spare: list[int] = []
    hard, judged = False, plan.judged
    no_program = any(signs[at].met is False for at in plan.programs)
    for group in plan.groups:
        places = group.places
        met = any_of([signs[at].met for at in places])
        if met is True:
            spare += [at for at in places if signs[at].met is not True]
        elif met is False:
            if no_program and any(signs[at].follows for at in places):
                continue
            nearest = next((at for at in places if signs[at].soon), places[0])
            failing.append(nearest)
            hard = hard or not signs[nearest].soon
        elif not group.ranks_only:
            open_ = [at for at in places if signs[at].met is None]
            judged = judged or any(plan.specs[at].weight == "judgement" for at in open_)
            unclear += [at for at in open_ if plan.specs[at].weight == "fact"]
    return Outcome(tuple(failing), tuple(unclear), tuple(spare), hard, judged)


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
        for first, plan in known:
            if first <= day:
                return plan
        raise AssertionError("the oldest plan of a version holds from the first day there is")


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
    criteria, signs, asked = [], [], []
    for at, spec in enumerate(specs):
        # What is asked of the client stands as not known until it is judged.
        fixed = spec.kind in FIXED and not spec.only_if
        answer = FIXED[spec.kind](spec) if fixed else _NOT_JUDGED
        kept = Kept()
        criterion = Criterion(
            id=spec.id,
            label=lasting(label_of(spec)),
            met=answer.met,
            have=answer.have,
            need=answer.need,
            because=answer.because,
            rule=reference(rule_id, version, spec),
            kind=spec.weight,
            kept=kept,
        )
        if fixed:
            criterion.written = {}
        else:
            asked.append((at, spec, kept))
        criteria.append(criterion)
        signs.append(Sign(answer.met, answer.soon, answer.follows))
    groups = [each for each in _groups(specs) if specs[each[0]].weight != "standing"]
    alone = [each for each in groups if len(each) == 1 and _only_judgement(specs[each[0]])]
    return Plan(
        rule=reference(rule_id, version),
        specs=tuple(specs),
        criteria=tuple(criteria),
        signs=tuple(signs),
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
