"""The kinds of servers, by the engine of their program."""

from ..programs import major
from .memcached import Memcached
from .mysql import Mysql
from .postgres import Postgres
from .valkey import Valkey

KINDS = {"postgres": Postgres, "mysql": Mysql, "valkey": Valkey, "redis": Valkey, "memcached": Memcached}


def of(program):
    return KINDS[program.engine]


def needs_upgrade(before, after):
    """Of another program: its data must be brought into another form."""
    return (before.engine, major(before.engine, before.version)) != (after.engine, major(after.engine, after.version))
