"""Rounds at the desk: the list with filters, each round's own page, the pool by score."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from portal.desk import round_page
from portal.models import CaseRound
from portal.rulebook import load
from portal.rulebook.rounds import Rounds
from portal.services import round_list, round_words
from portal.services.round_list import Wanted
from portal.text import render
from tests.client import Client
from tests.review import a_submitted_case
from tests.world import People, a_case

Sign = Callable[[str], Client]
SEED = "on.hcp.2019-08-01"


def told(browser: Client, url: str) -> str:
    """What a page says, without marks and with plain spaces."""
    answer = browser.get(url)
    assert answer.status_code == 200
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).replace("\xa0", " ")
    return re.sub(r"\s+", " ", text).replace(" ,", ",")


def listed(**wanted: object) -> list[str]:
    found = round_list.listing(load(), Wanted(**wanted))  # type: ignore[arg-type]
    return [each.id for each in found.rounds]


# --- the list -----------------------------------------------------------------------------


def test_a_province_is_named_once_and_its_scale_in_the_readers_language(as_role: Sign) -> None:
    lead = as_role("lead")
    page = told(lead, "/desk/rounds")
    assert "Alberta, Alberta" not in page
    assert "AAIP Worker EOI (of 100)" in page
    lead.send("/language", language="fr", next="/desk/rounds")
    assert "AAIP Worker EOI (sur 100)" in told(lead, "/desk/rounds")


def test_all_828_rounds_stand_there_newest_first_in_pages_of_fifty() -> None:
    found = round_list.listing(load(), Wanted())
    assert (found.total, found.first, found.last, found.pages) == (828, 1, 50, 17)
    days = [each.on for each in found.rounds]
    assert days == sorted(days, reverse=True)
    last = round_list.listing(load(), Wanted(page=99))
    assert (last.page, last.rounds[-1].id) == (17, "ee.1")


@pytest.mark.parametrize(
    ("wanted", "total"),
    [
        ({"of": "federal"}, 438),
        ({"of": "provincial"}, 390),
        ({"kind": "cec"}, 67),
        ({"kind": "transport"}, 4),
        ({"province": "BC"}, 32),
        ({"stream": "on.hcp"}, 62),
        ({"province": "BC", "kind": "cec"}, 0),  # a province holds no federal round
        ({"of": "federal", "stream": "on.hcp"}, 0),
    ],
)
def test_rounds_are_filtered_by_who_held_them_kind_province_and_stream(wanted, total) -> None:
    assert round_list.listing(load(), Wanted(**wanted)).total == total


def test_the_rounds_of_2019_are_those_from_its_first_to_its_last_day(as_role: Sign) -> None:
    page = told(as_role("specialist"), "/desk/rounds?of=federal&from=2019&to=2019")
    assert "26 rounds, 85,300 invited" in page


def test_a_score_asks_for_rounds_whose_lowest_crs_was_not_above_it() -> None:
    found = round_list.listing(load(), Wanted(kind="general", crs=440))
    every = [each for each in load().part(Rounds).federal if each.kind == "general"]
    assert found.total == len([each for each in every if each.lowest <= 440]) > 10


def test_a_province_s_own_score_is_not_taken_for_a_crs_score() -> None:
    # Alberta's 59 of 100 is no CRS of 59.
    assert "ab.ee_tech.2026-09-22" in listed(stream="ab.ee_tech")
    assert "ab.ee_tech.2026-09-22" not in listed(stream="ab.ee_tech", crs=480)


@pytest.mark.parametrize(
    ("words", "round_id"),
    [
        ("#434", "ee.434"),
        ("transport 2026", "ee.434"),
        ("tech draw 2019-08-01", SEED),
        ("recrues militaires", "ee.430"),
        ("on.tech_2019 on.hcp.2019-08", SEED),
    ],
)
def test_rounds_are_found_by_number_name_note_and_list_in_both_languages(words, round_id) -> None:
    assert round_id in listed(words=words)


def test_what_cannot_be_understood_in_the_address_is_said(as_role: Sign) -> None:
    page = told(as_role("assistant"), "/desk/rounds?from=yesterday&crs=many")
    assert "“yesterday” is no day. Enter a year, or a day such as 2019-08-01." in page
    assert "“many” is no score. Enter a number, such as 480." in page


def test_no_round_is_said_in_words(as_role: Sign) -> None:
    assert "No round fits" in told(as_role("specialist"), "/desk/rounds?q=zzzz")


def test_the_drawing_holds_the_cut_offs_of_the_page(as_role: Sign) -> None:
    page = as_role("specialist").get("/desk/rounds?kind=transport").text
    assert page.count('r="4"') == 2 * 4  # the wide and the phone drawing
    assert "Lowest CRS of rounds from 20 September 2023 to 7 August 2026" in page


def test_the_desk_s_bar_leads_to_the_rounds_also_for_an_administrator(as_role: Sign) -> None:
    for role in ("assistant", "specialist", "lead", "administrator"):
        assert 'href="/desk/rounds" aria-current="page"' in as_role(role).get("/desk/rounds").text
    assert as_role("client").get("/desk/rounds").status_code == 403


def test_every_page_of_the_list_is_in_french(as_role: Sign) -> None:
    browser = as_role("specialist")
    browser.send("/language", language="fr", next="/desk/rounds")
    page = told(browser, "/desk/rounds?kind=french")
    assert "Maîtrise du français" in page
    assert "and up" not in page


# --- one round ----------------------------------------------------------------------------


def test_ontario_s_tech_round_says_what_it_asked(as_role: Sign) -> None:
    page = told(as_role("specialist"), f"/desk/rounds/{SEED}")
    assert "Ontario’s round of 1 August 2019: 1,773 invited, CRS 435 to 458" in page
    assert "from 1 August 2018 to 1 August 2019" in page
    assert "An occupation of the round’s list" in page
    assert "2173 Software engineers and designers" in page
    assert (
        "12 months of work without a break in the last 5 years; or: 12 months of work in Canada"
        " in the last 3 years" in page
    )
    assert "Targeted draw - Tech Draw" in page
    assert "https://www.ontario.ca/page/oinp-express-entry-notifications-interest" in page
    assert "read on 24 November 2026" in page


def test_a_federal_round_says_its_tie_break_in_ottawa_time_and_in_utc(as_role: Sign) -> None:
    page = told(as_role("specialist"), "/desk/rounds/ee.434")
    assert "Round 434 of 7 August 2026: 300 invited, CRS 470 and up" in page
    assert "11 October 2025, 10:55:49 Ottawa time" in page
    assert "11 October 2025, 14:55:49 UTC" in page
    assert "72410 Automotive service technicians, truck and bus mechanics" in page
    assert "12 months of work in the last 3 years, in an occupation of the list" in page


def test_the_programs_a_round_drew_from_are_said_in_the_readers_language() -> None:
    for each in load().part(Rounds).federal:
        assert each.programs in round_page.DRAWN, each.id


def test_a_round_drawn_on_another_day_than_irccs_says_both(as_role: Sign) -> None:
    page = told(as_role("specialist"), "/desk/rounds/ee.146")
    assert "Day of the draw, Ottawa 1 May 2020" in page
    assert "Day as IRCC dates it 30 April 2020" in page


def test_a_published_instant_that_is_a_slip_is_shown_and_does_not_count(as_role: Sign) -> None:
    page = told(as_role("specialist"), "/desk/rounds/ee.357")
    assert "as published; another day than the round’s, so it does not count" in page
    assert "confidence: low" in page


def test_without_a_tie_break_the_inference_is_called_one(as_role: Sign) -> None:
    page = told(as_role("specialist"), "/desk/rounds/ee.1")
    assert "everybody at the lowest score was invited (an inference, not IRCC’s words)" in page


def test_a_province_s_own_score_stands_apart_from_the_crs(as_role: Sign) -> None:
    page = told(as_role("specialist"), "/desk/rounds/ab.ee_tech.2026-09-22")
    assert "59, AAIP Worker EOI (of 100) The province’s own scale, not the CRS" in page
    assert "Alberta’s round of 22 September 2026: 100 invited" in page


# IRCC's pool of 3 August 2026: 500 + 19,705 + 12,939 + 12,890 + 16,368 stood above 461–470.
def test_the_cut_off_is_placed_in_the_pool_of_the_nearest_day(as_role: Sign) -> None:
    page = told(as_role("specialist"), "/desk/rounds/ee.434")
    assert (
        "About 62,402 of 229,100 candidates in the pool of 3 August 2026 had a better score" in page
    )
    assert "16,057 more stood in its own band, 461 to 470" in page


def test_no_day_of_the_pool_is_near_a_round_of_2019(as_role: Sign) -> None:
    assert "was not published within a month of the round" in told(
        as_role("specialist"), f"/desk/rounds/{SEED}"
    )


def test_the_neighbours_are_those_of_its_kind() -> None:
    rounds = load().part(Rounds)
    before, after = round_list.neighbours(load(), rounds.get("ee.434"))
    assert (before and before.id, after) == ("ee.289", None)
    before, after = round_list.neighbours(load(), rounds.get(SEED))
    assert (before and before.id) == "on.hcp.2019-07-12"
    assert (after and after.id) == "on.hcp.2019-08-15"


@pytest.mark.parametrize("round_id", ["ee.999", "on.hcp", "x", "%00"])
def test_a_round_that_was_never_held_is_not_found(as_role: Sign, round_id: str) -> None:
    assert as_role("lead").get(f"/desk/rounds/{round_id}").status_code == 404


def test_every_round_has_words_in_both_languages_and_a_page() -> None:
    rules = load()
    for each in (*rules.part(Rounds).federal, *rules.part(Rounds).provincial):
        made = round_words.wording(rules, each)
        assert made.asked or made.rule, each.id
        for words in (*made.asked, *(made.rule.criteria if made.rule else ())):
            assert render(words, "fr")
        if each.id.startswith("ee.") and made.rule:
            assert made.rule.name, each.id


def test_a_page_of_each_kind_and_stream_can_be_read(as_role: Sign) -> None:
    browser = as_role("lead")
    rounds = load().part(Rounds)
    chosen = {each.kind: each.id for each in rounds.federal}
    chosen |= {each.stream: each.id for each in rounds.provincial}
    chosen |= {",".join(sorted(each.extra)): each.id for each in rounds.provincial}
    for round_id in sorted(set(chosen.values())):
        assert browser.get(f"/desk/rounds/{round_id}").status_code == 200, round_id


# --- our cases ----------------------------------------------------------------------------


def test_the_round_of_the_story_reached_the_client_of_the_story(
    as_role: Sign, people: People, db: Session
) -> None:
    case = a_submitted_case(db, people["client"])
    page = told(as_role("specialist"), f"/desk/rounds/{SEED}")
    assert "1 was invited" in page
    assert case.number in page
    assert "Invited as it stood" in page


def test_cases_of_a_round_are_parted_into_those_that_were_and_those_that_would_be(
    as_role: Sign, people: People, db: Session
) -> None:
    for number, was in (("C-7001", True), ("C-7002", False)):
        case = a_case(db, people["client"], state="in_review", number=number)
        db.add(CaseRound(round_id="ee.434", case_id=case.id, was=was, would=True, crs=480))
    db.commit()
    browser = as_role("lead")
    assert "C-7002" in told(browser, "/desk/rounds/ee.434")
    was = told(browser, "/desk/rounds/ee.434?only=was")
    assert "C-7001" in was
    assert "C-7002" not in was


def test_an_administrator_reads_the_round_without_cases(
    as_role: Sign, people: People, db: Session
) -> None:
    case = a_submitted_case(db, people["client"])
    page = told(as_role("administrator"), f"/desk/rounds/{SEED}")
    assert case.number not in page
    assert "Our cases" not in page


# --- the pool -----------------------------------------------------------------------------


def test_the_pool_shows_the_newest_published_day_and_a_score_s_place(as_role: Sign) -> None:
    page = told(as_role("assistant"), "/desk/rounds/pool?score=475")
    assert "The pool of 16 August 2026" in page
    assert "About 45,077 of 226,859 candidates" in page  # 439 + 18,657 + 12,915 + 13,066
    assert "16,626 more stood in its own band, 471 to 480" in page


def test_any_published_day_of_the_pool_can_be_chosen(as_role: Sign) -> None:
    page = told(as_role("assistant"), "/desk/rounds/pool?day=2022-01-17")
    assert "The pool of 17 January 2022" in page


@pytest.mark.parametrize("typed", ["1201", "-1", "abc", "4.5"])
def test_a_score_off_the_scale_is_refused_with_the_scale(as_role: Sign, typed: str) -> None:
    page = told(as_role("assistant"), f"/desk/rounds/pool?score={typed}")
    assert "Enter a score from 0 to 1,200, such as 480." in page


def test_a_case_says_where_its_score_stood_in_the_pool_and_leads_to_each_round(
    as_role: Sign, people: People, db: Session
) -> None:
    case = a_submitted_case(db, people["client"])
    browser = as_role("specialist")
    for tab in ("rounds", "outlook"):
        page = told(browser, f"/desk/cases/{case.id}?tab={tab}")
        assert re.search(r"About [\d,]+ of 226,859 candidates in the pool of 16 August 2026", page)
    assert 'href="/desk/rounds/ee.437"' in browser.get(f"/desk/cases/{case.id}?tab=rounds").text
