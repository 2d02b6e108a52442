"""A role that a request names for a service to use."""

import json

from moto.iam.models import iam_backends

from .effective import is_effective
from .policy import as_list


def find_role(arn, account, partition="aws", known=is_effective):
    """None also for one that other services do not know yet."""
    roles = iam_backends[account][partition].roles.values()
    return next((role for role in roles if role.arn == arn and known(role)), None)


def role_problem(arn, service, account, partition="aws", known=is_effective):
    """Why `service` (`eks.amazonaws.com`) cannot use the role, or None if it can: it exists and trusts the service."""
    role = find_role(arn, account, partition, known)
    if role is None:
        return f"the role {arn} does not exist"
    document = role.assume_role_policy_document
    statements = as_list((json.loads(document) if isinstance(document, str) else document)["Statement"])
    if any(trusts(statement, service) for statement in statements):
        return None
    return f"the role {arn} does not trust {service}"


def trusts(statement, service):
    principal = statement.get("Principal", {})
    named = principal if principal == "*" else as_list(principal.get("Service", []))
    return statement["Effect"] == "Allow" and (named == "*" or service in named)
