"""Lists of rounds as they were published or collected, packed: inputs of the import's tests."""

from __future__ import annotations

import gzip
from pathlib import Path

CASES = Path(__file__).parent / "cases"


def ircc_rounds() -> bytes:
    """IRCC's own file of rounds, as it stood on 7 August 2026 (Open Government Licence)."""
    return gzip.decompress((CASES / "ircc_rounds_2026-08-07.json.gz").read_bytes())


def provincial_rounds() -> bytes:
    """Provincial rounds in the columns in which they were collected."""
    return gzip.decompress((CASES / "provincial_rounds_collected.csv.gz").read_bytes())
