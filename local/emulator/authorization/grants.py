"""Grants of a key: each lets one principal do some operations, whatever the policies say, unless one denies it.

Source: AWS KMS Developer Guide, "Grants in AWS KMS"; AWS KMS API Reference, CreateGrant and GrantConstraints.
"""

from moto.kms.models import kms_backends

CONTEXT = "kms:EncryptionContext:"


def is_granted(caller, need, context):
    """MOTO must be held."""
    _, _, _, region, account, name = need.resource.split(":", 5)
    key = kms_backends[account][region].keys.get(name.removeprefix("key/"))
    operation = need.action.removeprefix("kms:")
    return any(
        is_for(grant, caller, operation) and fits(grant.constraints or {}, encryption_context(need, context))
        for grant in (key.grants.values() if key else ())
    )


def is_for(grant, caller, operation):
    if operation == "RetireGrant":
        return grant.retiring_principal in caller.principals or (
            grant.grantee_principal in caller.principals and operation in grant.operations
        )
    return grant.grantee_principal in caller.principals and operation in grant.operations


def fits(constraints, given):
    equal, subset = constraints.get("EncryptionContextEquals"), constraints.get("EncryptionContextSubset")
    return (equal is None or given == equal) and (subset is None or subset.items() <= given.items())


def encryption_context(need, context):
    """What a service sends along for the caller, or the caller itself."""
    of_service = {key.removeprefix(CONTEXT): value for key, value in need.keys.items() if key.startswith(CONTEXT)}
    return of_service or getattr(context, "encryption_context", {})
