"""The matrix: every route × method × role × one's own, another's and a missing object.

Promises 1, 2 and 5: each route says who may use it, another's object answers
exactly like a missing one, and GET changes nothing but logins and audit rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.models import Login, Question, StoredAssessment, User
from portal.security.policies import Policy, UndeclaredRoute
from portal.services import clock, sessions
from portal.services.database import Sessions
from portal.settings import Settings
from tests.client import HOST, Client
from tests.review import a_submitted_case
from tests.world import ROLES, People, a_user, as_client, on_both

VISITOR = "visitor"
RAW_TOKEN = "a" * 40
WRITES = re.compile(r"\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
GET_MAY_WRITE = {"logins", "audit_events", "counters"}
# What stands in a URL besides ids; anything else is "x", which the page may not know.
WORDS = {
    "step": "person",
    "edition": "2021",
    "code": "21231",
    "entry": "0",
    "part": "x",
    "kind": "x",
    "rule_id": "crs.core.age",
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

    def ask(self, role: str, method: str, rule: Rule, ids: dict[str, UUID]) -> TestResponse:
        """One request of somebody, freshly signed in, with a token of their own."""
        client = as_client(self.app)
        client.inspect = method == "GET"
        data = {}
        if role != VISITOR:
            self._login(client, self.people[role])
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

    def _login(self, client: Client, user: User) -> None:
        with self.sessions() as session:
            token = sessions.begin(
                session, session.get_one(User, user.id), now=clock.now(),
                limits=self.settings.sessions, agent="", data={"csrf_token": RAW_TOKEN},
            )  # fmt: skip
            session.commit()
        client.set_cookie("__Host-portal", token, domain=HOST, secure=True)


@pytest.fixture
def matrix(
    app: Flask, portal_sessions: Sessions, portal_settings: Settings, people: People
) -> Iterator[Matrix]:
    """Each role with an object of its own and one it must not see."""
    made = Matrix(app, portal_sessions, portal_settings, people.by_role)
    with portal_sessions() as session:
        mine = _objects(session, people["client"], people["specialist"])
        hidden = _objects(session, people.other, None)
        extra = a_user(session, portal_settings, role="assistant", email="extra@example.com")
        session.commit()
        own = {**mine, "member_id": extra.id, "missing": uuid4()}
        other = {**hidden, "member_id": people.other.id, "missing": uuid4()}
    for role in ROLES:
        made.own[role], made.others[role] = own, other
    engine: Engine = app.extensions["portal_engine"]

    def note(connection, cursor, statement, *rest) -> None:  # type: ignore[no-untyped-def]
        if found := WRITES.match(statement):
            made.written.append(found.group(2).lower())

    event.listen(engine, "before_cursor_execute", note)
    yield made
    event.remove(engine, "before_cursor_execute", note)


def _objects(session: Session, client: User, owner: User | None) -> dict[str, UUID]:
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


def told(response: TestResponse, *ids: object) -> str:
    """An answer's text without what differs anyway: the ids asked for and the tokens."""
    text = response.text
    for each in ids:
        text = text.replace(str(each), "ID")
    return re.sub(r'(name="csrf_token"[^>]* value=")[^"]+', r"\1", text)


@on_both
@pytest.mark.asvs("8.2.1")
def test_every_route_lets_in_whom_its_policy_names_and_nobody_else(matrix: Matrix) -> None:
    wrong = []
    for rule, method, policy in routes(matrix.app):
        for role in (VISITOR, *ROLES):
            if role in policy.roles:
                continue
            ids = matrix.own.get(role, matrix.own["client"])
            answer = matrix.ask(role, method, rule, ids)
            to_sign_in = answer.status_code == 303 and "/account/sign-in" in answer.location
            if not (to_sign_in if role == VISITOR else answer.status_code == 403):
                wrong.append(f"{method} {rule.rule} as {role}: {answer.status}")
    assert wrong == []


@on_both
@pytest.mark.asvs("8.2.2")
def test_anothers_object_answers_exactly_like_a_missing_one(matrix: Matrix) -> None:
    wrong = []
    for rule, method, policy in routes(matrix.app):
        if not OBJECTS & rule.arguments:
            continue
        for role in policy.roles - {VISITOR}:
            others = matrix.others[role]
            missing = {"missing": uuid4()}
            foreign = matrix.ask(role, method, rule, others)
            nothing = matrix.ask(role, method, rule, missing)
            same = told(foreign, *others.values()) == told(nothing, *missing.values())
            if foreign.status_code != 404 or nothing.status_code != 404 or not same:
                wrong.append(
                    f"{method} {rule.rule} as {role}: {foreign.status}, missing {nothing.status}"
                )
    assert wrong == []


@on_both
@pytest.mark.asvs("3.5.3")
def test_get_changes_nothing_but_logins_and_the_audit_trail(matrix: Matrix) -> None:
    wrong = []
    for rule, method, policy in routes(matrix.app):
        if method != "GET":
            continue
        for role in sorted(policy.roles):
            ids = matrix.own.get(role, matrix.own["client"])
            answer = matrix.ask(role, method, rule, ids)
            if answer.status_code >= 500:
                wrong.append(f"GET {rule.rule} as {role}: {answer.status}")
            if changed := set(matrix.written) - GET_MAY_WRITE:
                wrong.append(f"GET {rule.rule} as {role} writes {sorted(changed)}")
    assert wrong == []


@on_both
@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("token", ["", "stale", "foreign"])
def test_a_post_without_its_own_token_is_refused(matrix: Matrix, token: str) -> None:
    wrong = []
    signer = URLSafeTimedSerializer(matrix.settings.secret_key, salt="wtf-csrf-token")
    sent = {"": "", "stale": "x.y.z", "foreign": signer.dumps("b" * 40)}[token]
    client = as_client(matrix.app)
    matrix._login(client, matrix.people["lead"])
    for rule, method, policy in routes(matrix.app):
        if method == "GET" or "lead" not in policy.roles:
            continue
        url = matrix.url(rule, matrix.own["lead"])
        matrix.written.clear()
        answer = client.open(url, method=method, data={"csrf_token": sent})
        if answer.status_code != 400 or set(matrix.written) - GET_MAY_WRITE:
            wrong.append(f"{method} {rule.rule}: {answer.status}, wrote {matrix.written}")
    assert wrong == []


def test_an_empty_post_of_whoever_may_never_breaks(matrix: Matrix) -> None:
    wrong = []
    for rule, method, policy in routes(matrix.app):
        for role in sorted(policy.roles) if method != "GET" else ():
            ids = matrix.own.get(role, matrix.own["client"])
            answer = matrix.ask(role, method, rule, ids)
            if answer.status_code >= 500:
                wrong.append(f"{method} {rule.rule} as {role}: {answer.status}")
    assert wrong == []


def test_a_route_without_a_policy_stops_the_start(
    portal_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import portal.public

    def register(app: Flask) -> None:
        app.add_url_rule("/open", "open", lambda: "everybody")

    monkeypatch.setattr(portal.public, "register", register)
    with pytest.raises(UndeclaredRoute, match="open"):
        create_app(portal_settings)
