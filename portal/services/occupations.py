"""One occupation as its page shows it: what the rules of a day make of it, and its origin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from portal.rulebook import Rulebook, Version
from portal.rulebook.categories import Categories
from portal.rulebook.high_wage import RULE as HIGH_WAGE
from portal.rulebook.high_wage import high_wage_on
from portal.rulebook.lists import Lists, OccupationList
from portal.rulebook.occupations import Occupation, Titles
from portal.rulebook.streams import Streams
from portal.text import Label, Text, Words, msg

FIRST_DAY = date(2015, 1, 1)

Kind = Literal["category", "stream", "exclusion", "round"]
_KINDS: dict[str, Kind] = {
    "category": "category",
    "include": "stream",
    "priority": "stream",
    "exclude": "exclusion",
    "round": "round",
    "historical": "round",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, no or None (the concordance leaves a choice), why, and by which rule."""

    met: bool | None
    because: Text
    rule: Version


@dataclass(frozen=True, slots=True)
class Way:
    """A code of the other edition: whether it is the only one, and how they are related."""

    occupation: Occupation
    certain: bool
    relation: Text


@dataclass(frozen=True, slots=True)
class Span:
    """Days a list held the code, inclusive; ``until`` None = still."""

    from_: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One list with the code on it.

    ``certain`` is False where only some of the codes it may be are listed.
    ``state`` says of a stream whether it was open on the day. ``spans`` are all
    the days the list held it.
    """

    label: Label
    kind: Kind
    certain: bool
    version: OccupationList
    spans: tuple[Span, ...]
    used_by: tuple[Label, ...]
    state: Text | None

    @property
    def until(self) -> date | None:
        """The last of the days; None = still."""
        return self.spans[-1].until


@dataclass(frozen=True, slots=True)
class OccupationPage:
    """Everything the page of one code says on one day."""

    occupation: Occupation
    on: date
    skilled: Answer
    trade: Answer
    high_wage: Answer | None
    other_edition: str
    ways: tuple[Way, ...]
    titles: Titles | None
    in_force: tuple[Listing, ...]
    other_days: tuple[Listing, ...]


def occupation_page(rules: Rulebook, edition: str, code: str, on: date) -> OccupationPage:
    """What the rules of a day make of a code, with every list that names it.

    Raises KeyError for an unknown edition or code, NotInForce before 2015-01-01.
    """
    occupations = rules.occupations
    occupation = occupations.get(edition, code)
    in_force, other_days = _listings(rules, occupation, on)
    return OccupationPage(
        occupation,
        on,
        _skilled(rules, occupation, on),
        _trade(rules, occupation, on),
        _high_wage(rules, occupation, on),
        "2016" if edition == "2021" else "2021",
        _ways(rules, occupation),
        occupations.titles(code) if edition == "2021" else None,
        in_force,
        other_days,
    )


# --- skilled, trade ---------------------------------------------------------------------


def _skilled(rules: Rulebook, occupation: Occupation, on: date) -> Answer:
    rule = rules.table("programs.skilled_occupation", on=on)
    met = rules.occupations.skilled_on(occupation.version, occupation.code, on)
    return Answer(met, _levels(rules, occupation, rule), rule)


def _levels(rules: Rulebook, occupation: Occupation, rule: Version) -> Text:
    """Which levels the rule accepts, and which ones this code has in the rule's edition."""
    edition: str = rule.values["edition"]
    accepted = tuple(rule.values["levels"])
    codes = [
        code
        for code, _ in rules.occupations.translate(occupation.version, occupation.code, edition)
    ]
    found = tuple(dict.fromkeys(rules.occupations.get(edition, code).level for code in codes))
    if edition == "2016":
        if occupation.version == edition:
            return msg(
                "Level %(level)s in NOC 2016. The rule accepts %(accepted)s.",
                level=found,
                accepted=accepted,
            )
        return msg(
            "The rule of that day reads NOC 2016: %(codes)s, level %(level)s. "
            "It accepts %(accepted)s.",
            codes=tuple(codes),
            level=found,
            accepted=accepted,
        )
    if occupation.version == edition:
        return msg(
            "TEER %(level)s. The rule accepts TEER %(accepted)s.", level=found, accepted=accepted
        )
    return msg(
        "The rule of that day reads NOC 2021: %(codes)s, TEER %(level)s. "
        "It accepts TEER %(accepted)s.",
        codes=tuple(codes),
        level=found,
        accepted=accepted,
    )


def _trade(rules: Rulebook, occupation: Occupation, on: date) -> Answer:
    rule = rules.table("programs.fst_trades", on=on)
    met = rules.occupations.is_trade(occupation.version, occupation.code, on)
    values = rule.values
    if values["except"]:
        because = msg(
            "The program’s groups in NOC %(edition)s: %(groups)s, without %(without)s.",
            edition=values["edition"],
            groups=tuple(values["groups"]),
            without=tuple(values["except"]),
        )
    else:
        because = msg(
            "The program’s groups in NOC %(edition)s: %(groups)s.",
            edition=values["edition"],
            groups=tuple(values["groups"]),
        )
    return Answer(met, because, rule)


