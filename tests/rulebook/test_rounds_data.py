"""The rounds of the rulebook against totals that were published or counted elsewhere."""

from collections import Counter
from datetime import date

import pytest

from portal.rulebook import RulebookError, load
from portal.rulebook.lists import Lists
from portal.rulebook.rounds import FEDERAL, PROVINCIAL, Rounds
from portal.rulebook.streams import Streams


@pytest.fixture(scope="module")
def rounds() -> Rounds:
    return load().part(Rounds)


def test_every_published_federal_round_stands_there_once(rounds):
    numbers = [each.number for each in rounds.federal]
    expected = {str(n) for n in range(1, 438)} - {"91"} | {"91a", "91b"}
    assert set(numbers) == expected
    assert len(numbers) == len(expected) == 438


# IRCC's file as read a second time (rounds and invitations a year, 2015-01-31 to 2026-08-07);
# 2015 to 2022 agree with canadaimmigrationhelpline.com/express-entry-draw/.
@pytest.mark.parametrize(
    ("year", "held", "invited"),
    [
        (2015, 23, 31063),
        (2016, 27, 33782),
        (2017, 30, 86023),
        (2018, 28, 89800),
        (2019, 26, 85300),
        (2020, 37, 107350),
        (2021, 42, 114224),
        (2022, 24, 46539),
        (2023, 42, 110266),
        (2024, 52, 98903),
        (2025, 58, 113998),
        (2026, 46, 113423),
    ],
)
def test_yearly_invitations_are_the_published_ones(rounds, year, held, invited):
    of_year = [
        each for each in rounds.federal if each.on.year == year and each.on <= date(2026, 8, 7)
    ]
    assert len(of_year) == held
    assert sum(each.invitations for each in of_year) == invited


def test_kinds_are_counted_as_in_the_published_file(rounds):
    kinds = Counter(each.kind for each in rounds.federal if each.on <= date(2026, 8, 7))
    assert kinds == {
        "general": 178,
        "pnp": 110,
        "cec": 66,
        "french": 35,
        "health": 15,
        "fst": 7,
        "trade": 6,
        "transport": 4,
        "stem": 3,
        "agriculture": 3,
        "education": 2,
        "physicians": 2,
        "senior_managers": 2,
        "fsw": 1,
        "military": 1,
    }


def test_rounds_of_one_source_only_are_of_low_confidence(rounds):
    assert {each.number for each in rounds.federal if each.on > date(2026, 8, 7)} == {
        "435",
        "436",
        "437",
    }
    assert all(rounds.get(f"ee.{n}").confidence == "low" for n in (435, 436, 437))


def test_no_tie_break_lies_after_its_round_or_more_than_372_days_before(rounds):
    for each in rounds.federal:
        if each.tie_break is not None and each.instant is not None:
            assert 0 <= (each.instant - each.tie_break).days <= 372, each.id


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("7", "2015-04-10"),  # drawn at 2015-04-11T00:00:01Z, still the 10th in Ottawa
        ("104", "2018-11-15"),  # thinkingport.com/2018/11/15/news-89792/
        ("146", "2020-05-01"),  # poonahimmigrationlaw.com/…-draw-146-on-may-1-2020/
        ("148", "2020-05-15"),  # cicnews.com/2020/05/…-0514310.html
        ("357", "2025-07-22"),  # unaimmi.com/news/detail/209; the instant says the 12th
    ],
)
def test_the_day_of_the_draw_is_the_one_in_ottawa(rounds, number, day):
    assert rounds.get(f"ee.{number}").day.isoformat() == day


def test_a_slip_in_an_instant_is_kept_but_not_used(rounds):
    assert rounds.get("ee.357").at.day == 12
    assert rounds.get("ee.357").instant is None


def test_all_390_provincial_rounds_stand_there(rounds):
    assert len(rounds.provincial) == 390
    assert Counter(each.province for each in rounds.provincial) == {
        "ON": 184,
        "AB": 112,
        "BC": 32,
        "SK": 17,
        "NS": 17,
        "NB": 14,
        "PE": 9,
        "MB": 5,
    }


# https://www.ontario.ca/page/oinp-express-entry-notifications-interest, totals of 2019
@pytest.mark.parametrize(("until", "invited"), [("2019-08-01", 5961), ("2019-12-31", 6958)])
def test_ontarios_human_capital_rounds_of_2019_add_up(rounds, until, invited):
    held = [
        each
        for each in rounds.provincial
        if each.stream == "on.hcp" and each.on.year == 2019 and each.on.isoformat() <= until
    ]
    assert sum(each.invitations for each in held) == invited


def test_the_two_tech_rounds_of_2019_are_the_story_s_3396(rounds):
    story = load().table("rounds.on_tech_2019", on=date(2019, 8, 1))
    for round_id, invited in story.rows:
        assert rounds.get(round_id).invitations == invited
    assert sum(invited for _, invited in story.rows) == story.values["total"] == 3396
    second = rounds.get(story.values["shown_on"])
    assert (second.invitations, second.lowest, second.highest) == (1773, 435, 458)
    assert (second.profile_from, second.profile_to) == (date(2018, 8, 1), date(2019, 8, 1))
    assert second.lists == ("on.tech_2019",)


def test_every_round_of_a_province_names_a_stream_and_real_lists_and_codes(rounds):
    streams, lists = load().part(Streams), load().part(Lists)
    for each in rounds.provincial:
        assert streams[each.stream].province == each.province
        for list_id in each.lists:
            assert lists.on(list_id, each.on).codes, each.id
        for code in each.codes:
            assert lists.occupations.exists(each.edition, code), (each.id, code)


def test_a_provinces_own_score_is_never_a_crs_score(rounds):
    for each in rounds.provincial:
        if each.score_scale != "CRS":
            assert (each.lowest, each.highest) == (None, None), each.id


def test_every_note_is_there_in_french(rounds):
    assert [each.id for each in rounds.provincial if bool(each.note) != bool(each.note_fr)] == []


@pytest.mark.parametrize(
    ("path", "found", "written", "says"),
    [
        (FEDERAL, b"2018-05-30T14:52:06Z", b"2018-05-30T14:52:06", "offset"),
        (FEDERAL, b",886,", b",886.5,", "whole number"),
        (FEDERAL, b"91b,", b"91a,", "stands twice"),
        (FEDERAL, b",cec,Canadian", b",cecs,Canadian", "kind"),
        (PROVINCIAL, b"2019-08-01,2019-08-01,ON", b"2019-08-02,2019-08-01,ON", "id"),
        (PROVINCIAL, b",1773,435,458", b",1773,458,435", "under"),
        (PROVINCIAL, b"experience:listed", b"experienced:listed", "extra"),
        (PROVINCIAL, b"2018-08-01,2019-08-01,on.tech", b"2018-13-01,2019-08-01,on.tech", "date"),
        (PROVINCIAL, b"occupations:all", b"occupations:most", "occupations"),
    ],
)
def test_a_row_that_breaks_the_format_is_refused_with_its_line(path, found, written, says):
    rules = load()
    assert found in rules.file(path)
    broken = rules.with_files({path: rules.file(path).replace(found, written, 1)})
    with pytest.raises(RulebookError, match=rf"{path}.*{says}"):
        _ = broken.part(Rounds).federal, broken.part(Rounds).provincial
