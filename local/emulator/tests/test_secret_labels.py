"""Staging labels of one's own on the versions of a secret."""

import pytest

CURRENT = "AWSCURRENT"


@pytest.fixture
def secrets(account):
    client = account.client("secretsmanager")
    client.create_secret(Name="s")
    return client


def put(secrets, value, *labels):
    answer = secrets.put_secret_value(SecretId="s", SecretString=value, VersionStages=[CURRENT, *labels])
    return answer["VersionId"]


def labels_of(secrets, version):
    return sorted(secrets.get_secret_value(SecretId="s", VersionId=version)["VersionStages"])


def test_a_version_that_is_no_longer_current_keeps_its_own_labels(secrets):
    first = put(secrets, "one", "rotation-1")
    second = put(secrets, "two", "rotation-2")
    assert labels_of(secrets, first) == ["AWSPREVIOUS", "rotation-1"]
    assert labels_of(secrets, second) == [CURRENT, "rotation-2"]
    assert secrets.get_secret_value(SecretId="s", VersionStage="rotation-1")["SecretString"] == "one"


def test_a_label_moves_to_the_version_that_is_made_with_it(secrets):
    first = put(secrets, "one", "mine")
    put(secrets, "two", "mine")
    assert labels_of(secrets, first) == ["AWSPREVIOUS"]
    assert secrets.get_secret_value(SecretId="s", VersionStage="mine")["SecretString"] == "two"


def test_a_version_that_is_made_current_again_is_what_is_read(secrets):
    first = put(secrets, "one", "rotation-1")
    second = put(secrets, "two")
    secrets.update_secret_version_stage(
        SecretId="s", VersionStage=CURRENT, RemoveFromVersionId=second, MoveToVersionId=first
    )
    assert secrets.get_secret_value(SecretId="s")["SecretString"] == "one"
    assert labels_of(secrets, second) == ["AWSPREVIOUS"]
