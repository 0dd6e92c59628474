"""Who is doing it: the same few facts for a person at a page and for a job."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

STAFF_ROLES = ("assistant", "specialist", "lead", "administrator")
CASE_ROLES = ("assistant", "specialist", "lead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who acts, as the audit trail names them. `role` is "visitor" when not signed in."""

    user_id: uuid.UUID | None = None
    role: str = "visitor"
    licence: str | None = None
    name: str = ""
    request_id: str = ""
    address: str = ""

    @property
    def is_client(self) -> bool:
        """Whether this is a client, signed in."""
        return self.role == "client"

    @property
    def is_staff(self) -> bool:
        """Whether this is a member of the office, signed in."""
        return self.role in STAFF_ROLES

    @property
    def works_on_cases(self) -> bool:
        """Whether this member of the office sees cases; an administrator as such does not."""
        return self.role in CASE_ROLES

    @property
    def may_sign(self) -> bool:
        """Only a licensed consultant signs; the role alone is not enough."""
        return self.role in ("specialist", "lead") and self.licence is not None


VISITOR = Actor()
SYSTEM = Actor(role="system", name="Portal")
COMMAND_LINE = Actor(role="operator", name="Command line")
