"""What a round asked, in words: who could be drawn, the stream's or category's rule, the lists.

Nothing of a client is judged here; it is the rule of one round as the rulebook has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.assessment.labels import label_of
from portal.assessment.round_outcome import Plans
from portal.rulebook import NotInForce, Rulebook
from portal.rulebook.categories import Categories
from portal.rulebook.criteria import Spec
from portal.rulebook.lists import Lists, OccupationList
from portal.rulebook.pool import Pool, PoolStanding
from portal.rulebook.round_rules import Asked, RoundRules
from portal.rulebook.rounds import FederalRound, ProvincialRound
from portal.rulebook.schema import Source
from portal.rulebook.streams import Streams
from portal.services.round_list import Round, lowest_crs
from portal.text import Label, Money, Text, Words, msg

# A published day of the pool further away than this says little of a round.
NEAR = timedelta(days=31)

_ALONE: Mapping[str, Text] = {
    "cec": msg("Eligible for the Canadian Experience Class"),
    "fsw": msg("Eligible for the Federal Skilled Worker class"),
    "fst": msg("Eligible for the Federal Skilled Trades class"),
}
_OCCUPATIONS: Mapping[str, Text] = {
    "all": msg("All occupations"),
    "listed": msg("An occupation of the round’s list"),
    "stream": msg("An occupation that the stream takes"),
    "not_read": msg("Certain occupations, which were not found"),
    "not_printed": msg("The province did not print whether it took all occupations"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule a round leaned on: a category's or a stream's version of the day."""

    label: Label
    rule_id: str
    from_: date
    name: str
    source: Source
    confidence: str
    criteria: tuple[Words, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Occupations:
    """One list of codes with titles, in the order of the codes."""

    label: Words
    edition: str
    from_: date | None
    codes: tuple[tuple[str, Label], ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What one round asked. ``rule`` None: nothing of that day was found."""

    asked: tuple[Words, ...]
    rule: Rule | None
    lists: tuple[Occupations, ...]


def wording(rules: Rulebook, each: Round) -> Wording:
    """What a round asked."""
    if isinstance(each, FederalRound):
        return _federal(rules, each)
    return _provincial(rules, each)


def _federal(rules: Rulebook, row: FederalRound) -> Wording:
    first = _ALONE.get(row.kind, msg("Eligible for a federal program"))
    if row.kind == "pnp":
        return Wording((first, msg("With an enhanced provincial nomination")), None, ())
    if not row.category:
        return Wording((first,), None, ())
    version = rules.part(Categories).on(row.category, row.day)
    if version is None:
        found = msg("What the category asked on that day was not found")
        return Wording((first, found), None, ())
    rule = Rule(
        version.label, version.rule_id, version.from_, version.name, version.source,
        version.confidence, _labels(version.criteria), version.note,
    )  # fmt: skip
    day = max(version.from_, row.day)
    return Wording((), rule, tuple(_category_lists(rules, version.criteria, day)))


def _category_lists(rules: Rulebook, specs: Iterable[Spec], day: date) -> Iterable[Occupations]:
    lists = rules.part(Lists)
    for list_id in dict.fromkeys(each.list_id for each in specs if each.list_id):
        try:
            yield _listed(rules, lists.on(list_id, day))
        except NotInForce:
            continue


def _listed(rules: Rulebook, version: OccupationList) -> Occupations:
    return _titled(rules, version.label, version.edition, version.codes, version.from_)


def _titled(
    rules: Rulebook, label: Words, edition: str, codes: Iterable[str], day: date | None
) -> Occupations:
    known = rules.occupations
    return Occupations(
        label, edition, day, tuple((code, known.get(edition, code).title) for code in sorted(codes))
    )


def _provincial(rules: Rulebook, row: ProvincialRound) -> Wording:
    (asked,) = (each for each in rules.part(RoundRules).all if each.row.id == row.id)
    stream = rules.part(Streams)[row.stream]
    version = stream.version_on(row.on)
    rule = None
    if version is not None:
        rule = Rule(
            stream.name, stream.rule_id, version.from_, "", version.source,
            version.confidence, _labels(version.criteria), version.note,
        )  # fmt: skip
    lists = [_listed(rules, each) for each in asked.lists]
    if row.codes:
        label = msg("Occupations of the round")
        lists.append(_titled(rules, label, row.edition, row.codes, None))
    interest = row.id in rules.part(Plans).interest
    return Wording(tuple(_of_the_round(row, asked, interest)), rule, tuple(lists))


def _of_the_round(row: ProvincialRound, asked: Asked, interest: bool) -> Iterable[Words]:
    if interest:
        yield msg("An expression of interest that stood with the province on that day")
    occupations = _OCCUPATIONS[asked.occupations]
    yield (
        msg("%(asked)s, as primary occupation", asked=occupations)
        if asked.primary
        else (occupations)
    )
    yield from _labels(asked.specs)
    for word, make in _OFFERS.items():
        found = row.one(word)
        if found is not None:
            yield make(found)
    if row.has("selection", "not_printed"):
        yield msg("How the province chose among candidates was not printed")


def _labels(specs: Iterable[Spec]) -> tuple[Words, ...]:
    """What each criterion asks; of those in one group one is enough, so they share a line."""
    groups: dict[str, list[Words]] = {}
    for spec in specs:
        groups.setdefault(spec.group or f"{spec.id}.", []).append(_label(spec))
    return tuple(_either(members) for members in groups.values())


def _label(spec: Spec) -> Words:
    label = label_of(spec)
    listed = spec.values.get("list") or spec.values.get("codes")
    if spec.kind == "experience" and listed:
        return msg("%(work)s, in an occupation of the list", work=label)
    return label


def _either(members: list[Words]) -> Words:
    first, *others = members
    words: Words = first
    for other in others:
        words = msg("%(one)s; or: %(other)s", one=words, other=other)
    return words


_OFFERS: Mapping[str, Callable[[str], Text]] = {
    "offer_months": lambda cell: msg("The offer runs for at least %(months)s months",
                                     months=int(cell)),
    "wage": lambda cell: msg("The offer pays at least %(pay)s an hour", pay=Money(int(cell))),
    "earnings": lambda cell: msg("The offer pays at least %(pay)s a year", pay=Money(int(cell))),
    "teer": lambda cell: msg("The offer’s occupation is of TEER %(levels)s",
                             levels=cell.replace("-", "–")),
}  # fmt: skip


# --- the pool ---------------------------------------------------------------------------


def standing_near(
    rules: Rulebook, score: int | None, day: date, within: timedelta = NEAR
) -> PoolStanding | None:
    """Where a CRS score stood in the pool, if a day was published within reach; else None."""
    days = rules.part(Pool).days
    if score is None or not days:
        return None
    found = rules.part(Pool).standing(score, day)
    return found if abs(found.day.as_on - day) <= within else None


def standing_words(standing: PoolStanding) -> Text:
    """“About N of M candidates in the pool of DAY had a better score”."""
    return msg(
        "About %(better)s of %(total)s candidates in the pool of %(day)s had a better score",
        better=standing.better,
        total=standing.day.total,
        day=standing.day.as_on,
    )


def band_words(standing: PoolStanding) -> Text:
    """How many shared the band of the score."""
    return msg(
        "%(count)s more stood in its own band, %(low)s to %(high)s",
        count=standing.band.candidates,
        low=standing.band.low,
        high=standing.band.high,
    )


def cutoff_standing(rules: Rulebook, each: Round) -> PoolStanding | None:
    """Where a round's lowest CRS stood in the pool near its day; None without one."""
    day = each.day if isinstance(each, FederalRound) else each.on
    return standing_near(rules, lowest_crs(each), day)
