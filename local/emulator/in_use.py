"""Who holds what: AWS does not delete a thing that another one uses.

A kind of thing (`subnet`, `security group`) is asked for with `holder_of` when it is to be deleted. One function a
service says what its things hold; they are asked each time, so that nothing has to be kept up to date.
"""

from moto.awslambda.models import lambda_backends
from moto.ec2.models import ec2_backends
from moto.eks.models import eks_backends
from moto.elasticache.models import elasticache_backends
from moto.elbv2.models import elbv2_backends
from moto.rds.models import rds_backends

HOLDERS = []


def holder(function):
    """`function(account, region)` yields (who holds, kind of what it holds, id or name of that)."""
    HOLDERS.append(function)
    return function


def holder_of(kind, identifier, account, region):
    """Who holds it, in words, or None."""
    for function in HOLDERS:
        for who, held, name in function(account, region):
            if held == kind and name == identifier:
                return who
    return None


def each(who, kind, names):
    for name in names or ():
        yield who, kind, name


@holder
def network_interfaces(account, region):
    for interface in ec2_backends[account][region].enis.values():
        yield from each(f"network interface {interface.id}", "security group", [g.id for g in interface.group_set])
        yield f"network interface {interface.id}", "subnet", interface.subnet.id


@holder
def security_group_rules(account, region):
    for groups in ec2_backends[account][region].groups.values():
        for group in groups.values():
            named = [rule.source_group.get("GroupId") for rule in (*group.ingress_rules, *group.egress_rules)]
            yield from each(f"a rule of {group.id}", "security group", [name for name in named if name != group.id])


@holder
def nat_gateways(account, region):
    for gateway in ec2_backends[account][region].nat_gateways.values():
        if gateway.state not in ("deleted", "failed"):
            yield f"NAT gateway {gateway.id}", "subnet", gateway.subnet_id


@holder
def endpoints(account, region):
    for endpoint in ec2_backends[account][region].vpc_end_points.values():
        if endpoint.state != "deleted":
            yield f"VPC endpoint {endpoint.id}", "vpc", endpoint.vpc_id
            yield from each(f"VPC endpoint {endpoint.id}", "subnet", endpoint.subnet_ids)
            yield from each(f"VPC endpoint {endpoint.id}", "security group", endpoint.security_group_ids)


@holder
def gateways_and_groups_of_a_vpc(account, region):
    ec2 = ec2_backends[account][region]
    for gateway in ec2.internet_gateways.values():
        if gateway.vpc:
            yield f"internet gateway {gateway.id}", "vpc", gateway.vpc.id
    for gateway in ec2.egress_only_internet_gateways.values():
        yield f"egress-only internet gateway {gateway.id}", "vpc", gateway.vpc_id
    for vpc_id, groups in ec2.groups.items():
        yield from each("a security group", "vpc", [vpc_id for group in groups.values() if group.name != "default"])
    for acl in ec2.network_acls.values():
        if not acl.default:
            yield f"network ACL {acl.id}", "vpc", acl.vpc_id


@holder
def load_balancers(account, region):
    for balancer in elbv2_backends[account][region].load_balancers.values():
        who = f"load balancer {balancer.name}"
        yield from each(who, "security group", balancer.security_groups)
        yield from each(who, "subnet", [subnet.id for subnet in balancer.subnets])


@holder
def functions(account, region):
    for function in lambda_backends[account][region].list_functions():
        config = function.vpc_config or {}
        yield from each(f"function {function.function_name}", "security group", config.get("SecurityGroupIds"))
        yield from each(f"function {function.function_name}", "subnet", config.get("SubnetIds"))


@holder
def databases(account, region):
    backend = rds_backends[account][region]
    for database in [*backend.databases.values(), *backend.clusters.values()]:
        who = f"database {database.resource_id}"
        yield from each(who, "security group", database.vpc_security_group_ids)
        subnets = getattr(database, "_db_subnet_group_name", None)
        if subnets:
            yield who, "database subnet group", subnets.lower()
            group = backend.subnet_groups.get(subnets)
            # It has its network interface in one of them, and the others are where it fails over to.
            yield from each(who, "subnet", [subnet.id for subnet in group._subnets] if group else [])
        parameters = getattr(database, "db_parameter_group_name", None)
        if parameters:
            yield who, "database parameter group", parameters.lower()


@holder
def caches(account, region):
    backend = elasticache_backends[account][region]
    for cluster in backend.cache_clusters.values():
        who = f"cache cluster {cluster.cache_cluster_id}"
        yield from each(who, "security group", cluster.security_group_ids)
        yield who, "cache parameter group", cluster.cache_parameter_group_name
        yield who, "cache subnet group", cluster.cache_subnet_group_name
        group = backend.cache_subnet_groups.get(cluster.cache_subnet_group_name)
        yield from each(who, "subnet", group.subnet_ids if group else [])
    for group in backend.replication_groups.values():
        yield from each(f"replication group {group.replication_group_id}", "user group", group.user_group_ids)


@holder
def kubernetes_clusters(account, region):
    for cluster in eks_backends[account][region].clusters.values():
        config = cluster.resources_vpc_config
        yield from each(f"cluster {cluster.name}", "subnet", config["subnetIds"])
        yield from each(f"cluster {cluster.name}", "security group", config.get("securityGroupIds"))
        yield f"cluster {cluster.name}", "security group", config.get("clusterSecurityGroupId")
