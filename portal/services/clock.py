"""The one clock of the services: tests travel in time, and every instant is UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present instant, aware and in UTC."""
    return datetime.now(UTC)


def today(timezone: str = "America/Toronto") -> date:
    """The calendar day it is at the office."""
    return now().astimezone(ZoneInfo(timezone)).date()


def day_of(instant: datetime, timezone: str) -> date:
    """The calendar day it was at the office at an instant."""
    return instant.astimezone(ZoneInfo(timezone)).date()
