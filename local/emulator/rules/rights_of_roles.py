"""What a role may do that a call gives to a service, where AWS tries it at once.

Source: the retries of internal/service/{firehose,lambda,logs} of hashicorp/terraform-provider-aws 5.100.0, which quote
AWS's answers; AWS Lambda Developer Guide, "Adding a dead-letter queue".
"""

from moto.iam.models import iam_backends

from ..authorization.caller import caller_of_role
from ..authorization.need import Need
from ..authorization.verdict import judge
from ..iam.condition import Keys
from .rule import Refused, rule

RECORD = {"kinesis": "Kinesis", "firehose": "Firehose"}
# Of a dead letter queue: what Lambda calls there.
DEAD_LETTERS = {"sns": ("Publish", "SNS"), "sqs": ("SendMessage", "SQS")}


def denial_of(role_arn, action, resource, keys=None):
    """Why the role may not, or None if it may, or is not there: `roles.py` says so. `keys` are those of the call."""
    roles = iam_backends[role_arn.split(":")[4]]["aws"].roles.values()
    role = next((role for role in roles if role.arn == role_arn), None)
    if role is None:
        return None
    session = f"arn:aws:sts::{role.account_id}:assumed-role/{role.name}/service"
    caller = caller_of_role(role, session, tags={})
    return judge(caller, Need(action, resource), Keys({**caller.keys, **(keys or {})}))


@rule("logs", "PutSubscriptionFilter")
def logs_may_deliver(request):
    destination, role = request.get("destinationArn"), request.get("roleArn")
    service = destination.split(":")[2]
    if service in RECORD and role and denial_of(role, f"{service}:PutRecord", destination):
        kind = f"{RECORD[service]} stream"
        raise Refused(
            "InvalidParameterException",
            f"Could not deliver test message to specified {kind}. Check if the given {kind} is in ACTIVE state.",
        )


@rule("firehose", "CreateDeliveryStream")
def firehose_may_read(request):
    source = request.get("KinesisStreamSourceConfiguration")
    if not source:
        return
    stream, role = source["KinesisStreamARN"], source["RoleARN"]
    denial = denial_of(role, "kinesis:DescribeStream", stream)
    if denial:
        raise Refused(
            "InvalidArgumentException",
            f"Role {role} is not authorized to perform: kinesis:DescribeStream on resource {stream} {denial.reason}.",
        )


@rule("lambda", "CreateFunction", "UpdateFunctionConfiguration")
def lambda_may_hand_over(request):
    target, role = (request.get("DeadLetterConfig") or {}).get("TargetArn"), request.get("Role")
    if not target or not role:
        return
    service = target.split(":")[2]
    action, name = DEAD_LETTERS[service]
    if denial_of(role, f"{service}:{action}", target):
        raise Refused(
            "InvalidParameterValueException",
            f"The provided execution role does not have permissions to call {action} on {name}",
        )
