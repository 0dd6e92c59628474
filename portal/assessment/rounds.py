"""Rounds replayed: what each would have meant for one profile as it stood that day.

Outcomes are tested in the contract's order; the first failing one wins, and an
unknown before it gives ``unknown``. ``if_in_pool`` asks the same question for
today's facts, as if they had been in the pool that day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, cast
from urllib.parse import urlsplit

from portal.assessment.facts import Facts
from portal.assessment.ground import Ground
from portal.assessment.grounds import Grounds, LawDays
from portal.assessment.pool import Membership, membership
from portal.assessment.result import Kept, RuleRef
from portal.assessment.round_gates import Gates
from portal.assessment.round_outcome import InPool, Replay
from portal.assessment.round_score import Finding, federal_score, provincial_score
from portal.rulebook import Rulebook
from portal.rulebook.round_rules import Asked, RoundRules
from portal.rulebook.rounds import CRS, FederalRound, Rounds
from portal.text import Label, Text, Words, msg


@dataclass(frozen=True, slots=True)
class RoundShown:
    """What everybody is shown of one round. ``score_scale`` names a province's own score."""

    id: str
    on: date
    at: datetime | None
    kind: str
    province: str | None
    stream: str | None
    name: Label
    invitations: int | None
    lowest: int | None
    highest: int | None
    tie_break_at: datetime | None
    rule: RuleRef
    score_scale: str | None
    note: Words | None
    story: Text | None
    confidence: str
    kept: Kept = field(default_factory=Kept, compare=False, repr=False)


# Not frozen: 828 of them are made for one profile, and freezing doubles the cost.
@dataclass(slots=True)
class RoundResult:
    """One round in the contract's form: the round, and what it would have meant for a client."""

    round: RoundShown
    crs: int | None
    outcome: str
    because: Text
    if_in_pool: InPool

    # The contract's keys in their order: the client's own stand among the round's.
    KEYS: ClassVar[tuple[str, ...]] = (
        *("id", "on", "at", "kind", "province", "stream", "name", "invitations"),
        *("lowest", "highest", "tie_break_at", "crs", "outcome", "because", "if_in_pool"),
        *("rule", "score_scale", "note", "story", "confidence"),
    )
    OWN: ClassVar[tuple[str, ...]] = ("crs", "outcome", "because", "if_in_pool")

    def __getattr__(self, name: str) -> Any:
        """What is not the client's own is the round's."""
        if name == "round":  # not set yet, as while copying
            raise AttributeError(name)
        return getattr(self.round, name)


@dataclass(frozen=True, slots=True)
class Held:
    """One round ready to be replayed, made once a rulebook.

    ``gate``: the number of the question it asks; ``instant``: None where only its day
    is known. ``window``: it printed between which days profiles had to be created.
    """

    on: date
    day: date
    instant: datetime | None
    law: int
    gate: int
    federal: FederalRound | None
    asked: Asked | None
    shown: RoundShown
    window: bool = False


class HeldRounds:
    """All rounds of a rulebook by day, with their references and stories."""

    def __init__(self, rules: Rulebook) -> None:
        stories = _stories(rules)
        laws, gates = rules.part(LawDays), rules.part(Gates)
        held = [_federal(each, laws, gates) for each in rules.part(Rounds).federal]
        held += [
            _provincial(each, stories.get(each.row.id), laws, gates)
            for each in rules.part(RoundRules).all
        ]
        self.all = tuple(sorted(held, key=lambda each: (each.on, each.shown.rule.id)))
        self.gates = gates.count


def _federal(row: FederalRound, laws: LawDays, gates: Gates) -> Held:
    rule = RuleRef(
        id=f"rounds_federal.{row.id}",
        title=_title(row.source),
        url=row.source,
        from_=row.on,
        read_on=row.read_on,
        confidence=row.confidence,
    )
    shown = RoundShown(
        id=row.id,
        on=row.on,
        at=row.at,
        kind=row.kind,
        province=None,
        stream=None,
        name=row.name,
        invitations=row.invitations,
        lowest=row.lowest,
        highest=None,
        tie_break_at=row.tie_break,
        rule=rule,
        score_scale=None,
        note=None,
        story=None,
        confidence=row.confidence,
    )
    law, gate = laws.at(row.on), gates.federal(row)
    return Held(row.on, row.day, row.instant, law, gate, row, None, shown)


def _title(source: str) -> str:
    """IRCC's own page, or by its address the copy a round was read in."""
    at = urlsplit(source)
    if at.netloc.endswith("canada.ca"):
        return "IRCC: rounds of invitations"
    return f"{at.netloc}{at.path}".split("/tree/")[0]


