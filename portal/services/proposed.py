"""A case beside proposed law. Read only: nothing of it is stored, signed or shown to a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from portal.models import Case
from portal.services import assessments, clock, rulebooks
from portal.services.database import settings_of

if TYPE_CHECKING:
    from portal.assessment.proposed import IfLaw


def of_case(session: Session, case: Case) -> IfLaw | None:
    """The newest answers of a case beside what is proposed today.

    None before the answers arrived, and where nothing is proposed.
    """
    from portal.assessment.proposed import if_law
    from portal.assessment.reading import parse_profile

    version = assessments.newest_version(session, case)
    if version is None:
        return None
    rules = rulebooks.in_use(session)
    today = clock.today(settings_of(session).timezone)
    return if_law(parse_profile(dict(version.document), rules), rules, today)
