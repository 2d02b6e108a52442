"""ElastiCache replication groups (Redis, Valkey) and clusters (Memcached).

moto stores what CreateReplicationGroup says but has no member clusters, which the provider reads
engine version, parameter group and security groups from, and it cannot change or delete anything.
"""

import re
from types import SimpleNamespace

from moto.core.responses import ActionResult
from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse

from ..patch import adds, wraps

DEFAULT_VERSIONS = {"redis": "7.1", "valkey": "8.0", "memcached": "1.6.22"}
# Parameter of a Modify call: attribute of the object.
GROUP_CHANGES = {
    "ReplicationGroupDescription": "description",
    "SnapshotWindow": "snapshot_window",
    "SnapshotRetentionLimit": "snapshot_retention_limit",
    "PreferredMaintenanceWindow": "preferred_maintenance_window",
    "CacheNodeType": "cache_node_type",
    "CacheParameterGroupName": "cache_parameter_group_name",
    "EngineVersion": "engine_version",
    "TransitEncryptionMode": "transit_encryption_mode",
    "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
    "NotificationTopicArn": "notification_topic_arn",
    "SecurityGroupIds": "security_group_ids",
    "AuthToken": "auth_token",
}
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
def __init__(original, self, *args, **kwargs):
    """Parameter groups and user groups are new kinds; their ARNs have tags."""
    original(self, *args, **kwargs)
    self.cache_parameter_groups = {}
    self.user_groups = {}
    self.arn_regex = re.compile(r"^arn:aws:elasticache:")


@wraps(ElastiCacheBackend)
def create_replication_group(original, self, **settings):
    """Node count, defaults and member clusters."""
    if settings["num_cache_clusters"]:
        settings["replicas_per_node_group"] = settings["num_cache_clusters"] - 1
    group = original(self, **settings)
    group.auth_token = settings["auth_token"]
    group.auto_minor_version_upgrade = str(settings["auto_minor_version_upgrade"]).lower() != "false"
    group.engine_version = group.engine_version or DEFAULT_VERSIONS[group.engine]
    group.cache_parameter_group_name = group.cache_parameter_group_name or default_parameter_group(group)
    group.preferred_maintenance_window = group.preferred_maintenance_window or "sun:05:00-sun:06:00"
    group.snapshot_window = settings["snapshot_window"] or "03:00-04:00"
    if group.transit_encryption_enabled:
        group.transit_encryption_mode = group.transit_encryption_mode or "required"
    # moto's own addresses are all in us-east-1.
    domain = f"{group.replication_group_id}.emulat.{self.region_name}.cache.amazonaws.com"
    node_group = group.node_groups[0]
    node_group["primary_endpoint"] = {"address": f"master.{domain}", "port": group.port}
    node_group["reader_endpoint"] = {"address": f"replica.{domain}", "port": group.port}
    set_members(self, group, len(group.member_clusters))
    return group


def default_parameter_group(cache):
    """default.redis7, default.valkey8, default.memcached1.6"""
    version = cache.engine_version.split(".")
    return f"default.{cache.engine}" + (".".join(version[:2]) if cache.engine == "memcached" else version[0])


def set_members(backend, group, count):
    """Members are made anew from the group at every change: they have no settings of their own."""
    for cluster_id in group.member_clusters:
        backend.cache_clusters.pop(cluster_id, None)
    node_group = group.node_groups[0]
    group.member_clusters = [f"{group.replication_group_id}-{number:03}" for number in range(1, count + 1)]
    node_group["node_group_members"] = [
        {
            "cache_cluster_id": cluster_id,
            "cache_node_id": "0001",
            "current_role": "replica" if index else "primary",
            "preferred_availability_zone": zone(backend, index),
            "read_endpoint": {
                "address": f"{cluster_id}.emulat.{backend.region_name}.cache.amazonaws.com",
                "port": group.port,
            },
        }
        for index, cluster_id in enumerate(group.member_clusters)
    ]
    for index, cluster_id in enumerate(group.member_clusters):
        backend.cache_clusters[cluster_id] = member(backend, group, cluster_id, index)


def zone(backend, index):
    return f"{backend.region_name}{'abc'[index % 3]}"


def member(backend, group, cluster_id, index):
    cluster = SimpleNamespace(**vars(group))
    cluster.arn = f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:cluster:{cluster_id}"
    cluster.cache_cluster_id = cluster_id
    cluster.cache_cluster_status = "available"
    cluster.cache_cluster_create_time = group.replication_group_create_time
    cluster.num_cache_nodes = 1
    cluster.preferred_availability_zone = zone(backend, index)
    complete_cluster(cluster)
    return cluster


