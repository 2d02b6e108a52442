"""EC2: rules of security groups and what they hold; what goes with a VPC or NAT gateway."""

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule
from moto.ec2.models.vpcs import VPCBackend
from moto.elbv2.models import elbv2_backends

from ..patch import wraps


@wraps(SecurityGroupRule)
def __init__(
    original,
    self,
    backend,
    protocol,
    group_id,
    from_port,
    to_port,
    ip_range,
    source_group=None,
    prefix_list=None,
    **rest,
):
    """aws_vpc_security_group_*_rule: moto keeps of a prefix list its id only."""
    original(self, backend, protocol, group_id, from_port, to_port, ip_range, source_group, prefix_list, **rest)
    self.prefix_list = prefix_list or {}


def description(self):
    """As above: moto reads the description from the CIDR only. A later change is written there as well."""
    sources = (self.ip_range, self.source_group, self.prefix_list)
    return next((source["Description"] for source in sources if source.get("Description")), None)


SecurityGroupRule.description = property(description)


def key(rule):
    ports = (None, None) if rule.ip_protocol == "-1" else (rule.from_port, rule.to_port)
    group_id, prefix_list_id = rule.source_group.get("GroupId"), rule.prefix_list.get("PrefixListId")
    return rule.ip_protocol, *ports, rule.cidr_ipv4, rule.cidr_ipv6, group_id, prefix_list_id


@wraps(SecurityGroupRule)
def __eq__(original, self, other):
    """A rule is a duplicate whatever its description says; moto compares that of a referenced group."""
    return key(self) == key(other)


@wraps(SecurityGroupBackend)
def delete_security_group(original, self, name=None, group_id=None):
    """AWS keeps a group that a rule of another group names, or that a load balancer or network interface is in."""
    group = self.get_security_group_from_id(group_id) if group_id else self.get_security_group_by_name_or_id(name)
    if group and is_used(self, group):
        raise DependencyViolationError(f"resource {group.id} has a dependent object")
    original(self, name, group_id)


def is_used(backend, group):
    others = [other for groups in backend.groups.values() for other in groups.values() if other.id != group.id]
    rules = [rule for other in others for rule in (*other.ingress_rules, *other.egress_rules)]
    balancers = elbv2_backends[backend.account_id][backend.region_name].load_balancers.values()
    return (
        any(rule.source_group.get("GroupId") == group.id for rule in rules)
        or any(group.id in balancer.security_groups for balancer in balancers)
        or any(group.id in [member.id for member in interface.group_set] for interface in backend.enis.values())
    )


@wraps(SecurityGroupBackend)
def modify_security_group_rules(original, self, group_id, rules):
    """A rule for all protocols has no ports, and moto refuses to change one without."""
    for rule in rules.values():
        if rule["IpProtocol"] == "-1":
            rule.update(FromPort=-1, ToPort=-1)
    original(self, group_id, rules)


@wraps(NatGatewayBackend)
def delete_nat_gateway(original, self, nat_gateway_id):
    """moto keeps the gateway's network interface."""
    gateway = original(self, nat_gateway_id)
    self.enis.pop(gateway._eni.id, None)
    return gateway


@wraps(VPCBackend)
def delete_vpc(original, self, vpc_id):
    """moto keeps the VPC's default network ACL."""
    vpc = original(self, vpc_id)
    for acl in self.describe_network_acls(filters={"vpc-id": vpc_id}):
        del self.network_acls[acl.id]
    return vpc
