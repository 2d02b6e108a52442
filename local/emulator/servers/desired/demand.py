"""Which servers AWS's state asks for: read from moto's data, with MOTO held."""

from moto.elasticache.models import CacheCluster, ReplicationGroup, User, elasticache_backends
from moto.rds.models import DBInstance, MasterUserSecret, rds_backends

from .cache import cache, memcached
from .database import database

DATABASES = ("postgres", "mysql")
CACHES = ("redis", "valkey")


def all_desired():
    """{key: (thing, Desired)}"""
    found = [(thing, of(thing)) for thing in things()]
    return {desired.key: (thing, desired) for thing, desired in found if desired}


def things():
    for _, _, backend in rds_backends.iter_backends():
        yield from backend.databases.values()
    for _, _, backend in elasticache_backends.iter_backends():
        yield from (*backend.replication_groups.values(), *backend.cache_clusters.values())


def of(thing):
    """None for what no real server stands behind: shards, replicas, other engines, and what is no server."""
    if isinstance(thing, DBInstance):
        is_alone = thing.db_cluster_identifier is None and not thing.is_replica
        return database(thing) if thing.engine in DATABASES and is_alone else None
    if isinstance(thing, ReplicationGroup):
        return cache(thing) if thing.engine in CACHES and not thing.cluster_enabled else None
    # A member of a replication group is of another class.
    is_memcached = isinstance(thing, CacheCluster) and thing.engine == "memcached"
    return memcached(thing) if is_memcached else None


def concerned(thing):
    """What has to be as AWS's state says before a change of the thing is done: a server itself, the one of a managed
    password, those that a user or a user group may sign in to."""
    if isinstance(thing, MasterUserSecret):
        return [thing.resource]
    if isinstance(thing, User):
        return caches_of(thing, thing.user_group_ids)
    if hasattr(thing, "user_group_id"):
        return caches_of(thing, [thing.user_group_id])
    return [thing]


def caches_of(thing, user_groups):
    region, account = thing.arn.split(":")[3:5]
    groups = elasticache_backends[account][region].replication_groups.values()
    return [group for group in groups if {*group.user_group_ids} & {*user_groups}]
