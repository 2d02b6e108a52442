"""Callers without rights, roles that a call names, sizes and counts of policies."""

from . import made
from .probe import not_yet, probe


@probe("a role without any policy creates an IAM user", "AccessDenied")
def test_role_without_policy(account, emulator):
    trusted = made.policy({"Principal": {"AWS": f"arn:aws:iam::{account.id}:root"}, "Action": "sts:AssumeRole"})
    account.client("iam").create_role(RoleName="bare", AssumeRolePolicyDocument=trusted)
    iam = emulator.client("iam", **account.assume("bare"))
    return lambda: iam.create_user(UserName="made")


@probe("assume a role whose trust policy names a service only", "AccessDenied")
def test_trust_of_a_service(account):
    account.client("iam").create_role(RoleName="of-a-service", AssumeRolePolicyDocument=made.trust("ec2.amazonaws.com"))
    return lambda: account.assume("of-a-service")


@probe("managed policy above 6,144 characters", "LimitExceeded")
def test_long_policy(account):
    resources = [f"arn:aws:s3:::bucket-{number}" for number in range(300)]
    document = made.policy({"Action": "s3:GetObject", "Resource": resources})
    return lambda: account.client("iam").create_policy(PolicyName="long", PolicyDocument=document)


@probe("eleventh managed policy of a role", "LimitExceeded")
def test_eleventh_policy(account):
    iam = account.client("iam")
    made.role(account, "ec2.amazonaws.com")
    document = made.policy({"Action": "s3:GetObject", "Resource": "*"})
    arns = [
        iam.create_policy(PolicyName=f"p{number}", PolicyDocument=document)["Policy"]["Arn"] for number in range(11)
    ]
    for arn in arns[:10]:
        iam.attach_role_policy(RoleName="trusted", PolicyArn=arn)
    return lambda: iam.attach_role_policy(RoleName="trusted", PolicyArn=arns[10])


@probe("delete a role that has an inline policy", "DeleteConflict")
def test_delete_role_with_policy(account):
    made.role(account, "ec2.amazonaws.com")
    return lambda: account.client("iam").delete_role(RoleName="trusted")


@probe("add a policy to a role of Identity Center", "UnmodifiableEntity")
def test_role_of_identity_center(account, emulator):
    name = "AWSReservedSSO_Admin_0123456789abcdef"
    arn = account.role(f"aws-reserved/sso.amazonaws.com/{name}")
    emulator.control("POST", "administrators", {"arn": arn})
    document = made.policy({"Action": "s3:*", "Resource": "*"})
    return lambda: account.client("iam").put_role_policy(RoleName=name, PolicyName="more", PolicyDocument=document)
