"""Which lists target a client's occupations on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from portal.assessment.crs_tables import rules_ref
from portal.assessment.ground import Ground
from portal.assessment.profile import Noc
from portal.assessment.result import RuleRef
from portal.rulebook import Rulebook
from portal.rulebook.high_wage import RULE, high_wage_on
from portal.rulebook.lists import OccupationList
from portal.text import Label, Words, msg

_KINDS = {"category": "category", "round": "round", "include": "stream", "priority": "stream"}


@dataclass(frozen=True, slots=True)
class NocCode:
    """An occupation code as the profile writes it."""

    version: str
    code: str


@dataclass(frozen=True, slots=True)
class Target:
    """One list that names the occupation. ``certain`` False: the duties decide.

    ``kind``: category, stream, round, or crs for a list that earns points.
    """

    list: str
    name: Words
    version: str
    kind: str
    from_: date
    to: date | None
    source: str
    certain: bool
    rule: RuleRef


@dataclass(frozen=True, slots=True)
class TargetedOccupation:
    """One occupation of the client and the lists that target it on the day."""

    noc: NocCode
    title: Label
    targeted_by: tuple[Target, ...]
    # Everybody of the occupation gets the same object.
    written: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)


class Targeted:
    """The lists that target an occupation on a day, as they were first looked up."""

    def __init__(self, _: Rulebook) -> None:
        self.known: dict[tuple[str, str, date], TargetedOccupation] = {}


def targeted_occupations(ground: Ground) -> list[TargetedOccupation]:
    """Every occupation of the client with the lists in force on the ground's day."""
    nocs = ground.codes or ground.candidates
    return [_targeted(ground, noc) for noc in nocs]


_MANY = 4096  # occupations and days kept of a rulebook


def _targeted(ground: Ground, noc: Noc) -> TargetedOccupation:
    known = ground.rules.part(Targeted).known
    key = (noc.version, noc.code, ground.rule_day)
    made = known.get(key)
    if made is None:
        if len(known) >= _MANY:
            known.clear()
        made = known[key] = TargetedOccupation(
            NocCode(noc.version, noc.code),
            ground.occupations.get(noc.version, noc.code).title,
            tuple(_targets(ground, noc)),
        )
    return made


def _targets(ground: Ground, noc: Noc) -> list[Target]:
    made = []
    for each in ground.lists.all():
        kind = _KINDS.get(each.use)
        if kind is None or not _in_force(each, ground.rule_day):
            continue
        listed = ground.lists.has(each, noc.version, noc.code)
        if listed is not False:
            made.append(_target(each, kind, certain=listed is True))
    return [*made, *_high_wage(ground, noc)]


def _high_wage(ground: Ground, noc: Noc) -> list[Target]:
    """The tiers of the high-wage factor an occupation is in, or may be in."""
    table = high_wage_on(ground.rules, ground.rule_day)
    if table is None:
        return []
    codes = ground.occupations.translate(noc.version, noc.code, table.edition)
    tiers = {table.tier_of.get(code) for code, _ in codes}
    version = ground.rules.table(RULE, on=table.from_)
    return [
        Target(
            list=RULE,
            name=msg("%(list)s, tier %(tier)s", list=version.label, tier=tier),
            version=version.from_.isoformat(),
            kind="crs",
            from_=version.from_,
            to=version.until,
            source=version.source.url,
            certain=len(tiers) == 1,
            rule=rules_ref(version),
        )
        for tier in table.tiers
        if tier in tiers
    ]


def _in_force(version: OccupationList, day: date) -> bool:
    return version.from_ <= day and (version.until is None or version.until >= day)


def _target(version: OccupationList, kind: str, *, certain: bool) -> Target:
    return Target(
        list=version.id,
        name=version.label,
        version=version.from_.isoformat(),
        kind=kind,
        from_=version.from_,
        to=version.until,
        source=version.source.url,
        certain=certain,
        rule=RuleRef(
            id=version.rule_id,
            title=version.source.title,
            url=version.source.url,
            from_=version.from_,
            read_on=version.source.read_on,
            confidence=version.confidence,
        ),
    )
