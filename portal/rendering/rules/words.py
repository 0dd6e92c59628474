"""Words for the columns, keys and cells of rule files: no page shows a raw one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from portal.text import Money, Text, Words, msg
from portal.vocabulary import (
    LABELS,
    LANGUAGE_LABELS,
    LEVEL_LABELS,
    PROGRAM_LABELS,
    Ability,
    Province,
    Relation,
)

COLUMNS: Mapping[str, Text] = {
    "ability": msg("Ability"),
    "age": msg("Age"),
    "also_named": msg("Also named"),
    "at_least": msg("At least"),
    "body": msg("Body that assesses"),
    "cad": msg("Funds asked for"),
    "certainly_enough_cad": msg("Certainly enough"),
    "category": msg("Category"),
    "certificate": msg("Certificate of qualification"),
    "clb": msg("Level (CLB or NCLC)"),
    "family_size": msg("Persons in the family"),
    "field": msg("Field of the published file"),
    "high": msg("Highest score"),
    "invitations": msg("Invitations"),
    "kind": msg("Kind"),
    "language": msg("Language"),
    "level": msg("Highest credential"),
    "low": msg("Lowest score"),
    "name": msg("Name"),
    "name_fr": msg("French name"),
    "noc": msg("NOC code"),
    "points": msg("Points"),
    "ratio": msg("Share of one person’s"),
    "round": msg("Round"),
    "single": msg("Without a partner who counts"),
    "test": msg("Test"),
    "tier": msg("Tier"),
    "whole": msg("Range as published"),
    "with_spouse": msg("With a partner who counts"),
    "years": msg("Whole years"),
}
KEYS: Mapping[str, Text] = {
    "academic_years_months": msg("Months of study that count as two academic years"),
    "additional": msg("Most for additional points"),
    "arranged_employment": msg("Points for arranged employment"),
    "cec_window_years": msg("Years looked back on for the CEC"),
    "codes_reported": msg("Occupations reported"),
    "combine": msg("Work and job offer together"),
    "common_law_years": msg("Years of living together that make a common-law partner"),
    "continuous_years": msg("Years of work without a break"),
    "core_and_spouse": msg("Most for core and partner’s points together"),
    "core_single": msg("Most for core points, without a partner who counts"),
    "core_with_spouse": msg("Most for core points, with a partner who counts"),
    "crs_window_years": msg("Years looked back on for the CRS"),
    "disputed_with": msg("Or, as sources disagree, the table of"),
    "during_study": msg("Work while a full-time student counts"),
    "each_more": msg("Share for each further person"),
    "each_more_cad": msg("For each further person"),
    "eca_years": msg("Years a credential assessment (ECA) is valid"),
    "edition": msg("Edition of the NOC"),
    "employed_months": msg("Months already worked for that employer"),
    "english_clb5": msg("Points when English reaches the level asked"),
    "english_low": msg("Points when English is lower, or not tested"),
    "except": msg("Without the groups"),
    "excluded_provinces": msg("Not for those who mean to live in"),
    "exempt_employed_years": msg("Years of work for that employer, where no LMIA is needed"),
    "exempt_exemptions": msg("Work permits without an LMIA that count"),
    "exempt_permit_months": msg("Months of work on such a permit"),
    "full_time_hours_per_week": msg("Hours of full-time work a week"),
    "gap_days_flagged": msg("Days without work that we ask about"),
    "graduate_min_months": msg("Months of study for a graduate degree"),
    "grand_total": msg("Most the CRS can give"),
    "groups": msg("Groups of the NOC"),
    "high_group": msg("The first group: TEER or level"),
    "high_min_clb": msg("Language level for the first group"),
    "hours_per_year": msg("Hours that make a year"),
    "language": msg("Language of the test"),
    "language_years": msg("Years a language test is valid"),
    "levels": msg("TEER or skill level"),
    "listening": msg("Level in listening"),
    "low_group": msg("The second group: TEER or level"),
    "low_min_clb": msg("Language level for the second group"),
    "major_group_00": msg("Points for a senior management occupation"),
    "max": msg("Most points"),
    "max_single": msg("Most points, without a partner who counts"),
    "max_with_spouse": msg("Most points, with a partner who counts"),
    "min_age": msg("Youngest age"),
    "min_clb": msg("Lowest level"),
    "min_education": msg("Least credential"),
    "min_english_clb": msg("English level asked"),
    "min_hours_per_week": msg("Hours a week, at least"),
    "min_months": msg("Months, at least"),
    "min_months_in_canada": msg("Months in Canada, at least"),
    "min_nclc": msg("French level asked"),
    "months": msg("Months"),
    "months_in": msg("Which months add up"),
    "needs_lmia": msg("An LMIA is needed"),
    "needs_permanent": msg("The job must be permanent"),
    "offer_min_hours_per_week": msg("Hours a week of the job offer, at least"),
    "offer_min_months": msg("Months of the job offer, at least"),
    "one_occupation": msg("All in one occupation"),
    "one_or_two_year": msg("Points for a credential of one or two years"),
    "order": msg("Order in which programs invite"),
    "other_skilled": msg("Points for another skilled occupation"),
    "others_until": msg("Other bodies’ assessments good up to"),
    "out_of": msg("Most points of the grid"),
    "own_study": msg("Points for your study in Canada"),
    "own_work": msg("Points for your work in Canada"),
    "pass_mark": msg("Pass mark"),
    "physician_codes": msg("Physicians: NOC codes"),
    "physicians_self_employed": msg("Self-employed physicians may count their work"),
    "pool_on_table": msg("For profiles in the pool since before, still the table of"),
    "points": msg("Points"),
    "reading": msg("Level in reading"),
    "relative": msg("Points for a relative in Canada"),
    "relatives": msg("Relatives who count"),
    "seasonal": msg("A seasonal job counts"),
    "section": msg("Section of the score"),
    "self_employment": msg("Self-employment counts"),
    "speaking": msg("Level in speaking"),
    "spouse": msg("Most for the partner’s points"),
    "spouse_language": msg("Points for the partner’s language"),
    "spouse_language_min_clb": msg("Level the partner needs"),
    "spouse_study": msg("Points for the partner’s study in Canada"),
    "spouse_work": msg("Points for the partner’s work in Canada"),
    "study_months": msg("Months of the program of study"),
    "teer": msg("TEER"),
    "three_year_plus": msg("Points for a credential of three years or more"),
    "tiers": msg("Tiers, by wage beside the median"),
    "total": msg("Total"),
    "transferability": msg("Most for skill transferability"),
    "transferability_certificate": msg("Most with a certificate of qualification"),
    "transferability_education": msg("Most with education"),
    "transferability_foreign_work": msg("Most with foreign work"),
    "unauthorized": msg("Work without permission counts"),
    "unconfirmed": msg("Tests we could not confirm for these days"),
    "unconfirmed_from": msg("Not confirmed for days from"),
    "waived_from": msg("Presence in Canada waived from"),
    "waived_until": msg("Presence in Canada waived until"),
    "window_months": msg("Months looked back on"),
    "window_years": msg("Years looked back on"),
    "within": msg("Largest difference in rounding"),
    "work_years": msg("Years of work in Canada"),
    "writing": msg("Level in writing"),
    "years": msg("Years of work"),
}
# What stands before a key inside a value: work.points.2.0 is “Work in Canada: points, 2.0”.
PARTS: Mapping[str, Text] = {
    "work": msg("Work in Canada"),
    "offer": msg("Job offer"),
    "points": msg("Points"),
    "scale": msg("Scores of the test"),
    "suspected": msg("Amount that may be meant"),
    "others_until": msg("Other bodies’ assessments good up to"),
}
_CHOICES: Mapping[str, Words] = {
    "treaty": msg("by a treaty"),
    "significant_benefit": msg("for a significant benefit to Canada"),
    "with": msg("with"),
    "without": msg("without"),
    "higher": msg("the higher of the two counts"),
    "sum": msg("both add up"),
    "one_occupation": msg("those in one occupation"),
    "one_tier": msg("those in one tier"),
    "tier_or_higher": msg("those in the tier or a higher one"),
    "core": msg("Core human capital"),
    "additional": msg("Additional points"),
}
STATUSES: Mapping[str, Text] = {
    "in_force": msg("in force"),
    "proposed": msg("proposed, not law"),
    "expected": msg("reported, figures not known"),
    "unknown": msg("figures not found"),
    "ended": msg("ended"),
}
_CODED = frozenset({"physician_codes", "groups", "except", "levels", "high_group", "low_group"})
_MONEY = frozenset({"cad", "certainly_enough_cad", "each_more_cad"})
_OPEN_ENDED = frozenset({"years", "clb", "family_size"})
_RAW = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
_BAND = re.compile(r"(below_)?clb(\d+)|years_(\d+)")


def plain_key(key: str) -> str:
    """A key nobody gave words to, at least without its underscores."""
    words = key.replace("_", " ").replace(".", ", ")
    return words[:1].upper() + words[1:]


def heading(column: str, last: bool) -> Words | str:
    """The heading of a column; ``last`` is the open end of its bands."""
    known = COLUMNS.get(column)
    if known is not None:
        return known
    band = _BAND.fullmatch(column)
    if band is None:
        return plain_key(column)
    below, level, years = band.groups()
    if below:
        return msg("Weakest ability below CLB %(level)s", level=int(level))
    if level:
        return msg("Weakest ability CLB %(level)s or more", level=int(level))
    if years == "0":
        return msg("Less than a year in Canada")
    if last:
        return msg("Years in Canada: %(years)s or more", years=int(years))
    return msg("Years in Canada: %(years)s", years=int(years))


def name_of(key: str) -> Words | str:
    """The name of a value, however deep it stands."""
    *parts, leaf = _split(key)
    known: Words | str = KEYS.get(leaf, COLUMNS.get(leaf, plain_key(leaf)))
    if _TIER.fullmatch(leaf):
        known = msg("Tier %(tier)s", tier=leaf)
    if parts[:1] == ["scale"]:
        known = LABELS[Ability][leaf]
    for part in reversed(parts):
        known = msg("%(what)s: %(why)s", what=PARTS.get(part, plain_key(part)), why=known)
    return known


_TIER = re.compile(r"\d+\.\d+")


def _split(key: str) -> list[str]:
    """The parts of a key; a tier such as 2.0 keeps its point."""
    parts = key.split(".")
    if len(parts) > 1 and parts[-1].isdecimal() and parts[-2].isdecimal():
        parts[-2:] = [".".join(parts[-2:])]
    return parts


def cell(column: str, value: Any) -> Any:
    """A cell or value as something the languages know how to show."""
    make = _CELLS.get(column)
    if isinstance(value, list | tuple):
        if column.startswith("scale."):
            return _scale(value)
        shown = tuple(cell(column, each) for each in value)
        return shown or msg("none")
    if isinstance(value, bool | date):
        return value
    if make is not None:
        return make(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str):
        return _CHOICES.get(value, value if column in _CODED else _word(value))
    return value


def _scale(value: Sequence[Any]) -> Text:
    first, last, step = (_number(each) for each in value)
    return msg("%(first)s to %(last)s, in steps of %(step)s", first=first, last=last, step=step)


def _number(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, float) else value


def _word(value: str) -> Words | str:
    for known in (LEVEL_LABELS, LABELS[Province], LABELS[Relation], LABELS[Ability]):
        if value in known:
            return known[value]
    if value in PROGRAM_LABELS:
        return PROGRAM_LABELS[value]
    return value.replace("_", " ") if _RAW.fullmatch(value) else value


def _money(value: Any) -> Any:
    return Money(value) if isinstance(value, int) else value


_CELLS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_MONEY, _money),
    "suspected.cad": _money,
    "language": lambda value: LANGUAGE_LABELS.get(value, value),
}


def keyed(column: str, first: Any, last: Any, *, final: bool) -> Any:
    """The head of a row that stands for one key, or for several in a row; ``final``: the last."""
    if final and column in _OPEN_ENDED and first == last:
        return msg("%(least)s or more", least=first)
    if first == last:
        return cell(column, first)
    if final and column in _OPEN_ENDED:
        return msg("%(least)s or more", least=first)
    return msg("%(first)s to %(last)s", first=first, last=last)
