"""Rounds replayed for whole people: the contract's example and its variations.

Rounds, ranges, windows and codes are those of
https://www.ontario.ca/page/oinp-express-entry-notifications-interest and of IRCC's
published file; each expectation is worked from them, not from our output.
"""

from datetime import date

import pytest

from portal.assessment.round_outcome import OUTCOMES
from portal.assessment.rounds import replay_rounds
from portal.rulebook import load
from portal.rulebook.categories import Categories
from tests.assessment.grounds import rounds_of
from tests.assessment.people import a_job, a_person, french, in_canada, the_example

TECH = "on.hcp.2019-08-01"
ON = "2019-08-01"


def created(day):
    return {"profile_created_on": day}


def with_code(code, version="2016"):
    example = the_example()
    example["work"][0]["noc"] = {"version": version, "code": code}
    return example


def tech(profile):
    return rounds_of(profile, ON)[TECH]


def test_the_seed_case_was_invited_on_1_august_2019():
    found = tech(the_example())
    assert (found.outcome, found.crs) == ("invited", 449)
    assert (found.invitations, found.lowest, found.highest) == (1773, 435, 458)
    assert (found.if_in_pool.outcome, found.if_in_pool.crs) == ("invited", 449)


def test_the_round_tells_the_year_s_total():
    values = tech(the_example()).story.values
    assert values["second"] + values["first"] == values["total"] == 3396
    assert (values["first"], values["first_on"]) == (1623, date(2019, 7, 12))
    assert (values["lowest"], values["highest"]) == (435, 458)


def test_a_profile_of_31_july_2018_had_left_the_pool_and_the_round_s_own_window_is_named():
    found = tech(the_example(express_entry=created("2018-07-31")))
    assert found.outcome == "not_in_pool"
    assert found.because.values["first"] == date(2018, 8, 1)
    assert found.because.values["last"] == date(2019, 8, 1)
    assert found.if_in_pool.outcome == "invited"


def test_a_profile_of_1_august_2018_was_still_there():
    assert tech(the_example(express_entry=created("2018-08-01"))).outcome == "invited"


def test_a_profile_of_the_day_itself_was_there():
    assert tech(the_example(express_entry=created("2019-08-01"))).outcome == "invited"


@pytest.mark.parametrize("code", ["2174", "2172", "0213", "2147", "2175", "2173"])
def test_the_six_tech_occupations_were_invited(code):
    assert tech(with_code(code)).outcome == "invited"


def test_systems_analysts_were_not_targeted():
    found = tech(with_code("2171"))
    assert found.outcome == "wrong_occupation"


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("21231", "invited"),  # all of it comes from 2173
        ("21233", "unknown"),  # from 2175, and in part from 2171
        ("21222", "wrong_occupation"),  # from 2171 alone
    ],
)
def test_a_code_of_2021_is_taken_back_only_where_that_is_certain(code, outcome):
    assert tech(with_code(code, "2021")).outcome == outcome


def test_an_open_choice_of_codes_is_unknown():
    example = the_example()
    example["work"][0]["noc"] = None
    example["work"][0]["noc_candidates"] = [
        {"version": "2016", "code": "2173"},
        {"version": "2016", "code": "2171"},
    ]
    assert tech(example).outcome in ("unknown", "not_eligible")


@pytest.mark.parametrize(
    ("born", "crs", "outcome"),
    [
        ("1985-03-14", 449, "invited"),
        ("1984-03-14", 444, "invited"),  # 35: 70 points
        ("1982-08-01", 434, "below_cutoff"),  # 37 on the day: 60 points
        ("1982-08-02", 439, "invited"),  # 36 for one more day: 65
        ("1983-08-01", 439, "invited"),
        ("1987-08-02", 464, "above_range"),  # 31: 90 points
        ("1986-08-02", 459, "above_range"),  # 32: 85 points
        ("1986-08-01", 454, "invited"),  # 33 on the day: 80 points
    ],
)
def test_the_range_has_two_ends(born, crs, outcome):
    example = the_example()
    example["person"]["date_of_birth"] = born
    found = tech(example)
    assert (found.crs, found.outcome) == (crs, outcome)


