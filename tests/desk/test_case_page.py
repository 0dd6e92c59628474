"""The case page: every tab in every state, actions by role, corrections shown, stale saves."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from portal.desk.case_page import TABS
from portal.models import Case
from portal.services import assessments, clock, opinions, review
from tests.client import Client
from tests.review import (
    TEF,
    a_case_to_sign,
    a_claimed_case,
    a_profile,
    a_released_case,
    a_signed_case,
    a_submitted_case,
    store_pdf,
)
from tests.world import People, a_case

Sign = Callable[[str], Client]


def url(case: Case, rest: str = "") -> str:
    return f"/desk/cases/{case.id}{rest}"


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_tab_opens_in_both_languages(
    db: Session, people: People, as_role: Sign, tab: str, language: str
) -> None:
    case = a_claimed_case(db, people)
    browser = as_role("specialist")
    browser.send("/language", language=language, next="/desk")
    answer = browser.get(url(case, f"?tab={tab}"))
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert "Rao, Ananya" in answer.text


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_before_the_case_is_assessed(
    db: Session, people: People, as_role: Sign, tab: str
) -> None:
    case = a_submitted_case(db, people["client"], assessed=False)
    assert as_role("assistant").get(url(case, f"?tab={tab}")).status_code == 200


def test_the_strip_says_score_route_obstacle_and_date(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_claimed_case(db, people)
    assessments.assess_on(db, case, date(2019, 8, 1), people.actor("specialist"), clock.now())
    page = as_role("specialist").get(url(case)).text
    assert '<span class="score">449</span>' in page
    for words in ("Best route", "In the way", "Next date", "CRS, 1"):
        assert words in page


def test_every_stream_stands_among_the_routes_with_its_reason(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_claimed_case(db, people)
    assessments.assess_on(db, case, date(2019, 8, 1), people.actor("specialist"), clock.now())
    newest = assessments.current(db, case)
    assert newest is not None
    page = as_role("specialist").get(url(case, "?tab=routes")).text
    for stream in newest.document["streams"]:
        assert stream["name_msg"]["id"].replace("'", "&#39;") in page, stream["id"]
    assert re.search(r"\d+ streams? do(es)? not fit", page)


def test_a_correction_is_shown_struck_and_bold_with_its_reason(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_claimed_case(db, people)
    browser = as_role("specialist")
    place = "/correct?path=work.0.hours_per_week"
    form = browser.get(url(case, place)).text
    assert 'value="40"' in form
    done = browser.send(url(case, place), seen="1", value="38", reason="Contract says 38")
    assert done.status_code == 303
    page = browser.get(url(case)).text
    assert "</span>40</del>" in page
    assert "</span>38</ins>" in page
    assert "Contract says 38" in page
    history = browser.get(url(case, "?tab=history")).text
    assert "Corrected by the office" in history


def test_an_entry_is_corrected_part_by_part(db: Session, people: People, as_role: Sign) -> None:
    case = a_claimed_case(db, people)
    page = as_role("specialist").get(url(case, "/correct?path=work.0")).text
    assert "Hours a week" in page
    assert "path=work.0.hours_per_week" in page


def test_what_the_client_left_open_can_be_filled_in_and_lists_say_what_they_take(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_claimed_case(db, people)
    browser = as_role("specialist")
    parts = browser.get(url(case, "/correct?path=work.0")).text
    for key in ("employer_country", "full_time_student", "end"):
        assert f"path=work.0.{key}" in parts, key
    assert "x_" not in re.findall(r"path=work\.0\.(\w\w)", parts)
    assert "path=ties.provinces_of_interest.1" in (
        browser.get(url(case, "/correct?path=ties.provinces_of_interest")).text
    )
    place = "/correct?path=job_offer.exemption"
    assert "By a treaty, such as CUSMA" in browser.get(url(case, place)).text
    place = "/correct?path=work.0.full_time_student"
    assert '<option value="yes">yes</option>' in browser.get(url(case, place)).text
    assert browser.send(url(case, place), seen="1", value="perhaps", reason="x").status_code == 422
    done = browser.send(url(case, place), seen="1", value="yes", reason="Told us on the phone")
    assert done.status_code == 303
    place = "/correct?path=work.0.hours_per_week"
    done = browser.send(url(case, place), seen="2", value="22,5", reason="Contract says 22.5")
    assert done.status_code == 303
    assert "22.5</ins>" in browser.get(url(case)).text


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"seen": "1", "value": "38", "reason": ""}, 422, "Say why"),
        ({"seen": "1", "value": "many", "reason": "x"}, 409, "many"),
        ({"seen": "0", "value": "38", "reason": "x"}, 409, "while you were writing"),
        ({"seen": "x", "value": "38", "reason": "x"}, 422, "38"),
        ({}, 422, "Say why"),
    ],
)
def test_a_refused_correction_keeps_what_was_typed(
    db: Session,
    people: People,
    as_role: Sign,
    fields: dict[str, str],
    status: int,
    words: str,
) -> None:
    case = a_claimed_case(db, people)
    answer = as_role("specialist").send(url(case, "/correct?path=work.0.hours_per_week"), **fields)
    assert answer.status_code == status
    assert words in answer.text


@pytest.mark.parametrize("path", ["", "nothing", "work.9", "..", "%00", "a" * 500])
def test_a_path_that_leads_nowhere_breaks_nothing(
    db: Session, people: People, as_role: Sign, path: str
) -> None:
    case = a_claimed_case(db, people)
    browser = as_role("specialist")
    assert browser.get(url(case, f"/correct?path={path}")).status_code in (200, 303)
    assert browser.get(url(case, f"/ask?path={path}")).status_code == 200
    answer = browser.send(url(case, f"/correct?path={path}"), seen="1", value="1", reason="x")
    assert answer.status_code in (303, 409)


def test_a_question_is_shown_until_it_is_answered(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_claimed_case(db, people)
    browser = as_role("specialist")
    empty = browser.send(url(case, "/ask?path=work.0"), text="")
    assert empty.status_code == 422
    browser.send(url(case, "/ask?path=work.0"), text="Which <b>duties</b> did you have?")
    page = browser.get(url(case)).text
    assert "Which &lt;b&gt;duties&lt;/b&gt; did you have?" in page
    assert "Question sent" in page
    assert "Waiting for client" in page


def test_a_flag_is_settled_with_a_reason_and_opened_again(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_claimed_case(db, people, profile=a_profile(language_tests=TEF))
    stored = assessments.current(db, case)
    assert stored is not None
    flag = next(each for each in stored.document["flags"] if each["severity"] == "error")
    place = f"/flag?id={flag['id']}&path={flag['path']}"
    assert as_role("assistant").send(url(case, place), reason="Seen").status_code == 409
    browser = as_role("specialist")
    assert browser.send(url(case, place), reason="").status_code == 422
    assert browser.send(url(case, place), reason="The report says 699").status_code == 303
    assert "The report says 699" in browser.get(url(case)).text
    again = browser.send(url(case, "/flag/reopen"), id=flag["id"], path=flag["path"])
    assert again.status_code == 303
    assert "The report says 699" not in browser.get(url(case)).text


@pytest.mark.asvs("2.3.4")
def test_a_stale_opinion_comes_back_with_both_texts(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_claimed_case(db, people)
    browser = as_role("specialist")
    browser.send(url(case, "/opinion"), seen="0", summary="Theirs", route="R", next_steps="N")
    stale = browser.send(url(case, "/opinion"), seen="0", summary="Mine", route="R", next_steps="N")
    assert stale.status_code == 409
    assert "Theirs" in stale.text
    assert "\nMine</textarea>" in stale.text
    assert 'name="seen" value="1"' in stale.text
    db.rollback()
    held = opinions.read(db, case)
    assert held is not None
    assert held.summary == "Theirs"


def test_the_sign_button_stays_dashed_until_every_gate_is_open(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_claimed_case(db, people)
    page = as_role("specialist").get(url(case)).text
    assert 'aria-disabled="true"' in page
    assert "Opinion not written" in page
    assert url(case, "/sign") not in page
    ready = a_case_to_sign(db, people)
    assert url(ready, "/sign") in as_role("specialist").get(url(ready)).text
    assert url(ready, "/sign") not in as_role("assistant").get(url(ready)).text


def test_sign_release_withdraw_by_the_browser(db: Session, people: People, as_role: Sign) -> None:
    case = a_case_to_sign(db, people)
    stored = assessments.current(db, case)
    assert stored is not None
    browser = as_role("specialist")
    for _click in range(2):
        signed = browser.send(url(case, "/sign"), assessment=str(stored.id))
        assert signed.status_code == 303
    page = browser.get(url(case)).text
    assert f"{case.number}-1" in page
    assert "Making the PDF" in page
    assert browser.send(url(case, "/release")).status_code == 409
    store_pdf(db, stored)
    assert browser.send(url(case, "/release")).status_code == 303
    assert "Released to the client" in browser.get(url(case)).text
    refused = browser.send(url(case, "/withdraw"), assessment=str(stored.id), reason="")
    assert refused.status_code == 422
    done = browser.send(url(case, "/withdraw"), assessment=str(stored.id), reason="Wrong ECA")
    assert done.status_code == 303
    assert "Wrong ECA" in browser.get(url(case, "?tab=history")).text


def test_a_signed_assessment_is_replayed_on_demand(
    db: Session, people: People, as_role: Sign
) -> None:
    case, signed = a_released_case(db, people)
    page = as_role("specialist").get(url(case, f"?tab=history&replay={signed.number}")).text
    assert "give the same document" in page
    assert "unchanged since it was signed" in page


def test_a_further_pdf_can_be_ordered(db: Session, people: People, as_role: Sign) -> None:
    case, signed = a_signed_case(db, people)
    browser = as_role("assistant")
    wrong = browser.send(url(case, "/pdf"), assessment=str(signed.id), language="de", edition="a4")
    assert wrong.status_code == 422
    done = browser.send(url(case, "/pdf"), assessment=str(signed.id), language="fr", edition="a4")
    assert done.status_code == 303
    assert "French, A4" in browser.get(url(case)).text


@pytest.mark.asvs("8.2.2")
def test_an_assessment_of_another_case_is_not_found(
    db: Session, people: People, as_role: Sign
) -> None:
    case, _ = a_signed_case(db, people)
    other, foreign = a_signed_case(db, people)
    browser = as_role("specialist")
    for given in (str(foreign.id), str(uuid4()), "x", ""):
        answer = browser.send(url(case, "/pdf"), assessment=given, language="en", edition="a4")
        assert answer.status_code == 404
        answer = browser.send(url(case, "/withdraw"), assessment=given, reason="x")
        assert answer.status_code in (404, 409)
    assert other.state == "signed"


@pytest.mark.asvs("8.2.1")
def test_a_colleagues_case_is_read_and_not_changed(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_claimed_case(db, people, role="lead")
    browser = as_role("specialist")
    page = browser.get(url(case))
    assert page.status_code == 200
    assert url(case, "/opinion") not in page.text
    assert browser.send(url(case, "/opinion"), seen="0", summary="x").status_code == 403


@pytest.mark.parametrize("action", ["sign", "release", "withdraw", "reassess", "close"])
def test_an_assistant_never_signs_or_releases(
    db: Session, people: People, as_role: Sign, action: str
) -> None:
    case = a_submitted_case(db, people["client"], assessed=False)
    answer = as_role("assistant").send(url(case, f"/{action}"), assessment=str(uuid4()), reason="x")
    assert answer.status_code == 403


def test_a_posted_field_not_on_the_form_changes_nothing(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_claimed_case(db, people)
    before = case.state, case.owner_id, case.number
    as_role("specialist").send(
        url(case, "/opinion"), seen="0", summary="x", state="released", owner_id=str(uuid4()),
        number="C-1", version="99",
    )  # fmt: skip
    db.rollback()
    db.refresh(case)
    assert (case.state, case.owner_id, case.number) == before


def test_the_promised_day_and_a_hand_over(db: Session, people: People, as_role: Sign) -> None:
    case = a_claimed_case(db, people)
    browser = as_role("specialist")
    wrong = browser.send(
        url(case, "/promise"),
        **{"due_on-day": "31", "due_on-month": "2", "due_on-year": "2026"},
    )
    assert wrong.status_code == 422
    done = browser.send(
        url(case, "/promise"),
        **{"due_on-day": "24", "due_on-month": "12", "due_on-year": "2026"},
    )
    assert done.status_code == 303
    for given in ("", "x", str(uuid4()), str(people["client"].id)):
        assert browser.send(url(case, "/hand-over"), to=given).status_code == 422
    assert browser.send(url(case, "/hand-over"), to=str(people["lead"].id)).status_code == 303
    db.rollback()
    db.refresh(case)
    assert case.owner_id == people["lead"].id
    assert case.due_on == date(2026, 12, 24)


def test_a_case_for_somebody_on_the_phone(db: Session, people: People, as_role: Sign) -> None:
    browser = as_role("specialist")
    for email in ("", "nobody", "a@b@c"):
        assert browser.send("/desk/new", email=email, language="en").status_code == 422
    done = browser.send("/desk/new", email="phone@example.com", language="fr")
    assert done.status_code == 303
    page = browser.get(done.headers["Location"])
    assert page.status_code == 200


def test_a_draft_of_the_office_offers_the_link_again(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_case(db, None, opened_by=people["specialist"])
    db.commit()
    browser = as_role("specialist")
    assert "Send the link" in browser.get(url(case)).text
    assert browser.send(url(case, "/link"), email="x").status_code == 422
    assert browser.send(url(case, "/link"), email="phone@example.com").status_code == 303


def test_get_changes_nothing_on_the_desk(db: Session, people: People, as_role: Sign) -> None:
    case = a_claimed_case(db, people)
    browser = as_role("specialist")
    before = case.version
    for rest in ("", "?tab=history", "/correct?path=work.0.title", "/ask", "/flag?id=x&path=y"):
        browser.get(url(case, rest))
    db.rollback()
    db.refresh(case)
    assert case.version == before
    assert len(review.questions(db, case)) == 0


# --- proposed law -----------------------------------------------------------------------


def test_the_tab_of_proposed_law_says_that_it_is_none(
    db: Session, people: People, as_role: Sign
) -> None:
    case = a_claimed_case(db, people)
    browser = as_role("specialist")
    for tab in ("routes", "outlook"):
        assert "tab=proposed" in browser.get(url(case, f"?tab={tab}")).text
    page = browser.get(url(case, "?tab=proposed")).text
    assert "Not law" in page
    for words in (
        "Federal High-Skilled Class",
        "The additional points for French would go",
        "no upper figure can be given",  # high-wage points are reported without figures
        "The public consultation closes",
        "irccguide.com",
    ):
        assert words in page


def test_proposed_law_never_reaches_the_client(db: Session, people: People, as_role: Sign) -> None:
    case, signed = a_released_case(db, people)
    assert "High-Skilled" not in str(signed.document)
    client = as_role("client")
    page = client.get(f"/assessment/{signed.id}")
    assert page.status_code == 200
    assert "High-Skilled" not in page.text
    assert client.get(url(case, "?tab=proposed")).status_code in {403, 404}
