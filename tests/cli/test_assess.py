"""`portal assess`: the contract's command, its faults and its exit codes."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal import cli_assess
from portal.cli import group

SEED = Path(__file__).parents[1] / "cases" / "profile.example.json"


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(group, ["assess", *arguments], input=stdin)


@pytest.fixture
def changed(tmp_path: Path):
    """A file with the seed profile, some of its keys changed."""

    def write(**changes: object) -> str:
        file = tmp_path / "profile.json"
        file.write_text(json.dumps({**json.loads(SEED.read_text()), **changes}))
        return str(file)

    return write


def test_the_seed_case_gives_449_as_json() -> None:
    done = run(str(SEED), "--on", "2019-08-01", "--format", "json")
    assert done.exit_code == 0
    document = json.loads(done.stdout)
    assert document["schema"] == "portal.assessment/1"
    assert document["crs"]["total"] == 449
    sections = {each["id"]: each["points"] for each in document["crs"]["sections"]}
    assert sections == {"core": 329, "spouse": 20, "transferability": 100, "additional": 0}
    ontario = next(each for each in document["rounds"] if each["id"] == "on.hcp.2019-08-01")
    assert (ontario["outcome"], ontario["lowest"], ontario["highest"]) == ("invited", 435, 458)
    assert ontario["invitations"] == 1773
    assert "3,396" in ontario["story"]


def test_text_fits_eighty_columns_and_names_what_the_score_rests_on() -> None:
    done = run(str(SEED), "--on", "2019-08-01")
    assert done.exit_code == 0
    long = [line for line in done.stdout.splitlines() if len(line) > 80]
    assert all(line.strip().startswith("https://") for line in long)
    for words in (
        "CRS: 449 of 1,200 points",
        "Ontario’s round of 1 August 2019 would have invited you.",
        "34 years old on 1 August 2019",
        "435 to 458",
        "Contains information licensed under the Open Government Licence",
    ):
        assert words in done.stdout


def test_labels_follow_the_language_and_ids_do_not() -> None:
    english = json.loads(run(str(SEED), "--on", "2019-08-01", "--format", "json").stdout)
    french = json.loads(
        run(str(SEED), "--on", "2019-08-01", "--format", "json", "--lang", "fr").stdout
    )
    one, other = (each["crs"]["sections"][0]["lines"][0] for each in (english, french))
    assert one["label"] != other["label"]
    assert one["id"] == other["id"]
    assert one["label_msg"] == other["label_msg"]


def test_a_profile_comes_from_standard_input_too() -> None:
    done = run("-", "--on", "2019-08-01", "--format", "json", stdin=SEED.read_text())
    assert json.loads(done.stdout)["crs"]["total"] == 449


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"schema": "portal.profile/9"}, "schema: found"),
        ({"nonsense": 1}, "nonsense"),
        ({"dependent_children": -1}, "dependent_children: found -1, expected"),
        ({"dependent_children": "two"}, 'dependent_children: found "two", expected'),
        ({"person": {"date_of_birth": "2030-01-01"}}, "person.date_of_birth: found 2030-01-01"),
    ],
)
def test_each_fault_is_one_line_and_nothing_is_written(
    changed, tmp_path: Path, changes: dict, line: str
) -> None:
    out = tmp_path / "out.json"
    out.write_text("as it was")
    done = run(changed(**changes), "--on", "2019-08-01", "--format", "json", "-o", str(out))
    assert done.exit_code == 2
    assert line in done.stderr
    assert done.stdout == ""
    assert out.read_text() == "as it was"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.json", "profile.json"]


def test_two_faults_are_two_lines(changed) -> None:
    work = [
        {"start": "2020-01-01", "end": "2019-01-01"},
        {"noc": {"version": "2021", "code": "99999"}},
    ]
    done = run(changed(work=work), "--on", "2019-08-01")
    assert done.exit_code == 2
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        "work.0.end",
        "work.1.noc.code",
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2014-12-31", "2015-01-01 or later"),
        ("2019-13-01", "a date such as"),
        ("yesterday", "a date such as"),
        ("20190801", "a date such as"),
    ],
)
def test_a_day_that_is_none_or_too_early_is_refused(day: str, expected: str) -> None:
    done = run(str(SEED), "--on", day)
    assert done.exit_code == 2
    assert done.stderr.startswith("--on: found")
    assert expected in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"schema": NaN}', b"null"])
def test_what_is_no_json_object_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    done = run(str(file), "--on", "2019-08-01")
    assert done.exit_code == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_missing_file_or_folder_is_one_plain_line(tmp_path: Path) -> None:
    missing = run(str(tmp_path / "none.json"))
    assert missing.exit_code == 2
    assert "no such file or directory" in missing.stderr
    nowhere = run(str(SEED), "--on", "2019-08-01", "-o", str(tmp_path / "no" / "out.txt"))
    assert nowhere.exit_code == 2
    assert len(nowhere.stderr.splitlines()) == 1


def test_the_file_replaces_an_older_one_whole(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("older " * 100_000)
    done = run(str(SEED), "--on", "2019-08-01", "--format", "json", "-o", str(out))
    assert (done.exit_code, done.stdout) == (0, "")
    assert json.loads(out.read_text())["crs"]["total"] == 449
    assert [each.name for each in tmp_path.iterdir()] == ["out.json"]


def test_a_device_or_pipe_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    done = run(str(SEED), "--on", "2019-08-01", "--format", "json", "-o", str(pipe))
    reader.join(timeout=30)
    assert done.exit_code == 0
    assert pipe.is_fifo()
    assert json.loads(read[0])["crs"]["total"] == 449
    assert run(str(SEED), "--on", "2019-08-01", "-o", str(tmp_path)).exit_code == 2


def test_a_link_keeps_its_place_and_its_file_is_replaced(tmp_path: Path) -> None:
    file, link = tmp_path / "file.json", tmp_path / "link.json"
    file.write_text("older")
    link.symlink_to(file)
    run(str(SEED), "--on", "2019-08-01", "--format", "json", "-o", str(link))
    assert link.is_symlink()
    assert json.loads(file.read_text())["crs"]["total"] == 449


def test_hostile_names_come_out_as_they_went_in(changed) -> None:
    name = "<script>alert(1)</script> %(x)s {{7*7}} Æ 字 عربي"
    person = {"date_of_birth": "1985-03-14", "family_name": name}
    done = run(changed(person=person), "--on", "2019-08-01")
    assert done.exit_code == 0
    assert "{{7*7}}" in done.stdout
    control = {"date_of_birth": "1985-03-14", "family_name": "a\x1b[31mb"}
    assert run(changed(person=control), "--on", "2019-08-01").exit_code == 2


def test_a_failed_rendering_is_told_apart_from_a_refused_profile(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from portal.rendering import child

    def fails(*_: object, **__: object) -> None:
        raise child.RenderingFailed("the PDF was not ready after 1 seconds")

    monkeypatch.setattr(child, "render_in_child", fails)
    out = tmp_path / "out.pdf"
    done = run(str(SEED), "--on", "2019-08-01", "--format", "pdf", "-o", str(out))
    assert done.exit_code == 1
    assert "not ready" in done.stderr
    assert not out.exists()


def test_provisional_from_3_november_2026_says_for_whom_it_matters() -> None:
    before = json.loads(run(str(SEED), "--on", "2026-11-02", "--format", "json").stdout)
    after = json.loads(run(str(SEED), "--on", "2026-11-03", "--format", "json").stdout)
    assert before["provisional"] is None
    assert after["provisional"]["may_change"]
    assert after["crs"]["total"] == before["crs"]["total"]
    unknown = [
        line
        for section in after["crs"]["sections"]
        for line in section["lines"]
        if line["id"] in after["provisional"]["may_change"]
    ]
    assert [line["points"] for line in unknown] == [None]
    text = " ".join(run(str(SEED), "--on", "2026-11-03").stdout.split())
    assert "Provisional." in text
    assert "not known" in text


def test_the_schemas_describe_what_the_commands_read_and_write() -> None:
    runner = CliRunner()
    for what in ("profile", "assessment"):
        done = runner.invoke(cli_assess.schema, [what])
        assert done.exit_code == 0
        assert json.loads(done.stdout)["$id"] == f"portal.{what}/1"
    document = json.loads(run(str(SEED), "--on", "2019-08-01", "--format", "json").stdout)
    schema = json.loads(runner.invoke(cli_assess.schema, ["assessment"]).stdout)
    assert set(document) == set(schema["properties"])
    assert set(schema["required"]) <= set(document)
    for name, part in (("RoundResult", "rounds"), ("StreamResult", "streams")):
        assert set(schema["$defs"][name]["required"]) <= set(document[part][0])
