"""`portal assess-many`: one profile a line, the order kept, bad lines in their place."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from portal.cli import group

SEED = json.loads((Path(__file__).parents[1] / "cases" / "profile.example.json").read_text())


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(group, ["assess-many", *arguments], input=stdin)


def a_file(tmp_path: Path, *lines: str) -> str:
    file = tmp_path / "profiles.jsonl"
    file.write_text("\n".join(lines) + "\n")
    return str(file)


def born(year: int) -> str:
    person = {**SEED["person"], "date_of_birth": f"{year}-03-14"}
    return json.dumps({**SEED, "person": person})


def test_the_order_is_kept_over_many_batches(tmp_path: Path) -> None:
    years = [1970 + place % 25 for place in range(70)]
    out = tmp_path / "out.jsonl"
    done = run(a_file(tmp_path, *map(born, years)), "--on", "2019-08-01", "-o", str(out))
    assert done.exit_code == 0
    ages = [json.loads(line)["factors"]["age"]["value"] for line in out.read_text().splitlines()]
    assert ages == [2019 - year for year in years]


def test_a_bad_line_stands_in_its_place_and_the_rest_go_on(tmp_path: Path) -> None:
    file = a_file(tmp_path, json.dumps(SEED), '{"schema": "portal.profile/1"}', "", "{", born(1980))
    done = run(file, "--on", "2019-08-01")
    assert done.exit_code == 1
    made = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each.get("line") for each in made] == [None, 2, 3, 4, None]
    assert made[1]["error"] == [
        {"path": "person", "found": "nothing", "expected": made[1]["error"][0]["expected"]}
    ]
    assert made[0]["crs"]["total"] == 449
    assert set(made[2]) == {"line", "error"}


def test_rounds_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    file = a_file(tmp_path, json.dumps(SEED))
    without = json.loads(run(file, "--on", "2019-08-01").stdout)
    assert without["rounds"] is None
    assert "not_assessed.rounds" in {each["id"] for each in without["flags"]}
    assert json.loads(run(file, "--on", "2019-08-01", "--rounds").stdout)["rounds"]


def test_nothing_is_written_when_the_command_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    for arguments in (
        (str(tmp_path / "none.jsonl"), "--on", "2019-08-01"),
        (a_file(tmp_path, json.dumps(SEED)), "--on", "2014-01-01"),
    ):
        done = run(*arguments, "-o", str(out))
        assert done.exit_code == 2
        assert len(done.stderr.splitlines()) == 1
        assert not out.exists()


def test_an_empty_file_gives_an_empty_file(tmp_path: Path) -> None:
    file = tmp_path / "empty.jsonl"
    file.write_text("")
    out = tmp_path / "out.jsonl"
    assert run(str(file), "--on", "2019-08-01", "-o", str(out)).exit_code == 0
    assert out.read_text() == ""
