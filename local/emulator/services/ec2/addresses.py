"""EC2: Elastic IPs, of which an account has few, and NAT gateways, which take their time."""

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.elastic_ip_addresses import ElasticAddressBackend
from moto.ec2.models.nat_gateways import NatGatewayBackend

from ...pace import begin
from ...patch import wraps

# Source: Amazon VPC User Guide, "Amazon VPC quotas": Elastic IP addresses per Region.
MOST_ADDRESSES = 5


@wraps(ElasticAddressBackend)
def allocate_address(original, self, *args, **kwargs):
    if len(self.addresses) >= MOST_ADDRESSES:
        raise EC2ClientError("AddressLimitExceeded", "The maximum number of addresses has been reached.")
    return original(self, *args, **kwargs)


@wraps(ElasticAddressBackend)
def release_address(original, self, address=None, allocation_id=None):
    """moto takes it away from whoever has it."""
    found = self.address_by_ip([address]) if address else self.address_by_allocation([allocation_id])
    if found[0].association_id:
        raise EC2ClientError(
            "InvalidIPAddress.InUse", f"Address with allocation id [{found[0].allocation_id}] is in use."
        )
    return original(self, address, allocation_id)


@wraps(NatGatewayBackend)
def create_nat_gateway(original, self, *args, **kwargs):
    gateway = original(self, *args, **kwargs)
    begin(gateway, "pending", "available", "ec2 nat gateway created", attribute="state")
    return gateway


@wraps(NatGatewayBackend)
def delete_nat_gateway(original, self, nat_gateway_id):
    """moto keeps the gateway's network interface, and its address."""
    if nat_gateway_id not in self.nat_gateways:
        raise EC2ClientError("NatGatewayNotFound", f"NAT gateway {nat_gateway_id} was not found")
    gateway = original(self, nat_gateway_id)
    for address in self.addresses:
        if address.eni and address.eni.id == gateway._eni.id:
            self.disassociate_address(address=address.public_ip)
    self.enis.pop(gateway._eni.id, None)
    return gateway
