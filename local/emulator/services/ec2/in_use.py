"""EC2: what is not deleted while something uses it, and what goes with what is deleted.

Source: EC2 API Reference, "Error codes for the Amazon EC2 API", DependencyViolation.
"""

from moto.ec2.exceptions import DependencyViolationError, EC2ClientError
from moto.ec2.models.elastic_network_interfaces import NetworkInterfaceBackend
from moto.ec2.models.internet_gateways import InternetGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupBackend
from moto.ec2.models.subnets import SubnetBackend
from moto.ec2.models.vpcs import VPCBackend
from moto.ec2.responses.security_groups import SecurityGroups
from moto.elbv2.models import elbv2_backends

from ...in_use import holder_of
from ...patch import wraps


def refuse_if_held(backend, kind, identifier, message):
    who = holder_of(kind, identifier, backend.account_id, backend.region_name)
    if who:
        raise DependencyViolationError(f"{message} ({who})")


@wraps(SecurityGroupBackend)
def delete_security_group(original, self, name=None, group_id=None):
    group = self.get_security_group_from_id(group_id) if group_id else self.get_security_group_by_name_or_id(name)
    if group:
        refuse_if_held(self, "security group", group.id, f"resource {group.id} has a dependent object")
    original(self, name, group_id)


@wraps(SecurityGroups, "delete_security_group")
def delete_as_a_user(original, self):
    """The default group goes with its VPC alone."""
    group_id, name = self._get_param("GroupId"), self._get_param("GroupName")
    group = self.ec2_backend.get_security_group_from_id(group_id) if group_id else None
    if name == "default" or (group and group.name == "default"):
        raise EC2ClientError("CannotDelete", f'the specified group: "{group_id}" name: "default" cannot be deleted')
    return original(self)


@wraps(SubnetBackend)
def delete_subnet(original, self, subnet_id):
    refuse_if_held(self, "subnet", subnet_id, f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
    return original(self, subnet_id)


@wraps(VPCBackend)
def delete_vpc(original, self, vpc_id):
    """moto refuses for subnets and route tables only, and keeps the VPC's default network ACL."""
    refuse_if_held(self, "vpc", vpc_id, f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")
    vpc = original(self, vpc_id)
    for acl in self.describe_network_acls(filters={"vpc-id": vpc_id}):
        del self.network_acls[acl.id]
    return vpc


@wraps(InternetGatewayBackend)
def detach_internet_gateway(original, self, internet_gateway_id, vpc_id):
    if maps_public_addresses(self, vpc_id):
        raise DependencyViolationError(
            f"Network {vpc_id} has some mapped public address(es). "
            "Please unmap those before detaching the gateway."
        )
    original(self, internet_gateway_id, vpc_id)


def maps_public_addresses(ec2, vpc_id):
    balancers = elbv2_backends[ec2.account_id][ec2.region_name].load_balancers.values()
    return any(address.eni and address.eni.subnet.vpc_id == vpc_id for address in ec2.addresses) or any(
        balancer.vpc_id == vpc_id and balancer.scheme != "internal" for balancer in balancers
    )


@wraps(NetworkInterfaceBackend)
def delete_network_interface(original, self, eni_id):
    """One that a service made, or that is attached to an instance, is not the user's to delete."""
    interface = self.get_network_interface(eni_id)
    gateways = [gateway for gateway in self.nat_gateways.values() if gateway.state != "deleted"]
    if interface.attachment_id or any(gateway._eni.id == eni_id for gateway in gateways):
        raise EC2ClientError("InvalidNetworkInterface.InUse", f"Network interface '{eni_id}' is currently in use.")
    return original(self, eni_id)
