"""Worker processes: who is alive, so that another can take up what a dead one held."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base


class WorkerSeen(Base):
    """The heartbeat of one worker process, by its stable executor id."""

    __tablename__ = "workers"

    executor_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
