"""The platform's settings under test: a throw-away key, a fast hasher, nothing kept on disk."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("HAMGAM_HOME", tempfile.mkdtemp(prefix="hamgam-test-"))
os.environ.setdefault("HAMGAM_SECRET_KEY", "only-for-the-tests-" + "x" * 32)

from hamgam.web.settings import *  # noqa: F403 - the environment must stand first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
