"""A lead changes the rulebook on the desk's pages: drafts, sees the effect, accepts, withdraws."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessment.assess import assess
from portal.assessment.reading import parse_profile
from portal.models import Amendment, AuditEvent
from portal.rulebook import Rulebook, load
from portal.rulebook.categories import Categories
from portal.rulebook.rounds import Rounds
from portal.rulebook.streams import Streams
from portal.services import amendments, clock, effect, rulebooks
from tests.client import Client
from tests.review import a_profile, a_submitted_case
from tests.world import People

Sign = Callable[[str], Client]
CITED: dict[str, Any] = {
    "seen": 0,
    "from_-day": 20, "from_-month": 11, "from_-year": 2026,
    "title": "Ontario: 2026 OINP updates", "url": "https://example.com/oinp", "clause": "",
    "read_on-day": 24, "read_on-month": 11, "read_on-year": 2026,
    "confidence": "high", "note": "", "reason": "announced today",
}  # fmt: skip
HCP = "/desk/changes/status?rule=streams.ontario.hcp"


@pytest.fixture
def lead(as_role: Sign) -> Client:
    return as_role("lead")


def the_only(db: Session) -> Amendment:
    db.rollback()  # the pages write on sessions of their own
    (found,) = amendments.listed(db)
    return found


def in_use(db: Session) -> Rulebook:
    """The rulebook as everybody has it now."""
    db.rollback()
    return rulebooks.in_use(db)


def test_a_stream_is_marked_open_from_a_day(db: Session, people: People, lead: Client) -> None:
    a_submitted_case(db, people["client"])
    answer = lead.send(HCP, **CITED, state="open")
    assert answer.status_code == 303
    change = the_only(db)
    assert answer.location.endswith(f"/desk/changes/{change.id}")
    page = lead.get(f"/desk/changes/{change.id}").text
    assert "Human Capital Priorities: open from" in page
    assert "Being worked out" in page
    assert "Let it take effect" not in page
    assert effect.weigh(db, change.id)
    page = lead.get(f"/desk/changes/{change.id}").text
    assert "of 1 open case" in page
    assert lead.send(f"/desk/changes/{change.id}/accept", seen=1).status_code == 303
    status = in_use(db).part(Streams)["on.hcp"].status_on(date(2026, 11, 25))
    assert status is not None
    assert status.state == "open"
    page = lead.get(f"/desk/changes/{change.id}").text
    assert "Withdraw the change" in page
    answer = lead.send(f"/desk/changes/{change.id}/withdraw", reason="")
    assert answer.status_code == 409
    assert "Say why" in answer.text
    assert lead.send(f"/desk/changes/{change.id}/withdraw", reason="wrong page").status_code == 303
    assert in_use(db).hash == load().hash


def test_the_same_form_sent_twice_is_one_draft(db: Session, lead: Client) -> None:
    first, second = (lead.send(HCP, **CITED, state="open") for _ in range(2))
    assert first.location == second.location
    assert lead.send(HCP, **(CITED | {"reason": "once more"}), state="open").status_code == 303
    db.rollback()
    assert len(amendments.listed(db)) == 2


def test_the_same_change_pressed_twice_takes_effect_once(db: Session, lead: Client) -> None:
    lead.send(HCP, **CITED, state="open")
    change = the_only(db)
    effect.weigh(db, change.id)
    lead.send(f"/desk/changes/{change.id}/accept", seen=1)
    answer = lead.send(f"/desk/changes/{change.id}/accept", seen=1)
    assert answer.status_code == 409
    assert "no draft any more" in answer.text


def test_bad_input_is_said_at_its_field_and_all_that_was_typed_stays(
    db: Session, lead: Client
) -> None:
    typed = CITED | {"url": "ontario page", "title": "", "from_-month": 13, "note": "a note"}
    answer = lead.send(HCP, **typed, state="open")
    assert answer.status_code == 422
    for words in ("beginning with https://", "Name the source", "from 1 to 12"):
        assert words in answer.text
    assert 'value="ontario page"' in answer.text
    assert "a note" in answer.text
    assert amendments.listed(db) == []


def test_what_the_rulebook_refuses_is_said_and_nothing_is_written(
    db: Session, lead: Client
) -> None:
    answer = lead.send(HCP, **(CITED | {"from_-year": 2015}), state="open")
    assert answer.status_code == 422
    assert "Enter a later day" in answer.text
    assert amendments.listed(db) == []


def test_a_draft_is_edited_and_a_second_tab_is_told(db: Session, lead: Client) -> None:
    lead.send(HCP, **CITED, state="open")
    change = the_only(db)
    page = lead.get(f"{HCP}&draft={change.id}").text
    assert "announced today" in page
    assert 'name="seen" value="1"' in page
    first = lead.send(f"{HCP}&draft={change.id}", **(CITED | {"seen": 1}), state="paused")
    assert first.status_code == 303
    second = lead.send(f"{HCP}&draft={change.id}", **(CITED | {"seen": 1}), state="closed")
    assert second.status_code == 409
    assert "saved this while you were writing" in second.text
    assert 'state = "paused"' in the_only(db).change["entry"]


def test_codes_are_added_to_an_occupation_list(db: Session, lead: Client) -> None:
    url = "/desk/changes/list?rule=occupation_lists.ee_stem"
    answer = lead.send(url, **CITED, add="21231 Software engineers\n21232", remove="", count=13)
    assert answer.status_code == 303
    change = the_only(db)
    page = lead.get(f"/desk/changes/{change.id}").text
    assert ">21231 Software engineers and designers</a>" in page
    effect.weigh(db, change.id)
    lead.send(f"/desk/changes/{change.id}/accept", seen=1)
    stem = in_use(db).part(Categories)
    assert stem is not None
    answer = lead.send(url, **(CITED | {"from_-day": 21}), add="21231", remove="99999", count="")
    assert answer.status_code == 422
    assert "Not on the list: 99999" in answer.text


def test_a_table_gets_a_new_version(db: Session, lead: Client) -> None:
    url = "/desk/changes/table?rule=crs.additional.sibling"
    assert "points" in lead.get(url).text
    answer = lead.send(url, **CITED, status="in_force", values="points = 0")
    assert answer.status_code == 303
    effect.weigh(db, the_only(db).id)
    lead.send(f"/desk/changes/{the_only(db).id}/accept", seen=1)
    version = in_use(db).table("crs.additional.sibling", on=date(2026, 11, 21))
    assert version.values == {"points": 0}


def test_rows_of_the_wrong_length_are_said_at_their_field(lead: Client) -> None:
    url = "/desk/changes/table?rule=crs.core.age"
    answer = lead.send(url, **CITED, status="in_force", rows="17; 0", values="")
    assert answer.status_code == 422
    assert "Line 1 has 2 cells" in answer.text


@pytest.mark.parametrize(
    ("rule", "typed", "words"),
    [
        ("crs.core.age", {"rows": "17; 0; 0\n18; five; 99"}, "Line 2: “five” is no number"),
        ("crs.core.age", {"rows": "17; ; 0"}, "Line 1: “” is no number"),
        ("crs.core.age", {"rows": "17; 4.5; 0"}, "Line 1: “4.5” is no number"),
        ("crs.core.age", {"rows": "17; true; 0"}, "Line 1: “true” is no number"),
        ("crs.additional.sibling", {"values": 'points = "five"'}, "points: “five” is no number"),
        ("crs.additional.sibling", {"values": "points = nan"}, "points: “nan” is no number"),
    ],
)
def test_a_word_where_a_table_has_numbers_is_said_at_its_field(
    db: Session, lead: Client, rule: str, typed: dict[str, Any], words: str
) -> None:
    url = f"/desk/changes/table?rule={rule}"
    answer = lead.send(url, **CITED, status="in_force", **typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert amendments.listed(db) == []


@pytest.mark.parametrize(("points", "asked"), [(900, True), (110, False)])
def test_points_over_their_ceiling_are_asked_about_before_they_take_effect(
    db: Session, lead: Client, points: int, asked: bool
) -> None:
    held = load().table("crs.core.age", on=date(2026, 11, 20))
    rows = [(age, couple, points if single == 110 else single) for age, couple, single in held.rows]
    typed = "\n".join("; ".join(map(str, row)) for row in rows)
    url = "/desk/changes/table?rule=crs.core.age"
    answer = lead.send(url, **CITED, status="in_force", rows=typed)
    assert answer.status_code == 303
    page = lead.get(f"/desk/changes/{the_only(db).id}").text
    assert ("the tables of that day give 1,290" in page) is asked
    assert ("does the ceiling change too?" in page) is asked


def codes(first: int, count: int) -> list[str]:
    """NOC codes of TEER 0 to 3, as an invented list has them."""
    known = [
        each.code
        for each in load().occupations.all("2021")
        if each.code[1] in "0123" and each.code != "21231"
    ]
    return known[first : first + count]


# Invented figures: none is known, and none of these stands in the shipped rulebook.
HIGH_WAGE: dict[str, Any] = {
    "codes_reported": 186,
    "codes_0": "\n".join(codes(0, 62)),
    "codes_1": ", ".join(codes(62, 62)),
    "codes_2": " ".join([*codes(124, 61), "21231"]),
    "work_0": 60, "work_1": 40, "work_2": 20, "offer_0": 50, "offer_1": 30, "offer_2": 10,
    "combine": "higher", "max": 60, "section": "additional",
    "work_min_months": 12, "work_window_months": 36, "work_months_in": "one_occupation",
    "work_teer": ["0", "1", "2", "3"], "offer_teer": ["0", "1", "2", "3"],
    "offer_min_hours_per_week": 30, "offer_min_months": 12, "offer_employed_months": 0,
    "offer_needs_permanent": "no", "offer_seasonal": "no", "offer_needs_lmia": "no",
}  # fmt: skip


@pytest.mark.parametrize(
    "name", ["offer_needs_permanent", "offer_seasonal", "offer_needs_lmia", "work_teer", "combine"]
)
def test_no_condition_of_the_high_wage_factor_is_taken_for_granted(
    db: Session, lead: Client, name: str
) -> None:
    typed = {key: value for key, value in (CITED | HIGH_WAGE).items() if key != name}
    answer = lead.send("/desk/changes/high-wage", **typed)
    assert answer.status_code == 422
    assert amendments.listed(db) == []


def a_worker_in_canada() -> dict[str, Any]:
    """The seed's software engineer, for three years in Ontario since."""
    job = a_profile()["work"][0] | {
        "noc": {"version": "2021", "code": "21231"}, "country": "CA", "province": "ON",
        "start": "2023-10-01", "end": None, "hours_per_week": 40, "authorized": True,
    }  # fmt: skip
    return a_profile(work=[job])


