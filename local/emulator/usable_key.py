"""A key that a request names for a service to encrypt with."""

from .rules.access import find_key


def key_problem(name, account, region):
    """`name` is an id, an alias or the ARN of one. Why it cannot be used, or None if it can."""
    key = find_key(name, account, region)
    if key is None:
        return f"the key {name} does not exist"
    return None if key.key_state == "Enabled" else f"the key {name} is {key.key_state}"
