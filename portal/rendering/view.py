"""One report: the contract's document and the paper around it, ready for page, PDF and text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.rendering.answer import STEPS, WATCHED, Answer, Step, Watch, answer, steps, watched
from portal.rendering.answer import written_steps as _written_steps
from portal.rendering.notices import data_notices, private_practice
from portal.rendering.paper import ClearedFlag, Paper
from portal.rendering.points import ProgramView, SectionView, programs_view, sections_view
from portal.rendering.routes import (
    DETAILED,
    Route,
    StreamView,
    TargetView,
    best_route,
    categories_view,
    streams_view,
    targets_view,
)
from portal.rendering.sources import Citations, RuleGroup, Source, grouped
from portal.rendering.speech import Part, Speaker
from portal.rendering.standing import Rounds, rounds_view
from portal.text import msg

#: Characters of a run of text that the answering page can hold.
SHORT = 420


@dataclass(frozen=True, slots=True)
class FlagView:
    """A flag and how it was resolved; `cleared` None: still open. severity as in the contract."""

    id: str
    severity: str
    icon: str
    word: str
    message: str
    cleared: ClearedFlag | None
    cleared_on: str


@dataclass(frozen=True, slots=True)
class ProvisionalView:
    """Why the total may change, and the labels of the lines that may."""

    because: str
    lines: tuple[str, ...]
    bound: str


@dataclass(frozen=True, slots=True)
class OpinionView:
    """The consultant's words, split into paragraphs and steps."""

    summary: tuple[str, ...]
    route: tuple[str, ...]
    steps: tuple[Step, ...]
    watch: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that page and PDF show, in one language."""

    lang: str
    on: str
    total: int | None
    paper: Paper
    signed_on: str
    signed_at: str
    rulebook: str
    engine: str
    answer: Answer
    provisional: ProvisionalView | None
    route: Route
    route_words: str
    steps: tuple[Step, ...]
    watched: tuple[Watch, ...]
    sections: tuple[SectionView, ...]
    programs: tuple[ProgramView, ...]
    streams: tuple[StreamView, ...] | None
    categories: tuple[StreamView, ...] | None
    targets: tuple[TargetView, ...] | None
    rounds: Rounds
    flags: tuple[FlagView, ...]
    opinion: OpinionView | None
    rules: tuple[RuleGroup, ...]
    sources: tuple[Source, ...]
    disclaimer: str
    practice: str
    notices: tuple[tuple[str, str], ...]

    @property
    def first_steps(self) -> tuple[Step, ...]:
        """What fits on the answering page."""
        return self.steps[:STEPS]

    @property
    def first_watched(self) -> tuple[Watch, ...]:
        """What fits on the answering page."""
        return self.watched[:WATCHED]

    @property
    def open_streams(self) -> tuple[StreamView, ...]:
        """The streams worth a section of their own: what can be said of them speaks for them."""
        return tuple(each for each in self.streams or () if each.promising)[:DETAILED]

    @property
    def other_streams(self) -> tuple[StreamView, ...]:
        """Streams that may fit or have closed: one row each."""
        shown = {each.id for each in self.open_streams}
        return tuple(
            each
            for each in self.streams or ()
            if each.id not in shown and each.status != "no_match"
        )

    @property
    def reachable_streams(self) -> tuple[StreamView, ...]:
        """All streams within reach, for the desk: matches, possible ones, near misses."""
        within = ("match", "possible", "near_miss")
        return tuple(each for each in self.streams or () if each.status in within)

    @property
    def closed_streams(self) -> tuple[StreamView, ...]:
        """Streams that took nobody on the day."""
        return tuple(each for each in self.streams or () if each.status == "closed")

    @property
    def unfit_streams(self) -> tuple[StreamView, ...]:
        """Streams that do not fit: named only."""
        return tuple(each for each in self.streams or () if each.status == "no_match")


def report(document: Part, paper: Paper, lang: str) -> Report:
    """The whole report in `lang`; `document` is the contract's, localized in the same language."""
    say = Speaker(lang, paper.timezone)
    cites = Citations(say)
    sections = sections_view(document, cites, say)
    programs = programs_view(document, cites, say)
    streams = streams_view(document.get("streams"), cites, say)
    categories = categories_view(document.get("categories"), cites, say)
    targets = targets_view(document.get("targeted_occupations"), cites, say)
    rounds = rounds_view(document, say)
    for each in document.get("rounds") or ():
        if each["id"] in {view.id for view in rounds.drawn}:
            cites.cite(each.get("rule"))
    opinion = paper.opinion
    near = [each for each in streams or () if each.status == "near_miss"]
    settled = [(each.id, each.path) for each in paper.flags]
    return Report(
        lang=lang,
        on=say.day(document["on"]),
        total=document["crs"]["total"],
        paper=paper,
        signed_on=say.day(_local_day(paper, say)),
        signed_at=say.moment(paper.signed_at),
        rulebook=_short_hash(str(document.get("rulebook") or "")),
        engine=str(document.get("engine") or ""),
        answer=answer(document, programs, rounds, say),
        provisional=_provisional(document, sections),
        route=best_route(document, streams, categories, programs, rounds, say),
        route_words=_first_words(opinion.route),
        steps=steps(opinion, document, sections, rounds, near, say),
        watched=watched(opinion, document, settled, say),
        sections=sections,
        programs=programs,
        streams=streams,
        categories=categories,
        targets=targets,
        rounds=rounds,
        flags=_flags(document, paper, say),
        opinion=_opinion(paper),
        rules=grouped(cites.rules),
        sources=tuple(cites.sources),
        disclaimer=str(document.get("disclaimer") or ""),
        practice=private_practice(paper.firm.name if paper.firm else "", say),
        notices=data_notices(say),
    )


