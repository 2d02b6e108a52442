"""What AWS's state asks of a server."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Desired:
    key: str
    # What AWS calls it.
    title: str
    engine: str
    version: str
    # Host names, the one that writes first.
    names: tuple
    port: int
    tls: bool
    # What its parameter group says, as pairs.
    settings: tuple
    # The master user of a database and the name of its first one.
    user: str = ""
    password: str = ""
    database: str = ""
    # Users of a cache, as lines of its own form.
    users: tuple = ()
    # CIDRs of the subnets that it may be in.
    subnets: tuple = ()
    # How often it was started anew.
    reboots: int = 0
    # The content that it begins with, see `content.py`.
    begins_with: str = ""


def pairs(settings):
    """Without formulas of the size of an instance, which this machine has not."""
    kept = {name: value for name, value in settings.items() if value is not None and "{" not in str(value)}
    return tuple(sorted((name, str(value)) for name, value in kept.items()))
