"""Category-based selection: in, in with some months more, or in until some day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import ClassVar, NamedTuple

from portal.assessment.calendar import months_after
from portal.assessment.decided import Decided, decide
from portal.assessment.ground import Ground
from portal.assessment.horizon import Horizon, dated, enough_days, horizon, may_be_listed
from portal.assessment.result import Criterion, Kept, RuleRef
from portal.rulebook.categories import Categories, CategoryVersion
from portal.rulebook.criteria import Spec
from portal.text import Label, Text, msg


# Not frozen, as Text is not: dozens are made for one profile.
@dataclass(slots=True)
class CategoryResult:
    """One category in the contract's form. ``until``: the day a category ended.

    ``enough_on``: the day on which the experience asked is reached, if the work goes on.
    ``enough_until``: the last day on which there is, or was, enough of it; both None where
    nothing can be said or nothing changes.
    """

    id: str
    name: Label
    eligible: bool | None
    criteria: tuple[Criterion, ...]
    because: Text
    version: str
    in_force: bool
    until: date | None
    rule: RuleRef
    enough_on: date | None = None
    enough_until: date | None = None
    kept: Kept | None = field(default=None, compare=False, repr=False)

    # What differs between two clients of whom the same is said; see ``Kept``.
    OWN: ClassVar[tuple[str, ...]] = ("criteria",)


def judge_categories(ground: Ground) -> list[CategoryResult]:
    """The categories in force on the ground's day."""
    made = []
    categories = ground.rules.part(Categories)
    for category_id in categories:
        version = categories.on(category_id, ground.rule_day)
        if version is not None:
            made.append(_judge(ground, version, history=categories[category_id]))
    return made


def ended_categories(ground: Ground) -> list[CategoryResult]:
    """Categories that had ended by the day, judged by their last conditions."""
    made = []
    for history in ground.rules.part(Categories).values():
        past = [each for each in history if each.from_ <= ground.rule_day]
        if len(past) > 1 and past[-1].status == "ended":
            before = _on_the_last_day(ground, past[-1].from_)
            made.append(_judge(before, past[-2], ended=past[-1].from_))
    return made


def _on_the_last_day(ground: Ground, ended: date) -> Ground:
    """The same client on the last day of a category: with the work done and the list of then."""
    return Ground(
        ground.facts,
        ground.factors,
        ended - timedelta(days=1),
        crs=ground.crs,
        programs=ground.programs,
    )


def _judge(
    ground: Ground,
    version: CategoryVersion,
    *,
    history: tuple[CategoryVersion, ...] = (),
    ended: date | None = None,
) -> CategoryResult:
    decided = decide(ground, version.rule_id, version)
    met = decided.met
    eligible = None if met is True and decided.judged else met
    seen = None if ended else _experience(ground, version, history)
    said: _Said | None = None if seen else decided.said.get(ended)
    if said is None:
        because = _because(ground, decided, eligible, ended, version, seen)
        said = _Said(because, None if seen else Kept())
        if seen is None:  # without a day of the client's own: for whoever fails the same
            decided.said[ended] = said
    return CategoryResult(
        id=version.id,
        name=version.label,
        eligible=eligible,
        criteria=tuple(
            dated(each, seen.spec, seen.days) if seen and each.id == seen.spec.id else each
            for each in decided.criteria
        ),
        because=said.because,
        version=version.name,
        in_force=ended is None,
        until=version.until if ended is not None else None,
        rule=decided.rule,
        enough_on=seen.days.on if seen else None,
        enough_until=seen.days.until if seen else None,
        kept=said.kept,
    )


class _Said(NamedTuple):
    """Why, and where the rest of such a result is kept written."""

    because: Text
    kept: Kept | None


# --- experience over time -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Seen:
    """A category's criterion of experience, and its days."""

    spec: Spec
    days: Horizon


def _experience(
    ground: Ground, version: CategoryVersion, history: tuple[CategoryVersion, ...]
) -> _Seen | None:
    """The days of the criterion; where there is no work of the kind, those of earlier lists."""
    spec = _asked(version)
    if spec is None:
        return None
    days = horizon(ground, spec, version.from_)
    if days is None or not (days.on or days.until or days.goes_on):
        earlier = [each for each in history if each.from_ < version.from_]
        days = _earlier(ground, earlier) or days
    return None if days is None else _Seen(spec, days)


def _asked(version: CategoryVersion) -> Spec | None:
    """The one criterion of experience, where there is one."""
    specs = [each for each in version.criteria if each.kind == "experience"]
    return specs[0] if len(specs) == 1 else None


def _earlier(ground: Ground, earlier: list[CategoryVersion]) -> Horizon | None:
    """The last day on which the work was enough by the conditions of earlier versions."""
    for version in reversed(earlier):
        spec, last = _asked(version), version.until
        if spec is None or last is None or not may_be_listed(ground, spec, last):
            continue
        then = Ground(
            ground.facts,
            ground.factors,
            ground.day,
            rule_day=last,
            crs=ground.crs,
            programs=ground.programs,
        )
        enough = enough_days(then, spec, version.from_, last)
        if any(over is None for _, over in enough):
            return Horizon(None, last, goes_on=False, changed=True)
        if enough:
            over = max(over for _, over in enough if over is not None)
            return Horizon(None, over - timedelta(days=1), goes_on=False)
    return None


def _because(
    ground: Ground,
    decided: Decided,
    eligible: bool | None,
    ended: date | None,
    version: CategoryVersion,
    seen: _Seen | None,
) -> Text:
    if ended is not None:
        last = version.until or ended
        if eligible:
            return msg("You were in this category until it ended on %(last)s", last=last)
        return msg("The category ended on %(last)s", last=last)
    if eligible:
        if seen is not None and seen.days.until is not None:
            return msg(
                "You are in this category; the work done so far is enough until %(until)s",
                until=seen.days.until,
            )
        return msg("You are in this category")
    if eligible is None:
        return msg("Whether you are in this category is not known yet")
    only = decided.failing[0] if len(decided.failing) == 1 else None
    # Who never did such work is not told that a year of it would do.
    if only and seen and only.id == seen.spec.id and (only.have or seen.days.until):
        return _short_of(only.need - (only.have or 0), seen.days, ground.day)
    missing = tuple(each.label for each in decided.failing)
    return msg("Not met: %(missing)s", missing=missing)


def _short_of(months: int, days: Horizon, today: date) -> Text:
    """Experience is all that lacks; part-time takes longer, and old work falls out meanwhile."""
    if days.on is not None:
        wait = next(each for each in count(1) if months_after(today, each) >= days.on)
        return msg(
            "You would be in with %(more)s of the present work: on %(on)s",
            more=_more(wait),
            on=days.on,
        )
    if days.changed:
        return msg(
            "Your work was enough until %(until)s, when the conditions changed. You would be in"
            " with %(more)s",
            more=_more(months),
            until=days.until,
        )
    if days.until is not None:
        return msg(
            "Your work was enough until %(until)s; since then it is too long ago. You would be"
            " in with %(more)s",
            more=_more(months),
            until=days.until,
        )
    return msg("You would be in with %(more)s", more=_more(months))


def _more(months: int) -> Text:
    return msg("1 more month") if months == 1 else msg("%(months)s more months", months=months)
