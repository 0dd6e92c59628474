"""The seed case through the real pages: the document they make is the contract's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Agreement, Case, Declaration, Letter, ProfileVersion
from portal.services import drafts
from tests.intake import seed
from tests.intake.walk import Walk, bare


def facts_of(document: dict[str, Any]) -> Any:
    """The document as the contract writes it: no breaks and no papers are not mentioned."""
    said = bare(drafts.in_use(document))
    for job in said["work"]:
        assert (job.pop("breaks"), job.pop("evidence")) == ([], [])
    return said


def test_the_pages_make_the_contracts_document_and_send_it(
    walk: Walk, root: Path, db: Session
) -> None:
    seed.fill_in(walk)
    wanted = json.loads((root / "tests/cases/profile.example.json").read_text())
    assert facts_of(walk.document) == bare(wanted)

    check = walk.get("check")
    assert check.status_code == 200
    for said in ("14 March 1985", "CA$28,000", "August 2011 until today", "NOC 2173", "India"):
        assert said in check.text, said

    assert walk.get("declare").headers["Location"].endswith("/agreement")
    walk.fill("agreement", address="12 Church Street\n560001 Bengaluru\nIndia", accept=["", "y"])
    walk.fill("declare", declared=["", "y"])

    db.rollback()
    case = db.scalar(select(Case).where(Case.id == walk.case_id))
    assert case is not None
    assert case.state == "submitted"
    version = db.scalar(select(ProfileVersion).where(ProfileVersion.case_id == case.id))
    assert version is not None
    assert facts_of(version.document) == bare(wanted)
    agreement = db.scalar(select(Agreement))
    assert agreement is not None
    assert agreement.signature_name == "Ananya Rao"
    for said in ("R900001", "560001 Bengaluru", "ananya.rao@example.com", "free of charge"):
        assert said in agreement.text, said
    declaration = db.scalar(select(Declaration))
    assert declaration is not None
    assert declaration.profile_version_id == version.id
    assert set(db.scalars(select(Letter.kind))) == {"agreement_copy", "case_submitted"}

    home = walk.get(f"/case/{case.id}")
    assert "We have your answers" in home.text
    assert "560001 Bengaluru" in walk.get(f"/case/{case.id}/agreement").text
