"""Key policies and states of keys."""

from . import made
from .probe import not_yet, probe


@probe("encrypt by a key whose policy does not allow it", "AccessDeniedException")
def test_key_policy_without_encrypt(account):
    key = made.key(account)
    return lambda: account.client("kms").encrypt(KeyId=key, Plaintext=b"x")


@probe("key policy that names a role that does not exist", "MalformedPolicyDocumentException")
def test_key_policy_of_no_role(account):
    unknown = {"Principal": {"AWS": made.no_role(account)}, "Action": "kms:Decrypt", "Resource": "*"}
    return lambda: made.key(account, unknown)


@probe("encrypt by a key that waits for deletion", "KMSInvalidStateException")
def test_key_pending_deletion(account):
    kms = account.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    return lambda: kms.encrypt(KeyId=key, Plaintext=b"x")


@probe("key that is deleted in 3 days", "ValidationException")
def test_days_until_deletion(account):
    key = made.key(account)
    return lambda: account.client("kms").schedule_key_deletion(KeyId=key, PendingWindowInDays=3)
