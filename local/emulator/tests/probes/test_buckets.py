"""What a bucket policy may say, names, lifecycle, log delivery, who pays."""

import pytest

from . import made
from .probe import probe


@pytest.fixture
def s3(account):
    return account.client("s3")


def root(account):
    return {"AWS": f"arn:aws:iam::{account.id}:root"}


@probe("bucket policy that is no JSON", "MalformedPolicy")
def test_policy_that_is_no_json(account, s3):
    name = made.bucket(account)
    return lambda: s3.put_bucket_policy(Bucket=name, Policy="Statement: []")


@probe("bucket policy with an action on objects and the bucket as resource", "MalformedPolicy")
def test_policy_on_no_object(account):
    return lambda: made.bucket(
        account, {"Principal": root(account), "Action": "s3:GetObject", "Resource": "{bucket}"}
    )


@probe("bucket policy without a principal", "MalformedPolicy")
def test_policy_without_principal(account):
    return lambda: made.bucket(account, {"Action": "s3:GetObject", "Resource": "{bucket}/*"})


@probe("bucket policy with an action of another service", "MalformedPolicy")
def test_policy_of_another_service(account):
    return lambda: made.bucket(
        account, {"Principal": root(account), "Action": "ec2:RunInstances", "Resource": "{bucket}/*"}
    )


@probe("public bucket policy where public policies are blocked", "AccessDenied")
def test_blocked_public_policy(account, s3):
    name = made.bucket(account)
    block = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=dict.fromkeys(block, True))
    public = made.policy({"Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"})
    return lambda: s3.put_bucket_policy(Bucket=name, Policy=public)


@probe("bucket name in the form of an address", "InvalidBucketName")
def test_name_that_is_an_address(s3):
    return lambda: s3.create_bucket(
        Bucket="192.168.5.4", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )


def lifecycle(s3, name, **rule):
    rule = {"ID": "r", "Status": "Enabled", "Filter": {"Prefix": ""}, **rule}
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [rule]})


@probe("lifecycle to STANDARD_IA after 10 days", "InvalidArgument")
def test_early_transition(account, s3):
    name = made.bucket(account)
    return lambda: lifecycle(s3, name, Transitions=[{"Days": 10, "StorageClass": "STANDARD_IA"}])


@probe("lifecycle that expires before it transitions", "InvalidArgument")
def test_expiration_before_transition(account, s3):
    name = made.bucket(account)
    transitions = [{"Days": 90, "StorageClass": "GLACIER"}]
    return lambda: lifecycle(s3, name, Transitions=transitions, Expiration={"Days": 60})


@probe("suspend versions under Object Lock", "InvalidBucketState")
def test_suspend_under_lock(account, s3):
    name = f"probe-{account.id}-lock"
    location = {"LocationConstraint": "eu-central-1"}
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=location, ObjectLockEnabledForBucket=True)
    return lambda: s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})


@probe("who pays for the requests of a bucket", "BucketOwner")
def test_request_payment(account, s3):
    name = made.bucket(account)
    return lambda: s3.get_bucket_request_payment(Bucket=name)["Payer"]


@probe("load balancer logs into a bucket whose policy does not let it", "InvalidConfigurationRequest")
def test_balancer_logs_into_closed_bucket(account):
    name, balancer = made.bucket(account), made.Balancer(account)
    attributes = {"access_logs.s3.enabled": "true", "access_logs.s3.bucket": name}
    listed = [{"Key": key, "Value": value} for key, value in attributes.items()]
    return lambda: balancer.elbv2.modify_load_balancer_attributes(LoadBalancerArn=balancer.arn, Attributes=listed)


@probe("trail into a bucket whose policy names one trail only", "InsufficientS3BucketPolicyException")
def test_trail_by_source_arn(account):
    service = {"Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:*"}
    source = {"StringEquals": {"aws:SourceArn": f"arn:aws:cloudtrail:eu-central-1:{account.id}:trail/other"}}
    name = made.bucket(account, {**service, "Resource": ["{bucket}", "{bucket}/*"], "Condition": source})
    return lambda: account.client("cloudtrail").create_trail(Name="audit", S3BucketName=name)
