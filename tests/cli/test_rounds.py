"""`portal rounds import`: counts, each new round in words, or every reason why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cli import group
from portal.models import Amendment, AuditEvent
from portal.services import audit
from tests.published import ircc_rounds
from tests.rulebook.test_round_import import TECH, a_file, a_round, as_csv, changed


@pytest.fixture
def run(migrated_url: str, tmp_path: Path):
    def command(*args: str) -> Result:
        environ = {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_DEMO": "1",
                   "PORTAL_DATABASE_URL": migrated_url}  # fmt: skip
        return CliRunner().invoke(group, ["rounds", "import", *args], env=environ)

    return command


def written(db: Session) -> list[Amendment]:
    db.rollback()
    return list(db.scalars(select(Amendment)))


def test_the_shipped_file_is_known_whole(run, db, tmp_path) -> None:
    file = tmp_path / "ircc.json"
    file.write_bytes(ircc_rounds())
    done = run(str(file))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "Rounds: 435 known, 0 new.\nDays of the pool: 122 known, 0 new.\n"
    assert written(db) == []


def test_a_new_round_is_told_in_words_and_takes_effect_as_one_change(run, db, tmp_path) -> None:
    file = tmp_path / "new.json"
    file.write_bytes(a_file(a_round()))
    done = run(str(file))
    assert (done.exit_code, done.stderr) == (0, "")
    assert (
        "Round 438 of 2 September 2026, Canadian Experience Class: 3,000 invited, CRS 514 and up"
        in done.stdout
    )
    (change,) = written(db)
    assert (change.state, change.kind, change.position) == ("accepted", "rounds", 1)
    assert change.reason.startswith("import of new.json (0 rounds and 0 pool days")
    assert change.number in done.stdout
    (event,) = db.scalars(select(AuditEvent).where(AuditEvent.action == "amendment.accept"))
    assert event.actor_role == "operator"
    assert audit.verify(db)[1] is None
    again = run(str(file))
    assert "Rounds: 1 known, 0 new." in again.stdout
    assert len(written(db)) == 1


def test_a_dry_run_tells_the_same_and_writes_nothing(run, db, tmp_path) -> None:
    file = tmp_path / "new.json"
    file.write_bytes(a_file(a_round()))
    done = run(str(file), "--dry-run")
    assert done.exit_code == 0
    assert "Rounds: 0 known, 1 new." in done.stdout
    assert done.stdout.endswith("Nothing was written (--dry-run).\n")
    assert written(db) == []


def test_a_contradiction_is_told_with_both_values_and_nothing_is_written(run, db, tmp_path) -> None:
    raw = json.loads(changed(ircc_rounds(), "433", drawCRS="392", drawSize="1"))
    raw["rounds"].insert(0, a_round())
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(raw))
    done = run(str(file))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "Round 433, invitations: the rulebook has 5000, the file says 1.\n"
        "Round 433, lowest CRS: the rulebook has 391, the file says 392.\n"
        "Nothing was written.\n"
    )
    assert written(db) == []


def test_provincial_rounds_come_as_a_csv(run, db, tmp_path) -> None:
    file = tmp_path / "on.csv"
    file.write_bytes(as_csv(tuple(_columns()), TECH))
    done = run(str(file))
    assert done.exit_code == 0, done.stderr
    assert (
        "ON, OINP Human Capital Priorities, 1 October 2026: invited 1,000, CRS 430 to 470"
        in done.stdout
    )
    assert written(db)[0].change["provincial"][0]["id"] == "on.hcp.2026-10-01"


def _columns() -> list[str]:
    from portal.rulebook import load
    from portal.rulebook.round_csv import columns_of
    from portal.rulebook.rounds import PROVINCIAL

    return list(columns_of(load(), PROVINCIAL))


def test_a_file_that_is_not_there_is_refused(run, tmp_path) -> None:
    done = run(str(tmp_path / "none.json"))
    assert done.exit_code == 2
    assert "a file that can be read" in done.stderr


def test_a_mirror_is_named_as_the_source(run, db, tmp_path) -> None:
    file = tmp_path / "new.json"
    file.write_bytes(a_file(a_round()))
    assert run(str(file), "--source", "a mirror").exit_code == 2
    assert run(str(file), "--source", "https://example.com/m").exit_code == 0
    assert written(db)[0].change["federal"][0]["source"] == "https://example.com/m"
