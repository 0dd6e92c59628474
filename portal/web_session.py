"""The session behind `flask.session`: a login row for people, a signed cookie for visitors.

A person's cookie holds 32 random bytes and nothing else. It is read and kept
on a connection of its own, so it never commits a view's half-done work. A
visitor's cookie holds a token against forged posts and the chosen language,
signed; no row is written for somebody who only looks.
"""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Flask, Request, Response
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSession, SessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import Engine

from portal.services import clock, sessions
from portal.services.database import WRITER
from portal.services.sessions import Ended, SignedIn
from portal.settings import Settings

VISITOR_SECONDS = 24 * 60 * 60
# What a visitor's session keeps: nothing that says who they are.
WAS, PARKED = "was", "parked"


class WebSession(SecureCookieSession):
    """What `flask.session` is: a dict, and the login behind it if there is one."""

    signed_in: SignedIn | None = None
    ended: Ended | None = None
    token: str | None = None

    def adopt(self, token: str | None) -> None:
        """Go on with another login, or with none: a new cookie goes out with this answer."""
        self.clear()
        self.signed_in, self.ended = None, None
        self.token = token
        self.modified = True
        self.adopted = True

    adopted: bool = False


class Sessions(SessionInterface):
    """Reads and keeps sessions for the web server."""

    session_class = WebSession

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings
        self.visitors = URLSafeTimedSerializer(
            settings.secret_key,
            salt="portal.visitor",
            serializer=TaggedJSONSerializer(),
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )

    def get_cookie_name(self, app: Flask) -> str:
        """The `__Host-` name, except for plain http on this machine or in a demo."""
        return "__Host-portal" if self.settings.secure_cookies else "portal"

    def open_session(self, app: Flask, request: Request) -> WebSession:
        """The session of a request; whatever is wrong with its cookie, one that is nobody's."""
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        if "." in cookie:
            return self._visitor(cookie)
        session = WebSession()
        if cookie:
            self._find(session, cookie)
        return session

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Keep what changed and send the cookie that goes with it."""
        name = self.get_cookie_name(app)
        if session.accessed:
            response.vary.add("Cookie")
        if session.adopted and session.token:
            self._send(name, session.token, response)
        elif session.signed_in is not None:
            self._keep(session)
        elif session.modified or session.adopted:
            if session:
                self._send(name, str(self.visitors.dumps(dict(session))), response)
            else:
                response.delete_cookie(
                    name, path="/", secure=self.settings.secure_cookies, httponly=True,
                    samesite="Lax",
                )  # fmt: skip

    def _visitor(self, cookie: str) -> WebSession:
        try:
            session = WebSession(self.visitors.loads(cookie, max_age=VISITOR_SECONDS))
        except BadSignature:
            return WebSession()
        if was := session.get(WAS):
            found = self._look_up(was)
            session.ended = found if isinstance(found, Ended) else None
        session.accessed = session.modified = False
        return session

    def _find(self, session: WebSession, cookie: str) -> None:
        found = self._look_up(cookie)
        if isinstance(found, SignedIn):
            session.update(found.data)
            session.signed_in, session.token = found, cookie
        elif isinstance(found, Ended):
            session.ended = found
            session[WAS] = cookie
            return
        session.accessed = session.modified = False

    def _look_up(self, token: str) -> SignedIn | Ended | None:
        with self.engine.connect() as connection:
            return sessions.look_up(connection, token, clock.now(), self.settings.sessions)

    def _keep(self, session: WebSession) -> None:
        signed_in = session.signed_in
        assert signed_in is not None  # noqa: S101 - the caller looked
        now = clock.now()
        if not session.modified and now - signed_in.seen_at < sessions.SEEN_EVERY:
            return
        with self.engine.connect().execution_options(**{WRITER: True}) as connection:
            data = dict(session) if session.modified else None
            sessions.keep(connection, signed_in.login_id, now, data)
            connection.commit()

    def _send(self, name: str, value: str, response: Response) -> None:
        response.set_cookie(
            name, value, path="/", secure=self.settings.secure_cookies, httponly=True,
            samesite="Lax",
        )  # fmt: skip
