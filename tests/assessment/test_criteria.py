"""Each kind of criterion at its edges, one made-up rule a test."""

from datetime import date

import pytest

from portal.assessment.criteria import judge
from portal.assessment.horizon import horizon
from portal.assessment.labels import label_of
from portal.rulebook.criteria import KINDS, read_criteria
from portal.text import render
from tests.assessment.grounds import ground_of
from tests.assessment.people import a_job, a_person, an_offer, french, in_canada

DAY = "2026-09-26"


def spec_of(kind, **values):
    return read_criteria([{"id": "it", "kind": kind, **values}], "a test")[0]


def met(document, kind, day=DAY, **values):
    return judge(ground_of(document, day), spec_of(kind, **values)).met


def english(level):
    """A CELPIP report at one level in all four abilities."""
    names = ("reading", "writing", "listening", "speaking")
    return {"test": "celpip_general", "taken_on": "2025-10-04", **dict.fromkeys(names, level)}


BACHELOR = {"level": "bachelors_or_three_year", "eca": True, "eca_max_years": 5}
RELATIVE = {"of": "applicant", "relation": "sibling", "status": "citizen", "province": "AB"}


@pytest.mark.parametrize(
    ("born", "answer"),
    [("2005-09-26", True), ("2005-09-27", False), ("1966-09-27", True), ("1966-09-26", False)],
)
def test_age_turns_on_the_birthday(born, answer):
    assert met(a_person(person={"date_of_birth": born}), "age", min=21, max=59) is answer


@pytest.mark.parametrize(("least", "answer"), [(9, True), (10, False)])
def test_a_language_level_is_that_of_the_weakest_ability(least, answer):
    assert met(a_person(), "clb", language="en", min=least) is answer


def test_any_language_takes_the_stronger_one():
    both = a_person(language_tests=[*a_person()["language_tests"], french(7)])
    assert met(both, "clb", language="fr", min=7) is True
    assert met(both, "clb", language="any", min=9) is True
    assert met(a_person(language_tests=[]), "clb", language="any", min=4) is False
    assert met(a_person(language_tests=None), "clb", language="any", min=4) is None


@pytest.mark.parametrize(("day", "answer"), [("2027-10-03", True), ("2027-10-04", False)])
def test_a_language_test_is_good_to_the_day_before_its_second_anniversary(day, answer):
    assert met(a_person(), "clb", day=day, language="en", min=7) is answer
    assert met(a_person(), "test_age", day=day, max_years=2) is answer


@pytest.mark.parametrize(
    ("code", "answer"),
    [("21232", True), ("72106", True), ("65200", True)],
)
def test_a_level_by_teer_follows_the_occupation(code, answer):
    table = {"0": 7, "1": 7, "2": 5, "3": 5}
    document = a_person(work=[a_job(code)])
    assert met(document, "clb", language="any", by_teer=table, teer_of="primary") is answer


@pytest.mark.parametrize(("level", "answer"), [(4, False), (5, None), (6, None), (7, True)])
def test_a_level_by_teer_is_known_where_every_occupation_it_may_be_answers_alike(level, answer):
    """TEER 1 asks for 7 and TEER 2 for 5: which is primary matters from 5 to 6 alone."""
    table = {"0": 7, "1": 7, "2": 5, "3": 5}
    jobs = [a_job(code, primary=False) for code in ("21231", "72310")]
    document = a_person(work=jobs, language_tests=[english(level)])
    assert met(document, "clb", language="any", by_teer=table, teer_of="primary") is answer


def test_no_level_at_one_teer_and_one_out_of_reach_at_another_leave_it_open():
    jobs = [a_job(code, primary=False) for code in ("21231", "65200")]
    document = a_person(work=jobs, language_tests=[english(4)])
    table = {"0": 7, "1": 7, "2": 5, "3": 5}
    assert met(document, "clb", language="any", by_teer=table, teer_of="primary") is None


@pytest.mark.parametrize(
    ("day", "answer"),
    [("2025-01-14", False), ("2025-01-15", True), ("2030-01-14", True), ("2030-01-15", False)],
)
def test_an_assessment_counts_five_years_from_its_day(day, answer):
    assert met(a_person(), "education", day=day, **BACHELOR) is answer


