"""What a move needs, as a list the desk shows: each gate open or not, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Agreement, Case, Opinion, Rendering, StoredAssessment
from portal.services import assessments, clock, flags, rulebooks
from portal.services.database import settings_of
from portal.text import Text, msg


@dataclass(frozen=True, slots=True)
class Gate:
    """One need. ``detail`` says how it was met, or what to do."""

    id: str
    is_open: bool
    detail: Text


def of(session: Session, case: Case, names: Iterable[str]) -> list[Gate]:
    """The named gates of a case, in that order."""
    return [_GATES[name](session, case) for name in names]


def agreement_of(session: Session, case: Case) -> Agreement | None:
    """The newest consultation agreement the client accepted for this case."""
    return session.scalar(
        select(Agreement)
        .where(Agreement.case_id == case.id, Agreement.kind == "consultation")
        .order_by(Agreement.accepted_at.desc())
        .limit(1)
    )


def _agreement(session: Session, case: Case) -> Gate:
    found = agreement_of(session, case)
    if found is None:
        return Gate("agreement", False, msg("The client has not accepted the agreement yet."))
    return Gate(
        "agreement",
        True,
        msg(
            "Agreement accepted on %(day)s",
            day=clock.day_of(found.accepted_at, settings_of(session).timezone),
        ),
    )


def _assessment(session: Session, case: Case) -> Gate:
    stored = assessments.current(session, case)
    if stored is None:
        return Gate("assessment", False, msg("The answers have not been assessed yet."))
    newest = assessments.newest_version(session, case)
    if newest is None or stored.profile_version_id != newest.id:
        return Gate("assessment", False, msg("The answers changed since. Assess them again."))
    if stored.document["crs"]["total"] is None:
        return Gate("assessment", False, msg("Too little is known to give a score."))
    return Gate("assessment", True, msg("Assessed by the rules of %(day)s", day=stored.on))


def _rules(session: Session, case: Case) -> Gate:
    stored = assessments.current(session, case)
    if stored is None or stored.rulebook_hash != rulebooks.in_use(session).hash:
        return Gate("rules", False, msg("The rulebook changed since. Assess the case again."))
    return Gate("rules", True, msg("By the current rulebook"))


def _flags(session: Session, case: Case) -> Gate:
    stored = assessments.current(session, case)
    version = assessments.newest_version(session, case)
    if stored is None or version is None:
        return Gate("flags", False, msg("Flags are known once the answers are assessed."))
    states = flags.states(session, case, stored.document, version)
    stops = sum(each.blocks for each in states)
    if stops == 1:
        return Gate("flags", False, msg("One stop is open"))
    if stops:
        return Gate("flags", False, msg("%(count)s stops are open", count=stops))
    waiting = sum(each.is_open and each.flag["severity"] == flags.WARNING for each in states)
    if waiting:
        return Gate("flags", True, msg("No stop is open, %(count)s to check", count=waiting))
    return Gate("flags", True, msg("No stop is open, nothing to check"))


def _opinion(session: Session, case: Case) -> Gate:
    found = session.get(Opinion, case.id)
    if found is None or not all(
        (found.summary.strip(), found.route.strip(), found.next_steps.strip())
    ):
        return Gate("opinion", False, msg("Opinion not written: summary, route and next steps"))
    return Gate(
        "opinion",
        True,
        msg(
            "Opinion written on %(day)s",
            day=clock.day_of(found.updated_at, settings_of(session).timezone),
        ),
    )


def _pdf(session: Session, case: Case) -> Gate:
    stored = session.scalar(
        select(StoredAssessment)
        .where(StoredAssessment.case_id == case.id, StoredAssessment.state == "signed")
        .order_by(StoredAssessment.signed_at.desc())
        .limit(1)
    )
    made = stored is not None and session.scalar(
        select(Rendering.created_at).where(
            Rendering.assessment_id == stored.id,
            Rendering.language == case.language,
            Rendering.edition == "letter",
        )
    )
    if not made:
        return Gate("pdf", False, msg("The PDF is not stored yet. It is made in the background."))
    return Gate("pdf", True, msg("PDF stored"))


_GATES: Mapping[str, Callable[[Session, Case], Gate]] = {
    "agreement": _agreement,
    "assessment": _assessment,
    "rules": _rules,
    "flags": _flags,
    "opinion": _opinion,
    "pdf": _pdf,
}
