"""The questionnaire's document: what is asked of whom, how one page's facts enter it.

A draft is the contract's profile document, fuller of nulls. Keys with ``x_``
carry answers that are no facts ("booked", "under way", "I don't know") and
answers to questions that are no longer asked; ``in_use`` is the document
without the latter. Functions here are pure; saving is ``services.intake``.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

SCHEMA = "portal.profile/1"
PARTNERED = ("married", "common_law")
TEMPORARY = ("visitor", "student", "worker", "refugee_claimant")
# A fact that is an object, or false for "none", or null for "not known".
OBJECTS = ("job_offer", "certificate_of_qualification", "provincial_nomination", "express_entry")
PARTNER_FACTS = ("education", "language_tests", "work")
CANADIAN_STUDY = (
    "full_time",
    "months_in_canada",
    "distance",
    "language_course_majority",
    "return_obligation",
)

Place = tuple[str, ...]


def empty(email: str | None = None) -> dict[str, Any]:
    """A new questionnaire: nothing known but the address."""
    return {"schema": SCHEMA, "person": {"email": email}}


def at(document: Mapping[str, Any], place: Place) -> Any:
    """What stands at a place, or None."""
    found: Any = document
    for key in place:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def object_at(document: dict[str, Any], place: Place) -> dict[str, Any]:
    """The object at a place, made where it is missing; changing it changes the document."""
    found = document
    for key in place:
        if not isinstance(found.get(key), dict):
            found[key] = {}
        found = found[key]
    return found


def entries_at(document: Mapping[str, Any], place: Place) -> list[dict[str, Any]]:
    """The list at a place; empty where nothing is known or there is none."""
    found = at(document, place)
    return found if isinstance(found, list) else []


def has_partner(document: Mapping[str, Any]) -> bool:
    """Whether there is a spouse or common-law partner."""
    return document.get("marital_status") in PARTNERED


def partner_counts(document: Mapping[str, Any]) -> bool:
    """Whether the partner's own record may matter: not known to stay behind or to be a citizen."""
    spouse = document.get("spouse") or {}
    return (
        has_partner(document)
        and spouse.get("accompanying") is not False
        and spouse.get("canadian_citizen_or_pr") is not True
    )


def merge(
    stored: dict[str, Any], facts: Mapping[str, Any], unknown: Iterable[str] = ()
) -> list[str]:
    """Put one page's facts into an object; gives the names of the keys that changed.

    Where an object gives way to "none", its details stay under ``x_kept_…`` and
    come back when the answer turns again. ``unknown`` names the keys answered "I
    don't know", which is null and remembered.
    """
    changed = []
    for key, fact in facts.items():
        before = stored.get(key)
        value = fact
        if key in OBJECTS:
            value = _turned(stored, key, fact)
        elif isinstance(fact, Mapping) and isinstance(before, Mapping):
            value = {**before, **fact}
        if value != before or (value is not None and key not in stored):
            stored[key] = value
            changed.append(key)
    _remember_unknown(stored, facts, set(unknown))
    return changed


def _turned(stored: dict[str, Any], key: str, value: Any) -> Any:
    before = stored.get(key)
    if value == {}:
        kept = stored.pop(f"x_kept_{key}", {})
        return before if isinstance(before, dict) else kept
    if isinstance(before, dict) and not isinstance(value, dict):
        stored[f"x_kept_{key}"] = before
    return value


def _remember_unknown(stored: dict[str, Any], facts: Mapping[str, Any], unknown: set[str]) -> None:
    flat = {f"{k}__{inner}" for k, v in facts.items() if isinstance(v, Mapping) for inner in v}
    remembered = (set(stored.get("x_unknown") or ()) - set(facts) - flat) | unknown
    if remembered:
        stored["x_unknown"] = sorted(remembered)
    else:
        stored.pop("x_unknown", None)


def mark(entry: Any) -> str:
    """A short fingerprint of one entry, so that a stale save finds it where it has moved to."""
    packed = json.dumps(entry, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(packed.encode()).hexdigest()[:16]


def in_use(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without answers to questions that are no longer asked."""
    used = copy.deepcopy(dict(document))
    used["schema"] = SCHEMA
    person = used.get("person")
    if isinstance(person, dict) and person.get("status_in_canada") not in TEMPORARY:
        person.pop("status_expires_on", None)
    spouse = used.get("spouse")
    if not has_partner(used):
        used.pop("spouse", None)
    elif isinstance(spouse, dict):
        if not partner_counts(used):
            for key in PARTNER_FACTS:
                spouse.pop(key, None)
        _tidy(spouse)
    _tidy(used)
    for key in OBJECTS:
        used.pop(f"x_kept_{key}", None)
    return used


def _tidy(owner: dict[str, Any]) -> None:
    for study in owner.get("education") or ():
        _tidy_study(study)
    for job in owner.get("work") or ():
        if job.get("country") != "CA":
            for key in ("province", "authorized"):
                job.pop(key, None)
    tests = owner.get("language_tests")
    if isinstance(tests, list):
        for test in tests:
            if test.get("test") != "tef_canada":
                test.pop("scale", None)
        owner["language_tests"] = [test for test in tests if not is_ahead(test)]
        ahead = [test for test in tests if is_ahead(test)]
        if ahead:
            owner["x_tests_ahead"] = ahead


def _tidy_study(study: dict[str, Any]) -> None:
    if study.get("x_state") not in (None, "finished"):
        study["completed_on"] = None
    if study.get("country") == "CA":
        study["eca"] = None
    else:
        for key in (*CANADIAN_STUDY, "province"):
            study.pop(key, None)
    if study.get("x_eca") not in (None, "have"):
        study["eca"] = None


def is_ahead(test: Mapping[str, Any]) -> bool:
    """Whether a test is booked or its results are awaited: no result yet."""
    return test.get("x_state") in ("booked", "waiting")


def as_draft(profile: Mapping[str, Any]) -> dict[str, Any]:
    """A stored profile version as a draft again: awaited tests return to their list."""
    document = copy.deepcopy(dict(profile))
    for owner in (document, document.get("spouse") or {}):
        ahead = owner.pop("x_tests_ahead", None)
        if ahead:
            owner["language_tests"] = [*(owner.get("language_tests") or []), *ahead]
    return document


def rebase(base: Any, draft: Any, newest: Any) -> Any:
    """The newest document with the client's own changes since ``base`` laid over it.

    Objects are compared key by key, lists as wholes; where both changed the same
    place, the client's answer stays (it is the newer word on it).
    """
    if draft == base:
        return copy.deepcopy(newest)
    if not all(isinstance(each, dict) for each in (base, draft, newest)):
        return copy.deepcopy(draft)
    keys = [*newest, *(key for key in draft if key not in newest)]
    return {key: rebase(base.get(key), draft.get(key), newest.get(key)) for key in keys}


def differs(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two documents say different things (null and absent are the same)."""
    return bool(_bare(in_use(one)) != _bare(in_use(other)))


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _bare(v) for k, v in value.items() if v is not None and k != "x_unknown"}
    if isinstance(value, list):
        return [_bare(each) for each in value]
    return value
