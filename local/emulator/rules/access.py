"""Whether a key's or a bucket's policy lets a service in, with the context that the service brings."""

from moto.kms.models import kms_backends
from moto.s3.models import s3_backends

from ..iam_policy import ALLOW, UNDECIDED, explain

UNKNOWN, PENDING, DISABLED = "does not exist", "waits for its deletion", "is disabled"


def find_key(name, account, region):
    """A key by id, ARN or alias, which may be another account's; None if there is none."""
    if name.startswith("arn:"):
        _, _, _, region, account, name = name.split(":", 5)
    backend = kms_backends[account][region]
    if name.startswith("alias/aws/"):
        backend._generate_default_keys(name)
    key_id = backend.get_key_id_from_alias(name) if name.startswith("alias/") else name.removeprefix("key/")
    return backend.keys.get(key_id)


def key_problem(name, account, region):
    """Why nothing can be encrypted by it, or None."""
    key = find_key(name, account, region)
    if key is None:
        return UNKNOWN
    if key.key_state == "PendingDeletion":
        return PENDING
    return None if key.enabled else DISABLED


def key_lets(key, service, actions, context):
    return all(allows(key.policy, f"kms:{action}", key.arn, service, context) for action in actions)


def find_bucket(name):
    """Of whatever account, or None: names are for all accounts together."""
    for account in list(s3_backends):
        bucket = s3_backends[account]["aws"].buckets.get(name)
        if bucket:
            return bucket
    return None


def bucket_lets(bucket, service, action, key, context):
    policy = bucket.policy
    resource = f"arn:aws:s3:::{bucket.name}{f'/{key}' if key else ''}"
    return bool(policy) and allows(policy, f"s3:{action}", resource, service, context)


def allows(policy, action, resource, service, context):
    """Also a principal "*" counts, as long as the conditions hold."""
    policy = policy.decode() if isinstance(policy, bytes) else policy
    decision = explain([policy], action, resource, {"aws:SecureTransport": True, **context}, [service])
    return decision is not UNDECIDED and decision.effect == ALLOW
