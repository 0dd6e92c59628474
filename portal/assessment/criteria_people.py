"""Criteria about the person: programs, score, language, education, age."""

from __future__ import annotations

from datetime import date

from portal.assessment.calendar import expiry, years_before
from portal.assessment.ground import Answer, Ground, Judged, all_of
from portal.assessment.near import program_near
from portal.assessment.profile import Study
from portal.assessment.studies import level_of
from portal.rulebook.criteria import Spec
from portal.text import Label, msg
from portal.vocabulary import EDUCATION_LEVELS, LANGUAGE_LABELS, LEVEL_LABELS, PROGRAM_LABELS

NOT_KNOWN = msg("Not known yet")


def program(ground: Ground, spec: Spec) -> Judged:
    """Eligible for one of the federal programs named."""
    wanted = spec.values["any"]
    need = tuple(each.upper() for each in wanted)
    has = tuple(each.upper() for each in wanted if ground.programs.get(each) is True)
    if has:
        return Judged(True, has, need, msg("Eligible for %(programs)s", programs=_named(has)))
    if any(ground.programs.get(each) is None for each in wanted):
        because = msg("Eligibility for %(programs)s is not known yet", programs=_named(need))
        return Judged(None, (), need, because)
    if any(program_near(ground, each) for each in wanted):
        because = msg("Not eligible for %(programs)s", programs=_named(need))
        return Judged(False, (), need, because)
    because = msg(
        "Not eligible for %(programs)s, and not within a year: too little skilled work, or no"
        " schooling that counts",
        programs=_named(need),
    )
    return Judged(False, (), need, because, soon=False)


def _named(programs: tuple[str, ...]) -> tuple[Label, ...]:
    return tuple(PROGRAM_LABELS[each.lower()] for each in programs)


def crs(ground: Ground, spec: Spec) -> Judged:
    """A CRS score between bounds (0 to 1200)."""
    least, most = spec.values.get("at_least"), spec.values.get("at_most")
    need = least if least is not None else most
    have, possible = ground.crs, ground.most
    if have is None or possible is None:
        return Judged(None, None, need, msg("The CRS score is not known yet"))
    short = least is not None and have < least <= possible
    over = most is not None and have <= most < possible
    if short or over:
        because = msg(
            "CRS %(crs)s is certain, up to %(most)s is possible: whether it passes %(limit)s hangs"
            " on what is not known yet",
            crs=have,
            most=possible,
            limit=need,
        )
        return Judged(None, have, need, because)
    if least is not None and have < least and spec.values.get("round_decides"):
        because = msg(
            "CRS %(have)s is under %(least)s, which a targeted round may go below",
            have=have,
            least=least,
        )
        return Judged(None, have, need, because)
    if least is not None and have < least:
        because = msg(
            "CRS %(have)s, %(short)s short of %(least)s", have=have, short=least - have, least=least
        )
        return Judged(False, have, need, because)
    if most is not None and have > most:
        because = msg("CRS %(have)s is over the ceiling of %(most)s", have=have, most=most)
        return Judged(False, have, need, because, soon=False)
    return Judged(True, have, need, msg("CRS %(have)s", have=have))


# --- language ---------------------------------------------------------------------------


def clb(ground: Ground, spec: Spec) -> Judged:
    """A level in all four abilities, in one report of one language."""
    values = spec.values
    if "offer_list" in values and (apart := _outside(ground, spec)) is not None:
        return apart
    if "min" in values:
        return _level(ground, spec, values["min"])
    asked = _by_teer(ground, spec)
    judged = [_level(ground, spec, need) for need in sorted(asked)]
    if len({each.met for each in judged}) == 1:
        # The same at every TEER it may be: the lowest level fails, or the highest is reached.
        return judged[-1] if judged[0].met else judged[0]
    because = msg("Which level is needed hangs on an occupation that is not known yet")
    return Judged(None, None, None, because)


def _level(ground: Ground, spec: Spec, need: int) -> Judged:
    """Whether one language reaches a level in all four abilities; 0 asks for none."""
    if need == 0:
        return Judged(True, None, 0, msg("No language level is asked at this TEER"))
    values = spec.values
    languages = ("en", "fr") if values["language"] == "any" else (values["language"],)
    levels = {lang: ground.lowest_clb(lang) for lang in languages}
    known = {lang: level for lang, level in levels.items() if level is not None}
    if known:
        best = max(known, key=lambda lang: known[lang])
        have = known[best]
        name = LANGUAGE_LABELS[best]
        if have >= need:
            because = msg(
                "%(language)s: CLB %(have)s in the weakest ability", language=name, have=have
            )
            return Judged(True, have, need, because)
    if ground.language_unclear:
        return Judged(None, None, need, msg("The level of a language test is not known yet"))
    if not known:
        wanted = tuple(LANGUAGE_LABELS[lang] for lang in languages)
        because = msg("No valid language test on this day (%(languages)s)", languages=wanted)
        return Judged(False, None, need, because)
    because = msg(
        "%(language)s: CLB %(have)s in the weakest ability, %(short)s short of %(need)s",
        language=name,
        have=have,
        short=need - have,
        need=need,
    )
    return Judged(False, have, need, because)


def _by_teer(ground: Ground, spec: Spec) -> set[int]:
    """The levels that may be needed, by the TEER the occupation has or may have; 0: none."""
    table = spec.values["by_teer"]
    nocs = ground.primary
    if spec.values.get("teer_of") == "offer":
        offer = ground.offer
        nocs = (offer.noc,) if offer and offer.noc is not None else ()
    elif ground.named_primary is None:
        # A job still undecided may be of the primary occupation, whichever that is.
        nocs += ground.candidates
        if ground.uncoded:
            return {*table.values(), 0}
    return {table.get(level, 0) for noc in nocs for level in ground.levels(noc)}


