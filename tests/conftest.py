"""What every test may ask for. Browsers are in `tests/chromium.py`."""

import shutil
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection

from deploy.browser import executable
from tests import servers

pytest_plugins = ["tests.chromium"]


def _missing() -> dict[str, str]:
    """Markers whose tests cannot run here, with the reason that the summary prints."""
    reasons = {}
    if connection.vendor != "postgresql":
        reasons["postgres"] = "DATABASE_URL names no PostgreSQL: ./go test starts one"
    if not shutil.which("redis-server"):
        reasons["redis"] = "redis-server is not installed: ./go test installs it"
    if executable() is None:
        reasons["browser"] = "no Chromium is installed: ./go test installs it"
    return reasons


def pytest_collection_modifyitems(items):
    missing = _missing()
    for item in items:
        for marker, reason in missing.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def _redis_server():
    with servers.redis() as url:
        yield url


@pytest.fixture
def redis_url(_redis_server) -> str:
    """The URL of a real Redis, empty at the start of each test."""
    import redis  # slow library, for marked tests only

    with redis.Redis.from_url(_redis_server) as client:
        client.flushall()
    return _redis_server


@pytest.fixture
def unused_tcp_port() -> int:
    """A port on which nobody listens."""
    return servers.free_port()


@pytest.fixture
def database_url(transactional_db) -> str:
    """DATABASE_URL for child processes that work on the test database: committed rows only."""
    database = settings.DATABASES["default"]
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    user = quote(database["USER"])
    return f"postgres://{user}@{database['HOST']}:{database['PORT']}/{name}"


@pytest.fixture(autouse=True)
def _private_media(settings, tmp_path, monkeypatch):
    """Files that a test stores vanish with it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setitem(vars(storages["private"]), "location", str(tmp_path / "private"))
