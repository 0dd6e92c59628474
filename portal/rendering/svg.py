"""SVG by hand: the few shapes that the PDF's drawings are made of."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape


def svg(width: float, height: float, parts: Iterable[str], *, stretch: bool = False) -> str:
    """A whole drawing; `stretch` fills its place in both directions."""
    ratio = ' preserveAspectRatio="none"' if stretch else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}"{ratio}>' + "".join(parts) + "</svg>"
    )


def rect(x: float, y: float, width: float, height: float, fill: str, more: str = "") -> str:
    """A box; `more` are further attributes."""
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{max(width, 0):.2f}" height="{height:.2f}" '
        f'fill="{fill}" {more}/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float) -> str:
    """A straight line, `width` thick."""
    return (
        f'<path d="M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}" stroke="{stroke}" '
        f'stroke-width="{width:g}" fill="none"/>'
    )


def text(x: float, y: float, words: str, size: float, fill: str, more: str = "") -> str:
    """Words at a baseline, escaped; sans unless `more` names a family."""
    family = "" if "font-family" in more else 'font-family="Hanken Grotesk" '
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" fill="{fill}" {family}{more}>'
        f"{escape(words)}</text>"
    )


def titled(width: float, height: float, title: str, parts: Iterable[str]) -> Markup:
    """An inline drawing with the description that screen readers get."""
    return Markup(svg(width, height, [f"<title>{escape(title)}</title>", *parts]))  # noqa: S704
