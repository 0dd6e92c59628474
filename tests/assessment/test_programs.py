"""FSW, CEC and FST: minimum requirements, the 67-point grid line by line, offers, funds."""

import pytest

from tests.builders import (
    a_french_test,
    a_job,
    a_noc,
    a_permit,
    a_profile,
    a_spouse,
    a_study,
    a_test,
    an_offer,
    eligible,
    flags_of,
    grid_points,
    in_canada,
    met,
    program_of,
    studied_in_canada,
)

ON = "2026-06-01"


# --- the grid -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("credentials", "points"),
    [
        (["secondary"], 5),
        (["post_secondary_one_year"], 15),
        (["post_secondary_two_year"], 19),
        (["bachelors_or_three_year"], 21),
        (["bachelors_or_three_year", "post_secondary_one_year"], 22),
        (["masters"], 23),
        (["professional_degree"], 23),
        (["doctorate"], 25),
    ],
)
def test_grid_education(credentials, points):
    document = a_profile(ON, education=[a_study(each) for each in credentials])
    assert grid_points(document, "education") == points


@pytest.mark.parametrize(
    ("clb", "points"), [(7, 16), (8, 20), (9, 24), (10, 24), ((9, 8, 7, 7), 6 + 5 + 4 + 4)]
)
def test_grid_first_language(clb, points):
    assert grid_points(a_profile(ON, language_tests=[a_test(clb)]), "first_language") == points


@pytest.mark.parametrize(("nclc", "points"), [(5, 4), (10, 4), ((10, 10, 10, 4), 0), (4, 0)])
def test_grid_second_language_is_flat(nclc, points):
    document = a_profile(
        ON, language_tests=[a_test(9), a_french_test(nclc)], first_official_language="en"
    )
    assert grid_points(document, "second_language") == points


@pytest.mark.parametrize(
    ("years", "points"), [(0, 0), (1, 9), (2, 11), (3, 11), (4, 13), (5, 13), (6, 15), (9, 15)]
)
def test_grid_experience(years, points):
    work = [a_job(years)] if years else []
    assert grid_points(a_profile(ON, work=work), "experience") == points


@pytest.mark.parametrize(
    ("age", "points"),
    [(17, 0), (18, 12), (35, 12), (36, 11), (40, 7), (44, 3), (45, 2), (46, 1), (47, 0)],
)
def test_grid_age(age, points):
    assert grid_points(a_profile(ON, age=age, education=[], work=[]), "age") == points


def adaptability(**changes):
    return grid_points(a_profile(ON, **changes), "adaptability")


RELATIVE = {"of": "applicant", "relation": "sibling", "status": "citizen", "age_18_or_over": True}
STUDIED = {"of": "applicant", "kind": "study", "province": "ON", "full_time": True}


def test_adaptability_language_of_the_partner():
    assert adaptability(spouse=a_spouse(language_tests=[a_test(4)])) == 5
    assert adaptability(spouse=a_spouse(language_tests=[a_test((4, 4, 4, 3))])) == 0
    assert adaptability(spouse=a_spouse(language_tests=[a_french_test(4)])) == 5
    # English at 4 will do although French earns more CRS points.
    two = [a_test(4), a_french_test((9, 0, 0, 0))]
    assert adaptability(spouse=a_spouse(language_tests=two)) == 5
    assert adaptability(spouse=a_spouse(accompanying=False, language_tests=[a_test(9)])) == 0
    assert (
        adaptability(spouse=a_spouse(canadian_citizen_or_pr=True, language_tests=[a_test(9)])) == 0
    )


@pytest.mark.parametrize(
    ("start", "end", "points"),
    [
        ("2018-09-01", "2019-12-31", 5),  # sixteen months
        ("2018-09-01", "2019-12-30", 0),
    ],
)
def test_adaptability_own_study(start, end, points):
    stay = {**STUDIED, "start": start, "end": end}
    assert adaptability(ties={"previous_stays": [stay]}) == points
    part = {**stay, "full_time": False}
    assert adaptability(ties={"previous_stays": [part]}) == 0
    theirs = {**stay, "of": "spouse"}
    assert adaptability(ties={"previous_stays": [theirs]}, spouse=a_spouse()) == points


