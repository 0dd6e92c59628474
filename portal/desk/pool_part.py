"""Where a client's score stood in the pool, as a part of the case's page."""

from __future__ import annotations

from datetime import date, timedelta

from flask import url_for

from portal.rendering.speech import Speaker
from portal.rulebook import Rulebook
from portal.services import round_words

# The sentence names the pool's day; a day further away would mislead all the same.
REACH = timedelta(days=183)


def pool_part(rules: Rulebook, score: int | None, on: date, say: Speaker) -> dict[str, str] | None:
    """The sentence and the way to the pool's page; None without a score or a day within reach."""
    standing = round_words.standing_near(rules, score, on, REACH)
    if standing is None:
        return None
    return {
        "sentence": say(round_words.standing_words(standing)),
        "band": say(round_words.band_words(standing)),
        "day": say.day(standing.day.as_on),
        "url": url_for("desk.rounds_pool", day=standing.day.as_on, score=score),
    }
