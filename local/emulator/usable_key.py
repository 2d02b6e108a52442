"""A key that a request names for a service to encrypt with."""

from moto.kms.models import kms_backends


def key_problem(name, account, region):
    """`name` is an id, an alias or the ARN of one. Why it cannot be used, or None if it can."""
    if name.startswith("arn:"):
        region, account = name.split(":")[3:5]
    backend = kms_backends[account][region]
    key = backend.keys.get(backend.get_key_id(name)) or backend.keys.get(
        backend.get_key_id_from_alias(backend.get_alias_name(name)) or ""
    )
    if key is None:
        return f"the key {name} does not exist"
    return None if key.key_state == "Enabled" else f"the key {name} is {key.key_state}"
