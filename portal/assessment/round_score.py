"""The last step of a round: a score against the lowest and highest invited, and the tie-break.

A score is certain only where nothing it hangs on is open: what the rest may still add is
``most``, and where that would decide otherwise nobody knows.
"""

from __future__ import annotations

from typing import NamedTuple

from portal.assessment.criteria import ALL_MET as INVITED
from portal.assessment.ground import Answer, Ground
from portal.assessment.pool import Membership
from portal.rulebook.round_rules import Asked
from portal.rulebook.rounds import CRS, FederalRound, ProvincialRound
from portal.text import Text, msg


class Finding(NamedTuple):
    """The score that was compared, the outcome and why."""

    crs: int | None
    outcome: str
    because: Text


NO_SCORE = msg("The CRS score is not known yet")
BELOW = msg("The CRS score is under the lowest invited")
OPEN = msg("The CRS score is not known well enough")


def _below(crs: int, lowest: int, *, today: bool) -> Text:
    # Nobody reads why today's facts would have failed: only the outcome is shown.
    if today:
        return BELOW
    return msg("CRS %(crs)s is under the lowest invited, %(lowest)s", crs=crs, lowest=lowest)


def _open(crs: int, most: int, limit: int, *, today: bool) -> Finding:
    """The points that are still open decide on which side of a limit the score is."""
    if today:
        return Finding(crs, "unknown", OPEN)
    because = msg(
        "CRS %(crs)s is certain, up to %(most)s is possible: whether it passes %(limit)s hangs"
        " on what is not known yet",
        crs=crs,
        most=most,
        limit=limit,
    )
    return Finding(crs, "unknown", because)


def federal_score(ground: Ground, row: FederalRound, member: Membership, *, today: bool) -> Finding:
    """The score against the lowest invited, and at that score the tie-break."""
    crs, most = ground.crs, ground.most
    if crs is None or most is None:
        return Finding(None, "unknown", NO_SCORE)
    if crs < row.lowest <= most:
        return _open(crs, most, row.lowest, today=today)
    if crs < row.lowest:
        return Finding(crs, "below_cutoff", _below(crs, row.lowest, today=today))
    if crs > row.lowest or row.tie_break is None:
        return Finding(crs, "invited", INVITED)
    found = _tie(crs, row, member)
    if found.outcome == "after_tie_break" and most > crs:
        return _open(crs, most, row.lowest, today=today)
    return found


def _tie(crs: int, row: FederalRound, member: Membership) -> Finding:
    tie_break = row.tie_break
    late = None if tie_break is None else member.after(tie_break)
    if late is True:
        because = msg(
            "Equal to the lowest score, submitted after %(tie_break)s", tie_break=tie_break
        )
        return Finding(crs, "after_tie_break", because)
    if late is None:
        because = msg(
            "Equal to the lowest score; whether the profile was submitted before %(tie_break)s is"
            " not known",
            tie_break=tie_break,
        )
        return Finding(crs, "unknown", because)
    return Finding(crs, "invited", INVITED)


def provincial_score(ground: Ground, asked: Asked, *, today: bool) -> Finding:
    """The CRS against the range, or the province's own score against its own lowest."""
    row, crs, most = asked.row, ground.crs, ground.most
    if own_scored(row):
        return _own_score(ground, asked)
    if row.lowest is None:
        return Finding(crs, "unknown", NO_CHOICE if asked.specs else NO_RANGE)
    if crs is None or most is None:
        return Finding(None, "unknown", NO_SCORE)
    if crs < row.lowest <= most:
        return _open(crs, most, row.lowest, today=today)
    if crs < row.lowest:
        return Finding(crs, "below_cutoff", _below(crs, row.lowest, today=today))
    if row.highest is not None and crs <= row.highest < most:
        return _open(crs, most, row.highest, today=today)
    if row.highest is not None and crs > row.highest:
        because = msg(
            "CRS %(crs)s is over the range’s end, %(highest)s", crs=crs, highest=row.highest
        )
        return Finding(crs, "above_range", because)
    return Finding(crs, "invited", INVITED)


NO_RANGE = msg("The province printed no CRS range and no other rule of choice")
NO_CHOICE = msg(
    "All that the round printed is met; it printed no CRS range, so whether everybody who meets"
    " it was chosen is not known"
)


def own_scored(row: ProvincialRound) -> bool:
    """Whether a province chose by its own score."""
    return row.score_scale not in ("", CRS)


def registered(ground: Ground, province: str) -> Answer:
    """Whether an expression of interest stood with a province; None where nobody asked."""
    made = ground.profile.provincial_eois
    if ground.standing_eois(province):
        return True
    return None if made is None or any(each.province is None for each in made) else False


def _own_score(ground: Ground, asked: Asked) -> Finding:
    """A province's own score is compared with that score alone, never with the CRS."""
    row = asked.row
    scores = [each.score for each in ground.standing_eois(row.province)]
    have = max((each for each in scores if each is not None), default=None)
    open_ = None in scores and row.score is not None and have is not None and have < row.score
    if have is None or row.score is None or open_:
        because = msg(
            "Chosen by the province’s own score (%(scale)s), which is not known of the client",
            scale=row.score_scale,
        )
        return Finding(None, "unknown", because)
    if have < row.score:
        because = msg(
            "%(have)s points on the province’s scale, under its lowest, %(lowest)s",
            have=have,
            lowest=row.score,
        )
        return Finding(None, "below_cutoff", because)
    return Finding(None, "invited", INVITED)
