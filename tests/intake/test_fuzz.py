"""Posts from a hostile pool to every form: an answer every time, never a fault of ours."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.intake.pages import ListPage
from portal.intake.sections import PAGES
from portal.models import Case
from tests.intake.test_pages import EVERYTHING
from tests.intake.walk import FormReader, Walk

HOSTILE = [
    "", " ", "\x00", "a\x00b", "\x1b[31m", "\u202eevil", "\u2066x\u2069", "\ufeff", "\ud7ff",
    "'; drop table cases; --", "<script>alert(1)</script>", "{{ 7*7 }}", "%(licence)s %s %n",
    "../../etc/passwd", "=cmd|' /C calc'!A0", "NaN", "Infinity", "-Infinity", "1e999", "-1", "0",
    "9" * 400, "0x10", "²", "٣", "1,5", "1.5.5", "29", "02", "2001", "00", "13", "99999", "true",
    "null", "[]", "{}", "unknown", "none", "yes", "no", "done", "x" * 5000, "é" * 300,
    "👩‍👩‍👧‍👦" * 60, "a\r\nb\tc", "2021:21231", "2021:", ":", "2021:99999", "CA", "ZZ", "QC", "any",
    "ielts_general_training", "tef_canada", "masters", "married", "unsure", "y", "search",
]  # fmt: skip


def addresses() -> list[str]:
    found = []
    for page in PAGES.values():
        found.append(page.id)
        if isinstance(page, ListPage):
            found += [f"{page.id}/new", f"{page.id}/1"]
            found += [f"{page.id}/1/{part.id}" for part in page.parts if part.id]
    return found


def fuzz(walk: Walk, posts: int, seed: int) -> None:
    chance = random.Random(seed)
    walk.browser.inspect = False
    faults: list[tuple[str, Any]] = []
    for address in addresses():
        page = walk.get(address)
        if page.status_code != 200:
            continue
        reader = FormReader(page.text, "csrf_token")
        fields = {name for name, _value in reader.pairs} | set(reader.choices)
        fields |= {"draft_version", "mark", "later", "search", "noc", "answer", "check"}
        for _number in range(posts):
            typed = {
                name: [chance.choice(HOSTILE) for _ in range(chance.choice((1, 1, 1, 2, 40)))]
                for name in fields - {"csrf_token"}
                if chance.random() < 0.6
            }
            for name in list(reader.choices):
                if chance.random() < 0.4:
                    typed[name] = [chance.choice(reader.choices[name])]
            sent = typed | {"csrf_token": walk.browser.token}
            answer = walk.browser.post(walk.url(address), data=sent)
            if answer.status_code >= 500:
                faults.append((address, typed))
    assert not faults, faults[:3]
    assert walk.get("check").status_code == 200
    assert walk.get(f"/case/{walk.case_id}").status_code == 200


@pytest.fixture
def everything_asked(walk: Walk, db: Session) -> Walk:
    case = db.get_one(Case, walk.case_id)
    case.draft.document = EVERYTHING
    db.commit()
    return walk


@pytest.mark.asvs("2.2.1")
def test_hostile_posts_never_break_a_page(everything_asked: Walk) -> None:
    fuzz(everything_asked, 3, seed=20261125)


@pytest.mark.long
@pytest.mark.asvs("2.2.1")
def test_many_hostile_posts_never_break_a_page(everything_asked: Walk) -> None:
    fuzz(everything_asked, 200, seed=1)
