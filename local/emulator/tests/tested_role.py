"""A role with the policies of a test, and what is said of its calls."""

import json

import pytest
from botocore.exceptions import ClientError

from .conftest import NO_RETRIES


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **each} for each in statements]})


def allow(action, resource="*", **more):
    return {"Action": action, "Resource": resource, **more}


class Role:
    """A role that everybody in the account may take, with the policies of the test."""

    def __init__(self, account, *statements, boundary=None, trust=None):
        self.account, self.iam = account, account.root("iam")
        self.name = "tested"
        trust = trust or {"Principal": {"AWS": f"arn:aws:iam::{account.id}:root"}, "Action": "sts:*"}
        more = {"PermissionsBoundary": boundary} if boundary else {}
        self.iam.create_role(RoleName=self.name, AssumeRolePolicyDocument=document(trust), **more)
        self.arn = account.role(self.name)
        if statements:
            self.allow(*statements)

    def allow(self, *statements):
        self.iam.put_role_policy(RoleName=self.name, PolicyName="own", PolicyDocument=document(*statements))

    def client(self, service, config=NO_RETRIES, **session):
        sts = self.account.client("sts")
        keys = sts.assume_role(RoleArn=self.arn, RoleSessionName="test", **session)["Credentials"]
        return self.account._emulator.client(
            service,
            config=config,
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )


def refused(call, code="AccessDenied"):
    """What AWS says."""
    with pytest.raises(ClientError) as caught:
        call()
    assert caught.value.response["Error"]["Code"] == code
    return caught.value.response["Error"]["Message"]


def denials(account):
    _, entries = account._emulator.control("GET", "denials")
    return [entry for entry in entries if entry["account"] == account.id]
