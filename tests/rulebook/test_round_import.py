"""Importing rounds: IRCC's own file in all its spellings, and lists of provincial rounds.

The file is IRCC's as published up to 2026-08-07; federal_rounds_notes.md and
federal_rounds_verification.md list what is odd in it. Read from nothing, it must give the
rulebook's rows, with every oddity handled as noted there.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.rulebook import Rulebook, load
from portal.rulebook.amending import amended, last_entry, written
from portal.rulebook.ircc import Incoming, read_ircc
from portal.rulebook.ircc_times import Unreadable, read_day, read_instant
from portal.rulebook.pool import PATH as POOL
from portal.rulebook.round_csv import SHORT, columns_of, rows_of
from portal.rulebook.round_import import Comparison, compare_file
from portal.rulebook.rounds import FEDERAL, PROVINCIAL, FederalRound, Rounds
from portal.text import render
from tests.published import ircc_rounds, provincial_rounds

TODAY = date(2026, 11, 25)
SEED = "on.hcp.2019-08-01"


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return load()


@pytest.fixture(scope="module")
def published() -> bytes:
    return ircc_rounds()


@pytest.fixture(scope="module")
def from_nothing(rules: Rulebook, published: bytes) -> Incoming:
    """The published file, read by somebody who has no round yet."""
    return read_ircc(published, without(rules, FEDERAL), read_on=date(2026, 11, 24))


def without(rules: Rulebook, *paths: str) -> Rulebook:
    """The rulebook with some of its CSVs emptied to their heads."""
    return rules.with_files(
        {path: (",".join(columns_of(rules, path)) + "\n").encode() for path in paths}
    )


def a_round(**given: str) -> dict[str, str]:
    """A round of IRCC's file that the rulebook does not have, with some fields replaced."""
    made = {
        "drawNumber": "438",
        "drawDate": "2026-09-02",
        "drawDateFull": "September 2, 2026",
        "drawName": "Canadian Experience Class",
        "drawSize": "3,000",
        "drawCRS": "514",
        "drawText2": "Canadian Experience Class",
        "drawDateTime": "September 2, 2026 at 14:11:02 UTC",
        "drawCutOff": "June 1, 2026 at 09:30:00 UTC",
        "drawDistributionAsOn": "August 30, 2026",
        **{f"dd{at}": "0" for at in range(1, 19)},
    }
    return made | given


def a_file(*rounds: dict[str, Any]) -> bytes:
    return json.dumps({"rounds": list(rounds)}).encode()


def said(found: Comparison) -> list[str]:
    return [render(each) for each in found.refusals]


# --- IRCC's file as it was published ------------------------------------------------------


def test_the_published_file_is_known_whole(rules, published):
    found = compare_file(published, rules, read_on=TODAY)
    assert (found.known, found.known_days) == (435, 122)
    assert (found.new, found.pool, found.refusals, found.missing) == ((), (), (), ())


def test_read_from_nothing_it_gives_the_rulebooks_own_rows(rules, from_nothing):
    assert from_nothing.faults == []
    held = {row["number"]: row for row in rows_of(rules, FEDERAL)}
    # What the rulebook adds of its own: notes, and doubts that other lists raised (262).
    for row in from_nothing.federal:
        mine = held[row["number"]]
        same = set(row) - {"note"} - ({"confidence"} if row["number"] == "262" else set())
        assert {key: row[key] for key in same} == {key: mine[key] for key in same}
    assert len(from_nothing.federal) == 435


def test_the_pools_of_122_days_are_the_rulebooks(rules, from_nothing):
    key = ("as_on", "band_low", "band_high", "candidates", "confidence")
    incoming = [tuple(row[each] for each in key) for row in from_nothing.pool]
    held = [tuple(row[each] for each in key) for row in rows_of(rules, POOL)]
    assert incoming == [each for each in held if each[0] <= "2026-08-07"]
    assert len(incoming) == 122 * 17


