"""Criteria as data: the closed list of kinds, and the fields each may carry.

A stream or a category is a list of these. A new kind is one entry here, one
function in ``portal.assessment.criteria`` and one test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from portal.rulebook.lists import only
from portal.rulebook.schema import CONFIDENCES, RulebookError, read_label
from portal.text import Label, msg
from portal.vocabulary import EDUCATION_LEVELS, PermitKind, Province, Relation, StatusInCanada

_COMMON = {"id", "kind", "label", "group", "confidence", "note", "since", "waiver", "only_if"}
_WORK = {
    "months",
    "hours",
    "window_months",
    "place",
    "teer",
    "skill",
    "list",
    "codes",
    "edition",
    "continuous",
    "single",
    "primary",
    "program",
    "authorized",
    "current",
    "with_offer_employer",
    "same_as_offer",
    "self_employed_codes",
    "full_time",
    "canadian_employer",
}
KINDS: Mapping[str, frozenset[str]] = {
    kind: frozenset(fields)
    for kind, fields in {
        "program": {"any"},
        "occupation": {"list", "codes", "edition", "teer", "exclude", "primary"},
        "crs": {"at_least", "at_most", "round_decides"},
        "clb": {"language", "min", "by_teer", "teer_of", "offer_list"},
        "test_age": {"max_years"},
        "education": {"level", "place", "eca", "eca_max_years", "within_years", "offer_list"},
        "experience": _WORK,
        "job_offer": {
            "province",
            "full_time",
            "permanent",
            "hours_per_week",
            "duration_months",
            "teer",
            "list",
            "edition",
            "wage",
            "income_table",
            "income_cities",
            "earnings",
        },
        "ties": {
            "tie",
            "province",
            "of",
            "relations",
            "statuses",
            "months",
            "continuous",
            "completed",
        },
        "interest": {"province"},
        "registration": {"province", "bodies", "codes"},
        "status": {"none_of", "work_permit", "permit_months_left"},
        "residence": {"province", "months", "countries"},
        "funds": {"rule", "or_job_offer", "unless_exempt", "first", "each_more"},
        "not_working": {"outside"},
        "no_canadian_partner": set(),
        "no_permit": {"kinds", "ever"},
        "express_entry": {"profile"},
        "age": {"min", "max"},
        "grid": {"grid", "at_least"},
        "no_route": set(),
        "judgement": set(),
        "standing": set(),
        "unknown": {"years"},
    }.items()
}
# Experience that counts in the job offered alone.
TIED = frozenset({"with_offer_employer", "same_as_offer"})
_LABELLED = ("judgement", "standing", "unknown", "no_route")
_TIMELESS = frozenset(
    {
        "education",
        "ties",
        "interest",
        "registration",
        "status",
        "residence",
        "not_working",
        "no_permit",
        "express_entry",
        "age",
        "judgement",
        "standing",
        "unknown",
        "no_route",
        "job_offer",
    }
)
_STEADY = frozenset(
    {
        "program",
        "crs",
        "clb",
        "test_age",
        "education",
        "interest",
        "age",
        "funds",
        "judgement",
        "standing",
        "unknown",
        "no_route",
        "job_offer",
    }
)
_TIES = ("relative", "work", "study")
_PLACES = ("any", "canada", "abroad", *(each.value for each in Province))


@dataclass(frozen=True, slots=True)
class Spec:
    """One criterion as a rule file writes it.

    ``group``: of criteria with the same group one is enough. ``since``: the
    criterion counts from that day of its version on. ``waivers``: one that is met
    stands for it; ``only_if``: open only to those who meet all of these. ``offer``:
    the job offer that experience in the job offered is tied to.
    """

    id: str
    kind: str
    label: Label | None
    group: str
    values: Mapping[str, Any]
    confidence: str
    note: str
    since: date | None
    waivers: tuple[Spec, ...] = field(default=())
    only_if: tuple[Spec, ...] = field(default=())
    offer: Spec | None = field(default=None)
    key: str = field(init=False, repr=False, compare=False)
    weight: str = field(init=False, repr=False, compare=False)
    timeless: bool = field(init=False, repr=False, compare=False)
    steady: bool = field(init=False, repr=False, compare=False)
    list_id: str | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Worked out once a rulebook: thousands of answers are looked up by them.
        within = [[each.key for each in beside] for beside in (self.waivers, self.only_if)]
        asked: list[Any] = [self.kind, sorted(self.values.items()), within]
        if self.offer is not None:
            asked.append(self.offer.key)
        label = self.label if self.kind in _LABELLED else None
        object.__setattr__(self, "key", repr((asked, label)))
        weight = self.kind if self.kind in ("judgement", "standing") else "fact"
        object.__setattr__(self, "weight", weight)
        list_id = self.values.get("list") or self.values.get("offer_list")
        object.__setattr__(self, "list_id", list_id)
        inner = (*self.waivers, *self.only_if)
        lasting = self.kind in _TIMELESS and all(each.timeless for each in inner)
        object.__setattr__(self, "timeless", lasting and list_id is None)
        # A job that stands for funds begins and ends on any day.
        constant = self.kind in _STEADY and "or_job_offer" not in self.values
        constant = constant and all(each.steady for each in inner)
        object.__setattr__(self, "steady", constant and list_id is None)


def read_criteria(raw: Any, place: str) -> tuple[Spec, ...]:
    """The criteria of one version; raises RulebookError for what the format does not allow."""
    made = tuple(
        _read(each, f"{place}, criterion {number}") for number, each in enumerate(raw or (), 1)
    )
    ids = [each.id for each in made]
    if len(set(ids)) != len(ids):
        raise RulebookError(
            msg("%(place)s: two criteria have the same id in %(ids)s.", place=place, ids=str(ids))
        )
    offers = [each for each in made if each.kind == "job_offer"]
    offer = next((each for each in offers if "income_table" not in each.values), None)
    return tuple(replace(each, offer=offer) if _tied(each) else each for each in made)


def _tied(spec: Spec) -> bool:
    return spec.kind == "experience" and any(spec.values.get(each) for each in TIED)


def _read(raw: Mapping[str, Any], place: str, *, within: bool = False) -> Spec:
    kind = str(raw.get("kind"))
    if kind not in KINDS:
        raise RulebookError(
            msg(
                "%(place)s, kind: %(kind)s. Write one of %(kinds)s.",
                place=place,
                kind=repr(kind),
                kinds=str(sorted(KINDS)),
            )
        )
    only(raw, _COMMON | KINDS[kind], place)
    if "id" not in raw and not within:
        raise RulebookError(msg("%(place)s: id is missing.", place=place))
    if kind in _LABELLED and "label" not in raw:
        raise RulebookError(
            msg(
                "%(place)s: a %(kind)s says in words what it asks. Write label.",
                place=place,
                kind=str(kind),
            )
        )
    values = {key: value for key, value in raw.items() if key in KINDS[kind]}
    _check(kind, values, place)
    if raw.get("confidence", "high") not in CONFIDENCES:
        raise RulebookError(
            msg(
                "%(place)s, confidence: write one of %(confidences)s.",
                place=place,
                confidences=str(CONFIDENCES),
            )
        )
    return Spec(
        id=raw.get("id", "within"),
        kind=kind,
        label=read_label(raw["label"], f"{place}, label") if "label" in raw else None,
        group=raw.get("group", ""),
        values=values,
        confidence=raw.get("confidence", ""),
        note=raw.get("note", ""),
        since=raw.get("since"),
        waivers=tuple(
            _read(each, f"{place}, waiver", within=True) for each in raw.get("waiver", ())
        ),
        only_if=tuple(
            _read(each, f"{place}, only_if", within=True) for each in raw.get("only_if", ())
        ),
    )


# What a value is: a text where a number belongs would only fail when somebody is judged.
_NUMBERS = frozenset({
    "at_least", "at_most", "duration_months", "each_more", "earnings", "eca_max_years", "first",
    "hours", "hours_per_week", "max", "max_years", "min", "months", "permit_months_left", "wage",
    "window_months", "within_years", "years",
})  # fmt: skip
_SWITCHES = frozenset({
    "authorized", "canadian_employer", "completed", "continuous", "current", "eca", "ever",
    "exclude", "full_time", "permanent", "primary", "profile", "round_decides", "same_as_offer",
    "single", "unless_exempt", "with_offer_employer", "work_permit",
})  # fmt: skip
_SEVERAL = frozenset({
    "any", "bodies", "codes", "countries", "kinds", "none_of", "relations", "self_employed_codes",
    "skill", "statuses", "teer",
})  # fmt: skip


def _typed(values: Mapping[str, Any], place: str) -> None:
    """Refuse a number, a switch or a list that is none."""
    for key, value in values.items():
        if key in _NUMBERS and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            wanted = msg("a whole number, 0 or more, without quotation marks")
        elif key in _SWITCHES and not isinstance(value, bool):
            wanted = msg("true or false")
        elif key in _SEVERAL and not (
            isinstance(value, list) and all(isinstance(each, str) for each in value)
        ):
            wanted = msg("texts in square brackets")
        else:
            continue
        raise RulebookError(
            msg(
                "%(place)s, %(key)s: found %(found)s. Write %(wanted)s.",
                place=place,
                key=key,
                found=repr(value),
                wanted=wanted,
            )
        )


def _check(kind: str, values: Mapping[str, Any], place: str) -> None:
    _typed(values, place)

    def within(key: str, allowed: Any) -> None:
        found = values.get(key)
        for each in found if isinstance(found, list | dict) else [] if found is None else [found]:
            if each not in allowed:
                raise RulebookError(
                    msg(
                        "%(place)s, %(key)s: %(each)s. Write one of %(allowed)s.",
                        place=place,
                        key=key,
                        each=repr(each),
                        allowed=str(list(allowed)),
                    )
                )

    within("province", [each.value for each in Province])
    within("or_job_offer", [each.value for each in Province])
    within("income_cities", values.get("income_table", {}))
    within("outside", [each.value for each in Province])
    within("kinds", [each.value for each in PermitKind])
    within("rule", ("federal_table", "province"))
    within("place", _PLACES)
    within("level", EDUCATION_LEVELS)
    within("relations", [each.value for each in Relation])
    within("none_of", [each.value for each in StatusInCanada])
    within("tie", _TIES)
    within("language", ("any", "en", "fr"))
    within("program", ("fsw", "cec", "fst"))
    if kind == "program":
        within("any", ("fsw", "cec", "fst"))
    if ("list" in values or "codes" in values) and kind != "registration":
        within("edition", ("2016", "2021"))
        if "edition" not in values:
            raise RulebookError(
                msg("%(place)s: a list needs its NOC edition. Write edition.", place=place)
            )
    needed = {
        "experience": ("months",),
        "clb": ("language",),
        "grid": ("grid",),
        "education": ("level",),
        "express_entry": ("profile",),
        "no_permit": ("kinds",),
        "funds": ("first", "each_more") if values.get("rule") == "province" else (),
        "ties": _needed_of_ties(values),
    }.get(kind, ())
    for key in needed:
        if key not in values:
            raise RulebookError(msg("%(place)s: %(needed)s is missing.", place=place, needed=key))


def _needed_of_ties(values: Mapping[str, Any]) -> tuple[str, ...]:
    """A relative has no length, and a completed program may be of any."""
    untimed = values.get("tie") == "relative" or values.get("completed")
    return ("tie", "province") if untimed else ("tie", "province", "months")
