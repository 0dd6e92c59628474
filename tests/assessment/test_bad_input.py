"""What a profile may not say, what it may say exactly, and what is taken and flagged."""

import copy
from datetime import date

import pytest

from portal.assessment.reading import ProfileRefused, parse_profile
from portal.rulebook import load
from tests.builders import a_job, a_profile, a_test, assessed, faults_of, flags_of, the_seed

LONG = "x" * 201


def changed(path, value):
    """The seed case with one key set; a path leads through lists by number."""
    document = copy.deepcopy(the_seed())
    keys = path.split(".")
    at = document
    for key in keys[:-1]:
        at = at[int(key)] if isinstance(at, list) else at.setdefault(key, {})
    if isinstance(at, list):
        at[int(keys[-1])] = value
    else:
        at[keys[-1]] = value
    return document


REFUSED = [
    # wrong types
    ("schema", "portal.profile/2"),
    ("schema", 1),
    ("person", None),
    ("person", []),
    ("person.date_of_birth", 19850314),
    ("person.date_of_birth", None),
    ("person.given_names", 5),
    ("person.citizenships", "IN"),
    ("marital_status", "single"),
    ("dependent_children", "1"),
    ("dependent_children", 1.5),
    ("dependent_children", True),
    ("dependent_children", -1),
    ("settlement_funds", 28000.5),
    ("settlement_funds", "28000"),
    ("settlement_funds", -1),
    ("spouse.accompanying", "yes"),
    ("spouse.accompanying", 1),
    ("education", {}),
    ("education.0.credential", "phd"),
    ("education.0.program_months", 24.5),
    ("language_tests.0.reading", "8.0"),
    ("language_tests.0.reading", float("nan")),
    ("work.0.hours_per_week", float("inf")),
    ("work.0.hours_per_week", 169),
    ("work.0.hours_per_week", -1),
    ("job_offer", True),
    ("job_offer", []),
    ("job_offer", 0),
    ("provincial_nomination", "no"),
    ("express_entry", True),
    ("first_official_language", "de"),
    ("person.intended_province", "XX"),
    ("person.status_in_canada", "tourist"),
    ("settlement_funds_on", "yesterday"),
    # impossible days
    ("person.date_of_birth", "1985-02-30"),
    ("person.date_of_birth", "2019-08-02"),
    ("person.date_of_birth", "1899-12-31"),
    ("person.date_of_birth", "14/03/1985"),
    ("spouse.date_of_birth", "2019-08-02"),
    ("work.0.end", "2011-07-31"),
    ("work.0.start", "1985-03-13"),
    ("language_tests.0.taken_on", "1985-03-13"),
    ("language_tests.0.results_on", "2018-10-05"),
    ("spouse.language_tests.0.taken_on", "1987-11-01"),
    ("education.0.completed_on", "1985-03-13"),
    ("education.0.started_on", "2011-07-01"),
    ("education.0.eca.issued_on", "1985-03-13"),
    ("express_entry.profile_created_on", "2018-11-20T10:00:00"),
    ("express_entry.submitted_at", "2018-11-20T10:00:00"),
    ("express_entry.submitted_at", "0001-01-01T00:00:00+14:00"),
    ("express_entry.submitted_at", 1542708000),
    # unknown codes and tests
    ("work.0.noc.code", "9999"),
    ("work.0.noc.code", "217"),
    ("work.0.noc.code", 2173),
    ("work.0.noc.version", "2011"),
    ("work.0.noc.version", "twenty"),
    ("language_tests.0.test", "toefl_ibt"),
    ("language_tests.0.test", "ielts_academic"),
    ("person.country_of_residence", "in"),
    ("person.country_of_residence", "IND"),
    ("person.country_of_residence", "ZZ"),
    ("person.citizenships.0", "UK"),
    ("work.0.country", "XX"),
    # scores off the scale
    ("language_tests.0.reading", 9.5),
    ("language_tests.0.reading", -0.5),
    ("language_tests.0.reading", 6.25),
    ("language_tests.0.scale", "699"),
    # text over its limit, control characters
    ("person.family_name", LONG),
    ("person.email", "e" * 255),
    ("person.phone", "1" * 41),
    ("work.0.employer", LONG),
    ("person.family_name", "Rao\x00"),
    ("person.family_name", "Rao\x1b[31m"),
    ("person.family_name", "\u202eoaR"),
    ("work.0.title", "Engineer\x7f"),
    # unknown keys
    ("colour", "blue"),
    ("person.shoe_size", 38),
    ("work.0.salary", 1),
    ("education.0.eca.level", "masters"),
    ("express_entry.score", 449),
]


