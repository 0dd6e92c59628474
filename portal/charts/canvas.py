"""The few SVG elements the charts are made of, with every value escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from portal.icons import shapes

FONTS = "Hanken Grotesk Variable, Hanken Grotesk, sans-serif"
Number = int | float


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart as rows of words; the first cell of a row heads it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and its numbers. `phone` is the same drawing, 328 units wide."""

    title: str
    description: str
    svg: Markup
    phone: Markup
    table: Table


def element(name: str, inner: Markup | str = "", **attributes: Any) -> Markup:
    """One SVG element; `stroke_width` is written `stroke-width`, None is left out."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _short(value))
        for key, value in attributes.items()
        if value is not None
    )
    if not inner:
        return Markup("<{}{}/>").format(name, written)
    return Markup("<{0}{1}>{2}</{0}>").format(name, written, inner)


def words(
    at: Number | str,
    baseline: Number,
    text: str,
    fill: str,
    *,
    size: Number = 13,
    weight: int = 400,
    anchor: str = "start",
    family: str = FONTS,
    dx: Number | None = None,
) -> Markup:
    """A text; `at` may be a percentage such as "37.5%", moved by `dx` px."""
    return element(
        "text",
        text,
        x=at,
        y=baseline,
        dx=dx,
        fill=fill,
        font_size=size,
        font_weight=weight,
        text_anchor=None if anchor == "start" else anchor,
        font_family=family,
    )


def line(
    x1: Number | str,
    y1: Number,
    x2: Number | str,
    y2: Number | str,
    stroke: str,
    width: Number = 1,
    dash: str | None = None,
) -> Markup:
    """A straight line."""
    return element(
        "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, stroke_dasharray=dash
    )


def box(
    x: Number | str, y: Number, width: Number | str, height: Number, fill: str, **more: Any
) -> Markup:
    """A rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, fill=fill, **more)


def picture(name: str, x: Number, y: Number, size: Number, colour: str) -> Markup:
    """A vendored icon at a place."""
    return element(
        "g",
        Markup(shapes(name)),  # noqa: S704  our own vendored file
        transform=f"translate({_short(x)} {_short(y)}) scale({size / 24:.4g})",
        fill="none",
        stroke=colour,
        stroke_width=2.6,
        stroke_linecap="round",
        stroke_linejoin="round",
    )


def drawing(
    width: Number, height: Number, title: str, description: str, parts: Iterable[Markup]
) -> Markup:
    """A whole SVG with title and description, tied by ids that depend on its content only."""
    inner = Markup("").join(parts)
    own = "c" + sha256(f"{title}{description}{inner}{width}".encode()).hexdigest()[:10]
    return element(
        "svg",
        element("title", title, id=f"{own}-t")
        + element("desc", description, id=f"{own}-d")
        + inner,
        class_="chart",
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_labelledby=f"{own}-t {own}-d",
        viewBox=f"0 0 {_short(width)} {_short(height)}",
        width=width,
        height=height,
    )


def stretched(
    height: Number, parts: Iterable[Markup], title: str = "", description: str = ""
) -> Markup:
    """A drawing as wide as its place: x positions inside are percentages, text keeps its size.

    Without a title it is decoration beside words that say the same, and hidden from readers.
    """
    inner = Markup("").join(parts)
    if not title:
        return element(
            "svg",
            inner,
            xmlns="http://www.w3.org/2000/svg",
            width="100%",
            height=height,
            aria_hidden="true",
            focusable="false",
        )
    own = "c" + sha256(f"{title}{description}{inner}".encode()).hexdigest()[:10]
    return element(
        "svg",
        element("title", title, id=f"{own}-t")
        + element("desc", description, id=f"{own}-d")
        + inner,
        xmlns="http://www.w3.org/2000/svg",
        width="100%",
        height=height,
        role="img",
        aria_labelledby=f"{own}-t {own}-d",
    )


def percent(share: float) -> str:
    """A share from 0 to 1 as an SVG percentage."""
    return f"{_short(share * 100)}%"


def text_width(text: str, size: Number = 13, weight: int = 400) -> float:
    """About how wide Hanken Grotesk sets a text, in the same unit as `size` (errs wide)."""
    return len(text) * size * (0.56 if weight < 600 else 0.59)


def wrapped(text: str, width: float, size: Number = 13, weight: int = 400) -> list[str]:
    """The text in lines that fit `width`, broken at spaces; a longer word stands alone."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines or [""]


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of numbers, and where on it a number lies."""

    low: float
    high: float
    step: float

    def share(self, value: float) -> float:
        """Where `value` lies, 0 to 1; what is beyond an end sits on it."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def ticks(self) -> list[int]:
        """The round numbers to label."""
        first = -(-self.low // self.step) * self.step
        count = int((self.high - first) // self.step) + 1
        return [round(first + self.step * at) for at in range(count)]


def scale_for(values: Sequence[float], *, most: int = 6, room: float = 0.5) -> Scale:
    """A scale around `values` with at most `most` labels and `room` steps beyond the outer ones."""
    low, high = min(values), max(values)
    for step in (5, 10, 20, 25, 50, 100, 200, 500):
        bottom, top = low // step * step, -(-high // step) * step
        if top == bottom:
            top += step
        if (top - bottom) / step + 1 <= most:
            return Scale(bottom - step * room, top + step * room, step)
    return Scale(low, high + 1, max(1, (high - low) // 4))


def _short(value: Any) -> str:
    """Numbers without noise, so that the same data gives the same bytes."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
