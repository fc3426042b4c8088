"""Settings for production, by environment; every default is the safe one.

`config.settings_demo` and `config.settings_test` start from here and relax what they must.
Each variable is explained in `.env.example`.
"""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF

from config.log_lines import json_lines
from config.unfold import UNFOLD  # noqa: F401  (a setting)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
env.read_env(BASE_DIR / ".env")

SECRET_KEY = env("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env("SITE_URL", default="https://localhost").rstrip("/")
"""Where the public reaches this portal; printed into certificates' QR codes."""

FIELD_ENCRYPTION_KEY = env("FIELD_ENCRYPTION_KEY", default="")
"""Base64 of 32 bytes: AES-GCM key of encrypted columns. Losing it loses those columns."""
FIELD_ENCRYPTION_PREVIOUS_KEYS = env.list("FIELD_ENCRYPTION_PREVIOUS_KEYS", default=[])
"""Keys of before a rotation, comma separated: they still open what was written under them."""
BLIND_INDEX_KEY = env("BLIND_INDEX_KEY", default="")
"""Base64 of 32 bytes: HMAC key under which encrypted columns can be looked up."""

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # the site is our own: see config/admin_site.py
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "config.apps.PortalAdminConfig",  # after unfold, whose templates stand in for django's
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "import_export",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "crispy_forms",
    "crispy_bootstrap5",
    "bootstrap",
    "axes",
    "rules",
    "core",
    "accounts",
    "units",
    "volunteers",
    "workspace",
    "credit",
    "creation_cycle",
    "reviews",
    "honor_roll",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.RefuseNullCharacters",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SignedOutMiddleware",
    "accounts.middleware.KeepInputMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.portal",
            ],
        },
    },
]

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # select_for_update does nothing on SQLite; this does
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://portal@localhost/portal")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "honor_roll:home"
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)
"""Staff must confirm a time-based code after the password. Off in the demo only."""

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 60 * 60 * 8
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
TRUSTED_PROXIES = env("TRUSTED_PROXIES", default="127.0.0.1")
"""Peers whose X-Forwarded-For is believed: addresses or networks, comma-separated; see config/wsgi.py."""
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "core.views.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [SELF],
    },
}
"""The admin's own differences, which unfold needs, stand in config/admin_site.py."""

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))
PRIVATE_ROOT = env.path("PRIVATE_ROOT", default=str(VAR_DIR / "private"))
"""Job results: shared by web and worker, never served by the web server."""
PRIVATE_STORAGE = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
}
STORAGES = {
    "private": PRIVATE_STORAGE,
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="portal@localhost")

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # LOGGING below holds for workers too
CELERY_BEAT_SCHEDULE = {
    "follow-the-calendar": {
        "task": "creation_cycle.follow_the_calendar",
        "schedule": 300.0,
        "options": {"expires": 290},
    },
    "ask-for-self-assessments": {
        "task": "creation_cycle.ask_for_self_assessments",
        "schedule": crontab(hour=7, minute=10),
    },
    "follow-rechecks": {"task": "creation_cycle.follow_rechecks", "schedule": crontab(minute=15)},
    "remind-of-adjustments": {
        "task": "creation_cycle.remind_of_adjustments",
        "schedule": crontab(hour=8, minute=20),
    },
    "hand-in-quizzes": {"task": "reviews.hand_in_quizzes", "schedule": 60.0, "options": {"expires": 55}},
    "follow-complaints": {"task": "reviews.follow_complaints", "schedule": crontab(hour=7, minute=40)},
    "open-rounds": {"task": "reviews.open_rounds", "schedule": 300.0, "options": {"expires": 290}},
    "seal-ledger": {"task": "creation_cycle.seal_yesterday", "schedule": crontab(hour=3, minute=20)},
    "close-votes": {"task": "workspace.close_votes", "schedule": crontab(hour=0, minute=10)},
    "remind-of-duties": {"task": "workspace.remind_of_duties", "schedule": crontab(hour=8, minute=10)},
    "forget-roster-imports": {"task": "units.forget_roster_imports", "schedule": crontab(minute=40)},
    "forget-exports": {"task": "reviews.forget_exports", "schedule": crontab(hour=2, minute=50)},
    "forget-volunteer-imports": {"task": "volunteers.forget_imports", "schedule": crontab(minute=45)},
    "delete-due-volunteers": {"task": "volunteers.delete_due", "schedule": crontab(hour=2, minute=35)},
    "forget-volunteer-exports": {"task": "volunteers.forget_exports", "schedule": crontab(hour=2, minute=55)},
    "begin-events": {"task": "volunteers.begin_events", "schedule": 300.0, "options": {"expires": 290}},
    "follow-service-calendar": {
        "task": "volunteers.follow_service_calendar",
        "schedule": crontab(hour=0, minute=20),
    },
    "follow-credit": {"task": "credit.follow_the_calendar", "schedule": crontab(hour=0, minute=20)},
    "ask-about-credit": {"task": "credit.ask_again", "schedule": crontab(minute=25)},
    "sweep-jobs": {"task": "core.sweep_jobs", "schedule": 60.0, "options": {"expires": 55}},
}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"