def test_the_high_wage_factor_is_entered_and_results_stop_being_provisional(
    db: Session, people: People, lead: Client
) -> None:
    profile = a_worker_in_canada()
    case = a_submitted_case(db, people["client"], profile=profile)
    day = date(2026, 11, 25)
    before = assess(parse_profile(profile, load()), load(), day, rounds=False)
    assert before.provisional is not None
    page = lead.get("/desk/changes/high-wage").text
    assert "highest tier" in page
    typed = CITED | {"from_-day": 3} | HIGH_WAGE
    answer = lead.send("/desk/changes/high-wage", **typed)
    assert answer.status_code == 303, re.findall(r'class="message".*?</p>', answer.text)
    change = the_only(db)
    assert effect.weigh(db, change.id)
    page = lead.get(f"/desk/changes/{change.id}").text
    assert "no longer provisional" in page
    assert f"CRS: {before.crs.total} → {(before.crs.total or 0) + 20}" in page
    assert str(case.number) in page
    lead.send(f"/desk/changes/{change.id}/accept", seen=1)
    rules = in_use(db)
    after = assess(parse_profile(profile, rules), rules, day, rounds=False)
    assert after.provisional is None
    assert after.crs.total == (before.crs.total or 0) + 20
    # The day before the factor nothing changes.
    eve = date(2026, 11, 2)
    old, new = (assess(parse_profile(profile, book), book, eve, rounds=False).crs.total
                for book in (load(), rules))  # fmt: skip
    assert old == new


