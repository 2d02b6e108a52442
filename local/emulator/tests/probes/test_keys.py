"""Keys that services are to use, states of keys."""

import pytest

from . import made
from .probe import probe


@pytest.fixture
def kms(account):
    return account.client("kms")


def unknown(account):
    return f"arn:aws:kms:eu-central-1:{account.id}:key/00000000-0000-0000-0000-000000000000"


def pending(kms):
    key = kms.create_key()["KeyMetadata"]["Arn"]
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    return key


def disabled(kms):
    key = kms.create_key()["KeyMetadata"]["Arn"]
    kms.disable_key(KeyId=key)
    return key


@probe("encrypt by a key that is disabled", "DisabledException")
def test_disabled_key(kms):
    key = disabled(kms)
    return lambda: kms.encrypt(KeyId=key, Plaintext=b"x")


@probe("data key of a key that waits for deletion", "KMSInvalidStateException")
def test_data_key_of_pending_key(kms):
    key = pending(kms)
    return lambda: kms.generate_data_key(KeyId=key, KeySpec="AES_256")


@probe("decrypt by a key that waits for deletion", "KMSInvalidStateException")
def test_decrypt_by_pending_key(kms):
    key = kms.create_key()["KeyMetadata"]["Arn"]
    text = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    return lambda: kms.decrypt(CiphertextBlob=text)


@probe("alias of a key that waits for deletion", "KMSInvalidStateException")
def test_alias_of_pending_key(kms):
    key = pending(kms)
    return lambda: kms.create_alias(AliasName="alias/a", TargetKeyId=key)


@probe("deletion of a key that waits for it", "KMSInvalidStateException")
def test_delete_twice(kms):
    key = pending(kms)
    return lambda: kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)


@probe("cancel the deletion of a key that stays", "KMSInvalidStateException")
def test_cancel_nothing(kms):
    key = kms.create_key()["KeyMetadata"]["Arn"]
    return lambda: kms.cancel_key_deletion(KeyId=key)


@probe("rotation of a key that is disabled", "DisabledException")
def test_rotation_of_disabled_key(kms):
    key = disabled(kms)
    return lambda: kms.enable_key_rotation(KeyId=key)


@probe("key policy that locks everybody out", "MalformedPolicyDocumentException")
def test_key_policy_that_locks_out(account, kms):
    root = {"AWS": f"arn:aws:iam::{account.id}:root"}
    policy = made.policy({"Principal": root, "Action": "kms:Encrypt", "Resource": "*"})
    return lambda: kms.create_key(Policy=policy)


@probe("secret with a key that waits for deletion", "EncryptionFailure", "InvalidRequestException")
def test_secret_with_pending_key(account, kms):
    key = pending(kms)
    return lambda: account.client("secretsmanager").create_secret(Name="s", SecretString="x", KmsKeyId=key)


@probe("SSM parameter with a key that does not exist", "InvalidKeyId")
def test_parameter_with_unknown_key(account):
    parameter = {"Name": "/p", "Value": "x", "Type": "SecureString", "KeyId": unknown(account)}
    return lambda: account.client("ssm").put_parameter(**parameter)


@probe("registry with a key that does not exist", "KmsException")
def test_registry_with_unknown_key(account):
    encryption = {"encryptionType": "KMS", "kmsKey": unknown(account)}
    ecr = account.client("ecr")
    return lambda: ecr.create_repository(repositoryName="probe", encryptionConfiguration=encryption)


@probe("log group with a key that does not exist", "InvalidParameterException")
def test_group_with_unknown_key(account):
    return lambda: account.client("logs").create_log_group(logGroupName="g", kmsKeyId=unknown(account))


@probe("log group with a key whose policy lets Logs use it for another group only", "InvalidParameterException")
def test_group_with_key_of_another(account):
    other = f"arn:aws:logs:eu-central-1:{account.id}:log-group:other"
    condition = {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": other}}
    lets = {"Principal": {"Service": "logs.eu-central-1.amazonaws.com"}, "Action": "kms:*", "Resource": "*"}
    key = made.key(account, {**lets, "Condition": condition})
    return lambda: account.client("logs").create_log_group(logGroupName="g", kmsKeyId=key)


@probe("stream encrypted by a key that does not exist", "KMSNotFoundException")
def test_stream_with_unknown_key(account):
    kinesis = account.client("kinesis")
    made.stream(account)
    encryption = {"StreamName": "probe", "EncryptionType": "KMS", "KeyId": unknown(account)}
    return lambda: kinesis.start_stream_encryption(**encryption)


@probe("trail with a key whose policy does not let it", "InsufficientEncryptionPolicyException")
def test_trail_with_closed_key(account):
    trail = {"Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:*"}
    bucket = made.bucket(account, {**trail, "Resource": ["{bucket}", "{bucket}/*"]})
    key = made.key(account)
    return lambda: account.client("cloudtrail").create_trail(Name="audit", S3BucketName=bucket, KmsKeyId=key)
