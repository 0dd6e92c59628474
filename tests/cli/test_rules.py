"""`portal rules`: the proof of the rulebook, one rule with its history, two days compared."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner, Result

from portal import cli_rules
from portal.cli import group
from portal.rulebook import load


def rules(*words: str) -> Result:
    return CliRunner().invoke(group, ["rules", *words])


def test_the_shipped_rulebook_is_proved() -> None:
    result = rules("check")
    assert result.exit_code == 0, result.stderr
    assert re.search(r"\d+ rules with \d+ versions fit together", result.stdout)
    assert load().hash in result.stdout


def test_a_broken_rule_file_is_one_line_that_names_file_and_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = "crs/core/age.toml"
    broken = load().file(path).replace(b"from = 2015-01-01", b"from = 2015-01-01\nfrm = 1", 1)
    monkeypatch.setattr(cli_rules, "load", lambda: load().with_files({path: broken}))
    result = rules("check")
    assert result.exit_code == 1
    (fault,) = result.stderr.splitlines()
    assert path in fault
    assert "frm" in fault


@pytest.mark.parametrize("path", ["crs.core.age", "crs/core/age.toml"])
def test_a_rule_is_shown_with_source_and_figures(path: str) -> None:
    result = rules("show", path)
    assert result.exit_code == 0
    assert result.stdout.startswith("crs.core.age: Age / Âge")
    assert "https://" in result.stdout
    assert re.search(r"^ +30 +95 +105$", result.stdout, re.MULTILINE)


def test_with_a_day_only_that_days_version_is_shown() -> None:
    every = rules("show", "crs.additional.job_offer").stdout
    one = rules("show", "crs.additional.job_offer", "--on", "2025-03-24").stdout
    assert every.count("\nfrom ") > one.count("\nfrom ") == 1
    assert "from 2016-11-19 until 2025-03-24" in one


def test_a_day_before_the_first_version_is_refused() -> None:
    result = rules("show", "crs.additional.high_wage", "--on", "2026-11-02")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1


def test_an_unknown_rule_is_refused_with_names_that_are_near() -> None:
    result = rules("show", "crs.core.agge")
    assert result.exit_code == 2
    assert "crs.core.age" in result.stderr


def test_job_offers_stop_earning_points_between_two_days() -> None:
    result = rules("diff", "2025-03-24", "2025-03-25")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:4] == [
        "crs.additional.job_offer: Job offer",
        "  the version of 2016-11-19 gave way to that of 2025-03-25",
        "  major_group_00: 200 → 0",
        "  other_skilled: 50 → 0",
    ]


def test_between_a_day_and_itself_nothing_changes_and_backwards_is_refused() -> None:
    assert rules("diff", "2020-01-01", "2020-01-01").stdout == (
        "0 rules changed from 2020-01-01 to 2020-01-01.\n"
    )
    assert rules("diff", "2020-01-02", "2020-01-01").exit_code == 2
