"""ElastiCache replication groups (Redis, Valkey).

moto stores what CreateReplicationGroup says but has no member clusters, which the provider reads
engine version, parameter group and security groups from, and it cannot change or delete anything.
"""

import re
from types import SimpleNamespace

from moto.core.responses import ActionResult
from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse

from ...catalogue import CACHES
from ...data import begin_data
from ...pace import after
from ...patch import adds, wraps
from ...servers import content
from . import rules
from .snapshots import check_source, content_of_source, token_of_source
from .states import (
    begin_group,
    check_group_available,
    forget_group,
    set_group,
)

# Parameter of a Modify call: attribute of the object.
GROUP_CHANGES = {
    "ReplicationGroupDescription": "description",
    "SnapshotWindow": "snapshot_window",
    "SnapshotRetentionLimit": "snapshot_retention_limit",
    "PreferredMaintenanceWindow": "preferred_maintenance_window",
    "CacheNodeType": "cache_node_type",
    "CacheParameterGroupName": "cache_parameter_group_name",
    "Engine": "engine",
    "EngineVersion": "engine_version",
    "TransitEncryptionMode": "transit_encryption_mode",
    "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
    "NotificationTopicArn": "notification_topic_arn",
    "SecurityGroupIds": "security_group_ids",
    "AuthToken": "auth_token",
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
    check_new_group(self, settings)
    if settings["num_cache_clusters"]:
        settings["replicas_per_node_group"] = settings["num_cache_clusters"] - 1
    group = original(self, **settings)
    begin_data(group, token_of_source(self, settings))
    content.begin_with(group, content_of_source(self, settings))
    group.auth_token = settings["auth_token"]
    group.auto_minor_version_upgrade = str(settings["auto_minor_version_upgrade"]).lower() != "false"
    group.cache_parameter_group_name = group.cache_parameter_group_name or default_parameter_group(group)
    group.preferred_maintenance_window = group.preferred_maintenance_window or "sun:05:00-sun:06:00"
    group.snapshot_window = settings["snapshot_window"] or "03:00-04:00"
    if group.transit_encryption_enabled:
        group.transit_encryption_mode = group.transit_encryption_mode or "required"
    domain = f"{group.replication_group_id}.{suffix(self)}"
    node_group = group.node_groups[0]
    node_group["primary_endpoint"] = {"address": f"master.{domain}", "port": group.port}
    node_group["reader_endpoint"] = {"address": f"replica.{domain}", "port": group.port}
    set_members(self, group, len(group.member_clusters))
    begin_group(self, group, "creating", "elasticache cache created")
    return group


def check_new_group(backend, settings):
    engine = settings["engine"] = (settings.get("engine") or "redis").lower()
    if engine not in ("redis", "valkey"):
        raise rules.value(f"The engine of a replication group is redis or valkey, not {engine}.")
    rules.check_id(settings["replication_group_id"], rules.LONGEST_GROUP_ID)
    settings["engine_version"] = rules.existing_version(engine, settings.get("engine_version"))
    check_source(backend, settings)
    rules.check_settings(backend, settings)
    count = settings.get("num_cache_clusters") or (settings.get("replicas_per_node_group") or 0) + 1
    rules.check_nodes(count, settings.get("automatic_failover_enabled"), settings.get("multi_az_enabled"))
    rules.check_encryption(backend, settings)
    rules.check_user_groups(backend, settings.get("user_group_ids") or [], engine)
    rules.check_subnet_group(backend, settings.get("cache_subnet_group_name"))
    name = settings.get("cache_parameter_group_name")
    rules.check_parameter_group(backend, name, engine, settings["engine_version"])


def suffix(backend):
    """What follows the name of a cache in its addresses: `emulat.euc1.cache.amazonaws.com`."""
    return f"emulat.{short_region(backend.region_name)}.cache.amazonaws.com"


def short_region(region):
    """`eu-central-1` -> `euc1`, `ap-northeast-1` -> `apne1`: as ElastiCache writes it in addresses."""
    area, *directions, place = region.split("-")
    initials = re.sub(r"(north|south|east|west|central|gov|iso)", lambda match: match[0][0], "".join(directions))
    return f"{area}{initials}{place}"


def default_parameter_group(cache):
    """default.redis7, default.valkey8, default.memcached1.6"""
    return f"default.{CACHES.family(cache.engine, cache.engine_version)}"


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
                "address": f"{cluster_id}.{group.replication_group_id}.{suffix(backend)}",
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
    cluster.cache_cluster_status = group.status
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
    check_group_change(self.elasticache_backend, group, self.params)
    check_group_available(group)
    change(group, self.params, GROUP_CHANGES)
    if "EngineVersion" in self.params and not self.params.get("CacheParameterGroupName"):
        follow_default_parameter_group(group)
    for key, attribute in (("AutomaticFailoverEnabled", "automatic_failover"), ("MultiAZEnabled", "multi_az")):
        if key in self.params:
            setattr(group, attribute, "enabled" if self.params[key] else "disabled")
    if "LogDeliveryConfigurations" in self.params:
        change_log_delivery(group, self.params["LogDeliveryConfigurations"])
    user_groups = {*group.user_group_ids, *self.params.get("UserGroupIdsToAdd", [])}
    group.user_group_ids = sorted(user_groups - {*self.params.get("UserGroupIdsToRemove", [])})
    set_members(self.elasticache_backend, group, len(group.member_clusters))
    begin_group(self.elasticache_backend, group, "modifying", "elasticache cache modified")
    return ActionResult({"ReplicationGroup": group})


def check_group_change(backend, group, params):
    settings = {attribute: params[key] for key, attribute in GROUP_CHANGES.items() if key in params}
    rules.check_settings(backend, settings)
    rules.check_windows(
        settings.get("snapshot_window", group.snapshot_window),
        settings.get("preferred_maintenance_window", group.preferred_maintenance_window),
    )
    rules.check_token(settings.get("auth_token"))
    engine = params.get("Engine", group.engine)
    check_version_change(backend, group, params)
    failover = params.get("AutomaticFailoverEnabled", group.automatic_failover == "enabled")
    rules.check_nodes(
        len(group.member_clusters), failover, params.get("MultiAZEnabled", group.multi_az == "enabled")
    )
    if params.get("UserGroupIdsToAdd") and not group.transit_encryption_enabled:
        raise rules.combination("To enable AUTH or RBAC, you must enable encryption in transit.")
    kept = {*group.user_group_ids} - {*params.get("UserGroupIdsToRemove", [])}
    rules.check_user_groups(backend, params.get("UserGroupIdsToAdd", []), engine)
    if len(kept | {*params.get("UserGroupIdsToAdd", [])}) > 1:
        raise rules.combination("A replication group has at most one user group.")


def check_version_change(backend, cache, params):
    """The parameter group must be of the new version's family. A default one follows by itself."""
    engine, wanted = params.get("Engine", cache.engine), cache.engine_version
    if "EngineVersion" in params:
        wanted = params["EngineVersion"] = rules.existing_version(engine, params["EngineVersion"])
        rules.check_upgrade(cache.engine, listed(cache.engine_version), engine, wanted)
    current = cache.cache_parameter_group_name
    name = params.get("CacheParameterGroupName") or (None if current.startswith("default.") else current)
    rules.check_parameter_group(backend, name, engine, listed(wanted))


def listed(version):
    """A cluster reads back `8.0.0` for what is listed as `8.0`."""
    return version.removesuffix(".0") if version.count(".") == 2 and version.split(".")[0] != "1" else version


def follow_default_parameter_group(cache):
    if cache.cache_parameter_group_name.startswith("default."):
        cache.cache_parameter_group_name = default_parameter_group(cache)


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
    group, nodes = group_of(self), self.params["NewReplicaCount"] + 1
    rules.check_nodes(nodes, group.automatic_failover == "enabled", group.multi_az == "enabled")
    check_group_available(group)
    set_members(self.elasticache_backend, group, nodes)
    begin_group(self.elasticache_backend, group, "modifying", "elasticache cache modified")
    return ActionResult({"ReplicationGroup": group})


# aws_elasticache_replication_group: a change of num_cache_clusters
adds(ElastiCacheResponse, "increase_replica_count")(set_replica_count)
adds(ElastiCacheResponse, "decrease_replica_count")(set_replica_count)


@wraps(ElastiCacheResponse)
def delete_replication_group(original, self):
    """moto leaves the group in `deleting` for ever; a final snapshot outlives it."""
    group, backend = group_of(self), self.elasticache_backend
    check_group_available(group)
    snapshot_name = self.params.get("FinalSnapshotIdentifier")
    if snapshot_name:
        backend.create_snapshot(snapshot_name, group.replication_group_id, None, group.kms_key_id, group.tags)
    set_group(backend, group, "deleting")
    after("elasticache cache deleted", forget_group, backend, group)
    return ActionResult({"ReplicationGroup": group})
