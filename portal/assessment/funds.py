"""Settlement funds: what the table of a day asks for, and whether it is there."""

from __future__ import annotations

from dataclasses import dataclass

from portal.assessment.facts import Factors, Facts
from portal.rulebook import Version
from portal.text import Money, Text, msg


@dataclass(frozen=True, slots=True)
class Need:
    """The amount for a family on a day; None where the table of that day was not found.

    ``enough``: an amount that passed on that day in any case.
    """

    size: int | None
    amount: int | None
    enough: int | None
    table: Version


def needed(facts: Facts, factors: Factors) -> Need:
    """The row of the funds table for the family's size (everybody, coming or not)."""
    table = facts.rules.table("funds.settlement", on=factors.rule_day)
    size = factors.family_size
    if size is None:
        return Need(None, None, None, table)
    column = "certainly_enough_cad" if table.status == "unknown" else "cad"
    largest = table.rows[-1][0]
    amount = table.column(column)[min(size, largest)]
    each_more = table.values["each_more_cad"]
    amount += max(0, size - largest) * each_more
    if table.status == "unknown":
        return Need(size, None, amount, table)
    return Need(size, amount, amount, table)


def funds_met(facts: Facts, factors: Factors) -> tuple[bool | None, Need]:
    """Whether the client's funds reach the table, exemptions aside."""
    need = needed(facts, factors)
    have = facts.profile.settlement_funds
    if have is None or need.enough is None:
        return None, need
    if have >= need.enough:
        return True, need
    return (None if need.amount is None else False), need


def funds_because(facts: Facts, need: Need, exempt: bool | None) -> Text:
    """The money in words."""
    have = facts.profile.settlement_funds
    if exempt:
        return msg("Exempt: a qualifying offer and authorization to work in Canada")
    if need.size is None:
        return msg("Family size is not known")
    if have is None:
        return msg("Funds are not known; a family of %(size)s is asked", size=need.size)
    if need.amount is None:
        return msg(
            "The table of this day was not found; %(enough)s for a family of %(size)s passed in"
            " any case, and %(have)s are there",
            enough=Money(need.enough or 0),
            size=need.size,
            have=Money(have),
        )
    if have >= need.amount:
        return msg(
            "%(have)s reach the %(need)s asked of a family of %(size)s",
            have=Money(have),
            need=Money(need.amount),
            size=need.size,
        )
    short = msg(
        "%(have)s are %(short)s short of the %(need)s asked of a family of %(size)s",
        have=Money(have),
        short=Money(need.amount - have),
        need=Money(need.amount),
        size=need.size,
    )
    if exempt is None:
        return msg("%(short)s; whether a job offer exempts from it is not known", short=short)
    return short
