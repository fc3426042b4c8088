"""Tests: the demo's shape with fast passwords, on the database that DATABASE_URL names or on SQLite.

SQLite is a file, as in the demo: threads of the live server and child processes then have connections of
their own. The test runner deletes its database, therefore its name is never taken from DATABASE_URL.
"""

import os
import tempfile
from pathlib import Path

TEST_FILE = Path(tempfile.gettempdir()) / f"portal-test-{os.getpid()}.sqlite3"
os.environ.setdefault("DATABASE_URL", f"sqlite:///{TEST_FILE}")

from config.settings_demo import *  # noqa: E402,F403  (the base reads the variable set above)
from config.settings_demo import INSTALLED_APPS, MIDDLEWARE, SQLITE_OPTIONS, VAR_DIR, env  # noqa: E402

DEMO = False
SIGNING_KEY_FILE = ""  # tests that sign make a key of their own
DATABASES = {"default": env.db("DATABASE_URL")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_FILE)}
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
WHITENOISE_AUTOREFRESH = True  # else each new client walks all static files before its first request
CELERY_BROKER_URL = env("TEST_BROKER_URL", default="memory://")
MEDIA_ROOT = env("TEST_MEDIA_ROOT", default=str(VAR_DIR / "test-media"))

# A page that repeats one query for every row fails its test.
INSTALLED_APPS = ["zeal", *INSTALLED_APPS]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_ALLOWLIST = [
    # Filing asks the rules twice on purpose: whether it may be, and what the snapshot keeps of the answers.
    {"model": "creation_cycle.RuleSet", "field": "settings"},
]
