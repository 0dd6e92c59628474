"""The CRS score with every line explained (tables crs.*)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from portal.assessment.additional import Extras
from portal.assessment.crs_points import counted, table_points, total_and_most
from portal.assessment.crs_tables import SECTIONS, Tables, tables_on
from portal.assessment.education import Level
from portal.assessment.facts import Factors, Facts
from portal.assessment.language import Report, scale_name, shown_level
from portal.assessment.result import Crs, Line, Section
from portal.assessment.work import Years
from portal.text import Text, Words, msg
from portal.vocabulary import LANGUAGE_LABELS, LEVEL_LABELS

SECTION_LABELS = {
    "core": msg("Core human capital factors"),
    "spouse": msg("Spouse or common-law partner factors"),
    "transferability": msg("Skill transferability factors"),
    "additional": msg("Additional points"),
}


def best_factors(facts: Facts, day: date, rule_day: date | None = None) -> Factors:
    """The option that gives the highest total; on a tie English comes first.

    Several options exist where somebody holds several reports or leaves the first
    official language open.
    """
    options = facts.options(day, rule_day)
    return options[0] if len(options) == 1 else best_span(facts, day, rule_day)[0]


def best_span(
    facts: Facts, day: date, rule_day: date | None = None
) -> tuple[Factors, int | None, int | None]:
    """The best option, its total, and the most any option can give once all is known."""
    options = facts.options(day, rule_day)
    tables = tables_on(facts.rules, rule_day or day)
    if options[0].spouse_counts is None and len(options) > 1:
        return _best_single(facts, options, tables), None, None
    best, total, most = options[0], *total_and_most(facts, options[0], tables)
    reach = most
    for each in options[1:]:
        other, other_most = total_and_most(facts, each, tables)
        # Equal as far as known: the one that can still give more.
        if (other or 0, other_most or 0) > (total or 0, reach or 0):
            best, total, reach = each, other, other_most
        most = max(most or 0, other_most or 0) if other_most is not None else most
    return best, total, most


def most_of(facts: Facts, day: date, crs: Crs) -> int | None:
    """What a score of a day can come to once all is known; None as its total is."""
    # A line whose figures nobody knows has no most either.
    lines = [line for section in crs.sections for line in section.lines]
    known = all(line.points is not None or line.max is None for line in lines)
    if known and len(facts.options(day)) == 1:
        return crs.total
    return best_span(facts, day)[2]


def _best_single(facts: Facts, options: list[Factors], tables: Tables) -> Factors:
    """The best option by the single column, where marital status is not known.

    There is no total then; which language or report is stronger hardly hangs on the column.
    """

    def worth(each: Factors) -> tuple[int, int]:
        total, most = total_and_most(facts, replace(each, spouse_counts=False), tables)
        return total or 0, most or 0

    return max(options, key=worth)


def score(facts: Facts, factors: Factors) -> Crs:
    """The CRS score of a day's factors, line by line.

    ``total`` is 0 to 1200, or None when marital status, on which every column
    hangs, is not known. A line that hangs on an unknown has ``points`` None.
    """
    tables = tables_on(facts.rules, factors.rule_day)
    points, extras = table_points(facts, factors, tables)
    left = counted(points, factors, tables)
    at = int(bool(factors.spouse_counts))
    sections = tuple(_section(name, at, points, left, factors, extras, tables) for name in SECTIONS)
    known = factors.spouse_counts is not None
    return Crs(sum(each.points for each in sections) if known else None, sections)


def _section(
    name: str,
    at: int,
    points: dict[str, int | None],
    left: dict[str, int],
    factors: Factors,
    extras: Extras,
    tables: Tables,
) -> Section:
    lines = tuple(
        Line(
            id=line,
            label=_label(line, factors, tables),
            points=points[line],
            counted=left[line],
            max=tables.maxima[line][at],
            because=extras.because.get(line) or _BECAUSE[line](factors),
            rule=tables.refs[line],
        )
        for line in tables.lines_of[name]
        if line in points
    )
    caps = tables.caps
    most = tables.core_max[at] if name == "core" else caps[name]
    if name == "spouse" and not factors.spouse_counts:
        most = 0
    return Section(name, SECTION_LABELS[name], sum(each.counted for each in lines), most, lines)


def _label(line: str, factors: Factors, tables: Tables) -> Words:
    if line == "crs.core.first_language" and factors.first is not None:
        return msg(
            "%(language)s, first official language",
            language=LANGUAGE_LABELS[factors.first.language],
        )
    if line == "crs.core.second_language" and factors.second is not None:
        return msg(
            "%(language)s, second official language",
            language=LANGUAGE_LABELS[factors.second.language],
        )
    return tables.versions[line].label


# --- why: one sentence a line ---------------------------------------------------------


def _age(factors: Factors) -> Text:
    return msg("%(age)s years old on %(on)s", age=factors.age, on=factors.on)


def _level(level: Level | None) -> Text:
    return msg("Education is not known") if level is None else level.because


def _language(report: Report | None, asked: bool) -> Text:
    if report is not None:
        return report.said()
    return msg("No valid test on file") if asked else msg("Language tests are not known")


def _worked(years: Years | None) -> Text:
    if years is None:
        return msg("Work is not known")
    if years.known is None and years.low == 1:
        return msg("1 year is certain; more may count")
    if years.known is None:
        return msg("%(low)s years are certain; more may count", low=years.low)
    if years.known == 0:
        return msg("Less than a year in Canada that counts")
    if years.known == 1:
        return msg("1 year in Canada")
    return msg("%(years)s years in Canada", years=years.known)


def _foreign_part(factors: Factors) -> Text:
    years = factors.foreign
    if years is None:
        return msg("Work abroad not known")
    if years.known is None:
        return msg("Work abroad not known well enough")
    if years.known == 0:
        return msg("Less than a year abroad in one occupation")
    if years.known == 1:
        return msg("1 year abroad in one occupation")
    return msg("%(years)s years abroad in one occupation", years=years.known)


def _weakest(factors: Factors) -> Text:
    report = factors.first
    if report is None:
        return msg("no valid test") if factors.tests_known else msg("language tests not known")
    if report.lowest is None:
        return msg("language levels not known")
    return msg(
        "%(scale)s %(level)s in the weakest ability",
        scale=scale_name(report.language),
        level=shown_level(report.lowest),
    )


def _studied(factors: Factors) -> Text:
    level = factors.education
    if level is None or level.value is None:
        return msg("Education is not known")
    return LEVEL_LABELS[level.value]


def _with(one: Text, two: Text) -> Text:
    return msg("%(one)s with %(two)s", one=one, two=two)


def _canadian_part(factors: Factors) -> Text:
    years = factors.canadian
    if years is None or years.known is None:
        return msg("work in Canada not known")
    if years.known == 0:
        return msg("less than a year of work in Canada")
    if years.known == 1:
        return msg("1 year of work in Canada")
    return msg("%(years)s years of work in Canada", years=years.known)


def _certificate(factors: Factors) -> Text:
    if factors.certificate is None:
        return msg("Whether there is a certificate of qualification is not known")
    if factors.certificate is False:
        return msg("No certificate of qualification")
    return _with(msg("Certificate of qualification"), _weakest(factors))


def _second(factors: Factors) -> Text:
    return _language(factors.second, factors.tests_known)


_BECAUSE: dict[str, Callable[[Factors], Text]] = {
    "crs.core.age": _age,
    "crs.core.education": lambda f: _level(f.education),
    "crs.core.first_language": lambda f: _language(f.first, f.tests_known),
    "crs.core.second_language": _second,
    "crs.core.canadian_work": lambda f: _worked(f.canadian),
    "crs.spouse.education": lambda f: _level(f.spouse_education),
    "crs.spouse.language": lambda f: _language(f.spouse_report, f.spouse_tests_known),
    "crs.spouse.canadian_work": lambda f: _worked(f.spouse_canadian),
    "crs.transferability.education_language": lambda f: _with(_studied(f), _weakest(f)),
    "crs.transferability.education_canadian_work": lambda f: _with(_studied(f), _canadian_part(f)),
    "crs.transferability.foreign_work_language": lambda f: _with(_foreign_part(f), _weakest(f)),
    "crs.transferability.foreign_work_canadian_work": lambda f: _with(
        _foreign_part(f), _canadian_part(f)
    ),
    "crs.transferability.certificate_language": _certificate,
}
