"""What a log line looks like: one JSON object per line in production, plain text in the demo.

Everything goes through the standard library's root logger, so Django, Celery and third parties come
out alike.
"""

import structlog

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
AS_JSON = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.format_exc_info,
    structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
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
    return _logging({"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}, level)


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
