"""The colours, once: pages, PDF and charts all read them here.

`python -m portal.palette` writes `static/css/tokens.css`. A firm's colour replaces `brand`, and
what belongs to it (deep, wash, mid, pale) is mixed from it in OKLCH. Status and focus colours
are never tinted. Text colours reach 7:1 (WCAG 2.2 AAA) on every ground they stand on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path

STYLESHEET = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"

COLOURS: Mapping[str, str] = {
    "ink": "#231A21",  # text
    "ink-2": "#554852",  # hints, because
    "brand": "#5A1F47",  # headings, links, buttons, score
    "deep": "#3E1331",  # hover, desk bar, cover
    "wash": "#F4EAF1",  # selected, info
    "page": "#F9F5F5",  # ground
    "paper": "#FFFFFF",  # sheets, tables
    "rule": "#DDD5DA",  # hairline
    "edge": "#8A7C86",  # field border
    "good": "#175A46",  # invited, match, met
    "watch": "#6F4100",  # check, due soon
    "watch-wash": "#FBF0DB",
    "stop": "#94200F",  # error, late
    "stop-wash": "#FBEAE7",
    "focus": "#1F55C4",  # ring only
    "mark": "#F0D9AE",  # found words; current tab on dark
    "mid": "#B98FAB",  # chart fills
    "pale": "#EBDCE6",
    "won": "#BFD9CF",
    "closed": "#EAE4E8",  # flat badge
}
TINTED = ("deep", "wash", "mid", "pale")

SIZES: Mapping[str, str] = {
    "serif": '"Newsreader", "Iowan Old Style", "Palatino Linotype", Georgia, serif',
    "sans": '"Hanken Grotesk Variable", "Hanken Grotesk", "Segoe UI", system-ui, sans-serif',
    "s-1": "4px",
    "s-2": "8px",
    "s-3": "12px",
    "s-4": "16px",
    "s-5": "24px",
    "s-6": "32px",
    "s-7": "48px",
    "s-8": "72px",
    "r-desk": "3px",
    "r-field": "6px",
    "r-sheet": "10px",
    "r-pill": "999px",
    "w-form": "660px",
    "w-page": "1056px",
    "w-desk": "1600px",
    "t-body": "17px",
    "t-small": "15px",
    "t-least": "14px",
    "t-h1": "clamp(30px, 1.35rem + 2.4vw, 44px)",
    "t-h2": "clamp(21px, 1.2rem + 0.35vw, 23px)",
    "t-score": "clamp(72px, 3rem + 6vw, 112px)",
    "target": "48px",
}

READABLE = 7.0
LARGEST_SHIFT = 0.3  # of OKLab lightness; a colour darkened further is another colour
STATUS_DISTANCE = 0.06  # in OKLab; nearer than this, brand and status are mistaken


class ColourRefused(ValueError):
    """A firm colour that cannot be made readable; the message says why."""


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two `#RRGGBB` colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tint(colour: str) -> dict[str, str]:
    """All colours, with the firm's `colour` (`#RRGGBB`) in the place of the brand.

    It is darkened until it reaches 7:1 on page, paper and wash. Raises ColourRefused with the
    reason when it is no colour, would have to change too much, or would be taken for a status.
    """
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        raise ColourRefused(f"{colour!r} is no colour. Write # and six digits, such as #5A1F47.")
    if colour.upper() == COLOURS["brand"]:
        return dict(COLOURS)
    lightness, chroma, hue = _oklch(colour)
    reached = lightness
    while True:
        tinted = _mixed(reached, chroma, hue)
        if all(contrast(tinted["brand"], tinted[on]) >= READABLE for on in ("page", "wash")):
            break
        reached -= 0.005
    if lightness - reached > LARGEST_SHIFT:
        raise ColourRefused(
            f"{colour} is too light for text: readable, it would be {tinted['brand']}, "
            "which is another colour. Choose a darker one."
        )
    for status in ("good", "watch", "stop", "focus"):
        if _distance(tinted["brand"], COLOURS[status]) < STATUS_DISTANCE:
            raise ColourRefused(
                f"{colour} cannot be told from the colour that means "
                f"{status!r} ({COLOURS[status]}). Choose another."
            )
    return tinted


def for_firm(colour: str) -> Mapping[str, str]:
    """`tint(colour)`, or our own colours where a firm's colour is refused."""
    try:
        return tint(colour)
    except ColourRefused:
        return COLOURS


def stylesheet(colours: Mapping[str, str] = COLOURS) -> str:
    """`tokens.css`: every colour and size as a custom property."""
    lines = [f"    --{name}: {value.lower()};" for name, value in colours.items()]
    lines += [f"    --{name}: {value};" for name, value in SIZES.items()]
    return (
        "/* Written by `python -m portal.palette`; change portal/palette.py instead. */\n"
        "@layer tokens {\n  :root {\n" + "\n".join(lines) + "\n  }\n}\n"
    )


def _mixed(lightness: float, chroma: float, hue: float) -> dict[str, str]:
    """The tinted set for a brand in OKLCH, keeping each mixed colour's step from the brand."""
    base_light, base_chroma, _ = _oklch(COLOURS["brand"])
    tinted = dict(COLOURS)
    tinted["brand"] = _hex(lightness, chroma, hue)
    strength = min(1.0, chroma / base_chroma)
    for name in TINTED:
        light, colourful, _ = _oklch(COLOURS[name])
        if name == "deep":
            light = max(0.16, lightness - (base_light - light))
            light = min(light, _oklch(COLOURS["deep"])[0] + 0.03)
        tinted[name] = _hex(light, colourful * strength, hue)
    return tinted


def _channels(colour: str) -> tuple[float, float, float]:
    """Linear red, green and blue, each 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = _channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _oklab(colour: str) -> tuple[float, float, float]:
    """OKLab (Ottosson 2020): lightness 0 to 1, and the two colour axes."""
    red, green, blue = _channels(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _oklch(colour: str) -> tuple[float, float, float]:
    lightness, a, b = _oklab(colour)
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _distance(one: str, other: str) -> float:
    return math.dist(_oklab(one), _oklab(other))


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """The nearest `#RRGGBB`; chroma shrinks until the colour can be shown."""
    while True:
        a, b = chroma * math.cos(hue), chroma * math.sin(hue)
        long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        linear = (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )
        if chroma < 0.001 or all(-0.0005 <= part <= 1.0005 for part in linear):
            break
        chroma *= 0.97
    return "#" + "".join(f"{round(_gamma(part) * 255):02X}" for part in linear)


def _gamma(part: float) -> float:
    part = min(1.0, max(0.0, part))
    return float(12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055)


if __name__ == "__main__":
    STYLESHEET.write_text(stylesheet(), "utf-8")
