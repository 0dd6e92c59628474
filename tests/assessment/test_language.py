"""Reports to levels: one report a language, by the chart of its day, for two years."""

import pytest

from tests.builders import (
    a_french_test,
    a_profile,
    a_test,
    assessed,
    crs_of,
    crs_points,
    flags_of,
    met,
)

ON = "2026-06-01"


def levels(report, on=ON):
    found = assessed(a_profile(on, language_tests=[report]), on).factors["first_official_language"]
    return found.value and tuple(found.value["clb"].values())


@pytest.mark.parametrize(
    ("scores", "clb"),
    [
        ((7.0, 7.0, 7.0, 7.0), (9, 9, 7, 9)),  # 7.0 everywhere is CLB 7 in listening
        ((8.0, 7.5, 8.5, 7.5), (10, 10, 10, 10)),
        ((7.5, 7.0, 8.0, 7.0), (9, 9, 9, 9)),
        ((6.5, 6.5, 7.5, 6.5), (8, 8, 8, 8)),
        ((6.0, 6.0, 6.0, 6.0), (7, 7, 7, 7)),
        ((5.0, 5.5, 5.5, 5.5), (6, 6, 6, 6)),
        ((4.0, 5.0, 5.0, 5.0), (5, 5, 5, 5)),
        ((3.5, 4.0, 4.5, 4.0), (4, 4, 4, 4)),
        ((3.0, 3.5, 4.0, 3.5), (0, 0, 0, 0)),
    ],
)
def test_ielts_levels(scores, clb):
    names = ("reading", "writing", "listening", "speaking")
    report = a_test(test="ielts_general_training", **dict(zip(names, scores, strict=True)))
    assert levels(report) == clb


@pytest.mark.parametrize(
    ("taken_on", "scale", "level"),
    [
        ("2019-09-30", None, 10),  # only the old scale existed: 450 of 450
        ("2019-10-01", "legacy", 10),
        ("2019-10-01", "699", 7),
        ("2023-12-10", "699", 7),
        ("2023-12-11", "699", 6),
    ],
)
def test_a_tef_speaking_score_of_450_is_ten_seven_or_six_by_date_and_scale(taken_on, scale, level):
    report = a_french_test(0, taken_on=taken_on, speaking=450.0, scale=scale)
    assert levels(report, taken_on)[3] == level


def test_tef_scores_that_fit_both_scales_are_not_known_and_an_error():
    report = a_french_test(0, taken_on="2026-01-10", speaking=300.0, scale=None)
    assert levels(report) == (None,) * 4
    flags = flags_of(a_profile(ON, language_tests=[report]))
    assert flags["language.scale.language_tests.0"] == "error"


def test_tef_scores_above_the_old_scale_say_which_it_is():
    report = a_french_test(7, taken_on="2026-01-10", scale=None)
    assert levels(report) == (7, 7, 7, 7)


def test_the_old_scale_on_a_newer_test_is_flagged():
    report = a_french_test(0, taken_on="2026-01-10", speaking=393.0, scale="legacy")
    assert levels(report) == (0, 0, 0, 10)
    flags = flags_of(a_profile(ON, language_tests=[report]))
    assert flags["language.old_scale.language_tests.0"] == "warning"


# --- one report, never mixed ------------------------------------------------------------


def test_two_reports_of_one_language_are_never_mixed():
    reading, writing = a_test((10, 7, 7, 7)), a_test((7, 10, 7, 7))
    both = a_profile(ON, language_tests=[reading, writing])
    # 34 + 3 x 17, from either report; the best abilities together would give 34 x 2 + 17 x 2.
    assert crs_points(both, "core.first_language") == 34 + 3 * 17


def test_the_report_that_gives_more_is_taken():
    # 9/9/9/6 adds up to 102, 8/8/8/8 only to 92; but 8 throughout opens the combinations.
    uneven, even = a_test((9, 9, 9, 6)), a_test(8)
    document = a_profile(ON, language_tests=[uneven, even])
    crs = crs_of(document)
    assert crs.line("crs.core.first_language").points == 4 * 23
    assert crs.line("crs.transferability.education_language").points == 13
    assert crs.line("crs.transferability.foreign_work_language").points == 13


