"""What the platform tells a service by its environment. Nothing else reads it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

LEVELS = ("debug", "info", "warning", "error")


class WrongConfiguration(Exception):
    """All that is wrong, a line each."""

    def __init__(self, faults: list[str]):
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Configuration:
    database_url: str
    bucket: str
    # The authorities that servers are verified against, if there are any.
    ca_file: str | None
    # Traces go there, if there is one.
    traces_endpoint: str | None
    environment: str
    service: str
    version: str
    level: str
    # Every variable that was read, with secrets masked, for the log.
    shown: Mapping[str, str]


def read(env: Mapping[str, str]) -> Configuration:
    """Raises WrongConfiguration, which names all faults at once."""
    faults: list[str] = []
    shown: dict[str, str] = {}

    def take(name: str, default: str = "") -> str:
        value = env.get(name) or default
        shown[name] = masked(value)
        return value

    def need(name: str, fits, allowed: str, default: str = "") -> str:
        value = take(name, default)
        if not fits(value):
            found = f'got "{masked(value)}"' if value else "is missing"
            faults.append(f"{name}: {found}; allowed: {allowed}")
        return value

    configuration = Configuration(
        database_url=need("DATABASE_URL", is_postgres, "postgresql://<user>:<password>@<host>:<port>/<name>"),
        bucket=need("ASSETS_BUCKET", bool, "the name of a bucket"),
        ca_file=need("CA_FILE", lambda file: not file or os.access(file, os.R_OK), "a file that can be read") or None,
        traces_endpoint=take("OTEL_EXPORTER_OTLP_ENDPOINT") or None,
        environment=take("ENVIRONMENT", "local"),
        service=take("SERVICE_NAME", "report"),
        version=take("SERVICE_VERSION", "unknown"),
        level=need("LOG_LEVEL", LEVELS.__contains__, ", ".join(LEVELS), "info"),
        shown=shown,
    )
    if faults:
        raise WrongConfiguration(faults)
    return configuration


def is_postgres(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("postgresql", "postgres") and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def masked(text: str) -> str:
    """Without the password of a URL, and without all that could be one in what is no URL."""
    return re.sub(r"^([\w+]+://[^:/@]*:|).*@", r"\1***@", text)
