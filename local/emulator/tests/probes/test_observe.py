"""Alarms, filters, retention, parameters: kin of what is probed elsewhere."""

from . import made
from .probe import probe
from .test_logs import alarm


@probe("alarm that needs more datapoints than periods", "ValidationError", "InvalidParameterValue")
def test_datapoints(account):
    return lambda: alarm(account, Period=60, EvaluationPeriods=2, DatapointsToAlarm=3)


@probe("metric alarm with minutes over more than a day", "ValidationError", "InvalidParameterValue")
def test_minutes_of_days(account):
    return lambda: alarm(account, Period=300, EvaluationPeriods=300)


@probe("alarm that tells a topic of another region", "ValidationError")
def test_topic_of_another_region(account):
    topic = f"arn:aws:sns:us-east-1:{account.id}:t"
    return lambda: alarm(account, Period=60, EvaluationPeriods=1, AlarmActions=[topic])


@probe("logs kept for 100 days", "InvalidParameterException")
def test_retention(account):
    logs = account.client("logs")
    logs.create_log_group(logGroupName="g")
    return lambda: logs.put_retention_policy(logGroupName="g", retentionInDays=100)


@probe("subscription with a filter pattern that is none", "InvalidParameterException")
def test_pattern_of_subscription(account):
    logs, stream, role = account.client("logs"), made.stream(account), made.role(account, "logs.amazonaws.com")
    logs.create_log_group(logGroupName="g")
    settings = {"filterName": "f", "filterPattern": "[a, b", "destinationArn": stream, "roleArn": role}
    return lambda: logs.put_subscription_filter(logGroupName="g", **settings)


@probe("SSM parameter above 8 KiB in the advanced tier", "ValidationException")
def test_long_advanced_parameter(account):
    parameter = {"Name": "/p", "Value": "a" * 8193, "Type": "String", "Tier": "Advanced"}
    return lambda: account.client("ssm").put_parameter(**parameter)


@probe("SSM parameter back from the advanced tier", "ValidationException")
def test_downgrade_of_parameter(account):
    ssm, parameter = account.client("ssm"), {"Name": "/p", "Value": "a", "Type": "String"}
    ssm.put_parameter(**parameter, Tier="Advanced")
    return lambda: ssm.put_parameter(**parameter, Tier="Standard", Overwrite=True)


@probe("SSM parameter of another form than its allowed pattern", "ParameterPatternMismatchException")
def test_pattern_of_parameter(account):
    parameter = {"Name": "/p", "Value": "a", "Type": "String", "AllowedPattern": "^[0-9]+$"}
    return lambda: account.client("ssm").put_parameter(**parameter)


@probe("change a delivery stream that is being created", "ResourceInUseException")
def test_change_new_delivery(account):
    firehose = account.client("firehose")
    role = made.role(account, "firehose.amazonaws.com")
    firehose.create_delivery_stream(**made.delivery(account, made.bucket(account), role))
    return lambda: firehose.update_destination(
        DeliveryStreamName="probe",
        CurrentDeliveryStreamVersionId="1",
        DestinationId="destinationId-000000000001",
        ExtendedS3DestinationUpdate={"BufferingHints": {"SizeInMBs": 5, "IntervalInSeconds": 60}},
    )


@probe("second trail of one name", "TrailAlreadyExistsException")
def test_second_trail(account):
    service = {"Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:*"}
    trail = {"Name": "audit", "S3BucketName": made.bucket(account, {**service, "Resource": ["{bucket}", "{bucket}/*"]})}
    account.client("cloudtrail").create_trail(**trail)
    return lambda: account.client("cloudtrail").create_trail(**trail)