def test_adaptability_own_work_is_full_time_and_has_no_window():
    old = in_canada(start="2010-01-01", end="2010-12-31", hours_per_week=30)
    assert adaptability(work=[a_job(2), old]) == 10
    part = in_canada(start="2009-01-01", end="2010-12-31", hours_per_week=15)
    assert adaptability(work=[a_job(2), part]) == 0
    unskilled = in_canada(start="2009-01-01", end="2010-12-31", code="65201")
    assert adaptability(work=[a_job(2), unskilled]) == 0


def test_adaptability_work_of_the_partner_needs_no_skill():
    partner = a_spouse(work=[in_canada(code="65201")])
    assert adaptability(spouse=partner) == 5
    unauthorized = a_spouse(work=[in_canada(code="65201", authorized=False)])
    assert adaptability(spouse=unauthorized) == 0


@pytest.mark.parametrize(
    ("relation", "points"),
    [
        ("parent", 5),
        ("child", 5),
        ("sibling", 5),
        ("grandparent", 5),
        ("grandchild", 5),
        ("aunt_uncle", 5),
        ("niece_nephew", 5),
        ("cousin", 0),
    ],
)
def test_adaptability_relatives(relation, points):
    assert adaptability(relatives_in_canada=[{**RELATIVE, "relation": relation}]) == points


def test_adaptability_relative_of_a_partner_who_comes_citizen_or_not():
    theirs = [{**RELATIVE, "of": "spouse"}]
    for changes, points in (
        ({}, 5),
        ({"canadian_citizen_or_pr": True}, 5),
        ({"accompanying": False}, 0),
    ):
        assert adaptability(spouse=a_spouse(**changes), relatives_in_canada=theirs) == points


def test_adaptability_stops_at_ten():
    old = in_canada(start="2010-01-01", end="2010-12-31")
    assert adaptability(work=[old], relatives_in_canada=[RELATIVE], job_offer=an_offer()) == 10


def test_the_pass_mark_is_67():
    # 21 + 24 + 9 + 12 = 66; two years abroad: 68.
    one = a_profile(ON, work=[a_job(1)])
    assert (program_of(one, "fsw").points, eligible(one, "fsw")) == (66, False)
    two = a_profile(ON, work=[a_job(2)])
    assert (program_of(two, "fsw").points, eligible(two, "fsw")) == (68, True)


def test_the_grid_cannot_heal_a_missing_minimum_requirement():
    document = a_profile(
        ON,
        work=[a_job(9)],
        education=[a_study("masters")],
        language_tests=[a_test((10, 10, 10, 6))],
    )
    assert program_of(document, "fsw").points >= 67
    assert eligible(document, "fsw") is False


def test_secondary_school_is_enough_education():
    assert met(a_profile(ON, education=[a_study("secondary")]), "fsw.education") is True
    assert met(a_profile(ON, education=[]), "fsw.education") is False


@pytest.mark.parametrize(
    ("code", "body", "answer"),
    [
        ("31102", "Medical Council of Canada", True),
        ("31102", "MCC", True),
        ("31102", "WES", None),
        ("31102", None, None),
        ("3112", "WES", None),  # family physicians of NOC 2016
        ("31120", "PEBC (Pharmacy Examining Board of Canada)", True),
        ("31120", "WES", None),  # good only where the job needs no licence
        ("31301", "WES", True),  # nurses may take any designated body
    ],
)
def test_physicians_and_pharmacists_need_the_assessment_of_their_own_body(code, body, answer):
    study = a_study(eca={"issued_on": "2025-06-01", "organization": body})
    document = a_profile(education=[study], work=[a_job(2, code=code, primary=True)])
    assert met(document, "fsw.education") is answer
    assert ("education.body" in flags_of(document)) is (answer is None)


def test_an_architect_keeps_another_assessment_issued_before_the_end_of_october_2024():
    def architect(issued_on):
        study = a_study(eca={"issued_on": issued_on, "organization": "WES"})
        return a_profile(education=[study], work=[a_job(2, code="21200", primary=True)])

    assert met(architect("2024-10-30"), "fsw.education") is True
    assert met(architect("2024-10-31"), "fsw.education") is None
    assert met(architect("2024-01-10"), "fsw.education", "2024-05-19") is True


