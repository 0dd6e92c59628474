"""The figures of the score, the programs, the tests and the funds, typed a second time.

They were taken from the research notes on the published pages, not from the rule files,
and stand here in another shape: by level or by age in a row, one line a table. Where a rule
file and this restatement differ, one of them was mistyped.
"""

from __future__ import annotations

from typing import Any

Figures = dict[str, Any]

# --- the Comprehensive Ranking System -------------------------------------------------

# 18 to 44 years.
AGE = {
    "single": [
        99,
        105,
        110,
        110,
        110,
        110,
        110,
        110,
        110,
        110,
        110,
        110,
        105,
        99,
        94,
        88,
        83,
        77,
        72,
        66,
        61,
        55,
        50,
        39,
        28,
        17,
        6,
    ],
    "with_spouse": [
        90,
        95,
        100,
        100,
        100,
        100,
        100,
        100,
        100,
        100,
        100,
        100,
        95,
        90,
        85,
        80,
        75,
        70,
        65,
        60,
        55,
        50,
        45,
        35,
        25,
        15,
        5,
    ],
}
LEVELS = ("none", "secondary", "post_secondary_one_year", "post_secondary_two_year")
LEVELS += ("bachelors_or_three_year", "two_or_more", "masters", "professional_degree", "doctorate")
EDUCATION = {
    "single": (0, 30, 90, 98, 120, 128, 135, 135, 150),
    "with_spouse": (0, 28, 84, 91, 112, 119, 126, 126, 140),
}
SPOUSE_EDUCATION = (0, 2, 6, 7, 8, 9, 10, 10, 10)
# CLB 0 to 10 and above.
FIRST_LANGUAGE = {
    "single": (0, 0, 0, 0, 6, 6, 9, 17, 23, 31, 34),
    "with_spouse": (0, 0, 0, 0, 6, 6, 8, 16, 22, 29, 32),
}
SECOND_LANGUAGE = (0, 0, 0, 0, 0, 1, 1, 3, 3, 6, 6)
SPOUSE_LANGUAGE = (0, 0, 0, 0, 0, 1, 1, 3, 3, 5, 5)
# None, one … five years and more.
CANADIAN_WORK = {"single": (0, 40, 53, 64, 72, 80), "with_spouse": (0, 35, 46, 56, 63, 70)}
SPOUSE_CANADIAN_WORK = (0, 5, 7, 8, 9, 10)
# Nothing, one credential, two or more: below CLB 7 (or no year), CLB 7 (one), CLB 9 (two).
NOTHING, MIDDLE, UPPER = (0, 0, 0), (0, 13, 25), (0, 25, 50)
BY_EDUCATION = (NOTHING, NOTHING, MIDDLE, MIDDLE, MIDDLE, UPPER, UPPER, UPPER, UPPER)
BY_YEARS_ABROAD = (NOTHING, MIDDLE, MIDDLE, UPPER)


def _column(keys: Any, cells: Any, column: str) -> Figures:
    return {f"{key}/{column}": cell for key, cell in zip(keys, cells, strict=True)}


def _two(keys: Any, table: dict[str, Any]) -> Figures:
    return {
        name: cell
        for column, cells in table.items()
        for name, cell in _column(keys, cells, column).items()
    }


def _bands(keys: Any, rows: Any, columns: Any) -> Figures:
    return {
        f"{key}/{column}": cell
        for key, row in zip(keys, rows, strict=True)
        for column, cell in zip(columns, row, strict=True)
    }


CLB = range(11)
YEARS = range(6)
BY_CLB = ("below_clb7", "clb7", "clb9")
BY_YEAR = ("years_0", "years_1", "years_2")


def _offer(senior: int, other: int, **changes: Any) -> Figures:
    return {
        "major_group_00": senior,
        "other_skilled": other,
        "needs_lmia": False,
        "needs_permanent": False,
        "min_months": 12,
        "exempt_permit_months": 12,
        "min_hours_per_week": 30,
        "exempt_exemptions": ["treaty", "significant_benefit"],
        **changes,
    }


