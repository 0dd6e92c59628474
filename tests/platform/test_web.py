"""The web server's options: all known to gunicorn, and no forwarded header believed by it."""

from __future__ import annotations

from gunicorn.config import Config

from portal.settings import Settings
from portal.web import options


def test_gunicorn_knows_every_option_and_believes_no_forwarded_header(settings: Settings) -> None:
    config = Config()
    for name, value in options(settings, "fd://3").items():
        config.set(name, value)
    assert config.settings["threads"].get() == settings.web_threads
    assert config.settings["workers"].get() == 1
    assert config.settings["secure_scheme_headers"].get() == {}
    assert config.settings["forwarded_allow_ips"].get() == []
