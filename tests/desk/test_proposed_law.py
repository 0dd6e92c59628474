"""Proposed law on the rules' pages: named as what it is, and for staff alone."""

from __future__ import annotations

from collections.abc import Callable

from tests.client import Client

Sign = Callable[[str], Client]
RULE = "proposals.express_entry_2026"


def test_the_rules_list_says_proposed_not_law(as_role: Sign) -> None:
    page = as_role("specialist").get("/desk/rules?q=proposals").text
    assert "Express Entry reform, consultation of spring 2026" in page
    assert "proposed, not law" in page
    assert "1 April 2026" not in page  # no day since which it would be in force


def test_its_page_says_so_too_with_every_change(as_role: Sign) -> None:
    page = as_role("specialist").get(f"/desk/rules/{RULE}").text
    assert "proposed, not law" in page
    for words in ("The additional points for French would go", "Federal High-Skilled Class"):
        assert words in page


def test_what_changed_between_two_days_names_it_apart(as_role: Sign) -> None:
    page = as_role("specialist").get("/desk/rules/changes?from=2026-03-31&to=2026-04-02").text
    assert "Express Entry reform, consultation of spring 2026" in page
    assert "Proposed, not law" in page


def test_the_rules_in_plain_words_leave_it_out(as_role: Sign) -> None:
    client = as_role("client")
    assert "consultation of spring 2026" not in client.get("/rules").text
    assert client.get(f"/rules/{RULE}").status_code == 404
