"""Snapshots, and servers that begin with one or with what another one held at a time."""

import json
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from .conftest import REGION, Account
from .test_rds import create, read, wait
from .tested_role import Role, allow, refused
from .waiting import until


@pytest.fixture
def rds(account):
    return account.client("rds")


@pytest.fixture
def held(emulator, account):
    """{(kind, name): token} of the account's databases"""

    def ask():
        _, found = emulator.control("GET", f"data?account={account.id}&region={REGION}")
        return {(each["kind"], each["name"]): each["data"] for each in found}

    return ask


@pytest.fixture
def write(emulator, account):
    def change(name="d"):
        body = {"account": account.id, "region": REGION, "service": "rds", "name": name}
        return emulator.control("POST", "data", body)[1]["data"]

    return change


def snapshot(rds, name="s", server="d"):
    rds.create_db_snapshot(DBSnapshotIdentifier=name, DBInstanceIdentifier=server)
    until(lambda: rds.describe_db_snapshots(DBSnapshotIdentifier=name)["DBSnapshots"][0]["Status"] == "available")


def restore(rds, name="new", **settings):
    rds.restore_db_instance_from_db_snapshot(
        **{"DBInstanceIdentifier": name, "DBSnapshotIdentifier": "s", "DBInstanceClass": "db.t4g.medium", **settings}
    )
    wait(rds, name)
    return read(rds, name)


def own_key(account):
    return account.client("kms").create_key()["KeyMetadata"]["Arn"]


def test_a_restored_server_is_there_beside_the_other_with_the_data_of_then(rds, held, write):
    create(rds)
    wait(rds)
    then = write()
    snapshot(rds)
    now = write()
    restored = restore(rds)
    assert restored["DbiResourceId"] != read(rds)["DbiResourceId"]
    assert restored["Endpoint"]["Address"].startswith("new.")
    assert (held()["server", "new"], held()["server", "d"]) == (then, now)
    assert {each["DBInstanceIdentifier"] for each in rds.describe_db_instances()["DBInstances"]} == {"d", "new"}


def test_what_is_not_said_comes_from_the_snapshot_or_is_off(rds, account):
    key = own_key(account)
    create(rds, StorageEncrypted=True, KmsKeyId=key, MultiAZ=True, DeletionProtection=True, DBName="shop", Port=5444)
    wait(rds)
    snapshot(rds)
    restored = restore(rds)
    taken = ("KmsKeyId", "MasterUsername", "DBName", "EngineVersion", "AllocatedStorage")
    assert {name: restored[name] for name in taken} == {name: read(rds)[name] for name in taken}
    assert restored["Endpoint"]["Port"] == 5444
    assert (restored["MultiAZ"], restored["DeletionProtection"], restored["PerformanceInsightsEnabled"]) == (
        False,
        False,
        False,
    )
    assert restored["DBParameterGroups"][0]["DBParameterGroupName"] == "default.postgres17"


def test_the_secret_of_the_master_user_comes_by_a_change_afterwards(rds):
    rds.create_db_instance(
        DBInstanceIdentifier="d",
        Engine="postgres",
        EngineVersion="17.5",
        DBInstanceClass="db.t4g.medium",
        MasterUsername="root",
        ManageMasterUserPassword=True,
    )
    wait(rds)
    snapshot(rds)
    assert "MasterUserSecret" not in restore(rds)
    rds.modify_db_instance(DBInstanceIdentifier="new", ManageMasterUserPassword=True)
    assert read(rds, "new")["MasterUserSecret"]["SecretArn"] != read(rds)["MasterUserSecret"]["SecretArn"]


@pytest.mark.parametrize(
    "settings, code",
    [
        ({"DBName": "shop"}, "InvalidParameterCombination"),
        ({"ManageMasterUserPassword": True}, "InvalidParameterCombination"),
        ({"AllocatedStorage": 20}, "InvalidParameterValue"),
        ({"Engine": "mysql"}, "InvalidParameterCombination"),
        ({"DBSnapshotIdentifier": "none"}, "DBSnapshotNotFound"),
        ({"DBInstanceIdentifier": "d"}, "DBInstanceAlreadyExists"),
        ({"DBParameterGroupName": "sixteen"}, "InvalidParameterCombination"),
    ],
)
def test_what_rds_refuses_of_a_restore(rds, settings, code):
    create(rds, AllocatedStorage=30)
    wait(rds)
    snapshot(rds)
    group = {"DBParameterGroupName": "sixteen", "DBParameterGroupFamily": "postgres16", "Description": "x"}
    rds.create_db_parameter_group(**group)
    with pytest.raises(ClientError, match=code):
        restore(rds, **settings)


def test_a_snapshot_takes_its_time_and_is_restored_only_then(rds):
    create(rds)
    wait(rds)
    rds.create_db_snapshot(DBSnapshotIdentifier="s", DBInstanceIdentifier="d")
    with pytest.raises(ClientError, match="InvalidDBSnapshotState"):
        restore(rds)


def test_a_point_in_time_is_restored_to_the_second_and_not_to_the_last_five_minutes(rds, emulator, held, write):
    create(rds, BackupRetentionPeriod=7)
    wait(rds)
    then = write()
    moment = now(rds) + timedelta(seconds=1)
    with pytest.raises(ClientError, match="cannot be restored to a time later than"):
        to_time(rds, RestoreTime=moment)
    emulator.control("POST", "clock", {"seconds": 600})
    write()
    to_time(rds, RestoreTime=moment)
    wait(rds, "new")
    assert held()["server", "new"] == then
    assert "ReadReplicaSourceDBInstanceIdentifier" not in read(rds, "new")
    with pytest.raises(ClientError, match="cannot be restored to a time earlier than"):
        to_time(rds, "other", RestoreTime=moment - timedelta(days=1))


