"""The desk's blueprint, apart from its views so that each group of them can join it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/desk")
