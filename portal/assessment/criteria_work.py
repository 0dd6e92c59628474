"""Criteria about work: occupation and job offer. Experience: ``criteria_experience``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.assessment.criteria_ties import province_name
from portal.assessment.ground import Answer, Ground, Judged, all_of, any_of
from portal.assessment.profile import JobOffer, Noc
from portal.rulebook.criteria import Spec
from portal.text import Money, Text, msg

WEEKS = 52


def occupation(ground: Ground, spec: Spec) -> Judged:
    """The client's occupation is on a list (or off it), and of a TEER."""
    values = spec.values
    if ground.profile.work is None:
        return Judged(None, None, None, msg("Work is not known yet"))
    by_primary = bool(values.get("primary") or values.get("exclude"))
    nocs = ground.primary if by_primary else ground.codes
    have = ground.titles(nocs)
    still_open = (ground.uncoded or bool(ground.candidates)) and not (
        by_primary and ground.named_primary is not None
    )
    if not nocs:
        if still_open:
            return Judged(None, have, None, msg("The occupation code is still open"))
        return Judged(False, have, None, msg("No occupation is known on this day"), soon=False)
    fits = _off_list(ground, spec, nocs) if values.get("exclude") else _on_list(ground, spec, nocs)
    met = all_of([fits, teer_of(ground, values.get("teer"), nocs)])
    because = {
        True: msg("%(occupation)s qualifies", occupation=have),
        False: msg("%(occupation)s does not qualify", occupation=have),
        None: msg("Whether %(occupation)s qualifies hangs on the duties", occupation=have),
    }[met]
    if met is None and fits is None and by_primary and len(nocs) > 1:
        because = msg(
            "Which is the primary occupation is not known yet: %(occupation)s", occupation=have
        )
    if met is not True and still_open:
        met, because = None, msg("The occupation code is still open")
    return Judged(met, have, _list_name(ground, spec), because, soon=False)


def _off_list(ground: Ground, spec: Spec, nocs: tuple[Noc, ...]) -> Answer:
    """Whether the primary occupation, which is one of these, is off the list."""
    answers = {_on_list(ground, spec, (noc,)) for noc in nocs}
    if ground.named_primary is None:
        # A job still undecided may be of the primary occupation, whichever that is.
        answers |= {_on_list(ground, spec, (noc,)) for noc in ground.candidates}
        answers |= {None} if ground.uncoded else set()
    listed = answers.pop() if len(answers) == 1 else None
    return None if listed is None else not listed


def _on_list(ground: Ground, spec: Spec, nocs: tuple[Noc, ...]) -> Answer:
    values = spec.values
    if "list" in values:
        return ground.listed(ground.lists.asked(values["list"], ground.rule_day), nocs)
    if "codes" in values:
        return ground.coded(frozenset(values["codes"]), values["edition"], nocs)
    return not values.get("exclude")


def _list_name(ground: Ground, spec: Spec) -> Any:
    if "list" in spec.values:
        return ground.lists.history(spec.values["list"])[0].label
    return tuple(spec.values.get("codes", ()))


def teer_of(ground: Ground, teer: list[str] | None, nocs: tuple[Noc, ...]) -> Answer:
    """Whether one of these occupations is of one of these TEER; None where a code was split."""
    if teer is None:
        return True
    answers: list[Answer] = []
    for noc in nocs:
        within = {level in teer for level in ground.levels(noc)}
        answers.append(within.pop() if len(within) == 1 else None)
    return any_of(answers)


def job_offer(ground: Ground, spec: Spec) -> Judged:
    """A job offer in a province, with what is asked of it."""
    values = spec.values
    where = province_name(values["province"]) if "province" in values else msg("Canada")
    need = msg("a job offer in %(province)s", province=where)
    offer = ground.offer
    if offer is None:
        return Judged(None, None, need, msg("Whether there is a job offer is not known yet"))
    if "income_table" in values and offer_of_the_kind(ground, spec) is False:
        # The offer that is missing is a criterion of its own; its pay is not missing as well.
        because = msg("There is no job offer whose pay could be judged")
        return Judged(None, None, need, because)
    if offer is False:
        return Judged(False, None, need, msg("No job offer in %(province)s", province=where))
    asked = _asked_of_offer(ground, spec, offer)
    for met, short, _ in asked:
        if met is False:
            return Judged(False, offer.employer, need, short)
    for met, _, missing in asked:
        if met is None:
            because = msg("Not known yet of the job offer: %(what)s", what=missing)
            return Judged(None, offer.employer, need, because)
    return Judged(True, offer.employer, need, msg("The job offer is as asked"))


