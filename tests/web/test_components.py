"""Every macro, rendered once on the client's and once on the desk's page, and inspected."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template
from flask_babel import Babel
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict

from portal import charts, chrome
from portal.forms import (
    BaseForm,
    CheckField,
    ChoiceField,
    DateField,
    DecimalField,
    LongTextField,
    ManyField,
    PassphraseField,
    SelectField,
    TextField,
    WholeNumberField,
    YesNoField,
)
from portal.settings import Firm, resource_dir

HERE = Path(__file__).resolve().parent
LISTED = [("a", "Reference letter"), ("b", "Contract")]


class EveryQuestion(BaseForm):
    """A field of each kind."""

    employer = TextField("Employer", description="As on your letter.", required="Enter a name")
    secret = PassphraseField("Passphrase")
    born = DateField("When were you born?", description="As on your passport.")
    hours = WholeNumberField("Paid hours in a usual week", high=168)
    paid = YesNoField("Was this work paid?", description="Volunteer work does not count.")
    kind = ChoiceField("What kind of work?", choices=LISTED)
    country = SelectField("Where did you work?", choices=LISTED)
    proofs = ManyField("Which papers do you have?", choices=LISTED)
    still = CheckField("I still work there")
    notes = LongTextField("What did you do there?")


class Scores(BaseForm):
    """What `group` and `checkbox` take."""

    reading = DecimalField("Reading", high=9)
    writing = DecimalField("Writing", high=9)
    agree = CheckField("I agree", required="Tick to agree")


@pytest.fixture(scope="module")
def app() -> Flask:
    """The templates on an app of their own; an undefined name raises."""
    app = Flask(__name__, static_folder=str(resource_dir("static")))
    app.config.update(SECRET_KEY="for this test only", TESTING=True)
    app.jinja_options = {"undefined": StrictUndefined}
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(HERE), FileSystemLoader(resource_dir("templates"))]
    )
    CSRFProtect(app)
    Babel(app)
    chrome.register(app)
    app.jinja_env.globals["firm"] = Firm()
    return app


def render(app: Flask, *, at_desk: bool, sent: dict[str, Any] | None = None) -> str:
    line = {
        "id": "crs.core.age",
        "label": "Age",
        "points": 75,
        "counted": 70,
        "max": 100,
        "because": "34 years old",
        "rule": {"title": "A 1", "url": "https://example.com/"},
    }
    past = {"on": "2019-08-01", "name": "Ontario", "lowest": 435, "highest": 458, "crs": 449}
    with app.test_request_context("/"):
        form = EveryQuestion(MultiDict(sent) if sent is not None else None, meta={"csrf": False})
        scores = Scores(MultiDict(sent) if sent is not None else None, meta={"csrf": False})
        if sent is not None:
            form.validate()
            scores.validate()
        return render_template(
            "styleguide.html",
            at_desk=at_desk,
            form=form,
            scores=scores,
            core={"points": 329, "max": 460, "lines": [line, line | {"counted": None}]},
            criteria_rows=[
                {"label": "Age", "met": None, "have": None, "need": 18, "because": "", "rule": None}
            ],
            chart=charts.ruler([past | {"outcome": "invited"}], 449),
            stacked=charts.stacked_bar([("You", 329), ("Partner", 20)]),
            steps=charts.step_line(
                (date(2019, 8, 1), 449), [(date(2020, 3, 14), 444, "birthday")], date(2021, 1, 1)
            ),
            ways=charts.gains([("French", "9 months", 42)]),
            sections=[
                {"title": "About you", "url": "#v", "state": "done", "note": "2 entries"},
                {"title": "Work", "url": "#w", "state": "now", "note": ""},
                {"title": "Money", "url": "", "state": "to_come", "note": ""},
            ],
        )


WRONG = {"employer": "", "born-day": "6", "born-month": "13", "born-year": "1985", "reading": "95"}


@pytest.fixture(scope="module", params=["client", "desk", "client with faults"])
def page(request: pytest.FixtureRequest, app: Flask) -> str:
    sent = WRONG if "faults" in request.param else None
    return render(app, at_desk=request.param == "desk", sent=sent)


def test_an_id_stands_once_on_a_page(page: str) -> None:
    drawn = re.sub(r'(id|aria-labelledby)="c[0-9a-f]{10}-[td][^"]*"', "", page)
    ids = Counter(re.findall(r'\bid="([^"]+)"', drawn))
    assert [name for name, times in ids.items() if times > 1] == []


def test_what_aria_points_at_is_there(page: str) -> None:
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    for listed in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page):
        assert set(listed.split()) <= ids, listed


def test_every_input_has_a_label(page: str) -> None:
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", page):
        if 'type="hidden"' in tag or "data-all" in tag:
            continue
        name = re.search(r'\bid="([^"]+)"', tag)
        assert name is not None, tag
        assert name.group(1) in labelled, tag


def test_there_is_no_inline_style_or_script(page: str) -> None:
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]* src=)", page)


def test_one_heading_leads_and_none_is_skipped(page: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_fault_is_told_at_its_field_and_in_the_summary(app: Flask) -> None:
    page = render(app, at_desk=False, sent=WRONG)
    assert '<a href="#employer">' in page
    assert '<a href="#born-month">' in page
    assert re.search(r'id="employer"[^>]*aria-describedby|aria-describedby[^>]*id="employer"', page)
    assert re.search(r'id="born-month"[^>]*aria-invalid="true"', page)
    assert not re.search(r'id="born-year"[^>]*aria-invalid', page)
    assert 'value="13"' in page


def test_the_summary_counts_in_words(app: Flask) -> None:
    page = render(app, at_desk=False, sent=WRONG)
    assert "Two answers need another look" in page


def test_links_to_pages_that_do_not_exist_are_left_out(app: Flask) -> None:
    page = render(app, at_desk=False)
    assert "My case" not in page
    assert "Quick check" not in page


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("curl/8.0", "A browser that does not say its name"),
        ("", "A browser that does not say its name"),
    ],
)
def test_a_browser_is_named_as_people_know_it(app: Flask, agent: str, words: str) -> None:
    with app.test_request_context("/"):
        assert chrome.device(agent) == words