def test_the_next_version_of_the_high_wage_factor_begins_with_the_one_in_force(
    db: Session, lead: Client
) -> None:
    url = "/desk/changes/high-wage"
    lead.send(url, **(CITED | {"from_-day": 3} | HIGH_WAGE))
    effect.weigh(db, the_only(db).id)
    lead.send(f"/desk/changes/{the_only(db).id}/accept", seen=1)
    shown = fields_of(lead.get(url).text)
    for name in ("work_0", "offer_2", "max", "codes_reported", "work_min_months", "combine"):
        assert shown[name] == str(HIGH_WAGE[name]), name
    assert shown["codes_0"].split() == sorted(re.findall(r"\d{5}", HIGH_WAGE["codes_0"]))
    assert shown["from_-day"] == ""
    assert shown["url"] == ""


def test_pasted_codes_are_counted_against_the_source(lead: Client) -> None:
    typed = CITED | {"from_-day": 3} | HIGH_WAGE | {"codes_2": "21231", "codes_1": "99999"}
    answer = lead.send("/desk/changes/high-wage", **typed)
    assert answer.status_code == 422
    assert "Not in NOC 2021: 99999" in answer.text
    answer = lead.send("/desk/changes/high-wage", **(typed | {"codes_1": codes(62, 1)[0]}))
    assert "64 codes were pasted" in answer.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"codes_1": ""}, "Paste the codes of this tier"),
        ({"codes_1": "NOC 2021\n" + "\n".join(codes(0, 2))}, "In a higher tier already: "),
        ({"codes_1": ", ".join([*codes(62, 62)[:-1], codes(62, 1)[0]])},
         f"of these twice in one tier: {codes(62, 1)[0]}"),
        ({"work_teer": [""]}, "Tick the levels that count"),
        ({"max": 600}, "60 at most"),
        ({"work_window_months": 6}, "do not fit into that window"),
        ({"from_-day": 2}, "Enter a later day"),
        ({f"{side}_{place}": 0 for side in ("work", "offer") for place in range(3)},
         "in one tier at least"),
    ],
)  # fmt: skip
def test_a_slip_in_the_high_wage_factor_is_said_at_its_field(
    db: Session, lead: Client, typed: dict[str, Any], words: str
) -> None:
    answer = lead.send("/desk/changes/high-wage", **(CITED | {"from_-day": 3} | HIGH_WAGE | typed))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'id="errors"' in answer.text
    assert amendments.listed(db) == []


