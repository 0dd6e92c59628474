"""What every page of the questionnaire has: loading stored facts, giving facts back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from portal.forms import UNKNOWN, BaseForm, DateField, Fault, faults_of, target

HOUSEKEEPING = ("csrf_token", "draft_version", "mark")


@dataclass(frozen=True, slots=True)
class Context:
    """What a page may look at besides its own facts."""

    document: Mapping[str, Any]
    today: date
    language: str = "en"
    # The person a page is about: the client, or the partner (``document["spouse"]``).
    owner: Mapping[str, Any] = field(default_factory=dict)

    @property
    def born(self) -> date | None:
        """The birth date of the person the page is about."""
        stored = self.owner.get("date_of_birth")
        return date.fromisoformat(stored) if stored else None


class PageForm(BaseForm):
    """One page, or one part of an entry. A field's name is its key; ``__`` leads into an object.

    A trailing ``_`` stands for a key that is a word of Python (``from_``).
    """

    draft_version = HiddenField()
    mark = HiddenField()

    # Short names of the facts for the list of answers; where missing, the question itself.
    SHORT: ClassVar[Mapping[str, Any]] = {}
    # Facts that matter so much that the list of answers shows them even when they are missing.
    WANTED: ClassVar[tuple[str, ...]] = ()
    # Fields that stand on the page but are no facts.
    HELPERS: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        formdata: Any = None,
        *,
        stored: Mapping[str, Any] | None = None,
        context: Context,
        **kwargs: Any,
    ) -> None:
        self.context = context
        self.stored = stored or {}
        super().__init__(formdata, data=flat(self.stored), **kwargs)
        for each in self:
            month_only = self.stored.get(f"x_{key_of(each.short_name)}_precision") == "month"
            if isinstance(each, DateField) and formdata is None and month_only:
                each.forget_day()

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then what they say together."""
        super().validate(extra_validators)
        self.check()
        return not self.faults()

    def check(self) -> None:
        """Look across fields; add faults with ``fault``."""

    def ordered(self) -> list[Any]:
        """The fields in the order a person meets them; housekeeping and helpers left out."""
        left_out = (*HOUSEKEEPING, *self.HELPERS)
        return [each for each in self if each.short_name not in left_out]

    def faults(self) -> list[Fault]:
        """All faults, in the order a person meets the fields."""
        helpers = [self[name] for name in self.HELPERS if name in self]
        return list(faults_of([*self.ordered(), *helpers]))

    def short(self, each: Any) -> str:
        """The short name of a fact."""
        return str(self.SHORT.get(key_of(each.short_name), each.label.text))

    def fault(self, each: Any, message: Any, *parts: str) -> None:
        """Add a message at a field that has none yet; for dates, name the boxes at fault."""
        if each.errors:
            return
        if isinstance(each, DateField) and parts:
            each.faulty = set(parts)
        each.errors = [*each.errors, str(message)]

    def facts(self) -> tuple[dict[str, Any], set[str]]:
        """The facts of this page as keys of the document, and the keys answered "I don't know"."""
        facts: dict[str, Any] = {}
        unknown = set()
        for each in self:
            name = each.short_name
            if name in HOUSEKEEPING or name in self.HELPERS or not hasattr(each, "facts"):
                continue
            if each.data == UNKNOWN:
                unknown.add(key_of(name))
            self._put(facts, name, each.facts())
            if isinstance(each, DateField) and each.day != "needed" and "__" not in name:
                facts[f"x_{key_of(name)}_precision"] = "month" if each.month_only else None
        return facts, unknown

    @staticmethod
    def _put(facts: dict[str, Any], name: str, value: Any) -> None:
        *way, last = name.split("__")
        place = facts
        for key in way:
            place = place.setdefault(key, {})
        place[key_of(last)] = value

    def not_in_future(self, each: DateField) -> None:
        """Refuse a day after today."""
        if each.data and each.data > self.context.today and not each.errors:
            parts = ("year",) if each.data.year > self.context.today.year else ("day", "month")
            self.fault(each, _l("Enter a date that is not in the future"), *parts)

    def in_order(self, first: DateField, second: DateField, message: Any) -> None:
        """Refuse a second day before the first."""
        if first.data and second.data and second.data < first.data and not second.errors:
            self.fault(second, message, "month", "year")

    def not_before_birth(self, each: DateField) -> None:
        """Refuse a day before the person was born."""
        born = self.context.born
        if each.data and born and each.data < born and not each.errors:
            self.fault(each, _l("Enter a date after the date of birth"), "year")

    def place_fault(self, path: str, message: str) -> bool:
        """Show a fault of the whole document at the field it belongs to; False if none fits."""
        for each in self:
            if path == key_of(each.short_name).replace("__", "."):
                self.fault(each, message)
                return True
        return False

    def field_id(self, path: str) -> str | None:
        """The id of the box that holds a key, for a link from elsewhere."""
        for each in self:
            dotted = key_of(each.short_name).replace("__", ".")
            if dotted == path or path.startswith(dotted + "."):
                return target(each)
        return None


def key_of(name: str) -> str:
    """The document's key for a field's name."""
    return name.removesuffix("_")


def flat(stored: Mapping[str, Any]) -> dict[str, Any]:
    """An object's facts by field name; "I don't know" comes back as that answer."""
    found: dict[str, Any] = {}
    for key, now in stored.items():
        value = stored.get(f"x_kept_{key}") if now is None else now
        found[key] = found[f"{key}_"] = value
        if isinstance(value, Mapping):
            found |= {f"{key}__{inner}": each for inner, each in flat(value).items()}
    unknown = stored.get("x_unknown")
    if isinstance(unknown, list):
        found |= {name: UNKNOWN for name in unknown if found.get(name) is None}
    return found
