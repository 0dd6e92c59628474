"""The rulebook changed without a release: drafted, weighed, accepted, withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Amendment, AuditEvent, Case, CaseFacts
from portal.rulebook import load
from portal.rulebook.amending import last_entry, written
from portal.rulebook.streams import Streams
from portal.services import amendments, assessments, clock, effect, queue, rulebooks, signing
from portal.services.actor import SYSTEM, Actor
from portal.services.refusal import Refused
from tests.review import a_case_to_sign, a_submitted_case
from tests.world import People, on_both

SOURCE = {"title": "Ontario’s page", "url": "https://example.com/on", "read_on": date(2026, 11, 25)}
HCP = "streams.ontario.hcp"
REASON = "announced today"


def a_state(state: str = "open", from_: date = date(2026, 11, 20)) -> dict[str, Any]:
    """Ontario's Human Capital Priorities in another state from a day on."""
    entry = {"from": from_, "state": state, "confidence": "high", "source": SOURCE}
    return {"rule_id": HCP, "entry": written(entry)}


def one_point_less_at_every_age(from_: date = date(2026, 11, 20)) -> dict[str, Any]:
    """An invented version of the age table, each figure but the highest and zero one lower."""
    entry = dict(last_entry(load(), "crs.core.age"))
    most = [max(column) for column in zip(*entry["rows"], strict=True)]
    rows = [
        [row[0], *(each - (0 < each < top) for each, top in zip(row[1:], most[1:], strict=True))]
        for row in entry["rows"]
    ]
    entry |= {"from": from_, "rows": rows, "source": SOURCE}
    return {"rule_id": "crs.core.age", "entry": written(entry)}


@pytest.fixture
def lead(people: People) -> Actor:
    return people.actor("lead")


@pytest.fixture
def case(db: Session, people: People) -> Case:
    return a_submitted_case(db, people["client"])


def drafted(db: Session, lead: Actor, change: dict[str, Any] | None = None) -> Amendment:
    made = amendments.draft(db, lead, "status", change or a_state(), REASON, clock.now())
    assert effect.weigh(db, made.id)
    return made


def accepted(db: Session, lead: Actor, change: dict[str, Any] | None = None) -> Amendment:
    made = drafted(db, lead, change)
    return amendments.accept(db, lead, made.id, made.version, clock.now())


def hcp_state(db: Session, day: date = date(2026, 11, 25)) -> str:
    status = rulebooks.in_use(db).part(Streams)["on.hcp"].status_on(day)
    assert status is not None
    return status.state


@on_both
def test_a_draft_changes_nothing_and_says_what_it_would_change(
    db: Session, lead: Actor, case: Case
) -> None:
    draft = amendments.draft(db, lead, "table", one_point_less_at_every_age(), REASON, clock.now())
    assert effect.weigh(db, draft.id)
    assert rulebooks.in_use(db).hash == load().hash
    assert draft.effect is not None
    (row,) = draft.effect["rows"]
    assert row["case_id"] == str(case.id)
    (crs,) = [each for each in row["changes"] if each["what"] == "crs"]
    assert crs["after"] == crs["before"] - 1


def test_a_change_to_come_is_weighed_as_of_the_day_it_begins(
    db: Session, lead: Actor, case: Case
) -> None:
    change = one_point_less_at_every_age(from_=date(2027, 3, 1))
    draft = amendments.draft(db, lead, "table", change, REASON, clock.now())
    assert effect.weigh(db, draft.id)
    assert draft.effect is not None
    assert effect.as_of(draft) == date(2027, 3, 1)
    ((row,),) = [each["changes"] for each in draft.effect["rows"]]
    assert row["after"] == row["before"] - 1


