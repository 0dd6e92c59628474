"""The report as a tagged PDF (PDF/UA-1): WeasyPrint draws it, pikepdf finishes it.

The same document, paper, language and edition give the same bytes, whenever they are rendered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from portal import palette
from portal.assessment.result import localize
from portal.rendering.answer import shorten
from portal.rendering.bundle import BASE, BundleFetcher
from portal.rendering.drawings import Drawings, drawings
from portal.rendering.finish import finish
from portal.rendering.fitting import FITS, Fit, answering, crowded
from portal.rendering.paper import Paper
from portal.rendering.speech import Speaker
from portal.rendering.templating import environment
from portal.rendering.view import Report, report
from portal.text import catalogue, msg

#: Editions by name: the paper they are for.
EDITIONS: Mapping[str, str] = {"letter": "letter", "a4": "A4"}
TEMPLATE = "reports/pdf/report.html"
STYLES = "report-pdf.css"
WRITTEN = {"pdf_variant": "pdf/ua-1"}
TRIAL_PAGES = 2  # the cover and the answer

#: Further letters of the fonts and where they begin, loaded only for texts that have them.
LETTERS: Mapping[str, re.Pattern[str]] = {
    "report-pdf-ext.css": re.compile("[\u0100-\u02ba\u02bd-\u02c5\u1e00-\u1eff\u20a0-\u20c0]"),
    "report-pdf-vietnamese.css": re.compile(
        "[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u1ea0-\u1ef9]"
    ),
}


@dataclass(frozen=True, slots=True)
class Pdf:
    """The finished file and how many pages it has."""

    content: bytes
    pages: int


def render_pdf(
    document: Mapping[str, Any], paper: Paper, *, lang: str = "en", edition: str = "letter"
) -> Pdf:
    """Render the contract's document (neutral or localized) for one paper size.

    The answer stays on one page: what does not fit there is drawn tighter, then shortened, with
    a pointer to the page that has it whole. Raises KeyError for an edition that does not exist,
    and NotBundled when something asks for a file or an address outside the bundle.
    """
    view = report(localize(dict(document), lang), paper, lang)
    colours = _colours(paper)
    drawn = drawings(view, colours)
    size = EDITIONS[edition]
    fit = _fitting(view, drawn, colours, size, FITS) if crowded(view) else FITS[0]
    pages = _draw(view, drawn, colours, size, fit)
    if not _answers_on_one_page(pages):
        fit = _fitting(view, drawn, colours, size, FITS[1:])
        pages = _draw(view, drawn, colours, size, fit)
    content = finish(pages.write_pdf(**WRITTEN), lang=lang, made=_made(document, paper))
    return Pdf(content, len(pages.pages))


def _answers_on_one_page(pages: Document) -> bool:
    """Whether the page after the answer's is that of the points."""
    first: dict[str, int] = {}
    for number, page in enumerate(pages.pages):
        for name in page.anchors:
            first.setdefault(name, number)
    return first["points"] == first["answer"] + 1


def _fitting(
    view: Report,
    drawn: Drawings,
    colours: Mapping[str, str],
    size: str,
    fits: Sequence[Fit],
) -> Fit:
    """The roomiest way to keep the answer on one page, tried without the pages behind it."""
    for fit in fits[:-1]:
        trial = _draw(view, drawn, colours, size, fit, trial=True)
        if len(trial.pages) == TRIAL_PAGES:
            return fit
    return fits[-1]


@lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """The fonts of this process: unpacked once."""
    return FontConfiguration()


@lru_cache(maxsize=8)
def _style(name: str) -> CSS:
    """A style sheet of ours, read once a process."""
    address = f"{BASE}static/css/{name}"
    return CSS(url=address, font_config=_fonts(), url_fetcher=BundleFetcher())


def _draw(
    view: Report,
    drawn: Drawings,
    colours: Mapping[str, str],
    size: str,
    fit: Fit,
    *,
    trial: bool = False,
) -> Document:
    fetcher = BundleFetcher(drawn.files)
    markup = page_markup(view, drawn, fit, trial=trial)
    names = [STYLES, *(name for name, letters in LETTERS.items() if letters.search(markup))]
    own = f"{palette.stylesheet(colours)}\n{drawn.css}\n@page {{ size: {size} }}"
    sheets = [CSS(string=own, font_config=_fonts(), url_fetcher=fetcher)]
    sheets += [_style(name) for name in names]
    page = HTML(string=markup, base_url=BASE, url_fetcher=fetcher)
    return page.render(font_config=_fonts(), stylesheets=sheets, **WRITTEN)


def page_markup(view: Report, drawn: Drawings, fit: Fit, *, trial: bool = False) -> str:
    """The whole paper as HTML, or with `trial` the answer alone. All that was typed is escaped."""
    translate = catalogue(view.lang).gettext
    firm, client = view.paper.firm, view.paper.client
    title = translate("Express Entry assessment")
    short = answering(view, fit)
    running = (shorten(client.name, 60), client.case_number)
    return (
        environment(view.lang)
        .get_template(TEMPLATE)
        .render(
            r=view,
            draw=drawn,
            fit=fit,
            trial=trial,
            short=short,
            title=f"{title}: {client.name}" if client.name else title,
            author=firm.name if firm else "Express Entry portal",
            running=", ".join(each for each in running if each),
            numbered=_numbered(view),
        )
    )


def _numbered(view: Report) -> str:
    say = Speaker(view.lang, view.paper.timezone)
    if view.paper.number:
        return say(
            msg("Assessment %(number)s, signed %(day)s", number=view.paper.number,
                day=view.signed_on)
        )  # fmt: skip
    return say(msg("Working paper, rules of %(day)s, not signed", day=view.on))


def _colours(paper: Paper) -> Mapping[str, str]:
    """The palette in the firm's colour; a colour that cannot be read leaves it as it is."""
    if paper.firm is None or not paper.firm.colour:
        return palette.COLOURS
    try:
        return palette.tint(paper.firm.colour)
    except palette.ColourRefused:
        return palette.COLOURS


def _made(document: Mapping[str, Any], paper: Paper) -> datetime:
    """What the file says of its own making: the signature, else the day of the rules."""
    if paper.signed_at is not None:
        return paper.signed_at.astimezone(UTC).replace(microsecond=0)
    return datetime.combine(date.fromisoformat(document["on"]), time(12), UTC)
