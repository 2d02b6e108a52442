"""A key that a call names, for a service to encrypt by or for the caller to use."""

from moto.kms.models import kms_backends

UNKNOWN, PENDING, DISABLED = "does not exist", "waits for its deletion", "is disabled"


def find_key(name, account, region):
    """A key by id, ARN or alias, which may be another account's; None if there is none.

    A key of AWS's own comes about when its alias is named. Source: AWS KMS API Reference, DescribeKey.
    """
    if name.startswith("arn:"):
        _, _, _, region, account, name = name.split(":", 5)
    backend = kms_backends[account][region]
    if name.startswith("alias/aws/"):
        backend._generate_default_keys(name)
    key_id = backend.get_key_id_from_alias(name) if name.startswith("alias/") else name.removeprefix("key/")
    return backend.keys.get(key_id)


def key_problem(name, account, region):
    """Why nothing can be encrypted by it, to be said after its name, or None."""
    key = find_key(name, account, region)
    if key is None:
        return UNKNOWN
    if key.key_state == "PendingDeletion":
        return PENDING
    return None if key.key_state == "Enabled" else DISABLED
