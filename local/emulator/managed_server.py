"""Whether Systems Manager has a server: its agent has the rights to connect, and a way to the service.

Source: AWS Systems Manager User Guide, "Verify or add instance permissions for Session Manager" and "Improve the security
of EC2 instances by using VPC endpoints for Systems Manager".
"""

from moto.ec2.models import ec2_backends

from .authorization.caller import caller_of_role
from .iam.condition import Keys
from .iam.policy import ALLOW, decide

ASKED = (
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
)
SERVICES = ("ssm", "ssmmessages")


def is_connected(instance_id, account, region):
    """False also for one that is not there, as AWS answers."""
    ec2 = ec2_backends[account][region]
    instance = next((each for each in ec2.all_instances() if each.id == instance_id), None)
    if instance is None or instance.state != "running":
        return False
    role = role_of(ec2, instance)
    return role is not None and has_rights(role, instance, account, region) and reaches_service(ec2, instance, region)


def role_of(ec2, instance):
    association = ec2.iam_instance_profile_associations.get(instance.id)
    roles = association.iam_instance_profile.roles if association else ()
    return next(iter(roles), None)


def has_rights(role, instance, account, region):
    agent = caller_of_role(role, f"arn:aws:sts::{account}:assumed-role/{role.name}/{instance.id}", tags={})
    arn = f"arn:aws:ec2:{region}:{account}:instance/{instance.id}"
    limits = [agent.policies, *([[agent.boundary]] if agent.boundary else [])]
    return all(
        decide(documents, action, arn if action.startswith("ssm:") else "*", Keys(agent.keys)) == ALLOW
        for action in ASKED
        for documents in limits
    )


def reaches_service(ec2, instance, region):
    """By an endpoint for each service, or by the internet."""
    groups = {group.id for nic in instance.nics.values() for group in nic.group_set}
    out = [rule for each in groups for rule in ec2.get_security_group_from_id(each).egress_rules if opens_https(rule)]
    named = {rule.source_group.get("GroupId") for rule in out}
    everywhere = any(rule.cidr_ipv4 == "0.0.0.0/0" for rule in out)
    if everywhere and has_way_out(ec2, instance):
        return True
    for service in SERVICES:
        endpoints = [
            each
            for each in ec2.vpc_end_points.values()
            if each.vpc_id == instance.vpc_id
            and each.state == "available"
            and each.private_dns_enabled
            and each.service_name == f"com.amazonaws.{region}.{service}"
        ]
        if not any(everywhere or named & set(each.security_group_ids) for each in endpoints):
            return False
    return True


def opens_https(rule):
    return rule.ip_protocol == "-1" or (rule.ip_protocol == "tcp" and int(rule.from_port) <= 443 <= int(rule.to_port))


def has_way_out(ec2, instance):
    return any(
        route.destination_cidr_block == "0.0.0.0/0" and (route.nat_gateway or route.gateway)
        for table in ec2.route_tables.values()
        if instance.subnet_id in table._associations.values()
        for route in table.routes
    )
