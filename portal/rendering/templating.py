"""Templates without Flask: the PDF's pages, with the same `_` and `icon` as the web's."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from portal.settings import resource_dir
from portal.text import catalogue


@lru_cache(maxsize=4)
def environment(lang: str) -> Environment:
    """Everything is escaped, an unknown name raises, sentences come from the catalogue."""
    made = Environment(
        loader=FileSystemLoader(resource_dir("templates")),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # jinja2 adds this method when the i18n extension is loaded.
    made.install_gettext_translations(catalogue(lang), newstyle=True)  # type: ignore[attr-defined]
    return made
