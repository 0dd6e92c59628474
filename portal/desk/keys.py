"""What the contract's keys are called at the desk, and how a value reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.rendering.speech import Speaker, place
from portal.text import Money, msg
from portal.vocabulary import (
    LABELS,
    LANGUAGE_LABELS,
    Credential,
    Evidence,
    Lmia,
    MaritalStatus,
    PermitKind,
    Relation,
    StatusInCanada,
)

NAMES: Mapping[str, Any] = {
    "person": _l("About the client"),
    "given_names": _l("Given names"),
    "family_name": _l("Family name"),
    "date_of_birth": _l("Date of birth"),
    "citizenships": _l("Citizenships"),
    "country_of_residence": _l("Country of residence"),
    "email": _l("E-mail"),
    "phone": _l("Phone"),
    "status_in_canada": _l("Status in Canada"),
    "status_expires_on": _l("Status expires on"),
    "intended_province": _l("Wants to live in"),
    "marital_status": _l("Marital status"),
    "marital_status_since": _l("Since"),
    "spouse": _l("Partner"),
    "accompanying": _l("Comes along"),
    "canadian_citizen_or_pr": _l("Citizen or permanent resident"),
    "dependent_children": _l("Dependent children"),
    "education": _l("Education"),
    "credential": _l("Credential"),
    "field": _l("Field"),
    "country": _l("Country"),
    "province": _l("Province"),
    "institution": _l("School"),
    "started_on": _l("Began on"),
    "completed_on": _l("Completed on"),
    "program_months": _l("Length in months"),
    "eca": _l("ECA"),
    "issued_on": _l("Issued on"),
    "organization": _l("Organization"),
    "reference": _l("Reference"),
    "equivalent": _l("Canadian level"),
    "full_time": _l("Full time"),
    "months_in_canada": _l("Months in Canada"),
    "distance": _l("Distance study"),
    "language_course_majority": _l("Mostly a language course"),
    "return_obligation": _l("Obligation to return"),
    "language_tests": _l("Language tests"),
    "test": _l("Test"),
    "taken_on": _l("Taken on"),
    "results_on": _l("Results of"),
    "report_number": _l("Report number"),
    "reading": _l("Reading"),
    "writing": _l("Writing"),
    "listening": _l("Listening"),
    "speaking": _l("Speaking"),
    "scale": _l("Scale"),
    "exempt": _l("Exempt"),
    "first_official_language": _l("First official language"),
    "work": _l("Work"),
    "title": _l("Title"),
    "employer": _l("Employer"),
    "noc": _l("NOC code"),
    "noc_candidates": _l("NOC codes considered"),
    "version": _l("NOC edition"),
    "code": _l("Code"),
    "primary": _l("Primary occupation"),
    "employer_country": _l("Employer’s country"),
    "start": _l("From"),
    "end": _l("To"),
    "breaks": _l("Breaks"),
    "hours_per_week": _l("Hours a week"),
    "paid": _l("Paid"),
    "self_employed": _l("Self-employed"),
    "full_time_student": _l("Full-time student"),
    "authorized": _l("Authorized to work"),
    "qualified_on": _l("Qualified on"),
    "evidence": _l("Evidence"),
    "certificate_of_qualification": _l("Certificate of qualification"),
    "job_offer": _l("Job offer"),
    "city": _l("City"),
    "permanent": _l("Permanent"),
    "seasonal": _l("Seasonal"),
    "offered_on": _l("Offered on"),
    "duration_months": _l("Length in months"),
    "lmia": _l("LMIA"),
    "exemption": _l("Exemption"),
    "wage_per_hour": _l("Wage an hour"),
    "employed_since": _l("Employed since"),
    "work_permits": _l("Work permits"),
    "kind": _l("Kind"),
    "from": _l("From"),
    "until": _l("Until"),
    "provincial_nomination": _l("Provincial nomination"),
    "stream": _l("Stream"),
    "nominated_on": _l("Nominated on"),
    "enhanced": _l("Through Express Entry"),
    "ended_on": _l("Ended on"),
    "ended_because": _l("Ended because"),
    "notifications_of_interest": _l("Notifications of interest"),
    "expires_on": _l("Expires on"),
    "provincial_eois": _l("Expressions of interest to provinces"),
    "submitted_at": _l("Submitted"),
    "score": _l("Score"),
    "registrations": _l("Professional registrations"),
    "body": _l("Body"),
    "since": _l("Since"),
    "relatives_in_canada": _l("Relatives in Canada"),
    "of": _l("Of"),
    "relation": _l("Relation"),
    "status": _l("Status"),
    "age_18_or_over": _l("18 or over"),
    "ties": _l("Ties to provinces"),
    "provinces_of_interest": _l("Provinces of interest"),
    "previous_stays": _l("Earlier stays"),
    "settlement_funds": _l("Settlement funds"),
    "settlement_funds_on": _l("Funds as of"),
    "express_entry": _l("Express Entry profile"),
    "profile_created_on": _l("Created on"),
    "profile_number": _l("Profile number"),
    "provinces": _l("Provinces"),
    "primary_noc": _l("Primary NOC code"),
    "history": _l("Earlier applications"),
    "refusals": _l("Refusals"),
    "removal": _l("Removal order"),
    "criminality": _l("Criminality"),
    "medical": _l("Medical"),
    "misrepresentation": _l("Misrepresentation"),
    "other_representative": _l("Another representative"),
}

_LISTS: Mapping[str, Mapping[str, Any]] = {
    "credential": LABELS[Credential],
    "equivalent": LABELS[Credential],
    "marital_status": LABELS[MaritalStatus],
    "status_in_canada": LABELS[StatusInCanada],
    "evidence": LABELS[Evidence],
    "lmia": LABELS[Lmia],
    "kind": LABELS[PermitKind],
    "relation": LABELS[Relation],
    "first_official_language": LANGUAGE_LABELS,
    "scale": {
        "699": msg("Scores out of 699"),
        "legacy": msg("Scores out of 300, 360 and 450 (the older column)"),
    },
    "exemption": {
        "treaty": msg("By a treaty, such as CUSMA"),
        "significant_benefit": msg("Significant benefit to Canada"),
        "other": msg("Another reason"),
    },
    "ended_because": {
        "withdrawn": msg("It was withdrawn"),
        "expired": msg("It expired"),
        "refused": msg("I refused it"),
    },
}
_COUNTRIES = ("country", "citizenships", "country_of_residence", "employer_country")
_PLACES = ("province", "provinces", "intended_province", "provinces_of_interest")


def office_day(at: datetime, say: Speaker) -> str:
    """The day it was at the office, in words."""
    return say.day(at.astimezone(ZoneInfo(say.zone)).date())


def name_of(key: str) -> str:
    """A key as the desk calls it; a number counts the entries of a list from one."""
    if key.isdecimal():
        return f"{int(key) + 1}."
    return str(NAMES.get(key, key))


def path_name(path: str) -> str:
    """A whole path in words: “Work 1, Hours a week”."""
    words: list[str] = []
    for each in filter(None, path.split(".")):
        if each.isdecimal() and words:
            words[-1] += f"\u00a0{int(each) + 1}"
        else:
            words.append(name_of(each))
    return ", ".join(words)


def choice_name(key: str, value: str, say: Speaker) -> str:
    """One answer of a closed list; yes and no as themselves."""
    if value in ("yes", "no"):
        return gettext("yes") if value == "yes" else gettext("no")
    return reading(key, value, say)


def reading(key: str, value: Any, say: Speaker) -> str:
    """A value as a person reads it; “not known” for none."""
    if value is None:
        return gettext("not known")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        if not value:
            return gettext("none")
        return ", ".join(reading(key, each, say) for each in value)
    if isinstance(value, dict):
        return ", ".join(
            say.pair(name_of(each), reading(each, held, say))
            for each, held in value.items()
            if held is not None
        )
    return _scalar(key, value, say)


@lru_cache(maxsize=512)
def country(code: str, lang: str) -> str:
    """A country's name in a language; the code itself where there is none."""
    return str(Locale(lang).territories.get(code, code))


def _scalar(key: str, value: Any, say: Speaker) -> str:
    known = _LISTS.get(key, {}).get(value)
    if known is not None:
        return say(known)
    if key in _COUNTRIES:
        return country(str(value), say.lang)
    if key in _PLACES and value != "any":
        return say(place(value))
    if key == "intended_province":
        return gettext("anywhere")
    if key == "settlement_funds":
        return say(msg("%(sum)s", sum=Money(int(value))))
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        try:
            return say.day(date.fromisoformat(value))
        except ValueError:
            return value
    return str(value)
