"""EC2: descriptions of security group rules; what goes with a VPC or NAT gateway."""

from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule
from moto.ec2.models.vpcs import VPCBackend

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
