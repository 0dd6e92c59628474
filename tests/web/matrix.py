"""Every route of the portal, people of each role, objects of theirs and of others."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.models import Login, Question, StoredAssessment, User
from portal.security.policies import Policy
from portal.services import clock, sessions
from portal.services.database import Sessions
from portal.settings import Settings
from tests.client import HOST, Client
from tests.review import a_submitted_case
from tests.world import as_client

VISITOR = "visitor"
RAW_TOKEN = "a" * 40
WRITES = re.compile(r"\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
GET_MAY_WRITE = {"logins", "audit_events", "counters"}
# What stands in a URL besides ids; anything else is "x", which the page may not know.
WORDS = {
    "step": "you",
    "edition": "2021",
    "code": "21231",
    "entry": "0",
    "part": "x",
    "kind": "x",
    "rule_id": "crs.core.age",
    "round_id": "ee.434",
    "number": 0,
}
OBJECTS = {"case_id", "assessment_id", "question_id", "member_id", "login_id"}


@dataclass
class Matrix:
    """An app with people, their objects and what a request writes."""

    app: Flask
    sessions: Sessions
    settings: Settings
    people: dict[str, User]
    own: dict[str, dict[str, UUID]] = field(default_factory=dict)
    others: dict[str, dict[str, UUID]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)

    def ask(
        self, role: str, method: str, rule: Rule, ids: dict[str, UUID], fields: Any = ()
    ) -> TestResponse:
        """One request of somebody, freshly signed in, with a token of their own."""
        client = as_client(self.app)
        client.inspect = method == "GET"
        data: dict[str, Any] = dict(fields)
        if role != VISITOR:
            self.login(client, self.people[role])
            signer = URLSafeTimedSerializer(self.settings.secret_key, salt="wtf-csrf-token")
            data["csrf_token"] = signer.dumps(RAW_TOKEN)
        url = self.url(rule, ids)
        self.written.clear()
        return client.open(url, method=method, data=data if method != "GET" else None)

    def url(self, rule: Rule, ids: dict[str, UUID]) -> str:
        """The rule's address with these objects, `missing` for those it has none of."""
        values = {name: ids.get(name) or WORDS.get(name, "x") for name in rule.arguments}
        for name in rule.arguments:
            if name.endswith("_id") and name not in WORDS and values[name] == "x":
                values[name] = ids["missing"]
        adapter = self.app.url_map.bind(HOST)
        return adapter.build(rule.endpoint, values, method=next(iter(rule.methods or ["GET"])))

    def login(self, client: Client, user: User) -> None:
        with self.sessions() as session:
            token = sessions.begin(
                session, session.get_one(User, user.id), now=clock.now(),
                limits=self.settings.sessions, agent="", data={"csrf_token": RAW_TOKEN},
            )  # fmt: skip
            session.commit()
        client.set_cookie("__Host-portal", token, domain=HOST, secure=True)


def objects_of(session: Session, client: User, owner: User | None) -> dict[str, UUID]:
    """A client's reviewed case when it has an owner, else a draft that only its client sees."""
    now = clock.now()
    client = session.get_one(User, client.id)
    case = a_submitted_case(session, client)
    case.owner_id, case.state = (owner.id, "in_review") if owner else (None, "draft")
    shown = session.scalars(
        select(StoredAssessment).where(StoredAssessment.case_id == case.id)
    ).first()
    assert shown is not None
    asked = Question(case_id=case.id, path="person", text="?", asked_by=client.id, asked_at=now)
    login = Login(
        token_hash=uuid4().hex, user_id=client.id, created_at=now, seen_at=now, expires_at=now
    )
    session.add_all([asked, login])
    session.commit()
    return {
        "case_id": case.id,
        "assessment_id": shown.id,
        "question_id": asked.id,
        "login_id": login.id,
    }


def routes(app: Flask) -> list[tuple[Rule, str, Policy]]:
    """Every rule with each of its methods and its policy."""
    policies: dict[str, Policy] = app.extensions["portal_policies"]
    return [
        (rule, method, policies[rule.endpoint])
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
