"""ElastiCache: what a cache may be made and changed with.

Source: Amazon ElastiCache API Reference, CreateReplicationGroup, ModifyReplicationGroup and CreateCacheCluster;
Amazon ElastiCache User Guide, "Minimizing downtime with Multi-AZ", "Version management" and "Quotas".
"""

import re

from moto.ec2.models import ec2_backends
from moto.elasticache.exceptions import ElastiCacheException

from ...catalogue import CACHES, number
from ...usable_key import key_problem

IDENTIFIER = re.compile(r"[a-zA-Z](-?[a-zA-Z0-9])*")
LONGEST_GROUP_ID, LONGEST_CLUSTER_ID = 40, 50
MOST_NODES_OF_A_SHARD, MOST_MEMCACHED_NODES = 6, 40
TIMES = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
MAINTENANCE = re.compile(rf"({'|'.join(DAYS)}):([01]\d|2[0-3]):([0-5]\d)-({'|'.join(DAYS)}):([01]\d|2[0-3]):([0-5]\d)")


def value(message):
    return ElastiCacheException("InvalidParameterValue", message)


def combination(message):
    return ElastiCacheException("InvalidParameterCombination", message)


def check_id(identifier, longest):
    if not IDENTIFIER.fullmatch(identifier) or len(identifier) > longest:
        raise value(
            f"The id {identifier} is not valid: at most {longest} letters, digits and hyphens, a letter first, no two "
            "hyphens in a row and none at the end."
        )


def check_settings(backend, settings):
    """What is sent at creation and at changes alike, by the names of moto."""
    node_type, days = settings.get("cache_node_type"), settings.get("snapshot_retention_limit")
    if node_type and not CACHES.has_size(node_type):
        raise value(f"Invalid Cache Node type: {node_type}")
    if node_type and not CACHES.has_size_in(node_type, backend.region_name):
        raise combination(f"The node type {node_type} is not offered in {backend.region_name}.")
    if days is not None and not 0 <= days <= 35:
        raise value(f"SnapshotRetentionLimit must be 0 to 35, and is {days}.")
    check_windows(settings.get("snapshot_window"), settings.get("preferred_maintenance_window"))
    check_security_groups(backend, settings.get("security_group_ids"))


def check_windows(snapshots, maintenance):
    if snapshots:
        match = TIMES.fullmatch(snapshots)
        if not match or length(*map(int, match.groups()), of=1440) < 60:
            raise value(f"The snapshot window {snapshots} is not valid: hh24:mi-hh24:mi, of 60 minutes at least.")
    if maintenance:
        match = MAINTENANCE.fullmatch(maintenance.lower())
        if not match:
            raise value(f"The maintenance window {maintenance} is not valid: ddd:hh24:mi-ddd:hh24:mi.")
        start_day, *start, end_day, end_hour, end_minute = match.groups()
        hours = [DAYS.index(start_day) * 24 + int(start[0]), int(start[1])]
        hours += [DAYS.index(end_day) * 24 + int(end_hour), int(end_minute)]
        if length(*hours, of=7 * 1440) < 60:
            raise value(f"The maintenance window {maintenance} is shorter than 60 minutes.")
    if snapshots and maintenance and overlap(TIMES.fullmatch(snapshots), match):
        raise value("The snapshot window must not overlap with the maintenance window.")


def length(start_hour, start_minute, end_hour, end_minute, of):
    return (end_hour * 60 + end_minute - start_hour * 60 - start_minute) % of


def overlap(snapshots, maintenance):
    """By the time of the day: a snapshot is taken on each."""
    first = [int(part) for part in snapshots.groups()]
    second = [int(part) for part in maintenance.groups() if part.isdigit()]
    start, end = second[0] * 60 + second[1], second[2] * 60 + second[3]
    begin = first[0] * 60 + first[1]
    return (start - begin) % 1440 < length(*first, of=1440) or (begin - start) % 1440 < (end - start) % 1440


def check_security_groups(backend, group_ids):
    ec2 = ec2_backends[backend.account_id][backend.region_name]
    unknown = [group_id for group_id in group_ids or () if ec2.get_security_group_from_id(group_id) is None]
    if unknown:
        raise value(f"Some security group Ids could not be found: {', '.join(unknown)}")


def existing_version(engine, version):
    found = CACHES.resolve(engine, version) if version else CACHES.newest(engine)
    if found is None:
        raise combination(f"Cannot find version {version} for {engine}")
    return found


def check_upgrade(engine, version, wanted_engine, wanted):
    if engine == wanted_engine and number(wanted) < number(version):
        raise combination(f"The engine version {wanted} is below the current one, {version}.")
    if engine != wanted_engine and (engine, wanted_engine) != ("redis", "valkey"):
        raise combination(f"A cache of engine {engine} cannot be changed to {wanted_engine}.")


def check_parameter_group(backend, name, engine, version):
    """None stands for the default of the version."""
    family = CACHES.family(engine, version)
    if not name:
        return
    if name.startswith("default."):
        found = name.removeprefix("default.").removesuffix(".cluster.on")
        exists = found in CACHES.families()
    else:
        group = backend.cache_parameter_groups.get(name)
        found, exists = group and group.cache_parameter_group_family, group is not None
    if not exists:
        raise ElastiCacheException("CacheParameterGroupNotFound", f"CacheParameterGroup {name} not found.")
    if found != family:
        raise combination(f"Expected a parameter group of family {family} but found one of family {found}")


def check_subnet_group(backend, name):
    if name and name not in backend.cache_subnet_groups:
        raise ElastiCacheException("CacheSubnetGroupNotFoundFault", f"CacheSubnetGroup {name} not found.")


def check_nodes(count, failover, multi_az):
    if not 1 <= count <= MOST_NODES_OF_A_SHARD:
        raise value(f"A shard has 1 to {MOST_NODES_OF_A_SHARD} nodes, and {count} were asked for.")
    if failover and count < 2:
        raise combination("Replication group must have at least one replica for automatic failover.")
    if multi_az and not failover:
        raise combination("Automatic failover must be enabled for Multi-AZ.")


def check_encryption(backend, settings):
    token, user_groups, key = settings.get("auth_token"), settings.get("user_group_ids"), settings.get("kms_key_id")
    encrypted = settings.get("transit_encryption_enabled")
    if (token or user_groups) and not encrypted:
        raise combination("To enable AUTH or RBAC, you must enable encryption in transit.")
    if token and user_groups:
        raise combination("AuthToken and UserGroupIds cannot be used together.")
    check_token(token)
    if key and not settings.get("at_rest_encryption_enabled"):
        raise combination("KmsKeyId needs AtRestEncryptionEnabled.")
    problem = key and key_problem(key, backend.account_id, backend.region_name)
    if problem:
        raise ElastiCacheException("InvalidKMSKeyFault", f"The KMS key supplied is not valid: {key} {problem}")


def check_token(token):
    if token and (not 16 <= len(token) <= 128 or any(character in '/"@ ' for character in token)):
        raise value("AuthToken must have 16 to 128 printable characters, and none of / \" @ and space.")


def check_user_groups(backend, group_ids, engine):
    if len(group_ids) > 1:
        raise combination("A replication group has at most one user group.")
    for group_id in group_ids:
        group = backend.user_groups.get(group_id)
        if group is None:
            raise ElastiCacheException("UserGroupNotFound", f"UserGroup {group_id} not found.")
        if group.status != "active":
            raise ElastiCacheException("InvalidUserGroupState", f"UserGroup {group_id} is {group.status}.")
        if engine == "redis" and group.engine != "redis":
            raise combination(f"A user group of engine {group.engine} cannot be used with engine redis.")