def _provincial(asked: Asked, story: Text | None, laws: LawDays, gates: Gates) -> Held:
    row = asked.row
    rule = RuleRef(
        id=f"rounds_provincial.{row.id}",
        title=row.name.en,
        url=row.source,
        from_=row.on,
        read_on=row.read_on,
        confidence=row.confidence,
    )
    scale = row.score_scale
    shown = RoundShown(
        id=row.id,
        on=row.on,
        at=None,
        kind="provincial",
        province=row.province,
        stream=row.stream,
        name=row.name,
        invitations=row.invitations,
        lowest=row.lowest,
        highest=row.highest,
        tie_break_at=None,
        rule=rule,
        score_scale=scale if scale and scale != CRS else None,
        note=Label(row.note, row.note_fr) if row.note else None,
        story=story,
        confidence=row.confidence,
    )
    law, gate = laws.at(row.on), gates.provincial(asked)
    window = row.profile_from is not None and row.profile_to is not None
    return Held(row.on, row.on, None, law, gate, None, asked, shown, window)


def _stories(rules: Rulebook) -> dict[str, Text]:
    """What is told beside a round: figures of a year, kept with their source."""
    made: dict[str, Text] = {}
    rounds = rules.part(Rounds)
    for path in rules.paths:
        if not path.startswith("rounds/"):
            continue
        for version in rules.history(path.removesuffix(".toml").replace("/", ".")):
            values = version.values
            (first_id, first), (_, second) = version.rows
            made[values["shown_on"]] = msg(
                "%(second)s invited, CRS %(lowest)s to %(highest)s. With the %(first)s of"
                " %(first_on)s that makes %(total)s in the two tech rounds of %(year)s",
                second=second,
                lowest=values["lowest"],
                highest=values["highest"],
                first=first,
                first_on=rounds.get(first_id).on,
                total=values["total"],
                year=str(values["year"]),
            )
    return made


def replay_rounds(facts: Facts, rules: Rulebook, on: date) -> list[RoundResult]:
    """Every round up to and including ``on``, oldest first."""
    member = membership(facts.profile, rules)
    grounds = Grounds(facts, on, member)
    replay = Replay(rules)
    held = rules.part(HeldRounds)
    today = _Today(replay, grounds, member, held.gates)
    made = []
    shut = today.shut
    for each in held.all:
        if each.on > on:
            break
        there = member.on(each.day, each.instant, at_an_hour=each.federal is not None)
        if there is True:
            ground = grounds.on(each.on, today=False)
            crs, outcome, because = _ask(replay, each, ground, member)
        elif there is False:
            reason = member.absent(each.day)
            because = _outside(each, reason) if each.window else reason
            crs, outcome = None, "not_in_pool"
        else:
            crs, outcome, because = None, "unknown", member.unclear()
        in_pool = shut[each.gate] or today.meets(each)
        made.append(RoundResult(each.shown, crs, outcome, because, in_pool))
    return made


def _ask(replay: Replay, held: Held, ground: Ground, member: Membership) -> Finding:
    """A round, for the profile as it stood that day."""
    if held.federal is not None:
        return replay.federal(held.federal, ground, member, today=False)
    return replay.provincial(cast(Asked, held.asked), ground, member, today=False)


class _Today:
    """Today's facts, put to every round as if they had been in the pool that day.

    ``shut``: by gate, what its rounds come to where the gate is known not to open.
    """

    def __init__(self, replay: Replay, grounds: Grounds, member: Membership, gates: int) -> None:
        self._replay = replay
        self._grounds = grounds
        self._member = member
        self._asked = [False] * gates
        self.shut: list[InPool | None] = [None] * gates
        self._known: dict[tuple[int | None, str], InPool] = {}

    def meets(self, held: Held) -> InPool:
        """What today's facts would have met; the question itself is judged once a gate."""
        at = held.gate
        if not self._asked[at]:
            self._asked[at] = True
            self.shut[at] = self._gate(held)
        shut = self.shut[at]
        if shut is not None:
            return shut
        ground = self._grounds.under(held.law, held.on)
        if held.federal is not None:
            found = federal_score(ground, held.federal, self._member, today=True)
        else:
            found = provincial_score(ground, cast(Asked, held.asked), today=True)
        return self._in_pool(found)

    def _gate(self, held: Held) -> InPool | None:
        ground = self._grounds.under(held.law, held.on)
        if held.federal is not None:
            found = self._replay.federal_gate(held.federal, ground)
        else:
            found = self._replay.provincial_gate(cast(Asked, held.asked), ground)
        return None if found is None else self._in_pool(found)

    def _in_pool(self, found: Finding) -> InPool:
        # The same few values for hundreds of rounds.
        key = (found.crs, found.outcome)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = InPool(*key)
        return known


def _outside(held: Held, reason: Text) -> Text:
    row = cast(Asked, held.asked).row
    return msg(
        "%(reason)s; the round took profiles created from %(first)s to %(last)s",
        reason=reason,
        first=row.profile_from,
        last=row.profile_to,
    )
