"""Settings of one installation, read from environment variables that start with `PORTAL_`.

Importing this module is cheap: the command line does so before it knows what it will need.
`docs/operations.md` lists every variable.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

PREFIX = "PORTAL_"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SECRET_LENGTH = 32
DEMO_FIRM_NAME = "Larchmere Immigration"

_PACKAGE = Path(__file__).resolve().parent
_LICENCE = re.compile(r"R\d{6}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}|[0-9a-fA-F:]{2,45}")
_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}

T = TypeVar("T")


class SettingsRefused(Exception):
    """Settings that cannot be used; `faults` holds one plain sentence each.

    `settings` are what could be read all the same, so that a check can name every fault at once.
    """

    def __init__(self, faults: list[str], settings: Settings | None = None) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults
        self.settings = settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """The practice behind the portal, as the public page and every report name it."""

    name: str = DEMO_FIRM_NAME
    address: str = "48 Larchmere Avenue, Toronto, Ontario"
    phone: str = "+1 416 555 0148"
    email: str = "office@example.com"
    rcic_name: str = "Claire Desrosiers"
    rcic_number: str = "R900001"
    register_url: str = "https://college-ic.ca/protecting-the-public/find-an-immigration-consultant"
    complaints_url: str = "https://college-ic.ca/protecting-the-public/complaints"
    colour: str = "#5a1f47"

    @property
    def is_demo(self) -> bool:
        """Whether a real practice has not yet put its own name and licence in."""
        return self.name == DEMO_FIRM_NAME or self.rcic_number == "R900001"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLimits:
    """How long a sign-in lasts, in minutes: idle, whole, and how long it counts as fresh."""

    client_idle: int = 60
    client_total: int = 24 * 60
    staff_idle: int = 30
    staff_total: int = 12 * 60
    fresh: int = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an installation may decide. Build it with `from_env`, change it with `replace`."""

    data_dir: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    base_url: str = "http://127.0.0.1:8000"
    hosts: tuple[str, ...] = LOOPBACK
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    debug: bool = False
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str | None = None
    firm: Firm = field(default_factory=Firm)
    timezone: str = "America/Toronto"
    proxies: int = 0
    max_body: int = 1_000_000
    web_threads: int = 8
    log_format: str = "json"
    log_level: str = "INFO"
    limiter_url: str = "memory://"
    sessions: SessionLimits = field(default_factory=SessionLimits)
    # Rounds, KiB and lanes of one passphrase hash; about 50 ms here. Tests take less.
    argon2: tuple[int, int, int] = (3, 32_768, 1)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read the settings, `os.environ` by default.

        Raises SettingsRefused with every fault at once. In demo mode and on a loopback address a
        random secret is made once and kept in the data directory; anywhere else a missing secret
        is a fault.
        """
        read = _Reader(os.environ if environ is None else environ)
        data_dir = Path(read.text("DATA_DIR", "var")).expanduser().absolute()
        demo = read.flag("DEMO")
        host = read.text("HOST", "127.0.0.1")
        port = read.number("PORT", 8000, 1, 65535)
        shown = f"[{host}]" if ":" in host else host
        base_url = read.text("BASE_URL", f"http://{shown}:{port}").rstrip("/")
        hosts = _hosts(read, base_url)
        settings = cls(
            data_dir=data_dir,
            database_url=_database_url(read, data_dir),
            secret_key=read.text("SECRET_KEY", ""),
            base_url=base_url,
            hosts=hosts,
            host=host,
            port=port,
            demo=demo,
            debug=read.flag("DEBUG"),
            smtp_url=read.url("SMTP_URL", ("smtp", "smtps", "smtp+starttls")),
            mail_from=read.optional("MAIL_FROM"),
            firm=_firm(read),
            timezone=_timezone(read),
            proxies=read.number("PROXIES", 0, 0, 9),
            max_body=read.number("MAX_BODY", 1_000_000, 10_000, 100_000_000),
            web_threads=read.number("WEB_THREADS", 8, 1, 64),
            log_format=read.one_of("LOG_FORMAT", "console" if demo else "json"),
            log_level=read.one_of("LOG_LEVEL", "INFO"),
            limiter_url=read.text("LIMITER_URL", "memory://"),
            sessions=_session_limits(read),
        )
        _check_origin(read, settings)
        if not settings.secret_key and not settings.local:
            read.fault("SECRET_KEY", "is missing", f"{SECRET_LENGTH} random characters or more")
        if read.faults:
            raise SettingsRefused(read.faults, settings)
        if not settings.secret_key:
            settings = replace(settings, secret_key=_kept_secret(data_dir))
        return settings

    @property
    def scheme(self) -> str:
        """`http` or `https`, of the base URL."""
        return urlsplit(self.base_url).scheme

    @property
    def loopback(self) -> bool:
        """Whether the base URL is plain http on this machine."""
        parts = urlsplit(self.base_url)
        return parts.scheme == "http" and parts.hostname in LOOPBACK

    @property
    def local(self) -> bool:
        """Whether the strict rules of production may rest: demo mode, or http on loopback."""
        return self.demo or self.loopback

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies carry `Secure` and the `__Host-` prefix."""
        return not (self.local and self.scheme == "http")

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite")

    def link(self, path: str) -> str:
        """The full address of `path` (it starts with `/`), for letters and PDFs."""
        return self.base_url + path