def _local_day(paper: Paper, say: Speaker) -> str | None:
    from zoneinfo import ZoneInfo

    if paper.signed_at is None:
        return None
    return paper.signed_at.astimezone(ZoneInfo(say.zone)).date().isoformat()


def _short_hash(rulebook: str) -> str:
    """Enough of the rulebook's hash to compare by eye."""
    return f"{rulebook[:4]}…{rulebook[-4:]}" if len(rulebook) > 12 else rulebook


def _provisional(document: Part, sections: Sequence[SectionView]) -> ProvisionalView | None:
    found = document.get("provisional")
    if not found:
        return None
    labels = {line.id: line.label for section in sections for line in section.lines}
    return ProvisionalView(
        because=found["because"],
        lines=tuple(labels.get(each, each) for each in found.get("may_change") or ()),
        bound=str(found.get("bound") or "unknown"),
    )


def _flags(document: Part, paper: Paper, say: Speaker) -> tuple[FlagView, ...]:
    cleared = {(each.id, each.path): each for each in paper.flags}
    icons = {"error": "octagon-alert", "warning": "triangle-alert", "note": "info"}
    words = {"error": msg("Must be settled"), "warning": msg("Check"), "note": msg("Note")}
    order = tuple(icons)
    made = []
    for flag in sorted(document.get("flags") or (), key=lambda each: order.index(each["severity"])):
        settled = cleared.get((flag["id"], flag["path"]))
        day = settled.cleared_at.date().isoformat() if settled and settled.cleared_at else None
        made.append(
            FlagView(
                id=flag["id"],
                severity=flag["severity"],
                icon="circle-check" if settled else icons[flag["severity"]],
                word=say(msg("Resolved") if settled else words[flag["severity"]]),
                message=flag["message"],
                cleared=settled,
                cleared_on=say.day(day),
            )
        )
    return tuple(made)


def _opinion(paper: Paper) -> OpinionView | None:
    if not paper.opinion.written:
        return None
    return OpinionView(
        summary=_paragraphs(paper.opinion.summary),
        route=_paragraphs(paper.opinion.route),
        steps=_written_steps(paper.opinion.next_steps),
        watch=_written_steps(paper.opinion.watch),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _first_words(text: str) -> str:
    """The first paragraph, to its last whole sentence that fits on the answering page."""
    first = next(iter(_paragraphs(text)), "")
    if len(first) <= SHORT:
        return first
    end = first.rfind(". ", 0, SHORT)
    return first[: end + 1] if end > 0 else first[: first.rfind(" ", 0, SHORT)] + "…"
