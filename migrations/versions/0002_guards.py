"""Guard what is final: triggers, since a promise kept only by code is broken by the next script.

Audit events, profile versions, declarations, agreements, renderings and
rulebooks are only ever added. An assessment that is signed keeps its content;
its state and the times of release and withdrawal move on. A delete passes
while a disposal is open, and a disposal is open only inside its own
transaction.

Batch mode on SQLite makes a table anew and drops its triggers without a word:
a later migration that uses it on one of these tables calls `guard` again, and
a test looks for the triggers after every migration.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "audit_events",
    "profile_versions",
    "declarations",
    "agreements",
    "renderings",
    "rulebooks",
)
SIGNED_STAYS = (
    "id",
    "case_id",
    "profile_version_id",
    "number",
    '"on"',
    "document",
    "rulebook_hash",
    "engine",
    "created_at",
    "created_by",
    "seal",
    "sha256",
    "signed_at",
    "signed_by",
)
OPEN_DISPOSAL = "EXISTS (SELECT 1 FROM disposals WHERE closed_at IS NULL)"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            _guard_sqlite(table, "1")
        _guard_sqlite("assessments", _signed_changed("IS NOT"), "OLD.state <> 'working'")
    else:
        _guard_postgresql()


def downgrade() -> None:
    tables = (*APPEND_ONLY, "assessments")
    if op.get_bind().dialect.name == "sqlite":
        for table in tables:
            op.execute(f"DROP TRIGGER {table}_keep_update")
            op.execute(f"DROP TRIGGER {table}_keep_delete")
        return
    for table in tables:
        for what in ("update", "delete", "truncate"):
            op.execute(f"DROP TRIGGER {table}_keep_{what} ON {table}")
    op.execute("DROP FUNCTION portal_keep()")
    op.execute("DROP FUNCTION portal_keep_from_deletion()")


def _signed_changed(differs: str) -> str:
    changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in SIGNED_STAYS)
    return f"OLD.state <> 'working' AND (NEW.state = 'working' OR {changed})"


def _guard_sqlite(table: str, update_when: str, delete_when: str = "1") -> None:
    op.execute(
        f"CREATE TRIGGER {table}_keep_update BEFORE UPDATE ON {table} WHEN {update_when} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: what is final cannot be changed'); END"
    )
    op.execute(
        f"CREATE TRIGGER {table}_keep_delete BEFORE DELETE ON {table} "
        f"WHEN {delete_when} AND NOT {OPEN_DISPOSAL} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: what is final is deleted by a disposal only'); END"
    )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION portal_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '%: what is final cannot be changed', TG_TABLE_NAME "
        "USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        "CREATE FUNCTION portal_keep_from_deletion() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {OPEN_DISPOSAL} THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION '%: what is final is deleted by a disposal only', TG_TABLE_NAME "
        "USING ERRCODE = 'restrict_violation'; END $$"
    )
    conditions = dict.fromkeys(APPEND_ONLY, ("", "")) | {
        "assessments": (
            f"WHEN ({_signed_changed('IS DISTINCT FROM')})",
            "WHEN (OLD.state <> 'working')",
        )
    }
    for table, (update_when, delete_when) in conditions.items():
        op.execute(
            f"CREATE TRIGGER {table}_keep_update BEFORE UPDATE ON {table} "
            f"FOR EACH ROW {update_when} EXECUTE FUNCTION portal_keep()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_keep_delete BEFORE DELETE ON {table} "
            f"FOR EACH ROW {delete_when} EXECUTE FUNCTION portal_keep_from_deletion()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_keep_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION portal_keep()"
        )
