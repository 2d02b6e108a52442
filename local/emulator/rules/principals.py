"""Principals of policies: roles and users that a policy names exist, services are such.

AWS stores them by their unique ids, and so has to know them.
Source: IAM User Guide, "Troubleshoot resource-based policies" and "AWS JSON policy elements: Principal".
"""

import json
import re

from moto.iam.models import iam_backends

from ..authorization.organization import ORGANIZATION
from ..iam.effective import is_effective
from ..iam.policy import as_list
from .rule import Refused, rule

# Service, action, parameter with the policy, code of the refusal.
POLICIES = (
    ("iam", "CreateRole", "AssumeRolePolicyDocument", "MalformedPolicyDocument"),
    ("iam", "UpdateAssumeRolePolicy", "PolicyDocument", "MalformedPolicyDocument"),
    ("kms", "CreateKey", "Policy", "MalformedPolicyDocumentException"),
    ("kms", "PutKeyPolicy", "Policy", "MalformedPolicyDocumentException"),
    ("s3", "PutBucketPolicy", "Policy", "MalformedPolicy"),
    ("secretsmanager", "PutResourcePolicy", "ResourcePolicy", "MalformedPolicyDocumentException"),
    ("ecr", "SetRepositoryPolicy", "policyText", "InvalidParameterException"),
    ("ecr", "PutRegistryPolicy", "policyText", "InvalidParameterException"),
    ("logs", "PutResourcePolicy", "policyDocument", "InvalidParameterException"),
    ("sns", "CreateTopic", "Attributes", "InvalidParameter"),
    ("sns", "SetTopicAttributes", "AttributeValue", "InvalidParameter"),
    ("sqs", "CreateQueue", "Attributes", "InvalidAttributeValue"),
    ("sqs", "SetQueueAttributes", "Attributes", "InvalidAttributeValue"),
    ("kinesis", "PutResourcePolicy", "Policy", "InvalidArgumentException"),
    ("backup", "PutBackupVaultAccessPolicy", "Policy", "InvalidParameterValueException"),
    ("events", "PutPermission", "Policy", "ValidationException"),
)
# What AWS says; else `INVALID`. The provider knows a role that is too new by some of these words, and asks again.
WORDS = {
    "ecr": "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Principal not found'",
    "secretsmanager": "This resource policy contains an unsupported principal.",
    "sns": "Invalid parameter: Policy Error: PrincipalNotFound",
}
INVALID = 'Invalid principal in policy: "{kind}":"{name}"'
IDENTITY = re.compile(r"arn:aws[\w-]*:iam::(\d{12}):(role|user)/(?:.*/)?([^/]+)")
SERVICE = re.compile(r"[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)")


def check_principals(parameter, code, words):
    def principals_exist(request):
        text = request.get(parameter)
        text = text.get("Policy") if isinstance(text, dict) else text
        for statement in statements_in(text):
            for kind, name in named(statement):
                if not is_known(kind, name):
                    raise Refused(code, words.format(kind=kind, name=name))

    return principals_exist


def statements_in(text):
    """Those of a policy. A text that is none is left to others to refuse."""
    try:
        document = json.loads(text)
        return [statement for statement in as_list(document["Statement"]) if isinstance(statement, dict)]
    except (TypeError, ValueError, KeyError):
        return []


def named(statement):
    """(kind, name) of each"""
    principal = statement.get("Principal", statement.get("NotPrincipal", {}))
    if isinstance(principal, dict):
        for kind, names in principal.items():
            for name in as_list(names):
                yield kind, name


def is_known(kind, name):
    if kind == "Service":
        return SERVICE.fullmatch(name) is not None
    found = IDENTITY.fullmatch(name) if kind == "AWS" else None
    if kind == "AWS" and not found:
        return "*" not in name or name == "*"
    return found is None or exists(*found.groups())


def exists(account, kind, name):
    iam = iam_backends[account]["aws"]
    owners = iam.users if kind == "user" else iam.roles
    found = next((owner for owner in owners.values() if owner.name == name), None)
    if found is None and kind == "role":
        found = ORGANIZATION.role_of_account(account, name)
    return found is not None and is_effective(found)


for service, action, parameter, code in POLICIES:
    rule(service, action)(check_principals(parameter, code, WORDS.get(service, INVALID)))
