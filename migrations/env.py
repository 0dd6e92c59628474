"""Runs the migrations on the installation's own database."""

from alembic import context
from sqlalchemy import MetaData

from portal.models import Base
from portal.services.database import engine_for
from portal.settings import load


def ours(thing, name, kind, reflected, compare_to):  # noqa: ARG001
    """Whether Alembic may look at a table: the job library's own are none of its business."""
    if kind == "table" and isinstance(thing.metadata, MetaData):
        return not reflected or name in Base.metadata.tables
    return True


settings = context.config.attributes.get("settings") or load()
engine = engine_for(settings)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        include_object=ours,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
