"""The process that renders: what it may load, how long and how large it may grow."""

from __future__ import annotations

import subprocess
import sys

import pytest

from portal.rendering import child
from portal.rendering.bundle import BASE, BundleFetcher, NotBundled
from tests.reports.documents import a_paper, seed_document


@pytest.mark.asvs("1.3.6")
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x.css",
        "https://example.com/x.css",
        "https://bundle.invalid.example.com/static/css/tokens.css",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "ftp://example.com/x",
        "data:text/css,body{}",
        f"{BASE}static/../pyproject.toml",
        f"{BASE}static/%2e%2e/pyproject.toml",
        f"{BASE}static//etc/passwd",
        f"{BASE}static/css",
        f"{BASE}templates/base.html",
        f"{BASE}drawn/none.svg",
        "http://bundle.invalid/static/css/tokens.css",
    ],
)
def test_nothing_outside_the_bundle_is_loaded(url: str) -> None:
    with pytest.raises(NotBundled):
        BundleFetcher({"known.svg": "<svg/>"}).fetch(url)


def test_what_is_bundled_and_what_we_drew_is_loaded() -> None:
    fetcher = BundleFetcher({"known.svg": "<svg/>"})
    assert fetcher.fetch(f"{BASE}static/css/report-pdf.css").read()
    assert fetcher.fetch(f"{BASE}drawn/known.svg").read() == b"<svg/>"


def confined(code: str) -> subprocess.CompletedProcess[str]:
    """Run a line of Python under the child's limits."""
    start = "from portal.rendering import child; child._confine(); import socket, subprocess, os; "
    return subprocess.run(
        [sys.executable, "-c", start + code], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("socket.create_connection(('127.0.0.1', 9))", "PermissionError"),
        ("socket.getaddrinfo('example.com', 80)", "PermissionError"),
        ("subprocess.run(['true'])", "PermissionError"),
        ("os.execv('/bin/true', ['true'])", "PermissionError"),
        (f"bytearray({child.MEMORY})", "MemoryError"),
    ],
)
def test_the_child_opens_no_connection_starts_nothing_and_stays_small(
    code: str, error: str
) -> None:
    done = confined(code)
    assert done.returncode != 0
    assert error in done.stderr


def test_a_child_that_takes_too_long_is_ended() -> None:
    with pytest.raises(child.RenderingFailed, match="not ready after"):
        child.render_in_child(seed_document(neutral=True), a_paper(), seconds=0.05)


def test_a_child_that_fails_says_why_without_what_it_was_given() -> None:
    with pytest.raises(child.RenderingFailed) as failed:
        child.render_in_child({"on": "2019-08-01", "secret": "Ananya"}, a_paper())
    assert "child ended with 1" in str(failed.value)
    assert "Ananya" not in str(failed.value)


def test_the_child_gets_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "hidden")
    monkeypatch.setenv("AWS_SECRET", "hidden")
    assert not any("hidden" in value for value in child._environment().values())
