"""The rulebook in use, and the one behind each assessment.

In use: the shipped files with the office's accepted changes laid over them, in the
order of their acceptance. Behind an assessment: kept whole, so that a signed number can
be replayed.
"""

from __future__ import annotations

import io
import logging
import uuid
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessment.result import ENGINE
from portal.models import Amendment, RulebookRecord
from portal.rulebook import Rulebook, RulebookError, load
from portal.rulebook.amending import amended
from portal.text import Text

log = logging.getLogger(__name__)
_MADE = (1980, 1, 1, 0, 0, 0)  # a zip without the time of packing: same files, same bytes


@dataclass(frozen=True, slots=True)
class Composed:
    """A rulebook made of the shipped one and changes; ``unfit`` could not be laid over it."""

    rules: Rulebook
    unfit: tuple[tuple[uuid.UUID, Text], ...]


_Key = tuple[str, tuple[uuid.UUID, ...]]
_made: dict[_Key, Composed] = {}
_making = Lock()
_MOST = 3  # now, before and after a change that is being weighed


def in_use(session: Session) -> Rulebook:
    """The rulebook all cases are assessed by: shipped, with the accepted changes."""
    return composed(session).rules


def composed(session: Session, *, without: uuid.UUID | None = None) -> Composed:
    """The rulebook in use, and which accepted changes no longer fit the shipped files.

    A change stops fitting when a release brings what it brought: it is left out, and the
    office is told. ``without``: as if one change had been withdrawn.
    """
    accepted = select(Amendment.id).where(Amendment.state == "accepted")
    ids = tuple(
        each for each in session.scalars(accepted.order_by(Amendment.position)) if each != without
    )
    if not ids:
        return Composed(load(), ())
    key = (load().hash, ids)
    found = _made.get(key)
    if found is None:
        with _making:
            found = _made.get(key) or _compose(session.get_one(Amendment, each) for each in ids)
            while len(_made) >= _MOST:
                _made.pop(next(iter(_made)))
            _made[key] = found
    return found


def _compose(changes: Iterable[Amendment]) -> Composed:
    rules, unfit = load(), []
    for each in changes:
        try:
            rules = amended(rules, each.kind, each.change)
        except RulebookError as fault:
            log.warning("amendment %s does not fit the rulebook: %s", each.number, fault)
            unfit.append((each.id, fault.words))
    return Composed(rules, tuple(unfit))


def keep(session: Session, rules: Rulebook, now: datetime) -> RulebookRecord:
    """Store a rulebook once, within the caller's transaction; gives its row."""
    found = session.get(RulebookRecord, rules.hash)
    if found is None:
        found = RulebookRecord(
            hash=rules.hash, engine=ENGINE, archive=packed(rules), first_used_at=now
        )
        session.add(found)
        session.flush()
    return found


def kept(session: Session, hash_: str) -> Rulebook | None:
    """The rulebook with this hash as it was kept, or None."""
    found = session.get(RulebookRecord, hash_)
    return None if found is None else unpacked(found.archive)


@lru_cache(maxsize=2)
def packed(rules: Rulebook) -> bytes:
    """All files of a rulebook as one zip; the same rulebook gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in rules.paths:
            entry = zipfile.ZipInfo(path, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, rules.file(path))
    return buffer.getvalue()


def unpacked(archive: bytes) -> Rulebook:
    """The rulebook in a zip made by ``packed``."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return Rulebook({path: opened.read(path) for path in opened.namelist()})
