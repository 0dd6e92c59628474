"""Write the title index beside this module: ``python -m portal.search.build``."""

from __future__ import annotations

from portal.rulebook import load
from portal.search.index import FILE, build

if __name__ == "__main__":
    FILE.write_bytes(build(load()).to_bytes())
