"""What people do on pages: mistakes, two tabs, names of all kinds, "I don't know"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from portal.models import Case
from portal.services.database import Sessions
from tests.client import Client
from tests.intake.walk import FormReader, Walk, bare, errors
from tests.world import People


def born(walk: Walk, iso: str = "1985-03-14") -> dict[str, str]:
    return walk.day("date_of_birth", iso)


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("", "Sukarno"),
        ("محمد", "بن سلمان"),
        ("Zoë 👩‍👩‍👧", "O’Brien-Łukasz"),
        ("ක්‍රිෂාන්", "می‌خواهم"),
    ],
)
def test_names_are_kept_exactly_and_shown_again(walk: Walk, given: str, family: str) -> None:
    walk.fill("you", given_names=given, family_name=family, **born(walk, "1996-02-29"))
    person = walk.document["person"]
    assert (person.get("given_names") or "", person["family_name"]) == (given, family)
    assert person["date_of_birth"] == "1996-02-29"
    shown = walk.read("you")
    assert (shown["given_names"], shown["family_name"]) == (given, family)


def test_a_mistake_comes_back_with_everything_typed_and_nothing_saved(walk: Walk) -> None:
    page = walk.fill(
        "you",
        keep=True,
        given_names="Ananya",
        family_name="x" * 201,
        phone="+91 80 5555 0199",
        email="no address",
        **born(walk, "2081-02-30"),
    )
    assert page.status_code == 422
    assert len(errors(page.text)) == 3
    assert 'href="#family_name"' in page.text
    assert 'href="#date_of_birth-day"' in page.text
    assert "<title>Error:" in page.text
    typed = dict(FormReader(page.text, "draft_version").pairs)
    assert typed["given_names"] == "Ananya"
    assert typed["family_name"] == "x" * 201
    assert typed["date_of_birth-year"] == "2081"
    assert typed["email"] == "no address"
    assert "given_names" not in walk.document["person"]


def test_a_year_long_past_is_not_called_too_short(walk: Walk) -> None:
    page = walk.fill("you", keep=True, family_name="Rao", **born(walk, "1890-01-01"))
    assert errors(page.text) == ["When were you born? Enter a year from 1900 to 2100"]


def test_words_are_no_phone_number(walk: Walk) -> None:
    page = walk.fill("you", keep=True, family_name="Rao", phone="call me", **born(walk, "1990-1-1"))
    assert errors(page.text) == [
        "What is your phone number? Enter a number with its country code, such as +91 80 5555 0199"
    ]


def test_every_part_of_a_date_keeps_its_message_and_its_box(walk: Walk) -> None:
    page = walk.fill("you", keep=True, family_name="Rao", **born(walk, "2081-01-01"))
    assert errors(page.text) == ["When were you born? Enter a date that is not in the future"]
    assert re.search(r'id="date_of_birth-year"[^>]*aria-invalid="true"', page.text)


@pytest.mark.parametrize(("typed", "hours"), [("37,5", 37.5), ("7,5", 7.5), ("22.5", 22.5)])
def test_half_hours_count_and_a_comma_never_makes_them_ten_times_as_many(
    walk: Walk, typed: str, hours: float
) -> None:
    job = {"title": "Web developer", "country": "CA", "x_still_there": ["", "y"], "noc": "unsure"}
    walk.fill(
        "work/new", hours_per_week=typed, x_duties="Sites", **job, **walk.day("start", "2024-09")
    )
    walk.fill("job-offer", job_offer="yes")
    walk.fill("job-offer-details", hours_per_week=typed)
    assert walk.document["work"][0]["hours_per_week"] == hours
    assert walk.document["job_offer"]["hours_per_week"] == hours
    assert f"{hours} hours a week" in walk.get("work").text
    walk.browser.send("/language", language="fr", next="/")
    assert f"{hours}".replace(".", ",") + " heures par semaine" in walk.get("work").text


def test_what_keeps_a_job_from_counting_is_read_again_before_sending(walk: Walk) -> None:
    job = {"title": "Barista", "country": "CA", "x_still_there": ["", "y"], "noc": "unsure"}
    walk.fill(
        "work/new", hours_per_week="20", x_duties="Coffee", **job, **walk.day("start", "2024-09")
    )
    walk.fill("work/1/conditions", full_time_student="yes", authorized="no", primary="yes")
    for page in ("work", "check"):
        text = walk.get(page).text
        assert "main occupation, full-time student then, not allowed to work" in text, page


def test_a_score_off_the_scale_is_refused_with_the_scale_of_that_test(walk: Walk) -> None:
    walk.fill("language/new", test="ielts_general_training", x_state="have")
    day = walk.day("taken_on", "2018-10-06")
    page = walk.fill(
        "language/1/scores", keep=True, reading="8.0", writing="7.25", listening="95", **day
    )
    assert page.status_code == 422
    assert [each.split(":")[0] for each in errors(page.text)] == ["Writing", "Listening"]
    assert "from 0.0 to 9.0" in page.text
    walk.fill("language/1", test="celpip_general")
    page = walk.fill("language/1/scores", keep=True, reading="8", writing="13", **day)
    assert "from 0 to 12" in " ".join(errors(page.text))
    walk.fill("language/1/scores", reading="8", writing="12", **day)


def test_tef_asks_which_column_was_copied(walk: Walk) -> None:
    walk.fill("language/new", test="tef_canada", x_state="have")
    assert "Which column of the report" in walk.get("language/1/scores").text
    day = walk.day("taken_on", "2021-10-06")
    page = walk.fill("language/1/scores", keep=True, scale="legacy", reading="301", **day)
    assert "from 0 to 300" in " ".join(errors(page.text))
    walk.fill("language/1/scores", scale="unknown", reading="250", **day)
    assert bare(walk.document)["language_tests"][0]["reading"] == 250
    walk.fill("language/1", test="tcf_canada")
    assert "Which column of the report" not in walk.get("language/1/scores").text


def test_an_exempt_ability_has_no_score(walk: Walk) -> None:
    walk.fill("language/new", test="celpip_general", x_state="have")
    day = walk.day("taken_on", "2021-10-06")
    given = {"exempt": ["", "speaking"], "reading": "9", **day}
    page = walk.fill("language/1/scores", keep=True, speaking="9", **given)
    assert "untick the exemption" in " ".join(errors(page.text))
    walk.fill("language/1/scores", speaking="", **given)
    assert walk.document["language_tests"][0]["exempt"] == ["speaking"]


def test_booked_and_under_way_are_answers(walk: Walk) -> None:
    answer = walk.fill("language/new", test="pte_core", x_state="booked")
    assert answer.headers["Location"].endswith("/language/1/booked")
    walk.fill("language/1/booked", **walk.day("x_expected_on", "2027-01-15"))
    assert "booked" in walk.get("language").text
    walk.fill("education/new", credential="masters", x_state="under_way", country="IN")
    assert "under way" in walk.get("education").text


def test_i_dont_know_is_shown_again_as_the_answer(walk: Walk) -> None:
    walk.fill("history", refusals="unknown", medical="no")
    assert walk.document["history"].get("refusals") is None
    assert walk.read("history")["refusals"] == "unknown"
    assert "You don’t know" in walk.get("check").text


def test_a_field_left_out_of_a_post_blanks_nothing(walk: Walk) -> None:
    walk.fill("money", settlement_funds="28000", **walk.day("settlement_funds_on", "2026-11-01"))
    sent = walk.read("money")
    sent.poplist("settlement_funds")
    assert walk.browser.post(walk.url("money"), data=sent).status_code == 303
    assert walk.document["settlement_funds"] == 28000


def test_a_field_nobody_asked_for_changes_nothing(walk: Walk) -> None:
    walk.fill("money", settlement_funds="28000", state="released", owner_id="1", job_offer="yes")
    assert set(bare(walk.document)) == {"schema", "person", "settlement_funds"}


def test_two_tabs_show_both_answers_and_keep_yours(walk: Walk) -> None:
    walk.fill("money", settlement_funds="28000")
    first, second = walk.read("money"), walk.read("money")
    first["settlement_funds"] = "30000"
    assert walk.browser.post(walk.url("money"), data=first).status_code == 303
    second["settlement_funds"] = "31000"
    page = walk.browser.post(walk.url("money"), data=second)
    assert page.status_code == 409
    assert "CA$30,000" in page.text
    assert "CA$31,000" in page.text
    assert walk.document["settlement_funds"] == 30000
    again = dict(FormReader(page.text, "draft_version").pairs)
    assert again["settlement_funds"] == "31000"
    assert walk.browser.post(walk.url("money"), data=again).status_code == 303
    assert walk.document["settlement_funds"] == 31000


def a_job(walk: Walk, **more: str) -> Any:
    return walk.fill(
        "work/new", title="Cook", x_still_there=["", "y"], **walk.day("start", "2020-05"), **more
    )


def test_the_picker_keeps_the_page_saves_nothing_and_chooses_nothing(walk: Walk) -> None:
    sent = walk.read("work/new")
    sent["title"], sent["employer"], sent["search"] = "software engineer", "Kaveri", "1"
    page = walk.browser.post(walk.url("work/new"), data=sent)
    assert page.status_code == 200
    assert "NOC 21231" in page.text
    assert "TEER 1" in page.text
    form = FormReader(page.text, "draft_version")
    assert dict(form.pairs)["employer"] == "Kaveri"
    assert "noc" not in dict(form.pairs)
    assert form.choices["noc"][-1] == "unsure"
    assert "work" not in bare(walk.document)
    sent["noc_edition"] = "2016"
    assert "NOC 2173" in walk.browser.post(walk.url("work/new"), data=sent).text


def test_hits_alone_for_pages_with_script(walk: Walk) -> None:
    walk.get("work/new")
    walk.browser.inspect = False
    page = walk.browser.send(walk.url("occupations"), title="registered nurse", noc_edition="2021")
    assert page.status_code == 200
    assert "NOC 31301" in page.text
    assert "<html" not in page.text


def test_not_sure_is_an_answer_and_the_job_says_what_is_missing(walk: Walk) -> None:
    a_job(walk, noc="unsure", x_duties="I cooked.")
    assert walk.read("work/1")["noc"] == "unsure"
    assert "Occupation missing" in walk.get("work").text
    assert bare(walk.document)["work"][0] == {"title": "Cook", "start": "2020-05-01"}


def test_a_code_that_does_not_exist_is_refused(walk: Walk) -> None:
    for noc in ("2021:99999", "2021:2173", "1066:1", "x", "2021:"):
        sent = walk.read("work/new")
        sent["title"], sent["noc"] = "Cook", noc
        assert walk.browser.post(walk.url("work/new"), data=sent).status_code == 422, noc


def test_a_job_needs_an_end_or_the_word_that_it_goes_on(walk: Walk) -> None:
    page = walk.fill("work/new", keep=True, title="Cook", **walk.day("start", "2020-05"))
    assert "tick “I still work there”" in errors(page.text)[0]
    page = walk.fill(
        "work/new",
        keep=True,
        title="Cook",
        **walk.day("start", "2020-05"),
        **walk.day("end", "2019-05"),
    )
    assert "not before the start" in errors(page.text)[0]


def test_month_and_year_are_kept_as_they_were_typed(walk: Walk) -> None:
    a_job(walk)
    assert walk.document["work"][0]["start"] == "2020-05-01"
    assert walk.read("work/1")["start-day"] == ""
    walk.fill("work/1", **walk.day("start", "2020-05-18"))
    assert walk.document["work"][0]["start"] == "2020-05-18"
    assert walk.read("work/1")["start-day"] == "18"


def test_breaks_lie_within_the_job(walk: Walk) -> None:
    a_job(walk)
    walk.fill(
        "work/1/conditions",
        **walk.day("breaks-0-start", "2021-02"),
        **walk.day("breaks-0-end", "2021-04"),
    )
    assert walk.document["work"][0]["breaks"] == [{"start": "2021-02-01", "end": "2021-04-30"}]
    assert walk.read("work/1/conditions")["breaks-0-start-month"] == "02"
    page = walk.fill(
        "work/1/conditions",
        keep=True,
        **walk.day("breaks-1-start", "2019-02"),
        **walk.day("breaks-1-end", "2019-04"),
    )
    assert "within the job" in " ".join(errors(page.text))


def test_an_entry_posted_twice_is_there_once(walk: Walk) -> None:
    sent = walk.read("relatives/new")
    sent["of"], sent["relation"] = "applicant", "sibling"
    for _press in range(2):
        assert walk.browser.post(walk.url("relatives/new"), data=sent).status_code == 303
    assert len(walk.document["relatives_in_canada"]) == 1


def test_removing_names_what_leaves_and_asks_first(walk: Walk) -> None:
    a_job(walk)
    page = walk.get("work/1/remove")
    assert "Cook" in page.text
    assert re.search(r"Its \d years leave your score", page.text)
    assert len(walk.document["work"]) == 1
    walk.fill("work/1/remove")
    assert walk.document["work"] == []
    assert walk.get("work/1/remove").status_code == 404


def test_a_list_is_never_longer_than_its_limit(
    walk: Walk, portal_sessions: Sessions, case: Case
) -> None:
    with portal_sessions() as session:
        draft = session.get_one(Case, case.id).draft
        draft.document = draft.document | {"registrations": [{"body": "A"}] * 20}
        session.commit()
    assert "20 entries at most" in walk.get("registrations").text
    page = walk.fill("registrations/new", keep=True, body="B")
    assert page.status_code == 409
    assert len(walk.document["registrations"]) == 20


def test_an_answer_that_closes_a_page_keeps_what_was_written_there(walk: Walk) -> None:
    walk.fill("job-offer", job_offer="yes")
    walk.fill("job-offer-details", employer="Kaveri", city="Hamilton")
    answer = walk.fill("job-offer", job_offer="no")
    assert answer.headers["Location"].endswith("/permits")
    assert walk.document["job_offer"] is False
    assert walk.get("job-offer-details").status_code == 303
    walk.fill("job-offer", job_offer="yes")
    assert walk.read("job-offer-details")["city"] == "Hamilton"


@pytest.mark.parametrize(
    ("status", "province", "kind"),
    [("citizen", "ON", "permanent"), ("none", "QC", "quebec")],
)
def test_honest_exits_explain_and_let_people_go_on(
    walk: Walk, status: str, province: str, kind: str
) -> None:
    answer = walk.fill("place", status_in_canada=status, intended_province=province)
    assert answer.headers["Location"].endswith(f"/notice/{kind}")
    page = walk.get(f"notice/{kind}")
    assert f'href="{walk.url("family")}"' in page.text
    assert "Stop here" in page.text


def test_under_18_is_told_at_once(walk: Walk) -> None:
    answer = walk.fill("you", family_name="Rao", **born(walk, "2015-01-01"))
    assert answer.headers["Location"].endswith("/notice/age")


def test_a_score_without_a_rank_is_said_before_the_agreement(walk: Walk) -> None:
    walk.fill("you", family_name="Rao", **born(walk))
    walk.fill("family", marital_status="never_married", dependent_children="0")
    for page in ("education", "language", "work"):
        walk.fill(page, answer="none")
    walk.fill("certificate", certificate_of_qualification="no")
    walk.fill("job-offer", job_offer="no")
    walk.fill("money", settlement_funds="0")
    assert f'href="{walk.url("notice/programs")}"' in walk.get("check").text
    assert f'href="{walk.url("agreement")}"' in walk.get("notice/programs").text


def test_finish_later_saves_and_leads_home(walk: Walk) -> None:
    answer = walk.fill("money", settlement_funds="28000", later="1")
    assert answer.headers["Location"].endswith(f"/case/{walk.case_id}")
    assert walk.document["settlement_funds"] == 28000
    assert "Saved" in walk.get("money").text
    assert f'href="{walk.url("you")}"' in walk.get(f"/case/{walk.case_id}").text


def test_a_body_that_is_too_large_leaves_the_answers_as_they_were(walk: Walk) -> None:
    walk.fill("money", settlement_funds="28000")
    sent = walk.read("money")
    sent["settlement_funds"] = "9" * 1_100_000
    walk.browser.inspect = False
    assert walk.browser.post(walk.url("money"), data=sent).status_code == 413
    assert walk.document["settlement_funds"] == 28000


def test_others_find_nothing_here(
    walk: Walk,
    people: People,
    browser_of: Callable[[Any], Client],
    as_role: Callable[[str], Client],
) -> None:
    missing = "/intake/00000000-0000-4000-8000-000000000000/you"
    for browser in (browser_of(people.other), as_role("specialist")):
        page = browser.get(walk.url("you"))
        assert page.status_code == 404
        assert browser.get(missing).status_code == 404


def test_french_pages_speak_french_names(walk: Walk, browser: Client) -> None:
    browser.send("/language", language="fr", next="/")
    page = walk.get("you")
    assert 'lang="fr"' in page.text
    assert "Allemagne" in page.text
