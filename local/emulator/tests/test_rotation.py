"""A secret that has to be new: a master password, a key."""

import json
import time
from datetime import datetime, timezone

import pytest
from botocore.exceptions import ClientError

from .probes import made
from .tested_role import Role, allow

MANAGED = {"ManageMasterUserPassword": True}


@pytest.fixture
def database(account):
    database = made.Database(account)
    del database.settings["MasterUserPassword"]
    return database.available(**MANAGED)


def secret_of(account):
    server = account.client("rds").describe_db_instances(DBInstanceIdentifier="probe")["DBInstances"][0]
    return server["MasterUserSecret"]


def password_of(account, **version):
    secrets = account.client("secretsmanager")
    value = secrets.get_secret_value(SecretId=secret_of(account)["SecretArn"], **version)["SecretString"]
    return json.loads(value)["password"]


def own_key(account):
    return account.client("kms").create_key()["KeyMetadata"]["KeyId"]


def code_of(call, **parameters):
    with pytest.raises(ClientError) as refused:
        call(**parameters)
    return refused.value.response["Error"]["Code"]


def by_rds(account, database):
    secret = database.modify(RotateMasterUserPassword=True)["DBInstance"]["MasterUserSecret"]
    assert secret["SecretStatus"] == "rotating"


def by_secrets_manager(account, database):
    account.client("secretsmanager").rotate_secret(SecretId=secret_of(account)["SecretArn"])


@pytest.mark.parametrize("rotate", [by_rds, by_secrets_manager])
def test_a_master_password_is_new_at_once_and_the_one_before_is_kept_for_who_asks_for_it(account, database, rotate):
    before, arn = password_of(account), secret_of(account)["SecretArn"]
    rotate(account, database)
    made.until(lambda: secret_of(account)["SecretStatus"], "active")
    assert secret_of(account)["SecretArn"] == arn
    assert password_of(account) != before
    assert password_of(account, VersionStage="AWSPREVIOUS") == before


def test_rds_says_that_it_changes_the_password_every_week(account, database):
    told = account.client("secretsmanager").describe_secret(SecretId=secret_of(account)["SecretArn"])
    assert (told["RotationEnabled"], told["RotationRules"]) == (True, {"AutomaticallyAfterDays": 7})


def test_a_secret_that_no_function_changes_is_not_changed_to_nothing(account):
    secrets = account.client("secretsmanager")
    secrets.create_secret(Name="s", SecretString="value")
    assert code_of(secrets.rotate_secret, SecretId="s") == "InvalidRequestException"
    assert secrets.get_secret_value(SecretId="s")["SecretString"] == "value"


def test_whoever_changes_a_master_password_by_rds_needs_the_right_to_its_secret(account, database):
    role = Role(account, allow("rds:ModifyDBInstance"))
    change = {"DBInstanceIdentifier": "probe", "RotateMasterUserPassword": True, "ApplyImmediately": True}
    assert code_of(role.client("rds").modify_db_instance, **change) == "AccessDenied"
    role.allow(allow("rds:ModifyDBInstance"), allow("secretsmanager:RotateSecret", secret_of(account)["SecretArn"]))
    made.until(lambda: bool(role.client("rds").modify_db_instance(**change)), True)


def test_a_key_gets_new_material_and_tells_when(account):
    kms, key = account.client("kms"), own_key(account)
    text = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    kms.rotate_key_on_demand(KeyId=key)
    assert [each["RotationType"] for each in kms.list_key_rotations(KeyId=key)["Rotations"]] == ["ON_DEMAND"]
    assert kms.decrypt(CiphertextBlob=text)["Plaintext"] == b"x"


def test_a_key_is_rotated_on_demand_twenty_five_times_at_most(account):
    kms, key = account.client("kms"), own_key(account)
    for _ in range(25):
        kms.rotate_key_on_demand(KeyId=key)
    assert code_of(kms.rotate_key_on_demand, KeyId=key) == "LimitExceededException"


def test_a_key_is_rotated_by_its_id_alone(account):
    kms, key = account.client("kms"), own_key(account)
    kms.create_alias(AliasName="alias/mine", TargetKeyId=key)
    assert code_of(kms.rotate_key_on_demand, KeyId="alias/mine") == "NotFoundException"


def test_only_keys_of_ones_own_that_encrypt_with_one_secret_are_rotated(account):
    kms = account.client("kms")
    pair = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    of_aws = kms.describe_key(KeyId="alias/aws/secretsmanager")["KeyMetadata"]["KeyId"]
    for key in (pair, of_aws):
        assert code_of(kms.rotate_key_on_demand, KeyId=key) == "UnsupportedOperationException"


def test_a_session_from_before_a_time_is_refused_everything_and_a_new_one_is_not(account):
    role = Role(account, allow("s3:*"))
    before = role.client("s3")
    made.until(lambda: bool(before.list_buckets()), True)
    time.sleep(0.1)
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    older = {"DateLessThan": {"aws:TokenIssueTime": now}}
    role.allow(allow("s3:*"), {"Effect": "Deny", **allow("*", Condition=older)})
    made.until(lambda: code_of(before.list_buckets), "AccessDenied")
    role.client("s3").list_buckets()