def test_imported_into_a_book_without_rounds_it_makes_the_same_rounds(rules, published):
    bare = without(rules, FEDERAL, POOL)
    found = compare_file(published, bare, read_on=TODAY)
    assert (found.known, len(found.federal), len(found.new_days)) == (0, 435, 122)
    assert found.refusals == ()
    grown = amended(bare, "rounds", found.change())
    for each in grown.part(Rounds).federal:
        known = rules.part(Rounds).get(each.id)
        assert isinstance(known, FederalRound)
        assert (each.day, each.instant, each.tie_break, each.kind, each.name) == (
            known.day, known.instant, known.tie_break, known.kind, known.name
        )  # fmt: skip


# federal_rounds_notes.md, one line each: number, field, what must have become of it.
@pytest.mark.parametrize(
    ("number", "key", "read"),
    [
        ("6", "time_utc", "2015-03-27T23:59:47Z"),  # no zone, taken as UTC
        ("208", "tie_break_utc", "2021-10-07T16:38:21Z"),  # no year
        ("210", "tie_break_utc", "2021-06-22T20:19:59Z"),  # 20:19:59 PM
        ("258", "tie_break_utc", "2023-06-15T23:49:05Z"),  # no zone
        ("270", "time_utc", "2023-10-25T15:48:39Z"),  # 15:48:39 AM
        ("270", "tie_break_utc", "2023-09-30T04:22:17Z"),  # 04:22:17 AM
        ("310", "time_utc", "2024-08-15T15:11:54Z"),  # an ISO stamp inside words
        ("333", "time_utc", "2025-01-23T15:30:04Z"),
        ("383", "tie_break_utc", "2025-03-05T05:10:48Z"),  # no zone
        ("82", "tie_break_as_published", "January 17, 2018 at 12:33:00 UTC"),  # leading space
        ("262", "tie_break_as_published", "July 04, 2023 at 19:36:18 UTC"),  # trailing space
        ("1", "tie_break_utc", ""),  # none before round 77
        ("7", "day", "2015-04-10"),  # over midnight UTC, still the 10th in Ottawa
        ("13", "day", "2015-07-17"),
        ("104", "day", "2018-11-15"),  # drawn in the morning after IRCC's date
        ("108", "day", "2019-01-10"),
        ("139", "day", "2020-03-18"),
        ("139", "confidence", "low"),  # tie-break and round at the same instant
        ("146", "day", "2020-05-01"),
        ("148", "day", "2020-05-15"),
        ("208", "confidence", "low"),
        ("357", "day", "2025-07-22"),  # the instant says the 12th: a slip, kept as published
        ("357", "time_utc", "2025-07-12T16:27:45Z"),
        ("357", "confidence", "low"),
    ],
)
def test_every_oddity_that_was_noted_is_read_as_noted(from_nothing, number, key, read):
    (row,) = (each for each in from_nothing.federal if each["number"] == number)
    assert row[key] == read


def test_a_band_that_is_not_the_sum_of_its_parts_is_kept_and_doubted(from_nothing):
    (band,) = (row for row in from_nothing.pool if row["note"])
    assert (band["as_on"], band["candidates"], band["confidence"]) == ("2023-04-26", "55867", "low")


# --- days and instants --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "August 7, 2026 at 10:08:20 UTC",
        "August 07, 2026 10:08:20 UTC",
        "August 07, 2026, at 10:08:20 UTC",
        "August 07,2026 10:08:20 UTC",
        "August 07 2026 at 10:08:20 UTC",
        "August 07. 2026 at  10:08:20 UTC",
        "August 7th 2026 at10:08:20 UTC",
        " Aug. 7, 2026  at 10:08:20 UTC ",
        "August 7, 2026 at 10:08:20 AM UTC",
        "August 7, 2026 at 2026-08-07 10:08:20 UTC",
        "August 7, 2026 at 10:08:20",
    ],
)
def test_an_instant_is_read_in_every_spelling(text):
    assert read_instant(text).at == datetime(2026, 8, 7, 10, 8, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "August 7, 2026 at 10:08:20 EDT",  # another zone
        "August 7, 2026 at 10:08:20 PM UTC",  # 10 or 22 o'clock
        "August 7, 2026 at 12:08:20 AM UTC",  # noon or midnight
        "August 7, 2026 at 2026-08-08 10:08:20 UTC",  # two days
        "August 7, 2026",  # no time
        "August 32, 2026 at 10:08:20 UTC",
        "August 7, 2026 at 25:08:20 UTC",
        "Ju 7, 2026 at 10:08:20 UTC",  # June or July
        "2026-08-07T10:08:20Z",
        "7/8/2026 10:08:20 UTC",
        "",
    ],
)
def test_an_instant_that_could_mean_two_things_is_refused(text):
    with pytest.raises(Unreadable):
        read_instant(text)


