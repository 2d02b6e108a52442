"""KMS: states of keys, policies that lock everybody out.

Source: AWS KMS Developer Guide, "Key states of AWS KMS keys" and "Default key policy".
"""

from ..authorization.caller import find_caller
from ..iam.policy import ALLOW, decide
from ..usable_key import DISABLED, PENDING, find_key, key_problem
from .rule import Refused, rule

USE = (
    *("Encrypt", "Decrypt", "ReEncrypt", "Sign", "Verify", "GenerateMac", "VerifyMac", "DeriveSharedSecret"),
    *("GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPair"),
    *("GenerateDataKeyPairWithoutPlaintext", "CreateGrant", "EnableKeyRotation", "DisableKeyRotation"),
    "RotateKeyOnDemand",
)
ROTATIONS_ON_DEMAND = 25
NOT_WHILE_PENDING = (
    *("EnableKey", "DisableKey", "CreateAlias", "UpdateKeyDescription", "TagResource", "UntagResource"),
    *("ScheduleKeyDeletion", "UpdatePrimaryRegion", "ReplicateKey"),
)


def key_named(request):
    return (
        request.get("KeyId")
        or request.get("TargetKeyId")
        or request.get("DestinationKeyId")
        or key_of_text(request.get("CiphertextBlob"))
    )


def key_of_text(encrypted):
    """moto writes the key's id before what it encrypts."""
    return encrypted[:36].decode("ascii", "replace") if encrypted else None


@rule("kms", *USE)
def key_can_be_used(request):
    refuse(request, PENDING, DISABLED)


@rule("kms", *NOT_WHILE_PENDING)
def key_stays(request):
    refuse(request, PENDING)


def refuse(request, *problems):
    name = key_named(request)
    problem = key_problem(name, request.account, request.region) if name else None
    if problem in problems:
        arn = find_key(name, request.account, request.region).arn
        if problem == PENDING:
            raise Refused("KMSInvalidStateException", f"{arn} is pending deletion.")
        raise Refused("DisabledException", f"{arn} is disabled.")


@rule("kms", "CancelKeyDeletion")
def key_waits(request):
    key = find_key(request.get("KeyId"), request.account, request.region)
    if key and key.key_state != "PendingDeletion":
        raise Refused("KMSInvalidStateException", f"{key.arn} is not pending deletion.")


@rule("kms", "CreateKey", "PutKeyPolicy")
def somebody_can_change_the_policy(request):
    """The account or the caller has to be let in."""
    policy = request.get("Policy")
    if not policy or request.get("BypassPolicyLockoutSafetyCheck"):
        return
    arn = f"arn:aws:kms:{request.region}:{request.account}:key/{request.get('KeyId') or 'new'}"
    caller = find_caller(request.call.access_key)
    context = {"kms:CallerAccount": request.account, **caller.keys}
    if decide([policy], "kms:PutKeyPolicy", arn, context, [caller.root, *caller.principals]) != ALLOW:
        raise Refused(
            "MalformedPolicyDocumentException",
            "The new key policy will not allow you to update the key policy in the future.",
        )


@rule("kms", "ScheduleKeyDeletion")
def days_until_deletion(request):
    days = request.get("PendingWindowInDays")
    if days is not None and not 7 <= days <= 30:
        raise Refused("ValidationException", f"PendingWindowInDays must be between 7 and 30, and is {days}")


@rule("kms", "RotateKeyOnDemand")
def key_can_be_rotated(request):
    """Source: AWS KMS API Reference, RotateKeyOnDemand: by the id or the ARN of a key of the account, 25 times at most."""
    name = request.get("KeyId") or ""
    if "alias/" in name:
        raise Refused("NotFoundException", f"Invalid keyId '{name}'")
    key = find_key(name, request.account, request.region)
    if key is None:
        return
    if key.key_manager == "AWS" or key.key_spec != "SYMMETRIC_DEFAULT":
        raise Refused("UnsupportedOperationException", f"{key.arn} can not be rotated on demand.")
    if len(key.rotations) >= ROTATIONS_ON_DEMAND:
        raise Refused(
            "LimitExceededException",
            f"{key.arn} has reached the limit of {ROTATIONS_ON_DEMAND} on-demand rotations.",
        )
