"""The program: reads its arguments and configuration, makes one report, and ends."""

import argparse
import os
import signal
import sys
import uuid
from datetime import datetime, timezone

import structlog

from report import bucket, configuration, log, period, sales, telemetry

PERIODS = {"yesterday": period.yesterday, "last_week": period.last_week}


def main(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="report", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    for name in PERIODS:
        which.add_argument(f"--{name.replace('_', '-')}", dest="period", action="store_const", const=name)
    chosen = PERIODS[parser.parse_args(args).period](datetime.now(timezone.utc).date())
    # The first process of a container is not ended by a signal that it does not listen to. Nothing is half written.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    logger = log.start("info")
    try:
        settings = configuration.read(os.environ)
    except configuration.WrongConfiguration as wrong:
        logger.error("the configuration is wrong", faults=wrong.faults)
        return 1
    logger = log.start(settings.level)
    structlog.contextvars.bind_contextvars(runId=str(uuid.uuid4()))
    logger.info("starting", period=chosen.name, configuration=settings.shown)
    return run(settings, chosen, logger)


def run(settings: configuration.Configuration, chosen: period.Period, logger) -> int:
    stop_traces = telemetry.start(settings)
    try:
        with telemetry.tracer.start_as_current_span("report"):
            make(settings, chosen, logger)
        return 0
    except Exception:
        logger.exception("the report failed")
        return 1
    finally:
        stop_traces()


def make(settings: configuration.Configuration, chosen: period.Period, logger) -> None:
    def told(error: str) -> None:
        logger.warning("the database does not answer, trying again", error=error)

    with sales.connect(settings, told) as connection:
        rows = sales.read(connection, chosen)
    key = bucket.put(settings.bucket, chosen, sales.as_csv(rows))
    logger.info("report written", object=key, rows=len(rows))
