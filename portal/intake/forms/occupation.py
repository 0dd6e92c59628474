"""The occupation picker: a title typed, hits to choose from, "I am not sure" among them.

It works without script: the button "Find occupations" posts the whole page,
nothing is saved, and the hits come back as radio buttons with everything typed
still there. Nothing is ever chosen for the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from portal.forms import ChoiceField, TextField
from portal.intake.forms import occupations
from portal.intake.forms.base import PageForm
from portal.vocabulary import NOC_VERSIONS

NOT_SURE = "unsure"
EDITIONS = tuple(reversed(NOC_VERSIONS))


class NocField(ChoiceField):
    """``2021:21231``, "unsure", or nothing chosen."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(
            label, choices=[(NOT_SURE, _l("None of these, or I am not sure"))], **kwargs
        )

    def process_data(self, value: Any) -> None:
        """Take a stored ``{version, code}``."""
        if isinstance(value, Mapping):
            self.data = f"{value.get('version')}:{value.get('code')}"
        else:
            self.data = NOT_SURE if value == "unknown" else None

    def values(self) -> list[str]:
        """Any code that the classification knows, whatever the search showed."""
        known = self.data is not None and occupations.by_value(self.data) is not None
        return [NOT_SURE, *([self.data] if known and self.data else [])]

    def facts(self) -> dict[str, str] | None:
        """``{version, code}``, or None while nobody is sure."""
        if not self.data or self.data == NOT_SURE:
            return None
        version, _, code = self.data.partition(":")
        return {"version": version, "code": code}


class OccupationMixin(PageForm):
    """Fields of the picker; ``SEARCHED`` names the field whose text is searched."""

    SEARCHED = "noc_search"
    HELPERS = ("noc_search", "noc_edition", "noc_shown")

    noc_search = TextField(
        _l("Which job title do you search for?"),
        description=_l("Example: software engineer"),
    )
    noc_edition = ChoiceField(
        _l("Which edition of the classification?"),
        choices=occupations.editions,
        default=EDITIONS[0],
    )
    noc = NocField(_l("Which occupation is it?"))
    noc_shown = HiddenField()

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        stored = self.stored.get("noc")
        if formdata is None and isinstance(stored, Mapping):
            self.noc_edition.data = stored.get("version")
        if self.SEARCHED != "noc_search":
            del self.noc_search
        self.searched_words = self.words() if formdata is not None else ""

    def ordered(self) -> list[Any]:
        """The picker right after the title it searches, or at the end."""
        others = [each for each in super().ordered() if each.short_name != "noc"]
        names = [each.short_name for each in others]
        at = names.index(self.SEARCHED) + 1 if self.SEARCHED in names else len(others)
        return [*others[:at], self.noc, *others[at:]]

    def wants_search(self, post: Mapping[str, str]) -> bool:
        """Whether this post asks for hits: its button, or Enter before there were any."""
        if "search" in post:
            return True
        first = not self.noc.data and not self.noc_shown.data
        return "enter" in post and first and bool(self.words())

    def words(self) -> str:
        """The text that is searched."""
        return str(self[self.SEARCHED].data or "")

    def hits(self) -> list[occupations.Hit]:
        """What the search finds, and before all the occupation already chosen."""
        edition = self.noc_edition.data if self.noc_edition.data in EDITIONS else EDITIONS[0]
        found = occupations.search(self.searched_words, edition) if self.searched_words else []
        chosen = occupations.by_value(self.noc.data or "")
        if chosen is not None and all(hit.value != chosen.value for hit in found):
            return [chosen, *found]
        return found

    def facts(self) -> tuple[dict[str, Any], set[str]]:
        """The facts, and "noc" among the unknown where the person is not sure."""
        facts, unknown = super().facts()
        if self.noc.data == NOT_SURE:
            unknown.add("noc")
        return facts, unknown

    def check_occupation(self) -> None:
        """The edition is one of the two."""
        if self.noc_edition.data not in EDITIONS:
            self.noc_edition.data = EDITIONS[0]

    def place_fault(self, path: str, message: str) -> bool:
        """A fault of the code or its version belongs to the picker."""
        if path == "noc" or path.startswith("noc."):
            self.fault(self.noc, message)
            return True
        return super().place_fault(path, message)
