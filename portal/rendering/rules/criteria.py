"""What a criterion asks, in words: its label, and what its label leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from portal.assessment.labels import label_of
from portal.rendering.rules.shape import Requirement
from portal.rulebook.criteria import Spec
from portal.text import Money, Text, Words, msg
from portal.vocabulary import LABELS, PROGRAM_LABELS, Province, Relation, StatusInCanada

LISTS = "occupation_lists."


def list_rule(list_id: str) -> str:
    """The rule id of an occupation list, which files are named after."""
    return LISTS + list_id.replace(".", "_")


def requirement(spec: Spec) -> Requirement:
    """One criterion as a page shows it."""
    details = [detail for key, value in spec.values.items() for detail in _detail(key, value, spec)]
    details += [msg("Not asked where: %(what)s", what=label_of(each)) for each in spec.waivers]
    details += [msg("Only where: %(what)s", what=label_of(each)) for each in spec.only_if]
    if spec.since is not None:
        details.append(msg("Asked since %(day)s", day=spec.since))
    return Requirement(
        id=spec.id,
        label=label_of(spec),
        details=tuple(details),
        group=spec.group,
        list_rule=list_rule(spec.list_id) if spec.list_id else "",
        is_gap=spec.kind == "unknown",
    )


def _detail(key: str, value: Any, spec: Spec) -> Iterator[Words]:
    make = _BY_KIND.get((spec.kind, key)) or _DETAILS.get(key)
    if make is not None:
        yield from make(value)


def _said(words: Text) -> Callable[[Any], Iterator[Words]]:
    """These words where the value is true."""

    def say(value: Any) -> Iterator[Words]:
        if value:
            yield words

    return say


def _with(make: Callable[[Any], Words]) -> Callable[[Any], Iterator[Words]]:
    def say(value: Any) -> Iterator[Words]:
        yield make(value)

    return say


def _by_teer(value: Mapping[str, int]) -> Iterator[Words]:
    for teer, level in value.items():
        yield msg("TEER %(teer)s: level %(level)s", teer=teer, level=level)


def _cities(value: Mapping[str, list[str]]) -> Iterator[Words]:
    named = tuple(city for cities in value.values() for city in cities)
    yield msg("The area is known of: %(cities)s; of other places a person says it", cities=named)


def _place(value: str) -> Words:
    return LABELS[Province].get(value, msg("Canada"))


def _relations(value: list[str]) -> Words:
    return msg("Relatives who count: %(relatives)s", relatives=tuple(
        LABELS[Relation][each] for each in value
    ))  # fmt: skip


def _statuses(value: list[str]) -> Words:
    return msg("Their status: %(statuses)s", statuses=tuple(
        LABELS[StatusInCanada][each] for each in value
    ))  # fmt: skip


def _funds_rule(value: str) -> Iterator[Words]:
    if value == "federal_table":
        yield msg("The federal table of settlement funds")


_DETAILS: Mapping[str, Callable[[Any], Iterator[Words]]] = {
    "any": _with(
        lambda value: msg("One of: %(programs)s", programs=tuple(PROGRAM_LABELS[p] for p in value))
    ),
    "teer": _with(lambda value: msg("TEER %(levels)s", levels=tuple(value))),
    "skill": _with(lambda value: msg("Skill level %(levels)s", levels=tuple(value))),
    "codes": _with(lambda value: msg("NOC codes: %(codes)s", codes=tuple(value))),
    "hours": _with(lambda value: msg("%(hours)s hours in all", hours=value)),
    "single": _said(msg("All in one occupation")),
    "primary": _said(msg("In the main occupation")),
    "authorized": _said(msg("With permission to work")),
    "same_as_offer": _said(msg("In the occupation of the job offer")),
    "with_offer_employer": _said(msg("For the employer of the job offer")),
    "canadian_employer": _said(msg("Not for an employer in another country")),
    "self_employed_codes": _with(
        lambda value: msg("Self-employed work counts for NOC %(codes)s", codes=tuple(value))
    ),
    "program": _with(
        lambda value: msg("Counted as for the %(program)s", program=PROGRAM_LABELS[value])
    ),
    "by_teer": _by_teer,
    "max_years": _with(lambda value: msg("Not older than %(years)s years", years=value)),
    "eca": _said(msg("A credential from abroad needs an assessment (ECA)")),
    "eca_max_years": _with(
        lambda value: msg("The assessment is not older than %(years)s years", years=value)
    ),
    "within_years": _with(lambda value: msg("Finished in the last %(years)s years", years=value)),
    "full_time": _said(msg("Full-time")),
    "permanent": _said(msg("Permanent")),
    "hours_per_week": _with(lambda value: msg("%(hours)s hours a week or more", hours=value)),
    "duration_months": _with(lambda value: msg("For %(months)s months or more", months=value)),
    "income_table": _said(msg("By the province’s table for the size of the family")),
    "income_cities": _cities,
    "relations": _with(_relations),
    "statuses": _with(_statuses),
    "bodies": _with(lambda value: msg("With: %(bodies)s", bodies=tuple(value))),
    "none_of": _with(
        lambda value: msg(
            "Not for: %(statuses)s",
            statuses=tuple(LABELS[StatusInCanada][each] for each in value),
        )
    ),
    "work_permit": _said(msg("With a work permit")),
    "permit_months_left": _with(
        lambda value: msg("The permit holds for %(months)s months more", months=value)
    ),
    "countries": _with(lambda value: msg("Countries: %(countries)s", countries=tuple(value))),
    "or_job_offer": _with(
        lambda value: msg("Not asked with a job or a job offer in %(place)s", place=_place(value))
    ),
    "unless_exempt": _said(msg("Not asked of those the federal program exempts")),
    "exclude": _said(msg("Occupations of the list are left out")),
    "round_decides": _said(msg("Each round says how many points it takes")),
}
_BY_KIND: Mapping[tuple[str, str], Callable[[Any], Iterator[Words]]] = {
    ("ties", "months"): _with(lambda value: msg("%(months)s months or more", months=value)),
    ("ties", "continuous"): _said(msg("Without a break")),
    # The label of full-time work says so itself.
    ("experience", "full_time"): lambda _: iter(()),
    ("residence", "months"): _with(
        lambda value: msg("For %(months)s months or more", months=value)
    ),
    ("funds", "rule"): _funds_rule,
    ("funds", "first"): _with(lambda value: msg("%(amount)s for the client", amount=Money(value))),
    ("funds", "each_more"): _with(
        lambda value: msg(
            "%(amount)s for each member of the family who comes along", amount=Money(value)
        )
    ),
}