def complete_cluster(cluster):
    """What DescribeCacheClusters nests and moto stores flat."""
    if cluster.engine_version.count(".") == 1:
        cluster.engine_version += ".0"
    cluster.cache_parameter_group = {
        "CacheParameterGroupName": cluster.cache_parameter_group_name,
        "ParameterApplyStatus": "in-sync",
    }
    cluster.security_groups = [
        {"SecurityGroupId": group_id, "Status": "active"} for group_id in cluster.security_group_ids or []
    ]


@adds(ElastiCacheResponse)
def modify_replication_group(self):
    """aws_elasticache_replication_group: every setting that changes in place."""
    group = group_of(self)
    change(group, self.params, GROUP_CHANGES)
    for key, attribute in (("AutomaticFailoverEnabled", "automatic_failover"), ("MultiAZEnabled", "multi_az")):
        if key in self.params:
            setattr(group, attribute, "enabled" if self.params[key] else "disabled")
    if "LogDeliveryConfigurations" in self.params:
        change_log_delivery(group, self.params["LogDeliveryConfigurations"])
    user_groups = {*group.user_group_ids, *self.params.get("UserGroupIdsToAdd", [])}
    group.user_group_ids = sorted(user_groups - {*self.params.get("UserGroupIdsToRemove", [])})
    set_members(self.elasticache_backend, group, len(group.member_clusters))
    return ActionResult({"ReplicationGroup": group})


def change(target, params, attributes):
    for key, attribute in attributes.items():
        if key in params:
            setattr(target, attribute, params[key])


def change_log_delivery(group, changes):
    """Each change names a log type; one with Enabled false removes it, as in AWS."""
    changed = {setting["LogType"] for setting in changes}
    kept = [setting for setting in group.log_delivery_configurations if setting["LogType"] not in changed]
    wanted = [setting for setting in changes if setting.get("Enabled", True)]
    group.log_delivery_configurations = kept + group._get_log_delivery_configurations(wanted)


def group_of(response):
    return response.elasticache_backend.describe_replication_groups(response.params["ReplicationGroupId"])[0]


def set_replica_count(self):
    group = group_of(self)
    set_members(self.elasticache_backend, group, self.params["NewReplicaCount"] + 1)
    return ActionResult({"ReplicationGroup": group})


# aws_elasticache_replication_group: a change of num_cache_clusters
adds(ElastiCacheResponse, "increase_replica_count")(set_replica_count)
adds(ElastiCacheResponse, "decrease_replica_count")(set_replica_count)


@wraps(ElastiCacheResponse)
def delete_replication_group(original, self):
    """moto leaves the group in `deleting` for ever; a final snapshot outlives it."""
    group, backend = group_of(self), self.elasticache_backend
    snapshot_name = self.params.get("FinalSnapshotIdentifier")
    if snapshot_name:
        backend.create_snapshot(snapshot_name, group.replication_group_id, None, group.kms_key_id, group.tags)
    set_members(backend, group, 0)
    del backend.replication_groups[group.replication_group_id]
    group.status = "deleting"
    return ActionResult({"ReplicationGroup": group})


@wraps(ElastiCacheBackend)
def create_cache_cluster(original, self, **settings):
    """Memcached: defaults, endpoint and nodes."""
    cluster = original(self, **settings)
    cluster.engine_version = cluster.engine_version or DEFAULT_VERSIONS[cluster.engine]
    cluster.port = settings["port"] or 11211
    cluster.cache_parameter_group_name = cluster.cache_parameter_group_name or default_parameter_group(cluster)
    cluster.preferred_maintenance_window = cluster.preferred_maintenance_window or "sun:05:00-sun:06:00"
    cluster.auto_minor_version_upgrade = settings["auto_minor_version_upgrade"] is not False
    cluster.network_type, cluster.ip_discovery = cluster.network_type or "ipv4", cluster.ip_discovery or "ipv4"
    set_nodes(self, cluster)
    return cluster


def set_nodes(backend, cluster):
    complete_cluster(cluster)
    domain = f"{cluster.cache_cluster_id}.emulat.{{}}.{backend.region_name}.cache.amazonaws.com"
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
    cluster = cluster_of(self)
    change(cluster, self.params, CLUSTER_CHANGES)
    cluster.az_mode = self.params.get("AZMode", cluster.az_mode)
    set_nodes(self.elasticache_backend, cluster)
    return ActionResult({"CacheCluster": cluster})


def cluster_of(response):
    return response.elasticache_backend.describe_cache_clusters(response.params["CacheClusterId"])[0]


@wraps(ElastiCacheResponse)
def delete_cache_cluster(original, self):
    """moto leaves the cluster in `deleting` for ever."""
    cluster = cluster_of(self)
    del self.elasticache_backend.cache_clusters[cluster.cache_cluster_id]
    cluster.cache_cluster_status = "deleting"
    return ActionResult({"CacheCluster": cluster})
