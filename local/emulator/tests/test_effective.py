"""How long a new role is unknown to other services. What they answer meanwhile: probes/test_new_identities.py."""

import subprocess
import sys

import pytest
from botocore.exceptions import ClientError

from .conftest import LOCAL, Account, start_and_wait
from .probes import made
from .waiting import until


@pytest.fixture
def account(tmp_path, account_numbers):
    running = start_and_wait(tmp_path, "--pace", "iam identity effective=1")
    yield Account(running, str(next(account_numbers)))
    running.process.terminate()
    running.process.wait()


def test_a_service_knows_a_role_some_seconds_later(account):
    settings = made.delivery(account, made.bucket(account), made.role(account, "firehose.amazonaws.com"))
    create = account.client("firehose").create_delivery_stream

    def is_made():
        try:
            return create(**settings)
        except ClientError as error:
            assert "Firehose is unable to assume role" in str(error)
            return None

    assert not is_made()
    until(is_made, "made")


@pytest.mark.parametrize(
    "given, told",
    [("iam identity=1", "there is no 'iam identity' in pace.py; there are: "), ("ec2 nat gateway created=x", "seconds")],
)
def test_a_pace_that_makes_no_sense_is_refused(given, told, tmp_path):
    command = [sys.executable, "-m", "emulator", "--port", "1", "--directory", str(tmp_path), "--pace", given]
    ended = subprocess.run(command, cwd=LOCAL, capture_output=True, text=True)
    assert ended.returncode == 2
    assert told in ended.stderr
