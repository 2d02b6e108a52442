"""Load balancers and target groups: ranges of their attributes and health checks, what exists already, targets.

Source: Elastic Load Balancing API Reference, LoadBalancerAttribute, TargetGroupAttribute, CreateTargetGroup,
CreateListener and RegisterTargets.
"""

import ipaddress

from moto.ec2.models import ec2_backends
from moto.elbv2.models import elbv2_backends

from .elbv2 import balancers, refused
from .rule import rule

RANGES = {
    "idle_timeout.timeout_seconds": [(1, 4_000)],
    "client_keep_alive.seconds": [(60, 604_800)],
    "deregistration_delay.timeout_seconds": [(0, 3_600)],
    "slow_start.duration_seconds": [(0, 0), (30, 900)],
    "stickiness.lb_cookie.duration_seconds": [(1, 604_800)],
    "stickiness.app_cookie.duration_seconds": [(1, 604_800)],
}
HEALTH_CHECK = {
    "HealthCheckIntervalSeconds": (5, 300),
    "HealthCheckTimeoutSeconds": (2, 120),
    "HealthyThresholdCount": (2, 10),
    "UnhealthyThresholdCount": (2, 10),
}
# Beside those of the VPC: RFC 1918 and RFC 6598. And, as nowhere in AWS, this machine: a program on it can be a target.
PRIVATE = [
    ipaddress.ip_network(cidr)
    for cidr in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8")
]


@rule("elbv2", "ModifyLoadBalancerAttributes", "ModifyTargetGroupAttributes")
def attributes_are_in_range(request):
    for attribute in request.get("Attributes") or []:
        name, value = attribute["Key"], attribute.get("Value")
        ranges = RANGES.get(name)
        if ranges and not (value and value.isdigit() and any(low <= int(value) <= high for low, high in ranges)):
            allowed = " or ".join(f"{low}-{high}" for low, high in ranges)
            raise refused(f"'{value}' is not a valid value for '{name}'. Valid values are {allowed}")


@rule("elbv2", "CreateTargetGroup", "ModifyTargetGroup")
def health_checks_are_in_range(request):
    for name, (low, high) in HEALTH_CHECK.items():
        value = request.get(name)
        if value is not None and not low <= value <= high:
            raise refused(f"{name} '{value}' must be between '{low}' and '{high}' inclusive")
    interval, timeout = interval_and_timeout(request)
    if interval <= timeout:
        raise refused("Health check interval must be greater than the timeout.")


def interval_and_timeout(request):
    """What a change does not name stays."""
    group = request.backend(elbv2_backends).target_groups.get(request.get("TargetGroupArn"))
    interval = request.get("HealthCheckIntervalSeconds") or getattr(group, "health_check_interval_seconds", 30)
    timeout = request.get("HealthCheckTimeoutSeconds") or getattr(group, "health_check_timeout_seconds", 5)
    return int(interval), int(timeout)


@rule("elbv2", "CreateLoadBalancer")
def name_is_free(request):
    """The same name with the same settings is answered with the load balancer that is there."""
    for balancer in balancers(request).values():
        if balancer.name == request.get("Name") and balancer.scheme != (request.get("Scheme") or "internet-facing"):
            raise refused(
                f"A load balancer with the same name '{balancer.name}' exists, but with different settings",
                "DuplicateLoadBalancerName",
            )


@rule("elbv2", "CreateListener")
def port_is_free(request):
    """The same port with the same settings is answered with the listener that is there."""
    balancer = balancers(request).get(request.get("LoadBalancerArn"))
    for listener in balancer.listeners.values() if balancer else ():
        if str(listener.port) != str(request.get("Port")):
            continue
        wanted = [action["Type"] for action in request.get("DefaultActions") or []]
        if (listener.protocol, [action.type for action in listener.default_actions]) != (request.get("Protocol"), wanted):
            raise refused(
                f"A listener already exists on port {request.get('Port')} for this load balancer '{balancer.arn}'",
                "DuplicateListener",
            )


@rule("elbv2", "RegisterTargets")
def targets_are_within_reach(request):
    group = request.backend(elbv2_backends).target_groups.get(request.get("TargetGroupArn"))
    if group is None or group.target_type != "ip":
        return
    vpc = ec2_backends[request.account][request.region].vpcs.get(group.vpc_id)
    own = [ipaddress.ip_network(each["cidr_block"]) for each in (vpc.get_cidr_block_association_set() if vpc else ())]
    for target in request.get("Targets") or []:
        address = ipaddress.ip_address(target["Id"])
        if not any(address in network for network in [*own, *PRIVATE]):
            raise refused(
                f"The provided target IP '{address}' is not in the VPC's networks, and not private", "InvalidTarget"
            )