def test_a_physician_with_a_canadian_credential_needs_no_assessment():
    studies = [a_study(), studied_in_canada("masters", "2020-06-30")]
    document = a_profile(education=studies, work=[a_job(2, code="31102", primary=True)])
    assert met(document, "fsw.education") is True


# --- funds ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("children", "funds", "answer"),
    [(0, 15263, True), (0, 15262, False), (2, 23360, True), (6, 40392, True), (7, 44503, False)],
)
def test_funds_by_family(children, funds, answer):
    document = a_profile(ON, dependent_children=children, settlement_funds=funds)
    assert met(document, "fsw.funds") is answer


@pytest.mark.parametrize(("funds", "answer"), [(12300, True), (12299, None), (0, None)])
def test_the_funds_table_of_2015_and_2016_was_not_found(funds, answer):
    document = a_profile("2016-06-01", settlement_funds=funds)
    assert met(document, "fsw.funds", "2016-06-01") is answer


def test_doubts_about_the_funds_table_are_flagged():
    five = a_profile("2024-06-01", dependent_children=4, settlement_funds=30690)
    assert met(five, "fsw.funds", "2024-06-01") is True
    assert flags_of(five, "2024-06-01")["funds.misprint"] == "warning"
    enough = a_profile("2024-06-01", dependent_children=4, settlement_funds=30960)
    assert "funds.misprint" not in flags_of(enough, "2024-06-01")
    assert flags_of(a_profile("2025-07-07"), "2025-07-07")["funds.disputed_day"] == "warning"
    assert "funds.disputed_day" not in flags_of(a_profile("2025-07-29"), "2025-07-29")
    assert flags_of(a_profile("2026-04-01"), "2026-04-01")["funds.unconfirmed"] == "note"


@pytest.mark.parametrize(
    ("on", "created", "funds", "answer"),
    [
        ("2020-01-01", "2019-12-31", 12669, True),  # the amount of 2019, in the pool before
        ("2020-02-25", "2019-12-31", 12669, True),  # the last day to come up to 12,960
        ("2020-02-26", "2019-12-31", 12669, False),
        ("2020-01-15", "2020-01-02", 12669, False),  # a new profile has the new table
        ("2022-06-27", "2022-06-08", 13213, True),
        ("2022-06-28", "2022-06-08", 13213, False),
        ("2025-07-28", "2025-07-06", 14690, True),
        ("2025-07-29", "2025-07-06", 14690, False),
    ],
)
def test_profiles_in_the_pool_had_days_to_come_up_to_a_new_funds_table(on, created, funds, answer):
    entry = {"profile_created_on": created, "provinces": "all"}
    document = a_profile(on, settlement_funds=funds, express_entry=entry)
    assert met(document, "fsw.funds", on) is answer


@pytest.mark.parametrize(
    ("on", "funds", "answer"),
    [
        ("2019-01-10", 12475, None),  # 12,669 since some day of January 2019
        ("2019-01-10", 12474, False),
        ("2019-01-10", 12669, True),
        ("2021-07-15", 12960, None),  # deadline, or first day of 13,213
        ("2021-07-16", 12960, False),
        ("2025-07-10", 14690, None),  # 15,263 since 7 July, or since 28 July
        ("2025-07-10", 14689, False),
    ],
)
def test_between_two_tables_in_dispute_funds_are_decided_by_hand(on, funds, answer):
    assert met(a_profile(on, settlement_funds=funds), "fsw.funds", on) is answer


def test_cec_asks_neither_funds_nor_education():
    document = a_profile(ON, work=[in_canada()], education=[], settlement_funds=0)
    assert eligible(document, "cec") is True


