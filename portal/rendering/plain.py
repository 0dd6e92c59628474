"""The report as plain text for a terminal, 80 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from portal.rendering.points import CriterionView, LineView
from portal.rendering.speech import NBSP, Speaker
from portal.rendering.standing import Standing
from portal.rendering.view import Report
from portal.text import msg

WIDTH = 80
_POINTS = 16  # columns for “126 of 140”
_LABEL = 30


def plain(view: Report) -> str:
    """The whole report, sentence by sentence; the numbers stand where the page has them."""
    say = Speaker(view.lang, view.paper.timezone)
    parts = [_head(view, say), _standing(view, say), _points(view, say), _programs(view, say)]
    parts += [_streams(view, say), _rounds(view, say), _flags(view, say), _end(view, say)]
    lines = [line for part in parts for line in part]
    return "\n".join(lines).replace(NBSP, " ").rstrip() + "\n"


def _wrapped(words: str, indent: int = 0, first: str = "") -> list[str]:
    """Lines that fit; a word longer than a line (an address) stands alone."""
    pad = " " * indent
    return textwrap.wrap(
        words.replace(NBSP, " "),
        WIDTH,
        initial_indent=first or pad,
        subsequent_indent=pad,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def _title(words: str) -> list[str]:
    return ["", words, "-" * min(len(words), WIDTH)]


def _row(label: str, right: str, note: str = "") -> list[str]:
    """A label to the left, a figure at the right edge, and what is behind it below."""
    room = WIDTH - len(right) - 2
    first, *more = textwrap.wrap(label.replace(NBSP, " "), room, initial_indent="  ",
                                 subsequent_indent="  ") or [""]  # fmt: skip
    lines = [f"{first:<{WIDTH - len(right)}}{right}", *more]
    return lines + (_wrapped(note, 6) if note else [])


def _head(view: Report, say: Speaker) -> Iterator[str]:
    name = view.paper.client.name
    title = say(msg("Express Entry assessment"))
    yield from _wrapped(say.pair(title, name) if name else title)
    yield from _wrapped(say(msg("By the rules of %(day)s", day=view.on)))
    yield ""
    if view.total is None:
        yield say(msg("CRS: not known"))
    else:
        yield say(msg("CRS: %(total)s of 1,200 points", total=view.total))
    yield from _wrapped(view.answer.headline)
    if view.answer.support:
        yield from _wrapped(view.answer.support)
    if view.provisional:
        yield from _wrapped(
            say(msg("Provisional. %(because)s", because=view.provisional.because)), 2, "! "
        )
    if view.route.heading:
        yield from _wrapped(
            say(msg("Best route: %(route)s. %(because)s", route=view.route.heading,
                    because=view.route.because))
        )  # fmt: skip


def _standing(view: Report, say: Speaker) -> Iterator[str]:
    yield from _title(say(msg("Where you stand")))
    if not view.rounds.judged:
        yield from _wrapped(say(msg("Past rounds were not replayed for this assessment.")), 2)
    elif not view.rounds.standings:
        none = msg(
            "No round is on record from %(since)s to %(on)s.", since=view.rounds.since, on=view.on
        )
        yield from _wrapped(say(none), 2)
    for row in view.rounds.standings:
        yield from _row(_kind(row), row.badge.words, f"{row.cutoffs}; {row.distance}")


def _kind(row: Standing) -> str:
    return f"{row.label} ({row.detail})" if row.detail else row.label


def _figure(line: LineView, say: Speaker) -> str:
    if line.max is None:
        return line.shown
    if not line.known:
        return line.shown
    return say(msg("%(points)s of %(max)s", points=line.counted, max=line.max))


def _lines(lines: Sequence[LineView], say: Speaker) -> Iterator[str]:
    for line in lines:
        note = f"{line.because} ({line.capped})" if line.capped else line.because
        yield from _row(line.label, _figure(line, say), note)


def _points(view: Report, say: Speaker) -> Iterator[str]:
    for section in view.sections:
        figure = (
            say(msg("not known"))
            if section.points is None
            else say(msg("%(points)s of %(max)s", points=section.points, max=section.max))
        )
        yield ""
        yield f"{section.label:<{WIDTH - len(figure)}}{figure}"
        yield "-" * WIDTH
        yield from _lines(section.lines, say)


def _criteria(rows: Sequence[CriterionView]) -> Iterator[str]:
    for row in rows:
        yield from _row(row.label, row.word, row.because)


def _programs(view: Report, say: Speaker) -> Iterator[str]:
    for program in view.programs:
        yield from _title(say.pair(program.label, program.badge.words))
        if program.grid:
            yield from _lines(program.grid, say)
            yield from _row(
                say(msg("Selection grid, pass mark %(mark)s", mark=program.pass_mark)),
                say(msg("not known")) if program.points is None else str(program.points),
            )
        yield from _criteria(program.criteria)


def _streams(view: Report, say: Speaker) -> Iterator[str]:
    yield from _title(say(msg("Provinces, categories and your occupation")))
    if view.streams is None:
        unjudged = say(msg("Provincial streams were not judged for this assessment."))
        yield from _wrapped(unjudged, 2)
    for stream in view.open_streams:
        yield from _row(stream.label, stream.badge.words)
        for question in stream.open_questions if stream.status != "match" else ():
            yield from _wrapped(say.pair(question.label, question.because), 6)
    for stream in view.other_streams:
        yield from _row(stream.label, stream.badge.words)
    if view.unfit_streams:
        names = "; ".join(each.label for each in view.unfit_streams)
        yield from _wrapped(say(msg("Streams that do not fit: %(names)s.", names=names)), 6, "  ")
    for each in view.categories or ():
        yield from _row(each.label, each.badge.words)
        if each.because:
            yield from _wrapped(each.because, 6)
    for target in view.targets or ():
        named = say(msg("%(noc)s is named by %(list)s", noc=target.noc, list=target.list))
        yield from _row(named, target.kind, target.dates)


def _rounds(view: Report, say: Speaker) -> Iterator[str]:
    if not view.rounds.listed:
        return
    yield from _title(say(msg("Rounds won and missed")))
    for each in view.rounds.listed:
        label = f"{each.day}  {each.label}"
        note = " ".join(part for part in (each.cutoff, each.story, each.because) if part)
        yield from _row(label, each.badge.words, note)


def _flags(view: Report, say: Speaker) -> Iterator[str]:
    if view.flags:
        yield from _title(say(msg("Flags")))
    for flag in view.flags:
        yield from _wrapped(say.pair(flag.word, flag.message), 4, "  ")


def _end(view: Report, say: Speaker) -> Iterator[str]:
    yield from _title(say(msg("Sources")))
    for source in view.sources:
        yield from _wrapped(f"{source.title} ({source.read_on})", 6, f"  {source.number:>2}  ")
        if source.url and source.url != source.title:
            yield from _wrapped(source.url, 6)
    yield ""
    yield from _wrapped(view.disclaimer)
    for words, _ in view.notices:
        yield from _wrapped(words)
    made = msg("Made by %(engine)s with rulebook %(hash)s.", engine=view.engine, hash=view.rulebook)
    yield from _wrapped(say(made))
