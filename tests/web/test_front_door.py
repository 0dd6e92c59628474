"""What every answer carries, which hosts and bodies are taken, and what a failure shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.models import User
from portal.security import local_path
from portal.settings import Settings
from tests.client import HOST, Client
from tests.world import PASSPHRASE, People, as_client

AsRole = Callable[[str], Client]
PUBLIC = ("/", "/privacy", "/fees", "/complaints", "/account/sign-up", "/account/sign-in",
          "/account/forgotten", "/account/look-in-your-mail", "/nowhere")  # fmt: skip


@pytest.mark.asvs("3.4.1")
@pytest.mark.parametrize("path", [*PUBLIC, "/health", "/static/css/tokens.css"])
def test_every_answer_carries_the_headers(visitor: Client, path: str) -> None:
    with visitor.get(path) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "max-age=63072000" in headers["Strict-Transport-Security"]
    assert ("no-store" in headers["Cache-Control"]) is not path.startswith("/static")


@pytest.mark.asvs("14.3.2")
@pytest.mark.parametrize("role", ["client", "lead", "administrator"])
def test_a_signed_in_persons_pages_are_kept_by_no_cache(as_role: AsRole, role: str) -> None:
    answer = as_role(role).get("/account")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_is_there_in_french_too(visitor: Client, path: str) -> None:
    visitor.send("/language", language="fr", next="/privacy")
    assert '<html lang="fr">' in visitor.get(path).text


def test_the_language_is_remembered_and_leads_back(
    visitor: Client, as_role: AsRole, db: Session, people: People
) -> None:
    answer = visitor.send("/language", language="fr", next="/fees")
    assert (answer.status_code, answer.location) == (303, "/fees")
    assert visitor.send("/language", language="de", next="/").status_code == 400
    assert as_role("client").send("/language", language="fr", next="//x.example").location == "/"
    assert db.get_one(User, people["client"].id).language == "fr"


def test_a_browser_in_french_gets_french(visitor: Client) -> None:
    page = visitor.get("/", headers={"Accept-Language": "fr-CA,fr;q=0.9,en;q=0.5"})
    assert '<html lang="fr">' in page.text


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize("path", ["/", "/account/sign-in", "/health"])
@pytest.mark.parametrize(
    "host", ["evil.example", "portal.example.com.evil.example", "evil.example:443", "[::1]", "a b"]
)
def test_another_host_is_refused(visitor: Client, path: str, host: str) -> None:
    visitor.inspect = False
    answer = visitor.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.text


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/%2f%2fevil.example/..",
        "/privacy//evil.example",
        "javascript:alert(1)",
        "/\tprivacy",
        "/pri\nvacy",
        " /privacy",
        "privacy",
        "",
        "/nowhere",
        "http:///privacy",
        f"https://{HOST}@evil.example/privacy",
        "/" + "a" * 600,
    ],
)
def test_a_redirect_leads_to_a_page_of_ours_or_nowhere(app: Flask, wanted: str) -> None:
    with app.test_request_context(base_url=f"https://{HOST}"):
        assert local_path(wanted, "/fees") == "/fees"


def test_a_redirect_keeps_path_and_query(app: Flask) -> None:
    with app.test_request_context(base_url=f"https://{HOST}"):
        assert local_path("/occupations?q=cook", "/") == "/occupations?q=cook"


def test_after_signing_in_one_gets_to_the_page_asked_for(visitor: Client, people: People) -> None:
    answer = visitor.get("/account/passphrase")
    assert answer.location == "/account/sign-in?next=/account/passphrase"
    page = visitor.get(answer.location)
    assert 'action="/account/sign-in?next=/account/passphrase"' in page.text
    answer = visitor.send(answer.location, email="client@example.com", passphrase=PASSPHRASE)
    assert answer.location == "/account/passphrase"


def test_a_hostile_next_is_forgotten(visitor: Client, people: People) -> None:
    url = "/account/sign-in?next=//evil.example"
    assert "evil" not in visitor.get(url).text.split("<form")[-1]
    answer = visitor.send(url, email="client@example.com", passphrase=PASSPHRASE)
    assert answer.location == "/account/welcome"


def test_a_body_over_a_megabyte_is_a_413_page_and_nothing_else_changes(
    as_role: AsRole, people: People, db: Session
) -> None:
    browser = as_role("client")
    answer = browser.send("/account/name", name="x" * 1_000_001)
    assert answer.status_code == 413
    assert "too large" in answer.text
    assert db.get_one(User, people["client"].id).name == "Client Example"
    assert browser.get("/account").status_code == 200


def test_too_many_parts_are_refused_too(visitor: Client) -> None:
    data = {f"f{n}": "" for n in range(3000)}
    answer = visitor.post("/account/sign-in", data=data, content_type="multipart/form-data")
    assert answer.status_code == 413


@pytest.mark.asvs("16.5.1")
def test_a_failure_shows_an_id_and_logs_place_and_kind_without_what_was_typed(
    portal_settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.services import accounts

    def broken(*args: object, **named: object) -> None:
        raise ValueError("canary-typed@example.com")

    monkeypatch.setattr(accounts, "ask_reset", broken)
    made = create_app(portal_settings)
    made.test_client_class = Client
    answer = as_client(made).send("/account/forgotten", email="canary-typed@example.com")
    made.extensions["portal_engine"].dispose()
    assert answer.status_code == 500
    logged = capsys.readouterr().err
    line = json.loads(logged.strip().splitlines()[-1])
    assert line["kind"] == "ValueError"
    assert any("broken" in place for place in line["place"])
    assert line["request_id"] in answer.text
    for shown in (answer.text, logged):
        assert "canary" not in shown
        assert "Traceback" not in shown


@pytest.mark.asvs("16.2.5")
def test_personal_data_reaches_no_log(
    portal_settings: Settings, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    made = create_app(replace(portal_settings, log_level="DEBUG"))
    made.test_client_class = Client
    browser = as_client(made)
    browser.get("/account/sign-in?next=/account&canary=canary-query")
    browser.send("/account/sign-up", email="canary@example.com", passphrase="canary canary canary")
    browser.send("/account/sign-in", email="client@example.com", passphrase=PASSPHRASE)
    browser.get("/account")
    browser.send("/account/name", name="Canary Name")
    browser.get("/account/reset/canary-token")
    browser.get("/canary-path", headers={"User-Agent": "canary-agent", "X-Request-ID": "canary"})
    made.extensions["portal_engine"].dispose()
    logged = capsys.readouterr().err
    assert logged.count('"event": "request"') == 7
    for word in ("canary", "client@example.com", "Canary", "tulip", browser.token):
        assert word not in logged


def test_health_and_ready_tell_whether_it_works(visitor: Client, portal_settings: Settings) -> None:
    assert visitor.get("/health").json == {"status": "ok"}
    assert visitor.get("/ready").json == {"status": "ready"}


def test_ready_says_so_when_the_tables_are_others(
    visitor: Client, portal_settings: Settings, app: Flask
) -> None:
    from portal.services import database

    app.extensions["portal_engine"].dispose()
    database.downgrade(portal_settings, "0001")
    assert visitor.get("/ready").status_code == 503


@pytest.mark.asvs("3.3.1")
def test_on_this_machine_the_cookie_has_a_plain_name(portal_settings: Settings) -> None:
    local = replace(portal_settings, base_url="http://127.0.0.1:8000", hosts=("127.0.0.1",))
    made = create_app(local)
    answer = made.test_client().get("/account/sign-in", base_url="http://127.0.0.1:8000")
    made.extensions["portal_engine"].dispose()
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("portal=")
    assert "Secure" not in cookie
    assert "HttpOnly; Path=/; SameSite=Lax" in cookie
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.asvs("3.3.1")
def test_in_production_the_cookie_is_host_bound_and_secure(visitor: Client) -> None:
    cookie = visitor.get("/account/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("__Host-portal=")
    assert "Secure; HttpOnly; Path=/; SameSite=Lax" in cookie
    assert "Domain" not in cookie


def test_looking_around_writes_no_row(visitor: Client, db: Session) -> None:
    from sqlalchemy import func, select

    from portal.models import Login

    for path in PUBLIC:
        visitor.get(path)
    assert db.scalar(select(func.count()).select_from(Login)) == 0


@pytest.mark.asvs("4.1.3")
@pytest.mark.parametrize(
    ("proxies", "counted"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")]
)
def test_forwarded_addresses_count_from_the_configured_proxies_only(
    portal_settings: Settings, db: Session, proxies: int, counted: str
) -> None:
    from sqlalchemy import select

    from portal.models import AuditEvent

    made = create_app(replace(portal_settings, proxies=proxies))
    made.test_client_class = Client
    browser = as_client(made)
    browser.get("/account/sign-in")
    browser.post(
        "/account/sign-in",
        data={"csrf_token": browser.token, "email": "x@example.com", "passphrase": "y"},
        headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9", "Referer": f"https://{HOST}/"},
    )
    made.extensions["portal_engine"].dispose()
    assert db.scalars(select(AuditEvent.address)).all() == [counted]


def test_a_database_that_does_not_answer_is_a_503_page(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    from portal.services import accounts

    def locked(*args: object, **named: object) -> None:
        raise OperationalError("insert …", {}, Exception("database is locked"))

    monkeypatch.setattr(accounts, "ask_reset", locked)
    answer = visitor.send("/account/forgotten", email="canary@example.com")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "locked" not in answer.text


def test_a_method_no_page_has_is_refused_with_those_it_has(visitor: Client) -> None:
    answer = visitor.post("/privacy")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.asvs("14.3.3")
def test_no_cookie_holds_anything_about_a_person(app: Flask, people: People) -> None:
    import base64

    browser = as_client(app)
    for path in ("/account/sign-in", "/account/sign-up"):
        browser.get(path)
    browser.send("/account/sign-in", email="client@example.com", passphrase="canary wrong guess")
    browser.send("/account/forgotten", email="client@example.com")
    cookie = browser.get_cookie("__Host-portal", domain=HOST)
    assert cookie is not None
    packed = cookie.value.split(".")[0] or cookie.value.split(".")[1]
    held = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode("latin-1")
    assert set(json.loads(held)) <= {"csrf_token", "language", "_flashes"}