def _high_wage(rules: Rulebook, occupation: Occupation, on: date) -> Answer | None:
    """Its tier in the CRS factor; None on a day without a published list."""
    table = high_wage_on(rules, on)
    if table is None:
        return None
    codes = rules.occupations.translate(occupation.version, occupation.code, table.edition)
    found = {table.tier_of.get(code) for code, _ in codes}
    tiers = tuple(tier for tier in table.tiers if tier in found)
    rule = rules.table(HIGH_WAGE, on=on)
    if not tiers:
        return Answer(False, msg("Not on the list: it earns none of these CRS points."), rule)
    because = msg("Tier %(tier)s. Work in Canada or an offer may earn CRS points.", tier=tiers)
    return Answer(None if None in found else True, because, rule)


# --- from one edition to the other ------------------------------------------------------


def _ways(rules: Rulebook, occupation: Occupation) -> tuple[Way, ...]:
    occupations = rules.occupations
    if occupation.version == "2016":
        steps = occupations.successors(occupation.code)
        return tuple(
            Way(occupations.get("2021", step.code_2021), len(steps) == 1, _became(step.successor))
            for step in steps
        )
    steps = occupations.predecessors(occupation.code)
    return tuple(
        Way(occupations.get("2016", step.code_2016), len(steps) == 1, _came(step.successor))
        for step in steps
    )


def _became(successor: str) -> Text:
    return {
        "sole": msg("All of this group went there."),
        "continues": msg("Its main heir: the rest of this group went elsewhere."),
        "part": msg("A part of this group went there. The duties decide."),
    }[successor]


def _came(successor: str) -> Text:
    return {
        "sole": msg("All of that group is here."),
        "continues": msg("Most of that group is here; a part went elsewhere."),
        "part": msg("A part of that group is here. The duties decide."),
    }[successor]


# --- lists ------------------------------------------------------------------------------


def _listings(
    rules: Rulebook, occupation: Occupation, on: date
) -> tuple[tuple[Listing, ...], tuple[Listing, ...]]:
    """The lists that hold the code on the day, and those that held it on others only."""
    lists = rules.part(Lists)
    in_force: list[Listing] = []
    other_days: list[Listing] = []
    for list_id in lists.ids:
        holding = [
            (version, answer)
            for version in lists.history(list_id)
            if version.codes
            and version.status not in ("ended", "proposed", "expected")
            and (answer := lists.has(version, occupation.version, occupation.code)) is not False
        ]
        if not holding:
            continue
        spans = _joined([Span(version.from_, version.until) for version, _ in holding])
        today = [
            (version, answer)
            for version, answer in holding
            if version.from_ <= on and (version.until is None or on <= version.until)
        ]
        version, answer = (today or holding)[-1]
        kind = _KINDS[version.use]
        listing = Listing(
            version.label,
            kind,
            bool(answer),
            version,
            spans,
            tuple(name for each in version.used_by if (name := _name(rules, each, on))),
            _state(rules, version, on) if kind == "stream" else None,
        )
        (in_force if today and kind != "round" else other_days).append(listing)
    return (
        tuple(sorted(in_force, key=_order)),
        tuple(sorted(other_days, key=lambda each: each.spans[-1].from_, reverse=True)),
    )


def _order(listing: Listing) -> tuple[int, str]:
    return ("category", "stream", "exclusion", "round").index(listing.kind), listing.version.id


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Neighbouring versions that both held the code are one span."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and last.until is not None and last.until + timedelta(1) == span.from_:
            joined[-1] = Span(last.from_, span.until)
        else:
            joined.append(span)
    return tuple(joined)


def _name(rules: Rulebook, user: str, on: date) -> Label | None:
    """The category or stream that a list serves, by its own name."""
    if user.startswith("category."):
        versions = rules.part(Categories)[user.removeprefix("category.")]
        held = [each for each in versions if each.from_ <= on] or versions
        return held[-1].label
    streams = rules.part(Streams)
    return streams[user].name if user in streams else None


def _state(rules: Rulebook, version: OccupationList, on: date) -> Text | None:
    """Whether the streams of a list are open on the day."""
    streams = rules.part(Streams)
    states = [
        status.is_open
        for user in version.used_by
        if user in streams and (status := streams[user].status_on(on)) is not None
    ]
    if not states:
        return None
    return msg("open that day") if any(states) else msg("not open that day")


def sentence(page: OccupationPage) -> Words:
    """The page's answer in one sentence."""
    match page.skilled.met, page.trade.met:
        case True, True:
            return msg(
                "On %(day)s this is skilled work for Express Entry, and a skilled trade.",
                day=page.on,
            )
        case True, False:
            return msg("On %(day)s this is skilled work for Express Entry.", day=page.on)
        case True, None:
            return msg(
                "On %(day)s this is skilled work for Express Entry; whether it is a skilled trade, "
                "the duties decide.",
                day=page.on,
            )
        case False, _:
            return msg(
                "On %(day)s this is no skilled work for Express Entry. Some provincial streams "
                "and pilots take it.",
                day=page.on,
            )
    return msg(
        "On %(day)s nobody can say from this code alone whether it is skilled work: its heirs "
        "differ, and the duties decide.",
        day=page.on,
    )
