"""The colours: one source, readable everywhere, and a firm's own colour made readable."""

from __future__ import annotations

import pytest

from portal.palette import (
    COLOURS,
    STYLESHEET,
    ColourRefused,
    contrast,
    for_firm,
    stylesheet,
    tint,
)

TEXT_ON = [
    ("ink", "page"),
    ("ink", "paper"),
    ("ink-2", "paper"),
    ("ink-2", "page"),
    ("ink-2", "wash"),
    ("brand", "paper"),
    ("brand", "page"),
    ("brand", "wash"),
    ("paper", "deep"),
    ("paper", "brand"),
    ("mark", "deep"),
    ("good", "paper"),
    ("good", "page"),
    ("paper", "good"),
    ("watch", "page"),
    ("watch", "watch-wash"),
    ("ink", "watch-wash"),
    ("stop", "page"),
    ("stop", "stop-wash"),
    ("ink-2", "stop-wash"),
    ("ink", "closed"),
    ("ink", "mark"),
    ("deep", "pale"),
]
TINTS = ["#005A9C", "#7A1FA2", "#333333", "#0E4A5C", "#6B3FA0", "#8A2B6B"]


@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_reaches_seven_to_one(text: str, ground: str) -> None:
    assert contrast(COLOURS[text], COLOURS[ground]) >= 7


@pytest.mark.parametrize("ground", ["page", "paper"])
@pytest.mark.parametrize("edge", ["edge", "focus"])
def test_borders_and_the_focus_ring_reach_three_to_one(edge: str, ground: str) -> None:
    assert contrast(COLOURS[edge], COLOURS[ground]) >= 3


def test_chart_fills_stand_apart_from_the_brand() -> None:
    assert contrast(COLOURS["brand"], COLOURS["mid"]) >= 3
    assert contrast(COLOURS["brand"], COLOURS["pale"]) >= 4.5


def test_the_style_sheet_is_what_the_palette_writes() -> None:
    assert STYLESHEET.read_text("utf-8") == stylesheet()


def test_contrast_runs_from_one_to_twenty_one() -> None:
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_firms_own_brand_changes_nothing() -> None:
    assert tint(COLOURS["brand"].lower()) == dict(COLOURS)


@pytest.mark.parametrize("colour", TINTS)
def test_a_firms_colour_is_readable_wherever_the_brand_was(colour: str) -> None:
    tinted = tint(colour)
    for text, ground in TEXT_ON:
        assert contrast(tinted[text], tinted[ground]) >= 7, (text, ground)
    assert contrast(tinted["brand"], tinted["mid"]) >= 3
    assert contrast(tinted["brand"], tinted["pale"]) >= 4.5


@pytest.mark.parametrize("colour", TINTS)
def test_status_and_focus_colours_are_never_tinted(colour: str) -> None:
    tinted = tint(colour)
    for name in ("good", "watch", "stop", "focus", "mark", "won"):
        assert tinted[name] == COLOURS[name]


def test_a_light_colour_is_darkened_until_it_can_be_read() -> None:
    tinted = tint("#3F7FBF")
    assert contrast("#3F7FBF", COLOURS["page"]) < 7 <= contrast(tinted["brand"], COLOURS["page"])


@pytest.mark.parametrize(
    ("colour", "reason"),
    [
        ("mulberry", "is no colour"),
        ("#FFF", "is no colour"),
        ("#F5C518", "too light"),
        ("#C0392B", "'stop'"),
        ("#0B6B3A", "'good'"),
        ("#1F55C4", "'focus'"),
    ],
)
def test_a_colour_that_cannot_serve_is_refused_with_the_reason(colour: str, reason: str) -> None:
    with pytest.raises(ColourRefused, match=reason):
        tint(colour)


def test_a_refused_colour_leaves_our_own_in_use() -> None:
    assert for_firm("#F5C518") == COLOURS
    assert for_firm("#005A9C") == tint("#005A9C")
