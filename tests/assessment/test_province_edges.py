"""What streams ask at the edges: where somebody works now, whose partner, what is full-time.

Each test says in the words of the stream's facts (``pnp_streams.yaml``) what it asks.
"""

from __future__ import annotations

import pytest

from portal.rulebook.criteria import read_criteria
from portal.text import render
from tests.assessment.grounds import ground_of, streams_of
from tests.assessment.people import PLAIN, a_job, a_person, an_offer, in_canada

TODAY = "2026-09-26"


def stream(document, stream_id, day=TODAY):
    return streams_of(document, day)[stream_id]


def criteria_of(document, stream_id, day=TODAY):
    return {each.id: each for each in stream(document, stream_id, day).criteria}


def met(document, stream_id, *names):
    found = criteria_of(document, stream_id)
    return tuple(found[name].met for name in names)


def asked(document, **fields):
    """The answer to one criterion by itself."""
    from portal.assessment.criteria import judge

    (spec,) = read_criteria([{"id": "asked", **fields}], "a test")
    return judge(ground_of(document, TODAY), spec)


# --- Manitoba: “not if working in another province now” ----------------------------------


@pytest.mark.parametrize(
    ("job", "answer"),
    [
        (None, True),
        (in_canada("21232", "MB", "2025-01-01"), True),
        (in_canada("21232", "ON", "2025-01-01"), False),
        (in_canada("21232", "ON", "2025-01-01", end="2026-09-25"), True),  # over yesterday
        (in_canada("21232", "ON", "2025-01-01", end=TODAY), False),  # the last day
        (in_canada("21232", "ON", "2026-09-27"), True),  # begins tomorrow
        (in_canada("21232", "ON", "2025-01-01", paid=False), True),
        (in_canada("21232", None, "2025-01-01"), None),
        (a_job(country=None), None),
    ],
)
def test_manitoba_takes_nobody_who_works_in_another_province_now(job, answer):
    work = [a_job(end="2024-12-31"), *([job] if job else [])]
    assert met(a_person(work=work), "mb.swo", "other_province") == (answer,)


def test_work_that_nobody_has_asked_about_may_be_in_another_province():
    assert met(a_person(work=None), "mb.swo", "other_province") == (None,)


def test_a_present_job_in_another_province_shuts_manitoba():
    work = [in_canada("21232", "ON", "2022-09-01")]
    cousin = {"of": "applicant", "relation": "cousin", "status": "citizen", "province": "MB"}
    document = a_person(work=work, relatives_in_canada=[cousin])
    assert stream(document, "mb.swo").status == "no_match"
    there = a_person(work=[in_canada("21232", "MB", "2022-09-01")], relatives_in_canada=[cousin])
    assert stream(there, "mb.swo").status == "possible"


# “not if spouse of a citizen or PR”
@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, True),
        ({"marital_status": "divorced"}, True),
        ({"marital_status": None}, None),
        ({"marital_status": "married"}, None),
        ({"marital_status": "married", "spouse": {"canadian_citizen_or_pr": True}}, False),
        ({"marital_status": "married", "spouse": {"canadian_citizen_or_pr": False}}, True),
        ({"marital_status": "married", "spouse": {"accompanying": True}}, None),
    ],
)
def test_manitoba_takes_no_spouse_of_a_citizen_or_permanent_resident(change, answer):
    document = a_person(**change)
    assert met(document, "mb.swo", "partner") == (answer,)
    if answer is False:
        assert stream(document, "mb.swo").status == "no_match"


# “live-in caregiver now in Canada”: who does not work in Canada is none
@pytest.mark.parametrize(
    ("place", "answer"), [(None, (True, None)), ("MB", (False, None)), ("ON", (False, None))]
)
def test_only_of_somebody_who_works_in_canada_a_person_says_whether_as_a_caregiver(place, answer):
    work = [a_job() if place is None else in_canada("44100", place, "2025-01-01")]
    assert met(a_person(work=work), "mb.swo", "no_work", "caregiver") == answer


# --- Manitoba: “federal programs if Express Entry”, “CAD 10,000 plus 2,000 per accompanying family
# member; with an Express Entry profile, the federal table” -----------------------------------

NO_PROGRAM = {"work": [a_job("65201")]}  # TEER 5: no federal program is open


