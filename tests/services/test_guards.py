"""What is final stays so in the database itself, and migrations go down and up on full tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.models import (
    Agreement,
    Amendment,
    Base,
    Case,
    Declaration,
    ProfileVersion,
    Rendering,
    RulebookRecord,
    RuleCheck,
    StoredAssessment,
)
from portal.services import clock, database
from portal.services.actor import SYSTEM
from portal.services.steps import step
from portal.settings import Settings
from tests.world import People, a_case, on_both

FINAL = (
    "audit_events",
    "profile_versions",
    "declarations",
    "agreements",
    "renderings",
    "rulebooks",
    "rule_checks",
)


@contextmanager
def refused(db: Session) -> Iterator[None]:
    with pytest.raises(DatabaseError, match="what is final"):
        yield
    db.rollback()


@pytest.fixture
def filled(db: Session, people: People) -> Case:
    """A signed case with a row in every table that is guarded."""
    now = clock.now()
    client = people["client"]
    case = a_case(db, client, state="signed", owner=people["specialist"])
    version = ProfileVersion(
        case_id=case.id, number=1, document={"a": 1}, kind="submission", created_at=now
    )
    db.add(version)
    db.flush()
    common = {"case_id": case.id, "user_id": client.id, "text_version": "1", "language": "en"}
    signed = StoredAssessment(
        case_id=case.id, profile_version_id=version.id, state="signed", number="A-2026-0001",
        on=now.date(), document={"score": 449}, rulebook_hash="0" * 64, engine="1",
        created_at=now, seal={"signer": "x"}, sha256="0" * 64, signed_at=now,
    )  # fmt: skip
    db.add_all(
        [
            signed,
            Declaration(profile_version_id=version.id, text="true", accepted_at=now, **common),
            Agreement(
                text="agreed", signature_name="A", licensee_name="B", licensee_number="R900001",
                accepted_at=now, **common,
            ),
            RulebookRecord(hash="0" * 64, engine="1", archive=b"zip", first_used_at=now),
            RuleCheck(
                rule_id="crs.core.age", on=now.date(), checked_by=people["lead"].id,
                checked_at=now, rulebook_hash="0" * 64,
            ),
            Amendment(
                number="R-2026-0001", kind="status", rule_id="streams.ontario.hcp",
                change={"state": "paused"}, reason="announced", state="accepted", position=1,
                created_at=now, updated_at=now, accepted_at=now, result_hash="0" * 64,
            ),
            Amendment(
                number="R-2026-0002", kind="status", rule_id="streams.ontario.hcp",
                change={"state": "open"}, reason="draft", created_at=now, updated_at=now,
            ),
        ]
    )  # fmt: skip
    db.flush()
    db.add(
        Rendering(
            assessment_id=signed.id, language="en", pages=8, sha256="0" * 64, content=b"%PDF",
            created_at=now,
        )
    )  # fmt: skip
    db.commit()
    with step(db, SYSTEM, "test.event", case):
        pass
    return case


@on_both
@pytest.mark.asvs("16.4.2")
@pytest.mark.usefixtures("filled")
def test_what_is_append_only_takes_no_change_and_no_deletion(db: Session) -> None:
    for table in FINAL:
        column = inspect(Base.metadata.tables[table]).primary_key.columns.values()[0].name
        with refused(db):
            db.execute(text(f"update {table} set {column} = {column}"))
        with refused(db):
            db.execute(text(f"delete from {table}"))
        if db.get_bind().dialect.name == "postgresql":
            with refused(db):
                db.execute(text(f"truncate {table} cascade"))


CHANGES = (
    "document = '{\"score\": 470}'",
    "seal = NULL",
    "number = 'A-2026-0002'",
    "\"on\" = '2020-01-01'",
    "rulebook_hash = 'x'",
    "state = 'working'",
    "signed_at = NULL",
)


@on_both
@pytest.mark.asvs("2.3.2")
@pytest.mark.usefixtures("filled")
def test_a_signed_assessment_keeps_its_content(db: Session) -> None:
    for change in CHANGES:
        with refused(db):
            db.execute(text(f"update assessments set {change}"))
    with refused(db):
        db.execute(text("delete from assessments"))


@on_both
@pytest.mark.usefixtures("filled")
def test_a_signed_assessment_is_released_and_withdrawn(db: Session) -> None:
    for state in ("released", "withdrawn"):
        db.execute(text(f"update assessments set state = '{state}', withdrawn_reason = 'wrong'"))
    db.commit()


@on_both
@pytest.mark.usefixtures("filled")
def test_an_accepted_amendment_keeps_its_content_and_can_only_be_withdrawn(db: Session) -> None:
    accepted = "where position = 1"
    for change in ("reason = 'other'", "position = 2", "state = 'draft'", "number = 'R-2026-0009'"):
        with refused(db):
            db.execute(text(f"update amendments set {change} {accepted}"))
    with refused(db):
        db.execute(text('update amendments set change = \'{"state": "open"}\' ' + accepted))
    with refused(db):
        db.execute(text(f"delete from amendments {accepted}"))
    db.execute(text(f"update amendments set state = 'withdrawn' {accepted}"))
    with refused(db):
        db.execute(text(f"update amendments set state = 'accepted' {accepted}"))
    db.execute(text("update amendments set reason = 'better' where position is null"))
    db.commit()


@on_both
@pytest.mark.usefixtures("filled")
def test_migrations_go_down_and_up_again_and_the_guards_are_there(
    db: Session, engine: Engine, portal_settings: Settings
) -> None:
    db.close()
    database.downgrade(portal_settings, "0001")
    assert guards(engine) == set()
    database.upgrade(portal_settings)
    assert guards(engine) >= {
        f"{table}_keep_{what}"
        for table in (*FINAL, "assessments", "amendments")
        for what in ("update", "delete")
    }
    found, wanted = database.revisions(engine, portal_settings)
    assert found == wanted
    with pytest.raises(DatabaseError, match="what is final"):
        db.execute(text("delete from audit_events"))
    db.close()
    database.downgrade(portal_settings, "base")
    database.upgrade(portal_settings)
    assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())


def guards(engine: Engine) -> set[str]:
    query = (
        "select name from sqlite_master where type = 'trigger'"
        if engine.dialect.name == "sqlite"
        else "select tgname from pg_trigger where not tgisinternal"
    )
    with engine.connect() as connection:
        found = {row[0] for row in connection.execute(text(query))}
    return {name for name in found if "_keep_" in name}


@on_both
def test_the_tables_are_those_of_the_models(engine: Engine) -> None:
    """What Alembic would write into a next migration: nothing."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(name: str | None, kind: str, parents: object) -> bool:
        return kind != "table" or name in Base.metadata.tables

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": ours, "compare_type": True}
        )
        assert compare_metadata(context, Base.metadata) == []