def test_the_factor_is_shown_in_words_and_not_by_the_keys_of_its_file(
    db: Session, lead: Client
) -> None:
    lead.send("/desk/changes/high-wage", **(CITED | {"from_-day": 3} | HIGH_WAGE))
    page = re.sub(r"<[^>]+>", " ", lead.get(f"/desk/changes/{the_only(db).id}").text)
    assert "the higher of the two counts" in page
    for key in ("in_force", "tier_or_higher", "one_occupation", "(crs."):
        assert key not in page
    shown = re.sub(r"\s+", " ", page)
    assert "21231 Software engineers and designers 1.3" in shown
    assert "NOC code 21231 Software engineers and designers, Tier" in shown


def test_a_list_takes_pasted_rows_with_titles_and_names_what_is_no_code(
    db: Session, lead: Client
) -> None:
    url = "/desk/changes/list?rule=occupation_lists.ee_trade"
    rows = "NOC 2021\tTitle\n62200\tChefs\n6320\tCooks"
    answer = lead.send(url, **CITED, add=rows, remove="", count="")
    assert "Not in NOC 2021: 6320" in answer.text
    answer = lead.send(url, **CITED, add="NOC 2021: 62200 Chefs", remove="", count=3)
    assert "The list would then have 26 codes" in answer.text
    assert lead.send(url, **CITED, add="62200 Chefs", remove="", count=26).status_code == 303
    effect.weigh(db, the_only(db).id)
    lead.send(f"/desk/changes/{the_only(db).id}/accept", seen=1)
    assert "62200 Chefs" in lead.get(f"/desk/changes/{the_only(db).id}").text


def test_a_refused_withdrawal_keeps_its_reason(db: Session, lead: Client) -> None:
    for day, state in ((20, "open"), (20, "paused")):
        lead.send(HCP, **(CITED | {"from_-day": day}), state=state)
    first = next(each for each in amendments.listed(db) if '"open"' in each.change["entry"])
    answer = lead.send(f"/desk/changes/{first.id}/withdraw", reason="the wrong page")
    assert answer.status_code == 409
    assert "Only a change in force" in answer.text


def test_a_withdrawal_without_a_reason_is_said_at_its_field(db: Session, lead: Client) -> None:
    lead.send(HCP, **CITED, state="open")
    change = the_only(db)
    effect.weigh(db, change.id)
    lead.send(f"/desk/changes/{change.id}/accept", seen=1)
    answer = lead.send(f"/desk/changes/{change.id}/withdraw", reason="  ")
    assert answer.status_code == 409
    assert 'id="errors"' in answer.text
    (box,) = re.findall(r'<textarea[^>]*name="reason"[^>]*>', answer.text)
    assert 'aria-invalid="true"' in box
    db.refresh(change)
    assert change.state == "accepted"


def test_two_tables_of_one_name_are_told_apart(lead: Client) -> None:
    """Age is a factor of the CRS and of the FSW grid."""
    page = lead.get("/desk/changes/new").text
    assert "CRS, Age" in page
    assert "FSW, Age" in page


def test_a_province_without_a_stream_has_none_to_open(lead: Client) -> None:
    page = lead.get("/desk/changes/new").text
    opened = page.split('id="for-status"')[1].split("</select>")[0]
    assert "Human Capital Priorities" in opened
    assert "Nunavut" not in opened
    assert "Quebec" not in opened


