"""Every right that a call takes: that of its own name, and those that AWS asks for by the way."""

from .keys import key_needs
from .need import Need
from .operations import FREE, actions_for, prefix_of
from .passed_roles import passed_roles
from .resources import resources_of
from .service_linked_roles import service_linked_roles
from .tags import tags_given

# The action that gives a tag to what is being made, where a service asks for it beside the right to make it.
# Source: the service's user guide, "Granting permission to tag resources during creation" or the like.
TAGGERS = {
    "acm": "AddTagsToCertificate",
    "appconfig": "TagResource",
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
MAKES = ("Allocate", "Create", "Put", "Request", "Run", "Start")


def needs_of(call, parameters):
    """@raises UnknownAction"""
    if (call.service, call.action) in FREE:
        return []
    needs = [
        Need(action.name, resource)
        for action in actions_for(call.service, call.action, parameters)
        for resource in resources_of(call, action, parameters)
    ]
    return [
        *needs,
        *tagging(call, parameters, needs),
        *passed_roles(call, parameters),
        *service_linked_roles(call, parameters),
        *key_needs(call, parameters),
    ]


def tagging(call, parameters, needs):
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
        # Of all that the call names, the thing itself is the first of its kind.
        for resource in sorted({need.resource for need in needs if is_of(need, call)}):
            yield Need(f"{prefix}:{tagger}", resource, more)


def is_of(need, call):
    """Whether the resource is of the kind that the call makes: `CreateDBInstance` makes no parameter group."""
    return need.resource == "*" or kind_made(call.action) in need.resource.lower().replace("-", "")


KINDS = {
    "CreateDBInstance": ":db:",
    "CreateDBParameterGroup": ":pg:",
    "CreateDBSubnetGroup": ":subgrp:",
    "CreateCacheCluster": ":cluster:",
    "CreateReplicationGroup": ":replicationgroup:",
    "CreateCacheParameterGroup": ":parametergroup:",
    "CreateCacheSubnetGroup": ":subnetgroup:",
    "CreateUser": "user",
    "CreateUserGroup": ":usergroup:",
    "CreateLoadBalancer": "loadbalancer",
    "CreateTargetGroup": "targetgroup",
    "CreateListener": "loadbalancer",
    "CreateRule": "listener",
    "CreateWebACL": "webacl",
}


def kind_made(action):
    return KINDS.get(action, ":")
