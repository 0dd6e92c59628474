"""The matrix: every route × method × role × one's own, another's and a missing object.

Promises 1, 2 and 5: each route says who may use it, another's object answers
exactly like a missing one, and GET changes nothing but logins and audit rows.
"""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.security.policies import UndeclaredRoute
from portal.settings import Settings
from tests.web.matrix import GET_MAY_WRITE, OBJECTS, VISITOR, Matrix, routes
from tests.world import ROLES, as_client, on_both


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
    matrix.login(client, matrix.people["lead"])
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
