"""What a database or a cache holds, told by a token in place of rows.

Each server has one from the start, another one after every write (`POST /_emulator/data`), and remembers since when. A
snapshot keeps that of its moment, and a restored server begins with that of its source: so a test sees whose data it
has, and of when.
"""

import uuid

from moto.elasticache.models import elasticache_backends
from moto.rds.models import rds_backends

from .pace import PACE


def begin_data(thing, token=None):
    """Of a new server, or of a copy that has nothing to do with its source from now on."""
    thing.data = [(PACE.now(), token or uuid.uuid4().hex)]


def token_of(thing):
    return thing.data[-1][1]


def token_at(thing, moment):
    """What it held then, in seconds since 1970."""
    return next((token for since, token in reversed(thing.data) if since <= moment), thing.data[0][1])


def write(account, region, service, name):
    """-> the token after it. @raises ValueError if there is no such server"""
    thing = servers(account, region).get((service, name))
    if thing is None:
        raise ValueError(f"no {service} {name!r} of {account} in {region}")
    thing.data.append((PACE.now(), uuid.uuid4().hex))
    return token_of(thing)


def held(account, region):
    """[{service, kind: server or snapshot, name, data}]"""
    found = {("server", *key): thing for key, thing in servers(account, region).items()}
    found |= {("snapshot", *key): thing for key, thing in snapshots(account, region).items()}
    return [
        {"service": service, "kind": kind, "name": name, "data": token_of(thing)}
        for (kind, service, name), thing in found.items()
    ]


def servers(account, region):
    databases = rds_backends[account][region].databases
    caches = elasticache_backends[account][region].replication_groups
    return named("rds", databases) | named("elasticache", caches)


def snapshots(account, region):
    databases = rds_backends[account][region].database_snapshots
    caches = elasticache_backends[account][region].snapshots
    return named("rds", databases) | named("elasticache", caches)


def named(service, things):
    return {(service, name): thing for name, thing in things.items() if hasattr(thing, "data")}
