"""What a criterion asks, in a few words: its own label, or one made from its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portal.rulebook.criteria import Spec
from portal.text import Text, Words, msg
from portal.vocabulary import LABELS, LANGUAGE_LABELS, LEVEL_LABELS, PermitKind, Province

_PLAIN: Mapping[str, Text] = {
    "program": msg("Eligible for a federal program"),
    "test_age": msg("Language test not too old"),
    "registration": msg("Registration with the regulatory body"),
    "status": msg("Status and permits in Canada"),
    "occupation": msg("Occupation"),
    "no_canadian_partner": msg("No spouse or partner who is a citizen or permanent resident"),
}
MONTHS_A_YEAR = 12


def label_of(spec: Spec) -> Words:
    """The label of a criterion."""
    if spec.label is not None:
        return spec.label
    make = _MADE.get(spec.kind)
    return _PLAIN[spec.kind] if make is None else make(spec.values)


def _where(place: str) -> Text:
    return {"canada": msg("Canada"), "abroad": msg("another country")}.get(place) or LABELS[
        Province
    ][place]


def _experience(values: Mapping[str, Any]) -> Text:
    months, window = values["months"], values.get("window_months")
    place = values.get("place", "any")
    if values.get("current"):
        return msg("Working in %(place)s now", place=_where(place))
    whole = values.get("full_time")
    if place == "any":
        words = msg("%(months)s months of work", months=months)
        words = msg("%(months)s months of full-time work", months=months) if whole else words
    elif whole:
        where = _where(place)
        words = msg("%(months)s months of full-time work in %(place)s", months=months, place=where)
    else:
        words = msg("%(months)s months of work in %(place)s", months=months, place=_where(place))
    if values.get("continuous"):
        words = msg("%(work)s without a break", work=words)
    if window is None:
        return words
    if window % MONTHS_A_YEAR:
        return msg("%(work)s in the last %(window)s months", work=words, window=window)
    years = window // MONTHS_A_YEAR
    if years == 1:
        return msg("%(work)s in the last year", work=words)
    return msg("%(work)s in the last %(years)s years", work=words, years=years)


def _clb(values: Mapping[str, Any]) -> Text:
    if "min" not in values:
        return msg("Language level, by the TEER of the occupation")
    if values["language"] == "any":
        return msg("CLB %(level)s in English or French", level=values["min"])
    language = LANGUAGE_LABELS[values["language"]]
    return msg("%(language)s at level %(level)s", language=language, level=values["min"])


def _crs(values: Mapping[str, Any]) -> Text:
    if "at_least" in values:
        return msg("CRS score of at least %(least)s", least=values["at_least"])
    return msg("CRS score of at most %(most)s", most=values["at_most"])


def _education(values: Mapping[str, Any]) -> Text:
    level = LEVEL_LABELS[values["level"]]
    place = values.get("place", "any")
    if place == "any":
        return msg("Education: %(level)s", level=level)
    return msg("Education in %(place)s: %(level)s", place=_where(place), level=level)


def _age(values: Mapping[str, Any]) -> Text:
    least, most = values.get("min"), values.get("max")
    if least is None:
        return msg("Age of at most %(most)s", most=most)
    if most is None:
        return msg("Age of at least %(least)s", least=least)
    return msg("Age from %(least)s to %(most)s", least=least, most=most)


def _job_offer(values: Mapping[str, Any]) -> Text:
    if "income_table" in values:
        return msg("Pay that supports the family")
    place = _where(values.get("province", "canada"))
    return msg("Job offer in %(place)s", place=place)


def _residence(values: Mapping[str, Any]) -> Text:
    if "countries" in values:
        return msg("Lives in one of the countries of the round")
    return msg("Lives in %(place)s", place=_where(values["province"]))


def _grid(values: Mapping[str, Any]) -> Text:
    if "at_least" in values:
        return msg("At least %(mark)s points of the province’s own grid", mark=values["at_least"])
    return msg("Points of the province’s own grid")


def _ties(values: Mapping[str, Any]) -> Text:
    place = _where(values["province"])
    if values.get("completed"):
        return msg("A post-secondary program completed in %(place)s", place=place)
    match values["tie"]:
        case "relative":
            return msg("A relative in %(place)s", place=place)
        case "work":
            return msg("Earlier work in %(place)s", place=place)
    return msg("Earlier study in %(place)s", place=place)


def _not_working(values: Mapping[str, Any]) -> Text:
    if "outside" in values:
        return msg("No work in Canada outside %(place)s now", place=_where(values["outside"]))
    return msg("No work in Canada now")


def _no_permit(values: Mapping[str, Any]) -> Text:
    kinds = tuple(LABELS[PermitKind][each] for each in values["kinds"])
    if values.get("ever"):
        return msg("Never a work permit of this kind: %(kinds)s", kinds=kinds)
    return msg("No work permit of this kind now: %(kinds)s", kinds=kinds)


def _express_entry(values: Mapping[str, Any]) -> Text:
    return msg("An Express Entry profile") if values["profile"] else msg("No Express Entry profile")


def _funds(values: Mapping[str, Any]) -> Text:
    if values["rule"] == "province":
        return msg("Funds, by the province’s own amount")
    return msg("Settlement funds")


_MADE: Mapping[str, Callable[[Mapping[str, Any]], Text]] = {
    "not_working": _not_working,
    "no_permit": _no_permit,
    "express_entry": _express_entry,
    "funds": _funds,
    "experience": _experience,
    "clb": _clb,
    "crs": _crs,
    "education": _education,
    "age": _age,
    "job_offer": _job_offer,
    "residence": _residence,
    "grid": _grid,
    "ties": _ties,
    "interest": lambda values: msg("Interest in %(place)s", place=_where(values["province"])),
}
