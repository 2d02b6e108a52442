"""The scripts that make and delete the users of previews in caches of their host, with the AWS CLI."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[3] / "constructs" / "services" / "bindings" / "setup"
PASSWORD = "abcdefghijklmnopqrstuvwxyz012345"
USER = "guest-pr-42-1a2b3c4d-a"
GIVEN = ["pr-42", "shop", USER, "1"]


@pytest.fixture
def elasticache(account):
    client = account.client("elasticache")
    client.create_user(
        UserId="off",
        UserName="default",
        Engine="redis",
        AccessString="off ~* +@all",
        AuthenticationMode={"Type": "password", "Passwords": [PASSWORD]},
    )
    client.create_user_group(UserGroupId="dev-sessions", Engine="redis", UserIds=["off"])
    return client


def write(account, password=PASSWORD, preview="pr-42"):
    secrets = account.client("secretsmanager")
    # As Terraform's jsonencode writes it.
    text = json.dumps({"password": password, "username": USER}, separators=(",", ":"))
    arn = secrets.create_secret(Name=f"/acme/preview-{preview}/shop/sessions/user")["ARN"]
    secrets.put_secret_value(SecretId=arn, SecretString=text, VersionStages=["AWSCURRENT", "rotation-1"])


@pytest.fixture
def run(emulator, account, tmp_path):
    keys = account.assume("setup")

    def run(script, *args):
        environment = {
            # The AWS CLI stands beside the Python that runs the emulator.
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{emulator.port}",
            "AWS_REGION": "eu-central-1",
            # What version 1 of the AWS CLI reads.
            "AWS_DEFAULT_REGION": "eu-central-1",
            **{name.upper(): value for name, value in keys.items()},
            "HOME": str(tmp_path),
            "TMPDIR": str(tmp_path),
            "SECRETS_OF_PREVIEWS": "/acme/preview-",
            "CACHE": "sessions",
            "USER_GROUP": "dev-sessions",
            "COMMANDS": "+@all -@admin",
        }
        command = ["/bin/sh", "-euc", (SCRIPTS / script).read_text(), "guest", *args]
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    run.scratch = tmp_path
    return run


def members(elasticache):
    return elasticache.describe_user_groups(UserGroupId="dev-sessions")["UserGroups"][0]["UserIds"]


def test_the_user_reads_what_is_its_preview_s_alone_and_is_in_the_group(account, elasticache, run):
    write(account)
    for _ in range(2):
        ended = run("guest-cache.sh", *GIVEN)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"User {USER} is ready\n", "")
        user = elasticache.describe_users(UserId=USER)["Users"][0]
        assert user["AccessString"] == "on ~pr-42:* resetchannels &pr-42:* +@all -@admin"
        assert user["Authentication"] == {"Type": "password", "PasswordCount": 1}
        assert members(elasticache) == [USER, "off"]
        assert [file for file in run.scratch.rglob("*.json") if file.is_file()] == []


@pytest.mark.parametrize(
    ("args", "allowed"),
    [
        (["pr-42:* ~", *GIVEN[1:]], "lower-case letters, digits and dashes"),
        (["*", *GIVEN[1:]], "lower-case letters, digits and dashes"),
        ([*GIVEN[:2], "dev-storefront-sessions-a", "1"], "allowed: one of pr-42, as guest-pr-42-12345678-a"),
        ([*GIVEN[:2], "guest-pr-43-1a2b3c4d-a", "1"], "allowed: one of pr-42, as guest-pr-42-12345678-a"),
        ([*GIVEN[:3], "x"], "allowed: digits"),
    ],
)
def test_no_other_user_is_made_or_changed(account, elasticache, run, args, allowed):
    write(account)
    ended = run("guest-cache.sh", *args)
    assert ended.returncode == 1
    assert allowed in ended.stderr
    assert members(elasticache) == ["off"]


def test_a_password_that_could_be_another_request_is_refused(account, elasticache, run):
    write(account, 'x"]}, "AccessString": "on ~* +@all')
    ended = run("guest-cache.sh", *GIVEN)
    assert (ended.returncode, ended.stderr) == (1, f"The secret of {USER} holds no password of letters and digits\n")


def test_those_of_one_preview_are_deleted_and_no_others(account, elasticache, run):
    others = ["guest-pr-4-1a2b3c4d-a", "guest-pr-42-12345678-1a2b3c4d-a", "dev-storefront-sessions-a"]
    for user in [USER, "guest-pr-42-1a2b3c4d-b", *others]:
        elasticache.create_user(
            UserId=user, UserName=user, Engine="redis", AccessString="on", AuthenticationMode={"Type": "iam"}
        )
    for _ in range(2):
        assert run("cache-drop.sh", "pr-42").returncode == 0
        left = {user["UserId"] for user in elasticache.describe_users()["Users"]}
        assert left == {"default", "off", *others}
    assert run("cache-drop.sh", "*").returncode == 1
