"""Points for a high-wage occupation, by figures INVENTED for these tests (see high_wage_book)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.assessment.assess import assess
from portal.assessment.crs import best_factors, score
from portal.assessment.crs_points import bare_total
from portal.assessment.crs_tables import tables_on
from portal.assessment.facts import Facts
from portal.assessment.steps import Steps, standing_on
from portal.rulebook import load
from portal.text import render
from tests.assessment.people_at_random import people
from tests.assessment.test_properties import facts_or_skip, often
from tests.builders import (
    a_job,
    a_noc,
    a_profile,
    an_offer,
    day,
    in_canada,
    profile_of,
    studied_in_canada,
    without,
)
from tests.rulebook.high_wage_book import a_book

ON = "2026-12-01"
LINE = "crs.additional.high_wage"
BOOK = a_book()
BOTH = a_book(combine="sum", max=110)


def line(document, on=ON, book=BOOK):
    facts = Facts(profile_of(document), book)
    factors = best_factors(facts, day(on))
    crs = score(facts, factors)
    assert crs.total == bare_total(facts, factors, tables_on(book, day(on)))
    return crs.line(LINE)


def points(document, on=ON, book=BOOK):
    return line(document, on, book).points


def because(document, on=ON, book=BOOK):
    return render(line(document, on, book).because)


def worked(**changes):
    """One year in Canada as a software engineer (tier 1.5), and no offer."""
    return a_profile(ON, work=[in_canada(1, ON, **changes)])


def offered(code="21231", **changes):
    """No work in Canada, and an offer."""
    return a_profile(ON, job_offer=an_offer(code, **changes))


# --- once it is entered -----------------------------------------------------------------


def test_results_stop_being_provisional():
    profile = profile_of(worked())
    assert assess(profile, load(), day(ON), rounds=False).provisional is not None
    after = assess(profile, BOOK, day(ON), rounds=False)
    assert after.provisional is None
    assert after.line(LINE).rule.confidence == "low"
    assert after.line(LINE).max == 60


@pytest.mark.parametrize("on", ["2026-11-02", "2026-06-01", "2019-08-01"])
def test_nothing_changes_before_its_first_day(on):
    profile = profile_of(worked())
    before, after = (assess(profile, book, day(on)).as_json() for book in (load(), BOOK))
    assert {**before, "rulebook": ""} == {**after, "rulebook": ""}


def test_it_adds_to_the_total_what_the_line_gives():
    profile = profile_of(worked())
    old, new = (assess(profile, book, day(ON), rounds=False).crs for book in (load(), BOOK))
    assert new.total - old.total == 40
    assert new.sections[3].points == old.sections[3].points + 40


def test_a_nomination_leaves_no_room_for_it():
    nominated = {"province": "ON", "nominated_on": "2026-05-01", "enhanced": True}
    found = line({**worked(), "provincial_nomination": nominated})
    assert (found.points, found.counted) == (40, 0)


# --- work in Canada ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "earned"),
    [("20010", 60), ("21231", 40), ("21233", 20), ("21234", 0), ("65201", 0)],
)
def test_a_year_in_canada_earns_by_tier(code, earned):
    assert points(worked(noc=a_noc(code))) == earned


def test_teer_5_counts_where_the_table_accepts_it():
    """Work of TEER 5 is no work for the core's table; this one says for itself what counts."""
    book = a_book(work__teer=["0", "1", "2", "3", "5"])
    assert points(worked(noc=a_noc("65201")), book=book) == 20


@pytest.mark.parametrize(
    ("changes", "earned"),
    [
        ({"start": "2025-12-01"}, 40),
        ({"start": "2025-12-02"}, 0),  # a day short of twelve months
        ({"hours_per_week": 15}, 0),  # half time: half a year
        ({"hours_per_week": 15, "start": "2024-12-01"}, 40),
        ({"country": "IN", "province": None}, 0),
        ({"self_employed": True}, 0),
        ({"full_time_student": True}, 0),
        ({"authorized": False}, 0),
        ({"paid": False}, 0),
        ({"noc": None}, None),
        ({"country": None}, None),
        ({"hours_per_week": None}, None),
        ({"start": None}, None),
        ({"employer_country": "US"}, None),  # sources disagree: a question
    ],
)
def test_which_work_counts(changes, earned):
    assert points(worked(**changes)) == earned


def test_work_that_ended_drops_out_of_the_window():
    document = worked(start="2023-12-01", end="2024-11-30")
    assert points(document, "2026-12-01") == 40
    assert points(document, "2026-12-02") == 0
    assert points(document, "2026-12-02", a_book(work__window_months=0)) == 40