JOB_STALE_SECONDS = env.int("JOB_STALE_SECONDS", default=60)
"""A job without a finished chunk for so long is taken for abandoned and sent again."""

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
SILENCED_SYSTEM_CHECKS = []

PUBLICITY_WORKDAYS = env.int("PUBLICITY_WORKDAYS", default=5)
"""Working days a public notice stands, unless the cycle says otherwise (domain.md §12.5)."""
VOLUNTEER_PENDING_DAYS = env.int("VOLUNTEER_PENDING_DAYS", default=90)
"""Days after which a registration that no organisation has accepted is deleted."""
VOLUNTEER_LEFT_YEARS = env.int("VOLUNTEER_LEFT_YEARS", default=3)
"""Years after which the data of people who have left every organisation, and of answered requests, is deleted."""
SIGNING_KEY_FILE = env("SIGNING_KEY_FILE", default="")
SIGNING_KEY_PASSWORD = env("SIGNING_KEY_PASSWORD", default="")
"""PKCS#12 file whose key signs certificates (manage.py create_signing_key); without one they go out unsigned."""
CERTIFICATE_ARCHIVAL = env.bool("CERTIFICATE_ARCHIVAL", default=False)
"""Every certificate as PDF/A-3b, the form for archives; else only those of committees that chose it on their page."""
EXPORT_DAYS = env.int("EXPORT_DAYS", default=7)
"""Days for which an exported round can be downloaded; then the file is deleted."""
CREDIT_LINK_DAYS = env.int("CREDIT_LINK_DAYS", default=30)
CREDIT_QUERY_DAYS = env.int("CREDIT_QUERY_DAYS", default=90)
"""Days for which the conclusion of a credit query counts as fresh, unless the answer names its own last day."""
CREDIT_RETENTION_DAYS = env.int("CREDIT_RETENTION_DAYS", default=730)
"""Days after which names and numbers behind ended entries and old queries are deleted (PIPL art. 19)."""
CREDIT_HTTP_URL = env("CREDIT_HTTP_URL", default="")
CREDIT_HTTP_TOKEN = env("CREDIT_HTTP_TOKEN", default="")
CREDIT_HTTP_NAME = env("CREDIT_HTTP_NAME", default="信用平台")
CREDIT_HTTP_TIMEOUT = env.float("CREDIT_HTTP_TIMEOUT", default=1.5)
"""A credit platform that answers over HTTPS (credit/providers/http.py); without an address nobody can choose it."""
PORTAL_OWNER = env("PORTAL_OWNER", default="")
PORTAL_CONTACT = env("PORTAL_CONTACT", default="")
PORTAL_ICP = env("PORTAL_ICP", default="")
PORTAL_SITE_CODE = env("PORTAL_SITE_CODE", default="")
"""What a government site's footer names: 主办单位, 联系方式, 备案号, 网站标识码 (domain.md §12.8)."""
DEMO = False
"""True in the demo only: shows the demo banner and lets signed-in people move the demo clock."""

LOGGING = json_lines(env("LOG_LEVEL", default="INFO"))
