"""The settings of this checkout. `docs/operations.md` lists the PORTAL_ variables it reads."""

from portal.settings import Settings

settings = Settings.from_env()
