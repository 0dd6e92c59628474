"""The office's changes laid over the shipped rulebook: only what they say is another."""

from __future__ import annotations

import csv
import io
import tomllib
from datetime import date, timedelta
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.assessment.assess import assess
from portal.assessment.reading import parse_profile
from portal.rulebook import Rulebook, RulebookError, load
from portal.rulebook.amending import amended, entry_of, last_entry, written
from portal.rulebook.check import check, plain_rules
from portal.rulebook.pool import PATH as POOL
from portal.rulebook.pool import Pool
from portal.rulebook.rounds import FEDERAL, Rounds
from portal.rulebook.streams import Streams
from tests.builders import the_seed

SOURCE = {"title": "A page", "url": "https://example.com/page", "read_on": date(2026, 11, 24)}
TOML = [path for path in load().paths if path.endswith(".toml")]
DAY = timedelta(days=1)


def rewritten() -> Rulebook:
    """Every rule file read and written anew by the writer that amendments use."""
    return load().with_files(
        {path: tomlkit.dumps(tomllib.loads(load().file(path).decode())).encode() for path in TOML}
    )


def test_toml_in_same_rulebook_out() -> None:
    book = rewritten()
    for path in TOML:
        assert tomllib.loads(book.file(path).decode()) == tomllib.loads(load().file(path).decode())
    assert check(book) == []
    for rule_id in plain_rules(load()):
        assert book.history(rule_id) == load().history(rule_id)
    profile = parse_profile(the_seed(), load())
    day = date(2019, 8, 1)
    ours, theirs = (assess(profile, rules, day).as_json() for rules in (load(), book))
    assert ours | {"rulebook": ""} == theirs | {"rulebook": ""}


def a_version(rule_id: str, from_: date, **more: Any) -> dict[str, Any]:
    """A change that says the same again from another day on."""
    entry = dict(last_entry(load(), rule_id)) | {"from": from_, "source": SOURCE} | more
    return {"rule_id": rule_id, "entry": written(entry)}


@settings(max_examples=40, deadline=None)
@given(
    rule_id=st.sampled_from([each for each in plain_rules(load()) if each.startswith("crs.")]),
    later=st.integers(1, 400),
    ago=st.integers(1, 3000),
)
def test_a_new_version_changes_no_day_before_it(rule_id: str, later: int, ago: int) -> None:
    first = last_entry(load(), rule_id)["from"] + later * DAY
    book = amended(load(), "table", a_version(rule_id, first))
    before = first - ago * DAY
    old, new = (rules.find(rule_id, on=before) for rules in (load(), book))
    assert (old is None) == (new is None)
    if old is not None and new is not None:
        assert (old.rows, old.values, old.from_) == (new.rows, new.values, new.from_)
    assert book.table(rule_id, on=first).from_ == first
    assert book.history(rule_id)[-2].until == first - DAY


def test_an_entry_follows_the_last_and_takes_the_place_only_of_what_was_not_known() -> None:
    last = last_entry(load(), "crs.core.age")["from"]
    with pytest.raises(RulebookError, match="is not after the last"):
        amended(load(), "table", a_version("crs.core.age", last))
    expected = a_version("crs.additional.high_wage", date(2026, 11, 3), note="Read again.")
    book = amended(load(), "table", expected)
    assert len(book.history("crs.additional.high_wage")) == 1
    assert book.history("crs.additional.high_wage")[0].note == "Read again."


def test_a_stream_paused_and_opened_again_is_each_on_its_days() -> None:
    book = load()
    for from_, state in ((date(2026, 12, 1), "open"), (date(2026, 12, 10), "paused")):
        entry = {"from": from_, "state": state, "confidence": "high", "source": SOURCE}
        change = {"rule_id": "streams.ontario.hcp", "entry": written(entry)}
        book = amended(book, "status", change)
    stream = book.part(Streams)["on.hcp"]
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 9), date(2026, 12, 10))
    assert [getattr(stream.status_on(day), "state", "") for day in days] == [
        "revoked", "open", "open", "paused",
    ]  # fmt: skip


def federal_row(**more: str) -> dict[str, str]:
    """A row like that of the newest round."""
    rows = list(csv.DictReader(io.StringIO(load().file(FEDERAL).decode())))
    return rows[-1] | {"number": "900", "date": "2026-10-01", "day": "2026-10-01",
                       "time_utc": "2026-10-01T15:00:00Z", "tie_break_utc": "",
                       "tie_break_as_published": ""} | more  # fmt: skip


def test_a_round_stands_at_its_day_and_the_same_row_twice_is_one() -> None:
    once = amended(load(), "rounds", {"federal": [federal_row()]})
    twice = amended(once, "rounds", {"federal": [federal_row()]})
    assert twice.hash == once.hash
    ids = [each.number for each in once.part(Rounds).federal]
    assert ids[-1] == "900"
    assert len(ids) == len(load().part(Rounds).federal) + 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, "no row"),
        ({"federals": []}, "unknown key"),
        ({"federal": [{"number": "900"}]}, "write each of"),
        ({"federal": [federal_row(number="1")]}, "1 stands there with other figures"),
    ],
)
def test_rows_that_cannot_be_laid_over_are_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(RulebookError, match=says):
        amended(load(), "rounds", change)


def test_a_day_of_the_pool_is_added_band_by_band() -> None:
    rows = list(csv.DictReader(io.StringIO(load().file(POOL).decode())))
    newest = rows[-1]["as_on"]
    day = [row | {"as_on": "2026-11-15"} for row in rows if row["as_on"] == newest]
    book = amended(load(), "rounds", {"pool": day})
    assert check(book) == []
    days = book.part(Pool).days
    assert (days[-1].as_on, days[-1].total) == (date(2026, 11, 15), days[-2].total)


def test_what_a_change_carries_can_be_read_again() -> None:
    change = a_version("crs.core.age", date(2027, 1, 1))
    assert entry_of(change)["rows"] == last_entry(load(), "crs.core.age")["rows"]
    with pytest.raises(RulebookError, match="entry"):
        entry_of({"entry": "from = soon"})


@pytest.mark.parametrize("kind", ["law", "", "proposal"])
def test_there_are_four_kinds_of_changes(kind: str) -> None:
    with pytest.raises(RulebookError, match="no kind of change"):
        amended(load(), kind, {})


def test_a_table_whose_new_figures_are_not_known_keeps_the_last_and_makes_totals_provisional() -> (
    None
):
    first = date(2026, 12, 1)
    book = amended(load(), "table", a_version("crs.core.age", first, status="expected"))
    assert check(book) == []
    profile = parse_profile(the_seed(), book)
    found = assess(profile, book, first, rounds=False)
    assert found.provisional is not None
    assert set(found.provisional.may_change) == {"crs.core.age", "crs.additional.high_wage"}
    assert found.crs.total == assess(profile, load(), first, rounds=False).crs.total


@pytest.mark.parametrize(
    ("rule_id", "more", "says"),
    [
        ("crs.core.age", {"status": "ended"}, "Write one of"),
        ("programs.fsw.age", {"status": "expected"}, "Write one of"),
        ("language.validity", {"status": "unknown"}, "Write one of"),
        (
            "crs.additional.sibling",
            {"status": "expected", "values": {"points": 0}},
            "until they are known",
        ),
    ],
)
def test_a_status_the_engine_does_not_know_for_a_table_is_a_fault(
    rule_id: str, more: dict[str, Any], says: str
) -> None:
    book = amended(load(), "table", a_version(rule_id, date(2027, 1, 1), **more))
    assert says in " ".join(check(book))
