"""ElastiCache clusters (Memcached)."""

from moto.core.responses import ActionResult
from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse

from ...pace import after, begin
from ...patch import adds, wraps
from . import rules
from .elasticache import (
    change,
    check_version_change,
    complete_cluster,
    default_parameter_group,
    follow_default_parameter_group,
    short_region,
    zone,
)
from .states import check_cluster_available, forget_cluster

CLUSTER_CHANGES = {
    "NumCacheNodes": "num_cache_nodes",
    "CacheNodeType": "cache_node_type",
    "CacheParameterGroupName": "cache_parameter_group_name",
    "EngineVersion": "engine_version",
    "PreferredMaintenanceWindow": "preferred_maintenance_window",
    "NotificationTopicArn": "notification_topic_arn",
    "SecurityGroupIds": "security_group_ids",
}


@wraps(ElastiCacheBackend)
def create_cache_cluster(original, self, **settings):
    """Defaults, endpoint and nodes."""
    check_new_cluster(self, settings)
    cluster = original(self, **settings)
    cluster.port = settings["port"] or 11211
    cluster.cache_parameter_group_name = cluster.cache_parameter_group_name or default_parameter_group(cluster)
    cluster.preferred_maintenance_window = cluster.preferred_maintenance_window or "sun:05:00-sun:06:00"
    cluster.auto_minor_version_upgrade = settings["auto_minor_version_upgrade"] is not False
    cluster.network_type, cluster.ip_discovery = cluster.network_type or "ipv4", cluster.ip_discovery or "ipv4"
    set_nodes(self, cluster)
    begin(cluster, "creating", "available", "elasticache cache created", attribute="cache_cluster_status")
    return cluster


def check_new_cluster(backend, settings):
    engine = settings["engine"] = (settings.get("engine") or "redis").lower()
    rules.check_id(settings["cache_cluster_id"], rules.LONGEST_CLUSTER_ID)
    settings["engine_version"] = rules.existing_version(engine, settings.get("engine_version"))
    rules.check_settings(backend, settings)
    check_count(engine, settings.get("num_cache_nodes") or 1, settings.get("az_mode"))
    rules.check_subnet_group(backend, settings.get("cache_subnet_group_name"))
    name = settings.get("cache_parameter_group_name")
    rules.check_parameter_group(backend, name, engine, settings["engine_version"])
    if engine == "memcached" and (settings.get("snapshot_retention_limit") or settings.get("snapshot_window")):
        raise rules.combination("Memcached has no snapshots.")


def check_count(engine, count, az_mode):
    most = rules.MOST_MEMCACHED_NODES if engine == "memcached" else 1
    if not 1 <= count <= most:
        raise rules.value(f"NumCacheNodes must be 1 to {most} for {engine}, and is {count}.")
    if az_mode == "cross-az" and count < 2:
        raise rules.combination("AZMode cross-az needs two nodes at least.")


def set_nodes(backend, cluster):
    complete_cluster(cluster)
    domain = f"{cluster.cache_cluster_id}.emulat.{{}}.{short_region(backend.region_name)}.cache.amazonaws.com"
    cluster.configuration_endpoint = {"address": domain.format("cfg"), "port": cluster.port}
    spread = cluster.az_mode == "cross-az" and cluster.num_cache_nodes > 1
    cluster.preferred_availability_zone = "Multiple" if spread else zone(backend, 0)
    cluster.cache_nodes = [
        {
            "cache_node_id": f"{index + 1:04}",
            "cache_node_status": "available",
            "endpoint": {"address": domain.format(f"{index + 1:04}"), "port": cluster.port},
            "customer_availability_zone": zone(backend, index if spread else 0),
        }
        for index in range(cluster.num_cache_nodes)
    ]


@adds(ElastiCacheResponse)
def modify_cache_cluster(self):
    """aws_elasticache_cluster: node count and other settings that change in place."""
    cluster, backend = cluster_of(self), self.elasticache_backend
    check_change(backend, cluster, self.params)
    check_cluster_available(cluster)
    change(cluster, self.params, CLUSTER_CHANGES)
    cluster.az_mode = self.params.get("AZMode", cluster.az_mode)
    if "EngineVersion" in self.params and not self.params.get("CacheParameterGroupName"):
        follow_default_parameter_group(cluster)
    set_nodes(backend, cluster)
    begin(cluster, "modifying", "available", "elasticache cache modified", attribute="cache_cluster_status")
    return ActionResult({"CacheCluster": cluster})


def check_change(backend, cluster, params):
    rules.check_settings(
        backend, {attribute: params[key] for key, attribute in CLUSTER_CHANGES.items() if key in params}
    )
    check_count(
        cluster.engine, params.get("NumCacheNodes", cluster.num_cache_nodes), params.get("AZMode", cluster.az_mode)
    )
    check_version_change(backend, cluster, params)


def cluster_of(response):
    return response.elasticache_backend.describe_cache_clusters(response.params["CacheClusterId"])[0]


@wraps(ElastiCacheResponse)
def delete_cache_cluster(original, self):
    """moto leaves the cluster in `deleting` for ever."""
    cluster = cluster_of(self)
    check_cluster_available(cluster)
    cluster.cache_cluster_status = "deleting"
    after("elasticache cache deleted", forget_cluster, self.elasticache_backend, cluster.cache_cluster_id)
    return ActionResult({"CacheCluster": cluster})
