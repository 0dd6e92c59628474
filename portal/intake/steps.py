"""Where the interview goes: the path computed from the answers, and where a fact is asked.

The path is never stored. A page that no longer applies leaves it; its answers
stay in the draft (``services.drafts``) and come back with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.intake.forms.base import PageForm
from portal.intake.pages import AnyPage, Document, ListPage, Page, Part
from portal.intake.sections import PAGES, SECTIONS


def path(document: Document) -> list[AnyPage]:
    """The pages that apply to these answers, in order."""
    return [page for each in SECTIONS for page in each.pages if page.applies(document)]


def page_after(page: AnyPage, document: Document) -> AnyPage | None:
    """The next page that applies, or None after the last: then comes the check."""
    order = list(PAGES.values())
    later = order[order.index(page) + 1 :]
    return next((each for each in later if each.applies(document)), None)


def page_before(page: AnyPage, document: Document) -> AnyPage | None:
    """The page before that applies, or None on the first."""
    order = list(PAGES.values())
    earlier = order[: order.index(page)]
    return next((each for each in reversed(earlier) if each.applies(document)), None)


def first_open(document: Document, saved: Mapping[str, Any]) -> AnyPage | None:
    """The first page of the path that was never saved: where to resume."""
    return next((page for page in path(document) if page.id not in saved), None)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a key of the profile is asked."""

    page: AnyPage
    index: int | None = None
    part: Part | None = None
    field: str = ""


def spot_of(key_path: str) -> Spot | None:
    """The page, entry, part and field for a path such as ``work.0.hours_per_week``."""
    keys = [each for each in key_path.replace("[", ".").replace("]", "").split(".") if each]
    found = _list_spot(keys)
    if found is not None:
        return found
    inward = sorted(PAGES.values(), key=lambda page: -len(page.place))
    for page in inward:
        if not isinstance(page, Page) or tuple(keys[: len(page.place)]) != page.place:
            continue
        rest_of = ".".join(keys[len(page.place) :])
        if _asks(page.form, rest_of):
            return Spot(page, field=rest_of)
    for page in inward:
        if isinstance(page, Page) and page.place and page.place == tuple(keys[: len(page.place)]):
            return Spot(page)
    return None


def _list_spot(keys: list[str]) -> Spot | None:
    for page in PAGES.values():
        if not isinstance(page, ListPage) or tuple(keys[: len(page.place)]) != page.place:
            continue
        inner = keys[len(page.place) :]
        if not inner or not inner[0].isdecimal():
            return Spot(page)
        rest_of = ".".join(inner[1:])
        part = next((each for each in page.parts if _asks(each.form, rest_of)), page.parts[0])
        return Spot(page, int(inner[0]), part, rest_of)
    return None


def _asks(form: type[PageForm], key_path: str) -> bool:
    asked = {name.removesuffix("_").replace("__", ".") for name in dir(form) if name[0] != "_"}
    if "noc" in asked and hasattr(form, "profile_number"):
        asked.add("primary_noc")
    return any(key_path == each or key_path.startswith(f"{each}.") for each in asked)
