"""Whether a key's or a bucket's policy lets a service in, with the context that the service brings."""

from moto.s3.models import s3_backends

from ..iam.policy import ALLOW, UNDECIDED, explain


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
