"""The application: the only place where things are joined."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask, g, request
from flask_babel import get_locale
from jinja2 import StrictUndefined
from sqlalchemy.engine import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import chrome, formats, logs
from portal.extensions import babel, csrf, limiter, login_manager
from portal.security import failures, guard, headers, limits
from portal.security.person import signed_in, signed_in_person, web_session
from portal.services.database import engine_for, sessions_for
from portal.settings import Settings, load, program_version, resource_dir
from portal.text import LANGUAGES
from portal.web_session import Sessions

ROOMS = ("public", "accounts", "intake", "desk", "reports", "occupations")


def create_app(settings: Settings | None = None) -> Flask:
    """The portal as a WSGI application on the installation's settings.

    Raises UndeclaredRoute when a route says nothing about who may use it.
    """
    settings = settings or load()
    logs.configure(settings)
    app = Flask(
        "portal",
        template_folder=str(resource_dir("templates")),
        static_folder=str(resource_dir("static")),
    )
    _configure(app, settings)
    engine = engine_for(settings)
    app.extensions["portal_settings"] = settings
    app.extensions["portal_engine"] = engine
    app.session_interface = Sessions(engine, settings)
    app.wsgi_app = _proxied(app, settings)  # type: ignore[method-assign]
    _database(app, engine, settings)
    _libraries(app)
    _templates(app, settings)
    headers.register(app, settings)
    logs.register(app)
    failures.register(app)
    for room in ROOMS:
        if find_spec(f"portal.{room}") is not None:
            register = getattr(import_module(f"portal.{room}"), "register", None)
            if register is not None:
                register(app)
    limits.register(app)
    guard.register(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=list(settings.hosts),
        MAX_CONTENT_LENGTH=settings.max_body,
        MAX_FORM_MEMORY_SIZE=settings.max_body,
        MAX_FORM_PARTS=2000,
        PREFERRED_URL_SCHEME=settings.scheme,
        PROPAGATE_EXCEPTIONS=False,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its login
        WTF_CSRF_CHECK_DEFAULT=False,  # portal.security.guard checks, in its own order
        BABEL_DEFAULT_LOCALE="en",
        BABEL_TRANSLATION_DIRECTORIES=str(_translations()),
        RATELIMIT_STORAGE_URI=settings.limiter_url,
        RATELIMIT_HEADERS_ENABLED=False,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _translations() -> Any:
    from portal.text import TRANSLATIONS

    return TRANSLATIONS


def _proxied(app: Flask, settings: Settings) -> Any:
    """Believe forwarded addresses from as many proxies as there are, by default none."""
    if settings.proxies == 0:
        return app.wsgi_app
    count = settings.proxies
    return ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)


def _database(app: Flask, engine: Engine, settings: Settings) -> None:
    sessions = sessions_for(engine, settings)

    @app.before_request
    def open_session() -> None:
        g.db = sessions()

    @app.teardown_request
    def close_session(error: BaseException | None) -> None:  # noqa: ARG001
        session = g.pop("db", None)
        if session is not None:
            session.close()


def _libraries(app: Flask) -> None:
    csrf.init_app(app)
    limiter.init_app(app)
    babel.init_app(app, locale_selector=_language)
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.request_loader(signed_in_person)


def _language() -> str:
    """A person's own language, else the one chosen here, else the browser's."""
    login = signed_in()
    if login is not None:
        return login.language
    chosen = web_session().get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or "en"


def _templates(app: Flask, settings: Settings) -> None:
    chrome.register(app)
    formats.register(app, settings)
    app.jinja_env.globals.update(
        firm=settings.firm, settings_demo=settings.demo, program_version=program_version()
    )

    @app.context_processor
    def languages() -> dict[str, Any]:
        locale = get_locale()
        lang = locale.language if locale else "en"
        other = (
            {"code": "en", "name": "English"}
            if lang == "fr"
            else {"code": "fr", "name": "Français"}
        )
        return {"other_language": other, "other_lang": other["code"]}


__all__ = ["create_app"]
