"""A case's trail is read by people: every step that can stand in it has words."""

import re

from portal.services.audit_words import WORDS, words_for
from portal.services.cases import MOVES
from portal.services.looks import READ

IN_A_TRAIL = (
    "case.",
    "draft.",
    "agreement.",
    "question.",
    "assessment.",
    "rendering.",
    "profile.",
    "declaration.",
)


def test_every_step_of_a_case_is_said_in_words(root):
    written = {
        name
        for path in (root / "portal").rglob("*.py")
        for name in re.findall(r'(?:step|also)\([^"]*"([a-z_]+\.[a-z_]+)"', path.read_text("utf-8"))
    }
    named = {READ, *(f"case.{name}" for name in ("take_back", "mark_ready", "close"))}
    assert {each for each in written | named if each.startswith(IN_A_TRAIL)} <= set(WORDS)
    assert {"take_back", "mark_ready", "close"} <= set(MOVES)


def test_a_step_without_words_keeps_its_name():
    assert words_for("job.retry.render") == "job.retry.render"