def test_a_tie_break_without_its_year_is_of_the_year_before_the_round():
    drawn = datetime(2021, 10, 27, 13, 32, 26, tzinfo=UTC)
    assert read_instant("October 7 at 16:38:21 UTC", before=drawn, months=12).at.year == 2021
    assert read_instant("November 7 at 16:38:21 UTC", before=drawn, months=12).at.year == 2020
    with pytest.raises(Unreadable):
        read_instant("October 7 at 16:38:21 UTC")


@pytest.mark.parametrize("text", ["Augst 7, 2026", "August 7", "August 7, 26", "2026-08-07"])
def test_a_day_that_is_none_is_refused(text):
    with pytest.raises(Unreadable):
        read_day(text)


# --- a new round --------------------------------------------------------------------------


def test_a_new_round_is_read_with_its_kind_and_both_names(rules):
    found = compare_file(
        a_file(a_round(drawName="Healthcare and social services occupations, 2026-Version 4")),
        rules,
        read_on=TODAY,
    )
    assert said(found) == []
    (row,) = found.federal
    assert row == {
        "number": "438",
        "date": "2026-09-02",
        "day": "2026-09-02",
        "time_utc": "2026-09-02T14:11:02Z",
        "kind": "health",
        "name": "Healthcare and social services occupations, 2026-Version 4",
        "name_fr": "Professions des soins de santé et des services sociaux, 2026, version 4",
        "category": "healthcare",
        "category_version": "2026-V4",
        "programs": "Canadian Experience Class",
        "invitations": "3000",
        "lowest_crs": "514",
        "tie_break_utc": "2026-06-01T09:30:00Z",
        "tie_break_as_published": "June 1, 2026 at 09:30:00 UTC",
        "source": "https://www.canada.ca/en/immigration-refugees-citizenship/services/"
        "immigrate-canada/express-entry/rounds-invitations.html",
        "confidence": "high",
        "read_on": "2026-11-25",
        "note": "",
    }


def test_a_first_round_of_the_researchers_is_known_by_the_categorys_name(rules):
    name = "Researchers with Canadian Work Experience, 2026-Version 1"
    (row,) = compare_file(a_file(a_round(drawName=name)), rules, read_on=TODAY).federal
    assert (row["kind"], row["category"]) == ("researchers", "researchers_canada")


def test_a_name_nobody_knows_is_refused_with_what_to_do(rules):
    found = compare_file(
        a_file(a_round(drawName="Pilots and divers (Version 1)")), rules, read_on=TODAY
    )
    assert said(found) == [
        (
            "Round 438, drawName: no kind of round is called 'Pilots and divers'. Add the name to"
            " the rule process.ircc_round_names first, with its kind and category."
        )
    ]
    assert found.new == ()


def test_a_lead_can_name_a_new_kind_of_round_in_the_rulebook(rules):
    entry = dict(last_entry(rules, "process.ircc_round_names"))
    entry["rows"] = [*entry["rows"], ["Builders", "Bâtisseurs", "trade", "trade"]]
    entry["from"] = date(2026, 9, 1)
    change = {"rule_id": "process.ircc_round_names", "entry": written(entry)}
    book = amended(rules, "table", change)
    name = "Builders, 2026-Version 1"
    (row,) = compare_file(a_file(a_round(drawName=name)), book, read_on=TODAY).federal
    assert (row["kind"], row["category"], row["category_version"]) == ("trade", "trade", "2026-V1")
    assert row["name_fr"] == "Bâtisseurs, 2026, version 1"


