"""What the queue filters and sorts by, derived from the newest assessment by today's rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.assessment.result import localize
from portal.models import Case, CaseFacts, ProfileVersion, StoredAssessment
from portal.rendering.paper import Paper
from portal.rendering.view import report
from portal.text import LANGUAGES


def store(
    session: Session,
    case: Case,
    version: ProfileVersion,
    stored: StoredAssessment,
    now: datetime,
) -> CaseFacts:
    """Derive a case's facts from an assessment and put them in place of the old ones."""
    facts = session.get(CaseFacts, case.id)
    if facts is None:
        facts = CaseFacts(case_id=case.id)
        session.add(facts)
    document = stored.document
    flags = document.get("flags") or []
    facts.profile_version_id = version.id
    facts.assessment_id = stored.id
    facts.client_name = client_name(version.document)
    facts.on = stored.on
    facts.rulebook_hash = stored.rulebook_hash
    facts.crs_total = document["crs"]["total"]
    facts.provisional = document["provisional"] is not None
    facts.programs = [each["id"] for each in document["programs"] if each["eligible"]]
    facts.streams = [best_route(document), *_streams(document)]
    facts.noc = main_noc(version.document)
    facts.errors = sum(each["severity"] == "error" for each in flags)
    facts.warnings = sum(each["severity"] == "warning" for each in flags)
    facts.updated_at = now
    session.flush()
    return facts


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
    return {"best": {lang: _route(document, lang) for lang in LANGUAGES}}


def _route(document: Mapping[str, Any], lang: str) -> dict[str, Any]:
    route = report(localize(dict(document), lang), Paper(), lang).route
    badge = None if route.badge is None else asdict(route.badge)
    return {"heading": route.heading, "detail": route.detail, "badge": badge}


def _streams(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"id": each["id"], "province": each.get("province"), "status": each["status"]}
        for each in document.get("streams") or []
        if each["status"] in ("match", "possible", "near_miss")
    ]