def test_a_federal_round_is_typed_by_hand(db: Session, lead: Client) -> None:
    like = load().part(Rounds).federal[-1].id
    answer = lead.send(
        "/desk/changes/federal-round", **CITED, like=like, number=500,
        at="2026-11-20T15:04:05Z", invitations=1000, lowest=490, tie_break="2026-10-01T10:00:00Z",
    )  # fmt: skip
    assert answer.status_code == 303
    change = the_only(db)
    assert "1 federal round" in lead.get(f"/desk/changes/{change.id}").text
    effect.weigh(db, change.id)
    lead.send(f"/desk/changes/{change.id}/accept", seen=1)
    found = in_use(db).part(Rounds).federal[-1]
    assert (found.number, found.lowest, found.invitations) == ("500", 490, 1000)


def test_a_provincial_round_is_typed_by_hand(db: Session, lead: Client) -> None:
    answer = lead.send(
        "/desk/changes/provincial-round?rule=streams.alberta.ee", **CITED, invitations=50,
        crs_min=300, occupations="codes", codes="21231, 21232", edition="2021", ee_scope="exact",
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    effect.weigh(db, the_only(db).id)
    lead.send(f"/desk/changes/{the_only(db).id}/accept", seen=1)
    found = in_use(db).part(Rounds).provincial[-1]
    assert (found.lowest, sorted(found.codes)) == (300, ["21231", "21232"])


FEDERAL = "/desk/changes/federal-round"
ALBERTA = "/desk/changes/provincial-round?rule=streams.alberta.ee"
A_FEDERAL_ROUND: dict[str, Any] = {
    "number": 500, "at": "2026-11-20T15:04:05Z", "invitations": 1000, "lowest": 490,
    "tie_break": "2026-10-01T10:00:00Z", "clause": "Round 500", "note": "read by two",
}  # fmt: skip
A_PROVINCIAL_ROUND: dict[str, Any] = {
    "invitations": 50, "crs_min": 300, "crs_max": 480, "score_min": 61, "score_scale": "WEOI",
    "profile_from-day": 1, "profile_from-month": 3, "profile_from-year": 2026,
    "profile_to-day": 30, "profile_to-month": 4, "profile_to-year": 2026,
    "occupations": "codes", "codes": "21231, 21232", "edition": "2021", "ee_scope": "share",
    "clause": "Draws", "note": "half of it",
}  # fmt: skip


def edit_link(page: str) -> str:
    """Where the page's button edits the draft."""
    (found,) = re.findall(r'href="([^"]+)">Edit the draft<', page)
    return found.replace("&amp;", "&")


def fields_of(page: str) -> dict[str, Any]:
    """What a browser would send of the form on a page."""
    form = page.split('<form class="form"')[1].split("</form>", maxsplit=1)[0]
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if given.get("type") not in ("radio", "checkbox") and given.get("name") != "csrf_token":
            sent[given["name"]] = html.unescape(given.get("value", ""))
    boxes = r'<(textarea|select)[^>]*name="([^"]+)"[^>]*>(.*?)</\1>'
    for kind, name, inner in re.findall(boxes, form, re.DOTALL):
        chosen = re.findall(r'<option[^>]*selected[^>]*value="([^"]*)"', inner)
        text = inner if kind == "textarea" else "".join(chosen)
        sent[name] = html.unescape(text).removeprefix("\r\n").removeprefix("\n")
    return sent


@pytest.mark.parametrize(
    ("url", "typed"), [(FEDERAL, A_FEDERAL_ROUND), (ALBERTA, A_PROVINCIAL_ROUND)]
)
def test_a_round_in_a_draft_is_edited_with_all_that_was_typed(
    db: Session, lead: Client, url: str, typed: dict[str, Any]
) -> None:
    like = {"like": load().part(Rounds).federal[-1].id} if url == FEDERAL else {}
    assert lead.send(url, **(CITED | typed | like)).status_code == 303
    draft = the_only(db)
    before = draft.change
    page = lead.get(f"/desk/changes/{draft.id}").text
    assert "Ontario: 2026 OINP updates" in page
    link = edit_link(page)
    sent = fields_of(lead.get(link).text)
    for name, value in (CITED | typed | like | {"seen": 1}).items():
        shown = sent[name].replace("\r", "").replace("\n", ", ")
        assert shown.removeprefix("0") == str(value), name
    assert lead.send(link, **sent).status_code == 303
    assert the_only(db).change == before
    answer = lead.send(link, **(sent | {"seen": 2, "invitations": "75", "reason": "misread"}))
    assert answer.status_code == 303
    draft = the_only(db)
    (row,) = draft.change.get("federal") or draft.change["provincial"]
    assert (row["invitations"], draft.reason, draft.version) == ("75", "misread", 3)
    actions = [each.action for each in db.scalars(
        select(AuditEvent).where(AuditEvent.object_id == str(draft.id)))]  # fmt: skip
    assert actions == ["amendment.draft", "amendment.revise", "amendment.revise"]
    effect.weigh(db, draft.id)
    assert lead.send(f"/desk/changes/{draft.id}/accept", seen=3).status_code == 303
    assert in_use(db).hash != load().hash


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        ({"number": 434}, "Round 434 is in the rulebook already"),
        ({"from_-year": 2031}, "That day is still to come"),
        ({"from_-day": 12}, "This is not the day of the round"),
        ({"from_-year": 2014, "at": "2014-11-20T15:04:05Z", "tie_break": ""}, "no Express Entry"),
        ({"tie_break": "2026-11-21T15:04:05Z"}, "The tie-break lies after the round"),
        ({"lowest": 1300}, "No CRS is above 1,200"),
        ({"at": "November 20, 2026 at noon"}, "Write it as IRCC prints it"),
    ],
)
def test_a_round_that_was_never_held_is_said_at_its_field(
    db: Session, lead: Client, slip: dict[str, Any], words: str
) -> None:
    like = {"like": load().part(Rounds).federal[-1].id}
    answer = lead.send(FEDERAL, **(CITED | A_FEDERAL_ROUND | like | slip))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert amendments.listed(db) == []


