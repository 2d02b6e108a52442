"""Roles that a call gives to a service: each exists, also for that service, and trusts it.

A role that was made a moment ago does not exist for services yet, and the provider asks again where AWS answers in these
words. Source: the retries of internal/service/SERVICE of hashicorp/terraform-provider-aws 5.100.0.
"""

from ..calls.parameters import texts_in
from ..iam.effective import is_effective
from ..iam.trusted_role import role_problem
from .rule import Refused, rule

# Service, actions, parameters (however deep), the service that assumes the role, code and words of the refusal.
ROLES = (
    (
        "firehose",
        ("CreateDeliveryStream", "UpdateDestination"),
        ("RoleARN",),
        "firehose.amazonaws.com",
        "InvalidArgumentException",
        "Firehose is unable to assume role {role}. Please check the role provided.",
    ),
    (
        "logs",
        ("PutSubscriptionFilter", "PutDestination"),
        ("roleArn",),
        "logs.amazonaws.com",
        "InvalidParameterException",
        "Could not deliver test message to specified destination. Check that CloudWatch Logs can assume {role}.",
    ),
    (
        "lambda",
        ("CreateFunction", "UpdateFunctionConfiguration"),
        ("Role",),
        "lambda.amazonaws.com",
        "InvalidParameterValueException",
        "The role defined for the function cannot be assumed by Lambda.",
    ),
    (
        "cloudtrail",
        ("CreateTrail", "UpdateTrail"),
        ("CloudWatchLogsRoleArn",),
        "cloudtrail.amazonaws.com",
        "InvalidCloudWatchLogsRoleArnException",
        "Access denied. Check the trust relationships for your role {role}.",
    ),
    (
        "events",
        ("PutTargets",),
        ("RoleArn",),
        "events.amazonaws.com",
        "ValidationException",
        "Provided role '{role}' cannot be assumed by principal 'events.amazonaws.com'.",
    ),
    (
        "scheduler",
        ("CreateSchedule", "UpdateSchedule"),
        ("RoleArn",),
        "scheduler.amazonaws.com",
        "ValidationException",
        "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    ),
    (
        "appconfig",
        ("CreateEnvironment", "UpdateEnvironment"),
        ("AlarmRoleArn",),
        "appconfig.amazonaws.com",
        "BadRequestException",
        "Error assuming role {role}: AppConfig is not authorized to perform sts:AssumeRole on it.",
    ),
)
# Takes a role on trust, and assumes it once a deployment watches alarms. The provider's own tests give it one that was
# made a moment ago, and nothing asks again (internal/service/appconfig/environment.go).
USES_IT_LATER = {"appconfig.amazonaws.com"}


def check_roles(parameters, trusted, code, words):
    def roles_trust(request):
        for name, role in texts_in(request.parameters):
            if name in parameters and role and not trusts(role, trusted, request):
                raise Refused(code, words.format(role=role))

    return roles_trust


def trusts(role, service, request):
    """Some services may also be named by the region: `logs.eu-central-1.amazonaws.com`."""
    names = (service, service.replace(".", f".{request.region}.", 1))
    known = anything if service in USES_IT_LATER else is_effective
    return any(role_problem(role, name, request.account, known=known) is None for name in names)


def anything(_role):
    return True


for service, actions, parameters, trusted, code, words in ROLES:
    rule(service, *actions)(check_roles(parameters, trusted, code, words))
