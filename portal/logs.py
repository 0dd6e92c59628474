"""Structured logs: one JSON object a line, with the request's id and nothing personal.

A request is logged by its endpoint and its pattern, never by its path, query,
body or person. An error is logged by kind and place: messages and local
variables hold what people typed.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
import uuid
from typing import Any

import structlog
from flask import Flask, Response, g, has_request_context, request

from portal.settings import Settings

log: Any = structlog.get_logger("portal")


def configure(settings: Settings) -> None:
    """Send logs to standard error, as JSON or readable in a console."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    last: Any = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def request_id() -> str:
    """The present request's id, also shown to the person when something fails."""
    if not has_request_context():
        return ""
    if "request_id" not in g:
        g.request_id = uuid.uuid4().hex[:16]
    return str(g.request_id)


def place_of(error: BaseException) -> list[str]:
    """Where an error came from: files and lines of our own code, without any value."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames][
        -8:
    ]


def register(app: Flask) -> None:
    """Log each request when it is answered."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def tell(response: Response) -> Response:
        if request.endpoint not in ("static", "public.health", "public.ready"):
            log.info(
                "request",
                request_id=request_id(),
                method=request.method,
                endpoint=request.endpoint or "",
                rule=request.url_rule.rule if request.url_rule else "",
                status=response.status_code,
                milliseconds=round((time.perf_counter() - g.get("began", 0.0)) * 1000, 1),
            )
        response.headers["X-Request-ID"] = request_id()
        return response
