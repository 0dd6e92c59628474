"""What a change of the rulebook does to the open cases, worked out before it is accepted."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessment.assess import assess
from portal.assessment.reading import ProfileRefused, parse_profile
from portal.assessment.result import Assessment
from portal.models import Amendment, Case
from portal.rulebook import Rulebook, RulebookError
from portal.rulebook.amending import amended, entry_of
from portal.services import amendments, assessments, cases, clock, rulebooks
from portal.services.database import begin_writing, settings_of

MOST_ROWS = 500  # cases shown one by one; the rest is counted
STRIDE = 25  # cases between two notes of how far it is

Row = dict[str, Any]


def weigh(session: Session, amendment_id: uuid.UUID) -> bool:
    """Assess every open case with and without a draft and store where they differ.

    As of today, or of the day the change begins where that is to come: today it would
    change nothing.
    Says on the way how far it is. False when the draft is gone, changed meanwhile or no
    longer fits; doing it twice does no harm.
    """
    found = session.get(Amendment, amendment_id)
    if found is None or found.state != amendments.DRAFT:
        return False
    version = found.version
    before = rulebooks.in_use(session)
    try:
        after = amended(before, found.kind, found.change)
        on = max(clock.today(settings_of(session).timezone), _begins(found))
    except RulebookError:
        return False
    ids = list(session.scalars(select(Case.id).where(Case.state.in_(cases.SCORED))))
    rows: list[Row] = []
    for place, case_id in enumerate(ids):
        if place % STRIDE == 0 and not _note(
            session, amendment_id, version, {"done": place, "of": len(ids)}
        ):
            return False
        changes = _of_case(session, case_id, before, after, on)
        if changes:
            rows.append({"case_id": str(case_id), "changes": changes})
    rows.sort(key=_weight)
    effect = {
        "on": on.isoformat(),
        "of": len(ids),
        "done": len(ids),
        "changed": len(rows),
        "rows": rows[:MOST_ROWS],
        "done_at": clock.now().isoformat(),
    }
    return _note(session, amendment_id, version, effect, before.hash)


def _begins(amendment: Amendment) -> date:
    """The first day on which a change could make a difference; rounds are replayed on any."""
    if amendment.kind == amendments.ROUNDS:
        return date.min
    begins: date = entry_of(amendment.change)["from"]
    return begins


def _weight(row: Row) -> bool:
    """Cases whose score changes come first: the rows shown end somewhere."""
    return not any(each["what"] == "crs" for each in row["changes"])


def _note(
    session: Session,
    amendment_id: uuid.UUID,
    version: int,
    effect: dict[str, Any],
    base_hash: str | None = None,
) -> bool:
    """Store how far it is, in a short transaction; False when the draft is another by now."""
    session.rollback()
    begin_writing(session)
    found = session.get(Amendment, amendment_id, populate_existing=True)
    if found is None or found.state != amendments.DRAFT or found.version != version:
        session.rollback()
        return False
    found.effect = effect
    found.base_hash = base_hash
    session.commit()
    return True


def _of_case(
    session: Session, case_id: uuid.UUID, before: Rulebook, after: Rulebook, on: date
) -> list[Row]:
    case = session.get(Case, case_id)
    version = assessments.newest_version(session, case) if case is not None else None
    if version is None:
        return []
    try:
        old, new = (
            assess(parse_profile(dict(version.document), rules), rules, on)
            for rules in (before, after)
        )
    except ProfileRefused:  # a code that only one of the two books knows: the case page says so
        return [{"what": "refused"}]
    return list(differences(old, new))


def differences(old: Assessment, new: Assessment) -> Iterator[Row]:
    """Where two assessments of the same facts differ, a row each.

    ``what`` is crs, provisional, program, category, stream or round; ``before`` and
    ``after`` hold the score, the verdict or the outcome.
    """
    if old.crs.total != new.crs.total:
        yield _row("crs", None, old.crs.total, new.crs.total)
    if (old.provisional is None) != (new.provisional is None):
        yield _row("provisional", None, old.provisional is not None, new.provisional is not None)
    yield from _differing(
        "program",
        {each.id: each.eligible for each in old.programs},
        {each.id: each.eligible for each in new.programs},
    )
    yield from _differing(
        "category",
        {each.id: each.eligible for each in old.categories or ()},
        {each.id: each.eligible for each in new.categories or ()},
    )
    yield from _differing(
        "stream",
        {each.id: each.status for each in old.streams or ()},
        {each.id: each.status for each in new.streams or ()},
    )
    yield from _rounds(old, new)


def _rounds(old: Assessment, new: Assessment) -> Iterator[Row]:
    """Rounds whose answer changed; a round that is new counts only where it reaches somebody."""
    was, now = (
        {each.id: (each.outcome, each.if_in_pool.outcome) for each in side.rounds or ()}
        for side in (old, new)
    )
    for round_id in sorted(was.keys() | now.keys()):
        before, after = was.get(round_id), now.get(round_id)
        reached = before is not None or (after is not None and "invited" in after)
        if before != after and reached:
            yield _row("round", round_id, before and before[1], after and after[1])


def _differing(what: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Row]:
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield _row(what, key, old.get(key), new.get(key))


def _row(what: str, key: str | None, before: Any, after: Any) -> Row:
    return {"what": what, "id": key, "before": before, "after": after}


def how_far(amendment: Amendment) -> tuple[int, int]:
    """Done and all, of the cases that are being weighed."""
    effect = amendment.effect or {}
    return int(effect.get("done", 0)), int(effect.get("of", 0))


def as_of(amendment: Amendment) -> date | None:
    """The day as of which the cases were weighed; None while they are not."""
    on = (amendment.effect or {}).get("on")
    return date.fromisoformat(on) if on else None


def worked_out_at(amendment: Amendment) -> datetime | None:
    """When the effect was worked out; None while it is not."""
    at = (amendment.effect or {}).get("done_at")
    return datetime.fromisoformat(at) if at else None
