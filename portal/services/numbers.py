"""Numbers for people: `C-2026-0001` a case, `A-…` a signed assessment, `R-…` a rule change."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.models import Counter
from portal.services import clock
from portal.services.database import settings_of

PREFIXES = {"case": "C", "assessment": "A", "rules": "R"}


def next_number(session: Session, kind: str) -> str:
    """The next number of a kind in the office's present year, inside the caller's step.

    A step that is undone gives its number back, so a series has no holes.
    """
    year = clock.today(settings_of(session).timezone).year
    series = f"{PREFIXES[kind]}-{year}"
    counter = session.get(Counter, series)
    if counter is None:
        counter = Counter(series=series, value=0)
        session.add(counter)
    counter.value += 1
    session.flush()
    return f"{series}-{counter.value:04d}"