def _study(short: int, long: int) -> Figures:
    return {
        "one_or_two_year": short,
        "three_year_plus": long,
        "min_months_in_canada": 8,
        "graduate_min_months": 8,
        "waived_from": "2020-03-01",
        "waived_until": "2022-08-31",
    }


def _french(low: int, high: int) -> Figures:
    return {"english_low": low, "english_clb5": high, "min_nclc": 7, "min_english_clb": 5}


_OLD_OFFER = {
    "needs_lmia": True,
    "needs_permanent": True,
    "min_months": 0,
    "exempt_permit_months": 0,
}
START = "2015-01-01"
CRS: dict[str, dict[str, Figures]] = {
    "crs.core.age": {START: _two(range(18, 45), AGE)},
    "crs.core.education": {START: _two(LEVELS, EDUCATION)},
    "crs.core.first_language": {
        START: {**_two(CLB, FIRST_LANGUAGE), "max_single": 136, "max_with_spouse": 128}
    },
    "crs.core.second_language": {
        START: {
            **_two(CLB, {"single": SECOND_LANGUAGE, "with_spouse": SECOND_LANGUAGE}),
            "max_single": 24,
            "max_with_spouse": 22,
        }
    },
    "crs.core.canadian_work": {START: _two(YEARS, CANADIAN_WORK)},
    "crs.spouse.education": {START: _column(LEVELS, SPOUSE_EDUCATION, "points")},
    "crs.spouse.language": {START: {**_column(CLB, SPOUSE_LANGUAGE, "points"), "max": 20}},
    "crs.spouse.canadian_work": {START: _column(YEARS, SPOUSE_CANADIAN_WORK, "points")},
    "crs.transferability.education_language": {START: _bands(LEVELS, BY_EDUCATION, BY_CLB)},
    "crs.transferability.education_canadian_work": {START: _bands(LEVELS, BY_EDUCATION, BY_YEAR)},
    "crs.transferability.foreign_work_language": {START: _bands(range(4), BY_YEARS_ABROAD, BY_CLB)},
    "crs.transferability.foreign_work_canadian_work": {
        START: _bands(range(4), BY_YEARS_ABROAD, BY_YEAR)
    },
    "crs.transferability.certificate_language": {
        START: _bands(("without", "with"), (NOTHING, UPPER), ("below_clb5", "clb5", "clb7"))
    },
    "crs.additional.nomination": {START: {"points": 600}},
    "crs.additional.job_offer": {
        START: _offer(600, 600, **_OLD_OFFER),
        "2016-11-19": _offer(200, 50),
        "2025-03-25": _offer(0, 0),
        "2026-11-03": _offer(0, 0),
    },
    "crs.additional.canadian_study": {START: _study(0, 0), "2016-11-19": _study(15, 30)},
    "crs.additional.sibling": {START: {"points": 0}, "2017-06-06": {"points": 15}},
    "crs.additional.french": {
        START: _french(0, 0),
        "2017-06-06": _french(15, 30),
        "2020-10-20": _french(25, 50),
    },
    "crs.additional.high_wage": {
        "2026-11-03": {"tiers": ["2.0", "1.5", "1.3"], "codes_reported": 186}
    },
    "crs.caps": {
        START: {
            "grand_total": 1200,
            "core_single": 500,
            "core_with_spouse": 460,
            "spouse": 40,
            "core_and_spouse": 500,
            "transferability": 100,
            "transferability_education": 50,
            "transferability_foreign_work": 50,
            "transferability_certificate": 50,
            "additional": 600,
        }
    },
}

# --- language tests: the lowest score of levels 4 to 10 --------------------------------

