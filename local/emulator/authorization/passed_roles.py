"""Whoever hands a role over to a service has to be allowed to: `iam:PassRole`.

Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service".
"""

import re

from ..calls.parameters import texts_in
from .need import Need
from .operations import prefix_of

ROLE = re.compile(r"arn:[^:]+:iam::\d+:role/.+")
# Names of parameters that hand one over: RoleArn, MonitoringRoleArn, DeliverLogsPermissionArn, Role.
HANDED_OVER = re.compile(r".*(role|rolearn|permissionarn)", re.IGNORECASE)
# Services that speak of roles and hand over none.
NEVER = {"iam", "sts", "kms", "ssm", "secretsmanager", "sns", "sqs", "s3", "ecr"}
# The name of the parameter, where a service hands a role on to another.
SERVICES = {
    ("ec2", "DeliverLogsPermissionArn"): "vpc-flow-logs.amazonaws.com",
    ("eks", "nodeRoleArn"): "ec2.amazonaws.com",
    ("rds", "MonitoringRoleArn"): "monitoring.rds.amazonaws.com",
}
OF_OPERATIONS = {
    ("eks", "CreatePodIdentityAssociation"): "pods.eks.amazonaws.com",
    ("eks", "UpdatePodIdentityAssociation"): "pods.eks.amazonaws.com",
    ("eks", "CreateAddon"): "pods.eks.amazonaws.com",
    ("eks", "UpdateAddon"): "pods.eks.amazonaws.com",
}


def passed_roles(call, parameters):
    if call.service in NEVER:
        return
    for name, arn in sorted(set(texts_in(parameters))):
        if ROLE.fullmatch(arn) and HANDED_OVER.fullmatch(name) and not is_of_a_service(arn):
            yield Need("iam:PassRole", arn, {"iam:PassedToService": service_of(call, name)})


def service_of(call, name):
    prefix = prefix_of(call.service)
    return (
        SERVICES.get((prefix, name)) or OF_OPERATIONS.get((prefix, call.action)) or f"{prefix}.amazonaws.com"
    )


def is_of_a_service(arn):
    """Nobody can hand over a service-linked role."""
    return ":role/aws-service-role/" in arn
