"""The French catalogue: whole, current, and what a reader of French gets to see."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner
from flask import Flask, render_template_string
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.cli import group
from portal.text import TRANSLATIONS, msg, render, show
from tests.client import Client

ROOT = Path(__file__).parents[2]
FOLDER = TRANSLATIONS / "fr" / "LC_MESSAGES"
SEED = ROOT / "tests" / "cases" / "profile.example.json"
PLACE = re.compile(r"%(?:\(\w+\))?[sd%]")
# Words that English sentences cannot do without and that French does not have.
ENGLISH = re.compile(r"\b(the|of|is|are|was|were|not|and|with|your|you|for|this|known|from|has)\b")

PAGES = (
    "/",
    "/privacy",
    "/fees",
    "/complaints",
    "/account/sign-up",
    "/account/sign-in",
    "/nowhere",
)

Key = str | tuple[str, str]


@cache
def said_in_code() -> frozenset[Key]:
    """Every message in `portal` and `templates`, found as `./dev translations` finds them."""
    with (ROOT / "babel.cfg").open() as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    words = DEFAULT_KEYWORDS | dict.fromkeys(("msg", "lazy_gettext", "_l"), None)
    return frozenset(
        message if isinstance(message, str) else (message[0], message[1])
        for _, _, message, _, _ in extract_from_dir(ROOT, methods, options, keywords=words)
    )


@cache
def french() -> Catalog:
    """The catalogue's source."""
    with (FOLDER / "messages.po").open("rb") as source:
        return read_po(source, locale="fr")


def entries() -> list[Message]:
    """Its messages, without the header."""
    return [each for each in french() if each.id]


def forms(words: object) -> tuple[str, ...]:
    """The forms of a message: one, or singular and plural."""
    return (words,) if isinstance(words, str) else tuple(words)  # type: ignore[arg-type]


def test_every_message_of_the_program_is_translated() -> None:
    held = {each.id: each for each in entries()}
    keyed = {each if isinstance(each, str) else tuple(each): held[each] for each in held}
    missing = sorted(str(each) for each in said_in_code() - keyed.keys())
    assert missing == []
    empty = [each.id for each in held.values() if not all(forms(each.string)) or each.fuzzy]
    assert empty == []


def test_the_catalogue_holds_no_message_that_nobody_says() -> None:
    stale = {each.id if isinstance(each.id, str) else tuple(each.id) for each in entries()}
    assert stale - said_in_code() == set()
    assert not french().obsolete


def test_places_agree_in_both_languages() -> None:
    wrong = []
    for each in entries():
        asked = [set(PLACE.findall(words)) for words in forms(each.id)]
        given = [set(PLACE.findall(words)) for words in forms(each.string)]
        # A singular may leave the number out, as its English does.
        if given[-1] != asked[-1] or given[0] not in (asked[0], asked[-1]):
            wrong.append(each.id)
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    fresh = io.BytesIO()
    write_mo(fresh, french())
    fresh.seek(0)
    with (FOLDER / "messages.mo").open("rb") as stored:
        compiled = {forms(each.id): forms(each.string) for each in read_mo(stored) if each.id}
    assert compiled == {forms(each.id): forms(each.string) for each in read_mo(fresh) if each.id}


def test_french_is_spaced_as_in_quebec() -> None:
    """An unbreakable space before a colon and inside guillemets, none before ; ! ?."""
    wrong = [
        words
        for each in entries()
        for words in forms(each.string)
        if re.search(r"[^\u00a0]:(?=\s|$)|«[^\u00a0]|[^\u00a0]»|\s[;!?]|[“”']|!", words)
    ]
    assert wrong == []


@pytest.mark.parametrize("on", ["2019-08-01", "2026-11-20"])
def test_an_assessment_in_french_has_no_english_left(on: str) -> None:
    done = CliRunner().invoke(group, ["assess", str(SEED), "--on", on, "--lang", "fr"])
    assert done.exit_code == 0
    # Sources are cited under the titles that they carry.
    words, _, rest = done.stdout.partition("\nSources\n")
    notices = re.split(r"\n\n", rest)[-1]
    left = [line for line in f"{words}\n{notices}".splitlines() if ENGLISH.search(line)]
    assert left == []
    assert "Évaluation Entrée express : Ananya Rao" in words


def test_a_french_day_begins_its_month_with_1er() -> None:
    assert show(date(2019, 8, 1), "fr") == "1er août 2019"
    assert show(date(2019, 8, 2), "fr") == "2 août 2019"
    assert show(date(2019, 8, 1), "en") == "1 August 2019"


def test_pages_and_the_command_line_read_one_catalogue(app: Flask) -> None:
    with app.test_request_context(), force_locale("fr"):
        page = render_template_string('{{ _("Save and continue") }}')
        assert page == _("Save and continue") == render(msg("Save and continue"), "fr")
    assert page == "Enregistrer et continuer"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_french_says_so_and_is(visitor: Client, path: str) -> None:
    page = visitor.get(path, headers={"Accept-Language": "fr-CA"}).text
    assert '<html lang="fr"' in page
    main = re.sub(r"<[^>]*>", "\n", page.partition("<main")[2].partition("</main")[0])
    assert [line for line in main.splitlines() if ENGLISH.search(line)] == []
