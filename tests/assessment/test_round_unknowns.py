"""What a profile leaves open decides no round: not known is neither "below" nor "invited".

Cutoffs and windows are typed in from the published tables (IRCC’s rounds file;
https://www.ontario.ca/page/oinp-express-entry-notifications-interest; welcomebc.ca of 2026).
"""

import pytest

from portal.assessment.round_score import provincial_score
from portal.rulebook import load
from portal.rulebook.round_rules import RoundRules
from tests.assessment.grounds import ground_of, rounds_of
from tests.assessment.people import PLAIN, a_job, a_person, an_offer, french
from tests.builders import assessed
from tests.population import people


def outcome(document, round_id, on):
    """The outcome of one round for the profile as it stood that day."""
    return rounds_of(document, on)[round_id].outcome


# --- federal: who may be drawn ----------------------------------------------------------

NOMINEES = ("ee.403", "2026-03-16")  # lowest 742


@pytest.mark.parametrize("unknown", ["work", "language_tests", "education"])
def test_without_a_nomination_nobody_is_drawn_among_nominees_whatever_is_open(unknown):
    document = a_person(**{unknown: None})
    assert outcome(document, *NOMINEES) == "not_eligible"


def test_an_open_program_or_nomination_leaves_a_nominees_round_open():
    nominated = {"province": "ON", "nominated_on": "2026-02-01", "enhanced": True}
    assert outcome(a_person(provincial_nomination=nominated), *NOMINEES) == "invited"
    assert outcome(a_person(provincial_nomination=nominated, work=None), *NOMINEES) == "unknown"
    assert outcome(a_person(provincial_nomination=None), *NOMINEES) == "unknown"


def test_without_french_a_french_round_is_shut_though_a_program_is_open():
    # Round 394, 2026-02-06: French, lowest 400
    assert outcome(a_person(work=None), "ee.394", "2026-02-06") == "not_eligible"


def test_a_round_whose_hour_was_misprinted_is_unknown_for_who_created_that_day():
    # Round 357: IRCC prints 2025-07-12 for the instant of a round of 2025-07-22
    def asked(created):
        document = a_person(express_entry={"profile_created_on": created, "provinces": "all"})
        return outcome(document, "ee.357", "2025-07-22")

    assert asked("2025-07-22") == "unknown"
    assert asked("2025-07-21") == "not_eligible"  # in the pool, without a nomination


def test_a_report_with_a_score_missing_may_be_the_first_language():
    # CLB 9 in English makes an FSW applicant of 405 points; NCLC 4 in French does not.
    english = PLAIN["language_tests"][0]
    missing = {**english, "listening": None}
    general = ("ee.62", "2017-05-17")  # lowest 415

    def asked(*reports, **changes):
        document = a_person(language_tests=list(reports), **changes)
        return rounds_of(document, "2026-06-01")[general[0]].if_in_pool.outcome

    assert asked(english, french(4)) == "below_cutoff"
    assert asked(missing, french(4)) == "unknown"
    assert asked(missing, french(4), first_official_language="fr") == "not_eligible"
    assert asked({**missing, "speaking": 4.0}, french(4)) == "not_eligible"


# --- the score ----------------------------------------------------------------------------


def developer(**changes):
    """CRS 476 in spring 2023: age 30, a master’s degree, CLB 10, three years of work abroad."""
    study = {**PLAIN["education"][0], "credential": "masters"}
    return a_person(
        person={"date_of_birth": "1993-01-01"},
        education=[{**study, "eca": {"issued_on": "2022-01-15", "organization": "WES"}}],
        language_tests=[
            {
                "test": "ielts_general_training",
                "taken_on": "2022-05-04",
                "reading": 8.0,
                "writing": 7.5,
                "listening": 8.5,
                "speaking": 7.5,
            }
        ],
        **{
            "work": [a_job("21231", start="2019-01-01")],
            "express_entry": {"profile_created_on": "2022-09-01", "provinces": "all"},
            **changes,
        },
    )


# A brother or sister in Canada gives 15 points; Ontario’s tech rounds of 2023.
@pytest.mark.parametrize(
    ("round_id", "on", "asked_none", "not_asked"),
    [
        ("on.hcp.2023-03-10", "2023-03-10", "below_cutoff", "unknown"),  # 479 to 489
        ("on.hcp.2023-02-02", "2023-02-02", "below_cutoff", "unknown"),  # 481 to 489
        ("on.hcp.2023-05-05", "2023-05-05", "invited", "unknown"),  # 475 to 482: 491 is over
        ("on.hcp.2023-07-20", "2023-07-20", "above_range", "above_range"),  # 458 to 462
        ("ee.244", "2023-03-23", "below_cutoff", "unknown"),  # lowest 484
        ("ee.246", "2023-04-12", "below_cutoff", "unknown"),  # lowest 486
        ("ee.237", "2023-01-11", "below_cutoff", "below_cutoff"),  # lowest 507
    ],
)
def test_points_not_asked_about_decide_where_they_may_lift_the_score(
    round_id, on, asked_none, not_asked
):
    assert outcome(developer(), round_id, on) == asked_none
    assert outcome(developer(relatives_in_canada=None), round_id, on) == not_asked


