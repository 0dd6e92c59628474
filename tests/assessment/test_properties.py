"""What holds of everybody on every day, tried on random people."""

import copy
import json
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from portal.assessment.assess import assess
from portal.assessment.crs import best_factors, score
from portal.assessment.crs_points import bare_total
from portal.assessment.crs_tables import rule_starts, tables_on
from portal.assessment.eligibility import judge_programs
from portal.assessment.facts import Facts
from portal.assessment.reading import ProfileRefused, parse_profile
from portal.assessment.steps import Steps, standing_on
from portal.rulebook import load
from tests.assessment.people_at_random import LAST, LEVELS, days, people
from tests.builders import a_job, a_profile, a_spouse, a_study, a_test, crs_of, faults_of, in_canada

RULES = load()
often = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def facts_or_skip(document):
    try:
        return Facts(parse_profile(document, RULES), RULES)
    except ProfileRefused:
        assume(False)


# --- fuzz: refused or assessed, never an accident ---------------------------------------


@often
@given(people, days)
def test_an_accepted_profile_is_always_assessed(document, on):
    facts = facts_or_skip(document)
    made = assess(facts.profile, RULES, on, rounds=False).as_json()
    json.dumps(made)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def paths(value, prefix=()):
    yield prefix
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in items:
        yield from paths(inner, (*prefix, key))


@often
@given(people, json_values, st.randoms(use_true_random=False), days)
def test_whatever_stands_at_a_key_is_refused_or_taken(document, value, random, on):
    broken = copy.deepcopy(document)
    path = random.choice(list(paths(broken)))
    if path:
        at = broken
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
    else:
        broken = value
    if not faults_of(broken):  # it asserts that each key has one fault
        assess(parse_profile(broken, RULES), RULES, on, rounds=False)


@often
@given(st.binary(max_size=60) | st.text(max_size=60) | json_values)
def test_no_document_is_refused_and_nothing_else(raw):
    with pytest.raises(ProfileRefused):
        parse_profile(raw, RULES)


# --- sums and ceilings ------------------------------------------------------------------

CEILINGS = {"core": 500, "spouse": 40, "transferability": 100, "additional": 600}


@often
@given(people, days)
def test_counted_adds_up_and_no_section_passes_its_ceiling(document, on):
    facts = facts_or_skip(document)
    crs = score(facts, best_factors(facts, on))
    for section in crs.sections:
        assert section.points == sum(line.counted for line in section.lines)
        assert section.points <= section.max <= CEILINGS[section.id]
        for line in section.lines:
            assert 0 <= line.counted <= (line.points or 0)
            assert line.points is None or line.max is None or line.points <= max(line.max, 24)
    lines = {line.id: line.counted for section in crs.sections for line in section.lines}
    for pair in (("education_language", "education_canadian_work"),
                 ("foreign_work_language", "foreign_work_canadian_work")):  # fmt: skip
        assert sum(lines[f"crs.transferability.{each}"] for each in pair) <= 50
    if crs.total is not None:
        assert crs.total == sum(section.points for section in crs.sections) <= 1200
        assert crs.sections[0].points + crs.sections[1].points <= 500


@often
@given(people, days)
def test_the_explained_the_bare_and_the_stepped_total_are_one(document, on):
    facts = facts_or_skip(document)
    factors = best_factors(facts, on)
    total = score(facts, factors).total
    assert total == bare_total(facts, factors, tables_on(RULES, on))
    steps = Steps(facts, date(2015, 1, 1), LAST)
    for each in (on, *(s for s in steps.starts if abs((s - on).days) < 400)):
        for day in (each, each - timedelta(days=1)):
            if day >= date(2015, 1, 1):
                there, direct = steps.at(day), standing_on(facts, day)
                assert (there.crs, there.programs) == (direct.crs, direct.programs)


@often
@given(people, days)
def test_explained_programs_agree_with_bare_ones(document, on):
    facts = facts_or_skip(document)
    factors = best_factors(facts, on)
    bare = standing_on(facts, on).programs
    for program in judge_programs(facts, factors):
        assert program.eligible == bare[program.id]
        assert (program.points or 0) == sum(line.counted for line in program.lines)
        assert all(0 <= line.counted <= line.max for line in program.lines)


# --- more never earns less --------------------------------------------------------------

ON = "2026-06-01"
levels = st.tuples(*[st.integers(0, 10)] * 4)
spouse = st.sampled_from([None, a_spouse()])


def a_person(clb, education, canadian, foreign, partner):
    changes = {} if partner is None else {"spouse": partner}
    work = [in_canada(canadian)] if canadian else []
    if foreign:
        work.append(a_job(foreign, code="21311"))
    return a_profile(
        ON,
        language_tests=[a_test(clb)],
        education=[a_study(education)],
        work=work,
        **changes,
    )


persons = {
    "clb": levels,
    "education": st.sampled_from(LEVELS),
    "canadian": st.integers(0, 6),
    "foreign": st.integers(0, 4),
    "partner": spouse,
}


@often
@given(st.fixed_dictionaries(persons), st.integers(0, 3), st.integers(1, 10))
def test_a_better_language_score_never_earns_less(person, ability, gain):
    better = list(person["clb"])
    better[ability] = min(10, better[ability] + gain)
    before = crs_of(a_person(**person), ON).total
    assert crs_of(a_person(**{**person, "clb": better}), ON).total >= before


