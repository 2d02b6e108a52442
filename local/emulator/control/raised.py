"""Versions that AWS raises by itself, as it does with minor versions in a maintenance window and at the end of support.

A test asks for it by a control call. What the file says is then below what there is, and a version never goes back.
"""

from moto.eks.models import eks_backends
from moto.elasticache.models import elasticache_backends
from moto.rds.models import rds_backends


def raise_version(account, region, service, name, version):
    """`name` is the id of a database instance, replication group or cluster. @raises ValueError"""
    try:
        RAISE[service](account, region, name, version)
    except KeyError:
        raise ValueError(f"no {service} {name!r} of {account} in {region}; services: {', '.join(RAISE)}") from None


def database(account, region, name, version):
    rds_backends[account][region].databases[name].engine_version = version


def cache(account, region, name, version):
    backend = elasticache_backends[account][region]
    group = backend.replication_groups[name]
    group.engine_version = version
    for cluster_id in group.member_clusters:
        whole = version if version.count(".") > 1 else f"{version}.0"
        backend.cache_clusters[cluster_id].engine_version = whole


def cluster(account, region, name, version):
    eks_backends[account][region].clusters[name].version = version


RAISE = {"rds": database, "elasticache": cache, "eks": cluster}
