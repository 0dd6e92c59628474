"""Rounds replayed: what each would have meant for one profile as it stood that day.

Outcomes are tested in the contract's order; the first failing one wins, and an
unknown before it gives ``unknown``. ``if_in_pool`` asks the same question for
today's facts, as if they had been in the pool that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portal.assessment.facts import Facts
from portal.assessment.grounds import Grounds, LawDays
from portal.assessment.pool import Membership, membership
from portal.assessment.result import RuleRef
from portal.assessment.round_outcome import InPool, Replay
from portal.rulebook import Rulebook
from portal.rulebook.round_rules import Asked, RoundRules
from portal.rulebook.rounds import FederalRound, Rounds
from portal.text import Label, Text, Words, msg


# Not frozen: 828 of them are made for one profile, and freezing doubles the cost.
@dataclass(slots=True)
class RoundResult:
    """One round in the contract's form. ``score_scale`` names a province's own score."""

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
    crs: int | None
    outcome: str
    because: Text
    if_in_pool: InPool
    rule: RuleRef
    score_scale: str | None = None
    note: Words | None = None
    story: Text | None = None
    confidence: str = "high"


@dataclass(frozen=True, slots=True)
class Shown:
    """What every replay shows of one round, made once a rulebook."""

    on: date
    day: date
    law: int
    federal: FederalRound | None
    asked: Asked | None
    rule: RuleRef
    note: Words | None
    story: Text | None


class ShownRounds:
    """All rounds of a rulebook by day, with their references and stories."""

    def __init__(self, rules: Rulebook) -> None:
        stories = _stories(rules)
        laws = rules.part(LawDays)
        shown = [_federal(each, laws) for each in rules.part(Rounds).federal]
        shown += [_provincial(each, stories, laws) for each in rules.part(RoundRules).all]
        self.all = tuple(sorted(shown, key=lambda each: (each.on, each.rule.id)))


def _federal(row: FederalRound, laws: LawDays) -> Shown:
    rule = RuleRef(
        id=f"rounds_federal.{row.id}",
        title="IRCC: rounds of invitations",
        url=row.source,
        from_=row.on,
        read_on=row.read_on,
        confidence=row.confidence,
    )
    return Shown(row.on, row.day, laws.at(row.day), row, None, rule, None, None)


def _provincial(asked: Asked, stories: dict[str, Text], laws: LawDays) -> Shown:
    row = asked.row
    rule = RuleRef(
        id=f"rounds_provincial.{row.id}",
        title=row.name.en,
        url=row.source,
        from_=row.on,
        read_on=row.read_on,
        confidence=row.confidence,
    )
    note = Label(row.note, row.note_fr) if row.note else None
    return Shown(row.on, row.on, laws.at(row.on), None, asked, rule, note, stories.get(row.id))


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
    grounds = Grounds(facts, on, member.first)
    replay = Replay(rules)
    made = []
    for shown in rules.part(ShownRounds).all:
        if shown.on > on:
            break
        if shown.federal is not None:
            made.append(_federal_result(replay, grounds, member, shown, shown.federal))
        elif shown.asked is not None:
            made.append(_provincial_result(replay, grounds, member, shown, shown.asked))
    return made


def _federal_result(
    replay: Replay, grounds: Grounds, member: Membership, shown: Shown, row: FederalRound
) -> RoundResult:
    ground = grounds.under(shown.law, row.day)
    wondered = replay.federal(row, ground, member, today=True)
    there = member.on(row.day, row.instant)
    if there is True:
        ground = grounds.on(row.day, today=False)
        crs, outcome, because = replay.federal(row, ground, member, today=False)
    elif there is False:
        crs, outcome, because = None, "not_in_pool", member.absent(row.day)
    else:
        crs, outcome, because = None, "unknown", member.unclear()
    return RoundResult(
        row.id,
        row.on,
        row.at,
        row.kind,
        None,
        None,
        row.name,
        row.invitations,
        row.lowest,
        None,
        row.tie_break,
        crs,
        outcome,
        because,
        replay.wondered(wondered),
        shown.rule,
        None,
        shown.note,
        None,
        row.confidence,
    )


def _provincial_result(
    replay: Replay, grounds: Grounds, member: Membership, shown: Shown, asked: Asked
) -> RoundResult:
    row = asked.row
    ground = grounds.under(shown.law, row.on)
    wondered = replay.provincial(asked, ground, member, today=True)
    there = member.on(row.on, None)
    if there is True:
        ground = grounds.on(row.on, today=False)
        crs, outcome, because = replay.provincial(asked, ground, member, today=False)
    elif there is False:
        crs, outcome, because = None, "not_in_pool", _absent(asked, member)
    else:
        crs, outcome, because = None, "unknown", member.unclear()
    scale = row.score_scale
    return RoundResult(
        row.id,
        row.on,
        None,
        "provincial",
        row.province,
        row.stream,
        row.name,
        row.invitations,
        row.lowest,
        row.highest,
        None,
        crs,
        outcome,
        because,
        replay.wondered(wondered),
        shown.rule,
        scale if scale and scale != "CRS" else None,
        shown.note,
        shown.story,
        row.confidence,
    )


def _absent(asked: Asked, member: Membership) -> Text:
    row = asked.row
    reason = member.absent(row.on)
    if row.profile_from is None or row.profile_to is None:
        return reason
    return msg(
        "%(reason)s; the round took profiles created from %(first)s to %(last)s",
        reason=reason,
        first=row.profile_from,
        last=row.profile_to,
    )