CHARTS: dict[str, dict[str, tuple[float, ...]]] = {
    "ielts_general_training 2015-01-01": {
        "reading": (3.5, 4.0, 5.0, 6.0, 6.5, 7.0, 8.0),
        "writing": (4.0, 5.0, 5.5, 6.0, 6.5, 7.0, 7.5),
        "listening": (4.5, 5.0, 5.5, 6.0, 7.5, 8.0, 8.5),
        "speaking": (4.0, 5.0, 5.5, 6.0, 6.5, 7.0, 7.5),
    },
    "celpip_general 2015-01-01": {
        "reading": (4, 5, 6, 7, 8, 9, 10),
        "writing": (4, 5, 6, 7, 8, 9, 10),
        "listening": (4, 5, 6, 7, 8, 9, 10),
        "speaking": (4, 5, 6, 7, 8, 9, 10),
    },
    "pte_core 2024-01-30": {
        "reading": (33, 42, 51, 60, 69, 78, 88),
        "writing": (41, 51, 60, 69, 79, 88, 90),
        "listening": (28, 39, 50, 60, 71, 82, 89),
        "speaking": (42, 51, 59, 68, 76, 84, 89),
    },
    "tef_canada_legacy 2015-01-01": {
        "reading": (121, 151, 181, 207, 233, 248, 263),
        "writing": (181, 226, 271, 310, 349, 371, 393),
        "listening": (145, 181, 217, 249, 280, 298, 316),
        "speaking": (181, 226, 271, 310, 349, 371, 393),
    },
    "tef_canada_699 2019-10-01": {
        "reading": (300, 350, 400, 450, 500, 533, 566),
        "writing": (300, 350, 400, 450, 500, 533, 566),
        "listening": (300, 350, 400, 450, 500, 533, 566),
        "speaking": (300, 350, 400, 450, 500, 533, 566),
    },
    "tef_canada_699 2023-12-11": {
        "reading": (306, 352, 393, 434, 462, 503, 546),
        "writing": (268, 330, 379, 428, 472, 512, 558),
        "listening": (306, 352, 393, 434, 462, 503, 546),
        "speaking": (328, 387, 422, 456, 494, 518, 556),
    },
    "tcf_canada 2015-01-01": {
        "reading": (342, 375, 406, 453, 499, 524, 549),
        "writing": (4, 6, 7, 10, 12, 14, 16),
        "listening": (331, 369, 398, 458, 503, 523, 549),
        "speaking": (4, 6, 7, 10, 12, 14, 16),
    },
}
SCALES = {
    "ielts_general_training": ("en", [0, 9, 0.5], [0, 9, 0.5], [0, 9, 0.5], [0, 9, 0.5]),
    "celpip_general": ("en", [0, 12, 1], [0, 12, 1], [0, 12, 1], [0, 12, 1]),
    "pte_core": ("en", [10, 90, 1], [10, 90, 1], [10, 90, 1], [10, 90, 1]),
    "tef_canada_legacy": ("fr", [0, 300, 1], [0, 450, 1], [0, 360, 1], [0, 450, 1]),
    "tef_canada_699": ("fr", [0, 699, 1], [0, 699, 1], [0, 699, 1], [0, 699, 1]),
    "tcf_canada": ("fr", [0, 699, 1], [0, 20, 1], [0, 699, 1], [0, 20, 1]),
}
_TESTS = {
    "ielts_general_training": ("en", "IELTS General Training"),
    "celpip_general": ("en", "CELPIP-General"),
    "tef_canada": ("fr", "TEF Canada"),
    "tcf_canada": ("fr", "TCF Canada"),
    "pte_core": ("en", "PTE Core"),
}


def _tests(*ids: str, unconfirmed: tuple[str, ...] = ()) -> Figures:
    made: Figures = {"unconfirmed": list(unconfirmed)}
    for each in ids:
        made[f"{each}/language"], made[f"{each}/name"] = _TESTS[each]
    return made


def _chart(test: str, bands: dict[str, tuple[float, ...]]) -> Figures:
    language, *scales = SCALES[test]
    made: Figures = {"language": language}
    for (ability, least), scale in zip(bands.items(), scales, strict=True):
        made[f"scale.{ability}"] = scale
        made |= {
            f"{ability} {level}/at_least": at for level, at in zip(range(4, 11), least, strict=True)
        }
    return made


LANGUAGE: dict[str, dict[str, Figures]] = {
    "language.validity": {START: {"language_years": 2, "eca_years": 5}},
    "language.tests": {
        START: _tests(*list(_TESTS)[:3]),
        "2017-06-06": _tests(*list(_TESTS)[:3], unconfirmed=("tcf_canada",)),
        "2020-01-01": _tests(*list(_TESTS)[:4]),
        "2024-01-30": _tests(*_TESTS),
    },
}
for _name, _found in CHARTS.items():
    _test, _day = _name.split()
    LANGUAGE.setdefault(f"language.{_test}", {})[_day] = _chart(_test, _found)

