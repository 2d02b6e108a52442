"""What is there in AWS before anything of this project: accounts of an organization, who administers them, and what the
first of them holds.

Source: AWS Organizations User Guide, "Accessing member accounts with OrganizationAccountAccessRole"; IAM Identity Center
User Guide, "Referencing permission sets in resource policies, Amazon EKS, and AWS KMS".
"""

import json
import uuid

from moto.iam.models import AccessKey, iam_backends
from moto.route53.models import route53_backends
from moto.sts.models import sts_backends

# Below it are the roles that Identity Center makes, which let people in by SAML.
IDENTITY_CENTER = "aws-reserved/sso.amazonaws.com/"
EVERYTHING = "arn:aws:iam::aws:policy/AdministratorAccess"


class Organization:
    # Account that all others trust, and the role that they have for it. `--management-account`, `--account-role`
    management_account = "123456789012"
    account_role = "OrganizationAccountAccessRole"

    def __init__(self):
        # Accounts that nobody comes into any more: see closed_account.py.
        self.closed = set()

    def role_of_account(self, account, name):
        """The role that came with an account, which is there as soon as somebody looks for it; else None."""
        if name != self.account_role or not account.isdigit() or account in self.closed:
            return None
        root = f"arn:aws:iam::{self.management_account}:root"
        return self._make_role(account, name, {"AWS": root})

    def administrator(self, arn):
        """Keys of somebody with all rights in an account: a user who has shown a second factor, or a role. The session of
        a role shows none, and one of Identity Center has no word of it at all."""
        account, (kind, name) = arn.split(":")[4], arn.split(":", 5)[5].split("/", 1)
        if kind == "user":
            return self._user_with_keys(account, name)
        role = find(iam_backends[account]["aws"].roles, name.rpartition("/")[2])
        is_federated = name.startswith(IDENTITY_CENTER)
        provider = {"Federated": f"arn:aws:iam::{account}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE"}
        root = {"AWS": f"arn:aws:iam::{account}:root"}
        role = role or self._make_role(account, name, provider if is_federated else root)
        session = sts_backends[account]["aws"].assume_role(
            region_name="aws",
            role_session_name="administrator",
            role_arn=role.arn,
            policy=None,
            duration=3600,
            external_id=None,
        )
        session.with_mfa = None if is_federated else False
        return session.access_key_id, session.secret_access_key, session.session_token

    def has_zone(self, zone_id, domain):
        """In the management account, with the records that somebody put there."""
        backend = route53_backends[self.management_account]["aws"]
        zone = backend.create_hosted_zone(domain, private_zone=False)
        # moto chooses the id.
        del backend.zones[zone.resource_id]
        zone.resource_id = zone_id
        zone.came_with_the_account = True
        backend.zones[zone_id] = zone

    def has_oidc_provider(self, arn):
        """For workflows: with AWS as the audience."""
        backend = iam_backends[self.management_account]["aws"]
        url = arn.partition("oidc-provider/")[2]
        provider = backend.create_open_id_connect_provider(f"https://{url}", [], ["sts.amazonaws.com"], [])
        provider.came_with_the_account = True

    def _user_with_keys(self, account, name):
        backend = iam_backends[account]["aws"]
        path, _, user_name = f"/{name}".rpartition("/")
        if user_name not in backend.users:
            user = backend.create_user("aws", user_name, f"{path}/")
            user.came_with_the_account = True
            backend.attach_user_policy(EVERYTHING, user_name)
        return session_of_user(account, user_name, with_mfa=True)

    def _make_role(self, account, name, principal):
        backend = iam_backends[account]["aws"]
        path, _, role_name = f"/{name}".rpartition("/")
        action = "sts:AssumeRoleWithSAML" if "Federated" in principal else "sts:AssumeRole"
        trust = {"Effect": "Allow", "Principal": principal, "Action": action}
        role = backend.create_role(
            role_name=role_name,
            assume_role_policy_document=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
            path=f"{path}/",
            permissions_boundary=None,
            description="",
            tags=[],
            max_session_duration="3600",
        )
        role.came_with_the_account = True
        backend.attach_role_policy(EVERYTHING, role_name)
        return role


def session_of_user(account, user_name, with_mfa):
    """(access key, secret, token) as of GetSessionToken"""
    key = AccessKey(user_name=user_name, prefix="ASIA", account_id=account)
    key.with_mfa = with_mfa
    backend = iam_backends[account]["aws"]
    backend.access_keys[key.access_key_id] = key
    return key.access_key_id, key.secret_access_key, uuid.uuid4().hex


def find(owners, name):
    return next((owner for owner in owners.values() if owner.name == name), None)


ORGANIZATION = Organization()
