"""The platform with an upgrade that cannot succeed."""

from __future__ import annotations

from hamgam.web.settings import *  # noqa: F403 - the same settings, one application more
from hamgam.web.settings import INSTALLED_APPS as WHOLE

INSTALLED_APPS = [*WHOLE, "tests.platform.broken"]
