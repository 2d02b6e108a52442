"""The scripts that make and delete the users of previews in caches of their host, with the AWS CLI."""

import json

import pytest

from .guest_script import run_script  # noqa: F401  a fixture

MAKE, DROP = ("preview-id.sh", "guest-arguments.sh", "guest-cache.sh"), ("preview-id.sh", "cache-drop.sh")
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
def run(run_script):
    def run(files, *args):
        return run_script(files, args, THING="sessions", USER_GROUP="dev-sessions", COMMANDS="+@all -@admin")

    return run


def members(elasticache):
    return elasticache.describe_user_groups(UserGroupId="dev-sessions")["UserGroups"][0]["UserIds"]


def test_the_user_reads_what_is_its_preview_s_alone_and_is_in_the_group(account, elasticache, run, tmp_path):
    write(account)
    for _ in range(2):
        ended = run(MAKE, *GIVEN)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"User {USER} is ready\n", "")
        user = elasticache.describe_users(UserId=USER)["Users"][0]
        assert user["AccessString"] == "on ~pr-42:* resetchannels &pr-42:* +@all -@admin"
        assert user["Authentication"] == {"Type": "password", "PasswordCount": 1}
        assert members(elasticache) == [USER, "off"]
        assert [file for file in tmp_path.rglob("*.json") if file.is_file()] == []


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
    ended = run(MAKE, *args)
    assert ended.returncode == 1
    assert allowed in ended.stderr
    assert members(elasticache) == ["off"]


def test_a_password_that_could_be_another_request_is_refused(account, elasticache, run):
    write(account, 'x"]}, "AccessString": "on ~* +@all')
    ended = run(MAKE, *GIVEN)
    assert (ended.returncode, ended.stderr) == (1, f"The secret of {USER} holds no password of letters and digits\n")


def test_those_of_one_preview_are_deleted_and_no_others(account, elasticache, run):
    others = ["guest-pr-4-1a2b3c4d-a", "guest-pr-42-12345678-1a2b3c4d-a", "dev-storefront-sessions-a"]
    for user in [USER, "guest-pr-42-1a2b3c4d-b", *others]:
        elasticache.create_user(
            UserId=user, UserName=user, Engine="redis", AccessString="on", AuthenticationMode={"Type": "iam"}
        )
    for _ in range(2):
        assert run(DROP, "pr-42").returncode == 0
        left = {user["UserId"] for user in elasticache.describe_users()["Users"]}
        assert left == {"default", "off", *others}
    assert run(DROP, "*").returncode == 1
