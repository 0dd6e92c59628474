"""The only things a PDF may load: our own style sheets, fonts and pictures (SECURITY 15)."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.settings import resource_dir

#: An address that exists nowhere; what lies under it is read from the bundle.
BASE = "https://bundle.invalid/"
_PREFIX = "/static/"
_DRAWN = "/drawn/"
_HOST = "bundle.invalid"


class NotBundled(FatalURLFetchingError):  # type: ignore[misc]
    """Something asked for a file or an address outside the bundle; rendering stops."""


class BundleFetcher(URLFetcher):  # type: ignore[misc]
    """Serves files under `static/` and what we drew ourselves, refuses every other address."""

    def __init__(self, drawn: Mapping[str, str] | None = None) -> None:
        super().__init__(allowed_protocols=("https",), allow_redirects=False)
        self.drawn = drawn or {}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The bundled file behind `url`. Raises NotBundled for anything else."""
        parts = urlsplit(url)
        path = unquote(parts.path)
        own = self.drawn.get(path.removeprefix(_DRAWN))
        if own is not None and parts.netloc == _HOST and path.startswith(_DRAWN):
            return URLFetcherResponse(url, own.encode(), {"Content-Type": "image/svg+xml"})
        if parts.scheme != "https" or parts.netloc != _HOST or not path.startswith(_PREFIX):
            raise NotBundled(f"{url[:200]!r} is not bundled with this program")
        root = resource_dir("static").resolve()
        file = (root / path.removeprefix(_PREFIX)).resolve()
        if not file.is_relative_to(root) or not file.is_file():
            raise NotBundled(f"{url[:200]!r} is not bundled with this program")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})