def test_a_list_is_not_withdrawn_from_under_a_later_one(db: Session, lead: Actor) -> None:
    """The later list took the codes of the first over: they would come back on its day."""
    path = "occupation_lists.ee_stem"
    for day, codes in ((date(2026, 11, 20), {"21231"}), (date(2026, 12, 20), {"21231", "21232"})):
        entry = dict(last_entry(rulebooks.in_use(db), path))
        entry |= {"from": day, "source": SOURCE, "codes": sorted({*entry["codes"], *codes})}
        entry.pop("count", None)
        made = amendments.draft(
            db, lead, "list", {"rule_id": path, "entry": written(entry)}, REASON, clock.now()
        )
        assert effect.weigh(db, made.id)
        amendments.accept(db, lead, made.id, made.version, clock.now())
    later, first = amendments.listed(db)
    with pytest.raises(Refused) as refused:
        amendments.withdraw(db, lead, first.id, "not so", clock.now())
    assert refused.value.words.values == {"numbers": later.number}
    amendments.withdraw(db, lead, later.id, "not so", clock.now())
    amendments.withdraw(db, lead, first.id, "not so", clock.now())
    assert rulebooks.in_use(db).hash == load().hash


@on_both
def test_accepted_it_is_one_new_rulebook_and_the_open_cases_follow(
    db: Session, lead: Actor, case: Case
) -> None:
    change = accepted(db, lead)
    rules = rulebooks.in_use(db)
    assert rules.hash == change.result_hash != load().hash
    assert hcp_state(db) == "open"
    assert hcp_state(db, date(2026, 11, 19)) == "revoked"
    assert assessments.stale_cases(db) == [case.id]
    assert assessments.rescore(db, case.id, clock.now())
    facts = db.get_one(CaseFacts, case.id)
    assert facts.rulebook_hash == rules.hash
    assert rulebooks.kept(db, rules.hash) is not None
    events = db.scalars(select(AuditEvent.action).where(AuditEvent.object_kind == "amendments"))
    assert list(events) == ["amendment.draft", "amendment.accept"]
    assert [each.name for each in queue.unfinished(db)].count("rescore_outdated") == 1


@on_both
def test_withdrawn_the_book_is_as_it_was(db: Session, lead: Actor) -> None:
    change = accepted(db, lead)
    amendments.withdraw(db, lead, change.id, "the page was wrong", clock.now())
    assert rulebooks.in_use(db).hash == load().hash
    assert db.get_one(Amendment, change.id).state == "withdrawn"
    with pytest.raises(Refused, match="Only a change in force"):
        amendments.withdraw(db, lead, change.id, "again", clock.now())


def test_a_change_that_another_stands_on_is_withdrawn_last(db: Session, lead: Actor) -> None:
    entry = dict(last_entry(load(), "crs.additional.sibling"))
    entry |= {"from": date(2027, 1, 1), "source": SOURCE}
    first = amendments.draft(
        db, lead, "table",
        {"rule_id": "crs.additional.sibling", "entry": written(entry | {"status": "expected"})},
        REASON, clock.now(),
    )  # fmt: skip
    effect.weigh(db, first.id)
    amendments.accept(db, lead, first.id, 1, clock.now())
    second = amendments.draft(
        db, lead, "table",
        {"rule_id": "crs.additional.sibling", "entry": written(entry | {"values": {"points": 0}})},
        REASON, clock.now(),
    )  # fmt: skip
    effect.weigh(db, second.id)
    amendments.accept(db, lead, second.id, 1, clock.now())
    amendments.withdraw(db, lead, first.id, "not so", clock.now())
    # The second stands by itself: its day is after the shipped version's.
    assert rulebooks.in_use(db).table("crs.additional.sibling", on=date(2027, 1, 1)).values == {
        "points": 0
    }


def test_it_is_accepted_only_as_it_was_seen_and_weighed(db: Session, lead: Actor) -> None:
    made = amendments.draft(db, lead, "status", a_state(), REASON, clock.now())
    with pytest.raises(Refused, match="not worked out"):
        amendments.accept(db, lead, made.id, 1, clock.now())
    effect.weigh(db, made.id)
    amendments.revise(db, lead, made.id, 1, a_state("paused"), REASON, clock.now())
    with pytest.raises(Refused, match="changed since you opened it"):
        amendments.accept(db, lead, made.id, 1, clock.now())
    with pytest.raises(Refused, match="not worked out"):
        amendments.accept(db, lead, made.id, 2, clock.now())
    effect.weigh(db, made.id)
    amendments.accept(db, lead, made.id, 2, clock.now())
    with pytest.raises(Refused, match="no draft"):
        amendments.accept(db, lead, made.id, 2, clock.now())
    assert hcp_state(db) == "paused"