def test_the_federal_rounds_beside_it_were_out_of_reach():
    found = rounds_of(the_example(), "2019-08-20")
    for round_id, lowest in (("ee.122", 459), ("ee.123", 466)):
        assert (found[round_id].outcome, found[round_id].lowest) == ("below_cutoff", lowest)


def test_nothing_after_the_day_is_replayed():
    found = rounds_of(the_example(), ON)
    assert max(each.on for each in found.values()) == date(2019, 8, 1)
    assert {each.outcome for each in found.values()} <= set(OUTCOMES)


def test_without_a_profile_every_round_asks_what_would_have_been():
    found = rounds_of(the_example(express_entry=False), ON)
    assert {each.outcome for each in found.values()} == {"not_in_pool"}
    assert found[TECH].if_in_pool.outcome == "invited"


def test_a_profile_nobody_asked_about_is_unknown():
    found = rounds_of(the_example(express_entry=None), ON)
    assert found[TECH].outcome == "unknown"


# The tech rounds of 2019 to 2022 and their neighbours, for the example (CRS 449, then 444 at 35)
@pytest.mark.parametrize(
    ("round_id", "outcome"),
    [
        ("on.hcp.2019-01-14", "above_range"),  # general draw, 439 to 448; 449
        ("on.hcp.2019-05-31", "wrong_occupation"),  # ten priority occupations, 439 to 469
        ("on.hcp.2019-07-12", "invited"),  # tech, 439 to 459
        ("on.hcp.2019-08-01", "invited"),  # tech, 435 to 458
        ("on.hcp.2019-08-15", "wrong_occupation"),
    ],
)
def test_ontario_s_rounds_of_2019(round_id, outcome):
    assert rounds_of(the_example(), "2019-12-31")[round_id].outcome == outcome


def test_a_general_draw_needs_no_list():
    example = the_example()
    example["person"]["date_of_birth"] = "1983-12-01"  # 35 on 2019-01-14: 444 points
    assert rounds_of(example, "2019-01-14")["on.hcp.2019-01-14"].outcome == "invited"


@pytest.mark.parametrize(
    ("made", "outcome"),
    [
        ("2018-08-15", "wrong_occupation"),
        ("2019-08-15", "wrong_occupation"),
    ],
)
def test_the_window_comes_before_the_occupation(made, outcome):
    found = rounds_of(the_example(express_entry=created(made)), "2019-08-15")
    assert found["on.hcp.2019-08-15"].outcome == outcome


# 2022-02-22: profiles of 2021-02-22 to 2021-04-29 alone (printed by the province)
@pytest.mark.parametrize(
    ("made", "outcome"),
    [
        ("2021-02-22", "wrong_occupation"),
        ("2021-04-29", "wrong_occupation"),
        ("2021-04-30", "outside_profile_window"),
    ],
)
def test_a_window_can_end_before_the_round(made, outcome):
    example = the_example(express_entry=created(made))
    example["language_tests"][0]["taken_on"] = "2021-01-09"
    found = rounds_of(example, "2022-02-22")
    assert found["on.hcp.2022-02-22"].outcome == outcome


def test_a_test_past_two_years_earns_nothing_in_a_later_round():
    example = the_example(express_entry=created("2020-06-01"))
    # taken 2018-10-06: good to 2020-10-05
    found = rounds_of(example, "2020-10-15")
    assert found["on.hcp.2020-10-15"].outcome == "not_eligible"
    assert found["on.hcp.2020-07-29"].outcome == "below_cutoff"  # 463 to 477


def test_a_round_for_the_canadian_class_refuses_who_worked_abroad_alone():
    found = rounds_of(the_example(express_entry=created("2020-01-02")), "2020-05-13")
    assert found["on.hcp.2020-05-13"].outcome == "not_eligible"


def test_a_round_whose_occupations_were_not_read_is_unknown():
    found = rounds_of(the_example(express_entry=created("2019-12-01")), "2020-02-13")
    assert found["on.hcp.2020-02-13"].outcome == "unknown"


def test_a_province_s_own_score_is_never_compared_with_the_crs():
    found = rounds_of(a_person(), "2026-09-22")["ab.ee_tech.2026-09-22"]
    assert found.outcome in ("unknown", "not_eligible")
    assert found.score_scale == "AAIP Worker EOI (of 100)"
    assert (found.lowest, found.highest) == (None, None)


