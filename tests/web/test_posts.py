"""What a post may change: the fields of its own form, nothing else, and it never breaks."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from sqlalchemy import select

from portal.models import Base, Case, User
from tests.web.matrix import VISITOR, Matrix, routes
from tests.world import on_both

COLUMNS = sorted({column.name for table in Base.metadata.tables.values() for column in table.c})
# A name or a language of one's own may change; what gives rights may not.
RIGHTS = ("id", "email", "email_lower", "role", "licence", "state", "passphrase_hash", "epoch",
          "demo", "email_confirmed_at")  # fmt: skip
OWNERSHIP = ("id", "number", "client_id", "opened_by", "created_at")
EVERYBODY = ("client", "specialist")
NAMES = re.compile(r'<(?:input|select|textarea)[^>]* name="([^"]+)"')

HOSTILE = [
    "", " ", "0", "-1", "1e309", "NaN", "Infinity", "99999999999999999999", "1,5", "½", "٣",
    "\x00", "a\x00b", "\u202eabc", "\u200d", "é" * 300, "x" * 5000, "<script>alert(1)</script>",
    "'; drop table users; --", "{{7*7}}", "%(name)s", "%s%n", "../../etc/passwd", "\r\nX: y",
    "2026-02-30", "0000-00-00", "9999-12-31", "31", "13", "true", "null", "[]", "👩‍👩‍👧", "\ud800",
    "en", "client", "y", "R900001", "name@example.com", "2020", "7",
]  # fmt: skip


def frozen(matrix: Matrix) -> tuple[list[Any], list[Any]]:
    """What no form of a client, or of staff who work on cases, ever touches."""
    with matrix.sessions() as session:
        users = session.scalars(select(User).order_by(User.id)).all()
        cases = session.scalars(select(Case).order_by(Case.id)).all()
        return (
            [[getattr(each, name) for name in RIGHTS] for each in users],
            [[getattr(each, name) for name in OWNERSHIP] for each in cases],
        )


@on_both
@pytest.mark.asvs("15.3.3")
def test_columns_posted_to_any_form_give_no_rights_and_no_ownership(matrix: Matrix) -> None:
    stranger = str(matrix.people["administrator"].id)
    over = {name: stranger if name.endswith("_id") else "administrator" for name in COLUMNS}
    over |= {"licence": "R999999", "state": "active", "demo": "y", "epoch": "0", "version": "1"}
    before = frozen(matrix)
    wrong = []
    for rule, method, policy in routes(matrix.app):
        for role in EVERYBODY if method != "GET" else ():
            if role in policy.roles:
                ids = matrix.own[role]
                answer = matrix.ask(role, method, rule, ids, over)
                after = frozen(matrix)
                if answer.status_code >= 500 or (after[0], after[1][: len(before[1])]) != before:
                    grown = len(after[1]) > len(before[1])
                    wrong += [] if grown and after[0] == before[0] else [f"{rule.rule} as {role}"]
                before = after
    assert wrong == []


@pytest.mark.asvs("2.2.1")
def test_whatever_is_typed_no_form_breaks(matrix: Matrix) -> None:
    fuzz(matrix, 4)


@pytest.mark.long
@pytest.mark.asvs("2.2.1")
def test_two_hundred_hostile_posts_to_each_form_break_nothing(matrix: Matrix) -> None:
    fuzz(matrix, 200)


def fuzz(matrix: Matrix, times: int) -> None:
    """Post what a form's own page names, with hostile values, and want no 5xx."""
    chance = random.Random(20261125)
    wrong = []
    for rule, method, policy in routes(matrix.app):
        if method == "GET":
            continue
        role = next(role for role in (*EVERYBODY, "lead", "administrator") if role in policy.roles)
        ids = matrix.own[role]
        empty = matrix.ask(role, method, rule, ids)
        known = sorted(set(NAMES.findall(empty.text)) - {"csrf_token", "language", "next"})
        if "GET" in (rule.methods or ()):
            known += NAMES.findall(matrix.ask(role, "GET", rule, ids).text)
        for _ in range(times):
            fields = {
                name: chance.choice(HOSTILE).encode("utf-8", "surrogatepass")
                for name in [*known, "name", "path"]
                if chance.random() < 0.9
            }
            answer = matrix.ask(role, method, rule, ids, fields)
            if answer.status_code >= 500:
                wrong.append(f"{method} {rule.rule}: {fields}")
    assert wrong == []


def test_a_visitor_changes_nothing_by_any_post(matrix: Matrix) -> None:
    before = frozen(matrix)
    for rule, method, _ in routes(matrix.app):
        if method != "GET":
            matrix.ask(VISITOR, method, rule, matrix.own["client"], {"role": "lead"})
    assert frozen(matrix) == before