# --- settlement funds: one to seven people, each one more -------------------------------

FUNDS_TABLES: dict[str, tuple[int, ...]] = {
    "2017-01-27": (12300, 15312, 18825, 22856, 25923, 29236, 32550, 3314),
    "2018-01-05": (12475, 15531, 19093, 23181, 26292, 29652, 33014, 3361),
    "2019-01-17": (12669, 15772, 19390, 23542, 26701, 30114, 33528, 3414),
    "2020-01-01": (12960, 16135, 19836, 24083, 27315, 30806, 34299, 3492),
    "2021-07-15": (13213, 16449, 20222, 24553, 27847, 31407, 34967, 3560),
    "2022-06-09": (13310, 16570, 20371, 24733, 28052, 31638, 35224, 3586),
    "2023-04-25": (13757, 17127, 21055, 25564, 28994, 32700, 36407, 3706),
    "2024-05-28": (14690, 18288, 22483, 27297, 30690, 34917, 38875, 3958),
    "2025-07-07": (15263, 19001, 23360, 28362, 32168, 36280, 40392, 4112),
}


def _funds(amounts: tuple[int, ...], column: str = "cad", **more: Any) -> Figures:
    *sizes, each_more = amounts
    return {**_column(range(1, 8), sizes, column), "each_more_cad": each_more, **more}


FUNDS: dict[str, dict[str, Figures]] = {
    "funds.settlement": {
        # No table of 2015 and 2016 was found: who holds the amount of 2017 passed in any case.
        START: _funds(FUNDS_TABLES["2017-01-27"], "certainly_enough_cad"),
        **{day: _funds(amounts) for day, amounts in FUNDS_TABLES.items()},
        # In January 2019 on a day nobody noted; 2021-07-15 is first or last day, as one reads it.
        "2019-01-01": _funds(FUNDS_TABLES["2018-01-05"], disputed_with="2019-01-17"),
        "2021-07-15": _funds(FUNDS_TABLES["2021-07-15"], disputed_with="2020-02-26"),
        # Days the pool had to come up to a new table.
        "2020-01-01": _funds(FUNDS_TABLES["2020-01-01"], pool_on_table="2019-01-17"),
        "2020-02-26": _funds(FUNDS_TABLES["2020-01-01"]),
        "2021-07-16": _funds(FUNDS_TABLES["2021-07-15"]),
        "2022-06-09": _funds(FUNDS_TABLES["2022-06-09"], pool_on_table="2021-07-16"),
        "2022-06-28": _funds(FUNDS_TABLES["2022-06-09"]),
        "2024-05-28": _funds(
            FUNDS_TABLES["2024-05-28"], **{"suspected.family_size": 5, "suspected.cad": 30960}
        ),
        "2025-07-07": _funds(
            FUNDS_TABLES["2025-07-07"], disputed_with="2024-05-28", pool_on_table="2024-05-28"
        ),
        "2025-07-29": _funds(FUNDS_TABLES["2025-07-07"], unconfirmed_from="2026-04-01"),
    },
    "funds.ratios": {
        START: {
            **_column(range(1, 8), (1.0, 1.245, 1.5305, 1.8582, 2.1076, 2.377, 2.6464), "ratio"),
            "each_more": 0.2694,
            "within": 0.0003,
        }
    },
}

# --- FSW, CEC, FST -----------------------------------------------------------------------


def _fst(employed_years: int) -> Figures:
    return {
        "years": 2,
        "window_years": 5,
        "speaking": 5,
        "listening": 5,
        "reading": 4,
        "writing": 4,
        "offer_min_months": 12,
        "offer_min_hours_per_week": 30,
        "exempt_employed_years": employed_years,
        "exempt_exemptions": ["treaty", "significant_benefit"],
    }


def _cec(edition: str, high: str, low: str) -> Figures:
    return {
        "high_group": list(high),
        "high_min_clb": 7,
        "low_group": list(low),
        "low_min_clb": 5,
        "edition": edition,
        "years": 1,
        "window_years": 3,
    }


