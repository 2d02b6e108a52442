"""Target groups: by which listeners those of HTTP/2 and gRPC are reached, what their health checks look for, and by how
many load balancers one is reached.

Source: Elastic Load Balancing API Reference, CreateTargetGroup and Matcher; Application Load Balancers User Guide,
"Protocol versions".
"""

import re

from moto.elbv2.models import elbv2_backends

from .elbv2 import balancers, refused
from .rule import rule

VERSIONS = ("GRPC", "HTTP1", "HTTP2")
# Without TLS nobody could tell them which version a client speaks.
OVER_TLS = ("GRPC", "HTTP2")
GRPC_CODES = re.compile(r"\d{1,2}(-\d{1,2}|(,\d{1,2})*)")


@rule("elbv2", "CreateTargetGroup")
def versions_of_a_target_group(request):
    version = request.get("ProtocolVersion")
    # Terraform's provider sends an empty one for the default.
    if not version:
        return
    if request.get("Protocol") not in ("HTTP", "HTTPS"):
        raise refused(f"The protocol version '{version}' can only be specified for target groups of HTTP and HTTPS")
    if version not in VERSIONS:
        raise refused(f"Protocol version '{version}' must be one of '{', '.join(VERSIONS)}'")


@rule("elbv2", "CreateTargetGroup", "ModifyTargetGroup")
def matcher_is_of_the_version(request):
    matcher = request.get("Matcher") or {}
    group = request.backend(elbv2_backends).target_groups.get(request.get("TargetGroupArn"))
    is_grpc = (request.get("ProtocolVersion") or getattr(group, "protocol_version", None)) == "GRPC"
    if is_grpc and matcher.get("HttpCode"):
        raise refused("A target group with the protocol version 'GRPC' takes a GrpcCode, and no HttpCode")
    codes = matcher.get("GrpcCode")
    if codes and not is_grpc:
        raise refused("Only a target group with the protocol version 'GRPC' takes a GrpcCode")
    if codes and not GRPC_CODES.fullmatch(codes):
        raise refused(f"GrpcCode '{codes}' must be a code of 0 to 99, several of them, or a range")


@rule("elbv2", "CreateListener", "ModifyListener", "CreateRule", "ModifyRule")
def tls_for_other_versions(request):
    protocol = request.get("Protocol") or protocol_of(request)
    if protocol != "HTTP":
        return
    groups = request.backend(elbv2_backends).target_groups
    for arn in groups_named(request):
        version = getattr(groups.get(arn), "protocol_version", None)
        if version in OVER_TLS:
            raise refused(
                f"Listener protocol '{protocol}' is not supported with a target group with the protocol-version '{version}'",
                "InvalidConfigurationRequest",
            )


@rule("elbv2", "CreateListener", "ModifyListener", "CreateRule", "ModifyRule")
def one_load_balancer_for_a_group(request):
    """Source: "Quotas for your Application Load Balancers": load balancers of a target group, 1."""
    own = request.get("LoadBalancerArn") or balancer_of(request)
    backend = request.backend(elbv2_backends)
    for arn in set(groups_named(request)):
        others = [one for one in balancers(request).values() if one.arn != own and arn in groups_of(backend, one)]
        if own and others:
            raise refused(
                f"The following target groups cannot be associated with more than one load balancer: {arn}",
                "TargetGroupAssociationLimit",
            )


def balancer_of(request):
    return next((one.arn for one in balancers(request).values() if has_named(request, one)), None)


def has_named(request, balancer):
    rules = {rule.arn for one in balancer.listeners.values() for rule in one._non_default_rules.values()}
    return request.get("ListenerArn") in balancer.listeners or request.get("RuleArn") in rules


def groups_of(backend, balancer):
    rules = [rule for listener in balancer.listeners.values() for rule in listener.rules.values()]
    actions = [action for rule in rules for action in rule.actions]
    return {arn for action in actions for arn in backend._get_target_group_arns_from(action_data=action.data)}


def protocol_of(request):
    """Of the listener that is named, or that has the rule that is named."""
    arn = request.get("ListenerArn") or ""
    rule_arn = request.get("RuleArn") or ""
    for balancer in balancers(request).values():
        for listener in balancer.listeners.values():
            if listener.arn == arn or rule_arn in {each.arn for each in listener._non_default_rules.values()}:
                return listener.protocol
    return None


def groups_named(request):
    for action in [*(request.get("Actions") or []), *(request.get("DefaultActions") or [])]:
        shares = (action.get("ForwardConfig") or {}).get("TargetGroups") or []
        yield from (share["TargetGroupArn"] for share in shares)
        if action.get("TargetGroupArn"):
            yield action["TargetGroupArn"]
