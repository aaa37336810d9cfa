"""Django's settings, all of them derived from `environment.Environment`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from hamgam.web import environment
from hamgam.web.logs import request_number

try:
    ENVIRONMENT = environment.read(os.environ)
    SECRET_KEY = ENVIRONMENT.secret_key or environment.kept_key(ENVIRONMENT.home)
except environment.Nonsense as nonsense:
    sys.exit("\n".join(f"hamgam: {sentence}" for sentence in nonsense.sentences))

_PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url]
PUBLIC_URL = ENVIRONMENT.public_url
HAMGAM_CITY = ENVIRONMENT.city
HAMGAM_WALK_COOKIE = "hamgam_walk"
HAMGAM_DEMO = ENVIRONMENT.demo
MAP_STYLE, MAP_TILES = ENVIRONMENT.map_style, ENVIRONMENT.map_tiles

INSTALLED_APPS = [
    "hamgam.kit",
    "hamgam.ledger",
    "hamgam.agencies",
    "hamgam.register",
    "hamgam.coordination",
    "hamgam.completion",
    "hamgam.service",
    "hamgam.field",
    "hamgam.showcase",
    "hamgam.web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "django_vite",
    "ninja",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "hamgam.web.middleware.NumberedRequests",
    "hamgam.web.middleware.PermissionsPolicy",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hamgam.web.middleware.IdleSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hamgam.web.unchanged.Unchanged",
    "hamgam.web.middleware.Refusals",
    "hamgam.web.idempotency.Idempotency",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "hamgam.web.urls"
WSGI_APPLICATION = "hamgam.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hamgam.web.pages.everywhere",
                "hamgam.web.story.walk",
            ],
        },
    }
]


def _database(told: environment.Database) -> dict[str, Any]:
    if told.engine == "sqlite":
        return {
            "ENGINE": "hamgam.ledger.sqlite",
            "NAME": told.name,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                ),
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": told.name,
        "USER": told.user,
        "PASSWORD": told.password,
        "HOST": told.host,
        "PORT": told.port,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": True, **told.options},
    }


DATABASES = {"default": _database(ENVIRONMENT.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What each fact starts, and how the ledger learns of it without importing upwards.
HAMGAM_PIPELINE = "hamgam.web.pipeline.FOLLOW_UPS"
HAMGAM_INBOX = "hamgam.web.waiting.KINDS"
HAMGAM_CALENDAR = "hamgam.register.law.calendar_on"
HAMGAM_REQUEST_NUMBER = request_number.get
HAMGAM_REVISION = "hamgam.ledger.queries.revision"

# --- people -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "agencies.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
HAMGAM_LDAP = ENVIRONMENT.ldap
if ENVIRONMENT.ldap:
    AUTHENTICATION_BACKENDS.append("hamgam.agencies.directory.Directory")
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "hamgam.agencies.accounts.ByInvitation"
SOCIALACCOUNT_ADAPTER = "hamgam.agencies.accounts.KnownPeopleOnly"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # Never by account alone: that would let a stranger shut the mayor out.
    "login_failed": "30/15m/ip",
    "reset_password": "10/15m/ip,5/15m/key",
    "reset_password_from_key": "10/15m/ip",
    "reauthenticate": "10/15m/user",
    "change_password": "5/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Hamgam"
MFA_ADAPTER = "hamgam.agencies.accounts.SealedSecrets"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
HAMGAM_OIDC_NAME = ENVIRONMENT.oidc.name if ENVIRONMENT.oidc else ""
if ENVIRONMENT.oidc:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "city",
                "name": "OpenID Connect",
                "client_id": ENVIRONMENT.oidc.client,
                "secret": ENVIRONMENT.oidc.secret,
                "settings": {"server_url": ENVIRONMENT.oidc.url},
            }
        ],
    }
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
# By account and address together: a stranger's guesses slow the mayor, they never shut him out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "hamgam.agencies.accounts.name_tried"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_LOCKOUT_CALLABLE = "hamgam.web.views.locked_out"
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = ENVIRONMENT.proxies
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hamgam.web.views.csrf_failure"

# --- what every answer says to the browser -----------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.is_https
SECURE_SSL_REDIRECT = ENVIRONMENT.is_https
SECURE_HSTS_SECONDS = 365 * 86400 if ENVIRONMENT.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.is_https
if ENVIRONMENT.proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# A base map from elsewhere is the only thing a page may fetch beyond the site itself.
_MAP_HOSTS = environment.hosts_of(MAP_STYLE, MAP_TILES)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *_MAP_HOSTS],
        "connect-src": [SELF, *_MAP_HOSTS],
        "font-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()"

# --- language and time --------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = ENVIRONMENT.time_zone
LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("fa", "فارسی"), ("en", "English"), ("ar", "العربية")]
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- files, mail, jobs, logs --------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.home / "static"
MEDIA_ROOT = ENVIRONMENT.home / "files"
WHITENOISE_USE_FINDERS = True
# What the front end's build names after its content never changes.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^islands/assets/.+[.-][0-9A-Za-z_-]{8}\..+$"
DJANGO_VITE = {
    "default": {
        "static_url_prefix": "islands",
        "manifest_path": _PACKAGE / "web" / "static" / "islands" / "manifest.json",
    }
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "pmtiles")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
HAMGAM_ANCHOR_MAIL = ENVIRONMENT.anchor_mail
HAMGAM_SMS_URL = ENVIRONMENT.gateways.sms_url
HAMGAM_SMS_TOKEN = ENVIRONMENT.gateways.sms_token
HAMGAM_BALE_URL = ENVIRONMENT.gateways.bale_url
HAMGAM_BALE_TOKEN = ENVIRONMENT.gateways.bale_token
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if ENVIRONMENT.mail_url
    else "django.core.mail.backends.console.EmailBackend"
)
if ENVIRONMENT.mail_url:
    globals().update(environment.mail_settings(ENVIRONMENT.mail_url))
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "hamgam.web.logs.JsonLines"}},
    "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["standard_error"], "level": ENVIRONMENT.log_level},
    "loggers": {"django.server": {"handlers": ["standard_error"], "propagate": False}},
}
# Without its built islands every page still reads; the launcher says when they are missing.
SILENCED_SYSTEM_CHECKS = ["django_vite.W001"]
