"""Libraries made before an app exists; `portal.app` joins them to one."""

from __future__ import annotations

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
babel = Babel()
login_manager = LoginManager()
# In memory: the portal's web server is one process. Tries at an account are counted in the
# database instead (portal.services.attempts).
limiter = Limiter(key_func=get_remote_address, headers_enabled=False)
