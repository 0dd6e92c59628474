"""What a page of the questionnaire is: one form, a list of entries, a part of an entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.intake.forms.base import PageForm
from portal.services.drafts import Place

Document = Mapping[str, Any]
Applies = Callable[[Document], bool]


def always(_document: Document) -> bool:
    """Asked of everybody."""
    return True


@dataclass(frozen=True, slots=True)
class Page:
    """One page with one form, about the object at ``place``."""

    id: str
    section: str
    title: Any
    form: type[PageForm]
    place: Place = ()
    owner: Place = ("person",)
    lede: Any = ""
    applies: Applies = always
    template: str = "intake/page.html"


@dataclass(frozen=True, slots=True)
class Part:
    """One page of an entry; the first has no id. ``applies`` looks at the entry."""

    id: str
    title: Any
    form: type[PageForm]
    lede: Any = ""
    applies: Applies = always
    template: str = "intake/page.html"


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of entries at ``place``: none, some, or not known."""

    id: str
    section: str
    title: Any
    place: Place
    parts: tuple[Part, ...]
    ask: Any
    add: Any
    done: Any
    noun: Any
    # The question before an entry goes: French has to know what it is about.
    remove: Any
    owner: Place = ("person",)
    lede: Any = ""
    limit: int = 20
    applies: Applies = always
    # Whether "I have none" can be said here.
    may_be_none: bool = True

    def part(self, part_id: str) -> Part | None:
        """The part of that id."""
        return next((part for part in self.parts if part.id == part_id), None)

    def part_after(self, part: Part, entry: Document) -> Part | None:
        """The next part that applies to an entry, or None after the last."""
        rest_of = self.parts[self.parts.index(part) + 1 :]
        return next((each for each in rest_of if each.applies(entry)), None)


AnyPage = Page | ListPage


@dataclass(frozen=True, slots=True)
class Section:
    """A group of pages, as the rail shows it."""

    id: str
    title: Any
    pages: tuple[AnyPage, ...] = field(default=())
