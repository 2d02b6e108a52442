"""Every right that a call takes: that of its own name, and those that AWS asks for by the way."""

import re

from .keys import key_needs
from .launches import launches
from .log_deliveries import log_deliveries
from .master_passwords import master_passwords
from .need import Need
from .operations import FREE, actions_for, prefix_of
from .passed_roles import passed_roles
from .reference import find_action
from .resources import as_policies_name_it, filled, resources_of, unknown
from .service_linked_roles import service_linked_roles
from .sessions import SESSIONS, session_needs
from .tags import tags_given

# The action that gives a tag to what is being made, where a service asks for it beside the right to make it.
# Source: the service's user guide, "Granting permission to tag resources during creation" or the like.
TAGGERS = {
    "acm": "AddTagsToCertificate",
    "appconfig": "TagResource",
    "autoscaling": "CreateOrUpdateTags",
    "backup": "TagResource",
    "cloudtrail": "AddTags",
    "cloudwatch": "TagResource",
    "ec2": "CreateTags",
    "ecr": "TagResource",
    "eks": "TagResource",
    "elasticache": "AddTagsToResource",
    "elasticloadbalancing": "AddTags",
    "firehose": "TagDeliveryStream",
    "kinesis": "AddTagsToStream",
    "kms": "TagResource",
    "lambda": "TagResource",
    "logs": "TagResource",
    "rds": "AddTagsToResource",
    "secretsmanager": "TagResource",
    "sns": "TagResource",
    "ssm": "AddTagsToResource",
    "wafv2": "TagResource",
}
IAM_TAGGERS = {
    "CreateInstanceProfile": "TagInstanceProfile",
    "CreateOpenIDConnectProvider": "TagOpenIDConnectProvider",
    "CreatePolicy": "TagPolicy",
    "CreateRole": "TagRole",
    "CreateUser": "TagUser",
}
MAKES = ("Allocate", "Copy", "Create", "Put", "Request", "Restore", "Run", "Start")


def needs_of(call, parameters):
    """@raises UnknownAction"""
    if (call.service, call.action) in FREE:
        return []
    if (call.service, call.action) in SESSIONS:
        return list(session_needs(call, parameters))
    needs = [
        Need(action.name, resource)
        for action in actions_for(call.service, call.action, parameters)
        for resource in resources_of(call, action, parameters)
    ]
    return [
        *needs,
        *tagging(call, parameters),
        *passed_roles(call, parameters),
        *service_linked_roles(call, parameters),
        *key_needs(call, parameters),
        *launches(call, parameters),
        *log_deliveries(call, parameters),
        *master_passwords(call, parameters),
    ]


def tagging(call, parameters):
    """Of what is made with tags."""
    prefix = prefix_of(call.service)
    if not call.action.startswith(MAKES) or not tags_given(parameters):
        return
    if prefix == "ec2":
        for each in parameters.get("TagSpecifications") or []:
            resource = f"arn:aws:ec2:{call.region}:{call.account}:{each.get('ResourceType', '*')}/*"
            yield Need("ec2:CreateTags", resource, {"ec2:CreateAction": call.action})
        return
    tagger = IAM_TAGGERS.get(call.action) if prefix == "iam" else TAGGERS.get(prefix)
    if tagger:
        more = {"elasticloadbalancing:CreateAction": call.action} if prefix == "elasticloadbalancing" else {}
        action = find_action(f"{prefix}:{tagger}")
        for resource in made(call, action, parameters):
            yield Need(action.name, resource, more)


def made(call, tagger, parameters):
    """ARNs of what a call makes, as far as they are known: a listener that gets a rule has no part in its tags."""
    kind = KINDS.get(call.action) or VERB.sub("", call.action).lower()
    types = [each for each in tagger.resource_types if each.name.lower().replace("-", "").startswith(kind)]
    # A balancer, a listener and a rule are of a kind that the call does not always say.
    each = next((each for each in types if "app" in each.name), types[0] if types else None)
    if each is None:
        return ["*"]
    return [as_policies_name_it(tagger, arn) for arn in filled(call, each, parameters) or [unknown(call, each)]]


# Of what is made, the name of its kind where it is not that of the operation.
KINDS = {
    "CopyDBSnapshot": "snapshot",
    "CreateCacheCluster": "cluster",
    "CreateCacheParameterGroup": "parametergroup",
    "CreateCacheSubnetGroup": "subnetgroup",
    "CreateDBInstance": "db",
    "CreateDBInstanceReadReplica": "db",
    "CreateDBParameterGroup": "pg",
    "CreateDBSnapshot": "snapshot",
    "CreateDBSubnetGroup": "subgrp",
    "CreateListener": "listener/",
    "CreateOpenIDConnectProvider": "oidcprovider",
    "CreateRule": "listenerrule",
    "PutCompositeAlarm": "alarm",
    "PutMetricAlarm": "alarm",
    "RestoreDBInstanceFromDBSnapshot": "db",
    "RestoreDBInstanceToPointInTime": "db",
}
VERB = re.compile("|".join(f"^{verb}" for verb in MAKES))