@pytest.mark.parametrize(("path", "value"), REFUSED)
def test_refused_at_its_key_and_only_there(path, value):
    found = faults_of(changed(path, value), date(2019, 8, 1))
    assert len(found) == 1
    place, expected = next(iter(found.items()))
    # An order of two days is named at either of them.
    assert place.rsplit(".", 1)[0] == path.rsplit(".", 1)[0] or place == path
    assert expected
    assert "\n" not in expected


@pytest.mark.parametrize(
    ("part", "value", "path"),
    [
        (
            "work",
            [{"breaks": [{"start": "2012-02-01", "end": "2012-01-01"}]}],
            "work.0.breaks.0.end",
        ),
        ("work", [{"breaks": [{"end": "2012-01-01"}]}], "work.0.breaks.0.start"),
        (
            "work",
            [{"noc_candidates": [{"version": "2021", "code": "99999"}]}],
            "work.0.noc_candidates.0.code",
        ),
        ("work", [{"employer_country": "QQ"}], "work.0.employer_country"),
        ("work", [{"qualified_on": "1980-01-01"}], "work.0.qualified_on"),
        ("job_offer", {"noc": {"version": "2021", "code": "1"}}, "job_offer.noc.code"),
        ("job_offer", {"lmia": "maybe"}, "job_offer.lmia"),
        ("job_offer", {"wage_per_hour": 1e9}, "job_offer.wage_per_hour"),
        ("job_offer", {"employed_since": "1980-01-01"}, "job_offer.employed_since"),
        (
            "certificate_of_qualification",
            {"noc": {"version": "2016", "code": "0000"}},
            "certificate_of_qualification.noc.code",
        ),
        (
            "certificate_of_qualification",
            {"issued_on": "1970-01-01"},
            "certificate_of_qualification.issued_on",
        ),
        ("work_permits", [{"from": "2020-01-02", "until": "2020-01-01"}], "work_permits.0.until"),
        ("work_permits", [{"kind": "closed"}], "work_permits.0.kind"),
        (
            "provincial_nomination",
            {"nominated_on": "2020-01-02", "ended_on": "2020-01-01"},
            "provincial_nomination.ended_on",
        ),
        (
            "notifications_of_interest",
            [{"issued_on": "2020-01-02", "expires_on": "2020-01-01"}],
            "notifications_of_interest.0.expires_on",
        ),
        ("provincial_eois", [{"score": -1}], "provincial_eois.0.score"),
        ("relatives_in_canada", [{"relation": "friend"}], "relatives_in_canada.0.relation"),
        (
            "ties",
            {"previous_stays": [{"start": "2020-01-02", "end": "2020-01-01"}]},
            "ties.previous_stays.0.end",
        ),
        (
            "express_entry",
            {"primary_noc": {"version": "2021", "code": "00000"}},
            "express_entry.primary_noc.code",
        ),
        ("express_entry", {"provinces": "some"}, "express_entry.provinces"),
        ("express_entry", {"provinces": ["ZZ"]}, "express_entry.provinces.0"),
        (
            "express_entry",
            {"profile_created_on": "2020-01-02", "ended_on": "2020-01-01"},
            "express_entry.ended_on",
        ),
        ("history", {"refusals": "no"}, "history.refusals"),
        ("marital_status_since", "1980-01-01", "marital_status_since"),
        ("work", [{}] * 61, "work"),
        ("education", [{}] * 31, "education"),
        ("language_tests", [{}], "language_tests.0.test"),
    ],
)
def test_refused_deeper_down(part, value, path):
    assert list(faults_of(changed(part, value))) == [path]


@pytest.mark.parametrize(
    ("scores", "changes", "path"),
    [
        ({"reading": 301}, {"scale": "legacy"}, "reading"),
        ({"listening": 361}, {"scale": "legacy"}, "listening"),
        ({"writing": 451}, {"scale": "legacy"}, "writing"),
        ({"speaking": 700}, {"scale": "699"}, "speaking"),
        ({"reading": 400}, {"taken_on": "2019-09-30"}, "reading"),  # 699 came a day later
        ({}, {"taken_on": "2019-09-30", "scale": "699"}, "scale"),
        ({"reading": 120.5}, {"scale": "legacy"}, "reading"),
        ({"reading": 200}, {"exempt": ["reading"], "scale": "699"}, "reading"),
    ],
)
def test_impossible_tef_scores_are_refused(scores, changes, path):
    report = {"test": "tef_canada", "taken_on": "2020-01-01", **scores, **changes}
    document = a_profile("2020-06-01", language_tests=[report])
    assert list(faults_of(document)) == [f"language_tests.0.{path}"]


