"""The worked example on the front page: three real rounds and an invented person's score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from portal import charts
from portal.rulebook import Rulebook
from portal.rulebook.rounds import FederalRound, ProvincialRound, Rounds

SCORE = 449  # a software engineer of 34 with a partner, by the rules of 1 August 2019
ONTARIO = "on.hcp.2019-08-01"
FEDERAL = ("2019-07-24", "2019-08-12")


def example(rules: Rulebook, lang: str, colours: Mapping[str, str]) -> charts.Ruler:
    """Ontario's technology round of 1 August 2019 and the federal rounds around it.

    Cutoffs and ranges come from the rulebook; the score is an example.
    """
    rounds = rules.part(Rounds)
    federal = [each for each in rounds.federal if each.on.isoformat() in FEDERAL]
    shown = [_entry(rounds.get(ONTARIO), _("Ontario, tech round"))]
    shown += [_entry(each, _("Federal, all programs")) for each in federal]
    return charts.ruler(
        shown, SCORE, lang=lang, colours=colours, who=_("Score %(score)s", score=SCORE)
    )


def _entry(found: FederalRound | ProvincialRound, name: str) -> dict[str, Any]:
    lowest = found.lowest
    highest = found.highest if isinstance(found, ProvincialRound) else None
    below = lowest is not None and lowest > SCORE
    return {
        "on": found.on,
        "name": name,
        "lowest": lowest,
        "highest": highest,
        "invitations": found.invitations,
        "crs": SCORE,
        "outcome": "below_cutoff" if below else "invited",
    }
