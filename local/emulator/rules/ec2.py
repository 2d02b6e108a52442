"""EC2: ports of rules of security groups.

Source: Amazon EC2 API Reference, IpPermission.
"""

from .rule import Refused, rule

LAST_PORT = 65_535


@rule(
    "ec2",
    *("AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "ModifySecurityGroupRules"),
)
def ports_are_in_range(request):
    permissions = [request.parameters, *(request.get("IpPermissions") or [])]
    permissions += [each.get("SecurityGroupRule") or {} for each in request.get("SecurityGroupRules") or []]
    for permission in permissions:
        if permission.get("IpProtocol") not in ("tcp", "udp", "6", "17"):
            continue
        ports = [int(permission.get(name) or 0) for name in ("FromPort", "ToPort")]
        if not 0 <= ports[0] <= ports[1] <= LAST_PORT:
            raise Refused("InvalidParameterValue", f"Invalid value '{ports[0]}-{ports[1]}' for portRange.")
