"""The ARNs of what a call is about, as policies name them.

An ARN in a parameter is taken as it is. Otherwise the pattern of the reference (`arn:...:vpc/${VpcId}`) is filled from
the parameter of that name. What a call makes has no id yet: a star stands in its place, as in AWS.
"""

import re

from moto.iam.models import iam_backends
from moto.logs.models import logs_backends
from moto.secretsmanager.models import secretsmanager_backends

from ..calls.parameters import texts_in
from ..usable_key import find_key
from .reference import VARIABLE

ARN = re.compile(r"arn:[^:]*:[^:]*:[^:]*:[^:]*:.+")

# Parameters that a variable of the pattern is filled from, where they have other names than the variable.
NAMES = {
    ("budgets", "BudgetName"): ["BudgetName"],
    ("cloudtrail", "TrailName"): ["Name", "TrailName", "TrailNameList"],
    ("cloudwatch", "AlarmName"): ["AlarmName", "AlarmNames"],
    ("cloudwatch", "DashboardName"): ["DashboardName", "DashboardNames"],
    ("ec2", "AllocationId"): ["AllocationId"],
    ("ec2", "NaclId"): ["NetworkAclId"],
    ("ec2", "SecurityGroupId"): ["GroupId"],
    ("ecr", "RepositoryName"): ["repositoryName", "repositoryNames"],
    ("eks", "ClusterName"): ["clusterName", "name"],
    # Of a Pod Identity association. That of an add-on or an access entry is in no call.
    ("eks", "UUID"): ["associationId"],
    ("elasticache", "UserId"): ["UserId"],
    ("events", "RuleName"): ["Name", "Rule"],
    ("iam", "RoleNameWithPath"): ["RoleName"],
    ("iam", "UserNameWithPath"): ["UserName"],
    ("iam", "GroupNameWithPath"): ["GroupName"],
    ("iam", "PolicyNameWithPath"): ["PolicyName"],
    ("iam", "InstanceProfileNameWithPath"): ["InstanceProfileName"],
    ("iam", "OidcProviderName"): ["Url"],
    ("kms", "Alias"): ["AliasName"],
    ("kms", "KeyId"): ["KeyId", "TargetKeyId"],
    ("rds", "DbInstanceName"): [
        "DBInstanceIdentifier",
        "SourceDBInstanceIdentifier",
        "TargetDBInstanceIdentifier",
    ],
    ("rds", "ParameterGroupName"): ["DBParameterGroupName"],
    ("rds", "SnapshotName"): [
        "DBSnapshotIdentifier",
        "FinalDBSnapshotIdentifier",
        "SourceDBSnapshotIdentifier",
        "TargetDBSnapshotIdentifier",
    ],
    ("rds", "SubnetGroupName"): ["DBSubnetGroupName"],
    ("route53", "Id"): ["Id", "HostedZoneId", "ResourceId"],
    ("s3", "BucketName"): ["Bucket"],
    ("s3", "ObjectName"): ["Key"],
    ("secretsmanager", "SecretId"): ["SecretId", "Name"],
    ("sns", "TopicName"): ["Name"],
    ("sqs", "QueueName"): ["QueueName", "QueueUrl"],
    ("ssm", "ParameterNameWithoutLeadingSlash"): ["Name", "Names", "Path", "ResourceId"],
}
# Of a resource of EC2, the kind that its id tells.
EC2_KINDS = {
    "acl": "network-acl",
    "dopt": "dhcp-options",
    "eipalloc": "elastic-ip",
    "eni": "network-interface",
    "fl": "vpc-flow-log",
    "i": "instance",
    "igw": "internet-gateway",
    "lt": "launch-template",
    "nat": "natgateway",
    "pl": "prefix-list",
    "rtb": "route-table",
    "sg": "security-group",
    "sgr": "security-group-rule",
    "snap": "snapshot",
    "subnet": "subnet",
    "vol": "volume",
    "vpc": "vpc",
    "vpce": "vpc-endpoint",
}
MAKES = ("Allocate", "Create", "Put", "Register", "Request", "Run")
# Actions on the tags of a log group name it without what follows.
OF_LOG_GROUP_ALONE = {"logs:TagResource", "logs:UntagResource", "logs:ListTagsForResource"}

# They tell what they read by name, or in a token.
READ_CONFIGURATION = {"appconfig:StartConfigurationSession", "appconfig:GetLatestConfiguration"}


def resources_of(call, action, parameters):
    """ARNs that the action has to be allowed on, or `*` for an action that knows no resource."""
    if action.name in ("ec2:CreateTags", "ec2:DeleteTags"):
        return [ec2_arn(call, name) for name in parameters.get("Resources") or []] or ["*"]
    if action.name == "iam:CreateServiceLinkedRole":
        service = parameters.get("AWSServiceName", "*")
        return [f"arn:aws:iam::{call.account}:role/aws-service-role/{service}/*"]
    if action.name == "logs:GetQueryResults":
        return groups_of_query(call, parameters.get("queryId"))
    if action.name in READ_CONFIGURATION:
        return [configuration_arn(call, parameters)]
    if action.name == "route53:ChangeResourceRecordSets":
        # An alias record names the zone of what it leads to as well, which nobody needs a right to.
        return [f"arn:aws:route53:::hostedzone/{last_part(call, parameters['HostedZoneId'])}"]
    types = [each for each in action.resource_types if fits_operation(each, parameters)]
    given = [key_arn(call, text) for _, text in texts_in(parameters) if ARN.match(text)]
    found, missing = [], []
    for each in types:
        arns = [arn for arn in given if each.pattern.fullmatch(arn)] or filled(call, each, parameters)
        if arns:
            found += arns
        elif each.required:
            missing.append(each)
    if not found or is_maker(action):
        found += [unknown(call, each) for each in missing]
    return sorted({as_policies_name_it(action, arn) for arn in found}) or ["*"]