@pytest.mark.parametrize(
    ("test", "ability", "score"),
    [
        ("celpip_general", "reading", 13),
        ("celpip_general", "reading", 7.5),
        ("pte_core", "writing", 9),
        ("pte_core", "writing", 91),
        ("tcf_canada", "reading", 700),
        ("tcf_canada", "speaking", 21),
    ],
)
def test_every_test_has_its_scale(test, ability, score):
    report = {"test": test, "taken_on": "2024-06-01", ability: score}
    assert list(faults_of(a_profile("2024-07-01", language_tests=[report]))) == [
        f"language_tests.0.{ability}"
    ]


def test_every_fault_is_told_at_once():
    document = changed("person.family_name", LONG)
    document["dependent_children"] = -1
    document["colour"] = "blue"
    assert set(faults_of(document)) == {"person.family_name", "dependent_children", "colour"}


@pytest.mark.parametrize("key", ["schema", "person"])
def test_two_keys_are_required(key):
    document = {each: value for each, value in the_seed().items() if each != key}
    assert list(faults_of(document)) == [key]


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "{",
        "[]",
        "null",
        "5",
        '"text"',
        b"\xff\xfe",
        "\ud800",
        '{"schema": "\\ud800"}',
        "[" * 10_000,
        '{"person":' * 3000,
        None,
        [],
        {1: 2},
        {"schema": {1, 2}},
        {"x_big": "x" * 1_000_001},
    ],
)
def test_what_is_no_document_is_refused_too(raw):
    with pytest.raises(ProfileRefused):
        parse_profile(raw, load())


def test_a_fault_is_one_line_of_path_found_and_expected():
    with pytest.raises(ProfileRefused) as refused:
        parse_profile(changed("person.family_name", "a\x00\nb" * 90), load())
    (fault,) = refused.value.faults
    assert fault.path == "person.family_name"
    assert str(fault).startswith("person.family_name: found ")
    assert "\x00" not in str(fault)
    assert len(fault.found) <= 60


# --- taken, exactly as written ----------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "李小龍",
        "محمد بن سلمان",
        "שרה",
        "O’Brien-Ñandú",
        "👩🏽‍💻",  # emoji with a joiner
        "क्‍ष",  # zero-width joiner
        "x" * 200,
        "Ⅷ",
        "Zoë\u0301",
        "\u200fשרה",
    ],
)
def test_any_script_is_taken_as_written(name):
    document = changed("person.family_name", name)
    assert parse_profile(document, load()).person.family_name == name


def test_people_with_one_name():
    document = changed("person.given_names", None)
    document["person"]["family_name"] = "Suharto"
    assert not faults_of(document)


def test_people_born_on_29_february_have_a_birthday_every_year():
    document = a_profile("2026-06-01", person={"date_of_birth": "1992-02-29"})
    assert assessed(document, "2026-02-28").factors["age"].value == 33
    assert assessed(document, "2026-03-01").factors["age"].value == 34
    assert assessed(document, "2024-02-29").factors["age"].value == 32


def test_keys_of_other_programs_are_kept_anywhere():
    document = changed("x_source", {"any": ["thing", None]})
    document["person"]["x_id"] = 5
    document["work"][0]["noc"]["x_note"] = "…"
    assert not faults_of(document)
    assert parse_profile(document, load()).person.model_extra == {"x_id": 5}


def test_born_on_the_day_itself_is_possible():
    document = {"schema": "portal.profile/1", "person": {"date_of_birth": "2019-08-01"}}
    assert not faults_of(document, date(2019, 8, 1))
    assert assessed(document, "2019-08-01").factors["age"].value == 0


# --- taken and flagged --------------------------------------------------------------------------


def test_overlap_expiry_and_contradictions_are_taken_and_flagged():
    document = a_profile(
        "2026-06-01",
        work=[a_job(hours_per_week=50), a_job(hours_per_week=20)],
        language_tests=[a_test(9, taken_on="2020-01-01")],
        spouse={"accompanying": True},
        marital_status="divorced",
    )
    document["education"][0]["eca"]["issued_on"] = "2020-01-01"
    assert not faults_of(document)
    flags = flags_of(document)
    assert {
        "work.clash",
        "language.expired.language_tests.0",
        "education.not_counted.0",
        "contradiction.spouse",
    } <= set(flags)
