"""What a log line looks like: one JSON object per line in production, plain text in the demo.

Everything goes through the standard library's root logger, so Django, Celery and third parties come
out alike.
"""

import logging
import re

import structlog

SECRET_ADDRESS = re.compile(r"(/(?:growth/(?:support/)?|quiz/))[\w-]{20,}")
"""Links of growth cards and tests are keys: whoever reads one in a log could open the page."""

ENRICH = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(allow=None),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]
TALKATIVE = ("fontTools", "weasyprint")
"""Libraries that report every step at INFO."""


def without_secrets(text: str) -> str:
    """A line as it may be kept: `/growth/…/`, `/quiz/…/` for every such address in it, wherever it came from."""
    return SECRET_ADDRESS.sub(r"\1…", text)


def _masked(logger, name, line: str) -> str:
    return without_secrets(line)


class PlainFormatter(logging.Formatter):
    """Lines and tracebacks without secrets."""

    def format(self, record):
        return without_secrets(super().format(record))


AS_JSON = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.format_exc_info,
    structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    _masked,
]


def json_lines(level: str) -> dict:
    """A LOGGING dictionary: level, time (UTC), logger and event of each line, extras as further keys."""
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": ENRICH,
        "processors": AS_JSON,
    }
    return _logging(formatter, level)


def plain_lines(level: str) -> dict:
    """A LOGGING dictionary for people who read along."""
    line = {"()": PlainFormatter, "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    return _logging(line, level)


def _logging(formatter: dict, level: str) -> dict:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {  # Django's own handlers would print a second, unlike line
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # any scanner can cause it, with a trace
            **{name: {"level": "WARNING"} for name in TALKATIVE},
        },
    }