def test_the_months_of_one_occupation_one_tier_or_a_higher_one():
    """Six months each in tiers 2.0, 1.5 and 1.5."""
    spans = [("20010", "2024-12-01", "2025-05-31"), ("21231", "2025-06-01", "2025-11-30"),
             ("21232", "2025-12-01", "2026-05-31")]  # fmt: skip
    document = a_profile(
        ON, work=[in_canada(1, ON, noc=a_noc(code), start=a, end=b) for code, a, b in spans]
    )
    assert points(document) == 0
    assert points(document, book=a_book(work__months_in="one_tier")) == 40
    document["work"] = document["work"][:2]
    assert points(document, book=a_book(work__months_in="one_tier")) == 0
    assert points(document, book=a_book(work__months_in="tier_or_higher")) == 40


def test_the_best_of_several_occupations_counts():
    two = [in_canada(1, ON, noc=a_noc("21233")), in_canada(2, ON, noc=a_noc("31102"))]
    assert points(a_profile(ON, work=two)) == 60


def test_unknown_work_is_a_question():
    assert points(without(worked(), "work")) is None
    assert because(without(worked(), "work")).startswith("Work is not known")


def test_an_unknown_occupation_matters_only_where_it_could_earn_more():
    document = a_profile(ON, work=[in_canada(1, ON, noc=None), in_canada(1, ON)])
    assert points(document) is None  # it may be of tier 2.0
    document["work"][1]["noc"] = a_noc("20010")
    assert points(document) == 60


def test_candidates_of_one_tier_are_no_question_where_the_tier_decides():
    work = [in_canada(1, ON, noc=None, noc_candidates=[a_noc("21231"), a_noc("21232")])]
    document = a_profile(ON, work=work)
    assert points(document) is None
    assert points(document, book=a_book(work__months_in="one_tier")) == 40
    work[0]["noc_candidates"] = [a_noc("21234"), a_noc("41200")]
    assert points(document) == 0


# --- NOC 2016 through the concordance ---------------------------------------------------


def test_an_old_code_counts_as_what_it_became():
    """0211 became 20010 and nothing else; 2174 went to 21230, 21232 and 21234 alike."""
    assert points(worked(noc=a_noc("0211"))) == 60
    found = line(worked(noc=a_noc("2174")))
    assert (found.points, found.counted) == (None, 0)
    assert "hangs on the duties" in render(found.because)


def test_an_old_code_whose_heirs_are_all_listed_is_certain():
    heirs = {code for code, _ in load().occupations.translate("2016", "2174", "2021")}
    listed = dict.fromkeys(heirs, "1.5") | {"20010": "2.0", "21233": "1.3"}
    assert points(worked(noc=a_noc("2174")), book=a_book(listed)) == 40
    mixed = {**listed, min(heirs): "1.3"}
    assert points(worked(noc=a_noc("2174")), book=a_book(mixed)) is None


def test_old_and_new_codes_of_one_occupation_add_up():
    old = in_canada(1, ON, noc=a_noc("0211"), start="2025-12-01", end="2026-05-31")
    new = in_canada(1, ON, noc=a_noc("20010"), start="2026-06-01")
    assert points(a_profile(ON, work=[old, new])) == 60
    maybe = {**old, "noc": a_noc("2173")}  # most of it became 21231, a part did not
    assert points(a_profile(ON, work=[maybe, {**new, "noc": a_noc("21231")}])) is None


def test_a_question_is_flagged_where_it_can_be_asked():
    def flag_of(document):
        made = assess(profile_of(document), BOOK, day(ON), rounds=False)
        return next(each for each in made.flags if each.id == f"unknown.{LINE}")

    found = flag_of(worked(noc=a_noc("2174")))
    assert (found.severity, found.path) == ("warning", "work")
    assert "hangs on the duties" in render(found.message)
    assert flag_of(without(worked(), "job_offer")).path == "job_offer"


# --- the offer --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "earned"),
    [("20010", 50), ("21231", 30), ("21233", 10), ("21234", 0), ("65201", 0), ("0211", 50),
     ("2174", None)],
)  # fmt: skip
def test_an_offer_earns_by_tier(code, earned):
    assert points(offered(code)) == earned