# --- arranged employment ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "changes", "points"),
    [
        ("2016-11-18", {"permanent": True}, 10),
        ("2016-11-18", {"permanent": False, "duration_months": 24}, 0),
        ("2016-11-19", {"permanent": False, "duration_months": 12}, 10),
        ("2016-11-19", {"permanent": False, "duration_months": 11}, 0),
        ("2016-11-19", {"seasonal": True}, 0),
        ("2016-11-19", {"lmia": "none"}, 0),
        ("2016-11-19", {"lmia": "exempt", "exemption": "treaty"}, None),
        (
            "2016-11-19",
            {"lmia": "exempt", "exemption": "treaty", "employed_since": "2015-11-19"},
            10,
        ),
        (
            "2016-11-19",
            {"lmia": "exempt", "exemption": "treaty", "employed_since": "2015-11-20"},
            0,
        ),
        ("2016-11-19", {"lmia": "exempt", "exemption": "other", "employed_since": "2015-01-01"}, 0),
    ],
)
def test_arranged_employment_by_date(on, changes, points):
    document = a_profile(on, job_offer=an_offer("2173", **changes), work_permits=[a_permit(on)])
    assert grid_points(document, "arranged_employment", on) == points


def test_an_exempt_offer_needs_a_permit_that_names_the_employer():
    offer = an_offer(lmia="exempt", exemption="treaty", employed_since="2024-01-01")
    named = a_profile(
        ON, job_offer=offer, work_permits=[a_permit(ON, employer=" birchmount works")]
    )
    assert grid_points(named, "arranged_employment") == 10
    other = a_profile(ON, job_offer=offer, work_permits=[a_permit(ON, employer="Else")])
    assert grid_points(other, "arranged_employment") == 0
    opened = a_profile(ON, job_offer=offer, work_permits=[a_permit(ON, kind="open")])
    assert grid_points(opened, "arranged_employment") == 0
    over = a_profile(ON, job_offer=offer, work_permits=[a_permit(ON, until="2026-05-31")])
    assert grid_points(over, "arranged_employment") == 0


# --- trades ---------------------------------------------------------------------------------------


def a_trade(on=ON, code="72401", clb=(4, 4, 5, 5), **changes):
    work = [a_job(2, on, code=code, qualified_on="2010-01-01")]
    made = {"work": work, "language_tests": [a_test(clb, on)], "education": [], **changes}
    return a_profile(on, **made)


CERTIFICATE = {"province": "ON", "noc": a_noc("72401"), "issued_on": "2020-01-01"}


@pytest.mark.parametrize(
    ("clb", "answer"),  # reading, writing, listening, speaking
    [((4, 4, 5, 5), True), ((3, 4, 5, 5), False), ((4, 4, 4, 5), False), ((4, 4, 5, 4), False)],
)
def test_fst_language(clb, answer):
    document = a_trade(clb=clb, certificate_of_qualification=CERTIFICATE)
    assert eligible(document, "fst") is answer


def test_fst_needs_a_certificate_or_an_offer():
    assert eligible(a_trade(), "fst") is False
    assert eligible(a_trade(certificate_of_qualification=CERTIFICATE), "fst") is True
    assert eligible(a_trade(job_offer=an_offer("72401")), "fst") is True
    assert eligible(a_trade(job_offer=an_offer("21231")), "fst") is False  # no trade


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({}, True),
        ({"noc": a_noc("72400")}, False),  # another trade
        ({"noc": None}, None),
        ({"issued_on": "2026-06-02"}, False),
        ({"noc": a_noc("7312")}, True),  # heavy-duty mechanics of NOC 2016
    ],
)
def test_the_certificate_is_in_the_trade_of_the_work(changes, answer):
    document = a_trade(certificate_of_qualification={**CERTIFICATE, **changes})
    assert met(document, "fst.certificate_or_offer") is answer


def test_the_noc_requirements_of_a_trade_are_shown_and_deny_nobody():
    document = a_trade(certificate_of_qualification=CERTIFICATE)
    asked = [each for each in program_of(document, "fst").criteria if "noc" in each.id]
    assert [(each.met, each.kind) for each in asked] == [(None, "standing")]
    assert eligible(document, "fst") is True


