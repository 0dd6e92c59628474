"""The signed-in person as pages know them (`current_user`), read anew at each request."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import cast

from flask import Request, session
from flask_login import UserMixin

from portal.services.actor import CASE_ROLES, STAFF_ROLES
from portal.services.sessions import SignedIn
from portal.web_session import WebSession


@dataclass(frozen=True)
class Person(UserMixin):  # type: ignore[misc]
    """Somebody signed in. Their role and licence are those of this very moment."""

    id: uuid.UUID
    email: str
    name: str
    role: str
    licence: str | None
    language: str

    @property
    def is_client(self) -> bool:
        """Whether this is a client."""
        return self.role == "client"

    @property
    def is_staff(self) -> bool:
        """Whether this is a member of the office."""
        return self.role in STAFF_ROLES

    @property
    def works_on_cases(self) -> bool:
        """Whether this member of the office sees cases."""
        return self.role in CASE_ROLES

    @property
    def may_sign(self) -> bool:
        """Whether this person may sign an assessment."""
        return self.role in ("specialist", "lead") and self.licence is not None


def web_session() -> WebSession:
    """The present request's session, typed."""
    return cast("WebSession", session._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


def signed_in() -> SignedIn | None:
    """The login behind the present request, if there is one."""
    return web_session().signed_in


def signed_in_person(request: Request) -> Person | None:  # noqa: ARG001 - Flask-Login's hook
    """The person behind the present request, for Flask-Login's `current_user`."""
    login = signed_in()
    if login is None:
        return None
    return Person(login.user_id, login.email, login.name, login.role, login.licence, login.language)
