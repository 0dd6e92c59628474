"""What each rule is, in two or three plain sentences. The figures stand in its table."""

from __future__ import annotations

from collections.abc import Mapping

from portal.text import Text, msg

_COLUMNS = msg(
    "There are two columns: one for those whose spouse or partner comes along and is neither"
    " a citizen nor a permanent resident of Canada, one for everybody else."
)
_TOGETHER = msg(
    "Two strengths together earn extra points. The row is the one strength, the column the"
    " other; all such combinations share one ceiling."
)
_GRID = msg(
    "This is one factor of the selection grid of the Federal Skilled Worker Program. Its points"
    " only decide whether the pass mark is reached; they are no CRS points."
)
_CHART = msg(
    "The chart turns the result of a test into a level: CLB for English, NCLC for French. Each"
    " ability counts for itself: take the highest row whose score you reach."
)
_RULES: Mapping[str, tuple[Text, ...]] = {
    "crs.caps": (
        msg(
            "Each part of the Comprehensive Ranking System has a ceiling. Lines may add up to"
            " more; only the ceiling counts."
        ),
    ),
    "crs.core.age": (
        msg(
            "Age earns points, most for younger adults. What counts is the age on the day of the"
            " score, so a birthday can change it on that very day; an age that is not in the table"
            " earns nothing."
        ),
        _COLUMNS,
    ),
    "crs.core.education": (
        msg(
            "The highest finished credential counts, not the sum of all. One from outside Canada"
            " counts once a designated organization has found it equal to a Canadian one (an ECA)"
            " and while that report is valid."
        ),
        _COLUMNS,
    ),
    "crs.core.first_language": (
        msg(
            "A valid test of English or French earns points for each ability by itself: reading,"
            " writing, listening and speaking. The table is per ability; the four are added."
        ),
        _COLUMNS,
    ),
    "crs.core.second_language": (
        msg(
            "A valid test in the other official language earns points as well, for each ability"
            " by itself, up to a ceiling of its own."
        ),
        _COLUMNS,
    ),
    "crs.core.canadian_work": (
        msg(
            "Whole years of paid, skilled work in Canada with permission to work. Part-time weeks"
            " add up to full-time ones; self-employment and work while studying full-time are"
            " looked at by a rule of their own."
        ),
        _COLUMNS,
    ),
    "crs.spouse.education": (
        msg(
            "The highest finished credential of the spouse or partner who comes along. One from"
            " outside Canada needs an assessment (an ECA) too."
        ),
    ),
    "crs.spouse.language": (
        msg(
            "A valid test of the spouse or partner who comes along, in one official language,"
            " earns points for each ability by itself."
        ),
    ),
    "crs.spouse.canadian_work": (
        msg("Whole years of skilled work in Canada of the spouse or partner who comes along."),
    ),
    "crs.transferability.certificate_language": (
        msg("A certificate of qualification in a trade from a province, with language."),
        _TOGETHER,
    ),
    "crs.transferability.education_canadian_work": (
        msg("A post-secondary credential, with work in Canada."),
        _TOGETHER,
    ),
    "crs.transferability.education_language": (
        msg("A post-secondary credential, with the weakest ability in the first language."),
        _TOGETHER,
    ),
    "crs.transferability.foreign_work_canadian_work": (
        msg("Skilled work outside Canada, with work in Canada."),
        _TOGETHER,
    ),
    "crs.transferability.foreign_work_language": (
        msg("Skilled work outside Canada, with the weakest ability in the first language."),
        _TOGETHER,
    ),
    "crs.additional.nomination": (
        msg(
            "A province that nominates somebody through its Express Entry stream gives them these"
            " points. They count from the nomination, while it is valid."
        ),
    ),
    "crs.additional.job_offer": (
        msg(
            "An arranged job that meets every condition below. How much it earns depends on the"
            " occupation and on the day; by the rules of some days it earns nothing."
        ),
    ),
    "crs.additional.canadian_study": (
        msg(
            "A credential earned in Canada, in a program studied here long enough. The longer the"
            " program, the more points."
        ),
    ),
    "crs.additional.sibling": (
        msg(
            "A brother or sister of yours, or of the partner who comes along, who lives in Canada"
            " as a citizen or permanent resident."
        ),
    ),
    "crs.additional.french": (
        msg(
            "French at the level asked in all four abilities earns extra points, more when English"
            " reaches its level too."
        ),
    ),
    "crs.additional.high_wage": (
        msg(
            "Points for work in occupations that pay well beside the median wage. Where the table"
            " holds no points, they are reported in force and not known; we guess none."
        ),
    ),
    "programs.fsw.age": (msg("Age on the day of the assessment."), _GRID),
    "programs.fsw.education": (
        msg(
            "The highest finished credential; one from outside Canada needs an assessment (an ECA)."
        ),
        _GRID,
    ),
    "programs.fsw.first_language": (
        msg("A valid test in the first official language, each ability by itself."),
        _GRID,
    ),
    "programs.fsw.second_language": (
        msg("A valid test in the other official language, at the level below in all abilities."),
        _GRID,
    ),
    "programs.fsw.experience": (
        msg("Whole years of skilled work, in Canada or abroad, in the years looked back on."),
        _GRID,
    ),
    "programs.fsw.arranged_employment": (
        msg("A job offer that meets every condition below."),
        _GRID,
    ),
    "programs.fsw.adaptability": (
        msg(
            "What makes settling easier: study, work or a relative in Canada, the partner’s"
            " language, arranged employment. The parts add up to a ceiling."
        ),
        _GRID,
    ),
    "programs.fsw.requirements": (
        msg(
            "What the Federal Skilled Worker Program asks before its grid is looked at, and the"
            " mark the grid must reach. Every line must be met."
        ),
    ),
    "programs.cec.requirements": (
        msg(
            "The Canadian Experience Class is for those who have worked in Canada lately. The"
            " level of language asked depends on the group of the occupation."
        ),
    ),
    "programs.fst.requirements": (
        msg(
            "The Federal Skilled Trades Program is for tradespersons. It asks for work in the"
            " trade, language, and a certificate of qualification or a job offer."
        ),
    ),
    "programs.fst_trades": (
        msg("The occupations that are skilled trades for the Federal Skilled Trades Program."),
    ),
    "programs.skilled_occupation": (
        msg(
            "Which occupations are skilled: their TEER in NOC 2021, or their level in NOC 2016"
            " before it."
        ),
    ),
    "programs.fsw.eca_bodies": (
        msg(
            "Physicians, pharmacists and architects: their foreign credentials must be assessed"
            " by the body of their own profession."
        ),
    ),
    "programs.canadian_work": (
        msg(
            "Which work in Canada counts: how far back it may lie, and whether self-employment,"
            " work while studying or work without permission counts."
        ),
    ),
    "programs.foreign_work": (
        msg("Which work outside Canada counts: how far back it may lie, and in what occupation."),
    ),
    "programs.common": (msg("What all three federal programs ask."),),
    "programs.spouse": (msg("From when two people who live together are partners."),),
    "programs.work": (msg("What full-time work is, and how many hours make a year."),),
    "funds.settlement": (
        msg(
            "Money of your own to live on after arriving. How much depends on the size of the"
            " family, and those who stay behind count too."
        ),
    ),
    "funds.ratios": (
        msg("How the amounts for larger families follow from the amount for one person."),
    ),
    "language.tests": (msg("The tests that are accepted, and from when."),),
    "language.validity": (
        msg(
            "How long a language test and a credential assessment are good for. After that they"
            " earn nothing, so the score changes on that day."
        ),
    ),
    "process.profile_validity": (msg("How long a profile stays in the pool."),),
}
_FAMILIES: Mapping[str, tuple[Text, ...]] = {
    "language.": (_CHART,),
    "categories.": (
        msg(
            "IRCC may invite only those in a category. Being in one adds no points: it opens"
            " rounds that are closed to others, often at a lower score."
        ),
    ),
    "streams.": (
        msg(
            "A province may choose candidates by a stream of its own and nominate them. Below"
            " stands what it asks, and on which days it was open."
        ),
    ),
    "grids.": (
        msg(
            "Some provinces rank candidates by points of their own. They decide inside the"
            " province and are no CRS points."
        ),
    ),
    "proposals.": (
        msg(
            "A change a government has proposed. It is no law: no assessment counts it until it is"
            " in force, and it may never be."
        ),
    ),
    "occupation_lists.": (
        msg(
            "The occupations a category, a stream or a round names, by their NOC codes. The code"
            " follows from what somebody does at work, not from the name of the job."
        ),
    ),
}
CONFIDENCES: Mapping[str, Text] = {
    "high": msg("High: read in an official text, or in several sources that agree"),
    "medium": msg("Medium: read in one good source"),
    "low": msg("Low: sources are thin or differ; it is checked by hand before it decides anything"),
}


def explained(rule_id: str) -> tuple[Text, ...]:
    """What a rule is, in plain sentences; empty where nobody has written any."""
    known = _RULES.get(rule_id)
    if known is not None:
        return known
    return next((words for start, words in _FAMILIES.items() if rule_id.startswith(start)), ())
