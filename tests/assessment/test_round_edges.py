"""Rounds at their edges: cutoff, ceiling, tie-break, window, life of the profile.

Scores, instants and windows are typed in from the published tables (IRCC's file
``ee_rounds_123_en.json``; https://www.ontario.ca/page/oinp-express-entry-notifications-interest),
not read from our own.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from portal.assessment.facts import Facts
from portal.assessment.ground import any_of
from portal.assessment.grounds import Grounds
from portal.assessment.pool import Membership, membership
from portal.assessment.profile import ExpressEntry, Person, Profile
from portal.assessment.reading import parse_profile
from portal.assessment.round_outcome import Replay
from portal.rulebook import load
from portal.rulebook.round_rules import RoundRules
from portal.rulebook.rounds import Rounds
from tests.assessment.people import the_example

RULES = load()


@dataclass
class Standing:
    """Somebody with a given score, eligible for some programs; nothing else is asked."""

    crs: int | None
    programs: dict = field(default_factory=lambda: {"fsw": True, "cec": False, "fst": False})
    nominated: bool | None = False

    @property
    def most(self):
        return self.crs

    @property
    def any_program(self):
        return any_of(list(self.programs.values()))


def entered(created=None, submitted=None, **more):
    """When somebody was in the pool, by the dates of the Express Entry profile."""
    entry = ExpressEntry(
        profile_created_on=date.fromisoformat(created) if created else None,
        submitted_at=datetime.fromisoformat(submitted) if submitted else None,
        **more,
    )
    person = Person(date_of_birth=date(1990, 1, 1))
    profile = Profile(schema="portal.profile/1", person=person, express_entry=entry)
    return membership(profile, RULES)


def outcome(number, crs, member, **standing):
    """The outcome of a federal round for a score and a moment of submission."""
    row = RULES.part(Rounds).get(f"ee.{number}")
    return Replay(RULES).federal(row, Standing(crs, **standing), member, today=False).outcome


ALL_PROGRAMS = {"fsw": True, "cec": True, "fst": True}


@pytest.mark.parametrize(
    ("number", "lowest", "tie_break"),
    [
        ("77", 458, "2017-10-23T15:58:27+00:00"),
        ("84", 442, "2018-02-11T17:03:32+00:00"),
        ("91a", 288, "2017-06-07T20:11:13+00:00"),
        ("101", 445, "2018-10-02T04:02:11+00:00"),
        ("118", 470, "2019-05-23T10:18:56+00:00"),
        ("119", 465, "2019-06-06T13:51:59+00:00"),
        ("120", 462, "2019-05-11T17:40:54+00:00"),
        ("121", 460, "2019-06-11T00:27:18+00:00"),
        ("150", 440, "2020-03-07T10:36:59+00:00"),
        ("176", 75, "2020-09-12T15:31:40+00:00"),
        ("187", 401, "2021-04-29T11:48:14+00:00"),
        ("200", 404, "2021-08-03T05:39:26+00:00"),
        ("231", 510, "2022-01-08T10:24:52+00:00"),
        ("259", 517, "2023-06-30T11:45:05+00:00"),
        ("275", 542, "2023-11-06T14:40:23+00:00"),
        ("320", 539, "2024-10-19T21:53:18+00:00"),
        ("400", 508, "2025-06-24T22:35:48+00:00"),
    ],
)
def test_the_tie_break_parts_those_at_the_lowest_score(number, lowest, tie_break):
    moment = datetime.fromisoformat(tie_break)
    later = moment.replace(microsecond=1).isoformat()
    at = entered(submitted=tie_break)
    assert outcome(number, lowest, at, programs=ALL_PROGRAMS) == "invited"
    after = entered(submitted=later)
    assert outcome(number, lowest, after, programs=ALL_PROGRAMS) == "after_tie_break"
    assert outcome(number, lowest + 1, after, programs=ALL_PROGRAMS) == "invited"
    assert outcome(number, lowest - 1, at, programs=ALL_PROGRAMS) == "below_cutoff"


# Nobody's order was looked at before November 2017 (alphaconsultants.ca, tie-break procedure)
@pytest.mark.parametrize(("number", "lowest"), [("1", 886), ("20", 484), ("50", 475), ("76", 241)])
def test_early_rounds_took_everybody_at_the_lowest_score(number, lowest):
    member = entered(submitted="2017-10-31T12:00:00+00:00")
    assert outcome(number, lowest, member, programs=ALL_PROGRAMS) == "invited"
    assert outcome(number, lowest - 1, member, programs=ALL_PROGRAMS) == "below_cutoff"


def test_an_unknown_moment_of_submission_is_unknown_only_at_the_lowest_score():
    member = entered(created="2019-03-01")
    assert outcome("121", 460, member) == "unknown"
    assert outcome("121", 461, member) == "invited"
    assert outcome("121", 459, member) == "below_cutoff"


def test_who_created_after_the_tie_break_submitted_after_it():
    assert outcome("121", 460, entered(created="2019-06-11")) == "after_tie_break"


@pytest.mark.parametrize(
    ("number", "programs", "expected"),
    [
        ("121", {"fsw": True, "cec": False, "fst": False}, "invited"),  # general
        ("121", {"fsw": False, "cec": False, "fst": True}, "invited"),
        ("121", {"fsw": False, "cec": False, "fst": False}, "not_eligible"),
        ("121", {"fsw": None, "cec": False, "fst": False}, "unknown"),
        ("176", {"fsw": True, "cec": False, "fst": False}, "not_eligible"),  # CEC
        ("176", {"fsw": False, "cec": True, "fst": False}, "invited"),
        ("176", {"fsw": True, "cec": None, "fst": False}, "unknown"),
        ("76", {"fsw": True, "cec": True, "fst": False}, "not_eligible"),  # FST
        ("76", {"fsw": False, "cec": False, "fst": True}, "invited"),
    ],
)
def test_a_program_round_takes_its_program_alone(number, programs, expected):
    member = entered(submitted="2017-02-01T00:00:00+00:00")
    assert outcome(number, 1000, member, programs=programs) == expected


# Round 91b of 2018-05-30: provincial nominees, lowest 902
@pytest.mark.parametrize(
    ("nominated", "crs", "expected"),
    [
        (True, 902, "invited"),
        (True, 901, "below_cutoff"),
        (False, 1000, "not_eligible"),
        (None, 1000, "unknown"),
    ],
)
def test_a_nominees_round_needs_an_enhanced_nomination(nominated, crs, expected):
    member = entered(submitted="2018-03-01T00:00:00+00:00")
    assert outcome("91b", crs, member, nominated=nominated) == expected


def test_an_unknown_score_is_unknown():
    assert outcome("121", None, entered(submitted="2019-01-01T00:00:00+00:00")) == "unknown"


@pytest.mark.parametrize(
    ("created", "day", "there"),
    [
        ("2018-08-01", "2018-07-31", False),
        ("2018-08-01", "2018-08-01", True),
        ("2018-08-01", "2019-08-01", True),  # Ontario's own window has both ends
        ("2018-07-31", "2019-08-01", False),
        ("2018-08-01", "2019-08-02", False),
        ("2020-02-29", "2021-02-28", True),
        ("2020-02-29", "2021-03-01", False),
    ],
)
def test_a_profile_lives_twelve_months(created, day, there):
    assert entered(created=created).on(date.fromisoformat(day), None) is there


def test_a_profile_ends_when_it_was_ended():
    member = entered(created="2019-01-10", ended_on=date(2019, 5, 1))
    assert member.on(date(2019, 5, 1), None) is True
    assert member.on(date(2019, 5, 2), None) is False


def test_on_the_day_of_a_federal_round_the_hour_of_creation_matters():
    round_118 = RULES.part(Rounds).get("ee.118")
    at_noon = entered(submitted="2019-05-29T12:00:00+00:00")
    assert at_noon.on(round_118.day, round_118.instant) is True
    in_the_evening = entered(submitted="2019-05-29T22:00:00+00:00")
    assert in_the_evening.on(round_118.day, round_118.instant) is False
    assert entered(created="2019-05-29").on(round_118.day, round_118.instant) is None


def test_without_a_profile_nobody_is_in_the_pool_and_without_an_answer_nobody_knows():
    person = Person(date_of_birth=date(1990, 1, 1))
    none = Profile(schema="portal.profile/1", person=person, express_entry=False)
    asked_not = Profile(schema="portal.profile/1", person=person)
    assert membership(none, RULES).on(date(2019, 5, 29), None) is False
    assert membership(asked_not, RULES).on(date(2019, 5, 29), None) is None
    assert isinstance(membership(none, RULES), Membership)


# --- Ontario's tech rounds: range and window as the province printed them ----------------


def developer(day, created):
    """A software engineer whose papers are a few months old on a day."""
    on = date.fromisoformat(day)
    document = the_example(express_entry={"profile_created_on": created})
    document["person"]["date_of_birth"] = f"{on.year - 30}-01-15"
    for study in document["education"]:
        study["eca"]["issued_on"] = f"{on.year - 2}-06-01"
    for test in (*document["language_tests"], *document["spouse"]["language_tests"]):
        test["taken_on"] = f"{on.year - 1}-06-01"
    document["settlement_funds"] = 60_000
    return Facts(parse_profile(document, RULES), RULES)


TECH_ROUNDS = [
    ("2019-07-12", 439, 459),
    ("2019-08-01", 435, 458),
    ("2020-01-15", 460, 472),
    ("2020-07-29", 463, 477),
    ("2020-10-15", 462, 470),
    ("2020-12-15", 460, 468),
    ("2021-02-16", 453, 467),
    ("2021-04-13", 456, 467),
    ("2021-10-27", 455, 467),
    ("2022-02-08", 463, 467),
    ("2022-12-19", 484, 490),
    ("2023-02-02", 481, 489),
    ("2023-03-10", 479, 489),
    ("2023-05-05", 475, 482),
    ("2023-07-06", 479, 485),
    ("2023-12-14", 473, 480),
    ("2024-02-08", 471, 480),
    ("2024-03-21", 468, 480),
]


def tech_outcome(day, created, crs):
    on = date.fromisoformat(day)
    asked = next(each for each in RULES.part(RoundRules).all if each.row.id == f"on.hcp.{day}")
    facts = developer(day, created)
    member = membership(facts.profile, RULES)
    if not member.on(on, None):
        return "not_in_pool"
    ground = Grounds(facts, on, member).on(on, today=False)
    ground.crs = ground.most = crs
    return Replay(RULES).provincial(asked, ground, member, today=False).outcome


@pytest.mark.parametrize(("day", "low", "high"), TECH_ROUNDS)
def test_a_tech_round_took_its_range_and_nothing_beside_it(day, low, high):
    created = f"{int(day[:4]) - 1}-12-31"
    outcomes = [tech_outcome(day, created, crs) for crs in (low - 1, low, high, high + 1)]
    assert outcomes == ["below_cutoff", "invited", "invited", "above_range"]


@pytest.mark.parametrize(("day", "low", "high"), TECH_ROUNDS)
def test_a_tech_round_took_profiles_of_its_twelve_months_alone(day, low, high):
    first = f"{int(day[:4]) - 1}{day[4:]}"
    before = date.fromordinal(date.fromisoformat(first).toordinal() - 1).isoformat()
    assert tech_outcome(day, first, low) == "invited"
    assert tech_outcome(day, day, high) == "invited"
    assert tech_outcome(day, before, low) == "not_in_pool"


# Health round of 8 to 9 March 2023: profiles of 2022-03-08 to 2023-03-09 (printed so).
# Tech and health of August 2023: windows end on 2023-07-08 and 2023-08-02.
@pytest.mark.parametrize(
    ("day", "created", "expected"),
    [
        ("2023-08-11", "2023-07-08", "invited"),
        ("2023-08-11", "2023-07-09", "outside_profile_window"),
        ("2023-08-16", "2023-08-02", "invited"),
        ("2023-08-16", "2023-08-03", "outside_profile_window"),
    ],
)
def test_a_window_may_close_before_the_round(day, created, expected):
    assert tech_outcome(day, created, 480) == expected
