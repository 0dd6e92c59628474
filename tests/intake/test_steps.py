"""The path is computed from the answers, and every fact has its place."""

from __future__ import annotations

from typing import Any

import pytest

from portal.assessment.profile import Profile
from portal.intake import steps
from portal.intake.exits import exits_of
from portal.intake.sections import PAGES, SECTIONS


def ids(document: dict[str, Any]) -> list[str]:
    return [page.id for page in steps.path(document)]


def test_somebody_single_is_not_asked_about_a_partner() -> None:
    asked = ids({"marital_status": "never_married"})
    assert not [page for page in asked if page.startswith("partner")]


def test_a_partner_who_stays_behind_is_named_and_not_examined() -> None:
    asked = ids({"marital_status": "married", "spouse": {"accompanying": False}})
    assert [page for page in asked if page.startswith("partner")] == ["partner"]


def test_a_partner_who_comes_is_asked_for_education_tests_and_work() -> None:
    asked = ids({"marital_status": "common_law", "spouse": {"accompanying": True}})
    assert [page for page in asked if page.startswith("partner")] == [
        "partner",
        "partner-education",
        "partner-language",
        "partner-work",
    ]


@pytest.mark.parametrize(
    ("key", "page"),
    [
        ("job_offer", "job-offer-details"),
        ("provincial_nomination", "nomination-details"),
        ("certificate_of_qualification", "certificate-details"),
        ("express_entry", "express-entry-profile"),
    ],
)
@pytest.mark.parametrize(("answer", "asked"), [({}, True), (False, False), (None, False)])
def test_details_are_asked_where_there_is_something(
    key: str, page: str, answer: Any, asked: bool
) -> None:
    assert (page in ids({key: answer})) is asked


def test_the_last_page_leads_to_the_check() -> None:
    assert steps.page_after(PAGES["history"], {}) is None
    assert steps.page_before(PAGES["you"], {}) is None


def test_one_resumes_at_the_first_page_never_saved() -> None:
    first = steps.first_open({}, {"you": {}, "family": {}})
    assert first is not None
    assert first.id == "place"


@pytest.mark.parametrize(
    ("path", "page", "index", "part"),
    [
        ("person.date_of_birth", "you", None, None),
        ("person.status_in_canada", "place", None, None),
        ("marital_status", "family", None, None),
        ("spouse.accompanying", "partner", None, None),
        ("spouse", "partner", None, None),
        ("education.1.credential", "education", 1, ""),
        ("education[1].eca.issued_on", "education", 1, "assessment"),
        ("education.0.months_in_canada", "education", 0, "conditions"),
        ("spouse.language_tests.0.reading", "partner-language", 0, "scores"),
        ("work.0.hours_per_week", "work", 0, ""),
        ("work.2.noc.code", "work", 2, ""),
        ("work.0.self_employed", "work", 0, "conditions"),
        ("job_offer", "job-offer", None, None),
        ("job_offer.noc", "job-offer-details", None, None),
        ("work_permits.0.from", "permits", 0, ""),
        ("ties.previous_stays", "stays", None, None),
        ("ties.provinces_of_interest", "provinces", None, None),
        ("express_entry.primary_noc", "express-entry-profile", None, None),
        ("settlement_funds", "money", None, None),
        ("history.medical", "history", None, None),
    ],
)
def test_a_path_of_the_profile_leads_to_the_page_that_asks_it(
    path: str, page: str, index: int | None, part: str | None
) -> None:
    spot = steps.spot_of(path)
    assert spot is not None
    assert (spot.page.id, spot.index, spot.part.id if spot.part else None) == (page, index, part)


def test_a_path_that_no_page_asks_leads_nowhere() -> None:
    assert steps.spot_of("nothing.0.here") is None


def test_every_fact_of_the_contract_is_asked_somewhere() -> None:
    not_asked = {"schema_", "schema"}
    for name, field in Profile.model_fields.items():
        key = field.alias or name
        if key not in not_asked:
            assert steps.spot_of(key) is not None, key


def test_every_page_belongs_to_the_section_that_lists_it() -> None:
    for section in SECTIONS:
        assert {page.section for page in section.pages} == {section.id}


@pytest.mark.parametrize(
    ("person", "kinds"),
    [
        ({"status_in_canada": "citizen"}, ["permanent"]),
        ({"status_in_canada": "permanent_resident"}, ["permanent"]),
        ({"intended_province": "QC"}, ["quebec"]),
        ({"date_of_birth": "2008-11-26"}, ["age"]),
        ({"date_of_birth": "2008-11-25"}, []),  # 18 today
        ({"status_in_canada": "worker", "intended_province": "ON"}, []),
    ],
)
def test_early_honest_exits(person: dict[str, Any], kinds: list[str]) -> None:
    from datetime import date

    found = exits_of({"person": person}, date(2026, 11, 25))
    assert [each.id for each in found] == kinds