def _arranged(permanent: bool, months: int, employed_years: int) -> Figures:
    return {
        "points": 10,
        "needs_permanent": permanent,
        "min_months": months,
        "min_hours_per_week": 30,
        "exempt_employed_years": employed_years,
        "exempt_exemptions": ["treaty", "significant_benefit"],
    }


_MCC = "Medical Council of Canada", "MCC, Conseil médical du Canada, CMC"
_PEBC = (
    "Pharmacy Examining Board of Canada",
    "PEBC, Bureau des examinateurs en pharmacie du Canada, BEPC",
)
_CACB = "CACB, Conseil canadien de certification en architecture, CCCA"


def _bodies(*more: tuple[str, str, str]) -> Figures:
    rows = [
        *((code, *_MCC) for code in ("31100", "31101", "31102")),
        ("31120", *_PEBC),
        *more,
    ]
    named = {
        key: value
        for code, body, also in rows
        for key, value in ((f"{code}/body", body), (f"{code}/also_named", also))
    }
    return {**named, "edition": "2021"}


_CANADIAN = {
    "crs_window_years": 10,
    "cec_window_years": 3,
    "self_employment": False,
    "during_study": False,
    "unauthorized": False,
    "physicians_self_employed": False,
}
NOC_2021 = "2022-11-16"
PROGRAMS: dict[str, dict[str, Figures]] = {
    "programs.work": {START: {"full_time_hours_per_week": 30, "hours_per_year": 1560}},
    "programs.spouse": {START: {"common_law_years": 1}},
    "programs.common": {
        START: {"min_age": 18, "excluded_provinces": ["QC"], "order": ["cec", "fsw", "fst"]}
    },
    "programs.foreign_work": {START: {"window_years": 10, "one_occupation": True}},
    "programs.canadian_work": {
        START: _CANADIAN,
        "2023-04-25": {
            **_CANADIAN,
            "physicians_self_employed": True,
            "physician_codes": ["31100", "31101", "31102"],
        },
    },
    "programs.skilled_occupation": {
        START: {"edition": "2016", "levels": ["0", "A", "B"]},
        NOC_2021: {"edition": "2021", "levels": ["0", "1", "2", "3"]},
    },
    "programs.fst_trades": {
        START: {
            "edition": "2016",
            "levels": ["B"],
            "groups": ["72", "73", "82", "92", "632", "633"],
            "except": [],
        },
        NOC_2021: {
            "edition": "2021",
            "groups": ["72", "73", "82", "83", "92", "93", "6320", "62200"],
            "except": ["726", "932"],
        },
    },
    "programs.fst.requirements": {START: _fst(0), "2016-11-19": _fst(1)},
    "programs.cec.requirements": {
        START: _cec("2016", "0A", "B"),
        NOC_2021: _cec("2021", "01", "23"),
    },
    "programs.fsw.requirements": {
        START: {
            "continuous_years": 1,
            "window_years": 10,
            "min_clb": 7,
            "pass_mark": 67,
            "out_of": 100,
            "min_education": "secondary",
            "gap_days_flagged": 31,
        }
    },
    "programs.fsw.education": {
        START: _column(LEVELS, (0, 5, 15, 19, 21, 22, 23, 23, 25), "points")
    },
    "programs.fsw.first_language": {
        START: {**_column((7, 8, 9, 10), (4, 5, 6, 6), "points"), "max": 24}
    },
    "programs.fsw.second_language": {START: {"points": 4, "min_clb": 5}},
    "programs.fsw.experience": {
        START: {**_column(range(7), (0, 9, 11, 11, 13, 13, 15), "points"), "window_years": 10}
    },
    "programs.fsw.age": {START: _column(range(18, 47), (*[12] * 18, *range(11, 0, -1)), "points")},
    "programs.fsw.arranged_employment": {
        START: _arranged(permanent=True, months=0, employed_years=0),
        "2016-11-19": _arranged(permanent=False, months=12, employed_years=1),
        "2023-04-25": {
            **_arranged(permanent=False, months=12, employed_years=1),
            "physician_codes": ["31100", "31101", "31102"],
        },
    },
    "programs.fsw.eca_bodies": {
        START: _bodies(),
        "2024-05-20": {
            **_bodies(("21200", "Canadian Architectural Certification Board", _CACB)),
            "others_until.21200": "2024-10-30",
        },
    },
    "programs.fsw.adaptability": {
        START: {
            "max": 10,
            "spouse_language": 5,
            "spouse_language_min_clb": 4,
            "own_study": 5,
            "spouse_study": 5,
            "study_months": 24,
            "academic_years_months": 16,
            "own_work": 10,
            "spouse_work": 5,
            "work_years": 1,
            "arranged_employment": 5,
            "relative": 5,
            "relatives": [
                "parent",
                "child",
                "sibling",
                "grandparent",
                "grandchild",
                "aunt_uncle",
                "niece_nephew",
            ],
        }
    },
    "process.profile_validity": {START: {"months": 12}},
}