@pytest.mark.parametrize(
    ("profile", "answer"),
    [
        (PLAIN["express_entry"], False),
        (False, True),
        (None, None),
        ({"profile_created_on": "2025-01-10"}, True),  # ran out in January 2026
        ({"profile_created_on": "2026-01-10", "ended_on": "2026-05-01"}, True),
        ({"provinces": "all"}, False),  # of a day nobody has said
    ],
)
def test_only_with_a_profile_manitoba_asks_for_a_federal_program(profile, answer):
    document = a_person(express_entry=profile, **NO_PROGRAM)
    assert met(document, "mb.swo", "program") == (answer,)
    assert met(document, "mb.ee_pathway", "program") == (False,)


def test_who_is_eligible_for_a_program_meets_it_with_a_profile_or_without():
    assert met(a_person(), "mb.swo", "program") == (True,)
    assert met(a_person(express_entry=None), "mb.swo", "program") == (True,)


COUPLE = {"marital_status": "married", "spouse": {"accompanying": True}}


@pytest.mark.parametrize(
    ("change", "money", "failing"),
    [
        ({}, 10_000, False),
        ({}, 9_999, True),
        (COUPLE, 12_000, False),
        (COUPLE, 11_999, True),
        ({"marital_status": "married", "spouse": {"accompanying": False}}, 10_000, False),
        ({"marital_status": "married", "spouse": {}}, 10_000, None),
        ({"dependent_children": 2}, 14_000, False),
        ({"dependent_children": 2}, 13_999, None),  # whether both come is not asked
        ({"dependent_children": 2}, 9_999, True),
        ({"dependent_children": None}, 12_000, None),
        ({}, None, None),
    ],
)
def test_without_a_profile_manitoba_asks_for_its_own_amount(change, money, failing):
    document = a_person(express_entry=False, settlement_funds=money, **change)
    answers = met(document, "mb.swo", "funds_without_profile", "funds")
    assert answers[0] == (None if failing is None else not failing)
    found = stream(document, "mb.swo")
    # One of the two amounts is enough: the stream fails only where both do.
    assert (found.status == "near_miss") is (failing is True)


@pytest.mark.parametrize(
    ("profile", "money", "status"),
    [
        # 15,263 for one person by the federal table since 2025-07-07
        (PLAIN["express_entry"], 15_263, "possible"),
        (PLAIN["express_entry"], 15_262, "near_miss"),
        (None, 12_000, "possible"),  # enough without a profile, too little with one
        (None, 9_999, "near_miss"),
    ],
)
def test_with_a_profile_manitoba_asks_for_the_federal_amount(profile, money, status):
    document = a_person(express_entry=profile, settlement_funds=money)
    assert stream(document, "mb.swo").status == status


# Manitoba: “completed post-secondary program in Manitoba”, of no length
@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, True),
        ({"program_months": 4}, True),
        ({"program_months": None}, True),
        ({"credential": "secondary", "program_months": 48}, False),
        ({"credential": None}, None),
        ({"province": None}, None),
        ({"province": "ON"}, False),
        ({"completed_on": None}, False),
    ],
)
@pytest.mark.parametrize("stream_id", ["mb.swo", "mb.ee_pathway"])
def test_any_completed_program_above_secondary_school_ties_to_manitoba(stream_id, change, answer):
    study = {
        "credential": "post_secondary_one_year",
        "country": "CA",
        "province": "MB",
        "completed_on": "2024-04-30",
        "program_months": 12,
        **change,
    }
    document = a_person(education=[*PLAIN["education"], study])
    assert met(document, stream_id, "studied") == (answer,)


# “worked in Manitoba 6+ consecutive months”: what may be in Manitoba leaves it open
@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, True),
        ({"province": None}, None),
        ({"hours_per_week": None}, None),
        ({"start": None}, None),
        ({"start": "2026-06-01", "province": None}, False),  # four months at most
        ({"country": None, "province": None}, None),
    ],
)
def test_work_that_may_have_been_in_manitoba_leaves_the_tie_open(change, answer):
    job = {**in_canada("21232", "MB", "2025-09-01"), **change}
    assert met(a_person(work=[job]), "mb.swo", "worked") == (answer,)


# --- Northwest Territories: “one year within ten, same or similar occupation, full-time” --------


