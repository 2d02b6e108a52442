"""People who sign in by IAM Identity Center: what a trust policy can ask of them, and what it cannot."""

import pytest

from .tested_role import Role, allow, document, refused

ROLE = "aws-reserved/sso.amazonaws.com/{region}AWSReservedSSO_{name}_{suffix}"


def sign_in(account, permission_set, region="eu-west-1/", suffix="0123456789abcdef"):
    """A client of STS with the session of a permission set."""
    arn = account.role(ROLE.format(region=region, name=permission_set, suffix=suffix))
    status, keys = account._emulator.control("POST", "administrators", {"arn": arn})
    assert status == 200
    return account._emulator.client(
        "sts",
        aws_access_key_id=keys["accessKeyId"],
        aws_secret_access_key=keys["secretAccessKey"],
        aws_session_token=keys["sessionToken"],
    )


def trust(account, condition):
    principal = {"Principal": {"AWS": f"arn:aws:iam::{account.id}:root"}, "Action": "sts:AssumeRole"}
    return {**principal, "Condition": condition}


def named(pattern):
    return {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/{pattern}"}}


def take(sts, role):
    return sts.assume_role(RoleArn=role.arn, RoleSessionName="ada")


def test_a_session_shows_no_second_factor_so_a_trust_that_asks_for_one_locks_everybody_out(account):
    role = Role(account, trust=trust(account, {"Bool": {"aws:MultiFactorAuthPresent": "true"}}))
    refused(lambda: take(sign_in(account, "Admin"), role))


def test_a_session_has_no_word_of_a_second_factor_at_all(account):
    role = Role(account, trust=trust(account, {"Null": {"aws:MultiFactorAuthPresent": "true"}}))
    take(sign_in(account, "Admin"), role)


@pytest.mark.parametrize(
    "region, pattern",
    [("", "AWSReservedSSO_Admin_????????????????"), ("eu-west-1/", "*/AWSReservedSSO_Admin_????????????????")],
)
def test_a_pattern_names_a_permission_set_where_identity_center_runs(account, region, pattern):
    role = Role(account, trust=trust(account, named(pattern)))
    take(sign_in(account, "Admin", region), role)
    # The path of one region is not that of us-east-1.
    refused(lambda: take(sign_in(account, "Admin", "" if region else "eu-west-1/", "fedcba9876543210"), role))


def test_a_pattern_does_not_name_a_set_whose_name_only_begins_so(account):
    role = Role(account, trust=trust(account, named("*/AWSReservedSSO_Admin_????????????????")))
    refused(lambda: take(sign_in(account, "Admin_of_all"), role))
    refused(lambda: take(sign_in(account, "Reader"), role))


def test_the_next_session_shows_none_either(account):
    first = Role(account, allow("sts:*"), trust=trust(account, named("*/AWSReservedSSO_Admin_*")))
    keys = take(sign_in(account, "Admin"), first)["Credentials"]
    next_sts = account._emulator.client(
        "sts",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    account.root("iam").update_assume_role_policy(
        RoleName=first.name,
        PolicyDocument=document(trust(account, {"Bool": {"aws:MultiFactorAuthPresent": "true"}})),
    )
    refused(lambda: take(next_sts, first))