def test_a_rounds_instants_are_copied_as_ircc_prints_them(db: Session, lead: Client) -> None:
    like = {"like": load().part(Rounds).federal[-1].id}
    typed = {
        "at": "November 20, 2026 at 15:04:05 UTC",
        "tie_break": "October 1, 2026 at 10:00:00 UTC",
    }
    assert lead.send(FEDERAL, **(CITED | A_FEDERAL_ROUND | like | typed)).status_code == 303
    (row,) = the_only(db).change["federal"]
    assert row["time_utc"] == "2026-11-20T15:04:05Z"
    assert row["tie_break_utc"] == "2026-10-01T10:00:00Z"


def test_a_second_tab_on_a_round_is_told_and_may_write_over_it(db: Session, lead: Client) -> None:
    lead.send(ALBERTA, **(CITED | A_PROVINCIAL_ROUND))
    link = edit_link(lead.get(f"/desk/changes/{the_only(db).id}").text)
    sent = fields_of(lead.get(link).text)
    assert lead.send(link, **(sent | {"invitations": "60"})).status_code == 303
    second = lead.send(link, **(sent | {"invitations": "70", "note": "mine"}))
    assert second.status_code == 409
    assert "saved this while you were writing" in second.text
    again = fields_of(second.text)
    assert (again["invitations"], again["note"], again["seen"]) == ("70", "mine", "2")
    assert the_only(db).change["provincial"][0]["invitations"] == "60"
    assert lead.send(link, **again).status_code == 303
    assert the_only(db).change["provincial"][0]["invitations"] == "70"


def test_a_slip_in_an_edited_round_is_said_at_its_field_and_the_draft_stays(
    db: Session, lead: Client
) -> None:
    lead.send(ALBERTA, **(CITED | A_PROVINCIAL_ROUND))
    before = the_only(db).change
    link = edit_link(lead.get(f"/desk/changes/{the_only(db).id}").text)
    sent = fields_of(lead.get(link).text)
    for slip, words in (
        ({"invitations": "many"}, "whole number"),
        ({"occupations": "all"}, "Codes are pasted below"),
        ({"codes": ""}, "Paste the codes below"),
        ({"crs_max": "200"}, "The highest score is under the lowest"),
        ({"crs_min": "1300"}, "No CRS is above 1,200"),
        ({"title": ""}, "Name the source"),
    ):
        answer = lead.send(link, **(sent | slip))
        assert (answer.status_code, words in answer.text) == (422, True), slip
        assert fields_of(answer.text) == sent | slip
    assert the_only(db).change == before


def test_another_day_gives_an_edited_round_another_id(db: Session, lead: Client) -> None:
    lead.send(ALBERTA, **(CITED | A_PROVINCIAL_ROUND))
    link = edit_link(lead.get(f"/desk/changes/{the_only(db).id}").text)
    sent = fields_of(lead.get(link).text)
    lead.send(link, **(sent | {"from_-day": "19"}))
    (row,) = the_only(db).change["provincial"]
    assert (row["date"], row["id"]) == ("2026-11-19", "ab.ee.2026-11-19")
    assert list(the_only(db).change["cited"]) == ["ab.ee.2026-11-19"]


