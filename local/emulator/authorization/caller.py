"""Who calls: the root of an account, a user, or a session of a role.

Source: IAM User Guide, "AWS global condition context keys" and "AWS JSON policy elements: Principal".
"""

import dataclasses
from dataclasses import dataclass, field

from moto.iam.exceptions import NotFoundException
from moto.iam.models import get_account_id_from, iam_backends
from moto.sts.models import sts_backends

from .organization import ORGANIZATION

# By their access keys: moto would look through all that there ever were, at every call.
_sessions = {}


@dataclass
class Caller:
    account: str
    # Of the user or the session, as AWS names it in a refusal.
    arn: str
    # The ways in which a policy of a resource may name the caller, beside its account.
    principals: list = field(default_factory=list)
    # Documents. None: everything is allowed, as to an account's root.
    policies: list | None = None
    boundary: str | None = None
    session_policies: list = field(default_factory=list)
    # Condition keys that hold for the caller whatever it does.
    keys: dict = field(default_factory=dict)
    # ARN of the role or user that the policies are of.
    identity: str = ""
    # Whether the emulator knows the key. Unknown ones are taken for those of a root.
    has_key: bool = True

    @property
    def root(self):
        """How policies name the account."""
        return f"arn:aws:iam::{self.account}:root"

    @property
    def is_role(self):
        return ":role/" in self.identity


def find_caller(access_key):
    """MOTO must be held."""
    session = find_session(access_key)
    if session is not None:
        return caller_of_session(session)
    account = get_account_id_from(access_key)
    if account in ORGANIZATION.closed:
        return nobody_of(account)
    backend = iam_backends[account]["aws"]
    key = backend.access_keys.get(access_key)
    if key is not None and key.user_name:
        return caller_of_user(backend, account, key)
    return root_of(account, has_key=key is not None)


def root_of(account, has_key=True):
    arn = f"arn:aws:iam::{account}:root"
    keys = {"aws:PrincipalAccount": account, "aws:PrincipalArn": arn, "aws:PrincipalType": "Account"}
    return Caller(account, arn, [arn], keys=keys, has_key=has_key)


def nobody_of(account):
    """Of a closed account."""
    return dataclasses.replace(root_of(account), policies=[])


def find_session(access_key):
    if access_key not in _sessions:
        account = get_account_id_from(access_key)
        for session in sts_backends[account]["aws"].assumed_roles:
            _sessions[session.access_key_id] = session
    return _sessions.get(access_key)


def caller_of_session(session):
    try:
        role = iam_backends[session.account_id]["aws"].get_role_by_arn(session.role_arn)
    except NotFoundException:
        # Its keys outlive a role by up to an hour, and can do nothing.
        return gone(session)
    return caller_of_role(
        role,
        session.arn,
        tags=getattr(session, "tags", {}),
        policies=[session.policy] if session.policy else [],
        keys={
            "aws:userid": session.user_id,
            "aws:MultiFactorAuthPresent": getattr(session, "with_mfa", False),
            "aws:SourceIdentity": getattr(session, "source_identity", None),
            "aws:FederatedProvider": getattr(session, "provider", None),
            "aws:TokenIssueTime": getattr(session, "issued_at", None),
        },
    )


def gone(session):
    account, arn = session.account_id, session.arn
    return Caller(account, arn, [arn], policies=[], identity=session.role_arn, keys={"aws:PrincipalAccount": account})


def caller_of_role(role, arn, tags, policies=(), keys=None):
    """A session of a role. `tags` are those of the session, which count for more than the role's."""
    return Caller(
        account=role.account_id,
        arn=arn,
        principals=[role.arn, arn],
        policies=own_policies(role),
        boundary=boundary_of(role),
        session_policies=list(policies),
        identity=role.arn,
        keys={
            **(keys or {}),
            "aws:PrincipalAccount": role.account_id,
            "aws:PrincipalArn": role.arn,
            "aws:PrincipalType": "AssumedRole",
            **{f"aws:PrincipalTag/{key}": value for key, value in {**tags_of_role(role), **tags}.items()},
        },
    )


def caller_of_user(backend, account, key):
    user = backend.get_user(key.user_name)
    groups = [group for group in backend.groups.values() if user in group.users]
    with_mfa = getattr(key, "with_mfa", None)
    return Caller(
        account=account,
        arn=user.arn,
        principals=[user.arn],
        policies=[text for owner in (user, *groups) for text in own_policies(owner)],
        boundary=boundary_of(user),
        identity=user.arn,
        keys={
            "aws:PrincipalAccount": account,
            "aws:PrincipalArn": user.arn,
            "aws:PrincipalType": "User",
            "aws:username": user.name,
            "aws:userid": user.id,
            # A key of a user says nothing of MFA; one of GetSessionToken does.
            "aws:MultiFactorAuthPresent": with_mfa,
        },
    )


def tags_of_role(role):
    tags = role.tags or {}
    return {tag["Key"]: tag["Value"] for tag in (tags.values() if isinstance(tags, dict) else tags)}


def own_policies(owner):
    """Documents of a role, a user or a group."""
    inline = [text if isinstance(text, str) else text["policy_document"] for text in inline_of(owner)]
    return [*inline, *(policy_document(policy) for policy in owner.managed_policies.values())]


def inline_of(owner):
    policies = owner.policies
    return policies.values() if isinstance(policies, dict) else policies


def boundary_of(owner):
    arn = getattr(owner, "permissions_boundary_arn", None)
    return policy_document(iam_backends[owner.account_id]["aws"].get_policy(arn)) if arn else None


def policy_document(policy):
    return next(version.document for version in policy.versions if version.is_default)