@pytest.mark.parametrize(
    ("work", "answer"),
    [
        ([in_canada("21232", "NT", "2025-09-26")], True),
        ([in_canada("21232", "NT", "2025-09-27")], False),
        ([in_canada("21232", "NT", "2025-09-26", hours_per_week=30)], True),
        ([in_canada("21232", "NT", "2018-01-01", hours_per_week=29)], False),
        ([in_canada("21232", "NT", "2018-01-01", hours_per_week=None)], None),
        # Two half-time jobs at once make full-time, one after the other they do not.
        ([in_canada("21232", "NT", "2025-09-26", hours_per_week=15)] * 2, True),
        (
            [
                in_canada("21232", "NT", "2020-01-01", end="2021-12-31", hours_per_week=15),
                in_canada("21232", "NT", "2022-01-01", end="2023-12-31", hours_per_week=15),
            ],
            False,
        ),
        # Full-time work adds up over the years.
        (
            [
                in_canada("21232", "NT", "2019-01-01", end="2019-06-30"),
                in_canada("21232", "NT", "2022-01-01", end="2022-07-31"),
            ],
            True,
        ),
    ],
)
def test_the_year_of_the_northwest_territories_is_full_time(work, answer):
    document = a_person(work=work, job_offer=an_offer("NT"))
    assert met(document, "nt.ee", "work") == (answer,)
    assert "work_full_time" not in criteria_of(document, "nt.ee")


def test_part_time_work_in_a_similar_occupation_is_no_question_for_a_person():
    work = [in_canada("21231", "NT", "2020-01-01", hours_per_week=20)]
    document = a_person(work=work, job_offer=an_offer("NT"))
    assert met(document, "nt.ee", "work", "work_similar") == (False, False)
    full = [{**work[0], "hours_per_week": 30}]
    document = a_person(work=full, job_offer=an_offer("NT"))
    assert met(document, "nt.ee", "work", "work_similar") == (False, None)


def test_full_time_months_say_when_there_will_be_enough():
    work = [in_canada("21232", "NT", "2026-01-01", employer="Birchmount Works")]
    permit = [{"kind": "open", "until": "2028-01-01"}]
    status = {"status_in_canada": "worker"}
    document = a_person(
        work=[*work, a_job("21232", start="2023-01-01", end="2024-12-31", hours_per_week=20)],
        job_offer=an_offer("NT"),
        work_permits=permit,
        person=status,
    )
    found = criteria_of(document, "nt.ee")["work"]
    assert (found.met, found.have) == (False, 8)  # from January to late September
    # The part-time years before bring it no day nearer.
    assert "enough on 1 January 2027 if this work goes on" in render(found.because)


# --- Saskatchewan: “six months (780 hours) with this employer, in Saskatchewan” -----------------


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"start": "2026-03-26"}, True),  # 26 weeks at 30 hours
        ({"start": "2026-03-29"}, False),
        ({"start": "2025-09-26", "hours_per_week": 15}, True),  # 780 hours in a year
        ({"start": "2026-03-26", "hours_per_week": 15}, False),  # 390 hours
        ({"start": "2026-06-26", "hours_per_week": 60}, False),  # 780 hours in three months
        ({"start": "2026-03-26", "hours_per_week": None}, None),
        ({"start": "2026-03-26", "province": "AB"}, False),
    ],
)
def test_saskatchewan_s_hours_are_those_of_the_job(change, answer):
    job = {**in_canada("21232", "SK", "2026-01-01", employer="Birchmount Works"), **change}
    document = a_person(work=[job], job_offer=an_offer("SK"))
    assert met(document, "sk.tech_ee", "work_here") == (answer,)


# --- the primary occupation ---------------------------------------------------------------

YEAR = {"kind": "experience", "months": 12, "primary": True, "teer": ["0", "1"], "edition": "2021"}
ENGINEER = {"version": "2021", "code": "21231"}
CLERK = {"version": "2021", "code": "14100"}


def beside_a_named_one(**job):
    """Six months as the primary engineer, and two years at something else."""
    named = a_job("21231", start="2026-03-01", primary=True)
    other = a_job(start="2023-01-01", end="2024-12-31", **{"primary": False, **job})
    return a_person(work=[named, other])


