"""A rulebook in which the high-wage factor has figures. EVERY FIGURE HERE IS INVENTED.

No source read gives the real ones (facts: crs, section 6). The codes, tiers, points and
conditions below serve to try the engine and the checks, and stand nowhere but in tests.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from portal.rulebook import Rulebook, load

PATH = "crs/additional/high_wage.toml"
CODES = {
    "20010": "2.0",
    "31102": "2.0",
    "21231": "1.5",
    "21232": "1.5",
    "21233": "1.3",
    "72401": "1.3",
    "65201": "1.3",  # TEER 5: counts only where the terms accept it
}
VALUES: dict[str, Any] = {
    "edition": "2021",
    "tiers": ["2.0", "1.5", "1.3"],
    "codes_reported": len(CODES),
    "section": "additional",
    "combine": "higher",
    "max": 60,
    "work": {
        "min_months": 12,
        "window_months": 36,
        "months_in": "one_occupation",
        "teer": ["0", "1", "2", "3"],
        "points": {"2.0": 60, "1.5": 40, "1.3": 20},
    },
    "offer": {
        "min_hours_per_week": 30,
        "needs_permanent": False,
        "min_months": 12,
        "seasonal": False,
        "needs_lmia": False,
        "employed_months": 0,
        "teer": ["0", "1", "2", "3"],
        "points": {"2.0": 50, "1.5": 30, "1.3": 10},
    },
}


def values_with(**changes: Any) -> dict[str, Any]:
    """The invented values with some changed; ``work__min_months`` goes a level down.

    A change to None leaves the key out.
    """
    made = deepcopy(VALUES)
    for name, value in changes.items():
        *above, key = name.split("__")
        at = made
        for each in above:
            at = at[each]
        if value is None:
            del at[key]
        else:
            at[key] = value
    return made


def a_high_wage_file(
    codes: dict[str, str] | list[tuple[str, str]] | None = None,
    from_: str = "2026-11-03",
    **changes: Any,
) -> bytes:
    """The rule's file with one version in force."""
    rows = list(
        (CODES if codes is None else codes).items() if not isinstance(codes, list) else codes
    )
    values = values_with(**({"codes_reported": len(rows)} | changes))
    head = load().file(PATH).decode().split("[[version]]")[0]
    return (
        f'{head}[[version]]\nfrom = {from_}\nstatus = "in_force"\nconfidence = "low"\n'
        'source = {title = "Invented for a test", url = "https://example.com/", '
        "read_on = 2026-11-24}\n"
        f'columns = ["noc", "tier"]\nrows = {_toml([list(row) for row in rows])}\n'
        f"\n[version.values]\n{_tables(values, 'version.values')}"
    ).encode()


def a_book(codes: dict[str, str] | list[tuple[str, str]] | None = None, **changes: Any) -> Rulebook:
    """The shipped rulebook, but with the invented figures in force."""
    return load().with_files({PATH: a_high_wage_file(codes, **changes)})


def _tables(values: dict[str, Any], name: str) -> str:
    flat = [
        f'"{key}" = {_toml(each)}\n' for key, each in values.items() if not isinstance(each, dict)
    ]
    deep = [
        f"\n[{name}.{key}]\n{_tables(each, f'{name}.{key}')}"
        for key, each in values.items()
        if isinstance(each, dict)
    ]
    return "".join(flat + deep)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
