"""Which of our cases a round reached: kept beside each case, read by one round."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from portal.models import CaseRound
from portal.services import reached
from tests.review import a_submitted_case
from tests.world import a_case, on_both


def entry(round_id: str, outcome: str, crs: int | None, supposed: str) -> dict[str, Any]:
    return {
        "id": round_id,
        "outcome": outcome,
        "crs": crs,
        "if_in_pool": {"crs": 449, "outcome": supposed},
    }


SEED = "on.hcp.2019-08-01"
DOCUMENT = {
    "rounds": [
        entry("ee.121", "below_cutoff", 449, "below_cutoff"),
        entry(SEED, "invited", 447, "invited"),
        entry("ee.122", "not_in_pool", None, "invited"),
        entry("sk.ee.2019-01-01", "invited", None, "unknown"),
    ]
}


def rows(db: Any, case_id: Any) -> dict[str, tuple[bool, bool, int | None]]:
    db.rollback()
    found = db.scalars(select(CaseRound).where(CaseRound.case_id == case_id))
    return {each.round_id: (each.was, each.would, each.crs) for each in found}


@on_both
def test_only_rounds_that_reached_the_case_are_kept(db, people):
    case_id = a_case(db, people["client"], state="in_review").id
    reached.store(db, case_id, DOCUMENT)
    db.commit()
    assert rows(db, case_id) == {
        SEED: (True, True, 447),  # its score that day, not today's
        "ee.122": (False, True, 449),
        "sk.ee.2019-01-01": (True, False, None),  # by the province's own score
    }


@on_both
def test_a_rescoring_writes_only_what_is_different(db, people):
    case_id = a_case(db, people["client"], state="in_review").id
    assert reached.store(db, case_id, DOCUMENT) == 3
    db.commit()
    assert reached.store(db, case_id, DOCUMENT) == 0
    changed = {"rounds": [DOCUMENT["rounds"][1], entry("ee.122", "invited", 452, "invited")]}
    assert reached.store(db, case_id, changed) == 2
    db.commit()
    assert rows(db, case_id) == {SEED: (True, True, 447), "ee.122": (True, True, 452)}


def test_an_assessment_without_rounds_reaches_none(db, people):
    case_id = a_case(db, people["client"], state="in_review").id
    reached.store(db, case_id, DOCUMENT)
    reached.store(db, case_id, {"rounds": None})
    db.commit()
    assert rows(db, case_id) == {}


def test_the_seed_case_was_invited_by_ontario_on_the_first_of_august_2019(db, people):
    case = a_submitted_case(db, people["client"])
    assert rows(db, case.id)[SEED][0] is True


@on_both
def test_a_round_lists_the_cases_it_invited_first_then_by_score(db, people):
    scores = {"C-1": (False, 470), "C-2": (True, 440), "C-3": (False, 480), "C-4": (True, None)}
    for number, (was, crs) in scores.items():
        case = a_case(db, people["client"], state="in_review", number=number)
        db.add(CaseRound(round_id=SEED, case_id=case.id, was=was, would=not was, crs=crs))
    db.commit()
    found = reached.by_round(db, people.actor("specialist"), SEED)
    assert [each.case.number for each in found.cases] == ["C-2", "C-4", "C-3", "C-1"]
    assert (found.was, found.would, found.total, found.first, found.last) == (2, 2, 4, 1, 4)
    only = reached.by_round(db, people.actor("lead"), SEED, only="would")
    assert [each.case.number for each in only.cases] == ["C-3", "C-1"]


@pytest.mark.parametrize(("role", "seen"), [("assistant", 1), ("lead", 1), ("administrator", 0)])
def test_nobody_reads_of_cases_they_may_not_see(db, people, role, seen):
    for state in ("draft", "submitted"):
        case = a_case(db, people["client"], state=state)
        db.add(CaseRound(round_id=SEED, case_id=case.id, was=True, would=True, crs=449))
    db.commit()
    found = reached.by_round(db, people.actor(role), SEED)
    assert (len(found.cases), found.total) == (seen, seen)


def test_pages_are_of_25_cases(db, people):
    for at in range(30):
        case = a_case(db, people["client"], state="submitted", number=f"C-{at:03}")
        db.add(CaseRound(round_id=SEED, case_id=case.id, was=False, would=True, crs=449))
    db.commit()
    found = reached.by_round(db, people.actor("lead"), SEED, page=2)
    assert (len(found.cases), found.first, found.last, found.pages) == (5, 26, 30, 2)
    assert reached.by_round(db, people.actor("lead"), SEED, page=99).page == 2
