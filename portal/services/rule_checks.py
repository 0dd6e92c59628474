"""Comparisons of rules with their sources: who looked, on which day, still right.

A rule's file says when its author last compared it; what the office compares since then is
a row of its own. It changes no figure, so the rulebook and its hash stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from portal.models import RuleCheck
from portal.rendering.rules.shape import RuleView
from portal.rulebook import Rulebook
from portal.services import clock, rule_list, rulebooks
from portal.services.actor import Actor
from portal.services.refusal import Refused
from portal.services.steps import step
from portal.text import msg

# How long a rule may go without somebody comparing it with its source.
COMPARED_WITHIN = timedelta(days=60)
LONGEST_NOTE = 2000  # characters
MOST_AT_ONCE = 500  # rules marked by one press


class _NothingNew(Exception):
    """All of it is on record already."""


def last_compared(session: Session, rules: Rulebook) -> dict[str, date]:
    """The newest day each rule was compared with its source, by its file or by the office."""
    newest = select(RuleCheck.rule_id, func.max(RuleCheck.on)).group_by(RuleCheck.rule_id)
    # A result has `keys`, so dict() would take it for a mapping and fail.
    here: dict[str, date] = {row[0]: row[1] for row in session.execute(newest)}
    return {
        each.id: max(each.compared_on, here.get(each.id, each.compared_on))
        for each in rule_list.every_rule(rules)
    }


def compared_on(session: Session, view: RuleView) -> date:
    """The newest day one rule was compared with its source."""
    newest = select(func.max(RuleCheck.on)).where(RuleCheck.rule_id == view.id)
    here: date | None = session.scalar(newest)
    return view.confirmed_on if here is None else max(here, view.confirmed_on)


def is_overdue(day: date, today: date) -> bool:
    """Whether nobody has compared a rule with its source for too long."""
    return today - day > COMPARED_WITHIN


def overdue(session: Session, rules: Rulebook, today: date) -> list[str]:
    """The rules nobody has compared with their source for too long, the longest first."""
    days = last_compared(session, rules)
    late = [rule_id for rule_id, day in days.items() if is_overdue(day, today)]
    return sorted(late, key=lambda rule_id: (days[rule_id], rule_id))


def of_rule(session: Session, rule_id: str) -> list[RuleCheck]:
    """What the office has compared of one rule, newest first."""
    chosen = select(RuleCheck).where(RuleCheck.rule_id == rule_id)
    chosen = chosen.options(joinedload(RuleCheck.checker))
    return list(session.scalars(chosen.order_by(RuleCheck.on.desc(), RuleCheck.checked_at.desc())))


def mark(
    session: Session, actor: Actor, rule_ids: Iterable[str], note: str, today: date
) -> list[str]:
    """Record that these rules were compared today and are still right; gives those newly marked.

    Pressing twice records once. Raises Refused for anybody but a specialist or lead, for no
    rule, too many, and one that the rulebook does not have.
    """
    if actor.role not in ("specialist", "lead") or actor.user_id is None:
        raise Refused(msg("Only a specialist or lead says that a rule is still right."))
    asked = list(dict.fromkeys(rule_ids))
    if not asked:
        raise Refused(msg("Choose the rules you compared with their sources."))
    rules = rulebooks.in_use(session)
    known = {each.id for each in rule_list.every_rule(rules)}
    if len(asked) > MOST_AT_ONCE or not known.issuperset(asked):
        raise Refused(msg("There is no such rule."))
    try:
        return _mark(session, actor, asked, note.strip()[:LONGEST_NOTE], today, rules.hash)
    except (_NothingNew, IntegrityError):
        return []


def _mark(
    session: Session, actor: Actor, asked: list[str], note: str, today: date, hash_: str
) -> list[str]:
    with step(session, actor, "rule.compare") as audit:
        chosen = select(RuleCheck.rule_id).where(
            RuleCheck.on == today, RuleCheck.checked_by == actor.user_id
        )
        there = set(session.scalars(chosen))
        new = [rule_id for rule_id in asked if rule_id not in there]
        if not new:
            raise _NothingNew
        now = clock.now()
        for place, rule_id in enumerate(new):
            row = RuleCheck(
                rule_id=rule_id,
                on=today,
                note=note,
                checked_by=actor.user_id,
                checked_at=now,
                rulebook_hash=hash_,
            )
            session.add(row)
            session.flush()
            if place == 0:
                audit.about(row)
            else:
                audit.also("rule.compare", row)
    return new
