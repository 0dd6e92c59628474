"""The level of education on a day: what is finished, and assessed where it must be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.assessment.calendar import expiry
from portal.assessment.profile import Study
from portal.text import Text, msg
from portal.vocabulary import EDUCATION_LEVELS, LEVEL_LABELS, TWO_OR_MORE, Credential

RANK = {level: rank for rank, level in enumerate(EDUCATION_LEVELS)}


@dataclass(frozen=True, slots=True)
class Level:
    """The level that counts on a day; None when an unknown credential could raise it.

    ``certain`` is what counts in any case; ``credentials`` how many post-secondary
    ones do; ``canadian`` whether the highest needs no ECA.
    """

    value: str | None
    certain: str
    because: Text
    credentials: int = 0
    unknown_at: int | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What one credential is worth on a day: a level, or None for not known."""

    level: str | None
    because: Text


NOT_FINISHED = msg("not finished")
NO_ECA = msg("no educational credential assessment")
_VAGUE = Counted(None, msg("country or level not known"))


def credential_on(study: Study, day: date, eca_years: int) -> Counted:
    """The level one credential counts as on a day; ``none`` when it does not count."""
    if study.completed_on is None or study.completed_on > day:
        return Counted("none", NOT_FINISHED)
    if study.credential is Credential.NONE:
        return Counted("none", msg("no credential"))
    stated = study.eca.equivalent if study.eca and study.country != "CA" else None
    level = stated or study.credential
    if level is None or study.country is None:
        return _VAGUE
    if study.country == "CA":
        return Counted(level.value, msg("Canadian credential, no assessment needed"))
    if study.eca is None:
        return Counted("none", NO_ECA)
    issued = study.eca.issued_on
    if issued is None:
        return Counted(None, msg("the day of the assessment is not known"))
    if issued <= day < expiry(issued, eca_years):
        return _assessed(level.value, issued, study.eca.organization)
    if issued > day:
        return Counted("none", msg("assessed only on %(issued)s", issued=issued))
    return Counted("none", msg("assessment of %(issued)s is too old", issued=issued))


def _assessed(level: str, issued: date, body: str | None) -> Counted:
    if body:
        return Counted(level, msg("assessed by %(body)s on %(issued)s", body=body, issued=issued))
    return Counted(level, msg("assessed on %(issued)s", issued=issued))


def level_on(studies: list[Study], day: date, eca_years: int) -> Level:
    """The level of all credentials together: the highest one, or two or more."""
    found = [credential_on(study, day, eca_years) for study in studies]
    certain, how = _highest([(each.level or "none", each.because) for each in found])
    post = sum(1 for each in found if each.level and Credential(each.level).post_secondary)
    open_at = [at for at, each in enumerate(found) if each.level is None]
    best = certain
    if open_at:
        hoped = [(each.level or _hoped(studies[at]), each.because) for at, each in enumerate(found)]
        best, _ = _highest(hoped)
    if certain == "none" and not open_at:
        reason = next((e.because for e in found if e.level == "none"), None)
        because = (
            msg("No credential counts yet: %(reason)s", reason=reason)
            if reason
            else msg("No credential reported")
        )
        return Level("none", "none", because, 0)
    if best != certain:
        because = msg(
            "A credential is not known well enough: %(reason)s", reason=found[open_at[0]].because
        )
        return Level(None, certain, because, post, open_at[0])
    because = msg("%(level)s, %(how)s", level=LEVEL_LABELS[certain], how=how)
    return Level(certain, certain, because, post)


def _hoped(study: Study) -> str:
    """The most a credential can be worth that is not known well enough."""
    stated = study.eca.equivalent if study.eca else None
    levels = [each.value for each in (study.credential, stated) if each is not None]
    return max(levels, key=RANK.__getitem__, default=Credential.DOCTORATE.value)


def _highest(levels: list[tuple[str, Text]]) -> tuple[str, Text]:
    if not levels:
        return "none", NOT_FINISHED
    level, how = max(levels, key=lambda each: RANK[each[0]])
    post = sum(1 for each, _ in levels if Credential(each).post_secondary)
    if level == Credential.BACHELORS.value and post > 1:
        return TWO_OR_MORE, how
    return level, how
