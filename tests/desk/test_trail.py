"""A case's trail names what was changed in the reader's words, never by a column or a key."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from wtforms.fields.core import UnboundField

from portal.desk.trail import fields_in_words
from portal.intake.forms.base import HOUSEKEEPING, key_of
from portal.intake.forms.occupation import OccupationMixin
from portal.intake.pages import ListPage
from portal.intake.sections import PAGES
from portal.rendering.speech import Speaker
from portal.services import assessments, cases, clock
from tests.client import Client
from tests.review import a_claimed_case
from tests.world import People

Sign = Callable[[str], Client]
SAY = Speaker("en")
CASE_SERVICES = (
    "agreements", "assessments", "cases", "intake", "opinions", "phone", "review", "signing",
    "submission",
)  # fmt: skip
RAW = re.compile(r"\b[a-z0-9]+_[a-z0-9_]+\b")


@pytest.mark.parametrize(
    ("action", "fields", "words"),
    [
        ("draft.save", ["family_name", "given_names"], "Family name, Given names"),
        (
            "draft.save_entry",
            ["work.hours_per_week", "work.start", "work.x_duties"],
            "Work: Hours a week, From, Duties",
        ),
        ("draft.save_entry", ["language_tests.x_state"], "Language tests: Results"),
        ("draft.save_entry", ["education.x_state"], "Education: Finished"),
        ("draft.remove_entry", ["work_permits"], "Work permits"),
        ("draft.fill_demo", ["document"], "All answers"),
        ("case.correct", ["work.0.noc.code"], "Work\u00a01, NOC code, Code"),
        ("case.correct", ["person.x_new"], "About the client: x_new"),
        ("case.claim", ["owner_id", "state"], "Owner, State"),
        ("case.sign", ["number", "seal", "sha256"], "Number, Seal, Fingerprint"),
        ("profile.add_version", ["client_correction"], "Corrected by the client"),
        ("case.set_language", ["language"], "Language"),
        ("job.retry", ["attempt_count"], "attempt_count"),
    ],
)
def test_a_step_says_what_it_changed(action: str, fields: list[str], words: str) -> None:
    assert fields_in_words(action, fields, SAY) == words


def test_every_field_a_step_of_a_case_names_has_words(root: Path) -> None:
    for service in CASE_SERVICES:
        text = (root / "portal" / "services" / f"{service}.py").read_text("utf-8")
        for named in re.findall(r"audit\.fields\(([^)*]*)\)", text):
            for field in re.findall(r'"([a-z_0-9]+)"', named):
                assert fields_in_words("case.any", [field], SAY) != field, field


def test_every_answer_of_the_questionnaire_has_words() -> None:
    forms = {
        part.form
        for page in PAGES.values()
        for part in (page.parts if isinstance(page, ListPage) else (page,))
    }
    named = {
        key_of(name).split("__")[0]
        for form in forms
        for name in dir(form)
        if isinstance(getattr(form, name), UnboundField)
        and name not in (*HOUSEKEEPING, *OccupationMixin.HELPERS)
    }
    assert {"family_name", "x_expected_on", "eca"} <= named
    assert [key for key in named if fields_in_words("draft.save", [key], SAY) == key] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Owner, State", "Work\u00a01, Hours a week", "Promised for")),
        ("fr", ("En charge, État", "Travail\u00a01, Heures par semaine", "Promis pour le")),
    ],
)
def test_the_history_tab_says_them_in_the_readers_language(
    db: Session, people: People, as_role: Sign, language: str, words: tuple[str, ...]
) -> None:
    case = a_claimed_case(db, people)
    assessments.assess_on(db, case, date(2019, 8, 1), people.actor("specialist"), clock.now())
    browser = as_role("specialist")
    browser.send(
        f"/desk/cases/{case.id}/correct?path=work.0.hours_per_week",
        seen="1", value="38", reason="Contract says 38",
    )  # fmt: skip
    cases.promise(db, case, date(2026, 12, 24), people.actor("specialist"), clock.now())
    browser.send("/language", language=language)
    page = browser.get(f"/desk/cases/{case.id}?tab=history").text
    trail = page[page.index("table-frame") :]
    for each in words:
        assert each in trail
    for cell in re.findall(r"<td>([^<]*)</td></tr>", trail):
        assert not RAW.search(cell), cell
