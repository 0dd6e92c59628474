"""The flags of an assessment and what the office made of them.

A flag is cleared for a fact as it stood. When a later version of the profile says
something else at the flag's place, the clearing no longer holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Case, FlagCleared, ProfileVersion, User
from portal.services.paths import value_at

ERROR, WARNING, NOTE = "error", "warning", "note"
_ORDER = {ERROR: 0, WARNING: 1, NOTE: 2}


@dataclass(frozen=True, slots=True)
class FlagState:
    """One flag with its fate. ``flag`` is the document's own entry."""

    flag: Mapping[str, Any]
    cleared: FlagCleared | None
    cleared_by: str
    lapsed: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.cleared is None

    @property
    def blocks(self) -> bool:
        """Whether it keeps the case from being signed."""
        return self.is_open and self.flag["severity"] == ERROR


def states(
    session: Session, case: Case, document: Mapping[str, Any], version: ProfileVersion
) -> list[FlagState]:
    """The document's flags, the gravest first, each with its clearing where one holds."""
    cleared = _cleared(session, case)
    found = []
    for flag in document.get("flags") or []:
        entry = cleared.get((flag["id"], flag["path"]))
        holds, name = False, ""
        if entry is not None:
            _, old, name = entry
            holds = value_at(old, flag["path"]) == value_at(version.document, flag["path"])
        found.append(
            FlagState(
                flag=flag,
                cleared=entry[0] if entry is not None and holds else None,
                cleared_by=name,
                lapsed=entry is not None and not holds,
            )
        )
    return sorted(found, key=lambda each: (not each.is_open, _ORDER[each.flag["severity"]]))


def _cleared(
    session: Session, case: Case
) -> dict[tuple[str, str], tuple[FlagCleared, dict[str, Any], str]]:
    rows = session.execute(
        select(FlagCleared, ProfileVersion.document, User.name)
        .join(ProfileVersion, ProfileVersion.id == FlagCleared.profile_version_id)
        .join(User, User.id == FlagCleared.cleared_by)
        .where(FlagCleared.case_id == case.id)
        .order_by(FlagCleared.cleared_at)
    )
    return {(row.flag_id, row.path): (row, document, name) for row, document, name in rows}
