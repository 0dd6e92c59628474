"""Reviewing a case: correct a fact, ask the client, settle a flag."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.models import Case, FlagCleared, ProfileVersion, Question, User
from portal.rulebook import Rulebook
from portal.services import assessments, case_facts, cases, flags, notices, rulebooks
from portal.services.actor import Actor
from portal.services.paths import Change, NoSuchPlace, changes, value_at, with_value
from portal.services.refusal import Refused, Stale
from portal.services.steps import step
from portal.text import msg

LONGEST_REASON = 2000
LONGEST_VALUE = 4000
DECIMAL_COMMA = re.compile(r"\d{1,6},\d{1,2}")


@dataclass(frozen=True, slots=True)
class Correction:
    """What the office changed at one place, by whom, when and why; the original stays."""

    path: str
    before: Any
    after: Any
    by: str
    at: datetime
    reason: str
    number: int


def correct(
    session: Session,
    case: Case,
    *,
    path: str,
    typed: str,
    reason: str,
    seen: int,
    actor: Actor,
    now: datetime,
) -> ProfileVersion:
    """Put another value at one place of the profile, as a new version with a reason.

    ``typed`` is what was written in the form: JSON or plain words, whichever the
    profile takes; empty means "not known". ``seen`` is the number of the version the
    person looked at. Raises Stale when a newer one exists, Refused when the profile
    does not take the value.
    """
    if not reason.strip():
        raise Refused(msg("Say why you correct it, for example “contract says 40”."))
    cases.check(case, "correct", actor)
    base = _newest(session, case)
    document = _accepted(rulebooks.in_use(session), base.document, path, typed)
    planned = assessments.plan(session, case, document) if document != base.document else None
    with step(session, actor, "case.correct", case) as audit:
        cases.move(session, case, "correct", actor, now)
        newest = _newest(session, case)
        if newest.number != seen or newest.id != base.id:
            name = _name(session, newest)
            raise Stale(name, {path: value_at(newest.document, path)}, {path: typed}, newest.number)
        if planned is None:
            raise Refused(msg("That is what stands there already."))
        version = _add_version(session, case, newest, document, reason, actor, now)
        assessments.carry_out(session, case, version, planned, now)
        audit.about(version)
        audit.fields(path)
    return version


def _accepted(rules: Rulebook, document: dict[str, Any], path: str, typed: str) -> dict[str, Any]:
    from portal.assessment.reading import ProfileRefused, parse_profile

    fault = msg("The profile does not take this value.")
    for value in _readings(typed.strip()[:LONGEST_VALUE]):
        try:
            made = with_value(document, path, value)
            parse_profile(made, rules)
        except NoSuchPlace:
            raise Refused(msg("%(path)s: there is no such answer.", path=path)) from None
        except ProfileRefused as refused:
            first = refused.faults[0]
            fault = msg(
                "%(path)s: found %(found)s. Write %(expected)s.",
                path=str(first.path),
                found=_words(first.found),
                expected=_words(first.expected),
            )
        else:
            return made
    raise Refused(fault)


def _words(value: Any) -> Any:
    from portal.text import Label, Text

    return value if isinstance(value, Text | Label) else str(value)


def _readings(typed: str) -> Iterator[Any]:
    """What somebody may have meant: a number, a date, yes or no, words."""
    if typed == "":
        yield None
        return
    with contextlib.suppress(ValueError):
        yield json.loads(typed)
    if DECIMAL_COMMA.fullmatch(typed):
        yield float(typed.replace(",", "."))
    yield typed
    if typed.lower() in ("yes", "oui", "no", "non"):
        yield typed.lower() in ("yes", "oui")


def _add_version(
    session: Session,
    case: Case,
    newest: ProfileVersion,
    document: dict[str, Any],
    reason: str,
    actor: Actor,
    now: datetime,
) -> ProfileVersion:
    version = ProfileVersion(
        case_id=case.id,
        number=newest.number + 1,
        document=document,
        kind="correction",
        reason=reason.strip()[:LONGEST_REASON],
        author_id=actor.user_id,
        created_at=now,
    )
    session.add(version)
    session.flush()
    return version


def corrections(session: Session, case: Case) -> list[Correction]:
    """Every place the office corrected, in order, against the version before."""
    rows = session.execute(
        select(ProfileVersion, User.name)
        .outerjoin(User, User.id == ProfileVersion.author_id)
        .where(ProfileVersion.case_id == case.id)
        .order_by(ProfileVersion.number)
    ).all()
    return [
        Correction(
            path=each.path,
            before=each.before,
            after=each.after,
            by=name or "",
            at=version.created_at,
            reason=version.reason,
            number=version.number,
        )
        for (before, _), (version, name) in pairwise(rows)
        for each in changes(before.document, version.document)
    ]


def differences(before: ProfileVersion, after: ProfileVersion) -> list[Change]:
    """What one version says otherwise than another."""
    return list(changes(before.document, after.document))


def ask(
    session: Session, case: Case, *, path: str, text: str, actor: Actor, now: datetime
) -> Question:
    """Ask the client a question at a field; the case waits, the letter names no content."""
    if not text.strip():
        raise Refused(msg("Write the question."))
    with step(session, actor, "case.ask", case) as audit:
        cases.move(session, case, "ask", actor, now)
        assert actor.user_id is not None  # noqa: S101 - the move is the office's alone
        question = Question(
            case_id=case.id,
            path=path[:200],
            text=text.strip()[:LONGEST_REASON],
            asked_by=actor.user_id,
            asked_at=now,
        )
        session.add(question)
        session.flush()
        notices.tell_client(session, case, "question")
        audit.about(question)
        audit.fields("state", "text")
    return question


def questions(session: Session, case: Case) -> list[Question]:
    """All questions of a case, the newest first."""
    return list(
        session.scalars(
            select(Question).where(Question.case_id == case.id).order_by(Question.asked_at.desc())
        )
    )


def clear_flag(
    session: Session,
    case: Case,
    *,
    flag_id: str,
    path: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> FlagCleared:
    """Settle a flag with a reason. An error is a consultant's to settle, not an assistant's."""
    if not reason.strip():
        raise Refused(msg("Say why this flag is settled."))
    with step(session, actor, "case.clear_flag", case) as audit:
        cases.move(session, case, "settle_flag", actor, now)
        state = _flag(session, case, flag_id, path)
        if not state.is_open:
            raise Refused(msg("This flag is settled already."))
        if state.flag["severity"] == flags.ERROR and actor.role not in cases.CONSULTANTS:
            raise Refused(msg("A stop is settled by a consultant."))
        assert actor.user_id is not None  # noqa: S101 - the move is the office's alone
        cleared = FlagCleared(
            case_id=case.id,
            flag_id=flag_id,
            path=path,
            reason=reason.strip()[:LONGEST_REASON],
            cleared_by=actor.user_id,
            cleared_at=now,
            profile_version_id=_newest(session, case).id,
        )
        session.add(cleared)
        session.flush()
        case_facts.recount(session, case)
        audit.about(cleared)
        audit.fields("reason")
    return cleared


def reopen_flag(
    session: Session, case: Case, *, flag_id: str, path: str, actor: Actor, now: datetime
) -> None:
    """Take back that a flag is settled."""
    with step(session, actor, "case.reopen_flag", case) as audit:
        cases.move(session, case, "settle_flag", actor, now)
        state = _flag(session, case, flag_id, path)
        if state.is_open:
            raise Refused(msg("This flag is open already."))
        session.execute(
            delete(FlagCleared).where(
                FlagCleared.case_id == case.id,
                FlagCleared.flag_id == flag_id,
                FlagCleared.path == path,
            )
        )
        case_facts.recount(session, case)
        audit.fields("flags")


def _flag(session: Session, case: Case, flag_id: str, path: str) -> flags.FlagState:
    stored = assessments.current(session, case)
    if stored is not None:
        for state in flags.states(session, case, stored.document, _newest(session, case)):
            if (state.flag["id"], state.flag["path"]) == (flag_id, path):
                return state
    raise Refused(msg("The assessment has no such flag."))


def _newest(session: Session, case: Case) -> ProfileVersion:
    version = assessments.newest_version(session, case)
    if version is None:
        raise Refused(msg("Nothing was submitted yet."))
    return version


def _name(session: Session, version: ProfileVersion) -> str:
    author = session.get(User, version.author_id) if version.author_id else None
    return author.name if author else ""
