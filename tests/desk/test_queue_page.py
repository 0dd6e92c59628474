"""The queue: views with counts, filters, groups, pages, and what each row says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.models import Case
from portal.services import case_list, cases, clock
from portal.services.case_list import Wanted
from tests.client import Client
from tests.review import TEF, a_profile, a_submitted_case
from tests.world import People, a_case, on_both

Sign = Callable[[str], Client]


def numbers(page: str) -> list[str]:
    return re.findall(r"C-2026-\w+", re.sub(r"<caption.*?</caption>", "", page))


def test_the_queue_shows_name_score_route_flags_and_deadline(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_submitted_case(db, people["client"], number="C-2026-A1")
    page = as_role("specialist").get("/desk?view=unclaimed").text
    facts = case.facts
    assert facts is not None
    for words in ("Rao, Ananya", "C-2026-A1", "Software engineers", "NOC 2173", "Submitted",
                  "Nobody", "Promised to client", str(facts.crs_total)):  # fmt: skip
        assert words in page


def test_cases_move_between_the_views_with_their_state(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_submitted_case(db, people["client"], assessed=False)
    browser = as_role("specialist")
    assert case.number in browser.get("/desk?view=unclaimed").text
    assert case.number not in browser.get("/desk").text
    browser.send(f"/desk/cases/{case.id}/claim")
    assert case.number not in browser.get("/desk?view=unclaimed").text
    assert case.number in browser.get("/desk").text
    assert case.number not in as_role("lead").get("/desk").text


@on_both
def test_counts_and_groups_agree_with_the_rows(db: Session, people: People) -> None:
    today = clock.today()
    for days in (-3, 0, 2, 7, 8, 30):
        case = a_submitted_case(db, people["client"], assessed=False)
        case.due_on = today + timedelta(days=days)
    db.commit()
    shown = case_list.listing(db, Wanted(view="unclaimed"), people.actor("lead"), today)
    assert [(each.id, each.count, len(each.cases)) for each in shown.groups] == [
        ("overdue", 2, 2),
        ("week", 2, 2),
        ("later", 2, 2),
    ]
    assert shown.counts["unclaimed"] == shown.counts["open"] == shown.total == 6
    assert shown.counts["mine"] == 0


def test_the_list_comes_in_pages(
    db: Session, people: People, as_role: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_list, "PAGE", 2)
    for number in range(5):
        a_submitted_case(db, people["client"], assessed=False, number=f"C-2026-P{number}")
    browser = as_role("lead")
    seen = []
    for page in (1, 2, 3):
        text = browser.get(f"/desk?view=all&page={page}").text
        seen += sorted(set(numbers(text)))
    assert seen == [f"C-2026-P{number}" for number in range(5)]
    assert "5 to 5 of 5" in text
    assert browser.get("/desk?view=all&page=99").status_code == 200


@on_both
def test_filters_find_by_words_program_flags_and_score(db: Session, people: People) -> None:
    plain = a_submitted_case(db, people["client"])
    stopped = a_submitted_case(
        db,
        people["client"],
        profile=a_profile(
            language_tests=TEF,
            person={**a_profile()["person"], "family_name": "Bélanger-Sow", "given_names": "Aïssa"},
        ),
    )
    actor, today = people.actor("lead"), clock.today()

    def found(**wanted: object) -> set[str]:
        listing = case_list.listing(db, Wanted(view="all", **wanted), actor, today)  # type: ignore[arg-type]
        return {case.number for group in listing.groups for case in group.cases}

    assert found(words="rao anan") == {plain.number}
    assert found(words="bélanger") == {stopped.number}
    assert found(words=plain.number.lower()) == {plain.number}
    assert found(words="2173") == {plain.number, stopped.number}
    assert found(words="software engineers") == {plain.number, stopped.number}
    assert found(words="100%") == set()
    assert found(flags="error") == {stopped.number}
    assert found(crs_from=1100) == set()
    assert found(crs_to=1100) == {plain.number, stopped.number}
    for program in ("fsw", "cec", "fst"):
        facts = plain.facts
        assert facts is not None
        assert (plain.number in found(program=program)) == (program in facts.programs)
    assert found(owner=people["lead"].id) == set()


@pytest.mark.parametrize(
    "query",
    [
        "view=none", "program=x", "flags=y", "crs_from=-1", "crs_from=9999999", "crs_to=abc",
        "page=0", "page=x", "owner=1", "q=%00", "q=%25_", "view=all&view=mine",
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_left_out(as_role: Sign, query: str) -> None:
    assert as_role("specialist").get(f"/desk/cases?{query}").status_code == 200


def test_a_draft_the_client_fills_in_alone_is_not_listed(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_case(db, people["client"])
    db.commit()
    browser = as_role("lead")
    assert case.number not in browser.get("/desk/cases").text
    assert browser.get(f"/desk/cases/{case.id}").status_code == 404


@pytest.mark.asvs("8.2.1")
def test_the_desk_is_closed_to_clients_administrators_and_visitors(
    people: People, as_role: Sign, visitor: Client
) -> None:
    for path in ("/desk", "/desk/cases", "/desk/new"):
        assert as_role("client").get(path).status_code == 403
        assert as_role("administrator").get(path).status_code == 403
        assert visitor.get(path).status_code in (302, 303)


def test_an_empty_view_says_what_arrives_there(as_role: Sign) -> None:
    page = as_role("specialist").get("/desk?view=ready").text
    assert "Cases arrive here when clients send their answers." in page


def test_words_of_due_dates_and_waiting_time(db: Session, people: People, as_role: Sign) -> None:
    case = a_submitted_case(db, people["client"], assessed=False)
    case.due_on = clock.today() - timedelta(days=5)
    case.state_since = clock.now() - timedelta(days=3)
    db.commit()
    page = as_role("lead").get("/desk?view=unclaimed").text
    assert "5 days late" in page
    assert "3 days" in page
    assert "Today and overdue" in page
    assert cases.STATE_NAMES[db.get_one(Case, case.id).state].msgid in page