def test_each_row_of_an_imported_draft_is_edited_by_itself_and_keeps_what_no_form_asks(
    db: Session, people: People, lead: Client
) -> None:
    """A file’s row may add criteria to its stream: they stay when a figure is mended."""
    lead.send(ALBERTA, **(CITED | A_PROVINCIAL_ROUND))
    (one,) = the_only(db).change["provincial"]
    two = one | {
        "id": "ab.ee.2026-11-21", "date": "2026-11-21", "noc_codes": "", "noc_version": "",
        "extra": "occupations:not_read;primary", "note": "n", "note_fr": "en français",
    }  # fmt: skip
    actor = people.actor("lead")
    amendments.discard(db, actor, the_only(db).id, clock.now())
    change = {"provincial": [one, two]}
    draft = amendments.draft(db, actor, "rounds", change, "import of a file", clock.now())
    page = lead.get(f"/desk/changes/{draft.id}").text
    assert "Edit the draft" not in page
    assert f"draft={draft.id}&amp;row=1" in page
    link = f"{ALBERTA}&draft={draft.id}&row=1"
    sent = fields_of(lead.get(link).text)
    assert (sent["occupations"], sent["title"]) == ("as_drafted", "")
    answer = lead.send(link, **(sent | {"title": "Alberta: draws", "invitations": "51"}))
    assert answer.status_code == 303
    db.rollback()
    db.refresh(draft)
    rows = draft.change["provincial"]
    assert rows == [one, two | {"invitations": "51"}]
    assert lead.get(f"{ALBERTA}&draft={draft.id}&row=2").status_code == 404
    assert lead.get(f"{FEDERAL}?draft={draft.id}").status_code == 404
    other = "/desk/changes/provincial-round?rule=streams.ontario.hcp"
    assert lead.get(f"{other}&draft={draft.id}&row=1").status_code == 404


def test_a_category_gets_a_version_written_as_its_file_has_it(db: Session, lead: Client) -> None:
    url = "/desk/changes/text?rule=categories.stem"
    page = lead.get(url).text
    assert "ee.stem" in page
    answer = lead.send(url, **CITED, text="months = 'soon'")
    assert answer.status_code == 422
    answer = lead.send(url, **CITED, text="months = ")
    assert "Line 1, “months =”, cannot be read" in answer.text


def typed_text(lead: Client, url: str) -> str:
    """What stands in the box of a new version."""
    found: str = fields_of(lead.get(url).text)["text"]
    return found


@pytest.mark.parametrize(
    ("rule", "stands", "typed", "line"),
    [
        ("categories.stem", "months = 12", 'months = "twelve"', "found ’twelve’. Write a whole"),
        ("categories.stem", "months = 12", "month = 12", "unknown key ’month’"),
        ("categories.stem", '"ee.stem"', '"ee.stm"', "no list ’ee.stm’ in force"),
        ("categories.stem", "months = 12", "months = 12\nmonths = 13", "stands above already"),
        ("grids.pe_ee", "[18, 24, 7]", "[18, 24, 70]", "70 points are over the maximum 20"),
        ("streams.ontario.owp_0_3", "full_time = true", "full_time = 1", "Write true or false"),
    ],
)
def test_a_fault_in_a_written_version_is_said_at_its_line(
    db: Session, lead: Client, rule: str, stands: str, typed: str, line: str
) -> None:
    url = f"/desk/changes/text?rule={rule}"
    before = typed_text(lead, url)
    assert stands in before
    wrong = before.replace(stands, typed, 1)
    answer = lead.send(url, **CITED, text=wrong)
    assert answer.status_code == 422
    said = html.unescape(re.sub(r"<[^>]+>", "", answer.text)).replace("'", "’")
    wanted = typed.rsplit("\n", maxsplit=1)[-1].split(",", maxsplit=1)[0]
    number = next(at for at, each in enumerate(wrong.split("\n"), 1) if wanted in each)
    assert f"Line {number}, “" in said
    assert line in said
    assert typed_text_of(answer.text) == wrong
    assert amendments.listed(db) == []


def typed_text_of(page: str) -> str:
    return str(fields_of(page)["text"]).replace("\r", "")


def test_the_page_that_takes_a_version_says_how_and_what_each_block_is(lead: Client) -> None:
    page = html.unescape(lead.get("/desk/changes/text?rule=categories.stem").text)
    assert "How to write it" in page
    assert "<dt>experience</dt><dd>12 months of work in the last 3 years" in page
    grid = html.unescape(lead.get("/desk/changes/text?rule=grids.pe_ee").text)
    assert "<dt>language</dt><dd>Better official language</dd>" in grid


