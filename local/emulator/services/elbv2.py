"""Load balancers: deletion protection, limits of rules, which target groups are in use, how their targets are."""

import zlib

from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeHealthStatus, FakeLoadBalancer, FakeTargetGroup, elbv2_backends

from ..entrance.state import reach
from ..entrance.target_health import TARGET_HEALTH
from ..pace import begin
from ..patch import wraps


@wraps(ELBv2Backend)
def delete_load_balancer(original, self, arn):
    """aws_lb with enable_deletion_protection: moto stores the attribute and deletes all the same."""
    balancer = self.load_balancers.get(arn)
    if balancer and balancer.attrs["deletion_protection.enabled"] == "true":
        raise ELBClientError(
            "OperationNotPermitted", f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled"
        )
    original(self, arn)


@wraps(ELBv2Backend)
def _validate_conditions(original, self, conditions):
    """aws_lb_listener_rule: all values of its conditions count together."""
    original(self, conditions)
    values = [value for condition in conditions for value in values_of(condition)]
    if len(values) > 5:
        raise ELBClientError("ValidationError", "A rule can only have '5' condition values")


def values_of(condition):
    settings = [value for name, value in condition.items() if name.endswith("Config")]
    return [value for setting in settings for value in setting["Values"]] or condition.get("Values", [])


@wraps(ELBv2Backend)
def modify_target_group_attributes(original, self, target_group_arn, attributes):
    """aws_lb_target_group: a slow start goes with the round robin only."""
    group = self.target_groups.get(target_group_arn)
    wanted = {**(group.attributes if group else {}), **attributes}
    algorithm = wanted.get("load_balancing.algorithm.type")
    if int(wanted.get("slow_start.duration_seconds", 0)) and algorithm != "round_robin":
        raise ELBClientError(
            "InvalidConfigurationRequest", f"You cannot enable slow start with the algorithm {algorithm}"
        )
    original(self, target_group_arn, attributes)


@wraps(ELBv2Backend)
def describe_target_groups(original, self, *args, **kwargs):
    """moto adds a balancer to a group with every rule that names it, and never takes one away."""
    for group in self.target_groups.values():
        group.load_balancer_arns = [
            balancer.arn for balancer in self.load_balancers.values() if group.arn in target_groups_of(self, balancer)
        ]
    return original(self, *args, **kwargs)


def target_groups_of(backend, balancer):
    rules = [rule for listener in balancer.listeners.values() for rule in listener.rules.values()]
    actions = [action for rule in rules for action in rule.actions]
    return {arn for action in actions for arn in backend._get_target_group_arns_from(action_data=action.data)}


@wraps(FakeTargetGroup)
def health_for(original, self, target, ec2_backend):
    """Nobody checks the targets of a group that no rule names. The entrance checks those that are real."""
    backend = elbv2_backends[self.account_id][self.region_name]
    known = self.targets.get(target["Id"])
    if known is None:
        return original(self, target, ec2_backend)
    if not backend._any_listener_using(self.arn):
        state = ("unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer")
    elif TARGET_HEALTH.port is None or reach(self.arn, known["Id"], int(known["Port"]))["simulated"]:
        return original(self, target, ec2_backend)
    else:
        found = TARGET_HEALTH.find(self.arn, known["Id"], int(known["Port"])) or REGISTERING
        state = (found["state"], found["reason"] or None, found["description"] or None)
    return FakeHealthStatus(known["Id"], known["Port"], self.health_check_port, *state)


REGISTERING = {
    "state": "initial",
    "reason": "Elb.RegistrationInProgress",
    "description": "Target registration is in progress",
}


@wraps(ELBv2Backend)
def describe_target_health(original, self, target_group_arn, targets):
    """Beside the targets that are registered, those that still answer what they were asked before."""
    found = original(self, target_group_arn, targets)
    if targets:
        return found
    group = self.target_groups[target_group_arn]
    return found + [
        FakeHealthStatus(
            each["address"], each["port"], group.health_check_port, each["state"], each["reason"], each["description"]
        )
        for each in TARGET_HEALTH.draining(target_group_arn)
    ]


@wraps(ELBv2Backend)
def create_load_balancer(original, self, name, security_groups, subnet_ids, *args, **kwargs):
    """aws_lb reads name and zone for its alias record; moto has one zone for all regions."""
    balancer = original(self, name, security_groups, subnet_ids, *args, **kwargs)
    number = zlib.crc32(balancer.arn.encode())
    internal = "internal-" if balancer.scheme == "internal" else ""
    if balancer.type == "application":
        balancer.dns_name = f"{internal}{name}-{number}.{self.region_name}.elb.amazonaws.com"
        balancer.canonical_hosted_zone_id = ZONES.get(self.region_name, balancer.canonical_hosted_zone_id)
    begin(balancer, "provisioning", "active", "elbv2 load balancer created", "state")
    return balancer


@wraps(FakeLoadBalancer)
def activate(original, self):
    """moto does at the first look what takes its time."""


# Of the alias records of Application Load Balancers: AWS General Reference, "Elastic Load Balancing endpoints".
ZONES = {
    "af-south-1": "Z268VQBMOI5EKX",
    "ap-east-1": "Z3DQVH9N71FHZ0",
    "ap-northeast-1": "Z14GRHDCWA56QT",
    "ap-northeast-2": "ZWKZPGTI48KDX",
    "ap-northeast-3": "Z5LXEXXYW11ES",
    "ap-south-1": "ZP97RAFLXTNZK",
    "ap-southeast-1": "Z1LMS91P8CMLE5",
    "ap-southeast-2": "Z1GM3OXH4ZPM65",
    "ca-central-1": "ZQSVJUPU6J1EY",
    "eu-central-1": "Z215JYRZR1TBD5",
    "eu-north-1": "Z23TAZ6LKFMNIO",
    "eu-south-1": "Z3ULH7SSC9OV64",
    "eu-west-1": "Z32O12XQLNTSW2",
    "eu-west-2": "ZHURV8PSTC4K8",
    "eu-west-3": "Z3Q77PNBQS71R4",
    "me-south-1": "ZS929ML54UICD",
    "sa-east-1": "Z2P70J7HTTTPLU",
    "us-east-1": "Z35SXDOTRQ7X7K",
    "us-east-2": "Z3AADJGX6KTTL2",
    "us-west-1": "Z368ELLRRE2KJ0",
    "us-west-2": "Z1H1FL5HABSF5",
}
