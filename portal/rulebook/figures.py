"""Figures that must agree with each other: points with ceilings, charts with scales, funds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from portal.rulebook.book import Rulebook
from portal.rulebook.high_wage import high_wage_on
from portal.rulebook.schema import Version
from portal.text import Text, msg

ABILITIES = 4
Finder = Callable[[str], Version]


def _on(rules: Rulebook, prefix: str, day: date) -> Finder:
    return lambda name: rules.table(prefix + name, on=day)


def points_faults(rules: Rulebook) -> Iterator[Text]:
    """Where the tables of points and their ceilings do not agree on the day ceilings begin."""
    for day in sorted({version.from_ for version in rules.history("crs.caps")}):
        caps = rules.table("crs.caps", on=day).values
        for name, ceiling, sum_ in ceilings_apart(rules, day):
            yield msg(
                "crs.caps, %(day)s: %(name)s is %(caps)s, the tables give %(sum)s.",
                day=str(day),
                name=name,
                caps=str(ceiling),
                sum=str(sum_),
            )
        if caps["core_and_spouse"] != caps["core_single"]:
            yield msg("crs.caps, %(day)s: a couple cannot reach what one person can.", day=str(day))
        table = _on(rules, "crs.", day)
        yield from _language_maxima(table("core.first_language"), table("core.second_language"))
    yield from _grid(rules)


def ceilings_apart(rules: Rulebook, day: date) -> Iterator[tuple[str, int, int]]:
    """The ceilings of a day that are not the sum of their tables: name, ceiling, sum.

    A law may change a table before its ceiling, or leave points under a ceiling: between
    two days on which ceilings begin this is a doubt, no fault.
    """
    table = _on(rules, "crs.", day)
    caps = dict(table("caps").values)
    wanted = {
        "core_single": _core(table, "single"),
        "core_with_spouse": _core(table, "with_spouse"),
        "spouse": table("spouse.education").max("points")
        + table("spouse.language").values["max"]
        + table("spouse.canadian_work").max("points"),
        "core_and_spouse": caps["core_with_spouse"] + caps["spouse"],
        "transferability_education": _most(table("transferability.education_language")),
        "transferability_foreign_work": _most(table("transferability.foreign_work_language")),
        "transferability_certificate": _most(table("transferability.certificate_language")),
        "additional": table("additional.nomination").values["points"],
        "grand_total": caps["core_single"] + caps["transferability"] + caps["additional"],
    }
    wage = high_wage_on(rules, day)
    if wage is not None and wage.section == "core":
        # Whether the core's ceiling rises with it, its own source must say: either holds.
        for name in ("core_single", "core_with_spouse"):
            wanted[name] += wage.most * (caps[name] == wanted[name] + wage.most)
    yield from ((name, caps[name], sum_) for name, sum_ in wanted.items() if caps[name] != sum_)


def _core(table: Finder, column: str) -> int:
    languages = (table("core.first_language"), table("core.second_language"))
    rest = (table("core.age"), table("core.education"), table("core.canadian_work"))
    total: int = sum(each.values[f"max_{column}"] for each in languages)
    return total + sum(each.max(column) for each in rest)


def _most(version: Version) -> int:
    most: int = max(max(row[1:]) for row in version.rows)
    return most


def _language_maxima(first: Version, second: Version) -> Iterator[Text]:
    for version in (first, second):
        for column in ("single", "with_spouse"):
            most, four = version.values[f"max_{column}"], ABILITIES * version.max(column)
            # The second language of a couple stops short of four times its best ability.
            cut = version is second and column == "with_spouse"
            if most > four or (most != four and not cut):
                yield msg(
                    "%(id)s, %(from_)s: max_%(column)s %(most)s, not 4 x %(found)s.",
                    id=version.id,
                    from_=str(version.from_),
                    column=column,
                    most=str(most),
                    found=str(four // 4),
                )


def _grid(rules: Rulebook) -> Iterator[Text]:
    """The six factors of the FSW grid add up to what it is out of."""
    for version in rules.history("programs.fsw.requirements"):
        table = _on(rules, "programs.fsw.", version.from_)
        first = table("first_language")
        total = (
            table("education").max("points")
            + first.values["max"]
            + table("second_language").values["points"]
            + table("experience").max("points")
            + table("age").max("points")
            + table("arranged_employment").values["points"]
            + table("adaptability").values["max"]
        )
        if total != version.values["out_of"]:
            said = version.values["out_of"]
            yield msg(
                "%(id)s, %(from_)s: out_of is %(said)s, the tables give %(total)s.",
                id=version.id,
                from_=str(version.from_),
                said=str(said),
                total=str(total),
            )
        if first.values["max"] != ABILITIES * first.max("points"):
            yield msg(
                "%(id)s, %(from_)s: max is not four times the best ability.",
                id=first.id,
                from_=str(first.from_),
            )
        if not 0 < version.values["pass_mark"] < total:
            yield msg(
                "%(id)s, %(from_)s: the pass mark cannot be reached or missed.",
                id=version.id,
                from_=str(version.from_),
            )


def chart_faults(version: Version) -> Iterator[Text]:
    """Where a conversion chart does not climb, or leaves its scale."""
    place = f"{version.id}, {version.from_}"
    for ability, (low, high, step) in version.values["scale"].items():
        rows = [(clb, least) for name, clb, least in version.rows if name == ability]
        levels = [clb for clb, _ in rows]
        if levels != list(range(levels[0] if levels else 4, 11)):
            yield msg(
                "%(place)s: %(ability)s does not go level by level up to 10.",
                place=place,
                ability=ability,
            )
        if any(one >= two for (_, one), (_, two) in pairwise(rows)):
            yield msg("%(place)s: %(ability)s does not climb.", place=place, ability=ability)
        for clb, least in rows:
            if not low <= least <= high or (least / step) % 1:
                yield msg(
                    "%(place)s: %(ability)s %(clb)s: %(least)s is not on the scale.",
                    place=place,
                    ability=ability,
                    clb=str(clb),
                    least=str(least),
                )


def funds_faults(rules: Rulebook) -> Iterator[Text]:
    """Where a funds table strays from the proportions every table keeps."""
    for version in rules.history("funds.settlement"):
        ratios = rules.table("funds.ratios", on=version.from_)
        column = version.columns[1]
        amounts = version.column(column)
        suspected = version.values.get("suspected", {})
        for size, ratio in ratios.column("ratio").items():
            misprint = size == suspected.get("family_size")
            amount = suspected["cad"] if misprint else amounts[size]
            yield from _strays(version, str(size), amount, amounts[1] * ratio, ratios)
        more = version.values["each_more_cad"]
        yield from _strays(
            version, "each more", more, amounts[1] * ratios.values["each_more"], ratios
        )
        if sorted(amounts.values()) != list(amounts.values()):
            yield msg(
                "%(id)s, %(from_)s: a larger family is asked less.",
                id=version.id,
                from_=str(version.from_),
            )


def _strays(
    version: Version, what: str, amount: float, wanted: float, ratios: Version
) -> Iterator[Text]:
    one = version.column(version.columns[1])[1]
    if abs(amount - wanted) > ratios.values["within"] * one:
        yield msg(
            "%(id)s, %(from_)s: %(what)s: %(amount)s, in proportion %(wanted)s.",
            id=version.id,
            from_=str(version.from_),
            what=str(what),
            amount=str(amount),
            wanted=f"{wanted:.0f}",
        )
