"""Logs as JSON lines in UTC: one event a line, the request's number on each, never a secret."""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

request_number: ContextVar[str] = ContextVar("request_number", default="")
"""The number of the request at hand; it stands in the answer, the log and the ledger."""

_TOLD = ("method", "path", "status", "milliseconds", "actor", "job")
"""The extra fields a line may carry; whatever else a caller hangs on a record stays unsaid."""


class JsonLines(logging.Formatter):
    """One record as one line of JSON. Query strings, bodies and headers never enter a record."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := request_number.get():
            line["request"] = number
        line |= {
            name: value for name in _TOLD if (value := getattr(record, name, None)) is not None
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
