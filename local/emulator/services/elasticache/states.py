"""ElastiCache: caches take their time, and refuse changes meanwhile."""

from moto.elasticache.exceptions import ElastiCacheException

from ...pace import PACE, after


def begin_group(backend, group, state, work):
    """The members are in the same state as their group."""
    set_group(backend, group, state)
    after(work, settle_group, backend, group, state)


def settle_group(backend, group, state):
    if group.status == state and not PACE.held(group, settle_group, backend, group, state):
        set_group(backend, group, "available")


def set_group(backend, group, state):
    group.status = state
    for cluster_id in group.member_clusters:
        if cluster_id in backend.cache_clusters:
            backend.cache_clusters[cluster_id].cache_cluster_status = state


def check_group_available(group):
    if group.status != "available":
        raise ElastiCacheException(
            "InvalidReplicationGroupState",
            f"Replication group {group.replication_group_id} is {group.status}, and must be available.",
        )


def check_cluster_available(cluster):
    if cluster.cache_cluster_status != "available":
        raise ElastiCacheException(
            "InvalidCacheClusterState",
            f"Cache cluster {cluster.cache_cluster_id} is {cluster.cache_cluster_status}, and must be available.",
        )


def forget_group(backend, group):
    for cluster_id in group.member_clusters:
        backend.cache_clusters.pop(cluster_id, None)
    backend.replication_groups.pop(group.replication_group_id, None)


def forget_cluster(backend, cluster_id):
    backend.cache_clusters.pop(cluster_id, None)