@pytest.mark.parametrize(
    ("job", "answer"),
    [
        ({"noc": ENGINEER}, True),
        ({"noc": {"version": "2016", "code": "2173"}}, None),  # split since: it may be the same
        ({"noc": CLERK}, False),
        ({"noc": None}, None),
        ({"noc": None, "noc_candidates": [ENGINEER, CLERK]}, None),
        ({"noc": None, "noc_candidates": [CLERK]}, False),
    ],
)
def test_a_job_without_a_code_only_may_be_of_the_primary_occupation(job, answer):
    assert asked(beside_a_named_one(**job), **YEAR).met is answer


def test_where_no_occupation_is_primary_each_may_be():
    def worked(*codes):
        work = [
            a_job(
                start=f"202{at}-01-01",
                end=f"202{at}-08-31",
                primary=False,
                noc=None if code is None else {"version": "2021", "code": code},
            )
            for at, code in enumerate(codes, 3)
        ]
        return asked(a_person(work=work), **{**YEAR, "months": 8, "teer": ["0", "1", "2"]}).met

    assert worked("21231", "31301") is True
    assert worked("14100") is False
    assert worked("14100", None) is None
    assert asked(a_person(work=[a_job(noc=None, primary=False)]), **YEAR).met is None


def test_a_job_without_a_code_may_be_the_excluded_primary_occupation():
    excluded = {"kind": "occupation", "codes": ["12200"], "edition": "2021", "exclude": True}
    engineer = a_job("21231", primary=False)
    unknown = a_job(noc=None, primary=False)
    assert asked(a_person(work=[engineer, unknown]), **excluded).met is None
    assert asked(a_person(work=[{**engineer, "primary": True}, unknown]), **excluded).met is True
    other = {**unknown, "noc_candidates": [ENGINEER, CLERK]}
    assert asked(a_person(work=[engineer, other]), **excluded).met is True


# Nova Scotia: CLB 7 at TEER 0 and 1, 5 at TEER 2 and 3
@pytest.mark.parametrize(
    ("level", "others", "answer"),
    [
        (6, [{"noc": CLERK}], None),
        (6, [], False),
        (6, [{"noc": None}], None),
        (7, [{"noc": None}], True),
        (6, [{"noc": None, "noc_candidates": [ENGINEER]}], False),
    ],
)
def test_the_level_of_language_hangs_on_a_primary_occupation_not_decided(level, others, answer):
    by_teer = {"0": 7, "1": 7, "2": 5, "3": 5}
    english = PLAIN["language_tests"][0]
    scores = {7: {}, 6: {"reading": 5.0, "writing": 5.5, "listening": 5.5, "speaking": 5.5}}[level]
    work = [a_job("21231", primary=False), *[a_job(primary=False, **each) for each in others]]
    document = a_person(work=work, language_tests=[{**english, **scores}])
    found = asked(document, kind="clb", language="any", by_teer=by_teer, teer_of="primary")
    assert found.met is answer


# --- funds --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, False),
        ({"job_offer": an_offer("ON")}, True),
        ({"job_offer": an_offer("BC")}, False),
        ({"job_offer": {**an_offer("ON"), "province": None}}, None),
        ({"job_offer": None}, None),
        ({"work": [in_canada("21232", "ON", "2025-01-01")]}, True),
        ({"work": [in_canada("21232", None, "2025-01-01")]}, None),
    ],
)
def test_a_job_or_offer_that_may_stand_for_funds_leaves_them_open(change, answer):
    document = a_person(settlement_funds=0, **change)
    assert asked(document, kind="funds", rule="federal_table", or_job_offer="ON").met is answer


# Saskatchewan, occupations in demand: “for people without an Express Entry profile only”
@pytest.mark.parametrize(
    ("profile", "answer"), [(False, True), (PLAIN["express_entry"], False), (None, None)]
)
def test_occupations_in_demand_is_for_people_without_a_profile(profile, answer):
    assert met(a_person(express_entry=profile), "sk.oid", "no_profile") == (answer,)


# --- education ----------------------------------------------------------------------------


# New Brunswick: “secondary; Canadian, or with an assessment”
@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, True),
        ({"credential": None}, None),
        ({"credential": None, "eca": {"equivalent": "secondary"}}, True),  # the assessment says
        ({"credential": None, "eca": {"equivalent": "none"}}, False),
        ({"credential": None, "eca": None}, False),  # not assessed, whatever it is
        ({"credential": None, "completed_on": None}, False),
    ],
)
def test_a_credential_of_unknown_level_may_be_the_one_asked(change, answer):
    study = {**PLAIN["education"][0], **change}
    assert met(a_person(education=[study]), "nb.ee_employment", "education") == (answer,)


