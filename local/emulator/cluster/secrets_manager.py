"""GetSecretValue, with the permissions of a pod."""

import base64

from moto.kms.models import kms_backends
from moto.secretsmanager.models import secretsmanager_backends

from ..iam_policy import ALLOW, DENY, decide
from .pod_identity import AccessDenied

ACTION = "secretsmanager:GetSecretValue"
MANAGED_KEY = "alias/aws/secretsmanager"


class SecretNotFound(Exception):
    """In the words of AWS."""


def get_secret_value(session, account, region, name, stage):
    """The value of a secret, by its name or ARN. @raises AccessDenied, SecretNotFound. MOTO must be held."""
    secrets = secretsmanager_backends[account][region].secrets
    secret = secrets.get(name)
    context = {"secretsmanager:SecretId": name, "secretsmanager:VersionStage": stage}
    if secret is None:
        # Whoever may not read a secret does not learn whether it exists.
        arn = name if name.startswith("arn:") else f"arn:aws:secretsmanager:{region}:{account}:secret:{name}"
        session.check(ACTION, arn, name, context)
        raise SecretNotFound("Secrets Manager can't find the specified secret.")
    tags = {f"aws:ResourceTag/{tag['Key']}": tag["Value"] for tag in secret.tags or []}
    session.check(ACTION, secret.arn, name, {**context, **tags}, secret.policy)
    if secret.is_deleted():
        raise SecretNotFound("You can't perform this operation on the secret because it was marked for deletion.")
    check_key(session, account, region, secret)
    return value_of(secret, stage)


def check_key(session, account, region, secret):
    """A key of AWS's own lets in whoever may read the secret; a customer's key has to be allowed as well.

    The key's policy decides, and may hand the decision to IAM by naming the account.
    Source: AWS Secrets Manager User Guide, "Secret encryption and decryption".
    """
    if not secret.kms_key_id or secret.kms_key_id.endswith(MANAGED_KEY):
        return
    key = kms_backends[account][region].describe_key(secret.kms_key_id)
    context = {
        "kms:ViaService": f"secretsmanager.{region}.amazonaws.com",
        "kms:CallerAccount": account,
        "kms:EncryptionContext:SecretARN": secret.arn,
    }
    everything = {**session.context, **context}
    account_principals = [account, f"arn:aws:iam::{account}:root"]
    direct = decide([key.policy], "kms:Decrypt", key.arn, everything, session.principals)
    by_account = decide([key.policy], "kms:Decrypt", key.arn, everything, account_principals)
    try:
        if DENY in (direct, by_account) or ALLOW not in (direct, by_account):
            raise AccessDenied
        if direct != ALLOW:
            session.check("kms:Decrypt", key.arn, key.arn, context)
    except AccessDenied:
        raise AccessDenied(f"Access to KMS is not allowed (kms:Decrypt on {key.arn})") from None


def value_of(secret, stage):
    for version in secret.versions.values():
        if stage in version["version_stages"]:
            text = version.get("secret_string")
            return text.encode() if text is not None else base64.b64decode(version["secret_binary"])
    raise SecretNotFound(f"Secrets Manager can't find the specified secret value for staging label: {stage}")