@often
@given(st.fixed_dictionaries(persons), st.sampled_from(LEVELS))
def test_one_more_degree_never_earns_less(person, degree):
    document = a_person(**person)
    more = {**document, "education": [*document["education"], a_study(degree)]}
    assert crs_of(more, ON).total >= crs_of(document, ON).total


@often
@given(st.fixed_dictionaries(persons), st.sampled_from(["canadian", "foreign"]))
def test_one_more_year_never_earns_less(person, kind):
    more = {**person, kind: person[kind] + 1}
    assert crs_of(a_person(**more), ON).total >= crs_of(a_person(**person), ON).total


def test_a_better_report_in_the_other_language_may_earn_less_where_the_first_is_chosen():
    """It may: a client who insists on French first gives up the combinations of better English.

    Left open, the first language is the one with the higher total, and more never earns less.
    """
    from tests.builders import a_french_test

    tests = [a_test(10), a_french_test(5)]
    chosen = crs_of(a_profile(ON, language_tests=tests, first_official_language="fr")).total
    assert chosen < crs_of(a_profile(ON, language_tests=tests)).total


@often
@given(levels, levels)
def test_an_open_first_language_never_earns_less_than_a_chosen_one(english, nclc):
    tests = [a_test(english), {**a_test(nclc), "test": "tcf_canada"}]
    # TCF: reading and listening by bands, writing and speaking out of twenty.
    bands = {0: (0, 0), 4: (342, 4), 5: (375, 6), 6: (406, 7), 7: (458, 10), 8: (503, 12)}
    bands |= {9: (524, 14), 10: (549, 16)}
    for at, ability in enumerate(("reading", "writing", "listening", "speaking")):
        level = nclc[at] if nclc[at] in bands else 0
        tests[1][ability] = float(bands[level][at % 2 if at < 2 else (0 if at == 2 else 1)])
    free = crs_of(a_profile(ON, language_tests=tests)).total
    for language in ("en", "fr"):
        chosen = a_profile(ON, language_tests=tests, first_official_language=language)
        assert crs_of(chosen).total <= free


# --- the two columns --------------------------------------------------------------------

AGE = {29: (110, 100), 30: (105, 95), 33: (88, 80), 41: (39, 35), 44: (6, 5)}
EDUCATION = {"secondary": (30, 28), "masters": (135, 126), "doctorate": (150, 140)}
LANGUAGE = {6: (36, 32), 7: (68, 64), 8: (92, 88), 9: (124, 116), 10: (136, 128)}
CANADA = {1: (40, 35), 2: (53, 46), 3: (64, 56), 4: (72, 63), 5: (80, 70)}


@often
@given(
    st.sampled_from(list(AGE)),
    st.sampled_from(list(EDUCATION)),
    st.sampled_from(list(LANGUAGE)),
    st.sampled_from(list(CANADA)),
    st.booleans(),
)
def test_the_two_spouse_columns_never_mix(age, education, clb, canadian, coming):
    document = a_profile(
        ON,
        age=age,
        education=[a_study(education)],
        language_tests=[a_test(clb)],
        work=[in_canada(canadian)],
        spouse=a_spouse(accompanying=coming),
    )
    crs = crs_of(document, ON)
    at = int(coming)
    assert [line.points for line in crs.sections[0].lines] == [
        AGE[age][at],
        EDUCATION[education][at],
        LANGUAGE[clb][at],
        0,
        CANADA[canadian][at],
    ]
    assert bool(crs.sections[1].lines) is coming


# --- a change of law changes what it says, and nothing else -----------------------------

CHANGES = {
    date(2016, 11, 19): {"crs.additional.job_offer", "crs.additional.canadian_study"},
    date(2017, 6, 6): {"crs.additional.sibling", "crs.additional.french"},
    date(2020, 10, 20): {"crs.additional.french"},
    date(2025, 3, 25): {"crs.additional.job_offer"},
    date(2026, 11, 3): {"crs.additional.high_wage", "crs.additional.job_offer"},
}


def test_the_score_s_rules_change_on_the_published_days():
    assert set(rule_starts(RULES)) == {date(2015, 1, 1), *CHANGES}


@often
@given(people, st.sampled_from(sorted(CHANGES)))
def test_totals_around_a_rule_change_differ_by_that_rule_alone(document, day):
    """By the facts of one day under the rules of the day before and of the day itself."""
    facts = facts_or_skip(document)
    before = facts.options(day, day - timedelta(days=1))[0]
    after = facts.options(day, day)[0]
    old, new = score(facts, before), score(facts, after)
    lines_old = {line.id: line.points for each in old.sections for line in each.lines}
    lines_new = {line.id: line.points for each in new.sections for line in each.lines}
    changed = {
        line for line in lines_new.keys() | lines_old.keys()
        if lines_old.get(line, 0) != lines_new.get(line, 0)
    }  # fmt: skip
    assert changed <= CHANGES[day]
    if old.total is not None and new.total is not None:
        by_rule = new.sections[3].points - old.sections[3].points
        assert new.total - old.total == by_rule
