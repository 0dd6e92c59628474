"""Charts: drawing and table say the same, every text is escaped, every outcome has its mark."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from portal import charts
from portal.charts.canvas import scale_for, wrapped
from portal.palette import COLOURS, tint

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('1')</script> & \"Co\""


def a_round(**changed: Any) -> dict[str, Any]:
    return {
        "id": "r",
        "on": "2019-08-01",
        "name": "Ontario, tech round",
        "lowest": 435,
        "highest": 458,
        "crs": 449,
        "outcome": "invited",
        "because": "",
        "invitations": 1773,
        "if_in_pool": None,
    } | changed


def a_ruler(**more: Any) -> charts.Ruler:
    rounds = [
        a_round(),
        a_round(on="2019-07-24", name="Federal", lowest=459, highest=None, outcome="below_cutoff"),
    ]
    return charts.ruler(rounds, 449, **more)


def words_of(svg: str) -> list[str]:
    """All texts of a drawing; it has to be well-formed to be read at all."""
    return [node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def all_drawings() -> dict[str, str]:
    stacked = charts.stacked_bar([(HOSTILE, 329), ("Partner", 20)], [("Federal", 459)])
    steps = charts.step_line(
        (date(2019, 8, 1), 449), [(date(2020, 3, 14), 444, HOSTILE)], date(2021, 7, 31)
    )
    gains = charts.gains([(HOSTILE, "9 months", 42)])
    ruler = charts.ruler([a_round(name=HOSTILE)], 449)
    return {
        f"{name}-{kind}": str(getattr(chart, kind))
        for name, chart in {
            "stack": stacked,
            "steps": steps,
            "gains": gains,
            "ruler": ruler,
        }.items()
        for kind in ("svg", "phone")
    }


@pytest.mark.parametrize("name", all_drawings())
def test_a_drawing_is_well_formed_and_carries_title_and_description(name: str) -> None:
    root = ElementTree.fromstring(all_drawings()[name])
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text
    assert description is not None
    assert description.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert root.get("role") == "img"


@pytest.mark.parametrize("name", all_drawings())
def test_hostile_text_stays_text(name: str) -> None:
    svg = all_drawings()[name]
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


@pytest.mark.parametrize("name", all_drawings())
def test_a_drawing_has_no_style_script_link_or_current_colour(name: str) -> None:
    assert not re.search(r"style=|currentColor|href|<style|\son[a-z]+=", all_drawings()[name])


def test_the_ruler_and_its_table_show_the_same_numbers() -> None:
    chart = a_ruler()
    assert chart.table.rows == (
        ("Ontario, tech round", "1 August 2019", "435", "458", "1,773", "449", "Invited"),
        ("Federal", "24 July 2019", "459", "", "1,773", "449", "10 below"),
    )
    for drawing in (chart.svg, chart.phone, *(row.strip for row in chart.rows[:1])):
        assert {"435", "458"} <= set(words_of(str(drawing)))
    assert "You 449" in words_of(str(chart.svg))
    assert "You 449" in words_of(str(chart.axis))


@pytest.mark.parametrize(
    ("changed", "kind", "words"),
    [
        ({}, "won", "Invited"),
        ({"outcome": "below_cutoff", "crs": 430}, "not", "5 below"),
        ({"outcome": "above_range", "crs": 459}, "not", "1 above range"),
        ({"outcome": "after_tie_break"}, "not", "After the tie-break"),
        ({"outcome": "wrong_occupation"}, "not", "Other occupations"),
        ({"outcome": "outside_profile_window"}, "not", "Outside profile window"),
        ({"outcome": "not_eligible"}, "not", "Not eligible for it"),
        ({"outcome": "not_in_pool", "crs": None}, "closed", "No profile that day"),
        ({"outcome": "unknown", "crs": None}, "unknown", "Cannot tell yet"),
        ({"outcome": "below_cutoff", "crs": None}, "not", "Below the lowest"),
    ],
)
def test_each_outcome_has_its_own_mark_and_words(
    changed: dict[str, Any], kind: str, words: str
) -> None:
    mark = charts.outcome_badge(a_round(**changed))
    assert (mark.kind, mark.words) == (kind, words)


def test_a_round_can_be_read_as_if_in_the_pool() -> None:
    entry = a_round(outcome="not_in_pool", crs=None, if_in_pool={"crs": 449, "outcome": "invited"})
    assert charts.outcome_badge(entry).kind == "closed"
    assert charts.outcome_badge(entry, in_pool=True).kind == "won"
    assert charts.ruler([entry], 449, in_pool=True).table.rows[0][-2:] == ("449", "Invited")


def test_a_ruler_without_a_score_draws_no_line() -> None:
    chart = charts.ruler([a_round(crs=None, outcome="unknown")], None)
    assert not any("You" in text for text in words_of(str(chart.svg)))
    assert charts.ruler([], None).table.rows == ()


def test_a_round_far_away_keeps_its_number() -> None:
    chart = charts.ruler([a_round(), a_round(lowest=787, highest=None)], 449)
    assert "787" in words_of(str(chart.rows[1].strip))


def test_the_stacked_bar_and_its_table_add_up() -> None:
    chart = charts.stacked_bar([("You", 329), ("Partner", 20), ("Skills", 100), ("More", 0)])
    assert ("Total", "449") in chart.table.rows
    assert ("More", "0") in chart.table.rows
    shown = words_of(str(chart.svg))
    assert {"You 329", "Partner 20", "Total 449"} <= set(shown)
    assert "More 0" not in shown


def test_the_step_line_and_its_table_show_the_same_changes() -> None:
    changes = [(date(2021, 3, 14), 439, "36th birthday"), (date(2020, 3, 14), 444, "35th birthday")]
    chart = charts.step_line(
        (date(2019, 8, 1), 449),
        changes,
        date(2021, 7, 31),
        cutoffs=[("Federal", 459)],
        lapsed_on=date(2020, 10, 6),
    )
    assert [row[1] for row in chart.table.rows] == ["449", "444", "439"]
    assert {"449 now", "444", "439", "Federal 459"} <= set(words_of(str(chart.svg)))
    assert 'stroke-dasharray="2 4"' in chart.svg


def test_a_change_outside_the_span_is_left_out() -> None:
    chart = charts.step_line(
        (date(2019, 8, 1), 449), [(date(2030, 1, 1), 400, "later")], date(2021, 7, 31)
    )
    assert len(chart.table.rows) == 1


def test_gains_share_one_scale_and_a_nomination_stands_off_it() -> None:
    chart = charts.gains([("French", "", 42), ("Work", "", 21), ("Nomination", "", 600)])
    assert [row.points for row in chart.rows] == ["+42", "+21", "+600"]
    assert 'width="100%"' in chart.rows[0].bar.split("<rect")[1]
    assert 'width="50%"' in chart.rows[1].bar.split("<rect")[1]
    assert "<rect" not in chart.rows[2].bar


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ({"max": 150, "counted": 75}, 'width="50%"'),
        ({"max": 150, "counted": None}, 'width="100%"'),
        ({"max": 600, "counted": 0}, "off this scale"),
    ],
)
def test_a_lines_bar_is_on_the_scale_all_lines_share(line: dict[str, Any], wanted: str) -> None:
    assert wanted in charts.line_bar(line)


def test_charts_take_the_firms_colours() -> None:
    tinted = tint("#005A9C")
    svg = a_ruler(colours=tinted).svg
    assert tinted["brand"] in svg
    assert COLOURS["brand"] not in svg


def test_the_same_data_gives_the_same_bytes() -> None:
    assert a_ruler() == a_ruler()


def test_french_drawings_speak_french_dates() -> None:
    assert "1er août 2019" in a_ruler(lang="fr").rows[0].detail


@pytest.mark.parametrize("values", [[449], [435, 466], [0, 1200], [332, 787], [600, 600]])
def test_a_scale_holds_all_its_values_and_few_labels(values: list[float]) -> None:
    scale = scale_for(values)
    assert scale.low <= min(values) <= max(values) <= scale.high
    assert 1 <= len(scale.ticks()) <= 7


def test_text_wraps_at_spaces() -> None:
    assert wrapped("one two three", 60, 13) == ["one two", "three"]
    assert wrapped("", 60) == [""]


def test_cut_offs_name_the_lowest_the_highest_and_the_newest_and_stand_in_a_table():
    rounds = [
        charts.Cutoff(date(2019, 7, 24), 459, None, "Federal"),
        charts.Cutoff(date(2019, 8, 1), 435, 458, HOSTILE),
        charts.Cutoff(date(2019, 8, 12), 466, None, "Federal"),
    ]
    chart = charts.cutoffs(rounds)
    for svg in (str(chart.svg), str(chart.phone)):
        assert {"435", "466"} <= set(words_of(svg))
    assert [row[2] for row in chart.table.rows] == ["466", "435 to 458", "459"]
    assert "<script>" not in str(chart.svg)


def test_rounds_of_one_day_and_one_score_can_be_drawn():
    chart = charts.cutoffs([charts.Cutoff(date(2026, 8, 7), 470, None, "Federal")] * 2)
    assert "470" in words_of(str(chart.svg))


def test_the_bands_of_the_pool_mark_the_one_with_the_score():
    bands = [(601, 1200, 500), (501, 600, 19705), (0, 500, 0)]
    chart = charts.pool_bands(bands, mark=(510, HOSTILE), title="The pool")
    said = words_of(str(chart.svg))
    assert HOSTILE in said
    assert said.index(HOSTILE) < said.index("501 to 600")
    assert chart.table.rows[1] == ("501 to 600", "19,705")
    assert charts.pool_bands([(0, 1200, 0)], title="Nobody").table.rows == (("0 to 1,200", "0"),)
