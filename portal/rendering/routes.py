"""Provincial streams, categories and targeted occupations, and the best route among all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.rendering.points import (
    CriterionView,
    LineView,
    ProgramView,
    criteria_view,
    lines_view,
)
from portal.rendering.sources import Citations, Cited
from portal.rendering.speech import Part, Speaker, place
from portal.rendering.standing import Rounds
from portal.rendering.verdicts import Badge
from portal.text import Text, msg

#: How many streams are shown criterion by criterion.
DETAILED = 4

NOMINATION = "crs.additional.nomination"

#: A federal round missed by at most so many points is within reach.
REACH = 50

#: From most to least useful to the client.
STATUSES = ("match", "possible", "near_miss", "closed", "no_match")


@dataclass(frozen=True, slots=True)
class StreamView:
    """One stream or category with its verdict; `met` of `asked` leaves out what is standing.

    `because`: the verdict in a sentence; empty in documents that do not give one.
    """

    id: str
    province: str
    label: str
    status: str
    badge: Badge
    met: int
    asked: int
    count: str
    points: int | None
    pass_mark: int | None
    lines: tuple[LineView, ...]
    criteria: tuple[CriterionView, ...]
    dates: str
    because: str = ""
    lacking: frozenset[str] = frozenset()

    @property
    def promising(self) -> bool:
        """A match, a near miss, or possible with something known that speaks for it."""
        return self.status in ("match", "near_miss") or (self.status == "possible" and self.met > 0)

    @property
    def missed(self) -> tuple[CriterionView, ...]:
        """What is not met; of several ways of which one is enough, the nearest alone.

        ``lacking`` names what the verdict does, where it names anything.
        """
        missed = tuple(each for each in self.criteria if each.tone == "missed")
        return tuple(each for each in missed if each.id in self.lacking) or missed

    @property
    def open_questions(self) -> tuple[CriterionView, ...]:
        """What is not met or not known."""
        return tuple(each for each in self.criteria if each.tone in ("missed", "unsure"))


@dataclass(frozen=True, slots=True)
class TargetView:
    """One list that names the client's occupation."""

    noc: str
    title: str
    list: str
    kind: str
    dates: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Route:
    """The way in that stands out, with the reason; `badge` None when nothing was judged."""

    heading: str
    because: str
    badge: Badge | None
    detail: str


STATUS_BADGES: Mapping[str, tuple[str, str, Text]] = {
    "match": ("won", "check", msg("Match")),
    "possible": ("unknown", "circle-question-mark", msg("Possible")),
    "near_miss": ("not", "arrow-down-to-line", msg("Near miss")),
    "closed": ("closed", "ban", msg("Closed")),
    "no_match": ("not", "x", msg("No match")),
}
_ELIGIBLE: Mapping[bool | None, str] = {True: "match", False: "no_match", None: "possible"}
_KINDS: Mapping[str, Text] = {
    "category": msg("Federal category"),
    "crs": msg("CRS points"),
    "stream": msg("Provincial stream"),
    "round": msg("Round"),
}


def _badge(status: str, say: Speaker) -> Badge:
    tone, icon, words = STATUS_BADGES[status]
    return Badge(tone, icon, say(words))


def streams_view(
    entries: Sequence[Part] | None, cites: Citations, say: Speaker
) -> tuple[StreamView, ...] | None:
    """Streams, the most useful first; None when this build did not judge them."""
    if entries is None:
        return None
    aside = Citations(say)  # of what no paper shows in detail, nothing is cited
    made = [(_stream(each, aside, say), each) for each in entries]
    made.sort(key=lambda pair: _usefulness(pair[0]))
    detailed = [view.id for view, _ in made if view.promising][:DETAILED]
    return tuple(
        _stream(entry, cites, say) if view.id in detailed else view for view, entry in made
    )


def _usefulness(view: StreamView) -> tuple[int, float, str]:
    """By status; within reach, the one first of which most is met; else by name."""
    missing = 0.0
    if view.status in ("match", "possible", "near_miss"):
        missing = 1 - view.met / max(view.asked, 1)
    return STATUSES.index(view.status), missing, view.label


