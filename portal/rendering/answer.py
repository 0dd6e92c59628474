"""The answer: one sentence that could stand alone in a letter, what supports it, what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.rendering.paper import Opinion
from portal.rendering.points import ProgramView, SectionView
from portal.rendering.routes import StreamView, nomination_line
from portal.rendering.speech import Part, Speaker, round_of
from portal.rendering.standing import NOMINEES, Rounds
from portal.rendering.verdicts import RoundView
from portal.text import Text, msg

#: How many steps and warnings stand on the page that answers; all stand further on.
STEPS = 3
WATCHED = 4

#: How many unknown lines, and how many streams within reach, become steps of their own.
MOST_OPEN = 5
MOST_NEAR = 2
_LIST_MARK = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s*")


@dataclass(frozen=True, slots=True)
class Answer:
    """The headline and the sentence under it."""

    headline: str
    support: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: `head` in bold, `rest` after it."""

    head: str
    rest: str


@dataclass(frozen=True, slots=True)
class Watch:
    """One thing to watch. With `day` it is a date ahead; else `head` says what is in the way."""

    day: str
    head: str
    rest: str
    severity: str


def answer(document: Part, programs: Sequence[ProgramView], rounds: Rounds, say: Speaker) -> Answer:
    """What the whole assessment comes to, in one sentence and one more that supports it."""
    total = document["crs"]["total"]
    if total is None:
        return Answer(say(msg("We cannot give a score yet")), _missing(document, say))
    verdicts = [each.eligible for each in programs]
    if verdicts and all(each is False for each in verdicts):
        return Answer(
            say(msg("%(total)s points, and no program to enter the pool with", total=total)),
            say(
                msg(
                    "A score without a rank: none of the three federal programs takes you on "
                    "%(day)s, so no round can invite you.",
                    day=say.day(document["on"]),
                )
            ),
        )
    nomination = nomination_line(document)
    if nomination is not None:
        headline, support = _nominated(total, nomination, rounds, say)
    else:
        headline, support = _by_rounds(total, document, rounds, say)
    if verdicts and True not in verdicts:
        support = _join(
            say(msg("Whether a program takes you hangs on answers that are still open.")), support
        )
    if rounds.supposed:
        support = _join(support, _supposition(rounds, say))
    return Answer(headline, support)


def _nominated(total: int, line: Part, rounds: Rounds, say: Speaker) -> tuple[str, str]:
    """A nomination decides: the score beside the last round for nominees."""
    head = say(msg("%(total)s points with your provincial nomination", total=total))
    row = next((each for each in rounds.standings if each.group == NOMINEES), None)
    if row is None or row.gap is None:
        return head, str(line["because"])
    words = (
        msg("%(points)s points above the last round for nominees, of %(day)s (%(cutoff)s).",
            points=row.gap, day=row.last.day, cutoff=row.last.cutoff)
        if row.gap >= 0
        else msg("%(points)s points below the last round for nominees, of %(day)s (%(cutoff)s).",
                 points=-row.gap, day=row.last.day, cutoff=row.last.cutoff)
    )  # fmt: skip
    return head, say(words)


def _supposition(rounds: Rounds, say: Speaker) -> str:
    if rounds.newcomer:
        return say(msg("Your profile is newer than these rounds: this supposes it had been there."))
    return say(
        msg("You were in no pool on those days: this supposes a profile with today’s facts.")
    )


def _missing(document: Part, say: Speaker) -> str:
    for section in document["crs"]["sections"]:
        for line in section["lines"]:
            if line["points"] is None:
                return say.pair(line["label"], line["because"])
    return say(msg("A fact that every score rests on is missing."))


def _by_rounds(total: int, document: Part, rounds: Rounds, say: Speaker) -> tuple[str, str]:
    """Headline and support out of the newest rounds; older ones only lend support."""
    won = [each for each in rounds.fresh if each.won]
    federal = [each for each in won if each.province is None]
    missed = _missed_federal(rounds)
    if federal:
        day = federal[0].day
        head = say(msg("The federal round of %(day)s would have invited you.", day=day))
        return head, _won_support(rounds, say)
    if won:
        head = say(
            msg(
                "%(round)s of %(day)s would have invited you.",
                round=round_of(won[0].province),
                day=won[0].day,
            )
        )
        if missed:
            head = _join(head, say(msg("The federal rounds would not.")))
        return head, _missed_support(missed, say)
    if missed:
        gap, day = -(missed[0].gap or 0), missed[0].day
        head = say(msg("%(points)s points below the federal round of %(day)s", points=gap, day=day))
        support = _missed_support(missed[1:], say, others=True)
        return head, _join(support, _last_won(rounds, say))
    day = say.day(document["on"])
    head = say(msg("%(total)s points by the rules of %(day)s", total=total, day=day))
    if not rounds.judged:
        return head, say(msg("Past rounds were not replayed for this assessment."))
    return head, _last_won(rounds, say)


