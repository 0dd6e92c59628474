"""How long the engine takes. Reported in README with the machine; never asserted by the clock."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.assessment.assess import assess
from portal.assessment.crs import best_factors, score
from portal.assessment.crs_points import bare_total
from portal.assessment.crs_tables import tables_on
from portal.assessment.facts import Facts
from portal.assessment.profile import Profile
from portal.assessment.reading import parse_profile
from portal.rulebook import DATA, load, read_directory
from portal.search import search

ON = date(2026, 11, 2)
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def seed(root: Path) -> str:
    return (root / "tests/cases/profile.example.json").read_text()


@pytest.fixture(scope="module")
def profile(seed: str) -> Profile:
    return parse_profile(seed, load())


def test_crs_every_line_explained(benchmark: Any, profile: Profile) -> None:
    facts = Facts(profile, load())
    factors = best_factors(facts, ON)
    benchmark(score, facts, factors)


def test_crs_bare_total(benchmark: Any, profile: Profile) -> None:
    facts = Facts(profile, load())
    factors = best_factors(facts, ON)
    benchmark(bare_total, facts, factors, tables_on(load(), ON))


def test_one_profile_against_the_whole_rulebook(benchmark: Any, profile: Profile) -> None:
    benchmark(assess, profile, load(), TODAY)


def test_one_profile_without_rounds(benchmark: Any, profile: Profile) -> None:
    benchmark(lambda: assess(profile, load(), TODAY, rounds=False))


def test_reading_a_profile(benchmark: Any, seed: str) -> None:
    benchmark(parse_profile, seed, load())


@pytest.mark.parametrize("title", ["registered nurse", "truk driver", "Cook / Kitchen helper"])
def test_occupation_search(benchmark: Any, title: str) -> None:
    benchmark(search, title)


def test_loading_the_rulebook(benchmark: Any) -> None:
    """Every file read, hashed, and every rule table parsed."""

    def loaded() -> None:
        rules = read_directory(DATA)
        assert rules.hash
        for path in rules.paths:
            if path.startswith(("crs/", "language/", "programs/", "funds/", "process/")):
                rules.history(path.removesuffix(".toml").replace("/", "."))

    benchmark(loaded)


def test_portal_assess_as_a_process(benchmark: Any, root: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "portal.cli",
        "assess",
        str(root / "tests/cases/profile.example.json"),
        "--on",
        "2019-08-01",
        "--format",
        "json",
    ]
    benchmark.pedantic(
        lambda: subprocess.run(command, check=True, capture_output=True, cwd=root),
        rounds=3,
        iterations=1,
    )