def test_a_nomination_nobody_asked_about_may_lift_any_score():
    document = developer(provincial_nomination=None)
    assert outcome(document, "ee.237", "2023-01-11") == "unknown"


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        (None, "unknown"),  # 200 for a senior manager would pass
        (an_offer("ON", "21231", lmia=None), "below_cutoff"),  # 50 at most
        (an_offer("ON", "00012", lmia=None), "unknown"),
        (False, "below_cutoff"),
    ],
)
def test_an_open_job_offer_may_give_what_its_occupation_gives(offer, expected):
    entry = {"profile_created_on": "2023-06-01", "provinces": "all"}
    document = developer(job_offer=offer, express_entry=entry)
    assert outcome(document, "ee.275", "2023-12-18") == expected  # lowest 542


def test_a_canadian_job_of_open_length_may_give_what_it_can_have_given():
    # Its dates are not known: it may have lasted for years.
    here = a_job(country="CA", province="ON", start=None, end=None, primary=False)
    document = developer(work=[*developer()["work"], here])
    assert outcome(document, "ee.237", "2023-01-11") == "unknown"  # lowest 507


def test_a_second_report_that_cannot_be_read_may_be_the_better_one():
    tef = {"test": "tef_canada", "taken_on": "2022-06-01"}
    levels = {"reading": 250.0, "writing": 350.0, "listening": 290.0, "speaking": 360.0}
    reports = [*developer()["language_tests"], {**tef, **levels}]
    document = {**developer(), "language_tests": reports}
    assert outcome(document, "ee.244", "2023-03-23") == "unknown"  # French may give 50 and more


# --- the occupation -----------------------------------------------------------------------

TECH = ("on.hcp.2023-05-05", "2023-05-05")  # nine codes, 475 to 482


def second(**changes):
    """A second job beside one that is not listed."""
    return [
        a_job("21222", start="2019-01-01"),
        {**a_job(start="2021-01-01", primary=False), "noc": None, **changes},
    ]


def nocs(*codes):
    return [{"version": "2021", "code": code} for code in codes]


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        ([a_job("21222", start="2019-01-01")], "wrong_occupation"),
        (second(), "unknown"),
        (second(noc_candidates=nocs("21231", "21222")), "unknown"),
        (second(noc_candidates=nocs("21231", "21232")), "invited"),
        (second(noc_candidates=nocs("21220", "21222")), "wrong_occupation"),
        (second(start="2023-06-01"), "wrong_occupation"),  # begun after the round
    ],
)
def test_a_job_without_a_code_may_have_been_targeted(work, expected):
    assert outcome(developer(work=work), *TECH) == expected


def nurse(*work, **entry):
    """CRS 413 on 2024-02-06: age 32, a bachelor’s degree, CLB 9, three years of work abroad."""
    study = {**PLAIN["education"][0], "eca": {"issued_on": "2022-01-15", "organization": "WES"}}
    test = {**PLAIN["language_tests"][0], "taken_on": "2023-05-04", "reading": 7.0}
    return a_person(
        person={"date_of_birth": "1992-01-01"},
        education=[study],
        language_tests=[test],
        work=list(work),
        express_entry={"profile_created_on": "2023-09-01", "provinces": "all", **entry},
    )


NURSE = a_job("31301", start="2020-01-01", primary=False)
OTHER = a_job("21222", start="2020-01-01", primary=False)
NO_CODE = {**OTHER, "noc": None}


# The health round of 2024-02-06 looked at the primary occupation of the profile.
@pytest.mark.parametrize(
    ("work", "entry", "expected"),
    [
        ([{**NURSE, "primary": True}, OTHER], {}, "invited"),
        ([NURSE, {**OTHER, "primary": True}], {}, "wrong_occupation"),
        ([NURSE, OTHER], {}, "unknown"),
        ([NURSE, a_job("31302", start="2021-01-01", primary=False)], {}, "invited"),
        ([NURSE, NO_CODE], {}, "unknown"),
        ([OTHER, NO_CODE], {}, "unknown"),
        ([{**OTHER, "primary": True}, NO_CODE], {}, "wrong_occupation"),
        (
            [NURSE, {**OTHER, "primary": True}],
            {"primary_noc": {"version": "2021", "code": "31301"}},
            "invited",
        ),
    ],
)
def test_a_round_for_the_primary_occupation_needs_to_know_it(work, entry, expected):
    assert outcome(nurse(*work, **entry), "on.hcp.2024-02-06", "2024-02-06") == expected


# --- a province's own score ---------------------------------------------------------------

BRITISH_COLUMBIA = ("bc.ee_skilled_worker.2026-06-18-2", "2026-06-18")  # lowest 136 of 200


def eoi(**changes):
    return {
        "province": "BC",
        "submitted_at": "2026-06-05T10:00:00-07:00",
        "score": 136,
        **changes,
    }


