"""The list of answers before sending: every section, what is missing, what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.forms import UNKNOWN, target
from portal.intake import list_views, steps, wording
from portal.intake.blueprint import Visit
from portal.intake.forms.occupation import NOT_SURE
from portal.intake.pages import ListPage, Page
from portal.intake.sections import SECTIONS
from portal.services import drafts
from portal.services.submission import Preview
from portal.text import Label, Text, render


def sections(visit: Visit) -> list[dict[str, Any]]:
    """All sections that apply, each with its pages' rows or entries."""
    shown = []
    for section in SECTIONS:
        blocks = [
            _list_block(visit, page) if isinstance(page, ListPage) else _page_block(visit, page)
            for page in section.pages
            if page.applies(visit.document)
        ]
        blocks = [block for block in blocks if block is not None]
        if blocks:
            shown.append({"id": section.id, "title": section.title, "blocks": blocks})
    return shown


def _page_block(visit: Visit, page: Page) -> dict[str, Any] | None:
    form = visit.form_of(page)
    rows = []
    for field in form.ordered():
        said = wording.answer(field)
        wanted = field.short_name in form.WANTED
        if not said and not wanted:
            continue
        rows.append(
            {
                "question": form.short(field),
                "answer": said,
                "missing": "" if said else _("Not answered"),
                "change": f"{visit.url(page)}?check=1#{target(field)}",
            }
        )
    if not rows and page.id in visit.saved:
        rows = [
            {
                "question": page.title,
                "answer": _("Nothing entered"),
                "missing": "",
                "change": f"{visit.url(page)}?check=1",
            }
        ]
    return {"kind": "rows", "title": page.title, "rows": rows} if rows else None


def _list_block(visit: Visit, page: ListPage) -> dict[str, Any]:
    key = page.place[-1]
    owner = drafts.at(visit.document, page.place[:-1]) or {}
    stored = owner.get(key)
    if stored == []:
        none = _("None")
    elif key in (owner.get("x_unknown") or ()):
        none = _("You don’t know")
    else:
        none = ""
    return {
        "kind": "entries",
        "title": page.title,
        "entries": list_views.rows(visit, page),
        "none": none,
        "add": page.add,
        "add_url": url_for("intake.show_entry", case_id=visit.case.id, step=page.id, entry="new"),
        "change": visit.url(page),
    }


def gaps(visit: Visit) -> list[dict[str, str]]:
    """What is not known yet and could be added, with the way to its page."""
    found = _pages_left(visit)
    for page in steps.path(visit.document):
        if isinstance(page, ListPage):
            found += _entry_gaps(visit, page)
        else:
            found += _unknown_gaps(visit, page)
    return found


def _pages_left(visit: Visit) -> list[dict[str, str]]:
    """Pages never saved; of a section with several, one line for all of them."""
    found = []
    for section in SECTIONS:
        left = [
            page
            for page in section.pages
            if page.applies(visit.document) and page.id not in visit.saved
        ]
        if not left:
            continue
        words = (
            _("%(page)s: not filled in yet", page=left[0].title)
            if len(left) == 1
            else _("%(section)s: %(num)s pages to go", section=section.title, num=len(left))
        )
        found.append({"words": words, "url": visit.url(left[0])})
    return found


def _entry_gaps(visit: Visit, page: ListPage) -> list[dict[str, str]]:
    return [
        {
            "words": _("%(what)s: %(why)s", what=row["name"], why=row["missing"]),
            "url": row["change"],
        }
        for row in list_views.rows(visit, page)
        if row.get("missing")
    ]


def _unknown_gaps(visit: Visit, page: Page) -> list[dict[str, str]]:
    if page.id not in visit.saved:
        return []
    form = visit.form_of(page)
    return [
        {
            "words": _("%(fact)s: not answered", fact=form.short(field))
            if field.data not in (UNKNOWN, NOT_SURE)
            else _("%(fact)s: you don’t know", fact=form.short(field)),
            "url": f"{visit.url(page)}?check=1#{target(field)}",
        }
        for field in form.ordered()
        if field.short_name in form.WANTED and field.data in (None, "", [], UNKNOWN, NOT_SURE)
    ]


def hanging(preview: Preview) -> list[str]:
    """The points that hang on what is not known: each scored line without points."""
    return [
        _(
            "%(line)s: up to %(max)s points",
            line=render(line.label, wording.language()),
            max=line.max,
        )
        for line in preview.unknown
    ]


def fault_rows(visit: Visit, faults: list[Any]) -> list[dict[str, str]]:
    """What the profile refuses, each with the way to its field and words to mend it."""
    rows = []
    for fault in faults:
        spot = steps.spot_of(_draft_path(visit.document, str(fault.path)))
        rows.append({"words": fault_words(fault, spot), "url": spot_url(visit, spot)})
    return rows


def _draft_path(document: Mapping[str, Any], path: str) -> str:
    """A path of the sent document in the draft: tests without results stand last in both."""
    return path if document else ""


def fault_words(fault: Any, spot: steps.Spot | None) -> str:
    """A fault in a sentence: where, what was found, what may stand there."""
    expected = fault.expected
    if isinstance(expected, Text | Label):
        expected = render(expected, wording.language())
    where = _label(spot) or str(fault.path)
    return _("%(where)s: enter %(expected)s", where=where, expected=expected)


def _label(spot: steps.Spot | None) -> str:
    if spot is None:
        return ""
    key = spot.field.replace(".", "__").removesuffix("__code").removesuffix("__version")
    form = spot.part.form if spot.part is not None else getattr(spot.page, "form", None)
    short = form.SHORT.get(key) if form is not None else None
    return f"{spot.page.title}, {short}" if short else str(spot.page.title)


def spot_url(visit: Visit, spot: steps.Spot | None) -> str:
    """The address of the field at a spot; without one, of the first page."""
    if spot is None:
        return url_for("intake.show_page", case_id=visit.case.id, step="you")
    anchor = f"#{spot.field.replace('.', '__')}" if spot.field else ""
    if spot.index is None:
        return visit.url(spot.page) + anchor
    address = url_for(
        "intake.show_entry",
        case_id=visit.case.id,
        step=spot.page.id,
        entry=str(spot.index + 1),
        part=(spot.part.id if spot.part is not None else "") or None,
    )
    return address + anchor
