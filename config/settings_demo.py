"""The demo: one machine, SQLite, a file broker, plain HTTP on 127.0.0.1, no second factor."""

import os

from config.log_lines import plain_lines

os.environ.setdefault("SECRET_KEY", "demo-only-not-secret-" + "x" * 40)
os.environ.setdefault("FIELD_ENCRYPTION_KEY", "ZGVtby1vbmx5LWtleS1mb3ItZmllbGRzLTMyYnl0ZSE=")
os.environ.setdefault("SIGNING_KEY_PASSWORD", "demo-only-not-secret")
os.environ.setdefault("BLIND_INDEX_KEY", "ZGVtby1vbmx5LWtleS1mb3ItaW5kZXgtLTMyYnl0ZSE=")

from config.settings import *  # noqa: F403  (the base reads the variables set above)
from config.settings import PRIVATE_STORAGE, SQLITE_OPTIONS, VAR_DIR, env

DEMO = True
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]  # noqa: F405
SIGNING_KEY_FILE = str(VAR_DIR / "demo-signing-key.p12")
DEMO_CLOCK_FILE = VAR_DIR / "demo-clock"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": env("DEMO_DATABASE", default=str(VAR_DIR / "demo.sqlite3")),
        "OPTIONS": SQLITE_OPTIONS,
    }
}
SECOND_FACTOR_REQUIRED = False
AXES_FAILURE_LIMIT = 20
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_PROXY_SSL_HEADER = None
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected: files come from where they lie
STORAGES = {
    "private": PRIVATE_STORAGE,
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
LOGGING = plain_lines("INFO")

BROKER_DIR = VAR_DIR / "broker"
for folder in ("queue", "control", "processed"):
    (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)  # kombu expects to find them
CELERY_BROKER_URL = "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(BROKER_DIR / "queue"),
    "data_folder_out": str(BROKER_DIR / "queue"),
    "control_folder": str(BROKER_DIR / "control"),
    "processed_folder": str(BROKER_DIR / "processed"),
    "store_processed": False,
    "polling_interval": 0.1,
}