def fits_operation(each, parameters):
    """A hosted zone and a health check are named by the same parameter; which it is says another."""
    wanted = parameters.get("ResourceType")
    if wanted and each.arn.split(":")[2] in ("route53", "ssm"):
        return each.name == wanted.lower()
    return each.name not in ("accesspoint", "accesspointobject", "healthcheck")


def is_maker(action):
    return action.name.partition(":")[2].startswith(MAKES)


def filled(call, each, parameters):
    """[] if a parameter for one of the variables is not there."""
    prefix = each.arn.split(":")[2]
    values = [values_for(call, prefix, variable, parameters) for variable in each.variables]
    if not values or not values[0]:
        return []
    # What a call makes has no id yet, though it has a name.
    return [fill(call, each, [first, *(of[0] if of else "*" for of in values[1:])]) for first in values[0]]


def values_for(call, prefix, variable, parameters):
    wanted = {name.lower() for name in NAMES.get((prefix, variable), [variable, f"{variable}s"])}
    return [
        RESOLVERS.get((prefix, variable), as_it_is)(call, text)
        for name, text in texts_in(parameters)
        if name.lower() in wanted and text and not ARN.match(text)
    ]


def unknown(call, each):
    """Any of a kind."""
    return fill(call, each, ["*"] * len(each.variables))


def fill(call, each, values):
    known = {"Partition": "aws", "Region": call.region, "Account": call.account}
    remaining = iter(values)
    return VARIABLE.sub(lambda found: known.get(found[1]) or next(remaining), each.arn)


def as_policies_name_it(action, arn):
    """Source: Amazon CloudWatch Logs User Guide, "CloudWatch Logs resources and operations"."""
    is_log_group = action.name.startswith("logs:") and ":log-group:" in arn and ":log-stream:" not in arn
    if not is_log_group:
        return arn
    arn = arn.removesuffix(":*")
    return arn if action.name in OF_LOG_GROUP_ALONE else f"{arn}:log-stream:"


def groups_of_query(call, query_id):
    """The results of a query are those of its log groups."""
    query = logs_backends[call.account][call.region].queries.get(query_id)
    names = query.log_group_names if query else [""]
    return [f"arn:aws:logs:{call.region}:{call.account}:log-group:{name}:log-stream:" for name in names]


def configuration_arn(call, parameters):
    from ..services.appconfig.data import read_by

    application, environment, profile = read_by(call.account, call.region, parameters) or "***"
    path = f"application/{application}/environment/{environment}/configuration/{profile}"
    return f"arn:aws:appconfig:{call.region}:{call.account}:{path}"


def ec2_arn(call, resource_id):
    kind = EC2_KINDS.get(resource_id.rpartition("-")[0], "*")
    return f"arn:aws:ec2:{call.region}:{call.account}:{kind}/{resource_id}"


def as_it_is(_call, text):
    return text


def last_part(_call, text):
    return text.rstrip("/").rpartition("/")[2]


def without_slash(_call, text):
    return text.removeprefix("/")


def with_path(kind):
    def resolve(call, name):
        owners = getattr(iam_backends[call.account]["aws"], kind)
        owner = next((each for each in owners.values() if each.name == name), None)
        return f"{owner.path.lstrip('/')}{name}" if owner is not None else name

    return resolve


def key_id(call, text):
    """Of an alias, the key that it stands for."""
    key = find_key(text, call.account, call.region)
    return key.id if key else text


def key_arn(call, arn):
    """A right to use an alias is one to use its key."""
    if ":kms:" not in arn or ":alias/" not in arn:
        return arn
    key = find_key(arn, call.account, call.region)
    return key.arn if key else arn


def secret_name(call, text):
    """With what AWS has added to it, if there is such a secret."""
    secret = secretsmanager_backends[call.account][call.region].secrets.get(text)
    return secret.arn.rpartition(":")[2] if secret is not None else f"{text}-??????"


def without_scheme(_call, text):
    return text.removeprefix("https://")


RESOLVERS = {
    ("iam", "RoleNameWithPath"): with_path("roles"),
    ("iam", "UserNameWithPath"): with_path("users"),
    ("iam", "OidcProviderName"): without_scheme,
    ("kms", "Alias"): lambda _call, text: text.removeprefix("alias/"),
    ("kms", "KeyId"): key_id,
    ("route53", "Id"): last_part,
    ("secretsmanager", "SecretId"): secret_name,
    ("sqs", "QueueName"): last_part,
    ("ssm", "ParameterNameWithoutLeadingSlash"): without_slash,
}
