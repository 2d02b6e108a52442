"""The script of the jobs that give passwords to users of caches, with the AWS CLI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCRIPT = (ROOT / "constructs" / "services" / "bindings" / "setup" / "cache.sh").read_text()
PASSWORD = "abcdefghijklmnopqrstuvwxyz012345"


@pytest.fixture
def elasticache(account):
    client = account.client("elasticache")
    client.create_user(
        UserId="shop-a", UserName="shop-a", Engine="redis", AccessString="on", AuthenticationMode={"Type": "iam"}
    )
    return client


@pytest.fixture
def set_up(emulator, account, tmp_path):
    scratch, secrets = tmp_path / "tmp", tmp_path / "secrets"
    scratch.mkdir()
    secrets.mkdir()
    (secrets / "password").write_text(PASSWORD)
    keys = account.assume("setup")

    def set_up(user):
        environment = {
            # The AWS CLI stands beside the Python that runs the emulator.
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{emulator.port}",
            "AWS_REGION": "eu-central-1",
            # What version 1 of the AWS CLI reads.
            "AWS_DEFAULT_REGION": "eu-central-1",
            **{name.upper(): value for name, value in keys.items()},
            "HOME": str(scratch),
            "TMPDIR": str(scratch),
            "SECRETS": str(secrets),
            "CACHE_USER": user,
        }
        return subprocess.run(["/bin/sh", "-euc", SCRIPT], env=environment, capture_output=True, text=True)

    set_up.scratch = scratch
    return set_up


def authentication(elasticache):
    return elasticache.describe_users(UserId="shop-a")["Users"][0]["Authentication"]


def test_the_user_gets_its_password_and_no_more_when_it_runs_again(emulator, elasticache, set_up):
    for _ in range(2):
        ended = set_up("shop-a")
        assert (ended.returncode, ended.stderr) == (0, "")
        assert authentication(elasticache) == {"Type": "password", "PasswordCount": 1}
        assert PASSWORD in emulator.control("GET", "secrets")[1]


def test_the_password_is_neither_printed_nor_left_in_a_file(elasticache, set_up):
    ended = set_up("shop-a")
    assert ended.stdout == "User shop-a is ready\n"
    assert [file for file in set_up.scratch.rglob("*") if file.is_file()] == []


def test_fails_when_there_is_no_such_user(elasticache, set_up):
    ended = set_up("shop-z")
    assert ended.returncode != 0
    assert "UserNotFound" in ended.stderr
    assert authentication(elasticache) == {"Type": "iam"}