@pytest.mark.parametrize(
    ("on", "code", "points"),
    [("2023-04-24", "31102", 0), ("2023-04-25", "31102", None), ("2023-04-25", "31301", 0)],
)
def test_a_physicians_offer_of_six_months_is_a_question_since_april_2023(on, code, points):
    offer = an_offer(code, permanent=False, duration_months=6)
    document = a_profile(on, job_offer=offer)
    assert grid_points(document, "arranged_employment", on) == points


def test_fst_funds_are_spared_by_an_offer_with_authorization_only():
    poor = {"settlement_funds": 0}
    certificate = a_trade(certificate_of_qualification=CERTIFICATE, **poor)
    assert met(certificate, "fst.funds") is False
    offer = a_trade(job_offer=an_offer("72401"), **poor)
    assert met(offer, "fst.funds") is False
    permit = a_trade(job_offer=an_offer("72401"), work_permits=[a_permit()], **poor)
    assert met(permit, "fst.funds") is True


@pytest.mark.parametrize(
    ("on", "code", "answer"),
    [
        ("2022-11-15", "7271", True),  # carpenters: level B in major group 72
        ("2022-11-15", "6322", True),  # cooks
        ("2022-11-15", "6331", True),  # butchers
        ("2022-11-15", "2271", False),  # pilots
        ("2022-11-15", "7511", False),  # truck drivers: level C
        ("2022-11-16", "72310", True),
        ("2022-11-16", "63200", True),
        ("2022-11-16", "62200", True),
        ("2022-11-16", "72600", False),  # pilots: sub-major group 726
        ("2022-11-16", "93200", False),  # aircraft assemblers: 932
        ("2022-11-16", "22303", False),
        ("2022-11-16", "73300", True),  # truck drivers
    ],
)
def test_which_occupations_are_trades(on, code, answer):
    assert met(a_trade(on, code=code), "fst.work", on) is answer


# --- what an audit of 2026-11-25 found --------------------------------------------------------


@pytest.mark.parametrize(
    ("started", "completed", "points"),
    [
        ("2024-09-01", "2026-06-01", 5),
        ("2025-02-01", None, 5),  # under way for sixteen months
        ("2025-02-02", None, 0),
        ("2026-09-01", "2028-06-30", 0),  # still to come
    ],
)
def test_adaptability_asks_for_study_done_by_the_day(started, completed, points):
    study = a_study(
        country="CA", started_on=started, completed_on=completed, program_months=24,
        months_in_canada=20, full_time=True, eca=None,
    )  # fmt: skip
    assert adaptability(education=[a_study(), study]) == points


def test_certificate_and_offer_are_in_the_trade_that_was_practised_for_two_years():
    welder = a_job(6, ON, code="72106", qualified_on="2010-01-01")
    electrician = {**welder, "noc": a_noc("72200"), "start": "2026-05-01"}
    welder["end"] = "2026-04-30"
    both = {"work": [welder, electrician]}
    certificate = {**CERTIFICATE, "noc": a_noc("72200")}
    asked = "fst.certificate_or_offer"
    assert met(a_trade(**both, certificate_of_qualification=certificate), asked) is False
    assert met(a_trade(**both, job_offer=an_offer("72200")), asked) is False
    assert met(a_trade(**both, job_offer=an_offer("72106")), asked) is True


def test_whether_a_claimant_s_work_counts_for_cec_is_not_known():
    document = a_profile(ON, work=[in_canada(2, ON)])
    assert eligible(document, "cec") is True
    document["person"]["status_in_canada"] = "refugee_claimant"
    assert eligible(document, "cec") is None


def test_the_level_cec_asks_is_open_while_the_leading_occupation_is():
    technician = in_canada(1, ON, code="22222")
    longer = {**in_canada(2, ON), "noc": None, "noc_candidates": [a_noc("21231"), a_noc("21232")]}
    level = {"language_tests": [a_test(6, ON)]}
    assert eligible(a_profile(ON, work=[technician], **level), "cec") is True
    assert eligible(a_profile(ON, work=[technician, longer], **level), "cec") is None
    # Some of 3142 went to TEER 1, some to TEER 2.
    split = {**in_canada(2, ON), "noc": {"version": "2016", "code": "3142"}}
    assert eligible(a_profile(ON, work=[split], **level), "cec") is None
