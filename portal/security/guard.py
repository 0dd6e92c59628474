"""What happens before a view: who is it, may they, is the post their own, which object."""

from __future__ import annotations

import hmac
import uuid
from typing import Any

from flask import Flask, abort, current_app, g, redirect, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.extensions import csrf
from portal.logs import request_id
from portal.models import Base, Case
from portal.security.person import signed_in, web_session
from portal.security.policies import CHANGE, Policy, collect, loader_of
from portal.services import clock, looks, parked, visible
from portal.services.actor import VISITOR, Actor
from portal.services.sessions import Ended
from portal.web_session import PARKED

SAFE = ("GET", "HEAD", "OPTIONS")


def register(app: Flask) -> None:
    """Enforce the policies of the app's routes; call it when all are registered."""
    app.extensions["portal_policies"] = collect(app)
    app.before_request(guard)


def guard() -> AnyResponse | None:
    """Let a request through to its view, or answer in its place."""
    if request.endpoint is None:
        return None
    demanded: Policy = current_app.extensions["portal_policies"][request.endpoint]
    if request.method not in SAFE:
        _ = request.form  # a body that is too large is refused here, before anything else
    actor = current_actor()
    if actor.role == "visitor" and actor.role not in demanded.roles:
        return _to_sign_in(demanded)
    if request.method not in SAFE:
        csrf.protect()
    if actor.role not in demanded.roles:
        abort(403)
    if demanded.fresh and not is_fresh():
        return redirect(url_for("accounts.confirm", next=_here()), 303)
    if demanded.loads is not None:
        _load(demanded, actor)
    return None


def current_actor() -> Actor:
    """Who is behind the present request, as services and the audit trail name them."""
    login = signed_in()
    address = (request.remote_addr or "")[:45]
    if login is None:
        return Actor(role=VISITOR.role, request_id=request_id(), address=address)
    return Actor(
        user_id=login.user_id,
        role=login.role,
        licence=login.licence,
        name=login.name,
        request_id=request_id(),
        address=address,
    )


def the(kind: str) -> Any:
    """The object that the policy loaded for the present view."""
    return g.loaded[kind]


def is_fresh() -> bool:
    """Whether the person signed in, or gave their passphrase, a short while ago."""
    login = signed_in()
    return login is not None and login.fresh_until is not None and login.fresh_until > clock.now()


def _load(demanded: Policy, actor: Actor) -> None:
    kind = demanded.loads or ""
    identity = (request.view_args or {})[f"{kind}_id"]
    session: Session = g.db
    if not isinstance(identity, uuid.UUID):
        abort(404)
    found = loader_of(kind)(session, actor, identity)
    if found is None:
        abort(404)
    g.loaded = {kind: found}
    case = _case_of(session, found)
    if case is None:
        return
    if demanded.access_for(request.method) == CHANGE and not visible.may_change(actor, case):
        abort(403)
    if demanded.states and case.state not in demanded.states:
        abort(409)
    if actor.is_staff and request.method == "GET":
        looks.note(session, actor, case)


def _case_of(session: Session, row: Base) -> Case | None:
    if isinstance(row, Case):
        return row
    case_id = getattr(row, "case_id", None)
    return session.get(Case, case_id) if case_id is not None else None


def _to_sign_in(demanded: Policy) -> AnyResponse:
    """Ask a visitor to sign in; keep what they sent if their login has just ended by time."""
    if request.method in SAFE:
        return redirect(url_for("accounts.sign_in", next=_here()), 303)
    session = web_session()
    path = _here()
    keep = demanded.park and len(path) <= parked.LONGEST_PATH
    if keep and session.ended is not None and _own_post(session.ended):
        fields = list(request.form.items(multi=True))
        token = parked.park(g.db, session.ended.user_id, path, fields, clock.now())
        session[PARKED] = token
    return redirect(url_for("accounts.sign_in"), 303)


def _own_post(ended: Ended) -> bool:
    """Whether the post comes from a page of the ended login, not from another site."""
    raw = ended.data.get("csrf_token")
    sent = request.form.get("csrf_token") or request.headers.get("X-CSRFToken") or ""
    serializer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
    try:
        return bool(raw) and hmac.compare_digest(str(serializer.loads(sent)), str(raw))
    except BadData:
        return False


def _here() -> str:
    query = request.query_string.decode("ascii", "replace")
    return request.path + (f"?{query}" if query else "")


__all__ = ["current_actor", "guard", "is_fresh", "register", "the"]
