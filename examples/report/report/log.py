"""One JSON object a line on stdout, with the level as a lower-case word. The service's declaration tells the alarms so."""

import logging

import structlog
from opentelemetry import trace
from structlog.tracebacks import ExceptionDictTransformer


def start(level: str) -> structlog.stdlib.BoundLogger:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", key="time"),
            _add_trace,
            # Without the values of variables: passwords are among them.
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.EventRenamer("msg"),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
    )
    return structlog.get_logger()


def _add_trace(_logger, _method, event):
    span = trace.get_current_span().get_span_context()
    return {**event, "traceId": f"{span.trace_id:032x}"} if span.is_valid else event
