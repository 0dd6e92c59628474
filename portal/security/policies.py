"""One policy a route: who, which object, in which state, reading or changing.

An endpoint without one stops the app from starting. `portal.security.guard`
enforces them before any view runs; services check again what they rest on.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy.orm import Session

from portal.services import visible
from portal.services.actor import CASE_ROLES, STAFF_ROLES, Actor

WHO: Mapping[str, tuple[str, ...]] = {
    "public": ("visitor", "client", *STAFF_ROLES),
    "any": ("client", *STAFF_ROLES),
    "client": ("client",),
    "office": STAFF_ROLES,
    "staff": CASE_ROLES,
    "specialist": ("specialist", "lead"),
    "lead": ("lead",),
    "administrator": ("administrator",),
}
READ, CHANGE = "read", "change"

View = TypeVar("View", bound=Callable[..., Any])
Loader = Callable[[Session, Actor, uuid.UUID], Any]

_loaders: dict[str, Loader] = {
    "case": visible.find_case,
    "assessment": visible.find_assessment,
    "question": visible.find_question,
}


class UndeclaredRoute(Exception):
    """A route that says nothing about who may use it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What one route demands; see `policy` for the meaning of each part."""

    roles: frozenset[str]
    loads: str | None = None
    access: str | None = None
    states: tuple[str, ...] = ()
    fresh: bool = False
    park: bool = True
    limit: str | None = None

    def access_for(self, method: str) -> str:
        """Whether a request reads or changes: what was declared, else what its method says."""
        return self.access or (READ if method in ("GET", "HEAD", "OPTIONS") else CHANGE)


def policy(
    *who: str,
    loads: str | None = None,
    access: str | None = None,
    states: tuple[str, ...] = (),
    fresh: bool = False,
    park: bool = True,
    limit: str | None = None,
) -> Callable[[View], View]:
    """Declare who may use a view. Goes directly above the function, under the route.

    `who`: names of WHO, one or more. `loads`: the kind of object the URL names by
    `<uuid:kind_id>`; only what is visible to this person is found. `states`: the
    states its case must be in. `fresh`: the sign-in must be recent. `park`: whether
    a post that comes after the login's end is kept. `limit`: Flask-Limiter's words,
    counted for a person, else for an address.
    """
    unknown = [name for name in who if name not in WHO]
    if unknown or not who:
        raise ValueError(f"a policy names no one of {', '.join(WHO)}: {unknown}")
    roles = frozenset(role for name in who for role in WHO[name])
    declared = Policy(roles, loads, access, states, fresh, park, limit)

    def declare(view: View) -> View:
        view.portal_policy = declared  # type: ignore[attr-defined]
        return view

    return declare


def add_loader(kind: str, loader: Loader) -> None:
    """Teach policies to load another kind of object: the visible row, or None."""
    _loaders[kind] = loader


def loader_of(kind: str) -> Loader:
    """The function that loads a kind of object."""
    return _loaders[kind]


def collect(app: Flask) -> dict[str, Policy]:
    """The policy of every endpoint. Raises UndeclaredRoute with all that have none."""
    policies: dict[str, Policy] = {"static": Policy(frozenset(WHO["public"]))}
    undeclared = []
    for rule in app.url_map.iter_rules():
        found = getattr(app.view_functions[rule.endpoint], "portal_policy", None)
        if isinstance(found, Policy):
            policies[rule.endpoint] = found
            if found.loads and f"{found.loads}_id" not in rule.arguments:
                raise UndeclaredRoute(f"{rule.endpoint}: its URL has no {found.loads}_id")
        elif rule.endpoint not in policies:
            undeclared.append(rule.endpoint)
    if undeclared:
        raise UndeclaredRoute("no policy: " + ", ".join(sorted(undeclared)))
    return policies
