"""A case's trail as its readers see it: who did what, and to which answers, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.keys import NAMES, path_name
from portal.models import AuditEvent, Case, User
from portal.rendering.speech import Speaker
from portal.services import audit_words

RECENT_EVENTS = 200

# The kinds of a version of the answers; the step that makes one names its kind.
KINDS: Mapping[str, Any] = {
    "submission": _l("Sent by the client"),
    "client_correction": _l("Corrected by the client"),
    "correction": _l("Corrected by the office"),
}

# What is recorded of a case beside its answers.
_RECORDED: Mapping[str, Any] = {
    **KINDS,
    "accepted_at": _l("Accepted on"),
    "answer": _l("Answer"),
    "client_id": _l("Client"),
    "document": _l("Result"),
    "due_on": _l("Promised for"),
    "flags": _l("Flags"),
    "language": _l("Language"),
    "next_steps": _l("Next steps"),
    "number": _l("Number"),
    "on": _l("Day of the assessment"),
    "owner_id": _l("Owner"),
    "reason": _l("Reason"),
    "released_at": _l("Released on"),
    "route": _l("Recommended route"),
    "seal": _l("Seal"),
    "sha256": _l("Fingerprint"),
    "state": _l("State"),
    "submitted_at": _l("Sent on"),
    "summary": _l("Summary"),
    "text": _l("Text"),
    "text_version": _l("Version of the text"),
    "watch": _l("What to watch"),
    "withdrawn_at": _l("Withdrawn on"),
    "withdrawn_reason": _l("Reason"),
}

# Answers the questionnaire keeps beside those of the profile, as its own forms call them.
_BESIDE: Mapping[str, Any] = {
    "document": _l("All answers"),
    "x_address": _l("Address"),
    "x_duties": _l("Duties"),
    "x_eca": _l("Credential assessment (ECA)"),
    "x_expected_on": _l("Test day"),
    "x_state": _l("Finished"),
    "x_still_there": _l("Still there"),
    "language_tests.x_state": _l("Results"),
}
# Who acts without an account.
_NOBODY: Mapping[str, Any] = {"system": _l("The portal"), "operator": _l("the command line")}
_OF_ANSWERS = ("draft.", "case.correct")


def events(session: Session, case: Case, say: Speaker) -> list[dict[str, str]]:
    """The newest events of a case, each with who, what and the fields it changed."""
    people = {row.id: row.name for row in session.execute(select(User.id, User.name))}
    found = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.case_id == case.id)
        .order_by(AuditEvent.id.desc())
        .limit(RECENT_EVENTS)
    )
    return [
        {
            "at": say.moment(each.at),
            "who": people.get(each.actor_id) or str(_NOBODY.get(each.actor_role, each.actor_role)),
            "what": say(audit_words.words_for(each.action)),
            "fields": fields_in_words(each.action, map(str, each.fields), say),
        }
        for each in found
    ]


def fields_in_words(action: str, fields: Iterable[str], say: Speaker) -> str:
    """What a step changed: “Work: From, Hours a week”; a name without words stays as it is."""
    if not action.startswith(_OF_ANSWERS):
        return ", ".join(str(_RECORDED.get(each, NAMES.get(each, each))) for each in fields)
    held: dict[str, list[str]] = {}
    for each in fields:
        place, _, key = each.rpartition(".")
        name = _answer(place, key)
        if "." in place:  # one entry of a list: Work, 1., Hours a week
            place, name = "", f"{path_name(place)}, {name}"
        held.setdefault(place, []).append(name)
    return "; ".join(
        say.pair(path_name(place), ", ".join(names)) if place else ", ".join(names)
        for place, names in held.items()
    )


def _answer(place: str, key: str) -> str:
    beside = _BESIDE.get(f"{place}.{key}", _BESIDE.get(key))
    return path_name(key) if beside is None else str(beside)
