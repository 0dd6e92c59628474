"""The blueprint that this room's views join."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