# --- registrations ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, True),
        ({"province": None}, None),
        ({"body": None}, None),
        ({"since": "2026-09-27"}, False),
        ({"province": "BC", "body": None}, False),
    ],
)
def test_a_registration_not_known_in_full_may_be_the_one_asked(change, answer):
    nurse = {"body": "College of Nurses of Ontario", "province": "ON", "since": "2025-01-01"}
    document = a_person(registrations=[{**nurse, **change}])
    asks = {"kind": "registration", "province": "ON", "bodies": ["College of Nurses of Ontario"]}
    assert asked(document, **asks).met is answer


# --- interest, and an offer in a trade ----------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "wishes", "answer"),
    [
        ({"provinces": "all"}, [], True),
        ({"provinces": ["BC"]}, [], False),
        ({"profile_created_on": "2026-01-10"}, [], None),  # which it names nobody has said
        ({"profile_created_on": "2026-01-10"}, ["BC"], False),  # the wish says it is another
        (None, [], None),
        (None, ["BC"], False),  # the client wishes for another one
        (False, [], False),
        (False, None, None),
        (False, ["ON"], True),
    ],
)
def test_what_a_profile_names_is_open_until_somebody_says(profile, wishes, answer):
    ties = {"provinces_of_interest": wishes, "previous_stays": []}
    document = a_person(express_entry=profile, ties=ties)
    assert asked(document, kind="interest", province="ON").met is answer


# Ontario, Workforce Priority: CLB 5 for the trades, 6 for others
@pytest.mark.parametrize(
    ("offer", "answer"),
    [
        (an_offer("ON", "72106"), True),
        (an_offer("ON", "21232"), False),
        ({**an_offer("ON"), "noc": None}, None),
        (None, None),
        (False, False),
    ],
)
def test_an_offer_not_known_may_be_in_a_trade(offer, answer):
    found = criteria_of(a_person(job_offer=offer), "on.owp_0_3")
    assert (found["clb_trades"].met, found["education_trades"].met) == (answer, answer)


# --- permits ------------------------------------------------------------------------------


# Prince Edward Island asks more of who is on “a PGWP from outside PEI, or an open permit through
# a spouse studying outside PEI”
@pytest.mark.parametrize(
    ("permits", "answer"),
    [
        ([], True),
        ([{"kind": "employer_specific"}], True),
        ([{"kind": "pgwp"}], False),
        ([{"kind": "open"}], False),
        ([{"kind": "open", "until": "2026-09-25"}], True),  # ran out yesterday
        ([{"kind": "open", "from": "2026-09-27"}], True),
        ([{"kind": None}], None),
        (None, None),
    ],
)
def test_only_of_an_open_permit_the_island_asks_more(permits, answer):
    found = criteria_of(a_person(work_permits=permits), "pe.ee")
    assert (found["no_open_permit"].met, found["permit"].met) == (answer, None)
    assert ("Not needed" in render(found["permit"].because)) is (answer is True)


# Nova Scotia: “experience on a post-graduation work permit counts only for graduates of a Nova
# Scotia institution”
@pytest.mark.parametrize(
    ("permits", "school", "answers"),
    [
        ([], "ON", (True, False)),
        ([{"kind": "pgwp", "until": "2024-01-01"}], "NS", (False, True)),
        ([{"kind": "pgwp", "until": "2024-01-01"}], "ON", (False, False)),
        (None, "ON", (None, False)),
    ],
)
def test_a_post_graduation_permit_is_looked_at_in_nova_scotia_unless_studied_there(
    permits, school, answers
):
    study = {
        "credential": "post_secondary_two_year",
        "country": "CA",
        "province": school,
        "completed_on": "2021-04-30",
        "program_months": 24,
    }
    document = a_person(education=[study], work_permits=permits)
    found = criteria_of(document, "ns.ee_experience")
    assert (found["no_pgwp"].met, found["graduate"].met) == answers
    assert ("Not needed" in render(found["pgwp"].because)) is (True in answers)
