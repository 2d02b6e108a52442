"""Secrets, parameters, registries, delivery streams, trails, the web firewall."""

from . import made
from .probe import probe


@probe(
    "Firehose with a role that does not exist", "InvalidArgumentException", "InvalidKMSResourceException"
)
def test_delivery_without_role(account):
    settings = made.delivery(account, made.bucket(account), made.no_role(account))
    return lambda: account.client("firehose").create_delivery_stream(**settings)


@probe("a new Firehose is creating", "CREATING")
def test_new_delivery(account):
    firehose = account.client("firehose")
    role = made.role(account, "firehose.amazonaws.com")
    firehose.create_delivery_stream(**made.delivery(account, made.bucket(account), role))
    described = "DeliveryStreamDescription"
    return lambda: firehose.describe_delivery_stream(DeliveryStreamName="probe")[described]["DeliveryStreamStatus"]


@probe("ECR repository policy that is no policy (Action missing)", "InvalidParameterException")
def test_repository_policy_without_action(account):
    ecr = account.client("ecr")
    ecr.create_repository(repositoryName="probe")
    text = made.policy({"Principal": {"AWS": f"arn:aws:iam::{account.id}:root"}})
    return lambda: ecr.set_repository_policy(repositoryName="probe", policyText=text)


@probe("ECR lifecycle policy that is none", "InvalidParameterException")
def test_invalid_lifecycle_policy(account):
    ecr = account.client("ecr")
    ecr.create_repository(repositoryName="probe")
    return lambda: ecr.put_lifecycle_policy(repositoryName="probe", lifecyclePolicyText='{"rules": [{}]}'.ljust(100))


@probe("secret with the name of one that waits for deletion", "InvalidRequestException")
def test_name_of_a_secret_that_waits(account):
    secrets = account.client("secretsmanager")
    secrets.create_secret(Name="s", SecretString="x")
    secrets.delete_secret(SecretId="s")
    return lambda: secrets.create_secret(Name="s", SecretString="y")


@probe(
    "secret with a key that does not exist",
    "InvalidParameterException",
    "KMSNotFoundException",
    "EncryptionFailure",
    "ResourceNotFoundException",
)
def test_secret_without_key(account):
    unknown = f"arn:aws:kms:eu-central-1:{account.id}:key/00000000-0000-0000-0000-000000000000"
    return lambda: account.client("secretsmanager").create_secret(Name="s", SecretString="x", KmsKeyId=unknown)


@probe("SSM parameter above 4 KiB in the standard tier", "ValidationException")
def test_long_parameter(account):
    return lambda: account.client("ssm").put_parameter(Name="/p", Value="a" * 4097, Type="String")


@probe("trail into a bucket whose policy does not let it", "InsufficientS3BucketPolicyException")
def test_trail_into_closed_bucket(account):
    name = made.bucket(account)
    return lambda: account.client("cloudtrail").create_trail(Name="t", S3BucketName=name)


@probe("delete a web ACL that is associated", "WAFAssociatedItemException")
def test_delete_web_acl_in_use(account):
    balancer, acl = made.Balancer(account), made.WebAcl(account)
    made.until(balancer.state, "active")
    acl.waf.associate_web_acl(WebACLArn=acl.arn, ResourceArn=balancer.arn)
    return lambda: acl.delete()


@probe("update a web ACL with an old lock token", "WAFOptimisticLockException")
def test_old_lock_token(account):
    acl = made.WebAcl(account)
    acl.update()
    return lambda: acl.update()
