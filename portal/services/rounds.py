"""Importing rounds: a file compared with the rulebook in use, and the one change it makes.

From the command line what is new takes effect at once, as one accepted change. In the
portal it becomes a draft, which is weighed against the open cases and accepted by a lead.
A file with a fault or a contradiction changes nothing either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.models import Amendment
from portal.rulebook import RulebookError
from portal.rulebook.round_csv import SHORT
from portal.rulebook.round_import import Comparison, compare_file
from portal.rulebook.rounds import FederalRound, ProvincialRound, federal_row, provincial_row
from portal.services import amendments, clock, rulebooks
from portal.services.actor import Actor
from portal.services.database import settings_of
from portal.services.refusal import Refused
from portal.text import Text, msg, render

LONGEST_NAME = 120
__all__ = ["SHORT", "Import", "ImportRefused", "compare", "draft_import", "import_now", "in_words",
           "reason_of"]  # fmt: skip


class ImportRefused(Refused):
    """A file that adds nothing; ``refusals`` are all the reasons, both values of each.

    ``contradicts``: it says otherwise than the rulebook; else the file itself is at fault.
    """

    def __init__(self, refusals: Iterable[Text], *, contradicts: bool = False) -> None:
        self.refusals = tuple(refusals)
        self.contradicts = contradicts
        super().__init__(self.refusals[0])


@dataclass(frozen=True, slots=True)
class Import:
    """A file beside the rulebook, and the change it made; None where nothing was new or dry."""

    comparison: Comparison
    amendment: Amendment | None


def compare(session: Session, content: bytes, source: str = "") -> Comparison:
    """A file beside the rulebook in use. Raises ImportRefused for a fault or a contradiction.

    ``source``: the address the file was taken from, where it is not IRCC's own page.
    """
    if source and not source.startswith(("https://", "http://")):
        words = msg("%(found)s is no address. Write it from https:// on.", found=repr(source))
        raise ImportRefused([words])
    today = clock.today(settings_of(session).timezone)
    try:
        found = compare_file(content, rulebooks.in_use(session), read_on=today, source=source)
    except RulebookError as fault:
        raise ImportRefused([fault.words]) from fault
    if found.refused:
        raise ImportRefused(found.refusals, contradicts=bool(found.contradictions))
    return found


def import_now(
    session: Session,
    actor: Actor,
    content: bytes,
    name: str,
    now: datetime,
    *,
    source: str = "",
    dry_run: bool = False,
) -> Import:
    """Let what is new of a file take effect at once; ``dry_run`` writes nothing.

    Raises ImportRefused, Refused where the rulebook changed meanwhile.
    """
    found = compare(session, content, source)
    if dry_run or found.empty:
        return Import(found, None)
    reason = render(reason_of(found, name))
    return Import(
        found, amendments.take_up(session, actor, amendments.ROUNDS, found.change(), reason, now)
    )


def draft_import(
    session: Session,
    actor: Actor,
    content: bytes,
    name: str,
    now: datetime,
    *,
    source: str = "",
    lang: str = "en",
) -> Import:
    """Keep what is new of a file as a draft; the same file sent twice is one draft.

    Raises ImportRefused.
    """
    found = compare(session, content, source)
    if found.empty:
        return Import(found, None)
    change = found.change()
    for each in amendments.listed(session, amendments.DRAFT):
        if each.kind == amendments.ROUNDS and each.change == change:
            return Import(found, each)
    reason = render(reason_of(found, name), lang)
    return Import(found, amendments.draft(session, actor, amendments.ROUNDS, change, reason, now))


def reason_of(found: Comparison, name: str) -> Text:
    """Why the change was made: the file, and what of it was known already."""
    return msg(
        "import of %(file)s (%(known)s rounds and %(days)s pool days in it were known and agree)",
        file=name[-LONGEST_NAME:].replace("\0", "") or msg("a file"),
        known=found.known,
        days=found.known_days,
    )


def in_words(found: Comparison) -> list[Text]:
    """Each new round in a sentence, and what somebody should look at."""
    made = [
        *(_federal(federal_row(row, row["number"])) for row in found.federal),
        *(_provincial(provincial_row(row, row["id"])) for row in found.provincial),
    ]
    made += [msg("Pool of %(day)s", day=date.fromisoformat(day)) for day in found.new_days]
    doubtful = [row for row in (*found.federal, *found.pool) if row["note"]]
    made += [
        msg("To look at, %(place)s: %(note)s", place=_place(row), note=row["note"])
        for row in doubtful
    ]
    if found.missing:
        made.append(
            msg("To look at: neither the rulebook nor the file has round %(numbers)s",
                numbers=_spans(found.missing))
        )  # fmt: skip
    return made


def _spans(numbers: Sequence[int]) -> str:
    """Numbers with their runs drawn together: 438–441, 450."""
    runs: list[list[int]] = []
    for each in sorted(numbers):
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return ", ".join(f"{run[0]}–{run[-1]}" if run[1:] else str(run[0]) for run in runs)


def _place(row: Mapping[str, Any]) -> Text:
    if "number" in row:
        return msg("round %(number)s", number=row["number"])
    return msg("pool of %(day)s", day=date.fromisoformat(row["as_on"]))


def _federal(row: FederalRound) -> Text:
    return msg(
        "Round %(number)s of %(day)s, %(name)s: %(invited)s invited, CRS %(lowest)s and up",
        number=row.number,
        day=row.on,
        name=row.name,
        invited=row.invitations,
        lowest=row.lowest,
    )


def _provincial(row: ProvincialRound) -> Text:
    return msg(
        "%(province)s, %(name)s, %(day)s: invited %(invited)s, %(score)s",
        province=row.province,
        name=row.name,
        day=row.on,
        invited=msg("not published") if row.invitations is None else row.invitations,
        score=_score(row),
    )


def _score(row: ProvincialRound) -> Text:
    if row.score is not None:
        return msg("%(score)s on %(scale)s", score=row.score, scale=row.score_scale)
    if row.lowest is None:
        return msg("no score published")
    if row.highest is None:
        return msg("CRS %(lowest)s and up", lowest=row.lowest)
    return msg("CRS %(lowest)s to %(highest)s", lowest=row.lowest, highest=row.highest)
