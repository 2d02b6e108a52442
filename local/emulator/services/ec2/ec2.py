"""EC2: security groups and their rules."""

import inspect
import re

from moto.ec2.exceptions import InvalidParameterValueError, InvalidSecurityGroupNotFoundError
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule

from ...patch import wraps


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
def modify_security_group_rules(original, self, group_id, rules):
    """A rule for all protocols has no ports, and moto refuses to change one without. What moto changes is a CIDR of IPv4
    alone."""
    for rule in rules.values():
        if rule["IpProtocol"] == "-1":
            rule.update(FromPort=-1, ToPort=-1)
        if "ReferencedGroupId" in rule and not self.get_security_group_by_name_or_id(rule["ReferencedGroupId"]):
            raise InvalidSecurityGroupNotFoundError(rule["ReferencedGroupId"])
    original(self, group_id, rules)
    group = self.get_security_group_by_name_or_id(group_id)
    for rule_id, changed in rules.items():
        rule = group.get_rule(rule_id)
        if "ReferencedGroupId" in changed:
            rule.source_group = {**rule.source_group, "GroupId": changed["ReferencedGroupId"]}
        if "PrefixListId" in changed:
            rule.prefix_list = {**rule.prefix_list, "PrefixListId": changed["PrefixListId"]}
        if "CidrIpv6" in changed:
            rule.ip_range["CidrIpv6"] = changed["CidrIpv6"]


# Source: EC2 API Reference, CreateSecurityGroup ("Constraints for EC2-VPC") and IpRange.
DESCRIPTION = re.compile(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}")


@wraps(SecurityGroupBackend)
def create_security_group(original, self, name, description, *args, **kwargs):
    """AWS takes few characters in names and descriptions, and no name that looks like an id."""
    if not DESCRIPTION.fullmatch(description or ""):
        raise invalid(description, "GroupDescription", "Character sets beyond ASCII are not supported.")
    if not DESCRIPTION.fullmatch(name) or name.startswith("sg-"):
        raise invalid(name, "groupName", "Group names may not be in the format sg-*.")
    return original(self, name, description, *args, **kwargs)


def invalid(value, parameter, reason):
    error = InvalidParameterValueError(value)
    error.message = f"Value ({value}) for parameter {parameter} is invalid. {reason}"
    return error


def check_rules(parameters):
    """`ip_ranges` and the like: those of a rule have a description each."""
    for kind in ("ip_ranges", "source_groups", "prefix_list_ids"):
        for source in parameters.get(kind) or ():
            description = source.get("Description") if isinstance(source, dict) else None
            if not DESCRIPTION.fullmatch(description or ""):
                raise invalid(
                    description,
                    "ipPermissions.description",
                    "Invalid rule description. Valid descriptions are strings less than 256 characters from the "
                    "following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
                )


@wraps(SecurityGroupBackend)
def authorize_security_group_ingress(original, self, *args, **kwargs):
    check_rules(inspect.signature(original).bind(self, *args, **kwargs).arguments)
    return original(self, *args, **kwargs)


@wraps(SecurityGroupBackend)
def authorize_security_group_egress(original, self, *args, **kwargs):
    check_rules(inspect.signature(original).bind(self, *args, **kwargs).arguments)
    return original(self, *args, **kwargs)
