"""Who takes a role: its trust, rights of the caller, second factors, tags of sessions, tokens of a forge."""

import base64
import json

from .tested_role import Role, allow, refused


class TestWhoTakesARole:
    def test_a_role_that_trusts_a_service_refuses_people(self, account):
        role = Role(account, trust={"Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"})
        assert refused(lambda: role.client("sts")) == (
            f"User: arn:aws:sts::{account.id}:assumed-role/OrganizationAccountAccessRole/test is not authorized to "
            f"perform: sts:AssumeRole on resource: {role.arn}"
        )

    def test_a_role_that_is_not_there_is_refused_in_the_same_words(self, account):
        arn = account.role("nobody")
        sts = account.client("sts")
        assert refused(lambda: sts.assume_role(RoleArn=arn, RoleSessionName="test")).endswith(f"on resource: {arn}")

    def test_another_account_needs_a_right_of_its_own_beside_the_trust(self, account, emulator, account_numbers):
        other = type(account)(emulator, str(next(account_numbers)))
        caller = Role(account)
        role = Role(other, trust={"Principal": {"AWS": caller.arn}, "Action": "sts:AssumeRole"})
        take = lambda: caller.client("sts").assume_role(RoleArn=role.arn, RoleSessionName="x2")  # noqa: E731
        refused(take)
        caller.allow(allow("sts:AssumeRole", role.arn))
        take()

    def test_a_second_factor_can_be_asked_for(self, account):
        with_mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
        principal = {"Principal": {"AWS": f"arn:aws:iam::{account.id}:root"}, "Action": "sts:AssumeRole"}
        role = Role(account, allow("iam:GetRole"), trust={**principal, "Condition": with_mfa})
        refused(lambda: role.client("iam"))
        shown = {"SerialNumber": f"arn:aws:iam::{account.id}:mfa/ann", "TokenCode": "123456"}
        role.client("iam", **shown).get_role(RoleName="tested")

    def test_session_tags_take_a_right_of_their_own(self, account):
        principal = {"Principal": {"AWS": f"arn:aws:iam::{account.id}:root"}, "Action": "sts:AssumeRole"}
        role = Role(account, trust=principal)
        message = refused(lambda: role.client("iam", Tags=[{"Key": "team", "Value": "blue"}]))
        assert "sts:TagSession" in message

    def test_a_token_of_a_forge(self, account):
        issuer = "token.forge.example"
        provider = f"arn:aws:iam::{account.id}:oidc-provider/{issuer}"
        role = Role(
            account,
            trust={
                "Principal": {"Federated": provider},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {"StringEquals": {f"{issuer}:sub": "repo:a/b:environment:dev"}},
            },
        )

        def take(subject, audience="sts.amazonaws.com"):
            claims = {"iss": f"https://{issuer}", "sub": subject, "aud": audience}
            parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in ({}, claims)]
            account.client("sts").assume_role_with_web_identity(
                RoleArn=role.arn, RoleSessionName="forge", WebIdentityToken=".".join([*parts, "none"])
            )

        assert "No OpenIDConnect provider found" in refused(lambda: take("x"), "InvalidIdentityToken")
        account.root("iam").create_open_id_connect_provider(
            Url=f"https://{issuer}", ClientIDList=["sts.amazonaws.com"], ThumbprintList=["0" * 40]
        )
        take("repo:a/b:environment:dev")
        refused(lambda: take("repo:a/b:environment:prod"))
        assert "audience" in refused(lambda: take("repo:a/b:environment:dev", "other"), "InvalidIdentityToken")
