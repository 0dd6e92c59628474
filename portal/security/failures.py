"""Pages for what went wrong: an id for the person, a line for us, no trace."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from jinja2 import TemplateNotFound
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from portal.logs import log, place_of, request_id
from portal.services.refusal import Refused
from portal.services.visible import NotVisible

# Which page stands for a status that has none of its own.
PAGES = {404: 404, 405: 404, 410: 404, 401: 403, 403: 403, 409: 409, 413: 413, 422: 422,
         429: 429, 503: 503}  # fmt: skip
BARE = (
    "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title></head>"
    "<body><main><h1>{title}</h1></main></body></html>"
)


def register(app: Flask) -> None:
    """Answer errors with pages."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotVisible, _not_visible)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(Exception, _unforeseen)


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if error.response is not None or code < 400:
        return make_response(error.get_response())
    return _page(PAGES.get(code, 400 if code < 500 else 500), code, error.get_headers())


def _not_visible(error: NotVisible) -> Response:  # noqa: ARG001
    return _page(404, 404)


def _refused(error: Refused) -> Response:
    return _rendered("errors/refused.html", 409, words=error.words)


def _busy(error: OperationalError) -> Response:
    """The database did not answer, or its one writer took too long."""
    _tell(error)
    return _page(503, 503, [("Retry-After", "30")])


def _unforeseen(error: Exception) -> Response:
    _tell(error)
    return _page(500, 500)


def _tell(error: Exception) -> None:
    log.error(
        "failed",
        request_id=request_id(),
        endpoint=request.endpoint or "",
        kind=type(error).__name__,
        place=place_of(error),
    )
    if "db" in g:
        g.db.rollback()


def _page(page: int, code: int, carry: Any = ()) -> Response:
    shown = request_id() if code >= 500 else None
    response = _rendered(f"errors/{page}.html", code, error_id=shown)
    for name, value in carry:
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _rendered(template: str, code: int, **names: Any) -> Response:
    # A host that is not ours has no routes, so no page with links can be made for it.
    if request.routing_exception is not None and request.url_rule is None and code == 400:
        return make_response(BARE.format(title="This address is not served here"), code)
    try:
        return make_response(render_template(template, **names), code)
    except TemplateNotFound:
        return make_response(BARE.format(title="This could not be done"), code)
    except Exception as error:  # noqa: BLE001 - the page for errors must not fail
        log.error("error page failed", kind=type(error).__name__, place=place_of(error))
        return make_response(BARE.format(title="Something broke on our side"), 500)
