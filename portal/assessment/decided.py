"""All criteria of one version of a stream or a category, and what they come to together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.assessment.criteria import judge
from portal.assessment.ground import Answer, Ground
from portal.assessment.plans import Dated, Plans
from portal.assessment.remembered import Answers, Known
from portal.assessment.result import Criterion, RuleRef
from portal.text import msg


# Not frozen, as Text is not: dozens are made for one profile.
@dataclass(slots=True)
class Decided:
    """All criteria of one version, and what they come to.

    ``failing`` holds the facts that are not met, an any-of group once, ``unclear``
    those that are not known; ``hard`` is set where a failing one cannot soon
    change, ``judged`` where a judgement is open. ``rule``: the version itself.
    ``said``: where what is said of such an outcome is kept for the next client.
    """

    criteria: tuple[Criterion, ...]
    failing: tuple[Criterion, ...]
    unclear: tuple[Criterion, ...]
    hard: bool
    judged: bool
    rule: RuleRef
    said: dict[object, Any]

    @property
    def met(self) -> Answer:
        """Whether the facts decide: yes, no, or not yet."""
        if self.failing:
            return False
        return None if self.unclear else True


def decide(ground: Ground, rule_id: str, version: Dated) -> Decided:
    """Judge every criterion of a version; of an any-of group one is enough."""
    plan = ground.rules.part(Plans).of(rule_id, version, ground.rule_day)
    answers = ground.rules.part(Answers)
    made, signs = list(plan.criteria), list(plan.signs)
    for at, spec, kept in plan.asked:
        known = answers.known(judge(ground, spec))
        signs[at] = known.sign
        made[at] = known.shown.get(kept) or _shown(made[at], known)
    outcome = plan.outcome(tuple(signs))
    for at in outcome.spare:
        made[at] = _spared(made[at])
    return Decided(
        tuple(made),
        _chosen(made, outcome.failing),
        _chosen(made, outcome.unclear),
        outcome.hard,
        outcome.judged,
        plan.rule,
        outcome.said,
    )


def _chosen(made: Sequence[Criterion], places: tuple[int, ...]) -> tuple[Criterion, ...]:
    return tuple([made[at] for at in places])


def _shown(asked: Criterion, known: Known) -> Criterion:
    """A criterion with its answer, from now on the same object for whoever gets that answer."""
    answer = known.answer
    made = replace(
        asked, met=answer.met, have=answer.have, need=answer.need, because=answer.because
    )
    made.written = {}
    if asked.kept is not None:
        known.shown[asked.kept] = made
    return made


def _spared(criterion: Criterion) -> Criterion:
    """A criterion of an any-of group that another one meets: it is not needed."""
    if criterion.spared is None:
        because = msg("Not needed, another way is met (%(why)s)", why=criterion.because)
        criterion.spared = replace(criterion, because=because)
        criterion.spared.written = {}
    return criterion.spared