def now(rds):
    """The emulator's, which other tests put forward."""
    return read(rds)["LatestRestorableTime"] + timedelta(minutes=5)


def to_time(rds, name="new", **settings):
    source = {} if "SourceDbiResourceId" in settings else {"SourceDBInstanceIdentifier": "d"}
    rds.restore_db_instance_to_point_in_time(TargetDBInstanceIdentifier=name, **source, **settings)


def test_without_backups_there_is_no_point_in_time(rds):
    create(rds, BackupRetentionPeriod=0)
    wait(rds)
    assert rds.describe_db_snapshots()["DBSnapshots"] == []
    with pytest.raises(ClientError, match="PointInTimeRestoreNotEnabled"):
        to_time(rds, UseLatestRestorableTime=True)


def test_a_server_that_is_gone_comes_back_from_its_retained_backups_or_its_last_snapshot(rds, held, write, account):
    create(rds, BackupRetentionPeriod=7)
    wait(rds)
    token, resource_id = write(), read(rds)["DbiResourceId"]
    rds.delete_db_instance(DBInstanceIdentifier="d", FinalDBSnapshotIdentifier="s", DeleteAutomatedBackups=False)
    until(lambda: not rds.describe_db_instances()["DBInstances"])
    backups = rds.describe_db_instance_automated_backups()["DBInstanceAutomatedBackups"]
    assert [(each["DbiResourceId"], each["Status"]) for each in backups] == [(resource_id, "retained")]
    to_time(rds, SourceDbiResourceId=resource_id, UseLatestRestorableTime=True)
    restore(rds, "again")
    assert (held()["server", "new"], held()["server", "again"]) == (token, token)


def test_a_copy_has_a_key_of_its_own_and_the_same_data(rds, account, held):
    create(rds, StorageEncrypted=True, KmsKeyId=own_key(account))
    wait(rds)
    snapshot(rds)
    key = own_key(account)
    rds.copy_db_snapshot(SourceDBSnapshotIdentifier="s", TargetDBSnapshotIdentifier="copy", KmsKeyId=key)
    until(lambda: rds.describe_db_snapshots(DBSnapshotIdentifier="copy")["DBSnapshots"][0]["Status"] == "available")
    restored = restore(rds, DBSnapshotIdentifier="copy")
    assert (restored["KmsKeyId"], held()["server", "new"]) == (key, held()["server", "d"])


def test_one_that_is_shared_is_restored_from_a_copy_with_a_key_of_ones_own(rds, account, emulator, account_numbers):
    create(rds, StorageEncrypted=True, KmsKeyId=own_key(account))
    wait(rds)
    snapshot(rds)
    arn = rds.describe_db_snapshots(DBSnapshotIdentifier="s")["DBSnapshots"][0]["DBSnapshotArn"]
    other = Account(emulator, str(next(account_numbers)))
    theirs = other.client("rds")
    with pytest.raises(ClientError, match="DBSnapshotNotFound"):
        restore(theirs, DBSnapshotIdentifier=arn)
    rds.modify_db_snapshot_attribute(DBSnapshotIdentifier="s", AttributeName="restore", ValuesToAdd=[other.id])
    with pytest.raises(ClientError, match="copy it with a key of your own"):
        restore(theirs, DBSnapshotIdentifier=arn)
    copy = {"SourceDBSnapshotIdentifier": arn, "TargetDBSnapshotIdentifier": "mine"}
    with pytest.raises(ClientError, match="KmsKeyId"):
        theirs.copy_db_snapshot(**copy)
    assert theirs.copy_db_snapshot(**copy, KmsKeyId=own_key(other))["DBSnapshot"]["Status"] == "creating"


def test_a_server_is_renamed_but_not_to_a_name_that_is_taken(rds):
    create(rds)
    create(rds, "e")
    wait(rds)
    wait(rds, "e")
    with pytest.raises(ClientError, match="DBInstanceAlreadyExists"):
        rds.modify_db_instance(DBInstanceIdentifier="d", NewDBInstanceIdentifier="e", ApplyImmediately=True)
    resource_id = read(rds)["DbiResourceId"]
    rds.modify_db_instance(DBInstanceIdentifier="d", NewDBInstanceIdentifier="old", ApplyImmediately=True)
    assert read(rds, "old")["DbiResourceId"] == resource_id


def test_a_restore_takes_the_right_to_the_new_server_its_tags_and_the_key_of_the_snapshot(rds, account):
    key = own_key(account)
    create(rds, StorageEncrypted=True, KmsKeyId=key)
    wait(rds)
    snapshot(rds)
    server = f"arn:aws:rds:{REGION}:{account.id}:db:new"
    rights = [
        allow("rds:RestoreDBInstanceFromDBSnapshot"),
        allow("rds:AddTagsToResource", server),
        allow(["kms:CreateGrant", "kms:DescribeKey"], key),
    ]
    given = {"DBInstanceIdentifier": "new", "DBSnapshotIdentifier": "s", "Tags": [{"Key": "a", "Value": "b"}]}
    role = Role(account)
    for missing in ("kms:CreateGrant", "rds:AddTagsToResource", "rds:RestoreDBInstanceFromDBSnapshot"):
        role.allow(*[right for right in rights if missing not in json.dumps(right)])
        assert missing in refused(lambda: role.client("rds").restore_db_instance_from_db_snapshot(**given))
    role.allow(*rights)
    role.client("rds").restore_db_instance_from_db_snapshot(**given)
