"""What AWS's state asks of the server behind a replication group or a Memcached cluster of ElastiCache."""

import hashlib

from moto.ec2.models import ec2_backends
from moto.elasticache.models import elasticache_backends

from ..content import begins_with
from .desired import Desired, pairs

# What ElastiCache keeps to itself. Source: Amazon ElastiCache User Guide, "Supported and restricted Valkey and Redis OSS
# commands".
KEPT_COMMANDS = (
    "acl|setuser acl|deluser acl|load acl|save bgrewriteaof bgsave config debug migrate psync replicaof save shutdown "
    "slaveof sync module failover"
).split()


def cache(group):
    backend = elasticache_backends[group.arn.split(":")[4]][group.arn.split(":")[3]]
    node_group = group.node_groups[0]
    endpoints = [node_group["primary_endpoint"], node_group["reader_endpoint"]]
    endpoints += [member["read_endpoint"] for member in node_group["node_group_members"]]
    return Desired(
        key=group.arn,
        title=group.replication_group_id,
        engine=group.engine,
        version=group.engine_version,
        names=tuple(endpoint["address"] for endpoint in endpoints),
        port=int(group.port),
        tls=is_true(group.transit_encryption_enabled),
        settings=of_group(backend, group.cache_parameter_group_name),
        users=users_of(backend, group),
        subnets=subnets_of(backend, group.cache_subnet_group_name),
        reboots=getattr(group, "reboots", 0),
        begins_with=begins_with(group),
    )


def users_of(backend, group):
    """Lines as Redis and Valkey have them in a file of users. Source: Redis, "ACL"."""
    if group.user_group_ids:
        ids = [user for name in group.user_group_ids for user in backend.user_groups[name].user_ids]
        lines = [line_of(backend.users[each]) for each in ids if each in backend.users]
        return tuple(sorted(lines if any(is_default(line) for line in lines) else [*lines, "user default off"]))
    secret = f"#{digest(group.auth_token)}" if group.auth_token else "nopass"
    return (f"user default on {secret} ~* &* +@all {without(KEPT_COMMANDS)}",)


def is_default(line):
    return line.split()[1] == "default"


def line_of(user):
    """Who signs in by IAM alone cannot sign in here."""
    passwords = " ".join(f"#{digest(password)}" for password in user.passwords)
    secret = "nopass" if user.no_password_required else passwords
    # Of what the access string says of channels and keys, all counts. The commands that are kept come last.
    return " ".join(f"user {user.name} {secret} {user.access_string} {without(KEPT_COMMANDS)}".split())


def without(commands):
    return " ".join(f"-{command}" for command in commands)


def digest(password):
    return hashlib.sha256(password.encode()).hexdigest()


def memcached(cluster):
    backend = elasticache_backends[cluster.arn.split(":")[4]][cluster.arn.split(":")[3]]
    endpoints = [cluster.configuration_endpoint, *(node["endpoint"] for node in cluster.cache_nodes)]
    return Desired(
        key=cluster.arn,
        title=cluster.cache_cluster_id,
        engine="memcached",
        version=cluster.engine_version,
        names=tuple(endpoint["address"] for endpoint in endpoints),
        port=int(cluster.port),
        tls=is_true(cluster.transit_encryption_enabled),
        settings=of_group(backend, cluster.cache_parameter_group_name),
        subnets=subnets_of(backend, cluster.cache_subnet_group_name),
        reboots=getattr(cluster, "reboots", 0),
    )


def subnets_of(backend, name):
    group = backend.cache_subnet_groups.get(name)
    ec2 = ec2_backends[backend.account_id][backend.region_name]
    return tuple(ec2.get_subnet(each).cidr_block for each in group.subnet_ids) if group else ()


def of_group(backend, name):
    group = backend.cache_parameter_groups.get(name)
    return pairs(group.parameters if group else {})


def is_true(value):
    return str(value).lower() == "true"
