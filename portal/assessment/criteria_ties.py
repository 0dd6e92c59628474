"""Criteria about where somebody belongs: ties, interest, registration, status, residence, funds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from portal.assessment.calendar import months_after
from portal.assessment.experience import Months
from portal.assessment.funds import funds_because, funds_met
from portal.assessment.ground import Answer, Ground, Judged, all_of, any_of
from portal.assessment.pool import membership
from portal.assessment.profile import Relative
from portal.assessment.studies import program_in, studied
from portal.assessment.work_months import lived_before, lives_since, worked, works_in_now
from portal.rulebook.criteria import Spec
from portal.text import Money, Text, msg
from portal.vocabulary import LABELS, Province


def province_name(code: str) -> Text:
    """The name of a province or territory."""
    return LABELS[Province][code]


def ties(ground: Ground, spec: Spec) -> Judged:
    """A relative, earlier work or earlier study in a province."""
    kind, place = spec.values["tie"], spec.values["province"]
    where = province_name(place)
    if kind == "relative":
        met = relative_in(
            ground,
            place,
            spec.values.get("relations"),
            spec.values.get("statuses"),
            only_applicant=spec.values.get("of") == "applicant",
        )
        words = {
            True: msg("Has such a relative in %(province)s", province=where),
            False: msg("Has no such relative in %(province)s", province=where),
            None: msg("Relatives in Canada are not known yet"),
        }
        return Judged(met, met, where, words[met], soon=False)
    if spec.values.get("completed"):
        return _completed(ground, spec)
    if kind == "work":
        found = worked(ground, place, continuous=spec.values.get("continuous", False))
    else:
        found = studied(ground, place)
    return _months(found, spec.values["months"], where)


def _completed(ground: Ground, spec: Spec) -> Judged:
    """A post-secondary program completed in the province, of a length where one is asked."""
    where = province_name(spec.values["province"])
    met = program_in(ground, spec.values["province"], spec.values.get("months", 0))
    words = {
        True: msg("Has completed such a program in %(province)s", province=where),
        False: msg("Has completed no such program in %(province)s", province=where),
        None: msg("Level, length or place of a completed program is not known yet"),
    }
    return Judged(met, met, where, words[met], soon=False)


def _months(found: Months | None, need: int, where: Text) -> Judged:
    if found is None:
        return Judged(None, None, need, msg("Earlier work and study are not known yet"))
    have = found.certain
    if have >= need:
        because = msg("%(have)s months in %(province)s", have=have, province=where)
        return Judged(True, have, need, because)
    if found.possible >= need:
        because = msg(
            "%(have)s months in %(province)s are certain; kind, place or dates of other work or"
            " study are not known yet",
            have=have,
            province=where,
        )
        return Judged(None, have, need, because)
    because = msg(
        "%(have)s months in %(province)s, %(short)s short",
        have=have,
        province=where,
        short=need - have,
    )
    return Judged(False, have, need, because, soon=have > 0)


def relative_in(
    ground: Ground,
    place: str,
    relations: list[str] | None = None,
    statuses: list[str] | None = None,
    *,
    only_applicant: bool = False,
    adult: bool = False,
) -> Answer:
    """Whether a relative of these kinds lives in a province; None where that is not known.

    ``adult``: 18 or over; without it nobody has asked, and only a known child is none.
    """
    relatives = ground.profile.relatives_in_canada
    if relatives is None:
        return None
    return any_of(
        [_relative(each, place, relations, statuses, only_applicant, adult) for each in relatives]
    )


def _relative(
    each: Relative,
    place: str,
    relations: list[str] | None,
    statuses: list[str] | None,
    only_applicant: bool,
    adult: bool,
) -> Answer:
    return all_of(
        [
            None if each.province is None else each.province == place,
            relations is None or (None if each.relation is None else each.relation in relations),
            statuses is None or (None if each.status is None else each.status in statuses),
            _of_age(each) if adult else each.age_18_or_over is not False,
            not only_applicant or (None if each.of is None else each.of == "applicant"),
        ]
    )


def _of_age(each: Relative) -> Answer:
    # A client's parent is.
    return True if each.relation == "parent" else each.age_18_or_over


def interest(ground: Ground, spec: Spec) -> Judged:
    """The Express Entry profile, or the client, names the province (or all of them)."""
    place = spec.values["province"]
    entry, tied = ground.profile.express_entry, ground.profile.ties
    declared = (entry.provinces if entry else None) or None
    wished = tied.provinces_of_interest if tied else None
    name = province_name(place)
    if declared == "all" or place in (declared or ()):
        return Judged(True, name, name, msg("%(province)s is named", province=name))
    in_pool = membership(ground.profile, ground.rules).on(ground.day, None)
    if declared is not None and in_pool is not False:
        # A province sees what the profile in the pool says, not what the client wishes.
        because = msg("The Express Entry profile does not name %(province)s", province=name)
        return Judged(False, None, name, because)
    if place in (wished or ()):
        return Judged(True, name, name, msg("%(province)s is named", province=name))
    if ground.profile.person.intended_province in (place, "any"):
        because = msg("Wants to live in %(province)s", province=name)
        return Judged(True, name, name, because)
    may_declare = entry is None or (entry is not False and entry.provinces is None)
    # Who wishes for other provinces alone has said that it is not this one.
    if (may_declare and not wished) or (declared is None and wished is None):
        return Judged(None, None, name, msg("Provinces of interest are not known yet"))
    return Judged(False, None, name, msg("%(province)s is not named", province=name))


def registration(ground: Ground, spec: Spec) -> Judged:
    """Registered with a body, in a province; with ``codes`` only for those occupations."""
    codes = spec.values.get("codes")
    if codes is not None and ground.coded(frozenset(codes), "2021", ground.codes) is not True:
        return Judged(False, None, None, msg("Only for occupations the rule names"), soon=False)
    found = registered(ground, spec.values.get("bodies"), spec.values.get("province"))
    words = {
        True: msg("Registered"),
        False: msg("No such registration on this day"),
        None: msg("Registrations are not known yet"),
    }
    return Judged(found, found, spec.values.get("bodies"), words[found])


def registered(ground: Ground, bodies: list[str] | None, place: str | None) -> Answer:
    """Whether a registration (with one of these bodies, in this province) stands on the day."""
    known = ground.profile.registrations
    if known is None:
        return None
    return any_of(
        [
            all_of(
                [
                    each.since is None or each.since <= ground.day,
                    place is None or (None if each.province is None else each.province == place),
                    bodies is None or _names(each.body, bodies),
                ]
            )
            for each in known
        ]
    )


def _names(body: str | None, bodies: list[str]) -> Answer:
    if body is None:
        return None
    said = body.casefold()
    return any(name.casefold() in said for name in bodies)


# --- status, residence, funds, age ------------------------------------------------------


def status(ground: Ground, spec: Spec) -> Judged:
    """Status in Canada, a work permit, and how long it still runs."""
    values = spec.values
    have = ground.profile.person.status_in_canada
    barred = values.get("none_of")
    if barred and have is not None and have in barred:
        return Judged(False, have.value, None, msg("Not open to a refugee claimant"), soon=False)
    answers: list[tuple[Answer, Text]] = []
    if barred:
        answers.append((None if have is None else True, msg("Status in Canada is not known yet")))
    if values.get("work_permit"):
        answers.append((has_permit(ground), msg("No valid work permit on this day")))
    months = values.get("permit_months_left")
    if months is not None:
        short = msg("The permit runs out in less than %(months)s months", months=months)
        answers.append((_permit_left(ground, months), short))
    return _weakest(answers, have.value if have else None)


def _weakest(answers: list[tuple[Answer, Text]], have: str | None) -> Judged:
    for met, because in answers:
        if met is False:
            return Judged(False, have, None, because)
    for met, _ in answers:
        if met is None:
            return Judged(None, have, None, msg("Status or permits in Canada are not known yet"))
    return Judged(True, have, None, msg("Status and permits fit"))


def _permits(ground: Ground) -> Iterator[date | None] | None:
    permits = ground.profile.work_permits
    if permits is None:
        return None
    return (
        each.until
        for each in permits
        if (each.from_ is None or each.from_ <= ground.day)
        and (each.until is None or each.until >= ground.day)
    )


def has_permit(ground: Ground) -> Answer:
    """Whether a work permit is valid on the day."""
    valid = _permits(ground)
    return None if valid is None else any(True for _ in valid)


def _permit_left(ground: Ground, months: int) -> Answer:
    valid = _permits(ground)
    if valid is None:
        return None
    ends = list(valid)
    # Nobody without a permit has one that runs out.
    return not ends or any(end is None or end >= months_after(ground.day, months) for end in ends)


def residence(ground: Ground, spec: Spec) -> Judged:
    """Lives in a country, or now lives and works in a province (for some months)."""
    country = ground.profile.person.country_of_residence
    if "countries" in spec.values:
        wanted = spec.values["countries"]
        if country is None:
            return Judged(None, None, wanted, msg("The country of residence is not known yet"))
        met = country in wanted
        because = msg("Lives in %(country)s", country=country)
        return Judged(met, country, wanted, because, soon=False)
    place = province_name(spec.values["province"])
    if country is None:
        return Judged(None, None, place, msg("The country of residence is not known yet"))
    if country != "CA":
        return Judged(False, country, place, msg("Lives outside Canada"), soon=False)
    since = lives_since(ground, spec.values["province"])
    if since is None:
        because = msg("No job in %(province)s shows that the client lives there", province=place)
        return Judged(None, None, place, because)
    months = spec.values.get("months", 0)
    have = (ground.day.year - since.year) * 12 + ground.day.month - since.month
    have -= ground.day.day < since.day
    if have >= months:
        because = msg("Works in %(province)s since %(since)s", province=place, since=since)
        return Judged(True, have, months, because)
    if lived_before(ground, spec.values["province"], months):
        because = msg(
            "%(have)s months in %(province)s without a break in the work; where the client lived"
            " before is not known",
            have=have,
            province=place,
        )
        return Judged(None, have, months, because)
    because = msg(
        "%(have)s months in %(province)s, %(short)s short",
        have=have,
        province=place,
        short=months - have,
    )
    return Judged(False, have, months, because)


def funds(ground: Ground, spec: Spec) -> Judged:
    """Settlement funds by the federal table for the family's size, or a province's own amount."""
    if spec.values["rule"] == "province":
        return _own_amount(ground, spec.values["first"], spec.values["each_more"])
    place = spec.values.get("or_job_offer")
    instead = None if place is None else _instead_of_funds(ground, place)
    if instead is not None and instead.met:
        return instead
    met, need = funds_met(ground.facts, ground.factors)
    if met is not True and spec.values.get("unless_exempt") and ground.any_program is not False:
        # Who is eligible without the amount of the table is exempt from it.
        words = {
            True: msg("The federal program asks for no funds here"),
            None: msg("Whether a federal program exempts from funds is not known yet"),
        }
        exempt = ground.any_program
        return Judged(exempt, None, None, words[exempt])
    if met is False and instead is not None and instead.met is None:
        return instead
    have = ground.profile.settlement_funds
    return Judged(
        met,
        None if have is None else Money(have),
        None if need.amount is None else Money(need.amount),
        funds_because(ground.facts, need, exempt=None),
    )


def _instead_of_funds(ground: Ground, place: str) -> Judged:
    """Whether a job offer or present work in a province stands for funds."""
    name, offer = province_name(place), ground.offer
    offered: Answer = None if offer is None else False
    if offer:
        offered = None if offer.province is None else offer.province == place
    if offered is True:
        because = msg("A job offer in %(province)s stands for funds", province=name)
        return Judged(True, None, None, because)
    works = works_in_now(ground, place)
    if works is True:
        return Judged(True, None, None, msg("Work in %(province)s stands for funds", province=name))
    because = msg(
        "Funds are short; whether a job or a job offer in %(province)s stands for them is not"
        " known yet",
        province=name,
    )
    return Judged(any_of([offered, works]), None, None, because)


def _own_amount(ground: Ground, first: int, each_more: int) -> Judged:
    """A province's own amount: for the client, and for each member of the family who comes.

    Who of the children comes is not asked: the amount lies between two.
    """
    have, children = ground.profile.settlement_funds, ground.profile.dependent_children
    partner, spouse = ground.facts.partner_on(ground.day, ground.rule_day), ground.profile.spouse
    comes = partner
    if partner:
        comes = None if spouse is None else spouse.accompanying
        comes = False if spouse is not None and spouse.canadian_citizen_or_pr else comes
    least = first + (each_more if comes else 0)
    if have is None:
        return Judged(None, None, Money(least), msg("Settlement funds are not known yet"))
    if have < least:
        because = msg(
            "%(have)s are %(short)s short of the %(need)s asked",
            have=Money(have),
            short=Money(least - have),
            need=Money(least),
        )
        return Judged(False, Money(have), Money(least), because)
    most = None
    if children is not None and partner is not None:
        most = first + each_more * (children + (comes is not False))
    if most is not None and have >= most:
        because = msg("%(have)s reach the %(need)s asked", have=Money(have), need=Money(most))
        return Judged(True, Money(have), Money(most), because)
    because = msg("How many of the family come along is not known yet")
    return Judged(None, Money(have), Money(least), because)
