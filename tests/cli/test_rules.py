"""`portal rules`: check, show, diff, and what they answer to nonsense."""

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from portal.cli import group
from portal.rulebook import load
from portal.rulebook.check import check, faults
from portal.text import render


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


def test_check_speaks_french_when_asked():
    code, out, _ = run("check", "--lang", "fr")
    assert (code, "aucune erreur" in out) == (0, True)
    broken = load().with_files({"odd/x.toml": b"id = 'odd.x'"})
    (fault,) = faults(broken)
    assert render(fault).startswith("odd/x.toml: no such kind of rule. Put it under one of")
    assert render(fault, "fr").startswith("odd/x.toml\u00a0: aucune règle de cette sorte.")


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


def said(day1, day2, *words):
    code, out, _ = run("diff", day1, day2, *words)
    assert code == 0
    return out.splitlines()


def test_diff_tells_the_french_points_of_2020():
    expected = [
        "French (Comprehensive Ranking System)",
        "  From 20 October 2020",
        "    Points when English is lower, or not tested: 15 before, 25 after",
        "    Points when English reaches the level asked: 30 before, 50 after",
        "",
    ]
    assert said("2020-10-19", "2020-10-20") == expected
    assert said("2020-10-20", "2020-10-19") == expected  # in either order


def test_diff_says_the_end_of_job_offer_points_in_french_too():
    assert said("2025-03-24", "2025-03-25", "--lang", "fr") == [
        "Offre d’emploi (Système de classement global)",
        "  À partir du 25 mars 2025",
        "    Points pour une profession de cadre supérieur\u00a0: 200 avant, 0 après",
        "    Points pour une autre profession qualifiée\u00a0: 50 avant, 0 après",
        "",
    ]


def test_diff_tells_what_began_and_that_its_figures_are_not_known():
    assert said("2026-11-02", "2026-11-03") == [
        "High-wage occupation (Comprehensive Ranking System)",
        "  From 3 November 2026",
        "    The rule: begins, by report; its figures are not known",
        "",
    ]


def test_diff_never_takes_proposed_law_for_law():
    told = said("2026-03-31", "2026-04-01")
    assert told[0].endswith("(Proposed, not law)")
    assert "    The rule: is proposed, not law" in told


def test_diff_tells_lists_categories_streams_and_funds():
    told = said("2023-05-30", "2023-05-31")
    assert "Agriculture and agri-food occupations (Federal categories)" in told
    assert "    State: before “open, without rounds”, after “ended by law”" in said(
        "2026-05-29", "2026-05-30"
    )
    funds = said("2025-07-06", "2025-07-07")
    assert funds[0] == "Settlement funds"
    assert (
        "    Persons in the family 1, Funds asked for: CA$14,690 before, CA$15,263 after" in funds
    )


def test_diff_names_an_occupation_that_a_list_gains():
    told = said("2025-02-26", "2025-02-27")
    assert "    Occupation added: 31120 Pharmacists" in told


def test_diff_tells_a_test_that_is_approved_as_one_more():
    """TCF Canada came beside TEF Canada in 2020 and took nothing’s place."""
    assert "    Language: French, new: TCF Canada" in said("2019-12-31", "2020-01-01")


def test_diff_says_of_alternatives_that_one_is_enough():
    """Ontario asks CLB 6 or CLB 5 or a recent Ontario credential, not all of them."""
    told = said("2026-06-25", "2026-06-26")
    assert "    Requirement, new: CLB 6 in English or French (any one of 4 is enough)" in told


def test_diff_tells_what_was_not_read_apart_from_what_is_asked():
    told = said("2026-06-19", "2026-06-20")
    assert "    Gap closed: The criteria in force on that day were not read" in told
    assert not any("Requirement" in each and "were not read" in each for each in told)


def test_diff_of_a_day_with_itself_is_nothing():
    code, out, err = run("diff", "2026-01-01", "2026-01-01")
    assert (code, out, err) == (0, "", "Nothing changed.\n")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_diff_over_all_years_shows_no_raw_name(lang):
    told = said("2015-01-01", "2026-11-24", "--lang", lang)
    assert len(told) > 1000
    raw = re.compile(r"\b[a-z0-9]+(_[a-z0-9]+)+\b|%\(|\bTrue\b|\bFalse\b|\bNone\b")
    assert [each for each in told if raw.search(each)] == []


def test_diff_needs_no_database_and_no_web():
    program = (
        "import sys; from portal.cli import group;"
        "group(['rules', 'diff', '2025-03-24', '2025-03-25'], standalone_mode=False);"
        "print([each for each in ('sqlalchemy', 'flask') if each in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
