"""The rulebook behind each assessment, kept whole, so that a signed number can be replayed."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from portal.assessment.result import ENGINE
from portal.models import RulebookRecord
from portal.rulebook import Rulebook

_MADE = (1980, 1, 1, 0, 0, 0)  # a zip without the time of packing: same files, same bytes


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