# --- IRCC's own file of rounds ----------------------------------------------------------

# federal_rounds_verification.md: 601-1200, 501-600, 451-500 and its five parts from the top,
# 401-450 and its five parts, 351-400, 301-350, 0-300; dd18 is the total.
_BANDS = ((601, 1200), (501, 600), (451, 500), *((low, low + 9) for low in range(491, 450, -10)),
          (401, 450), *((low, low + 9) for low in range(441, 400, -10)), (351, 400), (301, 350),
          (0, 300))  # fmt: skip
_WHOLES = {(451, 500): "dd3", (401, 450): "dd9"}


def _pool_fields() -> Figures:
    made: Figures = {"total": "dd18"}
    for at, (low, high) in enumerate(_BANDS, 1):
        within = [name for (least, most), name in _WHOLES.items() if least <= low and high <= most]
        part = high - low == 9
        made |= {f"dd{at}/low": low, f"dd{at}/high": high, f"dd{at}/whole": "".join(within * part)}
    return made


# Kind and category of each name, and the name's French in federal_rounds.csv.
_ROUND_NAMES = """
No Program Specified|Aucun programme précisé|general|
General|Général|general|
Provincial Nominee Program|Programme des candidats des provinces|pnp|
Canadian Experience Class|Catégorie de l’expérience canadienne|cec|
Federal Skilled Worker|Travailleurs qualifiés (fédéral)|fsw|
Federal Skilled Trades|Travailleurs de métiers spécialisés (fédéral)|fst|
French language proficiency|Maîtrise du français|french|french
French-Language proficiency|Maîtrise du français|french|french
Healthcare occupations|Professions des soins de santé|health|healthcare
Healthcare and social services occupations|Professions des soins de santé et des services sociaux|\
health|healthcare
STEM occupations|Professions en STIM|stem|stem
Trade occupations|Professions de métiers|trade|trade
Trades Occupations|Professions de métiers|trade|trade
Transport occupations|Professions des transports|transport|transport
Agriculture and agri-food occupations|Professions de l’agriculture et de l’agroalimentaire|\
agriculture|agriculture
Education occupations|Professions de l’enseignement|education|education
Physicians with Canadian Work Experience|Médecins ayant une expérience de travail au Canada|\
physicians|physicians_canada
Senior managers with Canadian Work Experience|\
Cadres supérieurs ayant une expérience de travail au Canada|senior_managers|senior_managers_canada
Researchers with Canadian work experience|Chercheurs ayant une expérience de travail au Canada|\
researchers|researchers_canada
Skilled Military Recruits|Recrues militaires qualifiées|military|military_recruits
"""


def _round_names() -> Figures:
    made: Figures = {}
    for line in _ROUND_NAMES.strip().splitlines():
        name, french, kind, category = line.split("|")
        made |= {f"{name}/name_fr": french, f"{name}/kind": kind, f"{name}/category": category}
    return made


IRCC: dict[str, dict[str, Figures]] = {
    "process.ircc_pool_fields": {START: _pool_fields()},
    "process.ircc_round_names": {START: _round_names()},
}

RULES: dict[str, dict[str, Figures]] = {**CRS, **LANGUAGE, **FUNDS, **PROGRAMS, **IRCC}