def load() -> Settings:
    """The settings of this installation: those of `config.py` in a checkout, else `from_env`."""
    file = _PACKAGE.parent / "config.py"
    if not (_PACKAGE / "_bundle").is_dir() and file.is_file():
        spec = spec_from_file_location("portal_config", file)
        if spec is not None and spec.loader is not None:
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
            if isinstance(settings := getattr(module, "settings", None), Settings):
                return settings
            raise SettingsRefused(["config.py: `settings` is no portal.settings.Settings."])
    return Settings.from_env()


def resource_dir(name: str) -> Path:
    """Where `templates`, `static`, `migrations` or the file `alembic.ini` lies.

    In a checkout that is beside the package, in a wheel inside it.
    """
    bundle = _PACKAGE / "_bundle"
    path = (bundle if bundle.is_dir() else _PACKAGE.parent) / name
    if not path.exists():
        raise FileNotFoundError(f"{name} is missing from this installation: {path}")
    return path


@lru_cache(maxsize=1)
def program_version() -> str:
    """The installed program's version, or `0+unknown` when it runs without being installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("express-entry-portal")
    except PackageNotFoundError:
        return "0+unknown"


class _Reader:
    """Reads typed values and collects what is wrong with them, one sentence each."""

    CHOICES: Mapping[str, tuple[str, ...]] = {
        "LOG_FORMAT": ("console", "json"),
        "LOG_LEVEL": ("DEBUG", "INFO", "WARNING", "ERROR"),
    }

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []

    def fault(self, name: str, found: str, wanted: str) -> None:
        self.faults.append(f"{PREFIX}{name} {found}: set it to {wanted}.")

    def optional(self, name: str) -> str | None:
        value = self.environ.get(PREFIX + name, "").strip()
        return value or None

    def text(self, name: str, default: str) -> str:
        return self.optional(name) or default

    def flag(self, name: str) -> bool:
        value = (self.optional(name) or "0").lower()
        if value not in _YES | _NO:
            self.fault(name, f"is {value!r}", "1 or 0")
        return value in _YES

    def number(self, name: str, default: int, lowest: int, highest: int) -> int:
        value = self.optional(name)
        if value is None:
            return default
        if not value.isascii() or not value.isdigit() or not lowest <= int(value) <= highest:
            self.fault(name, f"is {value!r}", f"a whole number from {lowest} to {highest}")
            return default
        return int(value)

    def one_of(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if value not in self.CHOICES[name]:
            self.fault(name, f"is {value!r}", " or ".join(self.CHOICES[name]))
        return value

    def url(self, name: str, schemes: tuple[str, ...], default: str | None = None) -> str | None:
        value = self.optional(name) or default
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in schemes or not parts.hostname:
            self.fault(name, "is no usable address", f"an address like {schemes[0]}://example.com")
        return value

    def matching(self, name: str, default: str, fits: Callable[[str], object], say: str) -> str:
        value = self.text(name, default)
        if not fits(value):
            self.fault(name, f"is {value!r}", say)
        return value


def _hosts(read: _Reader, base_url: str) -> tuple[str, ...]:
    """The host names requests may carry: `PORTAL_HOSTS`, else the base URL's own."""
    given = read.optional("HOSTS")
    own = urlsplit(base_url).hostname or ""
    if given is None:
        return tuple(dict.fromkeys((own, *LOOPBACK))) if own in LOOPBACK else (own,)
    hosts = tuple(part.strip().lower() for part in given.split(",") if part.strip())
    for host in hosts:
        if not _HOST.fullmatch(host):
            read.fault("HOSTS", f"holds {host!r}", "host names separated by commas")
    return hosts


