"""What this process needs before it may take visitors: each app registers its parts in `readiness.py`.

A part is a function that returns a word about how it is served, or raises when it is not.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from celery import current_app
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

logger = logging.getLogger(__name__)

Part = Callable[[], str]
_parts: dict[str, Part] = {}


@dataclass(frozen=True)
class Report:
    """Each part with its word; `failed` names those that raised, their word is the kind of error."""

    parts: dict[str, str]
    failed: list[str]


class PendingMigrations(Exception):
    """The database is older than the code."""


def part(name: str) -> Callable[[Part], Part]:
    """Register a part under the name that `/readyz` reports."""

    def register(check: Part) -> Part:
        _parts[name] = check
        return check

    return register


def survey() -> Report:
    """Try every part, none left out because of another; what was raised goes to the log in full.

    The report itself is public: it must not carry host names or passwords out of error messages.
    """
    words, failed = {}, []
    for name, check in _parts.items():
        try:
            words[name] = check()
        except Exception as error:
            logger.exception("%s is not ready", name)
            words[name] = type(error).__name__
            failed.append(name)
    return Report(words, failed)


@part("database")
def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return connection.vendor


@part("migrations")
def migrations() -> str:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise PendingMigrations(f"{len(plan)} migrations are not applied")
    return "applied"


@part("broker")
def broker() -> str:
    with current_app.connection_for_write(transport_options=_impatient()) as link:
        link.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
        return link.transport.driver_type


def _impatient() -> dict:
    """A broker behind a dropped route must not hold the answer back for minutes."""
    return {**current_app.conf.broker_transport_options, "socket_connect_timeout": 3, "socket_timeout": 3}
