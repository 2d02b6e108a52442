"""Sizes and counts in IAM, principals of trust policies, boundaries, what is attached."""

import pytest

from . import made
from .probe import probe

READ = {"Action": "s3:GetObject", "Resource": "*"}


@pytest.fixture
def iam(account):
    return account.client("iam")


@probe("inline policies of a role above 10,240 characters together", "LimitExceeded")
def test_inline_policies_together(account, iam):
    made.role(account, "ec2.amazonaws.com")
    half = made.policy({"Action": "s3:GetObject", "Resource": [f"arn:aws:s3:::bucket-{n:030}" for n in range(110)]})
    iam.put_role_policy(RoleName="trusted", PolicyName="first", PolicyDocument=half)
    return lambda: iam.put_role_policy(RoleName="trusted", PolicyName="second", PolicyDocument=half)


@probe("trust policy above 2,048 characters", "LimitExceeded")
def test_long_trust_policy(account, iam):
    conditions = {"StringLike": {"aws:PrincipalArn": [f"arn:aws:iam::{account.id}:role/r-{n}" for n in range(60)]}}
    statement = {"Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": conditions}
    return lambda: iam.create_role(RoleName="r", AssumeRolePolicyDocument=made.policy(statement))


@probe("trust policy that names a role that does not exist", "MalformedPolicyDocument")
def test_trust_of_no_role(account, iam):
    trust = made.policy({"Principal": {"AWS": made.no_role(account)}, "Action": "sts:AssumeRole"})
    return lambda: iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust)


@probe("trust policy that names a service that is none", "MalformedPolicyDocument")
def test_trust_of_no_service(iam):
    return lambda: iam.create_role(RoleName="r", AssumeRolePolicyDocument=made.trust("no-service"))


@probe("boundary that does not exist", "NoSuchEntity")
def test_unknown_boundary(account, iam):
    boundary = f"arn:aws:iam::{account.id}:policy/none"
    trust = made.trust("ec2.amazonaws.com")
    return lambda: iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust, PermissionsBoundary=boundary)


@probe("delete a policy that is attached", "DeleteConflict")
def test_delete_attached_policy(account, iam):
    made.role(account, "ec2.amazonaws.com")
    arn = iam.create_policy(PolicyName="p", PolicyDocument=made.policy(READ))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="trusted", PolicyArn=arn)
    return lambda: iam.delete_policy(PolicyArn=arn)


@probe("delete a policy that is a boundary", "DeleteConflict")
def test_delete_boundary(iam):
    arn = iam.create_policy(PolicyName="p", PolicyDocument=made.policy(READ))["Policy"]["Arn"]
    trust = made.trust("ec2.amazonaws.com")
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust, PermissionsBoundary=arn)
    return lambda: iam.delete_policy(PolicyArn=arn)


@probe("delete a policy that has a second version", "DeleteConflict")
def test_delete_policy_of_two_versions(iam):
    arn = iam.create_policy(PolicyName="p", PolicyDocument=made.policy(READ))["Policy"]["Arn"]
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=made.policy(READ), SetAsDefault=True)
    return lambda: iam.delete_policy(PolicyArn=arn)


@probe("second role of an instance profile", "LimitExceeded")
def test_second_role_of_profile(account, iam):
    iam.create_instance_profile(InstanceProfileName="p")
    for name in ("first", "second"):
        made.role(account, "ec2.amazonaws.com", name)
    iam.add_role_to_instance_profile(InstanceProfileName="p", RoleName="first")
    return lambda: iam.add_role_to_instance_profile(InstanceProfileName="p", RoleName="second")


@probe("session of a role above 12 hours", "ValidationError")
def test_long_session(iam):
    trust = made.trust("ec2.amazonaws.com")
    return lambda: iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust, MaxSessionDuration=50_000)


@probe("role name above 64 characters", "ValidationError")
def test_long_name(iam):
    return lambda: iam.create_role(RoleName="r" * 65, AssumeRolePolicyDocument=made.trust("ec2.amazonaws.com"))


@probe("identity provider of a URL that has one", "EntityAlreadyExists")
def test_second_provider(iam):
    provider = {"Url": "https://token.example.com", "ClientIDList": ["sts.amazonaws.com"]}
    iam.create_open_id_connect_provider(**provider)
    return lambda: iam.create_open_id_connect_provider(**provider)


@probe("sixth version of a policy", "LimitExceeded")
def test_sixth_version(iam):
    arn = iam.create_policy(PolicyName="p", PolicyDocument=made.policy(READ))["Policy"]["Arn"]
    for _ in range(4):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=made.policy(READ))
    return lambda: iam.create_policy_version(PolicyArn=arn, PolicyDocument=made.policy(READ))
