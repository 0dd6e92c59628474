"""What is asked of whom, and how facts enter and leave the questionnaire's document."""

from __future__ import annotations

from typing import Any

import pytest

from portal.services import drafts


@pytest.mark.parametrize(
    ("status", "coming", "citizen", "counts"),
    [
        ("married", True, False, True),
        ("common_law", True, False, True),
        ("married", None, None, True),  # not known yet: it may count, so it is asked
        ("married", False, False, False),
        ("married", True, True, False),
        ("divorced", True, False, False),
        (None, True, False, False),
    ],
)
def test_a_partner_counts_unless_they_stay_behind_or_are_canadian(
    status: str | None, coming: bool | None, citizen: bool | None, counts: bool
) -> None:
    document = {
        "marital_status": status,
        "spouse": {"accompanying": coming, "canadian_citizen_or_pr": citizen},
    }
    assert drafts.partner_counts(document) is counts


def test_answers_no_longer_asked_are_kept_and_not_used() -> None:
    document: dict[str, Any] = {
        "marital_status": "divorced",
        "spouse": {"date_of_birth": "1987-11-02"},
        "person": {"status_in_canada": "none", "status_expires_on": "2027-01-01"},
        "education": [{"country": "CA", "eca": {"organization": "WES"}, "full_time": True}],
        "work": [{"country": "IN", "province": "ON", "authorized": True}],
    }
    used = drafts.in_use(document)
    assert "spouse" not in used
    assert used["person"] == {"status_in_canada": "none"}
    assert used["education"] == [{"country": "CA", "eca": None, "full_time": True}]
    assert used["work"] == [{"country": "IN"}]
    assert document["spouse"] == {"date_of_birth": "1987-11-02"}


def test_the_record_of_a_partner_who_stays_behind_is_not_used() -> None:
    document = {
        "marital_status": "married",
        "spouse": {"accompanying": False, "education": [{"credential": "masters"}]},
    }
    assert drafts.in_use(document)["spouse"] == {"accompanying": False}


def test_an_offer_taken_back_keeps_its_details_for_the_day_it_returns() -> None:
    document: dict[str, Any] = {"job_offer": {"employer": "Kaveri", "city": "Hamilton"}}
    drafts.merge(document, {"job_offer": False})
    assert document["job_offer"] is False
    assert "x_kept_job_offer" not in drafts.in_use(document)
    drafts.merge(document, {"job_offer": {}})
    assert document["job_offer"] == {"employer": "Kaveri", "city": "Hamilton"}


def test_i_dont_know_is_null_and_remembered_until_it_is_answered() -> None:
    history: dict[str, Any] = {}
    drafts.merge(history, {"refusals": None, "medical": False}, ["refusals"])
    assert history["x_unknown"] == ["refusals"]
    assert history.get("refusals") is None
    drafts.merge(history, {"refusals": True})
    assert history == {"refusals": True, "medical": False}


def test_booked_tests_are_no_results_and_come_back_to_their_list() -> None:
    result = {"test": "celpip_general", "x_state": "have", "reading": 9}
    booked = {"test": "tef_canada", "x_state": "booked"}
    used = drafts.in_use({"language_tests": [result, booked]})
    assert used["language_tests"] == [result]
    assert used["x_tests_ahead"] == [booked]
    assert drafts.as_draft(used)["language_tests"] == [result, booked]


def test_a_study_under_way_has_no_end_yet() -> None:
    study = {"country": "IN", "x_state": "under_way", "completed_on": "2019-05-31"}
    assert drafts.in_use({"education": [study]})["education"][0]["completed_on"] is None


def test_the_offices_corrections_stay_under_the_clients_own_changes() -> None:
    sent = {"work": [{"hours_per_week": 40}], "person": {"phone": "1", "email": "a"}}
    draft = {"work": [{"hours_per_week": 40}], "person": {"phone": "2", "email": "a"}}
    office = {"work": [{"hours_per_week": 38}], "person": {"phone": "1", "email": "b"}}
    assert drafts.rebase(sent, draft, office) == {
        "work": [{"hours_per_week": 38}],
        "person": {"phone": "2", "email": "b"},
    }


def test_null_and_absent_say_the_same() -> None:
    assert not drafts.differs({"job_offer": None, "work": []}, {"work": []})
    assert drafts.differs({"job_offer": False}, {})