def test_two_english_tests_are_not_two_languages():
    document = a_profile(ON, language_tests=[a_test(9), a_test(8, test="celpip_general")])
    assert crs_points(document, "core.second_language") == 0


# --- from the day issued, for two years -------------------------------------------------


@pytest.mark.parametrize(
    ("on", "points"),
    [
        ("2024-06-30", 0),  # issued tomorrow
        ("2024-07-01", 124),
        ("2026-06-30", 124),
        ("2026-07-01", 0),  # two years old
    ],
)
def test_a_test_counts_from_its_day_up_to_its_second_anniversary(on, points):
    document = a_profile(on, language_tests=[a_test(9, taken_on="2024-07-01")])
    assert crs_points(document, "core.first_language", on) == points


def test_the_day_of_the_results_decides_the_age():
    report = a_test(9, taken_on="2024-06-20", results_on="2024-07-01")
    document = a_profile("2026-06-30", language_tests=[report])
    assert crs_points(document, "core.first_language", "2024-06-25") == 0
    assert crs_points(document, "core.first_language", "2026-06-30") == 124


def test_a_test_of_29_february_expires_on_28_february():
    document = a_profile("2026-02-27", language_tests=[a_test(9, taken_on="2024-02-29")])
    assert crs_points(document, "core.first_language", "2026-02-27") == 124
    assert crs_points(document, "core.first_language", "2026-02-28") == 0


def test_an_expired_test_is_flagged_and_a_later_one_noted():
    reports = [a_test(9, taken_on="2023-01-01"), a_test(9, taken_on="2026-12-01")]
    flags = flags_of(a_profile(ON, language_tests=reports))
    assert flags["language.expired.language_tests.0"] == "warning"
    assert flags["language.later.language_tests.1"] == "note"


def test_a_test_without_a_day_counts_not_and_is_an_error():
    document = a_profile(ON, language_tests=[a_test(9, taken_on=None) | {"taken_on": None}])
    assert crs_points(document, "core.first_language") is None
    assert flags_of(document)["language.no_date.language_tests.0"] == "error"


def test_pte_core_counts_from_30_january_2024():
    report = {"test": "pte_core", "taken_on": "2024-02-10", "reading": 88, "writing": 90}
    report |= {"listening": 89, "speaking": 89}
    document = a_profile("2024-03-01", language_tests=[report])
    assert crs_points(document, "core.first_language", "2024-03-01") == 4 * 34
    early = a_profile("2024-01-29", language_tests=[report | {"taken_on": "2024-01-02"}])
    assert crs_points(early, "core.first_language", "2024-01-29") == 0
    assert flags_of(early, "2024-01-29")["language.not_approved.language_tests.0"] == "warning"
    assert crs_points(early, "core.first_language", "2024-03-01") is None  # no chart of that day


def test_tcf_before_2020_is_not_confirmed():
    report = {"test": "tcf_canada", "taken_on": "2019-01-10", "reading": 549, "writing": 16}
    report |= {"listening": 549, "speaking": 16}
    document = a_profile("2019-06-01", language_tests=[report])
    assert crs_points(document, "core.first_language", "2019-06-01") is None
    flags = flags_of(document, "2019-06-01")
    assert flags["language.unconfirmed.language_tests.0"] == "warning"


def test_tcf_came_after_mid_2017():
    report = {"test": "tcf_canada", "taken_on": "2017-01-10", "reading": 549, "writing": 16}
    report |= {"listening": 549, "speaking": 16}
    document = a_profile("2017-06-05", language_tests=[report])
    assert crs_points(document, "core.first_language", "2017-06-05") == 0
    assert crs_points(document, "core.first_language", "2017-06-06") is None