@pytest.mark.parametrize(
    ("terms", "changes", "earned"),
    [
        ({}, {"hours_per_week": 29}, 0),
        ({}, {"hours_per_week": None}, None),
        ({"min_hours_per_week": 0}, {"hours_per_week": 10}, 30),
        ({}, {"permanent": False, "duration_months": 11}, 0),
        ({}, {"permanent": False, "duration_months": 12}, 30),
        ({}, {"permanent": False, "duration_months": None}, None),
        ({"min_months": 0}, {"permanent": False, "duration_months": None}, 30),
        ({"needs_permanent": True}, {"permanent": False, "duration_months": 24}, 0),
        ({}, {"seasonal": True}, 0),
        ({}, {"seasonal": None}, None),
        ({"seasonal": True}, {"seasonal": True}, 30),
        ({}, {"lmia": "none"}, 30),  # reported: an offer needs no LMIA any more
        ({"needs_lmia": True}, {"lmia": "none"}, 0),
        ({"needs_lmia": True}, {"lmia": "exempt"}, 0),
        ({"needs_lmia": True}, {"lmia": None}, None),
        ({"employed_months": 6}, {"employed_since": "2026-06-01"}, 30),
        ({"employed_months": 6}, {"employed_since": "2026-06-02"}, 0),
        ({"employed_months": 6}, {}, None),
        ({}, {"offered_on": "2026-12-01"}, 30),
        ({}, {"offered_on": "2026-12-02"}, 0),
        ({}, {"noc": None}, None),
    ],
)
def test_what_is_asked_of_an_offer(terms, changes, earned):
    book = a_book(**{f"offer__{key}": value for key, value in terms.items()})
    assert points(offered(**changes), book=book) == earned


def test_unknown_conditions_do_not_matter_off_the_list():
    assert points(offered("21234", hours_per_week=None, seasonal=None)) == 0


def test_no_offer_and_an_unknown_one():
    assert points(a_profile(ON)) == 0
    assert points(without(a_profile(ON), "job_offer")) is None


# --- both -------------------------------------------------------------------------------


def test_the_higher_of_work_and_offer_or_their_sum():
    document = {**worked(), "job_offer": an_offer("20010")}
    assert points(document) == 50
    assert points(document, book=BOTH) == 90
    assert points(document, book=a_book(combine="sum", max=75)) == 75


def test_an_unknown_offer_does_not_matter_where_work_earns_the_most():
    best = worked(noc=a_noc("20010"))
    assert points(without(best, "job_offer")) == 60
    assert points(without(best, "job_offer"), book=BOTH) is None


def test_why_names_occupation_tier_months_and_how_the_two_combine():
    document = {**worked(), "job_offer": an_offer("20010")}
    assert because(document) == (
        "21231 Software engineers and designers, tier 1.5: 12 months of work in Canada in the"
        " last 36. Offer as 20010 Engineering managers, tier 2.0. The higher of the two counts"
    )
    assert because(worked(start="2026-01-25")) == (
        "21231 Software engineers and designers, tier 1.5: 10 of the 12 months of work in Canada"
        " asked within 36 months. No job offer"
    )
    assert because(a_profile(ON)) == "No work in Canada in a listed occupation. No job offer"


# --- in the core ------------------------------------------------------------------------


def test_the_table_says_in_which_section_it_is():
    book = a_book(section="core")
    facts = Facts(profile_of(worked()), book)
    crs = score(facts, best_factors(facts, day(ON)))
    assert LINE in [each.id for each in crs.sections[0].lines]
    assert LINE not in [each.id for each in crs.sections[3].lines]
    assert crs.total == score(Facts(facts.profile, BOOK), best_factors(facts, day(ON))).total


def test_in_the_core_the_core_s_ceiling_holds():
    document = a_profile(
        ON,
        age=25,
        education=[studied_in_canada("doctorate", "2026-05-31")],
        work=[in_canada(6, ON, noc=a_noc("20010"))],
    )
    document["language_tests"][0] |= dict.fromkeys(
        ("reading", "writing", "listening", "speaking"), 12.0
    )
    facts = Facts(profile_of(document), a_book(section="core"))
    core = score(facts, best_factors(facts, day(ON))).sections[0]
    assert sum(each.points for each in core.lines) == 110 + 150 + 136 + 80 + 60
    assert core.points == 500 - 24 + 24  # the room a second language leaves is filled
    assert core.lines[-1].counted == 24


# --- over time --------------------------------------------------------------------------