def _missed_federal(rounds: Rounds) -> list[RoundView]:
    """The newest federal rounds that the score alone missed, newest first."""
    return [
        each
        for each in rounds.fresh
        if each.province is None and each.outcome == "below_cutoff" and each.gap is not None
    ]


def _won_support(rounds: Rounds, say: Speaker) -> str:
    if len(rounds.won) == 1:
        return say(msg("It is the only one of the last twelve months that would have."))
    return say(
        msg(
            "%(won)s of the %(all)s rounds of the last twelve months would have.",
            won=len(rounds.won),
            all=len(rounds.recent),
        )
    )


def _last_won(rounds: Rounds, say: Speaker) -> str:
    """Which round would have invited the client last, if one of the last twelve months would."""
    if not rounds.won:
        return ""
    last = rounds.won[0]
    return say(
        msg(
            "The last round that would have invited you was that of %(day)s (%(label)s).",
            day=last.day,
            label=last.label,
        )
    )


def _missed_support(missed: Sequence[RoundView], say: Speaker, *, others: bool = False) -> str:
    if not missed:
        return ""
    gaps = [-(each.gap or 0) for each in missed[:2]]
    if len(gaps) == 2:
        words: Text = msg(
            "You missed the two last federal rounds by %(first)s and %(second)s points.",
            first=gaps[0],
            second=gaps[1],
        )
        if others:
            words = msg(
                "The two federal rounds before it were missed by %(first)s and %(second)s points.",
                first=gaps[0],
                second=gaps[1],
            )
        return say(words)
    if others:
        return say(
            msg("The federal round before it was missed by %(points)s points.", points=gaps[0])
        )
    return say(msg("You missed the last federal round by %(points)s points.", points=gaps[0]))


def steps(
    opinion: Opinion,
    document: Part,
    sections: Sequence[SectionView],
    rounds: Rounds,
    near: Sequence[StreamView],
    say: Speaker,
) -> tuple[Step, ...]:
    """The consultant's next steps; before there are any, what the assessment itself asks for.

    `near` are the streams that one or two facts keep closed.
    """
    written = written_steps(opinion.next_steps)
    if written:
        return written
    made: list[Step] = []
    verdicts = [each["eligible"] for each in document["programs"]]
    nobody = bool(verdicts) and all(each is False for each in verdicts)
    if rounds.supposed and not rounds.newcomer and not nobody:
        made.append(
            Step(
                say(msg("Create your Express Entry profile.")),
                say(msg("Only people in the pool are invited.")),
            )
        )
    unknown = [
        Step(say(msg("Tell us more: %(what)s.", what=line.label)), line.because)
        for section in sections
        for line in section.lines
        if not line.known and not line.may_change
    ]
    made += unknown[:MOST_OPEN]
    made += [
        Step(say(msg("Settle this with us.")), flag["message"])
        for flag in document.get("flags") or ()
        if flag["severity"] == "error"
    ]
    made += [
        Step(
            say(msg("Within reach: %(stream)s.", stream=stream.label)),
            "; ".join(say.pair(each.label, each.because) for each in stream.missed[:2]),
        )
        for stream in ([] if nobody else near[:MOST_NEAR])
        if stream.missed
    ]
    return tuple(made)


def written_steps(text: str) -> tuple[Step, ...]:
    """One step a line; its first sentence is the head. List marks at the start are dropped."""
    made = []
    for line in text.splitlines():
        bare = _LIST_MARK.sub("", line).strip()
        if bare:
            head, stop, rest = bare.partition(". ")
            made.append(Step(head + stop.strip(), rest.strip()))
    return tuple(made)


def watched(
    opinion: Opinion, document: Part, settled: Sequence[tuple[str, str]], say: Speaker
) -> tuple[Watch, ...]:
    """Dates ahead, the consultant's own warnings, then open flags; `settled` flags are left out."""
    made = [
        Watch(say.day(each.get("on")), "", str(each.get("message") or each.get("because")), "date")
        for each in (document.get("outlook") or {}).get("timeline") or ()
    ]
    made += [Watch("", each.head, each.rest, "watch") for each in written_steps(opinion.watch)]
    made += [
        Watch("", "", flag["message"], flag["severity"])
        for severity in ("error", "warning")
        for flag in document.get("flags") or ()
        if flag["severity"] == severity and (flag["id"], flag["path"]) not in settled
    ]
    return tuple(made)


def _join(*sentences: str) -> str:
    return " ".join(each for each in sentences if each)


def shorten(text: str, most: int) -> str:
    """The text, or its beginning up to a whole word and an ellipsis, at most `most` characters."""
    if len(text) <= most:
        return text
    end = text.rfind(" ", 0, most)
    return text[: end if end > most // 2 else most - 1].rstrip(" ,;:.") + "…"