def test_an_exempt_ability_is_put_to_a_person():
    report = a_test(9, exempt=["speaking"]) | {"speaking": None}
    document = a_profile(ON, language_tests=[report])
    assert crs_points(document, "core.first_language") is None
    assert flags_of(document)["language.exempt.language_tests.0"] == "warning"


# --- first and second language ----------------------------------------------------------


def both(english, french, **changes):
    tests = [a_test(english, ON), a_french_test(french, ON)]
    return a_profile(ON, language_tests=tests, **changes)


def first_of(document):
    return assessed(document).factors["first_official_language"].value["language"]


def test_the_client_s_choice_of_first_language_holds():
    document = both(9, 5, first_official_language="fr")
    assert first_of(document) == "fr"
    assert crs_points(document, "core.first_language") == 4 * 6
    assert crs_points(document, "core.second_language") == 4 * 6
    assert met(document, "fsw.language") is False


def test_without_a_choice_the_higher_total_decides():
    assert first_of(both(9, 5)) == "en"
    assert first_of(both(5, 9)) == "fr"
    assert "gives the higher total" in str(
        assessed(both(5, 9)).factors["first_official_language"].because
    )


def test_on_a_tie_english_comes_first():
    assert first_of(both(8, 8)) == "en"


def test_the_second_language_stops_at_22_with_a_spouse():
    married = both(9, 9, spouse={"accompanying": True, "canadian_citizen_or_pr": False})
    line = crs_of(married).line("crs.core.second_language")
    assert (line.points, line.counted) == (24, 22)
    assert crs_of(both(9, 9)).line("crs.core.second_language").counted == 24


@pytest.mark.parametrize(
    ("english", "french", "on", "points"),
    [
        (9, 7, "2017-06-05", 0),
        (9, 7, "2017-06-06", 30),
        (4, 7, "2017-06-06", 15),
        (9, 7, "2020-10-19", 30),
        (9, 7, "2020-10-20", 50),
        (4, 7, "2020-10-20", 25),
        ((9, 9, 9, 4), 7, "2026-06-01", 25),  # CLB 5 in every ability
        ((5, 5, 5, 5), 7, "2026-06-01", 50),
        (9, (7, 7, 7, 6), "2026-06-01", 0),  # NCLC 7 in every ability
        (None, 7, "2026-06-01", 25),
        (9, None, "2026-06-01", 0),
    ],
)
def test_french_points_by_date_and_english(english, french, on, points):
    tests = [] if english is None else [a_test(english, on)]
    tests += [] if french is None else [a_french_test(french, on)]
    assert crs_points(a_profile(on, language_tests=tests), "additional.french", on) == points


def test_french_points_do_not_depend_on_which_language_is_first():
    one = both(9, 7, first_official_language="en")
    other = both(9, 7, first_official_language="fr")
    assert crs_points(one, "additional.french") == crs_points(other, "additional.french") == 50


# --- transferability --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clb", "education", "certificate"),
    [
        (9, 25, 50),
        ((9, 9, 9, 8), 13, 50),
        (7, 13, 50),
        ((7, 7, 7, 6), 0, 25),
        (5, 0, 25),
        ((5, 5, 5, 4), 0, 0),
    ],
)
def test_the_weakest_ability_of_the_first_language_decides(clb, education, certificate):
    document = a_profile(
        ON,
        language_tests=[a_test(clb)],
        certificate_of_qualification={"province": "ON", "issued_on": "2020-01-01"},
    )
    crs = crs_of(document)
    assert crs.line("crs.transferability.education_language").points == education
    assert crs.line("crs.transferability.certificate_language").points == certificate


def test_a_report_older_than_express_entry_is_read_by_the_charts_it_began_with():
    ielts = dict(zip(("reading", "writing", "listening", "speaking"), (7.0,) * 4, strict=True))
    report = a_test(test="ielts_general_training", taken_on="2014-12-31", **ielts)
    assert levels(report, "2015-01-31") == (9, 9, 7, 9)