def test_a_canadian_degree_needs_no_assessment_and_a_place_is_a_place():
    study = {
        "credential": "bachelors_or_three_year",
        "country": "CA",
        "province": "NS",
        "completed_on": "2020-05-01",
    }
    document = a_person(education=[study])
    assert met(document, "education", **BACHELOR) is True
    assert met(document, "education", level="secondary", place="NS") is True
    assert met(document, "education", level="secondary", place="ON") is False
    assert met(document, "education", level="masters") is False
    assert met(a_person(education=None), "education", **BACHELOR) is None


@pytest.mark.parametrize(
    ("start", "answer"),
    [("2025-09-26", True), ("2025-09-27", False)],
)
def test_a_year_of_work_is_twelve_calendar_months(start, answer):
    document = a_person(work=[a_job(start=start)])
    assert met(document, "experience", months=12, window_months=60) is answer


@pytest.mark.parametrize(
    ("end", "months"),
    [
        ("2025-02-28", 2),  # 90 days
        ("2025-03-01", 3),  # 91 days
        ("2025-05-30", 5),  # 181 days
        ("2025-05-31", 6),  # 182 days: 26 weeks of 30 hours, 780 of the 1,560 hours of a year
        ("2025-11-29", 11),  # 364 days
        ("2025-11-30", 12),
    ],
)
def test_a_month_of_work_is_a_twelfth_of_a_year_in_whole_days(end, months):
    document = a_person(work=[a_job(start="2024-12-01", end=end)])
    assert met(document, "experience", months=months, window_months=36) is True
    assert met(document, "experience", months=months + 1, window_months=36) is False


def test_six_months_going_on_are_enough_on_the_day_they_are_reached():
    """The day named beforehand is the day on which the criterion turns."""
    document = a_person(work=[a_job(start="2025-12-01")])
    asked = spec_of("experience", months=6, window_months=36)
    named = horizon(ground_of(document, "2026-03-01"), asked, date(2026, 3, 1))
    assert named.on == date(2026, 6, 1)
    assert judge(ground_of(document, "2026-05-31"), asked).met is False
    assert judge(ground_of(document, "2026-06-01"), asked).met is True


def test_a_job_across_the_window_s_edge_counts_in_part():
    # 183 days lie inside: half a year and no month more
    document = a_person(work=[a_job(start="2020-09-26", end="2022-03-27")])
    assert met(document, "experience", months=6, window_months=60) is True
    assert met(document, "experience", months=7, window_months=60) is False


def test_part_time_adds_up_to_thirty_hours_and_no_further():
    half = a_person(work=[a_job(start="2025-09-26", hours_per_week=15)])
    assert met(half, "experience", months=6, window_months=60) is True
    assert met(half, "experience", months=7, window_months=60) is False
    two = [a_job(start="2025-09-26", hours_per_week=40), a_job(start="2025-09-26", employer="B")]
    assert met(a_person(work=two), "experience", months=13, window_months=60) is False


def test_a_break_ends_an_unbroken_stretch():
    pause = [{"start": "2026-01-01", "end": "2026-01-31"}]
    document = a_person(work=[a_job(start="2025-03-26", breaks=pause)])
    assert met(document, "experience", months=12, window_months=60) is True
    assert met(document, "experience", months=12, window_months=60, continuous=True) is False


def test_work_must_lie_in_the_place_asked():
    document = a_person(work=[a_job(), in_canada("21232", "NS", "2025-06-01")])
    assert met(document, "experience", months=12, place="NS") is True
    assert met(document, "experience", months=12, place="ON") is False
    assert met(document, "experience", months=12, place="canada") is True
    assert met(document, "experience", months=48, place="abroad") is True


@pytest.mark.parametrize(
    "change", [{"authorized": False}, {"self_employed": True}, {"full_time_student": True}]
)
def test_canadian_work_without_authorization_in_study_or_on_one_s_own_does_not_count(change):
    document = a_person(work=[{**in_canada("21232", "NS", "2025-06-01"), **change}])
    assert met(document, "experience", months=12, place="canada", authorized=True) is False
    assert met(document, "experience", months=12, place="canada") is True


def test_hours_not_known_leave_the_answer_open():
    document = a_person(work=[a_job(hours_per_week=None)])
    assert met(document, "experience", months=12, window_months=60) is None
    assert met(document, "experience", months=61, window_months=60) is False


