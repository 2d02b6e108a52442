"""WAF: what is in use stays; names of log destinations.

Source: AWS WAF API Reference. moto checks the lock tokens.
"""

from moto.elbv2.models import elbv2_backends
from moto.wafv2.models import wafv2_backends

from .rule import Refused, rule


def backend_of(request, scope=None):
    scope = scope or request.get("Scope")
    return wafv2_backends[request.account]["aws" if scope == "CLOUDFRONT" else request.region]


def in_use():
    return Refused(
        "WAFAssociatedItemException",
        "AWS WAF couldn't perform the operation because your resource is being used by another resource or it's "
        "associated with another resource.",
    )


@rule("wafv2", "DeleteWebACL")
def web_acl_in_use(request):
    for acl in backend_of(request).wacls.values():
        if acl.id == request.get("Id") and acl.associated_resources:
            raise in_use()


@rule("wafv2", "DeleteIPSet", "DeleteRuleGroup", "DeleteRegexPatternSet")
def part_in_use(request):
    """A web ACL or a rule group that names it holds it."""
    backend = backend_of(request)
    for user in (*backend.wacls.values(), *backend.rule_groups.values()):
        if any(arn.endswith(f"/{request.get('Id')}") for arn in arns_in(user.to_dict().get("Rules"))):
            raise in_use()


@rule("wafv2", "AssociateWebACL")
def resource_is_ready(request):
    arn = request.get("ResourceArn")
    if ":loadbalancer/app/" not in arn:
        return
    balancer = elbv2_backends[request.account][request.region].load_balancers.get(arn)
    if balancer is None:
        raise Refused("WAFNonexistentItemException", "AWS WAF couldn't perform the operation because your resource doesn't exist.")
    if balancer.state == "provisioning":
        raise Refused("WAFUnavailableEntityException", "AWS WAF couldn't retrieve the resource that you requested. Retry your request.")


@rule("wafv2", "CreateWebACL", "UpdateWebACL", "CreateRuleGroup", "UpdateRuleGroup")
def priorities_and_parts(request):
    rules = request.get("Rules") or []
    priorities = [each["Priority"] for each in rules]
    if len(priorities) != len(set(priorities)):
        raise Refused("WAFInvalidParameterException", "Error reason: You have duplicate priorities., field: RULE")
    backend = backend_of(request)
    known = {*backend.ip_sets, *backend.rule_groups, *backend.regex_pattern_sets}
    for arn in arns_in(rules):
        if arn not in known:
            raise Refused("WAFNonexistentItemException", f"AWS WAF couldn't find {arn}.")


def arns_in(value):
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "ARN" and isinstance(item, str) and ":wafv2:" in item:
                yield item
            else:
                yield from arns_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from arns_in(item)


@rule("wafv2", "PutLoggingConfiguration")
def destination_of_logs(request):
    for arn in request.get("LoggingConfiguration")["LogDestinationConfigs"]:
        name = arn.rpartition(":::")[2] if ":::" in arn else arn.rpartition("/")[2].rpartition(":")[2]
        name = name if ":log-group:" not in arn else arn.partition(":log-group:")[2]
        if not name.startswith("aws-waf-logs-"):
            raise Refused(
                "WAFInvalidParameterException",
                f"Error reason: The ARN isn't valid. A valid ARN begins with aws-waf-logs-., field: LOG_DESTINATION, parameter: {arn}",
            )
