"""Liveness never looks at anything else; readiness names what is missing."""

from functools import partial

import pytest
from django.db import connection
from django.urls import reverse
from kombu import Connection

from core import readiness


def test_liveness_touches_no_database(client):
    """Without the `db` fixture every query would fail this test."""
    answer = client.get(reverse("core:healthz"))
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_names_how_each_part_is_served(client, db):
    answer = client.get(reverse("core:readyz"))
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "parts": {
            "database": connection.vendor,
            "migrations": "applied",
            "broker": "memory",
            "fonts": "uharfbuzz",
            "signatures": "unsigned",
        },
    }
    assert "no-store" in answer["Cache-Control"]


def test_unapplied_migration_is_named(client, db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core'")
    answer = client.get(reverse("core:readyz"))
    assert (answer.status_code, answer.json()["failed"]) == (503, ["migrations"])


def test_broker_that_is_gone_is_named_without_its_address(client, db, monkeypatch, unused_tcp_port):
    address = f"redis://:secret-word@127.0.0.1:{unused_tcp_port}/0"
    monkeypatch.setattr(readiness.current_app, "connection_for_write", partial(Connection, address))
    answer = client.get(reverse("core:readyz"))
    assert (answer.status_code, answer.json()["failed"]) == (503, ["broker"])
    assert "secret-word" not in answer.text
    assert str(unused_tcp_port) not in answer.text


@pytest.mark.redis
def test_redis_as_broker_is_ready(client, db, monkeypatch, redis_url):
    monkeypatch.setattr(readiness.current_app, "connection_for_write", partial(Connection, redis_url))
    answer = client.get(reverse("core:readyz"))
    assert (answer.status_code, answer.json()["parts"]["broker"]) == (200, "redis")


def test_one_broken_part_does_not_hide_the_others(monkeypatch, db):
    def broken() -> str:
        raise OSError("disk on fire")

    monkeypatch.setitem(readiness._parts, "database", broken)
    report = readiness.survey()
    assert report.failed == ["database"]
    assert report.parts["database"] == "OSError"
    assert report.parts["migrations"] == "applied"


def test_only_reading_is_allowed(client):
    assert client.post(reverse("core:healthz")).status_code == 405