def test_a_new_day_of_the_pool_comes_with_the_round(rules):
    bands = {"dd1": "500", "dd2": "19,000", "dd3": "150", "dd9": "150", "dd15": "50", "dd16": "20",
             "dd17": "30", **{f"dd{at}": "30" for at in (4, 5, 6, 7, 8, 10, 11, 12, 13, 14)},
             "dd18": "19,900"}  # fmt: skip
    found = compare_file(a_file(a_round(**bands)), rules, read_on=TODAY)
    assert found.new_days == ("2026-08-30",)
    assert [row["candidates"] for row in found.pool[:2]] == ["500", "19000"]
    assert {row["confidence"] for row in found.pool} == {"high"}


@pytest.mark.parametrize(
    ("field", "value", "refusal"),
    [
        ("drawNumber", "4-38", "is no number of a round"),
        ("drawDate", "02-09-2026", "is no date. Write YYYY-MM-DD."),
        ("drawDateFull", "September 3, 2026", "is another day than drawDate, 2 September 2026."),
        ("drawSize", "3.000", "is no whole number. Write 3,000."),
        ("drawCRS", "", "is no whole number"),
        ("drawCRS", "5144", "is no CRS score."),
        ("drawDateTime", "September 2, 2026 at 14:11:02 EST", "the time is not in UTC."),
        # Round 335 was first published with the tie-break's year a year too late.
        ("drawCutOff", "November 14, 2026 at 02:52:14 UTC", "lies after the round"),
        ("dd4", "many", "is no whole number"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_round_and_field(rules, field, value, refusal):
    bands = {"dd1": "1"} if field.startswith("dd") else {}
    found = compare_file(a_file(a_round(**(bands | {field: value}))), rules, read_on=TODAY)
    (sentence,) = said(found)
    assert field in sentence
    assert refusal in sentence


def test_a_round_without_a_field_is_refused(rules):
    raw = a_round()
    del raw["drawCRS"]
    assert said(compare_file(a_file(raw), rules, read_on=TODAY)) == [
        "Round 438, drawCRS: missing, or no text"
    ]


@pytest.mark.parametrize("content", [b"{}", b"[]", b'{"rounds": 3}', b'{"rounds": [1]}', b"{,"])
def test_another_json_is_refused(rules, content):
    (sentence,) = said(compare_file(content, rules, read_on=TODAY))
    assert sentence.startswith("This is not IRCC’s file of rounds.")


def test_a_key_that_stands_twice_is_refused(rules):
    (sentence,) = said(compare_file(b'{"rounds": [], "rounds": []}', rules, read_on=TODAY))
    assert "'rounds' twice" in sentence


def test_the_same_round_twice_in_one_file_must_say_the_same(rules):
    twice = a_file(a_round(), a_round())
    assert len(compare_file(twice, rules, read_on=TODAY).federal) == 1
    differs = a_file(a_round(), a_round(drawCRS="513"))
    assert said(compare_file(differs, rules, read_on=TODAY)) == [
        "Round 438 stands twice in the file, with lowest_crs 514 and 513. Find out which is right."
    ]


def test_a_gap_in_the_numbers_is_said(rules):
    found = compare_file(a_file(a_round(drawNumber="441")), rules, read_on=TODAY)
    assert found.missing == (438, 439, 440)


# --- contradictions -----------------------------------------------------------------------


def changed(published: bytes, number: str, **fields: str) -> bytes:
    raw = json.loads(published)
    for each in raw["rounds"]:
        if each["drawNumber"] == number:
            each.update(fields)
    return json.dumps(raw).encode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"drawCRS": "392"}, "Round 433, lowest CRS: the rulebook has 391, the file says 392."),
        ({"drawSize": "500"}, "Round 433, invitations: the rulebook has 5000, the file says 500."),
        (
            {"drawCutOff": ""},
            "Round 433, tie-break: the rulebook has 2026-03-18T23:32:40Z, the file says nothing.",
        ),
        (
            {"drawName": "Education occupations (Version 2)"},
            "Round 433, kind: the rulebook has french, the file says education.",
        ),
        (
            {"dd1": "501"},
            (
                "The pool of 2026-08-03 stands twice in the file: 601 to 1200 are 500 and 501."
                " Find out which is right."
            ),
        ),
    ],
)
def test_a_contradiction_is_refused_with_both_values(rules, published, fields, sentence):
    raw = json.loads(changed(published, "433", **fields))
    raw["rounds"].insert(0, a_round())
    found = compare_file(json.dumps(raw).encode(), rules, read_on=TODAY)
    assert sentence in said(found)
    assert found.refused


