"""Every figure of score, programs, tests and funds, against a second typing of it."""

from datetime import date
from itertools import pairwise

import pytest

from portal.rulebook import NotInForce, load
from tests.rulebook.mutation import changed, mutants, run
from tests.rulebook.pins import figures, pinned_rules, unlike
from tests.rulebook.restated import RULES

RULES_IDS = pinned_rules(load())


def test_every_rule_is_restated_and_nothing_else():
    assert set(RULES_IDS) == set(RULES)


@pytest.mark.parametrize("rule_id", RULES_IDS)
def test_a_rule_and_its_restatement_agree_to_the_last_figure(rule_id):
    assert unlike(rule_id, load().history(rule_id)) == []


def test_any_one_number_changed_is_noticed():
    tried, missed = run(load())
    assert missed == []
    assert tried > 2400


def test_a_change_is_one_number_and_only_that():
    raw = 'id = "a.1"\nfrom = 2015-01-01\nrows = [\n  ["clb7", 0, 1.5],\n]\n'
    assert [(line, number, other) for line, number, other, _ in mutants(raw)] == [
        (2, "2015-01-01", "2015-01-02"),
        (2, "2015-01-01", "2014-12-31"),
        (4, "0", "1"),
        (4, "1.5", "1.6"),
        (4, "1.5", "1.4"),
    ]
    assert changed("0017") == ["0018", "0016"]


# --- what the notes say of the tables as a whole ------------------------------------------


def test_the_couple_s_columns_are_not_the_single_ones_less_a_constant():
    age = load().table("crs.core.age", on=date(2026, 1, 1))
    gaps = {age.lookup(at, "single") - age.lookup(at, "with_spouse") for at in range(18, 45)}
    assert len(gaps) > 5


@pytest.mark.parametrize("rule_id", [each for each in RULES_IDS if each.startswith("crs.core")])
def test_a_couple_never_earns_more_than_one_person(rule_id):
    table = load().table(rule_id, on=date(2026, 1, 1))
    for key, single in table.column("single").items():
        assert table.column("with_spouse")[key] <= single


@pytest.mark.parametrize("rule_id", [each for each in RULES_IDS if each.startswith("language.t")])
def test_levels_climb_with_the_score(rule_id):
    for version in load().history(rule_id):
        if version.columns[0] == "ability":
            for ability in ("reading", "writing", "listening", "speaking"):
                least = [figures(version)[f"{ability} {level}/at_least"] for level in range(4, 11)]
                assert all(one < two for one, two in pairwise(least))


def test_no_rule_answers_before_express_entry_began():
    for rule_id in RULES_IDS:
        with pytest.raises(NotInForce):
            load().table(rule_id, on=date(2014, 12, 31))


def test_each_funds_table_asks_more_than_the_one_before():
    history = load().history("funds.settlement")
    amounts = [tuple(each.column("cad").values()) for each in history[1:]]
    tables = list(dict.fromkeys(amounts))  # a table has versions of its own for days of grace
    assert len(tables) == 9
    for older, newer in pairwise(tables):
        assert all(less < more for less, more in zip(older, newer, strict=True))
