"""What IRCC and the provinces published, dated and sourced, and the loader of it."""

from portal.rulebook.book import DATA, Rulebook, load, read_directory
from portal.rulebook.schema import NotInForce, RulebookError, Source, Version

__all__ = [
    "DATA",
    "NotInForce",
    "Rulebook",
    "RulebookError",
    "Source",
    "Version",
    "load",
    "read_directory",
]
