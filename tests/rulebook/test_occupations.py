"""The two editions of the NOC, the way between them, and what the rules say of a code."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from portal.rulebook import NotInForce, load
from portal.rulebook.occupations import Occupations

TODAY = date(2026, 11, 24)
LAST_OF_2016 = date(2022, 11, 15)
FIRST_OF_2021 = date(2022, 11, 16)


@pytest.fixture(scope="module")
def occupations() -> Occupations:
    return load().occupations


def test_both_editions_and_the_concordance_are_whole(occupations: Occupations) -> None:
    # Statistics Canada: 516 unit groups in NOC 2021 v1.0, 500 in NOC 2016 v1.3.
    noc_2021, noc_2016 = occupations.all("2021"), occupations.all("2016")
    assert (len(noc_2021), len(noc_2016), len(occupations.concordance)) == (516, 500, 585)
    assert len({each.code for each in noc_2021}) == 516
    assert len({each.broad_category for each in noc_2021}) == 10
    assert len({each.major_group for each in noc_2021}) == 45
    assert len({each.minor_group for each in noc_2021}) == 162
    assert all(str(each.teer) == each.code[1] for each in noc_2021)
    assert all(each.title.en and each.title.fr for each in (*noc_2021, *noc_2016))


def test_a_group_that_did_not_change_kept_its_french_name(occupations: Occupations) -> None:
    """Where one old group became one new one of the same English name; seven were reworded."""
    reworded = {"1411", "2144", "2241", "8261", "8411", "8412", "8441"}
    for step in occupations.concordance:
        old = occupations.get("2016", step.code_2016)
        new = occupations.get("2021", step.code_2021)
        if step.relation == "one_to_one" and old.title.en == new.title.en:
            assert (old.title.fr == new.title.fr) is (old.code not in reworded), old


def test_every_code_of_one_edition_leads_to_the_other(occupations: Occupations) -> None:
    known = {
        version: {each.code for each in occupations.all(version)} for version in ("2016", "2021")
    }
    assert {step.code_2016 for step in occupations.concordance} == known["2016"]
    assert {step.code_2021 for step in occupations.concordance} == known["2021"]


@pytest.mark.parametrize(
    ("relation", "rows"),
    [("one_to_one", 396), ("merge", 44), ("split", 60), ("split_and_merge", 85)],
)
def test_relations_of_the_concordance(occupations: Occupations, relation: str, rows: int) -> None:
    assert sum(step.relation == relation for step in occupations.concordance) == rows


def test_a_relation_says_what_the_rows_say(occupations: Occupations) -> None:
    for step in occupations.concordance:
        split = len(occupations.successors(step.code_2016)) > 1
        merge = len(occupations.predecessors(step.code_2021)) > 1
        expected = {
            (False, False): "one_to_one",
            (True, False): "split",
            (False, True): "merge",
            (True, True): "split_and_merge",
        }[split, merge]
        assert step.relation == expected, step
        assert (step.successor == "sole") is not split, step


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0213", {"20012": "sole"}),
        ("2147", {"21311": "sole"}),
        (
            "2171",
            {
                "21222": "continues",
                "21211": "part",
                "21220": "part",
                "21221": "part",
                "21233": "part",
            },
        ),
        ("2172", {"21223": "continues", "21211": "part"}),
        ("2173", {"21231": "continues", "21211": "part"}),
        ("2174", {"21230": "part", "21232": "part", "21234": "part"}),
        ("2175", {"21233": "part", "21234": "part"}),
        ("3111", {"31100": "part", "31101": "part", "41310": "part"}),
        ("3124", {"31303": "continues", "31302": "part", "32103": "part"}),
        ("1123", {"11202": "continues", "10022": "part", "64409": "part"}),
        ("6331", {"63201": "part", "65202": "part"}),
        ("4313", {"42100": "part", "42102": "part", "43204": "part", "44200": "part"}),
    ],
)
def test_the_splits_that_hurt(occupations: Occupations, old: str, new: dict[str, str]) -> None:
    steps = occupations.successors(old)
    assert {step.code_2021 for step in steps} == set(new)
    heirs = {code for code, kind in new.items() if kind != "part"}
    assert {step.code_2021 for step in steps if step.successor != "part"} == heirs
    if heirs:
        assert steps[0].code_2021 in heirs
    certain = len(new) == 1
    assert all(sure is certain for _, sure in occupations.translate("2016", old, "2021"))


def test_the_six_occupations_of_ontarios_tech_draw_become_nine(occupations: Occupations) -> None:
    six = ("0213", "2147", "2172", "2173", "2174", "2175")
    nine = {code for old in six for code, _ in occupations.translate("2016", old, "2021")}
    assert sorted(nine) == [
        "20012", "21211", "21223", "21230", "21231", "21232", "21233", "21234", "21311",
    ]  # fmt: skip


def test_a_new_code_with_one_source_is_certain_and_with_two_is_not(
    occupations: Occupations,
) -> None:
    assert occupations.translate("2021", "21231", "2016") == (("2173", True),)
    assert occupations.translate("2021", "21234", "2016") == (("2174", False), ("2175", False))
    assert occupations.translate("2021", "21234", "2021") == (("21234", True),)


def test_an_edition_nobody_knows_is_refused(occupations: Occupations) -> None:
    assert not occupations.exists("2026", "21231")
    assert not occupations.exists("2021", "2173")
    with pytest.raises(KeyError):
        occupations.get("2026", "21231")
    with pytest.raises(KeyError):
        occupations.translate("2016", "2173", "2026")


@pytest.mark.parametrize(
    ("version", "day", "skilled"), [("2021", TODAY, 376), ("2016", LAST_OF_2016, 348)]
)
def test_how_many_unit_groups_are_skilled(
    occupations: Occupations, version: str, day: date, skilled: int
) -> None:
    # NOC 2016: 48 of type 0, 89 of level A, 211 of level B.
    answers = [occupations.skilled_on(version, each.code, day) for each in occupations.all(version)]
    assert answers.count(True) == skilled
    assert None not in answers


def test_codes_that_gained_express_entry_on_16_november_2022(occupations: Occupations) -> None:
    # The sixteen that were published, and 73201, which came out of old 6733.
    published = {
        "13102", "33100", "33102", "33103", "43100", "43200", "43201", "43202", "63211", "73200",
        "73202", "73209", "73300", "73301", "73400", "93200",
    }  # fmt: skip
    for code in published | {"73201"}:
        assert occupations.skilled_on("2021", code, FIRST_OF_2021) is True
        assert occupations.skilled_on("2021", code, LAST_OF_2016) is not True
    for code in {each.code for each in occupations.all("2021")} - published - {"73201"}:
        if occupations.skilled_on("2021", code, FIRST_OF_2021):
            assert occupations.skilled_on("2021", code, LAST_OF_2016) is not False, code


@pytest.mark.parametrize("code", ["54100", "55109", "64200"])
def test_codes_that_lost_express_entry_on_16_november_2022(
    occupations: Occupations, code: str
) -> None:
    assert occupations.skilled_on("2021", code, LAST_OF_2016) is True
    assert occupations.skilled_on("2021", code, FIRST_OF_2021) is False


def test_an_old_code_whose_heirs_disagree_is_a_question(occupations: Occupations) -> None:
    # 1123: TEER 1, TEER 0 and TEER 4; 6331: retail butcher and meat cutter.
    for code in ("1123", "6331"):
        assert occupations.skilled_on("2016", code, LAST_OF_2016) is True
        assert occupations.skilled_on("2016", code, FIRST_OF_2021) is None
    assert occupations.skilled_on("2016", "2171", FIRST_OF_2021) is True


def test_no_rule_before_express_entry(occupations: Occupations) -> None:
    with pytest.raises(NotInForce):
        occupations.skilled_on("2021", "21231", date(2014, 12, 31))


def test_96_unit_groups_are_skilled_trades(occupations: Occupations) -> None:
    trades = [
        each for each in occupations.all("2021") if occupations.is_trade("2021", each.code, TODAY)
    ]
    assert len(trades) == 96
    assert {each.teer for each in trades} == {2, 3}


@pytest.mark.parametrize(
    ("code", "trade"),
    [
        ("72600", False),  # pilots: 726 is excluded
        ("72106", True),
        ("73300", True),  # truck drivers
        ("93200", False),  # aircraft assemblers: 932 is excluded
        ("93100", True),
        ("63200", True),  # cooks: minor group 6320
        ("63202", True),
        ("62200", True),  # chefs, a unit group alone
        ("62100", False),
        ("22303", False),  # in the trade category, no trade of FST
        ("70010", False),
    ],
)
def test_which_codes_are_trades(occupations: Occupations, code: str, trade: bool) -> None:
    assert occupations.is_trade("2021", code, TODAY) is trade
    assert trade is False or occupations.skilled_on("2021", code, TODAY) is True


@pytest.mark.parametrize(
    ("code", "trade"),
    [
        ("7237", True),
        ("6322", True),
        ("6331", True),
        ("9241", True),
        ("7511", False),
        ("9411", False),
    ],
)
def test_trades_by_the_old_edition(occupations: Occupations, code: str, trade: bool) -> None:
    assert occupations.is_trade("2016", code, LAST_OF_2016) is trade


def test_a_truck_driver_became_a_trade_with_the_new_edition(occupations: Occupations) -> None:
    assert occupations.is_trade("2021", "73300", LAST_OF_2016) is False
    assert occupations.is_trade("2021", "73300", FIRST_OF_2021) is True


@pytest.mark.parametrize(
    ("version", "code", "listed"),
    [
        ("2021", "21231", True),
        ("2021", "21222", False),
        ("2016", "0213", True),  # exact
        ("2016", "2174", True),  # broken up, all heirs listed
        ("2016", "2171", None),  # some heirs listed
        ("2016", "2283", False),
    ],
)
def test_an_old_code_inherits_a_list_only_where_that_is_certain(
    occupations: Occupations, version: str, code: str, listed: bool | None
) -> None:
    codes = {"20012", "21211", "21223", "21230", "21231", "21232", "21233", "21234", "21311"}
    assert occupations.in_list(version, code, codes, "2021") is listed


def test_a_new_code_against_an_old_list(occupations: Occupations) -> None:
    assert occupations.in_list("2021", "21234", {"2174", "2175"}, "2016") is True
    assert occupations.in_list("2021", "21211", {"2172", "2173"}, "2016") is None
    with pytest.raises(KeyError):
        occupations.in_list("2021", "99999", {"2174"}, "2016")


def test_titles_in_both_languages(occupations: Occupations) -> None:
    titles = occupations.titles("21232")
    assert "Software developer" in titles.en
    assert all(titles.fr)
    assert dict(titles.aliases)["python developer"] == "Software developer"


def test_the_titles_of_one_code_are_those_of_the_whole_list(occupations: Occupations) -> None:
    en: dict[str, list[str]] = {}
    fr: dict[str, list[str]] = {}
    for row in occupations.title_rows():
        if row.kind == "example":
            (en if row.lang == "en" else fr).setdefault(row.code, []).append(row.title)
    for group in occupations.all("2021"):
        titles = occupations.titles(group.code)
        assert list(titles.en) == en.get(group.code, [])
        assert list(titles.fr) == fr.get(group.code, [])
    assert occupations.titles("99999").en == ()


def test_every_title_belongs_to_a_code_and_every_alias_stands_for_an_official_title(
    occupations: Occupations,
) -> None:
    rows = list(occupations.title_rows())
    assert len(rows) == 28654 + 30281
    official = {(row.code, row.title) for row in rows if row.lang == "en" and row.kind != "alias"}
    for row in rows:
        assert occupations.exists("2021", row.code)
        if row.kind == "alias":
            assert (row.code, row.same_as) in official


def test_no_title_stands_twice_in_a_language(occupations: Occupations) -> None:
    path = Path(__file__).parents[2] / "portal/rulebook/data/noc_titles_en.csv"
    with path.open(encoding="utf-8", newline="") as file:
        titles = [row["title"].casefold() for row in csv.DictReader(file) if not row["kind"]]
    assert len(titles) == len(set(titles))
