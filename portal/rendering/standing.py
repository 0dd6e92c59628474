"""Where do I stand: the score beside the cutoffs of the last twelve months, kind by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.rendering.speech import Part, Speaker
from portal.rendering.verdicts import Badge, RoundView, round_view
from portal.text import msg

#: How far from the score a cutoff may lie and still share a drawing with it, in points.
NEAR = 80

#: The group of the federal rounds for people with a nomination.
NOMINEES = "federal/pnp"

#: How many rounds a paper lists one by one; the others are counted by kind.
LISTED = 40

#: What a headline calls recent, in days up to the last federal round: about a season of rounds.
FRESH = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Standing:
    """One kind of round over twelve months: how many, which cutoffs, the last one, and you.

    `that_day` is the score that the outcome of the last round rests on, where it is not today's.
    `cleared` counts the rounds whose published lowest score is not above today's total.
    """

    label: str
    detail: str
    group: str
    rounds: int
    lowest: int | None
    highest: int | None
    cutoffs: str
    last: RoundView
    last_won: RoundView | None
    gap: int | None
    distance: str
    that_day: str
    cleared: int
    won: int
    badge: Badge


@dataclass(frozen=True, slots=True)
class YearOfRounds:
    """One calendar year, counted: rounds, invited, missed, cannot tell."""

    year: int
    rounds: int
    won: int
    missed: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Rounds:
    """Every round up to the day: the last twelve months whole, all years counted.

    `fresh` are the newest of `recent`. `supposed`: the client is in no pool yet, and the rows
    say what today's facts would have done; `newcomer`: their profile is newer than the rounds.
    `listed` are those of `recent` that a paper shows one
    by one, `unpublished` the kinds whose scores nobody published. `judged` False: rounds were not
    judged by this build, which is not the same as none.
    """

    judged: bool
    since: str
    fresh: tuple[RoundView, ...]
    recent: tuple[RoundView, ...]
    listed: tuple[RoundView, ...]
    standings: tuple[Standing, ...]
    unpublished: tuple[Standing, ...]
    ruler: tuple[RoundView, ...]
    drawn: tuple[RoundView, ...]
    years: tuple[YearOfRounds, ...]
    earlier_won: tuple[RoundView, ...]
    supposed: bool
    newcomer: bool

    @property
    def won(self) -> tuple[RoundView, ...]:
        """The rounds of the last twelve months that would have invited the client."""
        return tuple(each for each in self.recent if each.won)


def twelve_months_before(day: date) -> date:
    """The same day a year earlier; 28 February for 29 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def rounds_view(document: Part, say: Speaker) -> Rounds:
    """The document's rounds, newest first, with the standings of the last twelve months."""
    on = date.fromisoformat(document["on"])
    since = twelve_months_before(on)
    entries = document.get("rounds")
    newest = _newest(entries or ())
    suppose = newest is not None and newest["outcome"] == "not_in_pool"
    views = [round_view(each, say, suppose=suppose) for each in entries or ()]
    views.sort(key=lambda each: (each.on, each.id), reverse=True)
    recent = tuple(each for each in views if date.fromisoformat(each.on) > since)
    fresh = _fresh(recent)
    total = document["crs"]["total"]
    kinds = _standings(recent, total, say)
    return Rounds(
        judged=entries is not None,
        since=say.day(since),
        fresh=fresh,
        recent=recent,
        listed=_listed(recent),
        standings=tuple(each for each in kinds if each.lowest is not None),
        unpublished=tuple(each for each in kinds if each.lowest is None),
        ruler=_nearest(fresh if len(fresh) > 2 else recent, total, 4),
        drawn=_nearest(recent, total, 10),
        years=_years(views),
        earlier_won=tuple(each for each in views if each.won and each not in recent)[:12],
        supposed=suppose,
        newcomer=suppose and newest is not None and _created_since(newest),
    )


def _newest(entries: Sequence[Part]) -> Part | None:
    """The last federal round, else the last round of all."""
    last: Part | None = max(
        entries, key=lambda each: (each.get("province") is None, each["on"]), default=None
    )
    return last


def _created_since(newest: Part) -> bool:
    """Whether all that kept the client out of the last round is that their profile is newer."""
    values = (newest.get("because_msg") or {}).get("values") or {}
    return set(values) == {"created"}


def _fresh(recent: Sequence[RoundView]) -> tuple[RoundView, ...]:
    """The rounds since a season before the last federal one; rounds may pause for months."""
    last = max(recent, key=lambda each: (each.province is None, each.on), default=None)
    if last is None:
        return ()
    since = date.fromisoformat(last.on) - FRESH
    return tuple(each for each in recent if date.fromisoformat(each.on) > since)


def _listed(recent: Sequence[RoundView]) -> tuple[RoundView, ...]:
    """The rounds nearest to the client, newest first: won, then missed by points, then others."""
    order = {"invited": 0, "below_cutoff": 1, "above_range": 1, "after_tie_break": 1, "unknown": 2}

    def distance(each: RoundView) -> int:
        unpublished = each.lowest is None and not each.won
        return 4 if unpublished else order.get(each.outcome, 3)

    nearest = sorted(recent, key=distance)[:LISTED]
    return tuple(each for each in recent if each in nearest)