def _outside(ground: Ground, spec: Spec) -> Judged | None:
    """The answer where no offer in a trade of the list stands, or may; None where one does."""
    on_list: Answer = False
    offer = ground.offer
    if offer is None or (offer and offer.noc is None):
        on_list = None
    elif offer and offer.noc is not None:
        version = ground.lists.asked(spec.values["offer_list"], ground.rule_day)
        on_list = ground.listed(version, (offer.noc,))
    words = {
        False: msg("Only for a job offer in a trade of the list"),
        None: msg("Whether there is a job offer in a trade of the list is not known yet"),
    }
    return None if on_list else Judged(on_list, None, None, words[on_list])


def test_age(ground: Ground, spec: Spec) -> Judged:
    """A language test that is still valid; tests too old count nowhere."""
    years = spec.values["max_years"]
    if any(ground.lowest_clb(lang) is not None for lang in ("en", "fr")):
        return Judged(
            True, None, years, msg("A language test is under %(years)s years old", years=years)
        )
    if ground.profile.language_tests is None or ground.language_unclear:
        return Judged(None, None, years, NOT_KNOWN)
    because = msg("No language test is under %(years)s years old on this day", years=years)
    return Judged(False, None, years, because)


# --- education --------------------------------------------------------------------------


def education(ground: Ground, spec: Spec) -> Judged:
    """A credential of a level: Canadian, or with an assessment that is not too old."""
    values = spec.values
    need = LEVEL_LABELS[values["level"]]
    if "offer_list" in values and (apart := _outside(ground, spec)) is not None:
        return apart
    studies = ground.profile.education
    if studies is None:
        return Judged(None, None, need, msg("Education is not known yet"))
    wanted = EDUCATION_LEVELS.index(values["level"])
    best: tuple[int, Answer] = (-1, False)
    for study in studies:
        rank, counts = _study(ground, study, spec)
        if 0 <= rank < _UNNAMED and (_order(counts), rank) > (_order(best[1]), best[0]):
            best = (rank, counts)
        if rank >= wanted and counts is True:
            return Judged(True, LEVEL_LABELS[EDUCATION_LEVELS[rank]], need, msg("Has this level"))
    reached = [_study(ground, study, spec) for study in studies]
    high = [counts for rank, counts in reached if rank >= wanted]
    have = LEVEL_LABELS[EDUCATION_LEVELS[best[0]]] if best[0] >= 0 else None
    if None in high:
        if all(counts is not None for rank, counts in reached if wanted <= rank < _UNNAMED):
            because = msg("The level of a completed credential is not known yet")
            return Judged(None, have, need, because)
        return Judged(None, have, need, msg("Where or when it was completed is not known yet"))
    if high:
        if values.get("place"):
            return Judged(False, have, need, msg("Has the level, but not from there"), soon=False)
        because = msg("Has the level, but no valid assessment (ECA) of it on this day")
        return Judged(False, have, need, because)
    studying = any(
        study.completed_on is None
        and study.credential is not None
        and EDUCATION_LEVELS.index(study.credential) >= wanted
        for study in studies
    )
    return Judged(False, have, need, msg("No completed credential of this level"), soon=studying)


def _order(answer: Answer) -> int:
    return {True: 2, None: 1, False: 0}[answer]


# The rank of a credential whose level nobody has named: it may be any.
_UNNAMED = len(EDUCATION_LEVELS)


def _study(ground: Ground, study: Study, spec: Spec) -> tuple[int, Answer]:
    """The level of one study (-1: none on this day) and whether it counts for a criterion."""
    if study.completed_on is None or study.completed_on > ground.day:
        return -1, False
    level = level_of(study)
    values = spec.values
    answers: list[Answer] = []
    place = values.get("place", "any")
    if place != "any":
        answers.append(None if study.country is None else study.country == "CA")
        if place != "canada" and study.country == "CA":
            answers.append(None if study.province is None else study.province == place)
    years = values.get("within_years")
    if years is not None:
        answers.append(study.completed_on >= years_before(ground.day, years))
    if values.get("eca") and study.country != "CA":
        years = values.get("eca_max_years", ground.eca_years)
        answers.append(_assessed(study, ground.day, years))
    counts = all_of(answers)
    if level is not None:
        return level, counts
    return (-1, False) if counts is False else (_UNNAMED, None)


def _assessed(study: Study, day: date, years: int) -> Answer:
    if study.eca is None:
        return None if study.country is None else False
    issued = study.eca.issued_on
    # A fact without a date holds on every day.
    return issued is None or issued <= day < expiry(issued, years)


def age(ground: Ground, spec: Spec) -> Judged:
    """Age in completed years, both bounds included."""
    least, most = spec.values.get("min"), spec.values.get("max")
    have = ground.age
    if least is not None and have < least:
        because = msg("%(age)s years old, under %(least)s", age=have, least=least)
        return Judged(False, have, least, because, soon=least - have <= 1)
    if most is not None and have > most:
        because = msg("%(age)s years old, over %(most)s", age=have, most=most)
        return Judged(False, have, most, because, soon=False)
    need = tuple(each for each in (least, most) if each is not None)
    return Judged(True, have, need, msg("%(age)s years old", age=have))