def offer_of_the_kind(ground: Ground, spec: Spec) -> Answer:
    """Whether there is an offer at all in the province and of the TEER a criterion asks for.

    Another one would be needed where there is none: what is asked of it beside cannot be said.
    """
    offer, values = ground.offer, spec.values
    if not offer:
        return None if offer is None else False
    answers: list[Answer] = []
    if "province" in values:
        answers.append(None if offer.province is None else offer.province == values["province"])
    if "teer" in values:
        nocs = () if offer.noc is None else (offer.noc,)
        answers.append(teer_of(ground, values["teer"], nocs) if nocs else None)
    return all_of(answers)


def _asked_of_offer(ground: Ground, spec: Spec, offer: JobOffer) -> list[tuple[Answer, Text, Text]]:
    values = spec.values
    made: list[tuple[Answer, Text, Text]] = []

    def ask(met: Answer, short: Text, missing: Text) -> None:
        made.append((met, short, missing))

    if "province" in values:
        where = province_name(values["province"])
        met = None if offer.province is None else offer.province == values["province"]
        ask(met, msg("The job offer is not in %(province)s", province=where), msg("its province"))
    hours = values.get("hours_per_week", ground.full_time if values.get("full_time") else None)
    if hours is not None:
        met = None if offer.hours_per_week is None else offer.hours_per_week >= hours
        ask(met, msg("Under %(hours)s hours a week", hours=hours), msg("hours a week"))
    if values.get("permanent"):
        met = all_of([offer.permanent, None if offer.seasonal is None else not offer.seasonal])
        met = offer.permanent if offer.permanent and offer.seasonal is None else met
        ask(met, msg("The job is not permanent"), msg("whether it is permanent"))
    months = values.get("duration_months")
    if months is not None:
        length = offer.duration_months
        met = True if offer.permanent else None if length is None else length >= months
        ask(met, msg("For less than %(months)s months", months=months), msg("how long it lasts"))
    if "teer" in values or "list" in values:
        met = _offer_occupation(ground, spec, offer)
        ask(met, msg("The job’s occupation does not qualify"), msg("its occupation"))
    made += _wages(ground, spec, offer)
    return made


def _offer_occupation(ground: Ground, spec: Spec, offer: JobOffer) -> Answer:
    if offer.noc is None:
        return None
    answers = [teer_of(ground, spec.values.get("teer"), (offer.noc,))]
    if "list" in spec.values:
        version = ground.lists.asked(spec.values["list"], ground.rule_day)
        answers.append(ground.listed(version, (offer.noc,)))
    return all_of(answers)


def _wages(ground: Ground, spec: Spec, offer: JobOffer) -> list[tuple[Answer, Text, Text]]:
    values, wage = spec.values, offer.wage_per_hour
    made: list[tuple[Answer, Text, Text]] = []
    if "wage" in values:
        met = None if wage is None else wage >= values["wage"]
        short = msg("Under %(wage)s an hour", wage=Money(values["wage"]))
        made.append((met, short, msg("the wage")))
    yearly = yearly_pay(offer)
    if "earnings" in values:
        met = None if yearly is None else yearly >= values["earnings"]
        short = msg("Under %(pay)s a year", pay=Money(values["earnings"]))
        made.append((met, short, msg("the wage and hours")))
    if "income_table" in values:
        needs = _amounts(ground, spec, offer)
        least, most = min(needs), max(needs)
        met = None if yearly is None or least <= yearly < most else yearly >= most
        short = msg("Yearly pay is under %(pay)s for the family’s size", pay=Money(least))
        missing = msg("the pay, or the region, which sets the amount")
        if yearly is not None and ground.family_size is None:
            missing = msg("the size of the family, which sets the amount")
        made.append((met, short, missing))
    return made


def _amounts(ground: Ground, spec: Spec, offer: JobOffer) -> list[int]:
    """The yearly pay that may be asked: by the area of the job and the size of the family."""
    tables: Mapping[str, Mapping[str, int]] = spec.values["income_table"]
    size, area = ground.family_size, _area(spec.values.get("income_cities", {}), offer.city)
    return [
        amount
        for name, table in tables.items()
        if area in (None, name)
        for people, amount in table.items()
        if size is None or int(people) == min(size, len(table))
    ]


def _area(cities: Mapping[str, list[str]], city: str | None) -> str | None:
    """The area a city is in; None where the rule does not name it: then a person must look."""
    named = city_name(city or "")
    return next((area for area, names in cities.items() if named in map(city_name, names)), None)


def city_name(written: str) -> str:
    """A city to be compared: without the province written behind it."""
    return written.split(",", maxsplit=1)[0].strip().casefold()


def yearly_pay(offer: JobOffer) -> float | None:
    """Dollars a year by the hourly wage and the week's hours; None where one is not known."""
    if offer.wage_per_hour is None or offer.hours_per_week is None:
        return None
    return offer.wage_per_hour * offer.hours_per_week * WEEKS
