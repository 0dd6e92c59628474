"""Settlement funds: what the table of a day asks for, and whether it is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.assessment.facts import Factors, Facts
from portal.rulebook import Version
from portal.text import Money, Text, msg


@dataclass(frozen=True, slots=True)
class Need:
    """The amount for a family on a day; None where the table of that day was not found.

    ``enough``: an amount that passed on that day in any case. ``least``: whoever holds
    less is short by every reading; None where no reading is known. Between the two the
    day's table is in dispute. ``kept``: the client was in the pool before the table
    began, and the one before it still held for the pool.
    """

    size: int | None
    amount: int | None
    enough: int | None
    table: Version
    least: int | None = None
    kept: bool = False


def needed(facts: Facts, factors: Factors) -> Need:
    """The row of the funds table for the family's size (everybody, coming or not)."""
    table = facts.rules.table("funds.settlement", on=factors.rule_day)
    size = factors.family_size
    if size is None:
        return Need(None, None, None, table)
    if table.status == "unknown":
        return Need(size, None, _row(table, size, "certainly_enough_cad"), table)
    amount = _row(table, size)
    if "pool_on_table" in table.values and _in_pool_before(facts, table.from_):
        earlier = _row(_named(facts, table, "pool_on_table"), size)
        return Need(size, earlier, earlier, table, earlier, kept=True)
    if "disputed_with" in table.values:
        other = _row(_named(facts, table, "disputed_with"), size)
        return Need(size, amount, max(amount, other), table, min(amount, other))
    return Need(size, amount, amount, table, amount)


def _row(table: Version, size: int, column: str = "cad") -> int:
    largest: int = table.rows[-1][0]
    amount: int = table.column(column)[min(size, largest)]
    return amount + int(max(0, size - largest) * table.values["each_more_cad"])


def _named(facts: Facts, table: Version, key: str) -> Version:
    return facts.rules.table("funds.settlement", on=table.values[key])


def _in_pool_before(facts: Facts, day: date) -> bool:
    """Whether the profile was made before a table began, and so had days to come up to it."""
    entry = facts.profile.express_entry
    return bool(entry and entry.created_on is not None and entry.created_on < day)


def funds_met(facts: Facts, factors: Factors) -> tuple[bool | None, Need]:
    """Whether the client's funds reach the table, exemptions aside."""
    need = needed(facts, factors)
    have = facts.profile.settlement_funds
    if have is None or need.enough is None:
        return None, need
    if have >= need.enough:
        return True, need
    return (None if need.least is None or have >= need.least else False), need


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
    if need.least is not None and need.enough is not None and need.least <= have < need.enough:
        return msg(
            "%(have)s lie between %(least)s and %(enough)s, and sources disagree which of the two"
            " was asked of a family of %(size)s on this day: decide by hand",
            have=Money(have),
            least=Money(need.least),
            enough=Money(need.enough),
            size=need.size,
        )
    if have >= need.amount and need.kept:
        return msg(
            "%(have)s reach the %(need)s of the earlier table, which still held for a family of"
            " %(size)s in the pool since before the new one",
            have=Money(have),
            need=Money(need.amount),
            size=need.size,
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