def test_another_spelling_of_the_same_values_is_no_contradiction(rules, published):
    fields = {"drawCutOff": "March 18th 2026, at 23:32:40 GMT", "drawSize": "5000"}
    again = changed(published, "433", **fields)
    assert compare_file(again, rules, read_on=TODAY).refusals == ()


def test_a_year_that_ircc_prints_at_last_agrees_with_the_one_that_was_inferred(rules, published):
    again = changed(published, "208", drawCutOff="October 7, 2021 at 16:38:21 UTC")
    assert compare_file(again, rules, read_on=TODAY).refusals == ()


# --- provincial rounds --------------------------------------------------------------------


def as_csv(columns: tuple[str, ...], *rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


TECH = {
    "id": "on.hcp.2026-10-01",
    "date": "2026-10-01",
    "province": "ON",
    "stream": "on.hcp",
    "name": "OINP Human Capital Priorities",
    "name_fr": "POCI, Priorités en matière de capital humain",
    "invitations": "1000",
    "crs_min": "430",
    "crs_max": "470",
    "score_scale": "CRS",
    "profile_from": "2025-10-01",
    "profile_to": "2026-10-01",
    "noc_codes": "21231;21232",
    "noc_version": "2021",
    "ee_scope": "exact",
    "source": "https://www.ontario.ca/page/oinp-express-entry-notifications-interest",
    "confidence": "high",
    "read_on": "2026-11-25",
}
SHORT_ROW = {
    "date": "2026-10-08",
    "province": "AB",
    "stream": "AAIP Alberta Express Entry: Accelerated Tech Pathway",
    "invitations": "80",
    "score_min": "60",
    "score_scale": "AAIP Worker EOI (of 100)",
    "ee_scope": "exact",
    "source": "https://www.alberta.ca/aaip-processing-information",
    "confidence": "high",
}


def provincial(rules: Rulebook, *rows: dict[str, str]) -> Comparison:
    return compare_file(as_csv(columns_of(rules, PROVINCIAL), *rows), rules, read_on=TODAY)


def test_the_rulebooks_own_list_is_known_whole(rules):
    found = compare_file(rules.file(PROVINCIAL), rules, read_on=TODAY)
    assert (found.known, found.new, found.refusals) == (390, (), ())


def test_the_list_of_provincial_rounds_as_it_was_collected_is_known_whole(rules):
    found = compare_file(provincial_rounds(), rules, read_on=TODAY)
    assert (found.known, found.new, found.refusals) == (390, (), ())


def test_a_new_provincial_round_is_added(rules):
    found = provincial(rules, TECH)
    assert said(found) == []
    assert found.provincial[0]["crs_max"] == "470"
    assert found.change()["provincial"] == [dict(found.provincial[0])]


def test_a_known_provincial_round_that_says_otherwise_is_refused_with_both_values(rules):
    (row,) = (dict(each) for each in rows_of(rules, PROVINCIAL) if each["id"] == SEED)
    found = provincial(rules, row | {"crs_max": "485", "note": "as printed"}, TECH)
    assert said(found) == [f"Round {SEED}, highest CRS: the rulebook has 458, the file says 485."]


def test_the_order_of_codes_and_lists_says_nothing(rules):
    row = next(dict(each) for each in rows_of(rules, PROVINCIAL) if ";" in each["occupation_list"])
    row["occupation_list"] = ";".join(reversed(row["occupation_list"].split(";")))
    assert provincial(rules, row).refusals == ()


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"date": "1 October 2026"}, "line 2, date: '1 October 2026' is no date. Write YYYY-MM-DD"),
        ({"id": "on.hcp.2026-10-02"}, "Write on.hcp.2026-10-01."),
        ({"crs_min": "4x0"}, "line 2, crs_min: '4x0' is no whole number."),
        ({"crs_max": "420"}, "crs_max 420 is under crs_min 430."),
        ({"ee_scope": "some"}, "ee_scope: 'some'. Write one of"),
        ({"source": "ontario.ca"}, "Write the page's address."),
        ({"confidence": "sure"}, "confidence: write one of"),
        ({"extra": "height:180"}, "extra: 'height:180'. Write one of"),
        ({"province": "BC"}, "on.hcp is no stream of BC."),
        ({"stream": "on.none", "id": "on.none.2026-10-01"}, "no stream 'on.none'"),
        ({"occupation_list": "on.none"}, "on_none.toml"),
        ({"noc_codes": "99999", "noc_version": "2021"}, "'99999' is no NOC 2021 code"),
        ({"profile_to": "2025-01-01"}, "its window ends (2025-01-01) before it starts."),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_its_line_and_what_to_write(rules, given, refusal):
    found = provincial(rules, TECH | given)
    assert any(refusal in each for each in said(found)), said(found)
    assert found.refused