def _standings(
    recent: Sequence[RoundView], total: int | None, say: Speaker
) -> tuple[Standing, ...]:
    groups: defaultdict[str, list[RoundView]] = defaultdict(list)
    for each in recent:
        groups[each.group].append(each)
    rows = [_standing(rounds, total, say) for rounds in groups.values()]
    # What invites first, then federal before provincial, then the nearest cutoff.
    rows.sort(
        key=lambda row: (
            not row.last.won,
            row.last.province is not None,
            abs(row.gap) if row.gap is not None else 10_000,
            row.label,
        )
    )
    return tuple(rows)


def _standing(rounds: Sequence[RoundView], total: int | None, say: Speaker) -> Standing:
    """`rounds` of one kind, newest first."""
    last = rounds[0]
    cutoffs = [each.lowest for each in rounds if each.lowest is not None]
    gap = None if total is None or last.lowest is None else total - last.lowest
    return Standing(
        label=last.label,
        detail=last.detail if last.drawn else "",
        group=last.group,
        rounds=len(rounds),
        lowest=min(cutoffs, default=None),
        highest=max(cutoffs, default=None),
        cutoffs=_span(cutoffs, say),
        last=last,
        last_won=next((each for each in rounds if each.won), None),
        gap=gap,
        distance=_distance(gap, last, total, say),
        that_day=say(msg("with %(crs)s that day", crs=last.crs))
        if last.crs is not None and last.crs != total
        else "",
        cleared=0 if total is None else sum(each <= total for each in cutoffs),
        won=sum(each.won for each in rounds),
        badge=last.badge,
    )


def _span(cutoffs: Sequence[int], say: Speaker) -> str:
    if not cutoffs:
        return say(msg("not published"))
    if min(cutoffs) == max(cutoffs):
        return str(cutoffs[0])
    return say(msg("%(lowest)s to %(highest)s", lowest=min(cutoffs), highest=max(cutoffs)))


def _distance(gap: int | None, last: RoundView, total: int | None, say: Speaker) -> str:
    """“last 459, you 10 below”: the plain difference, whoever the round was for."""
    cutoff = last.cutoff
    if gap is None or total is None:
        return say(msg("last %(cutoff)s", cutoff=cutoff)) if last.lowest is not None else ""
    if gap < 0:
        return say(msg("last %(cutoff)s, you %(points)s below", cutoff=cutoff, points=-gap))
    if last.highest is not None and total > last.highest:
        over = total - last.highest
        return say(msg("last %(cutoff)s, you %(points)s above", cutoff=cutoff, points=over))
    if last.highest is not None:
        return say(msg("last %(cutoff)s, you inside", cutoff=cutoff))
    if gap == 0:
        return say(msg("last %(cutoff)s, you level", cutoff=cutoff))
    return say(msg("last %(cutoff)s, you %(points)s above", cutoff=cutoff, points=gap))


def _nearest(recent: Sequence[RoundView], total: int | None, most: int) -> tuple[RoundView, ...]:
    """At most `most` rounds worth drawing beside the score, oldest first.

    Those that invited come first, then the newest of each kind, then the rest, all within reach
    of the score so that the scale stays readable.
    """
    if total is None:
        return ()
    near = [each for each in recent if each.lowest is not None and _reach(each, total) <= NEAR]
    seen: set[str] = set()
    newest: list[RoundView] = []
    for each in near:
        if each.group not in seen:
            seen.add(each.group)
            newest.append(each)
    won = [each for each in near if each.won][: max(1, most // 2)]
    newest.sort(key=lambda each: _reach(each, total))
    by_points = [each for each in newest if each.outcome in ("below_cutoff", "above_range")]
    rest = [each for each in near if each.outcome == "below_cutoff"]
    chosen = list(_unique([*won, *by_points, *rest, *newest, *near]))[:most]
    return tuple(sorted(chosen, key=lambda each: (each.on, each.id)))


def _reach(each: RoundView, total: int) -> int:
    """How many points lie between the score and the round's nearest edge."""
    low = each.lowest or 0
    high = each.highest if each.highest is not None else low
    return max(low - total, total - high, 0) if each.highest is not None else abs(low - total)


def _unique(rounds: Iterable[RoundView]) -> Iterable[RoundView]:
    seen: set[str] = set()
    for each in rounds:
        if each.id not in seen:
            seen.add(each.id)
            yield each


def _years(views: Sequence[RoundView]) -> tuple[YearOfRounds, ...]:
    groups: defaultdict[int, list[RoundView]] = defaultdict(list)
    for each in views:
        groups[int(each.on[:4])].append(each)
    return tuple(
        YearOfRounds(
            year=year,
            rounds=len(rounds),
            won=sum(each.won for each in rounds),
            missed=sum(not each.won and each.outcome != "unknown" for each in rounds),
            unknown=sum(each.outcome == "unknown" for each in rounds),
        )
        for year, rounds in sorted(groups.items(), reverse=True)
    )


def edges_of(rounds: Iterable[RoundView]) -> list[int]:
    """Every published lowest and highest score of these rounds."""
    return [edge for each in rounds for edge in (each.lowest, each.highest) if edge is not None]
