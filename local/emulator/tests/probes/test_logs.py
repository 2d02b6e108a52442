"""CloudWatch and its logs: keys, filters, limits, alarms, dashboards."""

from . import made
from .probe import probe


@probe(
    "log group with a key whose policy does not let CloudWatch Logs use it", "InvalidParameterException"
)
def test_group_with_closed_key(account):
    key = made.key(account)
    return lambda: account.client("logs").create_log_group(logGroupName="g", kmsKeyId=key)


@probe("third subscription filter of a log group", "LimitExceededException")
def test_third_subscription(account):
    logs, kinesis = account.client("logs"), account.client("kinesis")
    kinesis.create_stream(StreamName="probe", ShardCount=1)

    def status():
        return kinesis.describe_stream_summary(StreamName="probe")["StreamDescriptionSummary"]["StreamStatus"]

    made.until(status, "ACTIVE")
    stream = f"arn:aws:kinesis:eu-central-1:{account.id}:stream/probe"
    role = made.role(account, "logs.amazonaws.com")
    logs.create_log_group(logGroupName="g")

    def subscribe(name):
        settings = {"filterName": name, "filterPattern": "", "destinationArn": stream, "roleArn": role}
        logs.put_subscription_filter(logGroupName="g", **settings)

    subscribe("first")
    subscribe("second")
    return lambda: subscribe("third")


@probe("filter pattern that is none", "InvalidParameterException")
def test_invalid_pattern(account):
    logs = account.client("logs")
    logs.create_log_group(logGroupName="g")
    transformation = {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}
    return lambda: logs.put_metric_filter(
        logGroupName="g",
        filterName="f",
        filterPattern="{ $.level = ",
        metricTransformations=[transformation],
    )


@probe("eleventh resource policy", "LimitExceededException")
def test_eleventh_resource_policy(account):
    logs = account.client("logs")
    document = made.policy(
        {"Principal": {"Service": "route53.amazonaws.com"}, "Action": "logs:PutLogEvents", "Resource": "*"}
    )
    for number in range(10):
        logs.put_resource_policy(policyName=f"p{number}", policyDocument=document)
    return lambda: logs.put_resource_policy(policyName="p10", policyDocument=document)


@probe("dashboard whose body is no JSON", "InvalidParameterInput", "DashboardInvalidInputError")
def test_invalid_dashboard(account):
    return lambda: account.client("cloudwatch").put_dashboard(DashboardName="d", DashboardBody="{")


def alarm(account, **settings):
    account.client("cloudwatch").put_metric_alarm(
        AlarmName="a",
        Namespace="AWS/ApplicationELB",
        MetricName="RequestCount",
        Statistic="Sum",
        ComparisonOperator="GreaterThanThreshold",
        Threshold=1,
        **settings,
    )


@probe("metric alarm with period 45", "ValidationError", "InvalidParameterValue")
def test_period_of_alarm(account):
    return lambda: alarm(account, Period=45, EvaluationPeriods=1)


@probe(
    "metric alarm over more than 7 days (period 3600, 200 periods)", "ValidationError", "InvalidParameterValue"
)
def test_span_of_alarm(account):
    return lambda: alarm(account, Period=3600, EvaluationPeriods=200)
