"""Category-based selection: in, in with some months more, or in until some day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.assessment.decided import decide
from portal.assessment.ground import Ground
from portal.assessment.result import Criterion, RuleRef
from portal.rulebook.categories import Categories, CategoryVersion
from portal.text import Label, Text, msg


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """One category in the contract's form. ``until``: the day a category ended."""

    id: str
    name: Label
    eligible: bool | None
    criteria: tuple[Criterion, ...]
    because: Text
    version: str
    in_force: bool
    until: date | None
    rule: RuleRef


def judge_categories(ground: Ground) -> list[CategoryResult]:
    """The categories in force on the ground's day, and those that ended before it last."""
    made = []
    categories = ground.rules.part(Categories)
    for category_id in categories:
        version = categories.on(category_id, ground.rule_day)
        if version is not None:
            made.append(_judge(ground, version))
    return made


def ended_categories(ground: Ground) -> list[CategoryResult]:
    """Categories that had ended by the day, judged by their last conditions."""
    made = []
    for history in ground.rules.part(Categories).values():
        past = [each for each in history if each.from_ <= ground.rule_day]
        if len(past) > 1 and past[-1].status == "ended":
            made.append(_judge(ground, past[-2], ended=past[-1].from_))
    return made


def _judge(ground: Ground, version: CategoryVersion, ended: date | None = None) -> CategoryResult:
    decided = decide(ground, version.rule_id, version)
    met = decided.met
    eligible = None if met is True and decided.judged else met
    return CategoryResult(
        id=version.id,
        name=version.label,
        eligible=eligible,
        criteria=decided.criteria,
        because=_because(decided.criteria, eligible, ended, version),
        version=version.name,
        in_force=ended is None,
        until=version.until if ended is not None else None,
        rule=decided.rule,
    )


def _because(
    criteria: tuple[Criterion, ...],
    eligible: bool | None,
    ended: date | None,
    version: CategoryVersion,
) -> Text:
    if ended is not None:
        last = version.until or ended
        if eligible:
            return msg("You were in this category until it ended on %(last)s", last=last)
        return msg("The category ended on %(last)s", last=last)
    if eligible:
        return msg("You are in this category")
    if eligible is None:
        return msg("Whether you are in this category is not known yet")
    failing = [each for each in criteria if each.met is False]
    only = failing[0] if len(failing) == 1 else None
    if only is not None and only.id == "experience" and only.have:
        return msg("You would be in with %(months)s more months", months=only.need - only.have)
    missing = tuple(each.label for each in failing)
    return msg("Not met: %(missing)s", missing=missing)
