"""Credentials and study in Canada, as provinces' ties and grids ask for them.

What a profile leaves open (a level, a length, a province) leaves the answer open too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from portal.assessment.calendar import whole_months
from portal.assessment.experience import Months
from portal.assessment.ground import Answer, Ground, all_of, any_of
from portal.assessment.profile import Study
from portal.assessment.work_months import stays_of
from portal.vocabulary import EDUCATION_LEVELS

_SECONDARY = EDUCATION_LEVELS.index("secondary")
_MONTHS_A_YEAR = 12
# The years that a level's own name says, in months; a master’s degree says none.
_BY_NAME: Mapping[int, int] = {
    EDUCATION_LEVELS.index("post_secondary_one_year"): 12,
    EDUCATION_LEVELS.index("post_secondary_two_year"): 24,
    EDUCATION_LEVELS.index("bachelors_or_three_year"): 36,
}
# Longer than anything asked: a program, or a stay, of which nobody has said how long it was.
_ANY_LENGTH = 10_000


def level_of(study: Study) -> int | None:
    """The level of a credential as its assessment states it, else as it is; None: not known."""
    level = (study.eca.equivalent if study.eca else None) or study.credential
    return None if level is None else EDUCATION_LEVELS.index(level)


def post_secondary(study: Study) -> Answer:
    """Whether a credential is above that of a secondary school."""
    level = level_of(study)
    return None if level is None else level > _SECONDARY


def finished(ground: Ground) -> Iterator[Study]:
    """The studies finished by the day."""
    for study in ground.profile.education or ():
        if study.completed_on is not None and study.completed_on <= ground.day:
            yield study


def place_of(study: Study, place: str) -> Answer:
    """Whether a study was in a province (or "canada")."""
    if study.country not in (None, "CA"):
        return False
    if study.province is not None:
        return place in ("canada", study.province)
    return True if place == "canada" and study.country == "CA" else None


def _beside(study: Study, place: str) -> Answer:
    """Whether a study was in Canada, but not in a province."""
    here = place_of(study, place)
    return all_of([place_of(study, "canada"), None if here is None else not here])


def lasts(study: Study, months: int) -> Answer:
    """Whether the program lasts so many months by its plan.

    A length that is not known, or shorter than the level's name says, is read from the name:
    the academic year of a one-year program has no twelve months.
    """
    if not months or (study.program_months is not None and study.program_months >= months):
        return True
    level = level_of(study)
    named = None if level is None else _BY_NAME.get(level)
    if named is None or named < months:
        # A length of years below the level assessed is no contradiction: nobody has said it.
        return None if study.program_months is None else False
    return True if study.program_months is None else None


# --- ties -------------------------------------------------------------------------------


def studied(ground: Ground, place: str) -> Months | None:
    """Months of the longest completed program in a province, or of an earlier stay for study.

    A program begun and not finished only may count. None when education is not known.
    """
    studies = ground.profile.education
    if studies is None:
        return None
    certain = possible = 0
    for study in studies:
        here = place_of(study, place)
        months = study.months_in_canada if study.program_months is None else study.program_months
        done = study.completed_on is not None and study.completed_on <= ground.day
        if here is False or (study.completed_on is not None and not done):
            continue
        if not done:
            months = _so_far(study.started_on, ground.day)
        elif here is True and months is not None:
            certain = max(certain, months)
        possible = max(possible, _ANY_LENGTH if months is None else months)
    for stay, sure in stays_of(ground, "study", place):
        months = _so_far(stay.start, min(stay.end or ground.day, ground.day))
        length = _ANY_LENGTH if months is None else months
        certain, possible = max(certain, length if sure else 0), max(possible, length)
    return Months(certain, max(certain, possible))


def _so_far(start: date | None, last: date) -> int | None:
    """Whole months from a day to a day, both included; None without a beginning."""
    return None if start is None else max(0, whole_months((last - start).days + 1))


def program_in(ground: Ground, place: str, months: int = 0) -> Answer:
    """Whether a post-secondary program of so many months or longer was completed in a province."""
    if ground.profile.education is None:
        return None
    return any_of(
        [
            all_of([place_of(study, place), post_secondary(study), lasts(study, months)])
            for study in finished(ground)
        ]
    )


# --- what grids ask ---------------------------------------------------------------------


def credential_in(ground: Ground, place: str) -> Answer:
    """Whether a post-secondary credential was earned in a province (or "canada")."""
    return program_in(ground, place)


def credential_elsewhere(ground: Ground, place: str) -> Answer:
    """Whether one was earned in Canada, and none in the province."""
    if ground.profile.education is None:
        return None
    inside = credential_in(ground, place)
    beside = [all_of([_beside(study, place), post_secondary(study)]) for study in finished(ground)]
    return all_of([any_of(beside), None if inside is None else not inside])


def studied_elsewhere(ground: Ground, place: str) -> Answer:
    """Whether the client studied in Canada outside a province, finished or not, stays included."""
    if ground.profile.education is None:
        return None
    begun = [
        all_of([_beside(study, place), post_secondary(study)])
        for study in ground.profile.education
        if study.started_on is None or study.started_on <= ground.day
    ]
    stayed = [
        True if sure else None for _, sure in stays_of(ground, "study", place, elsewhere=True)
    ]
    return any_of([*begun, *stayed])


def highest_in(ground: Ground, place: str) -> Answer:
    """Whether the highest credential, above secondary school, is of a province or of Canada."""
    if ground.profile.education is None:
        return None
    known = [(level_of(study), study) for study in finished(ground)]
    top = max((level for level, _ in known if level is not None), default=-1)
    highest = [place_of(study, place) for level, study in known if level == top]
    sure = any_of(highest) if top > _SECONDARY else False
    # One of a level nobody has named may be above all others, or below them.
    answers = {sure, *(place_of(study, place) for level, study in known if level is None)}
    return answers.pop() if len(answers) == 1 else None


def credentials(ground: Ground) -> tuple[int, int] | None:
    """How many Canadian credentials of a year of full-time study or more there are, and may be."""
    if ground.profile.education is None:
        return None
    answers = [
        all_of(
            [
                place_of(study, "canada"),
                post_secondary(study),
                lasts(study, _MONTHS_A_YEAR),
                study.full_time,
            ]
        )
        for study in finished(ground)
    ]
    return answers.count(True), len(answers) - answers.count(False)


def levels(ground: Ground) -> tuple[frozenset[str], frozenset[str]] | None:
    """The levels that count on the day, and those that may: all below the highest as well.

    Beside levels: ``trade_certificate``, and ``two_programs`` of two years each. One from
    abroad counts with its assessment.
    """
    if ground.profile.education is None:
        return None
    sure = may = 0
    long: list[Answer] = []
    for study in finished(ground):
        counts = True if study.eca else place_of(study, "canada")
        if counts is False:
            continue
        level = level_of(study)
        may = max(may, len(EDUCATION_LEVELS) - 1 if level is None else level)
        sure = max(sure, level or 0) if counts else sure
        long.append(all_of([counts, post_secondary(study), lasts(study, 2 * _MONTHS_A_YEAR)]))
    least, most = _reached(sure), _reached(may)
    if long.count(True) > 1:
        least.add("two_programs")
    if len(long) - long.count(False) > 1:
        most.add("two_programs")
    held = ground.profile.certificate_of_qualification
    if held and held.issued_on is not None and held.issued_on > ground.day:
        held = False
    if held:
        least.add("trade_certificate")
    if held is not False:
        most.add("trade_certificate")
    return frozenset(least), frozenset(most | least)


def _reached(level: int) -> set[str]:
    return set(EDUCATION_LEVELS[: level + 1]) - {"two_or_more"}
