"""Log groups, subscriptions and metric filters of CloudWatch Logs."""

import pytest
from botocore.exceptions import ClientError

from .probes import made


def test_logs_give_a_group_a_key_and_take_it_away(account):
    logs = account.client("logs")
    logs.create_log_group(logGroupName="g")
    lets_logs_in = {"Principal": {"Service": "logs.eu-central-1.amazonaws.com"}, "Action": "kms:*", "Resource": "*"}
    key = made.key(account, lets_logs_in)
    logs.associate_kms_key(logGroupName="g", kmsKeyId=key)
    assert logs.describe_log_groups()["logGroups"][0]["kmsKeyId"] == key
    logs.disassociate_kms_key(logGroupName="g")
    assert "kmsKeyId" not in logs.describe_log_groups()["logGroups"][0]
    with pytest.raises(ClientError, match="does not exist"):
        logs.associate_kms_key(logGroupName="absent", kmsKeyId="k")


def test_logs_keep_the_class_of_a_group(account):
    logs = account.client("logs")
    logs.create_log_group(logGroupName="g", logGroupClass="INFREQUENT_ACCESS")
    assert logs.describe_log_groups()["logGroups"][0]["logGroupClass"] == "INFREQUENT_ACCESS"


def test_logs_keep_how_a_subscription_spreads_events(account):
    account.client("kinesis").create_stream(StreamName="s", ShardCount=1)
    logs = account.client("logs")
    logs.create_log_group(logGroupName="g")
    logs.put_subscription_filter(
        logGroupName="g",
        filterName="f",
        filterPattern="",
        destinationArn=f"arn:aws:kinesis:eu-central-1:{account.id}:stream/s",
        roleArn=made.role(account, "logs.amazonaws.com"),
        distribution="Random",
    )
    assert logs.describe_subscription_filters(logGroupName="g")["subscriptionFilters"][0]["distribution"] == "Random"


def test_logs_change_a_metric_filter_in_place(account):
    logs = account.client("logs")
    logs.create_log_group(logGroupName="g")

    def put(pattern, group="g"):
        transformation = {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}
        logs.put_metric_filter(
            logGroupName=group, filterName="f", filterPattern=pattern, metricTransformations=[transformation]
        )

    put("old")
    put("new")
    assert [made["filterPattern"] for made in logs.describe_metric_filters(logGroupName="g")["metricFilters"]] == [
        "new"
    ]
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        put("x", group="none")