def test_what_the_rulebook_refuses_is_said_in_the_readers_language(
    db: Session, lead: Client
) -> None:
    text = (lead.get("/desk/changes/text?rule=categories.stem").text
            .split('name="text"')[1].split(">", 1)[1].split("</textarea>", 1)[0])  # fmt: skip
    text = html.unescape(text).replace('kind = "experience"', 'kind = "expereince"')
    url = "/desk/changes/text?rule=categories.stem"
    assert "Write one of" in lead.send(url, **CITED, text=text).text
    lead.send("/language", language="fr", next="/desk")
    page = html.unescape(lead.send(url, **CITED, text=text).text)
    assert "'expereince'. Écrivez l’une de ces valeurs" in page
    assert "Write one of" not in page


def test_only_a_lead_writes_and_all_the_office_reads(db: Session, as_role: Sign) -> None:
    as_role("lead").send(HCP, **CITED, state="open")
    change = the_only(db)
    for role in ("assistant", "specialist", "administrator"):
        browser = as_role(role)
        assert browser.get("/desk/changes").status_code == 200
        assert browser.get(f"/desk/changes/{change.id}").status_code == 200
        assert browser.get(HCP).status_code == 403
        assert browser.send(f"/desk/changes/{change.id}/accept", seen=1).status_code == 403
    assert as_role("client").get("/desk/changes").status_code == 403


def test_an_administrator_sees_how_many_cases_change_but_no_client(
    db: Session, people: People, as_role: Sign
) -> None:
    a_submitted_case(db, people["client"], profile=a_worker_in_canada())
    as_role("lead").send("/desk/changes/high-wage", **(CITED | {"from_-day": 3} | HIGH_WAGE))
    effect.weigh(db, the_only(db).id)
    page = as_role("administrator").get(f"/desk/changes/{the_only(db).id}").text
    assert "1 of 1 open cases changes" in page
    assert "Rao" not in page


@pytest.mark.parametrize("rule", ["", "x", "crs.core.age", "streams.ontario.nowhere", "../x"])
def test_a_rule_that_is_no_stream_is_not_found(lead: Client, rule: str) -> None:
    assert lead.get(f"/desk/changes/status?rule={rule}").status_code == 404


FORMS = {
    "status?rule=streams.ontario.hcp": {"state": "open"},
    "list?rule=occupation_lists.ee_stem": {"add": "21231"},
    "table?rule=crs.core.age": {"status": "in_force", "rows": "17; 0; 0"},
    "text?rule=categories.stem": {"text": "months = 6"},
    "high-wage?": HIGH_WAGE,
    "federal-round?": {"number": 1, "at": "x", "invitations": 1, "lowest": 1},
    "provincial-round?rule=streams.alberta.ee": {"occupations": "codes", "codes": "21231"},
}
HOSTILE = ("", "-1", "99999999999999999999", "NaN", "a\x00b", "é" * 300, "<b>", "[x]", "\r\nX: y",
           "x = 1\n[[y]]\n", "2026-13-45T99:99:99Z", "0; 0; 0", "00010 21231 9999")  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_whatever_is_typed_a_change_form_answers_and_writes_nothing_unsound(
    db: Session, lead: Client, form: str
) -> None:
    typed = CITED | FORMS[form]
    # Every third word for each field, the rest for its neighbours: each word meets each form.
    for at, name in enumerate(typed, len(form)):
        for words in HOSTILE[at % 3 :: 3]:
            answer = lead.send(f"/desk/changes/{form}", **(typed | {name: words}))
            assert answer.status_code in (303, 409, 422), (name, words)
    db.rollback()
    for change in amendments.listed(db):
        amendments.laid_over(rulebooks.in_use(db), change.kind, change.change)


def test_what_was_put_away_begins_a_new_draft_and_nothing_typed_is_lost(
    db: Session, lead: Client
) -> None:
    lead.send("/desk/changes/high-wage", **(CITED | {"from_-day": 3} | HIGH_WAGE))
    first = the_only(db)
    assert lead.send(f"/desk/changes/{first.id}/again").status_code == 409
    lead.send(f"/desk/changes/{first.id}/discard")
    assert "Begin a new draft with it" in lead.get(f"/desk/changes/{first.id}").text
    assert lead.send(f"/desk/changes/{first.id}/again").status_code == 303
    db.rollback()
    newest, oldest = amendments.listed(db)
    assert (newest.state, oldest.state) == ("draft", "discarded")
    assert newest.change == oldest.change
    page = lead.get(f"/desk/changes/{newest.id}").text
    assert "Tier 2.0" in page
    assert "Additional points" in page
