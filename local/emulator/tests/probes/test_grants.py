"""Grants of keys: what they allow, to whom, and in which encryption context."""

import pytest

from . import made
from .probe import probe


@pytest.fixture
def granted(account, emulator):
    return Granted(account, emulator)


class Granted:
    """A key whose policy lets the account administer it alone, and a role without any right."""

    def __init__(self, account, emulator):
        self.admin, self.emulator = account.client("kms"), emulator
        trusted = made.policy({"Principal": {"AWS": f"arn:aws:iam::{account.id}:root"}, "Action": "sts:AssumeRole"})
        create = account.client("iam").create_role
        self.role = create(RoleName="bare", AssumeRolePolicyDocument=trusted)["Role"]["Arn"]
        administrator = account.role("OrganizationAccountAccessRole")
        rights = ["kms:CreateGrant", "kms:RevokeGrant", "kms:Encrypt"]
        self.key = made.key(account, {"Principal": {"AWS": administrator}, "Action": rights, "Resource": "*"})
        self.kms = emulator.client("kms", **account.assume("bare"))

    def grant(self, *operations, **settings):
        settings = {"GranteePrincipal": self.role, "Operations": list(operations), **settings}
        return self.admin.create_grant(KeyId=self.key, **settings)["GrantId"]

    def encrypt(self, **context):
        more = {"EncryptionContext": context} if context else {}
        return lambda: self.kms.encrypt(KeyId=self.key, Plaintext=b"x", **more)


@probe("encrypt without a grant", "AccessDeniedException")
def test_no_grant(granted):
    return granted.encrypt()


@probe("encrypt by a grant", None)
def test_grant(granted):
    granted.grant("Encrypt")
    return granted.encrypt()


@probe("encrypt by a grant for another operation", "AccessDeniedException")
def test_another_operation(granted):
    granted.grant("Decrypt")
    return granted.encrypt()


@probe("encrypt by a grant for another principal", "AccessDeniedException")
def test_another_principal(granted, account):
    granted.grant("Encrypt", GranteePrincipal=made.role(account, "ec2.amazonaws.com"))
    return granted.encrypt()


@probe("encrypt by a grant in the context that it asks for, and more", None)
def test_subset(granted):
    granted.grant("Encrypt", Constraints={"EncryptionContextSubset": {"team": "shop"}})
    return granted.encrypt(team="shop", stage="dev")


@probe("encrypt by a grant in another context", "AccessDeniedException")
def test_another_context(granted):
    granted.grant("Encrypt", Constraints={"EncryptionContextSubset": {"team": "shop"}})
    return granted.encrypt(team="office")


@probe("encrypt by a grant for exactly one context, in a wider one", "AccessDeniedException")
def test_wider_context(granted):
    granted.grant("Encrypt", Constraints={"EncryptionContextEquals": {"team": "shop"}})
    return granted.encrypt(team="shop", stage="dev")


@probe("encrypt by a grant that is revoked", "AccessDeniedException")
def test_revoked(granted):
    grant = granted.grant("Encrypt")
    granted.admin.revoke_grant(KeyId=granted.key, GrantId=grant)
    return granted.encrypt()


@probe("encrypt by a grant although the caller's own policy denies it", "AccessDeniedException")
def test_denied(granted, account):
    granted.grant("Encrypt")
    document = made.policy({"Action": "kms:Encrypt", "Resource": "*"}).replace("Allow", "Deny")
    account.client("iam").put_role_policy(RoleName="bare", PolicyName="no", PolicyDocument=document)
    return granted.encrypt()
