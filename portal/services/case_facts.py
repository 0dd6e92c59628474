"""What the queue filters and sorts by, derived from the newest assessment by today's rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.assessment.result import localize
from portal.models import Case, CaseFacts, ProfileVersion, StoredAssessment
from portal.rendering.paper import Paper
from portal.rendering.standing import twelve_months_before
from portal.rendering.view import report
from portal.services import flags, reached
from portal.text import LANGUAGES

USEFUL = ("match", "possible", "near_miss")


def store(
    session: Session,
    case: Case,
    version: ProfileVersion,
    stored: StoredAssessment,
    best: Mapping[str, Any],
    now: datetime,
) -> CaseFacts:
    """Derive a case's facts from an assessment and put them in place of the old ones.

    ``best`` is what ``best_route`` made of the document before the write lock was taken.
    """
    document = stored.document
    states = flags.states(session, case, document, version)
    facts = session.get(CaseFacts, case.id)
    if facts is None:
        facts = CaseFacts(case_id=case.id)
        session.add(facts)
    facts.profile_version_id = version.id
    facts.assessment_id = stored.id
    facts.client_name = client_name(version.document)
    facts.on = stored.on
    facts.rulebook_hash = stored.rulebook_hash
    facts.crs_total = document["crs"]["total"]
    facts.provisional = document["provisional"] is not None
    facts.programs = [each["id"] for each in document["programs"] if each["eligible"]]
    facts.streams = [dict(best), *_streams(document)]
    facts.noc = main_noc(version.document)
    _count(facts, states)
    facts.updated_at = now
    reached.store(session, case.id, document)
    session.flush()
    return facts


def recount(session: Session, case: Case) -> None:
    """Count the open flags anew after one was settled or opened again."""
    facts = session.get(CaseFacts, case.id)
    stored = session.get(StoredAssessment, facts.assessment_id) if facts else None
    if facts is None or stored is None:
        return
    version = session.get_one(ProfileVersion, facts.profile_version_id)
    _count(facts, flags.states(session, case, stored.document, version))
    session.flush()


def _count(facts: CaseFacts, states: list[flags.FlagState]) -> None:
    waiting = [each.flag["severity"] for each in states if each.is_open]
    facts.errors = waiting.count(flags.ERROR)
    facts.warnings = waiting.count(flags.WARNING)


def client_name(profile: Mapping[str, Any]) -> str:
    """Family name first, as the office files it; the one name of somebody who has one."""
    person = profile.get("person") or {}
    names = [person.get("family_name"), person.get("given_names")]
    return ", ".join(each for each in names if each)


def main_noc(profile: Mapping[str, Any]) -> str | None:
    """The NOC code of the primary occupation, or of the newest job that has one."""
    jobs = [each for each in profile.get("work") or [] if each.get("noc")]
    if not jobs:
        return None
    primary = [each for each in jobs if each.get("primary")]
    newest = max(jobs, key=lambda each: (each.get("end") is None, str(each.get("start") or "")))
    return str((primary[0] if primary else newest)["noc"]["code"])


def best_route(document: Mapping[str, Any]) -> dict[str, Any]:
    """The way in that stands out, in both languages, as the assessment page words it."""
    short = abridged(document)
    return {"best": {lang: _route(short, lang) for lang in LANGUAGES}}


def _route(document: Mapping[str, Any], lang: str) -> dict[str, Any]:
    route = report(localize(dict(document), lang), Paper(), lang).route
    badge = None if route.badge is None else asdict(route.badge)
    return {"heading": route.heading, "detail": route.detail, "badge": badge}


def abridged(document: Mapping[str, Any], *, all_streams: bool = False) -> dict[str, Any]:
    """The document with the rounds of twelve months and the streams within reach.

    What the desk shows at a glance; the whole document takes ten times as long to word.
    """
    since = twelve_months_before(date.fromisoformat(document["on"])).isoformat()
    rounds, streams = document.get("rounds"), document.get("streams")
    return {
        **document,
        "rounds": None if rounds is None else [each for each in rounds if each["on"] > since],
        "streams": streams
        if streams is None or all_streams
        else [each for each in streams if each["status"] in USEFUL],
    }


def _streams(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"id": each["id"], "province": each.get("province"), "status": each["status"]}
        for each in document.get("streams") or []
        if each["status"] in USEFUL
    ]
