"""Log lines as JSON: event names, ids and places in the code, never what a petitioner wrote."""

from __future__ import annotations

import re
from typing import Any

import structlog

#: PostgreSQL quotes the offending row below its message; the row may hold a name or an ID number.
ROW_VALUES = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)


def without_row_values(
    _logger: object, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    """Take the values of rows out of messages and tracebacks."""
    for key in ("event", "exception"):
        if isinstance(event.get(key), str):
            event[key] = ROW_VALUES.sub(r"\1: …", event[key])
    return event


def logging_settings(*, level: str) -> dict[str, Any]:
    """Configure structlog and return Django's LOGGING, so that both write the same lines."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.processors.format_exc_info,
        without_row_values,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    render: list[structlog.types.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [structlog.stdlib.PositionalArgumentsFormatter(), *shared],
                "processors": render,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Axes writes user names and addresses of failed sign-ins; its table keeps them.
            "axes": {"level": "ERROR"},
            "django": {"level": level},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
