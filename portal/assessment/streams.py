"""Provincial streams: does one fit, what is missing, is it open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from portal.assessment.decided import Decided, decide
from portal.assessment.grids import score
from portal.assessment.ground import Ground
from portal.assessment.horizon import with_days
from portal.assessment.result import Criterion, Flag, Kept, Line, RuleRef
from portal.rulebook.streams import Status, Stream, Streams, StreamVersion
from portal.text import Label, Text, msg

STATUSES = ("no_match", "closed", "near_miss", "possible", "match")
# A near miss is one or two facts away; a closed stream is shown up to there too.
NEAR = 2


# Not frozen, as Text is not: dozens are made for one profile.
@dataclass(slots=True)
class StreamResult:
    """One stream in the contract's form.

    ``open_since`` and ``closed_on`` are None where the day was not found;
    ``state`` is the stream's own (open, open_no_draws, paused, revoked …).
    """

    id: str
    province: str
    name: Label
    status: str
    points: int | None
    pass_mark: int | None
    lines: tuple[Line, ...]
    criteria: tuple[Criterion, ...]
    open_since: date | None
    closed_on: date | None
    because: Text
    state: str
    alignment: str
    program: str
    as_of: date
    rule: RuleRef
    kept: Kept | None = field(default=None, compare=False, repr=False)

    # What differs between two clients of whom the same is said; see ``Kept``.
    OWN: ClassVar[tuple[str, ...]] = ("points", "pass_mark", "lines", "criteria")


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of a stream, of whoever fails the same criteria on a day of the same state."""

    status: str
    because: Text
    open_since: date | None
    closed_on: date | None
    grid: str | None
    kept: Kept


def judge_streams(ground: Ground) -> list[StreamResult]:
    """Every stream that had been heard of on the ground's day, province by province."""
    made = []
    for stream in ground.rules.part(Streams).values():
        status = stream.status_on(ground.rule_day)
        if status is not None:
            made.append(_judge(ground, stream, status))
    return made


def _judge(ground: Ground, stream: Stream, status: Status) -> StreamResult:
    version = stream.version_on(ground.rule_day) or stream.versions[0]
    decided = decide(ground, stream.rule_id, version)
    said: _Said | None = decided.said.get(status.from_)
    if said is None:
        said = decided.said[status.from_] = _say(decided, status, stream, version)
    scored = None if said.grid is None else score(ground, said.grid)
    criteria = decided.criteria
    if said.status == "near_miss":
        criteria = with_days(ground, version.criteria, decided, version.from_)
    return StreamResult(
        id=stream.id,
        province=stream.province,
        name=stream.name,
        status=said.status,
        points=scored.points if scored else None,
        pass_mark=scored.grid.pass_mark if scored else None,
        lines=scored.lines if scored else (),
        criteria=criteria,
        open_since=said.open_since,
        closed_on=said.closed_on,
        because=said.because,
        state=status.state,
        alignment=stream.alignment,
        program=stream.program,
        as_of=stream.as_of,
        rule=decided.rule,
        kept=said.kept,
    )


def _say(decided: Decided, status: Status, stream: Stream, version: StreamVersion) -> _Said:
    word, because = _status(decided, status, stream)
    opened, closed = _span(stream, status)
    return _Said(word, because, opened, closed, _grid(decided, version), Kept())


def _status(decided: Decided, status: Status, stream: Stream) -> tuple[str, Text]:
    missing = tuple(each.label for each in decided.failing)
    if decided.hard or len(missing) > NEAR:
        return "no_match", msg("Not met: %(missing)s", missing=missing)
    if not status.is_open:
        return "closed", _closed(decided, status, stream)
    if missing:
        return "near_miss", msg("Still missing: %(missing)s", missing=missing)
    if decided.unclear or status.state == "unknown":
        return "possible", _unsure(decided)
    if decided.judged:
        return "possible", msg("No fact fails; what decides needs a person")
    if status.state == "open_no_draws":
        return "match", msg("All facts are met; the stream is open but nobody is being chosen")
    return "match", msg("All facts are met")


def _unsure(decided: Decided) -> Text:
    what = tuple(each.label for each in decided.unclear)
    if not what:
        return msg("No fact fails; whether the stream is open was not found")
    return msg("No fact fails; not known: %(what)s", what=what)


def _closed(decided: Decided, status: Status, stream: Stream) -> Text:
    since = _closed_since(stream, status)
    if status.state == "announced":
        words = msg("Announced, not open yet")
    elif since is None:
        words = msg("Not open; since when was not found")
    else:
        words = msg("Not open since %(day)s", day=since)
    if decided.failing:
        missing = tuple(each.label for each in decided.failing)
        return msg(
            "%(closed)s; would have been missing: %(missing)s", closed=words, missing=missing
        )
    if decided.unclear:
        what = tuple(each.label for each in decided.unclear)
        return msg(
            "%(closed)s; no fact would have failed, not known: %(what)s", closed=words, what=what
        )
    return msg("%(closed)s; all facts would have been met", closed=words)


def _span(stream: Stream, status: Status) -> tuple[date | None, date | None]:
    """Since when the stream is open, or closed."""
    if status.is_open:
        return _first_of_run(stream, status), None
    return None, _closed_since(stream, status)


def _closed_since(stream: Stream, status: Status) -> date | None:
    return None if status.state == "announced" else _first_of_run(stream, status)


def _first_of_run(stream: Stream, status: Status) -> date | None:
    """The first day of the unbroken run of open (or closed) states up to this one."""
    at = next(at for at, each in enumerate(stream.statuses) if each is status)
    while at and stream.statuses[at - 1].is_open == status.is_open:
        at -= 1
    first = stream.statuses[at]
    return None if first.start_unknown else first.from_


def _grid(decided: Decided, version: StreamVersion) -> str | None:
    """The grid that one of the criteria counts by."""
    asked = {each.id for each in decided.criteria}
    for spec in version.criteria:
        if spec.kind == "grid" and spec.id in asked:
            grid: str = spec.values["grid"]
            return grid
    return None


def stream_flags(results: list[StreamResult]) -> list[Flag]:
    """What a specialist must see beside the streams: open ones that choose nobody."""
    return [
        Flag(
            id="stream.no_draws",
            severity="note",
            path=f"streams.{each.id}",
            message=msg(
                "%(stream)s is open, but no round is being held",
                stream=each.name,
            ),
        )
        for each in results
        if each.state == "open_no_draws" and each.status in ("match", "possible")
    ]
