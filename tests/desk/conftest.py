"""The desk is tested with the real engine, which computes each profile and day once."""

from __future__ import annotations

import pytest

from tests.review import remember_results


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Assess the same facts on the same day once a session."""
    remember_results(monkeypatch)