def categories_view(
    entries: Sequence[Part] | None, cites: Citations, say: Speaker
) -> tuple[StreamView, ...] | None:
    """Federal categories in the same shape as streams; None when they were not judged."""
    if entries is None:
        return None
    made = [
        _stream({**each, "status": _ELIGIBLE[each.get("eligible")]}, cites, say) for each in entries
    ]
    made.sort(key=lambda each: (STATUSES.index(each.status), each.label))
    return tuple(made)


def _stream(entry: Part, cites: Citations, say: Speaker) -> StreamView:
    criteria = criteria_view(entry.get("criteria") or (), cites, say)
    if entry["status"] == "match":
        criteria = tuple(_waived(each, say) for each in criteria)
    judged = [each for each in criteria if each.judged]
    met = sum(each.tone == "met" for each in judged)
    name = str(entry.get("name") or entry.get("label") or entry["id"])
    province = str(entry.get("province") or "")
    return StreamView(
        id=str(entry["id"]),
        province=province,
        label=_named(name, province, say),
        status=entry["status"],
        badge=_badge(entry["status"], say),
        met=met,
        asked=len(judged),
        count=say(msg("%(met)s of %(asked)s criteria met", met=met, asked=len(judged))),
        points=entry.get("points"),
        pass_mark=entry.get("pass_mark"),
        # A province's own grid stands on the page alone: its rules have no short names.
        lines=tuple(lines_view(entry.get("lines") or (), "", Citations(say), say)),
        criteria=criteria,
        dates=_dates(entry.get("open_since"), entry.get("closed_on"), say),
        because=_sentence(entry["because"]) if entry.get("because") else "",
        lacking=_lacking(entry),
    )


def _lacking(entry: Part) -> frozenset[str]:
    """The criteria that the verdict names as missing, by their labels."""
    named = ((entry.get("because_msg") or {}).get("values") or {}).get("missing") or ()
    return frozenset(
        each["id"] for each in entry.get("criteria") or () if each.get("label_msg") in named
    )


def _waived(criterion: CriterionView, say: Speaker) -> CriterionView:
    """In a stream that matches, what is not met was not needed: another way is open."""
    if criterion.tone != "missed":
        return criterion
    words = say(msg("Not needed"))
    return replace(criterion, tone="standing", icon="info", word=words, judged=False)


def _named(name: str, province: str, say: Speaker) -> str:
    """“Ontario, Skilled Trades”; a name that begins with the province says it already."""
    where = say(place(province)) if province else ""
    return name if not where or name.startswith(where) else f"{where}, {name}"


def _dates(since: Any, until: Any, say: Speaker) -> str:
    if since and until:
        return say(
            msg("open from %(since)s to %(until)s", since=say.day(since), until=say.day(until))
        )
    if until:
        return say(msg("not open since %(until)s", until=say.day(until)))
    return say(msg("open since %(since)s", since=say.day(since))) if since else ""


def targets_view(
    entries: Sequence[Part] | None, cites: Citations, say: Speaker
) -> tuple[TargetView, ...] | None:
    """Every list that names an occupation of the client; None when lists were not read."""
    if entries is None:
        return None
    return tuple(
        TargetView(
            noc=_noc(entry["noc"], say),
            title=str(entry.get("title") or ""),
            list=str(by.get("label") or by.get("name") or by["list"]),
            kind=say(_KINDS.get(str(by.get("kind")), msg("List"))),
            dates=_span(by.get("from"), by.get("to"), say),
            cited=cites.cite(_as_rule(by)),
        )
        for entry in entries
        for by in entry.get("targeted_by") or ()
    )


def _noc(noc: Any, say: Speaker) -> str:
    """“NOC 2016 2173”; a bare code as it is."""
    if not isinstance(noc, dict):
        return str(noc)
    return say(msg("NOC %(edition)s %(code)s", edition=noc["version"], code=noc["code"]))


def _as_rule(by: Part) -> Part:
    source = by.get("rule") or by.get("source") or {}
    if isinstance(source, str):
        return {"title": source, "url": source if source.startswith("https://") else ""}
    found: Part = source
    return found


def _span(since: Any, until: Any, say: Speaker) -> str:
    if since and until and since == until:
        return say.day(since)
    if since and until:
        return say(msg("%(since)s to %(until)s", since=say.day(since), until=say.day(until)))
    return say(msg("since %(since)s", since=say.day(since))) if since else say.day(until)


