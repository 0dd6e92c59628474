"""Answers that do not fit each other: taken as they are, and put to a person."""

from __future__ import annotations

from collections.abc import Iterator

from portal.assessment.facts import Facts
from portal.assessment.profile import Profile
from portal.assessment.result import Flag
from portal.text import Text, msg


def contradictions(facts: Facts) -> Iterator[Flag]:
    """Every pair of answers that cannot both be right."""
    profile = facts.profile
    yield from _partner(profile)
    yield from _status(profile)
    yield from _primary(facts)
    nomination = profile.provincial_nomination
    if nomination and nomination.ended_because is not None and nomination.ended_on is None:
        yield _flag(
            "nomination_end",
            "provincial_nomination.ended_on",
            msg("The nomination ended, and no day is given: it is counted as standing"),
        )


def _flag(name: str, path: str, message: Text) -> Flag:
    return Flag(f"contradiction.{name}", "warning", path, message)


def _partner(profile: Profile) -> Iterator[Flag]:
    status = profile.marital_status
    if status is None or status.has_partner:
        return
    if profile.spouse is not None:
        yield _flag(
            "spouse",
            "spouse",
            msg("There is a partner in the answers, and the marital status has none: not used"),
        )
    if any(each.of == "spouse" for each in profile.relatives_in_canada or ()):
        yield _flag(
            "relative",
            "relatives_in_canada",
            msg("A relative is a partner’s, and the marital status has no partner: not counted"),
        )


def _status(profile: Profile) -> Iterator[Flag]:
    person = profile.person
    if "CA" in (person.citizenships or ()) and person.status_in_canada not in (None, "citizen"):
        yield _flag(
            "citizenship",
            "person.citizenships",
            msg("A citizen of Canada has no other status in Canada"),
        )


def _primary(facts: Facts) -> Iterator[Flag]:
    marked = [job.noc for job in facts.me.jobs or () if job.primary and job.noc is not None]
    entry = facts.profile.express_entry
    declared = entry.primary_noc if entry else None
    named = {(noc.version, noc.code) for noc in (*marked, declared) if noc is not None}
    if len(named) > 1:
        yield _flag(
            "primary",
            "express_entry.primary_noc" if declared is not None else "work",
            msg("More than one occupation is named as the primary one"),
        )
