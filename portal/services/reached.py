"""Which of our cases a round reached: derived from each case's assessment by today's rules.

A case stands beside a round when it was invited as it stood that day (``was``), or when
today's facts would have been (``would``). Rounds that did neither leave no row, and a
rescoring writes only what is different.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update
from sqlalchemy.orm import Session, joinedload

from portal.models import Case, CaseRound
from portal.services import visible
from portal.services.actor import Actor

INVITED = "invited"
PAGE = 25
_Row = tuple[bool, bool, int | None]


def store(session: Session, case_id: uuid.UUID, document: Mapping[str, Any]) -> int:
    """Write a case's rounds anew where they differ, within the caller's step; gives how many did.

    ``document``: the assessment by today's rules, whole.
    """
    wanted = _reached(document)
    rows = session.execute(
        select(CaseRound.round_id, CaseRound.was, CaseRound.would, CaseRound.crs).where(
            CaseRound.case_id == case_id
        )
    )
    held: dict[str, _Row] = {row[0]: (row[1], row[2], row[3]) for row in rows}
    gone = [each for each in held if each not in wanted]
    fresh = [each for each in wanted if each not in held]
    other = [each for each in wanted if each in held and wanted[each] != held[each]]
    if gone:
        session.execute(
            delete(CaseRound).where(CaseRound.case_id == case_id, CaseRound.round_id.in_(gone))
        )
    if fresh:
        session.execute(insert(CaseRound), [_values(case_id, each, wanted) for each in fresh])
    if other:
        session.execute(update(CaseRound), [_values(case_id, each, wanted) for each in other])
    return len(gone) + len(fresh) + len(other)


def _reached(document: Mapping[str, Any]) -> dict[str, _Row]:
    made: dict[str, _Row] = {}
    for each in document.get("rounds") or ():
        supposed = each["if_in_pool"]
        was, would = each["outcome"] == INVITED, supposed["outcome"] == INVITED
        if was or would:
            made[each["id"]] = was, would, each["crs"] if was else supposed["crs"]
    return made


def _values(case_id: uuid.UUID, round_id: str, wanted: Mapping[str, _Row]) -> dict[str, Any]:
    was, would, crs = wanted[round_id]
    return {"round_id": round_id, "case_id": case_id, "was": was, "would": would, "crs": crs}


@dataclass(frozen=True, slots=True)
class ReachedCase:
    """One case beside a round; ``crs``: the score that was compared, None for a province's own."""

    case: Case
    was: bool
    would: bool
    crs: int | None


@dataclass(frozen=True, slots=True)
class Reached:
    """The cases of one round that somebody may see, a page of them, and how many there are."""

    cases: tuple[ReachedCase, ...]
    was: int
    would: int
    total: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """The number of the first case on the page, from 1; 0 when there is none."""
        return (self.page - 1) * PAGE + 1 if self.cases else 0

    @property
    def last(self) -> int:
        """The number of the last case on the page."""
        return self.first + len(self.cases) - 1 if self.cases else 0


def by_round(
    session: Session, actor: Actor, round_id: str, *, only: str = "", page: int = 1
) -> Reached:
    """Our cases that a round reached: those it invited first, then by score, best first.

    ``only``: “was” or “would” for one group alone.
    """
    where = and_(CaseRound.round_id == round_id, visible.cases(actor))
    was, would, total = session.execute(
        select(
            func.count().filter(CaseRound.was),
            func.count().filter(CaseRound.would),
            func.count(),
        )
        .select_from(CaseRound)
        .join(Case, Case.id == CaseRound.case_id)
        .where(where)
    ).one()
    shown = {"was": was, "would": would}.get(only, total)
    pages = max(1, -(-shown // PAGE))
    page = min(max(1, page), pages)
    rows = session.execute(
        select(Case, CaseRound.was, CaseRound.would, CaseRound.crs)
        .join(CaseRound, CaseRound.case_id == Case.id)
        .where(where, *_only(only))
        .options(joinedload(Case.owner), joinedload(Case.facts))
        .order_by(CaseRound.was.desc(), CaseRound.crs.desc().nulls_last(), Case.number)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    found = tuple(ReachedCase(row[0], row[1], row[2], row[3]) for row in rows)
    return Reached(found, was, would, total, page, pages)


def _only(group: str) -> list[ColumnElement[bool]]:
    if group == "was":
        return [CaseRound.was.is_(True)]
    return [CaseRound.would.is_(True)] if group == "would" else []