def test_self_employed_physicians_count_only_where_the_rule_names_them():
    job = in_canada("31102", "ON", "2025-06-01", self_employed=True)
    values = {"months": 12, "place": "canada", "authorized": True}
    document = a_person(work=[job])
    assert met(document, "experience", **values) is False
    assert met(document, "experience", self_employed_codes=["31102"], **values) is True


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, True),
        ({"province": "BC"}, False),
        ({"hours_per_week": 29}, False),
        ({"permanent": False}, False),
        ({"seasonal": True}, False),
        ({"permanent": None}, None),
        ({"offered_on": "2026-09-27"}, False),
        ({"noc": {"version": "2021", "code": "65200"}}, False),
        ({"noc": None}, None),
    ],
)
def test_a_job_offer_is_as_asked_or_not(change, answer):
    document = a_person(job_offer={**an_offer("AB"), **change})
    asked = {"province": "AB", "full_time": True, "permanent": True, "teer": ["0", "1", "2", "3"]}
    assert met(document, "job_offer", **asked) is answer


def test_no_job_offer_and_an_unknown_one_are_two_things():
    assert met(a_person(job_offer=False), "job_offer", province="AB") is False
    assert met(a_person(job_offer=None), "job_offer", province="AB") is None


@pytest.mark.parametrize(("wage", "answer"), [(70, True), (69, False), (None, None)])
def test_a_wage_is_compared_by_the_hour(wage, answer):
    document = a_person(job_offer=an_offer("BC", wage_per_hour=wage))
    assert met(document, "job_offer", province="BC", wage=70) is answer


def test_yearly_pay_is_the_wage_by_the_week_s_hours():
    document = a_person(job_offer=an_offer("BC", wage_per_hour=60, hours_per_week=40))
    assert met(document, "job_offer", province="BC", earnings=124_800) is True
    assert met(document, "job_offer", province="BC", earnings=124_801) is False


@pytest.mark.parametrize(
    ("relative", "answer"),
    [
        (RELATIVE, True),
        ({**RELATIVE, "relation": "cousin"}, False),
        ({**RELATIVE, "province": "BC"}, False),
        ({**RELATIVE, "province": None}, None),
        ({**RELATIVE, "age_18_or_over": False}, False),
    ],
)
def test_a_relative_must_be_close_and_live_there(relative, answer):
    document = a_person(relatives_in_canada=[relative])
    values = {"tie": "relative", "province": "AB", "relations": ["parent", "child", "sibling"]}
    assert met(document, "ties", **values) is answer


def a_program(**changes):
    study = {"credential": "post_secondary_one_year", "country": "CA", "province": "NL"}
    return {**study, "completed_on": "2016-06-30", **changes}


def test_a_program_of_unknown_length_is_not_one_of_no_months():
    asked = {"tie": "study", "province": "NL", "months": 8}
    unknown, short, long = a_program(), a_program(program_months=7), a_program(program_months=8)
    assert met(a_person(education=[unknown]), "ties", **asked) is None
    assert met(a_person(education=[unknown, short]), "ties", **asked) is None
    assert met(a_person(education=[unknown, long]), "ties", **asked) is True
    assert met(a_person(education=[short]), "ties", **asked) is False
    elsewhere = a_program(province="ON")
    assert met(a_person(education=[elsewhere]), "ties", **asked) is False


@pytest.mark.parametrize(("end", "answer"), [("2022-12-31", True), ("2022-12-30", False)])
def test_a_stay_for_study_counts_its_last_day(end, answer):
    stay = {"kind": "study", "province": "NL", "start": "2022-01-01", "end": end}
    document = a_person(ties={"previous_stays": [stay]})
    assert met(document, "ties", tie="study", province="NL", months=12) is answer


@pytest.mark.parametrize(
    ("entry", "wished", "answer"),
    [
        ({"provinces": "all"}, [], True),
        ({"provinces": ["ON"]}, [], True),
        ({"provinces": ["BC"]}, [], False),
        ({}, ["ON"], True),
        ({}, None, None),
    ],
)
def test_interest_is_what_the_profile_or_the_client_names(entry, wished, answer):
    document = a_person(express_entry=entry, ties={"provinces_of_interest": wished})
    assert met(document, "interest", province="ON") is answer


def test_a_permit_must_last_as_long_as_asked_where_there_is_one():
    permit = {"kind": "open", "from": "2025-01-01", "until": "2027-01-26"}
    document = a_person(person={"status_in_canada": "worker"}, work_permits=[permit])
    assert met(document, "status", work_permit=True, permit_months_left=4) is True
    assert met(document, "status", work_permit=True, permit_months_left=5) is False
    assert met(a_person(), "status", work_permit=True) is False
    assert met(a_person(work_permits=None), "status", work_permit=True) is None
    claimant = a_person(person={"status_in_canada": "refugee_claimant"})
    assert met(claimant, "status", none_of=["refugee_claimant"]) is False