def test_the_day_the_months_are_reached_and_the_day_they_drop_out():
    facts = Facts(profile_of(worked(start="2026-02-10", end="2027-03-09")), BOOK)
    steps = Steps(facts, date(2026, 11, 3), date(2030, 12, 31))
    bare = Steps(Facts(facts.profile, load()), date(2026, 11, 3), date(2030, 12, 31))

    def gain(on):
        return steps.at(day(on)).crs - bare.at(day(on)).crs

    assert [gain("2027-02-09"), gain("2027-02-10")] == [0, 40]
    # Thirteen months of work: twelve of them are in the window until 10 March 2029.
    assert [gain("2029-03-10"), gain("2029-03-11")] == [40, 0]


def test_a_round_after_it_took_effect_counts_it():
    """No round after 3 November 2026 is on file; the version is moved back to try one."""
    early = a_book(from_="2019-01-01", edition="2021")
    document = a_profile("2019-06-01", work=[in_canada(2, "2019-06-01")])
    document["express_entry"] = {"profile_created_on": "2019-05-01"}
    profile = profile_of(document)
    old, new = (
        {each.id: each.crs for each in assess(profile, book, date(2019, 9, 1)).rounds}
        for book in (load(), early)
    )
    gains = {new[each] - old[each] for each in old if old[each] is not None}
    assert gains == {40}


def test_a_listed_occupation_says_so_among_the_lists_that_name_it():
    document = a_profile(
        ON, work=[in_canada(1, ON, noc=a_noc("20010")), in_canada(1, ON, noc=a_noc("2174"))]
    )
    made = assess(profile_of(document), BOOK, day(ON), rounds=False)
    found = [
        (each.noc.code, render(by.name), by.certain)
        for each in made.targeted_occupations
        for by in each.targeted_by
        if by.kind == "crs"
    ]
    assert found == [
        ("20010", "High-wage occupation, tier 2.0", True),
        ("2174", "High-wage occupation, tier 1.5", False),
    ]


# --- what holds of everybody ------------------------------------------------------------

LATE = st.dates(date(2026, 11, 3), date(2027, 12, 31))
BOOKS = [
    BOOK,
    BOTH,
    a_book(work__months_in="one_tier", work__window_months=18, work__min_months=7),
    a_book(work__months_in="tier_or_higher", work__window_months=0, offer__employed_months=5),
    a_book(section="core", combine="sum", max=80, work__window_months=13),
]


@often
@given(people, LATE, st.sampled_from(BOOKS))
def test_totals_with_and_without_it_differ_by_that_line_alone(document, on, book):
    facts = facts_or_skip(document)
    facts_new = Facts(facts.profile, book)
    factors = facts.options(on)[0]
    old, new = score(facts, factors), score(facts_new, factors)
    lines_old = {each.id: each.counted for part in old.sections for each in part.lines}
    lines_new = {each.id: each.counted for part in new.sections for each in part.lines}
    found = new.line(LINE)
    assert 0 <= (found.points or 0) <= found.max
    assert {**lines_new, LINE: 0} == lines_old
    if old.total is not None:
        assert new.total - old.total == lines_new[LINE] == found.counted


@often
@given(people, LATE, st.sampled_from(BOOKS))
def test_the_explained_the_bare_and_the_stepped_total_are_one(document, on, book):
    facts = Facts(facts_or_skip(document).profile, book)
    factors = best_factors(facts, on)
    assert score(facts, factors).total == bare_total(facts, factors, tables_on(book, on))
    steps = Steps(facts, date(2026, 10, 1), date(2027, 12, 31))
    for each in (on, *steps.starts):
        for at in (each, each - timedelta(days=1)):
            if at >= date(2026, 10, 1):
                assert steps.at(at).crs == standing_on(facts, at).crs


@often
@given(people, LATE, st.sampled_from(BOOKS))
def test_knowing_more_settles_on_a_figure_that_was_possible(document, on, book):
    """A code that was unknown becomes a listed one: the line never falls below what was sure."""
    facts = Facts(facts_or_skip(document).profile, book)
    before = score(facts, best_factors(facts, on)).line(LINE)
    known = {**document, "work": [*(document.get("work") or [])]}
    if document.get("work") is None:
        return
    more = in_canada(2, on.isoformat(), noc=a_noc("20010"))
    after = Facts(profile_of({**known, "work": [*known["work"], more]}), book)
    found = score(after, best_factors(after, on)).line(LINE)
    if before.points is not None and found.points is not None:
        assert found.points >= before.points


def test_work_abroad_in_a_listed_occupation_earns_nothing():
    assert points(a_profile(ON, work=[a_job(5, ON, code="20010")])) == 0
