"""Buckets and objects."""

import json

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError


@pytest.fixture
def bucket(account):
    name = f"b-{account.id}"
    account.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return name


def policy(bucket, **statement):
    resources = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    statements = [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": resources, **TLS_ONLY}, statement]
    return json.dumps({"Version": "2012-10-17", "Statement": [entry for entry in statements if entry]})


TLS_ONLY = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}


def test_s3_a_deny_with_a_condition_does_not_deny_everything(account, bucket):
    s3 = account.client("s3")
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket))
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    s3.get_object(Bucket=bucket, Key="k")


def test_s3_head_tells_the_size(account, bucket):
    s3 = account.client("s3")
    s3.put_object(Bucket=bucket, Key="k", Body=b"12345")
    assert s3.head_object(Bucket=bucket, Key="k")["ContentLength"] == 5


# The AWS CLI asks first whether the body is wanted, and waits a second for the answer.
def test_s3_takes_an_empty_object(account, bucket):
    config = Config(retries={"total_max_attempts": 1}, read_timeout=5)
    s3 = account.client("s3", config=config)
    s3.put_object(Bucket=bucket, Key="k", Body=b"")
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b""
    s3.put_object(Bucket=bucket, Key="k", Body=b"on the same connection")
    assert s3.head_object(Bucket=bucket, Key="k")["ContentLength"] == 22


def test_s3_logs_go_to_a_bucket_whose_policy_allows_it(account, bucket):
    s3 = account.client("s3")
    logging = {"LoggingEnabled": {"TargetBucket": bucket, "TargetPrefix": "logs/"}}
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket))
    with pytest.raises(ClientError, match="InvalidTargetBucketForLogging"):
        s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=logging)
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": ["logging.s3.amazonaws.com"]},
        "Action": ["s3:PutObject"],
        "Resource": f"arn:aws:s3:::{bucket}/logs/*",
    }
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, **allow))
    s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=logging)
    assert s3.get_bucket_logging(Bucket=bucket)["LoggingEnabled"]["TargetPrefix"] == "logs/"


def test_s3_reads_the_eventbridge_notification_back(account, bucket):
    s3 = account.client("s3")
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}})
    assert "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket=bucket)


def test_s3_deletes_versions_and_delete_markers(account, bucket):
    s3 = account.client("s3")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    s3.delete_object(Bucket=bucket, Key="k")
    listed = s3.list_object_versions(Bucket=bucket)
    objects = [
        {"Key": version["Key"], "VersionId": version["VersionId"]}
        for version in listed["Versions"] + listed["DeleteMarkers"]
    ]
    assert "Errors" not in s3.delete_objects(Bucket=bucket, Delete={"Objects": objects})
    s3.delete_bucket(Bucket=bucket)
    assert account.inventory() == []


def test_s3_a_subresource_that_moto_does_not_know_leaves_the_bucket_alone(account, bucket):
    s3 = account.client("s3")
    with pytest.raises(ClientError, match="is not implemented"):
        s3.delete_bucket_intelligent_tiering_configuration(Bucket=bucket, Id="i")
    s3.head_bucket(Bucket=bucket)
