"""`portal rules`: check, show, diff, and what they answer to nonsense."""

import pytest
from click.testing import CliRunner

from portal.cli import group
from portal.rulebook import load
from portal.rulebook.check import check
from portal.rulebook.difference import differences
from portal.text import render
from tests.builders import day


def run(*words):
    done = CliRunner().invoke(group, ["rules", *words])
    return done.exit_code, done.stdout, done.stderr


def test_the_shipped_rulebook_has_no_fault():
    assert check(load()) == []


def test_check_says_so_in_one_line():
    code, out, err = run("check")
    assert (code, err) == (0, "")
    assert "no fault" in out
    assert load().hash[:12] in out


CAPS, AGE, FUNDS = "crs/caps.toml", "crs/core/age.toml", "funds/settlement.toml"


@pytest.mark.parametrize(
    ("path", "old", "new", "word"),
    [
        (AGE, "[20, 100, 110]", "[20, 100, 111]", "core_single"),
        (CAPS, "additional = 600", "additional = 601", "additional"),
        (CAPS, "spouse = 40", "spouse = 41", "spouse"),
        (FUNDS, "[4, 28362]", "[4, 28534]", "proportion"),
        (FUNDS, "each_more_cad = 4112", "each_more_cad = 4121", "each more"),
        (
            "language/ielts_general_training.toml",
            '["reading", 9, 7.0]',
            '["reading", 9, 8.5]',
            "climb",
        ),
        ("language/pte_core.toml", '["reading", 9, 78]', '["reading", 9, 98]', "climb"),
        ("programs/fsw/age.toml", "[35, 12]", "[35, 13]", "out_of"),
        ("programs/canadian_work.toml", '"31102"', '"31192"', "no NOC 2021 code"),
        ("programs/fst_trades.toml", '"62200"', '"62299"', "no unit group"),
        (AGE, 'confidence = "high"', "", "confidence"),
        (AGE, "https://www.canada.ca", "www.canada.ca", "no address"),
        (AGE, "from = 2015-01-01", "from = 2015-02-01", "no version from"),
        (AGE, "[19, 95, 105]", "[18, 95, 105]", "twice"),
        ("occupation_lists/on_tech_2019.toml", "count = 6", "count = 7", "count"),
        ("occupation_lists/on_tech_2019.toml", '"0213"', '"0219"', "no NOC 2016 code"),
        ("categories/stem.toml", 'kind = "program"', 'kind = "programme"', "programme"),
        ("streams/ontario/hcp.toml", 'province = "ON"', 'province = "OO"', "OO"),
    ],
)
def test_check_finds_what_was_mistyped(path, old, new, word):
    raw = load().file(path).decode()
    assert old in raw
    faults = check(load().with_files({path: raw.replace(old, new, 1).encode()}))
    assert faults
    assert any(word in fault for fault in faults)


def test_a_fault_is_one_line_and_exit_1(monkeypatch):
    raw = load().file(CAPS).decode().replace("spouse = 40", "spouse = 41", 1).encode()
    broken = load().with_files({CAPS: raw})
    monkeypatch.setattr("portal.rulebook.load", lambda: broken)
    code, out, err = run("check")
    assert (code, out) == (1, "")
    assert all(line.startswith("crs.caps") for line in err.splitlines())


# --- show -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["crs.core.age", "crs/core/age.toml", "crs/core/age"])
def test_show_prints_a_rule_with_history_and_sources(path):
    code, out, err = run("show", path)
    assert (code, err) == (0, "")
    assert out.startswith("crs.core.age  Age\n")
    assert "crs-criteria.html" in out
    assert "read on 2026-11-24" in out
    assert "34   75           83" in out


def test_show_on_a_day_prints_that_version_alone():
    code, out, _ = run("show", "crs.additional.french", "--on", "2019-08-01")
    assert code == 0
    assert "from 2017-06-06 to 2020-10-19" in out
    assert "english_low = 15" in out
    assert "english_low = 25" not in out
    code, out, _ = run("show", "crs.additional.french")
    assert "english_low = 15" in out
    assert "english_low = 25" in out


def test_show_in_french():
    assert run("show", "crs.core.age", "--lang", "fr")[1].startswith("crs.core.age  Âge\n")


@pytest.mark.parametrize("path", [each for each in load().paths if each.endswith(".toml")])
def test_every_rule_can_be_shown(path):
    code, out, err = run("show", path)
    assert (code, err) == (0, "")
    assert out


@pytest.mark.parametrize(
    "words",
    [
        ("show", "crs.core.hair"),
        ("show", "../../etc/passwd"),
        ("show", "crs.core.age", "--on", "2014-12-31"),
        ("show", "crs.core.age", "--on", "soon"),
        ("show", "crs.additional.high_wage", "--on", "2026-11-02"),
        ("diff", "2019-08-01", "2019-13-01"),
        ("diff", "2014-12-31", "2019-08-01"),
    ],
)
def test_nonsense_is_refused_in_one_line(words):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert ": found " in err


# --- diff -----------------------------------------------------------------------------------


def said(day1, day2):
    return [render(each) for each in differences(load(), day(day1), day(day2))]


def test_diff_tells_the_french_points_of_2020():
    assert said("2020-10-19", "2020-10-20") == [
        "French, english_low: 15 before, 25 from 20 October 2020",
        "French, english_clb5: 30 before, 50 from 20 October 2020",
    ]
    code, out, _ = run("diff", "2020-10-20", "2020-10-19")  # in either order
    assert code == 0
    assert out.splitlines() == said("2020-10-19", "2020-10-20")


def test_diff_tells_what_began():
    told = said("2026-11-02", "2026-11-03")
    assert "High-wage occupation (crs.additional.high_wage): new from 3 November 2026" in told


def test_diff_tells_lists_categories_streams_and_funds():
    assert any("added from 8 July 2019: 0213" in each for each in said("2019-07-07", "2019-07-08"))
    assert any("in force from 31 May 2023" in each for each in said("2023-05-30", "2023-05-31"))
    assert any("revoked from 30 May 2026" in each for each in said("2026-05-29", "2026-05-30"))
    funds = said("2025-07-06", "2025-07-07")
    assert "Settlement funds, family_size 1, cad: 14,690 before, 15,263 from 7 July 2025" in funds


def test_diff_of_a_day_with_itself_is_nothing():
    assert said("2026-01-01", "2026-01-01") == []
    code, out, err = run("diff", "2026-01-01", "2026-01-01")
    assert (code, out, err) == (0, "", "Nothing changed.\n")


def test_diff_over_all_years_says_every_line():
    assert len(said("2015-01-01", "2026-11-24")) > 200
