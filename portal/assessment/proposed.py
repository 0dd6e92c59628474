"""If this became law: one profile beside what a government only proposes.

Nothing here is a result. ``assess`` does not know this module, and a number stands only
where the proposal gives one: a line that goes is 0, a line that stays is what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.assessment.additional import graduate_study
from portal.assessment.crs import best_factors, most_of, score
from portal.assessment.crs_points import Points, counted
from portal.assessment.crs_tables import Tables, tables_on
from portal.assessment.decided import decide
from portal.assessment.eligibility import eligibility
from portal.assessment.facts import Factors, Facts
from portal.assessment.ground import Answer, Ground
from portal.assessment.profile import Profile
from portal.assessment.result import Criterion, Line
from portal.rulebook import Rulebook
from portal.rulebook.proposals import Change, Proposal, Proposals
from portal.text import Text, Words, msg

_BECOMES = {
    "nothing": msg("goes"),
    "same": msg("stays"),
    "adopted": msg("reported in force by now"),
    "graduate_or_nothing": msg("goes, or stays for graduate degrees alone"),
    "unknown": msg("changes, no figures"),
}
_UNMENTIONED = msg("not mentioned")


@dataclass(frozen=True, slots=True)
class LineIf:
    """One CRS line: points today, and if this became law.

    ``then`` None: no figure was published, or it hangs on something unknown; ``low`` and
    ``high`` bound it (``high`` None: nobody can say). ``change`` None: the line is not
    mentioned in what was read, and the bounds are those of today.
    """

    id: str
    label: Words
    now: int | None
    then: int | None
    low: int
    high: int | None
    becomes: Text
    change: Change | None


@dataclass(frozen=True, slots=True)
class IfLaw:
    """A profile beside a proposal on a day.

    ``at_least`` and ``at_most`` are totals (0 to 1200) that count every line not mentioned
    as it is today; ``at_most`` is None where a line without figures may give any number.
    ``without_figures`` are the lines that would change by nobody knows how much.
    """

    proposal: Proposal
    on: date
    now: int | None
    at_least: int | None
    at_most: int | None
    lines: tuple[LineIf, ...]
    without_figures: tuple[LineIf, ...]
    not_mentioned: tuple[LineIf, ...]
    programs: Mapping[str, Answer]
    eligible: Answer
    criteria: tuple[Criterion, ...]


def if_law(profile: Profile, rules: Rulebook, on: date) -> IfLaw | None:
    """What the proposal open on a day would make of a profile; None where none is open.

    Raises NotInForce before 2015-01-01.
    """
    proposal = rules.part(Proposals).open_on(on)
    if proposal is None:
        return None
    facts = Facts(profile, rules)
    factors = best_factors(facts, on)
    tables = tables_on(rules, on)
    now = score(facts, factors)
    changes = {each.line: each for each in proposal.changes}
    lines = tuple(
        _line(line, changes.get(line.id), facts, factors, tables)
        for section in now.sections
        for line in section.lines
    )
    programs = eligibility(facts, factors)
    most = most_of(facts, on, now)
    ground = Ground(facts, factors, on, crs=now.total, most=most, programs=programs)
    decided = decide(ground, proposal.rule_id, proposal)
    known = now.total is not None
    highs = {each.id: each.high for each in lines}
    return IfLaw(
        proposal=proposal,
        on=on,
        now=now.total,
        at_least=_total({each.id: each.low for each in lines}, factors, tables) if known else None,
        at_most=_total(highs, factors, tables) if known and None not in highs.values() else None,
        lines=lines,
        without_figures=tuple(each for each in lines if each.change and each.then is None),
        not_mentioned=tuple(each for each in lines if each.change is None),
        programs=programs,
        eligible=decided.met,
        criteria=decided.criteria,
    )


def _total(points: Points, factors: Factors, tables: Tables) -> int:
    return sum(counted(points, factors, tables).values())


def _line(
    line: Line, change: Change | None, facts: Facts, factors: Factors, tables: Tables
) -> LineIf:
    """A line that stays may still hang on an unknown fact: at most what its table can give."""
    low, high = (0, line.max) if line.points is None else (line.points, line.points)
    if change is None:
        return LineIf(line.id, line.label, line.points, None, low, high, _UNMENTIONED, None)
    match change.becomes:
        case "nothing":
            low, high = 0, 0
        case "graduate_or_nothing":
            kept = graduate_study(facts, factors, tables)
            low, high = 0, line.max if kept is None else kept
        case "unknown":
            low, high = 0, 0 if _has_none(facts, change) else None
    then = low if low == high else None
    becomes = _BECOMES[change.becomes]
    return LineIf(line.id, line.label, line.points, then, low, high, becomes, change)


def _has_none(facts: Facts, change: Change) -> bool:
    """Whether the profile says there is nothing that the changed line could be about."""
    return change.only_with is not None and getattr(facts.profile, change.only_with) is False