def test_another_change_in_between_asks_for_a_new_look(db: Session, lead: Actor) -> None:
    first, second = drafted(db, lead), drafted(db, lead, a_state("open", date(2026, 11, 22)))
    amendments.accept(db, lead, first.id, 1, clock.now())
    with pytest.raises(Refused, match="not worked out"):
        amendments.accept(db, lead, second.id, 1, clock.now())
    amendments.weigh_again(db, lead, second.id, clock.now())
    effect.weigh(db, second.id)
    amendments.accept(db, lead, second.id, 2, clock.now())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (a_state(from_=date(2026, 5, 30)), "is not after the last, 2026-05-30"),
        (a_state("ajar"), "Write one of"),
        ({"rule_id": "streams.ontario.nowhere", "entry": ""}, "no such file"),
        ({"rule_id": "crs.core.age", "entry": "from = 2027-01-01"}, "not under streams/"),
        ({"rule_id": HCP, "entry": "from = soon"}, "entry"),
    ],
)
def test_what_the_rulebook_does_not_take_is_refused_with_place_and_remedy(
    db: Session, lead: Actor, change: dict[str, Any], says: str
) -> None:
    with pytest.raises(amendments.DoesNotFit, match=says):
        amendments.draft(db, lead, "status", change, REASON, clock.now())
    assert amendments.listed(db) == []


def test_only_a_lead_changes_the_rulebook_and_says_why(
    db: Session, people: People, lead: Actor
) -> None:
    for role in ("client", "assistant", "specialist", "administrator"):
        with pytest.raises(Refused, match="Only a lead"):
            amendments.draft(db, people.actor(role), "status", a_state(), REASON, clock.now())
    with pytest.raises(Refused, match="Say why"):
        amendments.draft(db, lead, "status", a_state(), "  ", clock.now())


def test_a_discarded_draft_stays_on_record(db: Session, lead: Actor) -> None:
    made = drafted(db, lead)
    amendments.discard(db, lead, made.id, clock.now())
    assert [each.state for each in amendments.listed(db)] == ["discarded"]
    with pytest.raises(Refused, match="no draft"):
        amendments.accept(db, lead, made.id, 1, clock.now())


def test_a_case_is_not_signed_by_the_rules_before_a_change(
    db: Session, people: People, lead: Actor
) -> None:
    case = a_case_to_sign(db, people)
    accepted(db, lead)
    stored = assessments.current(db, case)
    assert stored is not None
    with pytest.raises(Refused, match="rulebook changed"):
        signing.sign(db, case, shown=stored.id, actor=people.actor("specialist"), now=clock.now())


def test_a_release_that_brings_the_same_leaves_the_change_out_and_says_so(
    db: Session, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = accepted(db, lead)
    newer = rulebooks.in_use(db)  # the next release ships what the office had entered
    monkeypatch.setattr(rulebooks, "load", lambda: newer)
    composed = rulebooks.composed(db)
    assert composed.rules.hash == newer.hash
    assert [each for each, _ in composed.unfit] == [change.id]


def test_rounds_are_added_as_rows_and_a_contradiction_is_refused(db: Session) -> None:
    import csv
    import io

    from portal.rulebook.rounds import FEDERAL, Rounds

    rows = list(csv.DictReader(io.StringIO(load().file(FEDERAL).decode())))
    new = rows[-1] | {"number": "900", "date": "2026-11-20", "day": "2026-11-20"}
    new |= {"time_utc": "2026-11-20T15:00:00Z", "lowest_crs": "500", "tie_break_utc": ""}
    new |= {"tie_break_as_published": ""}
    amendments.take_up(db, SYSTEM, "rounds", {"federal": [new]}, "import", clock.now())
    found = rulebooks.in_use(db).part(Rounds).federal[-1]
    assert (found.number, found.lowest) == ("900", 500)
    with pytest.raises(amendments.DoesNotFit, match="other figures"):
        amendments.take_up(
            db, SYSTEM, "rounds", {"federal": [new | {"lowest_crs": "501"}]}, "x", clock.now()
        )