def nomination_line(document: Part) -> Part | None:
    """The line of a nomination that counts, if there is one."""
    for section in document["crs"]["sections"]:
        for line in section["lines"]:
            if line["id"] == NOMINATION and line["counted"]:
                found: Part = line
                return found
    return None


def best_route(
    document: Part,
    streams: Sequence[StreamView] | None,
    categories: Sequence[StreamView] | None,
    programs: Sequence[ProgramView],
    rounds: Rounds,
    say: Speaker,
) -> Route:
    """The way in that stands out.

    In this order: a nomination, a federal round that invites, a stream or category that
    matches, a federal kind of round within reach, a stream that nearly does, an open program.
    """
    nominated = nomination_line(document)
    if nominated is not None:
        return Route(
            heading=say(msg("Your provincial nomination")),
            because=_sentence(nominated["because"]),
            badge=Badge("won", "check", say(msg("Counted"))),
            detail=say(msg("%(points)s points", points=nominated["counted"])),
        )
    federal = next((each for each in rounds.fresh if each.won and each.province is None), None)
    if federal is not None:
        return Route(
            heading=federal.label,
            because=say(msg("The round of %(day)s would have invited you.", day=federal.day))
            + f" {_sentence(federal.because)}",
            badge=federal.badge,
            detail=say(msg("cutoff %(cutoff)s", cutoff=federal.cutoff)),
        )
    if programs and all(each.eligible is False for each in programs):
        return _program_route(programs, say)
    useful = [each for each in [*(streams or ()), *(categories or ())] if each.promising]
    useful.sort(key=lambda each: (STATUSES.index(each.status), len(each.open_questions)))
    near = _within_reach(rounds, say)
    if useful and (useful[0].status == "match" or near is None):
        return _stream_route(useful[0], rounds, say)
    return near or _program_route(programs, say)


def _within_reach(rounds: Rounds, say: Speaker) -> Route | None:
    """The federal kind of round whose last cutoff was missed by least, if by not much."""
    missed = [
        row
        for row in rounds.standings
        if row.last.province is None
        and row.last.outcome == "below_cutoff"
        and row.gap is not None
        and -REACH <= row.gap < 0
    ]
    if not missed:
        return None
    row = max(missed, key=lambda each: each.gap or 0)
    return Route(
        heading=row.label,
        because=say(
            msg(
                "%(points)s points below the round of %(day)s; cutoffs in twelve months: "
                "%(cutoffs)s.",
                points=-(row.gap or 0),
                day=row.last.day,
                cutoffs=row.cutoffs,
            )
        ),
        badge=row.badge,
        detail=say(msg("cutoff %(cutoff)s", cutoff=row.last.cutoff)),
    )


def _stream_route(stream: StreamView, rounds: Rounds, say: Speaker) -> Route:
    won = next((each for each in rounds.won if each.province == stream.province), None)
    parts = []
    if won is not None and stream.province:
        parts.append(say(msg("Its round of %(day)s would have invited you.", day=won.day)))
        parts.append(won.story or won.because)
    else:
        parts += [say.pair(each.label, each.because) for each in stream.open_questions[:2]]
    if not parts:
        parts = [each.because for each in stream.criteria[:2]]
    return Route(
        heading=stream.label
        if stream.province
        else say(msg("Federal category, %(name)s", name=stream.label)),
        because=" ".join(_sentence(each) for each in parts if each),
        badge=stream.badge,
        detail=stream.count,
    )


def _program_route(programs: Sequence[ProgramView], say: Speaker) -> Route:
    for wanted in (True, None):
        for each in programs:
            if each.eligible is wanted:
                return Route(
                    heading=each.label,
                    because=say(
                        msg("It lets you into the pool; no round or stream stands out yet.")
                        if wanted
                        else msg("Whether it lets you into the pool hangs on answers still open.")
                    ),
                    badge=each.badge,
                    detail="",
                )
    return Route(
        heading=say(msg("No route is open today")),
        because=say(
            msg("None of the three federal programs takes you on this day, so there is no rank.")
        ),
        badge=None,
        detail="",
    )


def _sentence(text: str) -> str:
    """The text, ended by a full stop."""
    return text if text.endswith((".", "!", "?", "…")) else text + "."
