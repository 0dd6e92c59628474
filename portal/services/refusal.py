"""What a service answers when it will not do something: words for the person, no change made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.text import Text, msg, render


class Refused(Exception):
    """A step that is not allowed now. ``words`` says why; nothing was changed."""

    def __init__(self, words: Text) -> None:
        super().__init__(render(words))
        self.words = words


class Stale(Refused):
    """Somebody saved the same record in between.

    ``theirs`` is what the record holds now, ``yours`` what this save brought,
    ``version`` the number a second try must name.
    """

    def __init__(
        self, by: str, theirs: Mapping[str, Any], yours: Mapping[str, Any], version: int
    ) -> None:
        super().__init__(msg("%(name)s saved this while you were writing.", name=by))
        self.theirs = dict(theirs)
        self.yours = dict(yours)
        self.version = version
