"""`portal noc search`: what it prints, in words and in JSON."""

from __future__ import annotations

import json

from click.testing import CliRunner, Result

from portal.cli import group


def noc(*words: str) -> Result:
    return CliRunner().invoke(group, ["noc", "search", *words])


def test_json_is_a_list_of_code_title_teer_and_because() -> None:
    result = noc("react developer", "--json", "--limit", "3")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert len(found) == 3
    assert all(set(each) == {"code", "title", "teer", "because"} for each in found)
    assert found[0]["code"] == "21234"
    assert found[0]["teer"] == 1
    assert all(isinstance(each["code"], str) for each in found)


def test_words_show_code_level_and_reason() -> None:
    result = noc("truk driver")
    assert result.exit_code == 0
    first = result.stdout.splitlines()
    assert first[0].split()[:3] == ["73300", "TEER", "3"]
    assert "truck driver" in first[1].lower()


def test_the_old_edition_has_skill_levels() -> None:
    found = json.loads(noc("software engineer", "--json", "--edition", "2016").stdout)
    assert (found[0]["code"], found[0]["teer"]) == ("2173", None)
    assert "level A" in noc("software engineer", "--edition", "2016").stdout


def test_nothing_found_is_said_and_is_no_failure() -> None:
    result = noc("qqqqzzzz")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nothing found" in result.stderr
    assert json.loads(noc("qqqqzzzz", "--json").stdout) == []


def test_a_limit_or_an_edition_that_does_not_exist_is_refused() -> None:
    assert noc("cook", "--limit", "0").exit_code == 2
    assert noc("cook", "--edition", "2011").exit_code == 2