def test_a_known_round_under_another_id_is_refused(rules):
    (row,) = (dict(each) for each in rows_of(rules, PROVINCIAL) if each["id"] == SEED)
    assert said(provincial(rules, row | {"id": f"{SEED}-2"})) == [
        f"Round {SEED}-2 says what {SEED} says, which the rulebook has. Take it out."
    ]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"a,b\n1,2\n", "line 1: these are not the columns of a list of rounds."),
        (b"date;province;stream\n", "line 1: the columns are parted by semicolons."),
        (b"\xff\xfe", "The file is not written in UTF-8. Save it as CSV UTF-8."),
        (b"", "line 1: these are not the columns"),
        (",".join(SHORT).encode() + b"\n", "The file holds no round."),
        (",".join(SHORT).encode() + b"\n\n2026-01-01,ON\n", "line 3: 2 cells. Write 16"),
        (",".join(SHORT).encode() + b'\n"2026\n', "line 2: unexpected end of data."),
    ],
)
def test_a_file_of_another_shape_is_refused_with_the_line(rules, content, refusal):
    (sentence,) = said(compare_file(content, rules, read_on=TODAY))
    assert sentence.startswith(refusal)


def test_a_short_row_without_codes_never_says_that_somebody_would_have_been_invited(rules):
    found = compare_file(as_csv(SHORT, SHORT_ROW), rules, read_on=TODAY)
    assert said(found) == []
    (row,) = found.provincial
    assert (row["id"], row["stream"]) == ("ab.ee_tech.2026-10-08", "ab.ee_tech")
    assert row["extra"] == "occupations:not_printed"
    assert row["name_fr"].startswith("Entrée express de l’Alberta")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"note": "nurses only"}, "line 2: a criterion may stand in the note of a new round."),
        (
            {"stream": "AAIP something else"},
            "line 2: the stream “AAIP something else” is not known in AB by this name alone.",
        ),
        ({"province": "BC"}, "line 2: the stream “AAIP Alberta Express Entry: Accelerated Tech"),
    ],
)
def test_a_short_row_that_does_not_say_enough_is_refused(rules, given, refusal):
    (sentence,) = said(compare_file(as_csv(SHORT, SHORT_ROW | given), rules, read_on=TODAY))
    assert sentence.startswith(refusal)


@pytest.mark.parametrize(
    ("name", "stream"),
    [
        ("aaip alberta express entry: accelerated tech pathway", "ab.ee_tech"),
        ("Alberta Express Entry Stream: Accelerated Tech Pathway", "ab.ee_tech"),
        ("Volet Entrée express de l’Alberta : voie technologique accélérée", "ab.ee_tech"),
        ("ab.ee_police", "ab.ee_police"),
    ],
)
def test_a_short_row_names_its_stream_as_rounds_did_as_the_rulebook_does_or_by_id(
    rules, name, stream
):
    found = compare_file(as_csv(SHORT, SHORT_ROW | {"stream": name}), rules, read_on=TODAY)
    assert said(found) == []
    (row,) = found.provincial
    assert row["stream"] == stream
    assert row["name"]
    assert row["name_fr"]


def test_a_short_row_beside_a_known_round_shows_both_values(rules):
    row = SHORT_ROW | {"date": "2026-09-22", "invitations": "100", "score_min": "61"}
    assert said(compare_file(as_csv(SHORT, row), rules, read_on=TODAY)) == [
        (
            "Round ab.ee_tech.2026-09-22, lowest score of the province: the rulebook has 59, the"
            " file says 61."
        )
    ]