@pytest.mark.parametrize(
    ("eois", "there"),
    [
        (None, True),  # nobody asked: what else is open decides
        ([], False),
        ([eoi()], True),
        ([eoi(province="AB")], False),
        ([eoi(province=None)], True),
        ([eoi(submitted_at="2026-06-19T10:00:00-07:00")], False),
        ([eoi(ended_on="2026-06-17")], False),
        ([eoi(ended_on="2026-06-18")], True),
        ([eoi(submitted_at=None)], True),
    ],
)
def test_a_province_chooses_among_the_interests_that_stood_that_day(eois, there):
    document = a_person(job_offer=an_offer("BC"), provincial_eois=eois)
    found = outcome(document, *BRITISH_COLUMBIA)
    # The guide of 2026 was not read in full: who was in the province's pool stays unknown.
    assert found == ("unknown" if there else "not_in_pool")


@pytest.mark.parametrize(
    ("eois", "expected"),
    [
        ([eoi()], "invited"),
        ([eoi(score=135)], "below_cutoff"),
        ([eoi(score=None)], "unknown"),
        ([eoi(score=130), eoi(score=150, ended_on="2026-06-10")], "below_cutoff"),
        ([eoi(score=130, ended_on="2026-06-10"), eoi(score=150)], "invited"),
        ([eoi(score=130), eoi(score=None)], "unknown"),
        ([eoi(score=140), eoi(score=None)], "invited"),
        ([eoi(score=200, province="AB")], "unknown"),
    ],
)
def test_the_score_that_stood_that_day_is_compared(eois, expected):
    round_id, on = BRITISH_COLUMBIA
    ground = ground_of(a_person(provincial_eois=eois), on)
    asked = next(each for each in load().part(RoundRules).all if each.row.id == round_id)
    assert provincial_score(ground, asked, today=False).outcome == expected


# Provinces that choose among expressions of interest, though they print no score.
@pytest.mark.parametrize(
    ("round_id", "on"),
    [
        ("bc.ee_skilled_worker.2026-06-18", "2026-06-18"),  # by wage
        ("nb.ee_employment.2026-06-04", "2026-06-04"),
        ("pe.ee.2026-06-18", "2026-06-18"),
        ("mb.swo.2026-06-18", "2026-06-18"),
        ("ns.ee_experience.2026-06-01", "2026-06-01"),
        ("sk.ee.2018-09-27", "2018-09-27"),
    ],
)
def test_a_round_among_interests_has_nobody_without_one(round_id, on):
    created = {"express_entry": {"profile_created_on": f"{on[:4]}-01-10", "provinces": "all"}}
    assert outcome(a_person(provincial_eois=[], **created), round_id, on) == "not_in_pool"
    assert outcome(a_person(**created), round_id, on) != "not_in_pool"


@pytest.mark.parametrize(
    ("round_id", "on"),
    [
        ("on.hcp.2024-02-08", "2024-02-08"),
        ("ab.ee.2023-04-24", "2023-04-24"),  # Alberta wrote to the pool until 2024-09-29
        ("ab.ee_health.2023-04-05", "2023-04-05"),
        ("ns.lmp.2023-10-12", "2023-10-12"),
    ],
)
def test_a_province_that_writes_to_the_federal_pool_asks_for_no_interest(round_id, on):
    created = {"express_entry": {"profile_created_on": f"{on[:4]}-01-10", "provinces": "all"}}
    assert outcome(a_person(provincial_eois=[], **created), round_id, on) != "not_in_pool"


# --- any fact at all ----------------------------------------------------------------------

FACTS = (
    *("dependent_children", "education", "language_tests", "work", "certificate_of_qualification"),
    *("job_offer", "provincial_nomination", "relatives_in_canada", "settlement_funds"),
)
CROWD = list(people(12))


@pytest.mark.parametrize("number", range(len(CROWD)))
def test_a_fact_not_asked_about_leaves_a_round_as_it_was_or_open(number):
    on = "2026-09-26"
    whole = rounds_of(CROWD[number], on)
    for fact in FACTS:
        for round_id, found in rounds_of({**CROWD[number], fact: None}, on).items():
            was, would = whole[round_id].outcome, whole[round_id].if_in_pool.outcome
            assert found.outcome in (was, "unknown"), (fact, round_id)
            assert found.if_in_pool.outcome in (would, "unknown"), (fact, round_id)


# --- streams ----------------------------------------------------------------------------


def test_a_score_with_open_points_leaves_the_crs_of_a_stream_open():
    # Alberta asks for 300; without the test, a certificate and a nomination are open.
    on = "2026-11-24"
    poor = a_person(language_tests=[], education=[])
    assert crs_of(poor, on) is False
    assert crs_of({**poor, "language_tests": None}, on) is None
    assert crs_of({**poor, "provincial_nomination": None}, on) is None


def crs_of(document, on):
    """Whether Alberta's Express Entry stream finds its CRS score reached."""
    found = next(each for each in assessed(document, on).streams if each.id == "ab.ee")
    return next(each.met for each in found.criteria if each.id == "crs")