def _database_url(read: _Reader, data_dir: Path) -> str:
    """SQLite in the data directory, or the address given, with the driver we install."""
    url = read.text("DATABASE_URL", f"sqlite:///{data_dir / 'portal.sqlite3'}")
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        read.fault("DATABASE_URL", "is neither", "sqlite:///FILE or postgresql://USER@HOST/NAME")
    return url


def _firm(read: _Reader) -> Firm:
    """The practice: the demo's, where nothing is set."""
    demo = Firm()
    web = ("https", "http")
    return Firm(
        name=read.text("FIRM_NAME", demo.name),
        address=read.text("FIRM_ADDRESS", demo.address),
        phone=read.text("FIRM_PHONE", demo.phone),
        email=read.text("FIRM_EMAIL", demo.email),
        rcic_name=read.text("FIRM_RCIC_NAME", demo.rcic_name),
        rcic_number=read.matching(
            "FIRM_RCIC_NUMBER", demo.rcic_number, _LICENCE.fullmatch, "R and six digits"
        ),
        register_url=read.url("REGISTER_URL", web, demo.register_url) or demo.register_url,
        complaints_url=read.url("COMPLAINTS_URL", web, demo.complaints_url) or demo.complaints_url,
        colour=read.matching(
            "FIRM_COLOUR", demo.colour, _COLOUR.fullmatch, "a colour like #5a1f47"
        ),
    )


def _session_limits(read: _Reader) -> SessionLimits:
    """Minutes, each at least one, at most a day."""
    rules = SessionLimits()
    day = 24 * 60
    return SessionLimits(
        client_idle=read.number("SESSION_CLIENT_IDLE", rules.client_idle, 1, day),
        client_total=read.number("SESSION_CLIENT_TOTAL", rules.client_total, 1, day),
        staff_idle=read.number("SESSION_STAFF_IDLE", rules.staff_idle, 1, day),
        staff_total=read.number("SESSION_STAFF_TOTAL", rules.staff_total, 1, day),
        fresh=read.number("SESSION_FRESH", rules.fresh, 1, day),
    )


def _timezone(read: _Reader) -> str:
    """The office's time zone: what "today" means for a case."""
    name = read.text("TIMEZONE", "America/Toronto")
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        read.fault("TIMEZONE", f"is {name!r}", "a zone like America/Toronto")
    return name


def _check_origin(read: _Reader, settings: Settings) -> None:
    """The base URL is an origin: https, or http where nothing leaves this machine or in a demo."""
    parts = urlsplit(settings.base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        read.fault("BASE_URL", f"is {settings.base_url!r}", "an address like https://example.com")
    elif parts.scheme == "http" and not settings.local:
        read.fault("BASE_URL", f"is {settings.base_url!r}", "an https address")


def _kept_secret(data_dir: Path) -> str:
    """A random secret, made once and kept readable by this account only.

    Two processes that start together agree: whoever links its file first wins.
    """
    kept = data_dir / "secret"
    try:
        if not kept.exists():
            data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = data_dir / f"secret.{os.getpid()}"
            fresh.unlink(missing_ok=True)
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(SECRET_LENGTH))
            with suppress(FileExistsError):
                os.link(fresh, kept)
            fresh.unlink()
        return kept.read_text(encoding="ascii")
    except OSError as fault:
        raise SettingsRefused(
            [f"The data directory {data_dir} cannot be used ({fault.strerror})."]
        ) from None
