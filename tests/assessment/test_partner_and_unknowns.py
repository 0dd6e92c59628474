"""Who counts as a partner, birthdays, and what is not known against what is none."""

import pytest

from tests.builders import (
    a_profile,
    a_spouse,
    a_study,
    a_test,
    assessed,
    crs_of,
    crs_points,
    flags_of,
    in_canada,
    met,
    program_of,
    without,
)

ON = "2026-06-01"


def counts(document, on=ON):
    return assessed(document, on).factors["spouse_counts"].value


def family(document, on=ON):
    return assessed(document, on).factors["family_size"].value


# --- partner ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spouse", "answer"),
    [
        ({}, True),
        ({"accompanying": False}, False),
        ({"canadian_citizen_or_pr": True}, False),
        ({"accompanying": False, "canadian_citizen_or_pr": True}, False),
        ({"accompanying": None}, True),  # scored as coming, and flagged
        ({"canadian_citizen_or_pr": None}, True),
    ],
)
def test_a_partner_counts_who_comes_and_is_neither_citizen_nor_resident(spouse, answer):
    document = a_profile(ON, spouse=a_spouse(**spouse))
    assert counts(document) is answer
    assert family(document) == 2  # for the funds table in any case
    flags = flags_of(document)
    assert ("spouse.accompanying" in flags) is (spouse.get("accompanying", True) is None)
    assert ("spouse.citizen" in flags) is (spouse.get("canadian_citizen_or_pr", True) is None)


def test_a_partner_who_stays_behind_earns_nothing_and_counts_for_the_funds():
    partner = a_spouse(
        accompanying=False,
        education=[a_study("doctorate")],
        language_tests=[a_test(10)],
        work=[in_canada(5)],
    )
    document = a_profile(ON, spouse=partner, settlement_funds=15300)
    crs = crs_of(document)
    assert crs.total == crs_of(a_profile(ON)).total
    assert not crs.sections[1].lines
    assert met(document, "fsw.funds") is False  # 19,001 for two
    alone = a_profile(ON, settlement_funds=15300)
    assert met(alone, "fsw.funds") is True  # 15,263 for one


def test_married_without_a_partner_s_answers_is_scored_with_one_who_brings_nothing():
    document = a_profile(ON, marital_status="married")
    crs = crs_of(document)
    assert [line.points for line in crs.sections[1].lines] == [0, 0, 0]
    assert crs.line("crs.core.age").points == 95
    assert flags_of(document)["spouse.missing"] == "warning"


def test_a_partner_of_whom_nothing_was_asked_is_not_known():
    document = a_profile(ON, marital_status="married", spouse={})
    assert [line.points for line in crs_of(document).sections[1].lines] == [None, None, None]


@pytest.mark.parametrize(
    ("since", "on", "answer", "size"),
    [
        ("2025-06-01", "2026-05-31", False, 1),
        ("2025-06-01", "2026-06-01", True, 2),
        ("2024-02-29", "2025-02-28", False, 1),
        ("2024-02-29", "2025-03-01", True, 2),
    ],
)
def test_common_law_needs_a_year_of_living_together(since, on, answer, size):
    document = a_profile(
        on, spouse=a_spouse(), marital_status="common_law", marital_status_since=since
    )
    assert counts(document, on) is answer
    assert family(document, on) == size


def test_common_law_without_a_day_counts_and_is_noted():
    document = a_profile(ON, spouse=a_spouse(), marital_status="common_law")
    assert counts(document) is True
    assert flags_of(document)["marital_status.since"] == "note"


@pytest.mark.parametrize(
    "status", ["never_married", "divorced", "separated", "widowed", "annulled"]
)
def test_who_has_no_partner_is_single_and_a_kept_partner_is_flagged(status):
    document = {**a_profile(ON, spouse=a_spouse()), "marital_status": status}
    assert counts(document) is False
    assert flags_of(document)["contradiction.spouse"] == "warning"


def test_the_partner_s_best_language_counts_from_one_report():
    partner = a_spouse(language_tests=[a_test((9, 4, 4, 4)), a_test((5, 5, 5, 5))])
    assert crs_points(a_profile(ON, spouse=partner), "spouse.language") == 5


# --- birthdays ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "on", "points"),
    [
        ("1996-06-02", "2026-06-01", 110),  # 29 for one more day
        ("1996-06-01", "2026-06-01", 105),
        ("2008-06-02", "2026-06-01", 0),
        ("2008-06-01", "2026-06-01", 99),
        ("1981-06-02", "2026-06-01", 6),
        ("1981-06-01", "2026-06-01", 0),  # 45
        ("1996-02-29", "2026-02-28", 110),
        ("1996-02-29", "2026-03-01", 105),  # 30 on 1 March
        ("1996-02-29", "2024-02-28", 110),
    ],
)
def test_age_points_change_on_the_birthday(born, on, points):
    assert crs_points(a_profile(on, person={"date_of_birth": born}), "core.age", on) == points


def test_a_minor_is_flagged():
    assert flags_of(a_profile(ON, age=17, education=[], work=[]))["person.minor"] == "warning"


# --- known, unknown, none -----------------------------------------------------------------