@pytest.mark.parametrize(("score", "outcome"), [(59, "invited"), (58, "below_cutoff")])
def test_a_known_provincial_score_is_compared_with_the_province_s_lowest(score, outcome):
    person = a_person(
        job_offer={
            "employer": "Birchmount Works",
            "noc": {"version": "2021", "code": "21232"},
            "province": "AB",
            "hours_per_week": 40,
            "permanent": True,
        },
        provincial_eois=[
            {"province": "AB", "score": score, "submitted_at": "2026-02-01T00:00:00Z"}
        ],
    )
    found = rounds_of(person, "2026-09-22")["ab.ee_tech.2026-09-22"]
    # What the facts do not know of the stream (its industries) still stands before the score.
    assert found.outcome in (outcome, "unknown")


# Categories: six months without a break until 2026-02-17, twelve months added up from then.
@pytest.mark.parametrize(
    ("code", "start", "on", "round_id", "outcome"),
    [
        # 344, 2025-05-02, health (Version 2), lowest 510
        ("21232", "2022-09-01", "2025-05-02", "ee.345", "wrong_occupation"),
        ("31301", "2023-01-10", "2025-05-02", "ee.345", "below_cutoff"),
    ],
)
def test_a_category_round_is_judged(code, start, on, round_id, outcome):
    person = a_person(
        work=[a_job(code, start=start)],
        express_entry={"profile_created_on": "2025-01-20"},
    )
    person["language_tests"][0]["taken_on"] = "2024-10-05"
    assert rounds_of(person, on)[round_id].outcome == outcome


def test_a_french_round_needs_french():
    english = a_person()
    both = a_person(language_tests=[*english["language_tests"], french(7)])
    weak = a_person(language_tests=[*english["language_tests"], french(4)])
    day = "2026-08-19"  # round 437: 5,000 invited, lowest 382 (one source)
    assert rounds_of(english, day)["ee.437"].outcome == "not_eligible"
    assert rounds_of(weak, day)["ee.437"].outcome == "not_eligible"
    assert rounds_of(both, day)["ee.437"].outcome == "invited"


def test_a_physicians_round_counts_canadian_work_alone():
    assessed = a_person()["education"]  # by the body that physicians need
    assessed[0]["eca"]["organization"] = "Medical Council of Canada"
    abroad = a_person(education=assessed, work=[a_job("31102")])
    here = a_person(
        education=assessed, work=[a_job("31102"), in_canada("31102", "ON", "2025-02-01")]
    )
    rounds = load().part(Categories)
    assert rounds.on("physicians_canada", date(2026, 2, 19)) is not None
    physicians = [
        each for each in rounds_of(abroad, "2026-08-07").values() if each.kind == "physicians"
    ]
    assert physicians
    assert {each.outcome for each in physicians} <= {"wrong_occupation", "not_eligible"}
    mine = [each for each in rounds_of(here, "2026-08-07").values() if each.kind == "physicians"]
    assert "not_eligible" not in {each.outcome for each in mine if each.on > date(2026, 2, 18)}


def test_all_rounds_of_the_rulebook_are_replayed():
    assert len(rounds_of(a_person(), "2026-11-24")) == 828
    assert replay_rounds.__doc__


def test_a_round_read_in_a_copy_names_the_copy_not_ircc():
    found = rounds_of(a_person(), "2026-08-19")
    assert found["ee.434"].rule.title == "IRCC: rounds of invitations"
    assert found["ee.437"].rule.title == "github.com/Yin-Marina/Daily_Express_Entry"


def test_facts_and_rules_of_a_round_are_those_of_ircc_s_own_date():
    # Round 104: IRCC’s date 2018-11-14, drawn on 2018-11-15 at 14:06 UTC.
    def at(born, created="2018-10-01"):
        person = a_person(
            person={"date_of_birth": born},
            express_entry={"profile_created_on": created, "provinces": "all"},
        )
        return rounds_of(person, "2018-12-01")["ee.104"]

    assert at("1988-11-15").crs == at("1989-06-01").crs  # 30 on the morning of the draw
    assert at("1988-11-14").crs < at("1988-11-15").crs
    assert at("1989-06-01", "2018-11-15T14:06:06Z").outcome != "not_in_pool"
    assert at("1989-06-01", "2018-11-15T14:06:08Z").outcome == "not_in_pool"
