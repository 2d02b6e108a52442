"""CloudWatch Logs: filter patterns, how long events are kept, who may deliver to whom.

Source: CloudWatch Logs API Reference.
"""

from moto.firehose.models import firehose_backends
from moto.kinesis.models import kinesis_backends
from moto.logs.models import logs_backends

from ..authorization.resource_policies import policy_of
from ..filter_pattern import InvalidPattern, matcher
from .access import allows
from .rule import Refused, rule

RETENTION = {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}


def refused(message):
    return Refused("InvalidParameterException", message)


@rule("logs", "PutMetricFilter", "PutSubscriptionFilter", "FilterLogEvents", "TestMetricFilter")
def filter_pattern(request):
    try:
        matcher(request.get("filterPattern") or "")
    except InvalidPattern as problem:
        raise refused(f"Invalid filter pattern: {problem}") from None


@rule("logs", "PutRetentionPolicy")
def retention(request):
    if request.get("retentionInDays") not in RETENTION:
        raise refused(f"1 validation error detected: {request.get('retentionInDays')} days is no retention period")


@rule("logs", "PutMetricFilter")
def hundred_metric_filters(request):
    filters = request.backend(logs_backends).filters.metric_filters
    others = [
        each
        for each in filters
        if each["logGroupName"] == request.get("logGroupName") and each["filterName"] != request.get("filterName")
    ]
    if len(others) >= 100:
        raise Refused("LimitExceededException", "Resource limit exceeded.")


@rule("logs", "PutSubscriptionFilter")
def destination_is_there(request):
    arn = request.get("destinationArn")
    _, _, service, region, account, resource = (arn.split(":", 5) + [""] * 6)[:6]
    name = resource.partition("/")[2]
    if service == "kinesis":
        stream = kinesis_backends[account][region].streams.get(name)
        check_destination(stream and stream.status, "Kinesis stream")
    elif service == "firehose":
        stream = firehose_backends[account][region].delivery_streams.get(name)
        check_destination(stream and stream.delivery_stream_status, "Firehose stream")
    elif service == "lambda" and not lets_logs_in(request, arn):
        raise refused(
            "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your "
            "function."
        )
    if service in ("kinesis", "firehose") and not request.get("roleArn"):
        raise refused("destinationArn for vendor kinesis cannot be used without roleArn")


def lets_logs_in(request, function_arn):
    """Source: CloudWatch Logs User Guide, "Log group-level subscription filters", Example 2."""
    found = policy_of(function_arn)
    group = f"arn:aws:logs:{request.region}:{request.account}:log-group:{request.get('logGroupName')}:*"
    context = {"aws:SourceArn": group, "aws:SourceAccount": request.account}
    return found is not None and any(
        allows(found[1], "lambda:InvokeFunction", function_arn, service, context)
        for service in ("logs.amazonaws.com", f"logs.{request.region}.amazonaws.com")
    )


def check_destination(status, kind):
    if status not in ("ACTIVE", "UPDATING"):
        raise refused(
            f"Could not deliver test message to specified {kind}. Check if the given {kind} is in ACTIVE state."
        )