def test_funds_follow_the_federal_table_of_the_day():
    # 15,263 for one person from 2025-07-07 (settlement_funds.yaml, IRCC)
    enough = a_person(settlement_funds=15_263)
    assert met(enough, "funds", rule="federal_table") is True
    assert met(a_person(settlement_funds=15_262), "funds", rule="federal_table") is False
    assert met(a_person(settlement_funds=None), "funds", rule="federal_table") is None
    offer = a_person(settlement_funds=0, job_offer=an_offer("ON"))
    assert met(offer, "funds", rule="federal_table", or_job_offer="ON") is True


def test_an_excluded_occupation_is_looked_at_in_the_primary_one_alone():
    document = a_person(work=[a_job("21232"), a_job("41220", primary=False)])
    assert met(document, "occupation", codes=["41220"], edition="2021", exclude=True) is True
    assert met(document, "occupation", codes=["41220"], edition="2021") is True


def test_a_job_without_a_code_may_be_the_occupation_asked():
    physician = {"codes": ["31100", "31101", "31102"], "edition": "2021"}
    unknown = a_job(noc=None, primary=False)
    assert met(a_person(work=[unknown]), "occupation", **physician) is None
    assert met(a_person(work=[a_job("21231"), unknown]), "occupation", **physician) is None
    assert met(a_person(work=[a_job("31101"), unknown]), "occupation", **physician) is True
    begins_later = {**unknown, "start": "2026-09-27"}
    assert met(a_person(work=[a_job("21231"), begins_later]), "occupation", **physician) is False


def test_which_occupation_is_excluded_is_open_until_a_primary_one_is_named():
    excluded = {"codes": ["12200", "13110"], "edition": "2021", "exclude": True}
    clerk, manager = (a_job(code, primary=False) for code in ("12200", "13110"))
    engineer = a_job("21231", primary=False)
    assert met(a_person(work=[clerk, engineer]), "occupation", **excluded) is None
    assert met(a_person(work=[clerk, manager]), "occupation", **excluded) is False
    assert met(a_person(work=[engineer]), "occupation", **excluded) is True
    named = {**engineer, "primary": True}
    assert met(a_person(work=[clerk, named]), "occupation", **excluded) is True
    assert met(a_person(work=[engineer, {**clerk, "primary": True}]), "occupation", **excluded) is (
        False
    )
    declared = {"profile_created_on": "2026-01-10", "primary_noc": clerk["noc"]}
    document = a_person(work=[clerk, engineer], express_entry=declared)
    assert met(document, "occupation", **excluded) is False


def test_a_criterion_that_begins_later_is_not_asked_before():
    from portal.assessment.criteria import in_force

    later = spec_of("age", min=90, since=date(2026, 1, 1))
    assert list(in_force([later], date(2025, 12, 31))) == []
    assert list(in_force([later], date(2026, 1, 1))) == [later]


EXAMPLES = {
    "program": {"any": ["fsw"]},
    "crs": {"at_least": 300},
    "clb": {"language": "fr", "min": 7},
    "education": {"level": "masters", "place": "ON"},
    "experience": {"months": 6, "window_months": 36, "place": "canada", "continuous": True},
    "job_offer": {"province": "BC"},
    "ties": {"tie": "work", "province": "MB", "months": 6},
    "interest": {"province": "AB"},
    "residence": {"province": "NB"},
    "funds": {"rule": "federal_table"},
    "age": {"min": 21},
    "grid": {"grid": "sk.isw", "at_least": 60},
    "test_age": {"max_years": 2},
    "not_working": {"outside": "MB"},
    "no_canadian_partner": {},
    "no_permit": {"kinds": ["pgwp", "open"]},
    "express_entry": {"profile": True},
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_judge_and_a_label_in_words(kind):
    words = {"label": {"en": "Words", "fr": "Mots"}} if kind not in EXAMPLES else {}
    spec = spec_of(kind, **EXAMPLES.get(kind, {}), **words)
    assert render(label_of(spec))
    answer = judge(ground_of(a_person(), DAY), spec)
    assert answer.met in (True, False, None)
    assert render(answer.because)
