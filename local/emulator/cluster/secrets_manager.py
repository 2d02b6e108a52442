"""GetSecretValue, with the permissions of a pod."""

import base64

from moto.kms.models import kms_backends
from moto.secretsmanager.models import secretsmanager_backends

from ..authorization.need import Need
from ..authorization.verdict import judge
from ..iam.condition import Keys

ACTION = "secretsmanager:GetSecretValue"
MANAGED_KEY = "alias/aws/secretsmanager"


class SecretNotFound(Exception):
    """In the words of AWS."""


class AccessDenied(Exception):
    """In the words of AWS."""


def get_secret_value(caller, account, region, name, stage, version=None):
    """The value of a secret, by its name or ARN. @raises AccessDenied, SecretNotFound. MOTO must be held."""
    secrets = secretsmanager_backends[account][region].secrets
    secret = secrets.get(name)
    which = {"secretsmanager:VersionId": version} if version else {"secretsmanager:VersionStage": stage}
    keys = {"secretsmanager:SecretId": name, **which}
    if secret is None:
        # Whoever may not read a secret does not learn whether it exists.
        arn = name if name.startswith("arn:") else f"arn:aws:secretsmanager:{region}:{account}:secret:{name}"
        check(caller, Need(ACTION, arn, keys), name)
        raise SecretNotFound("Secrets Manager can't find the specified secret.")
    tags = {f"aws:ResourceTag/{tag['Key']}": tag["Value"] for tag in secret.tags or []}
    check(caller, Need(ACTION, secret.arn, {**keys, **tags}), name)
    if secret.is_deleted():
        raise SecretNotFound("You can't perform this operation on the secret because it was marked for deletion.")
    check_key(caller, account, region, secret)
    return value_of(secret, stage, version)


def check_key(caller, account, region, secret):
    """A key of AWS's own lets in whoever may read the secret; a customer's key has to be allowed as well.

    Source: AWS Secrets Manager User Guide, "Secret encryption and decryption".
    """
    if not secret.kms_key_id or secret.kms_key_id.endswith(MANAGED_KEY):
        return
    key = kms_backends[account][region].describe_key(secret.kms_key_id)
    keys = {
        "kms:ViaService": f"secretsmanager.{region}.amazonaws.com",
        "kms:CallerAccount": account,
        "kms:EncryptionContext:SecretARN": secret.arn,
    }
    if judge(caller, Need("kms:Decrypt", key.arn, keys), Keys({**caller.keys, **keys})):
        raise AccessDenied(f"Access to KMS is not allowed (kms:Decrypt on {key.arn})")


def check(caller, need, name):
    """`name` is how the call names the resource. @raises AccessDenied"""
    denial = judge(caller, need, Keys({**caller.keys, **need.keys}))
    if denial:
        raise AccessDenied(
            f"User: {caller.arn} is not authorized to perform: {need.action} on resource: {name} {denial.reason}"
        )


def value_of(secret, stage, version_id=None):
    """Of the version with an id, or else with a staging label."""
    for known, version in secret.versions.items():
        if known == version_id if version_id else stage in version["version_stages"]:
            text = version.get("secret_string")
            return text.encode() if text is not None else base64.b64decode(version["secret_binary"])
    which = f"VersionId: {version_id}" if version_id else f"staging label: {stage}"
    raise SecretNotFound(f"Secrets Manager can't find the specified secret value for {which}")
