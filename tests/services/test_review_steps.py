"""Correcting, asking, settling flags, writing the opinion, assessing on a chosen day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import CaseFacts, FlagCleared, Letter, ProfileVersion, StoredAssessment
from portal.services import assessments, cases, clock, flags, opinions, review
from portal.services.refusal import Refused, Stale
from tests.review import (
    TEF,
    a_claimed_case,
    a_profile,
    a_submitted_case,
    settle_stops,
    write_opinion,
)
from tests.world import People, on_both

HOURS = "work.0.hours_per_week"


def correct(db: Session, case: Any, people: People, **changes: Any) -> ProfileVersion:
    given: dict[str, Any] = {
        "path": HOURS,
        "typed": "38",
        "reason": "Contract says 38.",
        "seen": 1,
        "actor": people.actor("assistant"),
        "now": clock.now(),
    }
    return review.correct(db, case, **{**given, **changes})


@on_both
def test_a_correction_is_a_new_version_and_the_original_stays(db: Session, people: People) -> None:
    case = a_claimed_case(db, people)
    version = correct(db, case, people)
    assert (version.number, version.kind, version.reason) == (2, "correction", "Contract says 38.")
    first = db.scalar(select(ProfileVersion).where(ProfileVersion.number == 1))
    assert first is not None
    assert first.document["work"][0]["hours_per_week"] == 40
    [shown] = review.corrections(db, case)
    assert (shown.path, shown.before, shown.after) == (HOURS, 40, 38)
    stored = assessments.current(db, case)
    assert stored is not None
    assert stored.profile_version_id == version.id


def test_a_correction_over_a_newer_version_shows_both_values(db: Session, people: People) -> None:
    case = a_claimed_case(db, people)
    correct(db, case, people)
    with pytest.raises(Stale) as stale:
        correct(db, case, people, typed="39")
    assert stale.value.theirs == {HOURS: 38}
    assert stale.value.yours == {HOURS: "39"}
    assert stale.value.version == 2


@pytest.mark.parametrize(
    ("path", "typed", "becomes"),
    [
        ("work.0.noc.code", "2174", "2174"),  # text, though it looks like a number
        ("work.0.end", "2019-07-31", "2019-07-31"),
        ("work.0.end", "", None),
        ("spouse.accompanying", "no", False),
        ("spouse.accompanying", "oui", True),
        ("dependent_children", "2", 2),
        ("person.phone", "+1 416 555 0111", "+1 416 555 0111"),
        ("work.0.evidence", '["contract"]', ["contract"]),
    ],
)
def test_what_is_typed_becomes_what_the_profile_takes(
    db: Session, people: People, path: str, typed: str, becomes: Any
) -> None:
    seed = a_profile()
    profile = a_profile(
        work=[{**seed["work"][0], "end": "2019-01-01"}],
        spouse={**seed["spouse"], "accompanying": typed == "no"},
    )
    case = a_claimed_case(db, people, profile=profile)
    version = correct(db, case, people, path=path, typed=typed)
    assert review.value_at(version.document, path) == becomes


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        (HOURS, "many"),
        ("work.0.noc.code", "99999"),
        ("person.date_of_birth", "1985-02-30"),
        ("work.7.title", "No such job"),
        ("nothing.here", "1"),
        ("work.0.title", "\u202ehidden"),
    ],
)
def test_what_the_profile_refuses_is_refused_and_nothing_is_stored(
    db: Session, people: People, path: str, typed: str
) -> None:
    case = a_claimed_case(db, people)
    with pytest.raises(Refused):
        correct(db, case, people, path=path, typed=typed)
    db.rollback()
    assert db.scalar(select(func.count()).select_from(ProfileVersion)) == 1


def test_a_correction_needs_a_reason_and_a_change(db: Session, people: People) -> None:
    case = a_claimed_case(db, people)
    with pytest.raises(Refused, match="Say why"):
        correct(db, case, people, reason=" ")
    with pytest.raises(Refused, match="already"):
        correct(db, case, people, typed="40")


def test_nobody_corrects_an_unclaimed_case(db: Session, people: People) -> None:
    case = a_submitted_case(db, people["client"])
    with pytest.raises(Refused):
        correct(db, case, people)


def test_a_question_waits_for_the_client_and_the_letter_names_no_content(
    db: Session, people: People
) -> None:
    case = a_claimed_case(db, people)
    asked = review.ask(
        db, case, path=HOURS, text="Were these 38 hours?",
        actor=people.actor("specialist"), now=clock.now(),
    )  # fmt: skip
    assert case.state == "waiting_for_client"
    assert asked.path == HOURS
    letter = db.scalars(select(Letter)).one()
    assert letter.recipient == people["client"].email
    for word in ("38", "hours", "Ananya", "Rao", HOURS):
        assert word not in letter.subject + letter.body.replace(str(case.id), "")
    cases.take_back(db, case, people.actor("specialist"), clock.now())
    assert case.state == "in_review"


def stop_of(db: Session, case: Any) -> flags.FlagState:
    stored, version = assessments.current(db, case), assessments.newest_version(db, case)
    assert stored is not None
    assert version is not None
    return next(
        each for each in flags.states(db, case, stored.document, version)
        if each.flag["severity"] == flags.ERROR
    )  # fmt: skip


def settle(
    db: Session, case: Any, state: flags.FlagState, people: People, role: str
) -> FlagCleared:
    return review.clear_flag(
        db, case, flag_id=state.flag["id"], path=state.flag["path"], reason="The report says 699.",
        actor=people.actor(role), now=clock.now(),
    )  # fmt: skip


def test_a_stop_is_settled_by_a_consultant_only(db: Session, people: People) -> None:
    case = a_claimed_case(db, people, profile=a_profile(language_tests=TEF))
    state = stop_of(db, case)
    with pytest.raises(Refused, match="consultant"):
        settle(db, case, state, people, "assistant")
    settle(db, case, state, people, "specialist")
    after = stop_of(db, case)
    assert not after.is_open
    assert after.cleared_by == people["specialist"].name
    with pytest.raises(Refused, match="settled already"):
        settle(db, case, state, people, "specialist")


def test_a_settled_flag_opens_again_when_its_fact_changes(db: Session, people: People) -> None:
    case = a_claimed_case(db, people, profile=a_profile(language_tests=TEF))
    state = stop_of(db, case)
    settle(db, case, state, people, "specialist")
    place = state.flag["path"] if "." in state.flag["path"] else "language_tests.0"
    correct(db, case, people, path=f"{'.'.join(place.split('.')[:2])}.reading", typed="201")
    after = stop_of(db, case)
    assert after.is_open
    assert after.lapsed


def test_a_settled_flag_can_be_opened_by_hand(db: Session, people: People) -> None:
    case = a_claimed_case(db, people, profile=a_profile(language_tests=TEF))
    state = stop_of(db, case)
    settle(db, case, state, people, "specialist")
    review.reopen_flag(
        db, case, flag_id=state.flag["id"], path=state.flag["path"],
        actor=people.actor("specialist"), now=clock.now(),
    )  # fmt: skip
    assert stop_of(db, case).is_open
    facts = db.get_one(CaseFacts, case.id)
    assert facts.errors >= 1


def test_the_queue_counts_open_flags_only(db: Session, people: People) -> None:
    case = a_claimed_case(db, people, profile=a_profile(language_tests=TEF))
    before = db.get_one(CaseFacts, case.id).errors
    settle_stops(db, case, people)
    db.expire_all()
    assert before > 0
    assert db.get_one(CaseFacts, case.id).errors == 0


@pytest.mark.asvs("2.3.4")
def test_a_stale_opinion_shows_both_texts_and_changes_nothing(db: Session, people: People) -> None:
    case = a_claimed_case(db, people)
    write_opinion(db, case, people)
    with pytest.raises(Stale) as stale:
        opinions.save(
            db, case, seen=0, texts={"summary": "Mine."}, actor=people.actor("assistant"),
            now=clock.now(),
        )  # fmt: skip
    assert stale.value.theirs["summary"] == "Ontario's tech round fits."
    assert stale.value.yours == {"summary": "Mine."}
    held = opinions.read(db, case)
    assert held is not None
    assert (held.summary, held.version) == ("Ontario's tech round fits.", 1)


@pytest.mark.asvs("15.3.3")
def test_a_part_left_out_of_the_opinion_keeps_what_it_holds(db: Session, people: People) -> None:
    case = a_claimed_case(db, people)
    write_opinion(db, case, people)
    opinions.save(
        db, case, seen=1, texts={"watch": "IELTS ends on 5 October."},
        actor=people.actor("assistant"), now=clock.now(),
    )  # fmt: skip
    held = opinions.read(db, case)
    assert held is not None
    assert (held.route, held.watch, held.version) == ("Ontario.", "IELTS ends on 5 October.", 2)


def test_a_chosen_day_is_what_will_be_signed_until_today_is_chosen(
    db: Session, people: People
) -> None:
    case = a_claimed_case(db, people)
    actor = people.actor("assistant")
    assessments.assess_on(db, case, date(2019, 8, 1), actor, clock.now())
    chosen = assessments.current(db, case)
    assert chosen is not None
    assert (chosen.on, chosen.document["crs"]["total"]) == (date(2019, 8, 1), 449)
    assert db.get_one(CaseFacts, case.id).on != chosen.on
    today = clock.today()
    assessments.assess_on(db, case, today, actor, clock.now())
    current = assessments.current(db, case)
    assert current is not None
    assert current.on == today
    assert db.scalar(select(func.count()).select_from(StoredAssessment)) == 1


def test_no_day_before_express_entry_is_assessed(db: Session, people: People) -> None:
    case = a_claimed_case(db, people)
    with pytest.raises(Refused, match="1 January 2015"):
        assessments.assess_on(db, case, date(2014, 12, 31), people.actor("assistant"), clock.now())


def test_a_result_of_yesterday_or_of_another_rulebook_is_stale(db: Session, people: People) -> None:
    case = a_submitted_case(db, people["client"])
    assert assessments.stale_cases(db) == []
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert assessments.stale_cases(db) == [case.id]
    facts = db.get_one(CaseFacts, case.id)
    facts.rulebook_hash = "0" * 64
    db.commit()
    assert assessments.stale_cases(db) == [case.id]
    assert assessments.enqueue_stale(db) == 1
    assert assessments.rescore(db, case.id, clock.now())
    assert assessments.stale_cases(db) == []


def test_a_released_case_is_not_scored_again(db: Session, people: People) -> None:
    from tests.review import a_released_case

    case, _ = a_released_case(db, people)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert assessments.stale_cases(db) == []
        assert not assessments.rescore(db, case.id, clock.now())


def test_the_queues_facts_are_those_of_the_assessment(db: Session, people: People) -> None:
    case = a_submitted_case(db, people["client"])
    facts = db.get_one(CaseFacts, case.id)
    stored = assessments.current(db, case)
    assert stored is not None
    assert facts.crs_total == stored.document["crs"]["total"]
    assert facts.client_name == "Rao, Ananya"
    assert facts.noc == "2173"
    assert facts.programs == [
        each["id"] for each in stored.document["programs"] if each["eligible"]
    ]
    best = facts.streams[0]["best"]
    assert best["en"]["heading"]
    assert best["fr"]["heading"]
