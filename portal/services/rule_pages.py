"""One rule's page: its words, its history, and where an assessment stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.assessment.result import localize
from portal.models import StoredAssessment
from portal.rendering.rules.changes import Change, changes
from portal.rendering.rules.explained import CONFIDENCES, explained
from portal.rendering.rules.own import Own, own
from portal.rendering.rules.shape import RuleView, StateView, VersionView
from portal.rulebook import Rulebook
from portal.services import rule_checks, rule_list, rulebooks
from portal.text import Text, Words


@dataclass(frozen=True, slots=True)
class Step:
    """One version, and what it changed in the one before it."""

    version: VersionView
    changed: tuple[Change, ...]
    is_first: bool


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule on a day. ``shown`` is None where no version was in force; ``state`` for streams."""

    view: RuleView
    group: Text
    on: date
    shown: VersionView | None
    state: StateView | None
    about: tuple[Text, ...]
    confidence: Words | None
    history: tuple[Step, ...]
    compared_on: date
    own: Own


def page(session: Session, rule_id: str, on: date) -> RulePage | None:
    """A rule as it stands on a day; None where there is none for clients to read."""
    return _page(session, rulebooks.in_use(session), rule_id, on, Own())


def own_page(
    session: Session, stored: StoredAssessment, rule_id: str, language: str
) -> RulePage | None:
    """A rule on the day of an assessment, by the rulebook it was made with, its rows marked.

    None where there is no such rule, or the assessment does not rest on it.
    """
    rules = rulebooks.in_use(session)
    if stored.rulebook_hash != rules.hash:
        rules = rulebooks.kept(session, stored.rulebook_hash) or rules
    view = rule_list.find(rules, rule_id)
    if view is None:
        return None
    found = own(rule_id, view.in_force(stored.on), localize(stored.document, language))
    return _page(session, rules, rule_id, stored.on, found) if found.said else None


def _page(session: Session, rules: Rulebook, rule_id: str, on: date, found: Own) -> RulePage | None:
    view = rule_list.find(rules, rule_id)
    if view is None or not rule_list.for_clients(rule_id):
        return None
    shown = view.in_force(on)
    return RulePage(
        view=view,
        group=rule_list.GROUPS[view.group],
        on=on,
        shown=shown,
        state=view.state_on(on),
        about=explained(rule_id),
        confidence=CONFIDENCES[shown.confidence] if shown else None,
        history=history(view),
        compared_on=rule_checks.compared_on(session, view),
        own=found,
    )


def history(view: RuleView) -> tuple[Step, ...]:
    """Every version, newest first, with what it changed."""
    older = (*view.versions[1:], None)
    return tuple(
        Step(new, tuple(changes(old, new)) if old else (), old is None)
        for new, old in zip(view.versions, older, strict=True)
    )
