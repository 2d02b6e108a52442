"""What was sold, from PostgreSQL."""

import csv
import io
from collections.abc import Callable, Iterable

import psycopg
import tenacity

from report.configuration import Configuration
from report.period import Period
from report.telemetry import tracer

COLUMNS = ("day", "product", "name", "count", "currency", "revenue_cents")
QUERY = """
    SELECT (placed_at AT TIME ZONE 'UTC')::date AS day, product, name, sum(count), currency,
      sum(count * order_lines.price_cents)
    FROM orders JOIN order_lines ON order_lines.order_id = orders.id
    WHERE state <> 'open'
      AND placed_at >= %(first)s::timestamp AT TIME ZONE 'UTC' AND placed_at < %(until)s::timestamp AT TIME ZONE 'UTC'
    GROUP BY day, product, name, currency ORDER BY day, product, name, currency
"""
TRIES = 8


def connect(configuration: Configuration, failed: Callable[[str], None]) -> psycopg.Connection:
    """Tries again at growing intervals that differ between pods."""
    # The driver takes the URL as it is, sslmode included.
    verified = {"sslmode": "verify-full", "sslrootcert": configuration.ca_file} if configuration.ca_file else {}
    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(psycopg.OperationalError),
        wait=tenacity.wait_random_exponential(multiplier=0.2, max=10),
        stop=tenacity.stop_after_attempt(TRIES),
        before_sleep=lambda state: failed(str(state.outcome.exception())),
        reraise=True,
    )
    return retrying(psycopg.connect, configuration.database_url, connect_timeout=5, **verified)


def read(connection: psycopg.Connection, period: Period) -> list[tuple]:
    with tracer.start_as_current_span("SELECT sales"):
        return connection.execute(QUERY, {"first": period.first, "until": period.until}).fetchall()


def as_csv(rows: Iterable[tuple]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell):
    """A spreadsheet runs what begins like a formula. Source: OWASP, "CSV Injection"."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
