"""The office's own changes to the rulebook, its comparisons with sources, whom rounds reached.

An amendment that was accepted keeps its content, like a signed assessment: only its
withdrawal moves on. Comparisons are only ever added.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ACCEPTED_STAYS = (
    "id",
    "number",
    "kind",
    "rule_id",
    "change",
    "reason",
    "position",
    "created_by",
    "created_at",
    "accepted_by",
    "accepted_at",
    "result_hash",
)
OPEN_DISPOSAL = "EXISTS (SELECT 1 FROM disposals WHERE closed_at IS NULL)"


def upgrade() -> None:
    op.create_table(
        "amendments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("rule_id", sa.String(length=120), nullable=False),
        sa.Column("change", DOCUMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("effect", DOCUMENT, nullable=True),
        sa.Column("base_hash", sa.String(length=64), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", INSTANT, nullable=True),
        sa.Column("result_hash", sa.String(length=64), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state in ('draft','accepted','withdrawn','discarded')", name="ck_amendments_state"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name="fk_amendments_created_by_users"
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["users.id"], name="fk_amendments_accepted_by_users"
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["users.id"], name="fk_amendments_withdrawn_by_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_amendments"),
        sa.UniqueConstraint("number", name="uq_amendments_number"),
        sa.UniqueConstraint("position", name="uq_amendments_position"),
    )
    op.create_index("ix_amendments_state_position", "amendments", ["state", "position"])

    op.create_table(
        "rule_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.String(length=120), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=False),
        sa.Column("checked_at", INSTANT, nullable=False),
        sa.Column("rulebook_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["users.id"], name="fk_rule_checks_checked_by_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rule_checks"),
        sa.UniqueConstraint("rule_id", "on", "checked_by", name="uq_rule_checks_natural"),
    )
    op.create_table(
        "case_rounds",
        sa.Column("round_id", sa.String(length=80), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("was", sa.Boolean(), nullable=False),
        sa.Column("would", sa.Boolean(), nullable=False),
        sa.Column("crs", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_rounds_case_id_cases"),
        sa.PrimaryKeyConstraint("round_id", "case_id", name="pk_case_rounds"),
    )
    op.create_index("ix_case_rounds_case_id", "case_rounds", ["case_id"])
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    # The triggers go with their tables.
    op.drop_table("case_rounds")
    op.drop_table("rule_checks")
    op.drop_table("amendments")


def _changed(differs: str) -> str:
    changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in ACCEPTED_STAYS)
    back = "(NEW.state <> OLD.state AND NOT (OLD.state = 'accepted' AND NEW.state = 'withdrawn'))"
    return f"OLD.position IS NOT NULL AND ({back} OR {changed})"


def _guard_sqlite() -> None:
    for table, update_when, delete_when in (
        ("rule_checks", "1", "1"),
        ("amendments", _changed("IS NOT"), "OLD.position IS NOT NULL"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_keep_update BEFORE UPDATE ON {table} WHEN {update_when} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: what is final cannot be changed'); END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_keep_delete BEFORE DELETE ON {table} "
            f"WHEN {delete_when} AND NOT {OPEN_DISPOSAL} BEGIN SELECT "
            f"RAISE(ABORT, '{table}: what is final is deleted by a disposal only'); END"
        )


def _guard_postgresql() -> None:
    changed = _changed("IS DISTINCT FROM")
    for table, update_when, delete_when in (
        ("rule_checks", "", ""),
        ("amendments", f"WHEN ({changed})", "WHEN (OLD.position IS NOT NULL)"),
    ):
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