PARTS = {
    "education": [
        "core.education",
        "transferability.education_language",
        "additional.canadian_study",
    ],
    "language_tests": ["core.first_language", "core.second_language", "additional.french"],
    "work": ["core.canadian_work", "transferability.foreign_work_language"],
    "certificate_of_qualification": ["transferability.certificate_language"],
    "provincial_nomination": ["additional.nomination"],
    "relatives_in_canada": ["additional.sibling"],
}
NONE = {
    "education": [],
    "language_tests": [],
    "work": [],
    "certificate_of_qualification": False,
    "provincial_nomination": False,
    "relatives_in_canada": [],
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_nobody_asked_is_null_and_flagged_never_zero(part):
    for document in (without(a_profile(ON), part), a_profile(ON, **{part: None})):
        crs = crs_of(document)
        flags = flags_of(document)
        for line in PARTS[part]:
            found = crs.line(f"crs.{line}")
            assert (found.points, found.counted) == (None, 0)
            assert flags[f"unknown.crs.{line}"] == "warning"
        assert crs.total == sum(line.counted for part in crs.sections for line in part.lines)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_asked_and_none_is_zero(part):
    crs = crs_of(a_profile(ON, **{part: NONE[part]}))
    assert [crs.line(f"crs.{line}").points for line in PARTS[part]] == [0] * len(PARTS[part])


def test_an_offer_nobody_asked_was_null_while_offers_earned_points():
    document = without(a_profile("2024-06-01"), "job_offer")
    assert crs_points(document, "additional.job_offer", "2024-06-01") is None
    assert crs_points(document, "additional.job_offer", "2026-06-01") == 0  # no rule gives any


@pytest.mark.parametrize(
    ("key", "criterion"),
    [
        ("education", "fsw.education"),
        ("language_tests", "fsw.language"),
        ("language_tests", "cec.language"),
        ("language_tests", "fst.language"),
        ("work", "fsw.work"),
        ("work", "cec.work"),
        ("work", "fst.work"),
        ("settlement_funds", "fsw.funds"),
        ("dependent_children", "fsw.funds"),
        ("certificate_of_qualification", "fst.certificate_or_offer"),
    ],
)
def test_a_program_does_not_know_what_nobody_asked(key, criterion):
    assert met(without(a_profile(ON), key), criterion) is None


def test_an_empty_profile_has_no_total_and_no_program():
    document = {"schema": "portal.profile/1", "person": {"date_of_birth": "1990-01-01"}}
    found = assessed(document)
    assert found.crs.total is None
    assert [section.id for section in found.crs.sections] == [
        "core",
        "spouse",
        "transferability",
        "additional",
    ]
    assert {each.id: each.eligible for each in found.programs} == dict.fromkeys(
        ("fsw", "cec", "fst")
    )
    assert flags_of(document)["marital_status.unknown"] == "error"


def test_the_points_of_the_grid_are_the_sum_of_its_lines_known_or_not():
    for document in (
        a_profile(ON),
        without(a_profile(ON), "education", "work"),
        without(a_profile(ON), "relatives_in_canada"),
        {"schema": "portal.profile/1", "person": {"date_of_birth": "1990-01-01"}},
    ):
        fsw = program_of(document, "fsw")
        assert fsw.points == sum(line.counted for line in fsw.lines)


def test_whatever_the_unknown_hides_is_never_less_than_what_is_counted():
    known = crs_of(a_profile(ON)).total
    for part in PARTS:
        assert crs_of(without(a_profile(ON), part)).total <= known


def test_contradictions_are_flagged():
    document = a_profile(ON, person={"citizenships": ["CA"], "status_in_canada": "worker"})
    assert flags_of(document)["contradiction.citizenship"] == "warning"
    entry = {"primary_noc": {"version": "2021", "code": "11101"}}
    job = {**a_profile(ON)["work"][0], "primary": True}
    assert "contradiction.primary" in flags_of(a_profile(ON, work=[job], express_entry=entry))
    nomination = {"nominated_on": "2026-01-01", "enhanced": True, "ended_because": "withdrawn"}
    flags = flags_of(a_profile(ON, provincial_nomination=nomination))
    assert "contradiction.nomination_end" in flags


def test_history_is_always_flagged_and_never_scored():
    keys = ("refusals", "removal", "criminality", "medical", "misrepresentation")
    document = a_profile(ON, history=dict.fromkeys((*keys, "other_representative"), True))
    flags = flags_of(document)
    assert all(f"history.{key}" in flags for key in keys)
    assert crs_of(document).total == crs_of(a_profile(ON)).total


def test_citizens_and_quebec_are_honest_exits():
    citizen = a_profile(ON, person={"status_in_canada": "citizen"})
    assert flags_of(citizen)["person.already_there"] == "error"
    quebec = a_profile(ON, person={"intended_province": "QC"})
    assert flags_of(quebec)["person.quebec"] == "warning"
    assert met(quebec, "fsw.outside_quebec") is False
    assert met(a_profile(ON), "fsw.outside_quebec") is None  # standing: it lowers nothing
    assert program_of(a_profile(ON), "fsw").eligible is True


def test_before_the_day_of_a_marriage_nobody_knows_whether_there_was_a_partner():
    document = a_profile(ON, spouse=a_spouse(), marital_status_since="2026-03-01")
    assert crs_of(document, "2026-03-01").total is not None
    assert crs_of(document, "2026-02-28").total is None
    assert family(document, "2026-02-28") is None
    alone = a_profile(ON, spouse=a_spouse(accompanying=False), marital_status_since="2026-03-01")
    assert crs_of(alone, "2026-02-28").total is not None  # counts neither before nor after


def test_before_a_divorce_nobody_knows_whether_the_partner_counted():
    document = a_profile(ON, marital_status="divorced", marital_status_since="2026-03-01")
    assert crs_of(document, "2026-03-01").total is not None
    assert crs_of(document, "2026-02-28").total is None
