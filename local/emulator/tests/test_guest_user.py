"""The script that fetches the password of a preview's user for a job of its host, with the AWS CLI."""

import json

import pytest

from .guest_script import run_script  # noqa: F401  a fixture

FILES = ("preview-id.sh", "guest-arguments.sh", "guest-user.sh")
PASSWORD = "abcdefghijklmnopqrstuvwxyz012345"
GIVEN = ["pr-42", "shop", "shop_pr_42_a", "1"]


def write(account, password, username="shop_pr_42_a", name="/acme/preview-pr-42/shop/orders/user"):
    secrets = account.client("secretsmanager")
    # As Terraform's jsonencode writes it.
    text = json.dumps({"password": password, "username": username}, separators=(",", ":"))
    arn = secrets.create_secret(Name=name)["ARN"]
    secrets.put_secret_value(SecretId=arn, SecretString=text, VersionStages=["AWSCURRENT", "rotation-1"])


@pytest.fixture
def fetch(run_script, tmp_path):
    guest = tmp_path / "guest"
    guest.mkdir()

    def fetch(*args):
        ended = run_script(FILES, args, THING="orders", GUEST=str(guest))
        return ended, {file.name: file.read_text() for file in guest.iterdir()}

    return fetch


def test_leaves_the_user_of_the_preview_for_the_next_container_and_prints_nothing(account, fetch):
    write(account, PASSWORD)
    for _ in range(2):
        ended, files = fetch(*GIVEN)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
        assert files == {"suffix": "pr_42", "username": "shop_pr_42_a", "password": PASSWORD}


@pytest.mark.parametrize(
    ("args", "allowed"),
    [
        ([], 'Got the preview ""'),
        (["pr-42/../..", *GIVEN[1:]], "lower-case letters, digits and dashes"),
        (["pr-42", "shop/x", *GIVEN[2:]], "lower-case letters, digits and dashes"),
        ([*GIVEN[:3], "1 2"], "allowed: digits"),
        # A user of the host, of which it would set the password.
        (["pr-42", "shop", "shop_a", "1"], "allowed: one of pr-42, so that it ends in _pr_42_a or _pr_42_b"),
        (["pr-42", "shop", "_pr_42_a", "1"], "allowed: one of pr-42"),
        (["pr-42", "shop", "shop_pr_43_a", "1"], "allowed: one of pr-42"),
        # The same, whose long name was shortened with a hash.
        (["1a2b3c4d", "shop", "a-service-of-a-long-n_1a2b3c4d_a", "1"], "allowed: an id of two parts, such as pr-42"),
        # What the next script would put into its statements.
        (["pr-42", "shop", "x'@'%'; DROP DATABASE products; -- _pr_42_a", "1"], "allowed: lower-case letters"),
        (["pr-42", "shop", "x\n_pr_42_a", "1"], "allowed: lower-case letters"),
    ],
)
def test_refuses_arguments_that_are_no_names_of_a_preview(account, fetch, args, allowed):
    write(account, PASSWORD)
    ended, files = fetch(*args)
    assert ended.returncode == 1
    assert allowed in ended.stderr
    assert files == {}


@pytest.mark.parametrize("password", ["", "x'; DROP DATABASE products; -- ", "a\\nb", "two words"])
def test_refuses_a_password_that_could_be_a_statement_without_telling_it(account, fetch, password):
    write(account, password)
    ended, files = fetch(*GIVEN)
    assert ended.returncode == 1
    assert ended.stderr == "The secret of shop_pr_42_a holds no password of letters and digits\n"
    assert files == {}


def test_fails_when_there_is_no_such_secret(fetch):
    ended, files = fetch(*GIVEN)
    assert ended.returncode != 0
    assert "ResourceNotFoundException" in ended.stderr
    assert files == {}
