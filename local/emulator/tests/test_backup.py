"""AWS Backup: who can delete what was saved, what a copy to another account takes, and what comes back."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from .conftest import CAME_WITH_THE_ACCOUNT
from .settings import DATABASE, make_role

DAY = 86_400
REGION = "eu-central-1"
BACKUP, RESTORE = "service-role/AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForS3Restore"
S3_BACKUP = "AWSBackupServiceRolePolicyForS3Backup"


def refusal(call, **parameters):
    with pytest.raises(ClientError) as refused:
        call(**parameters)
    return refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]


def backup_role(account, name="backup", policies=(BACKUP, S3_BACKUP)):
    arn = make_role(account, name, "backup.amazonaws.com")
    for policy in policies:
        account.client("iam").attach_role_policy(RoleName=name, PolicyArn=f"arn:aws:iam::aws:policy/{policy}")
    return arn


def make_key(account, *others):
    everybody = [f"arn:aws:iam::{each}:root" for each in (account.id, *others)]
    statement = {"Effect": "Allow", "Principal": {"AWS": everybody}, "Action": "kms:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return account.client("kms").create_key(Policy=policy)["KeyMetadata"]["Arn"]


def make_vault(account, name="vault", *others):
    vault = account.client("backup").create_backup_vault(BackupVaultName=name, EncryptionKeyArn=make_key(account, *others))
    return vault["BackupVaultArn"]


def make_database(account, key=None, name="prod-orders"):
    encryption = {"StorageEncrypted": True, "KmsKeyId": key} if key else {}
    rds = account.client("rds")
    arn = rds.create_db_instance(DBInstanceIdentifier=name, **DATABASE, **encryption)["DBInstance"]["DBInstanceArn"]
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier=name, WaiterConfig={"Delay": 1})
    return arn


def make_bucket(account, name, versions=True):
    s3 = account.client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    if versions:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=name, Key="a/b", Body=b"precious")
    return f"arn:aws:s3:::{name}"


def finished(describe, name, key=None):
    """The job when it has come to an end."""
    for _ in range(50):
        job = describe(**name)
        job = job[key] if key else job
        if job.get("State", job.get("Status")) != "RUNNING":
            return job
        time.sleep(0.1)
    raise AssertionError(f"does not end: {job}")


def back_up(account, resource, role, vault="vault", **more):
    backup = account.client("backup")
    job = backup.start_backup_job(BackupVaultName=vault, ResourceArn=resource, IamRoleArn=role, **more)
    return finished(backup.describe_backup_job, {"BackupJobId": job["BackupJobId"]})


def copy(account, point, target, role, vault="vault", **more):
    backup = account.client("backup")
    job = backup.start_copy_job(
        RecoveryPointArn=point, SourceBackupVaultName=vault, DestinationBackupVaultArn=target, IamRoleArn=role, **more
    )
    return finished(backup.describe_copy_job, {"CopyJobId": job["CopyJobId"]}, "CopyJob")


@pytest.fixture
def saved(account):
    """A database in a vault, and what to delete it with."""
    role = backup_role(account)
    make_vault(account)
    job = back_up(account, make_database(account), role, Lifecycle={"DeleteAfterDays": 35})
    return {"BackupVaultName": "vault", "RecoveryPointArn": job["RecoveryPointArn"]}


@pytest.fixture
def other(emulator, account_numbers):
    """The account of the copies, of the same organization, with AWS Backup's own role."""
    from .conftest import Account

    made = Account(emulator, str(next(account_numbers)))
    made.client("iam").create_service_linked_role(AWSServiceName="backup.amazonaws.com")
    emulator.client("backup").update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": "true"})
    yield made
    emulator.client("backup").update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": "false"})


def let_in(vault_account, source, name="copies"):
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{source.id}:root"},
        "Action": "backup:CopyIntoBackupVault",
        "Resource": "*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    vault_account.client("backup").put_backup_vault_access_policy(BackupVaultName=name, Policy=policy)


def test_a_database_is_saved_as_a_snapshot_of_rds_and_its_recovery_point_is_deleted_where_nothing_locks_it(account, saved):
    backup, rds = account.client("backup"), account.client("rds")
    point = backup.describe_recovery_point(**saved)
    assert (point["ResourceType"], point["Status"], point["Lifecycle"]) == ("RDS", "COMPLETED", {"DeleteAfterDays": 35})
    assert point["RecoveryPointArn"].startswith(f"arn:aws:rds:{REGION}:{account.id}:snapshot:awsbackup:job-")
    snapshots = rds.describe_db_snapshots(SnapshotType="awsbackup")["DBSnapshots"]
    assert [each["DBSnapshotArn"] for each in snapshots] == [point["RecoveryPointArn"]]
    assert refusal(backup.delete_backup_vault, BackupVaultName="vault") == (
        "InvalidRequestException",
        "Backup vault cannot be deleted because it contains recovery points.",
    )
    backup.delete_recovery_point(**saved)
    assert rds.describe_db_snapshots(SnapshotType="awsbackup")["DBSnapshots"] == []
    backup.delete_backup_vault(BackupVaultName="vault")


def test_a_locked_vault_gives_up_nothing_before_its_time_not_even_to_root(emulator, account, saved):
    root = account.root("backup")
    root.put_backup_vault_lock_configuration(
        BackupVaultName="vault", MinRetentionDays=7, MaxRetentionDays=365, ChangeableForDays=3
    )
    locked = ("InvalidRequestException", "Recovery point cannot be deleted. (Backup vault configured with Lock)")
    assert refusal(root.delete_recovery_point, **saved) == locked
    snapshot = saved["RecoveryPointArn"].split(":", 6)[6]
    assert refusal(account.root("rds").delete_db_snapshot, DBSnapshotIdentifier=snapshot)[0] == "InvalidDBSnapshotState"
    shorter = {"Lifecycle": {"DeleteAfterDays": 1}}
    assert refusal(root.update_recovery_point_lifecycle, **saved, **shorter)[0] == "InvalidRequestException"
    # Until then whoever has set it may think again.
    root.delete_backup_vault_lock_configuration(BackupVaultName="vault")
    root.put_backup_vault_lock_configuration(BackupVaultName="vault", MinRetentionDays=7, ChangeableForDays=3)
    emulator.control("POST", "clock", {"seconds": 3 * DAY})
    assert refusal(root.delete_backup_vault_lock_configuration, BackupVaultName="vault")[0] == "InvalidRequestException"
    lighter = {"BackupVaultName": "vault", "MinRetentionDays": 1}
    assert refusal(root.put_backup_vault_lock_configuration, **lighter)[0] == "InvalidRequestException"
    assert refusal(root.delete_recovery_point, **saved) == locked
    emulator.control("POST", "clock", {"seconds": 33 * DAY})
    assert root.list_recovery_points_by_backup_vault(BackupVaultName="vault")["RecoveryPoints"] == []


def test_a_lock_without_days_of_grace_is_taken_away_by_whoever_has_the_right(account, saved):
    backup = account.client("backup")
    backup.put_backup_vault_lock_configuration(BackupVaultName="vault", MinRetentionDays=7)
    assert refusal(backup.delete_recovery_point, **saved)[0] == "InvalidRequestException"
    backup.delete_backup_vault_lock_configuration(BackupVaultName="vault")
    backup.delete_recovery_point(**saved)


@pytest.mark.parametrize(
    "lock",
    [
        {"ChangeableForDays": 2},
        {"MinRetentionDays": 0},
        {"MaxRetentionDays": 36_501},
        {"MinRetentionDays": 30, "MaxRetentionDays": 7},
    ],
)
def test_a_lock_that_cannot_be_is_refused(account, lock):
    make_vault(account)
    code, _ = refusal(account.client("backup").put_backup_vault_lock_configuration, BackupVaultName="vault", **lock)
    assert code == "InvalidParameterValueException"


@pytest.mark.parametrize("days", [6, 366, None])
def test_a_retention_out_of_the_locks_range_fails_the_job_and_leaves_no_snapshot(account, days):
    role, database = backup_role(account), make_database(account)
    make_vault(account)
    backup = account.client("backup")
    backup.put_backup_vault_lock_configuration(BackupVaultName="vault", MinRetentionDays=7, MaxRetentionDays=365)
    job = back_up(account, database, role, **({"Lifecycle": {"DeleteAfterDays": days}} if days else {}))
    assert job["State"] == "FAILED" and "RetentionDays of the vault" in job["StatusMessage"]
    assert account.client("rds").describe_db_snapshots(SnapshotType="awsbackup")["DBSnapshots"] == []


def restore(account, point, bucket, name="restore", **metadata):
    """By a role of that name."""
    backup, role = account.client("backup"), backup_role(account, name, (RESTORE,))
    metadata = {"DestinationBucketName": bucket, **metadata}
    job = backup.start_restore_job(RecoveryPointArn=point, IamRoleArn=role, Metadata=metadata)
    return finished(backup.describe_restore_job, {"RestoreJobId": job["RestoreJobId"]})


def test_a_bucket_is_saved_with_versions_only_and_its_objects_come_back(account):
    role = backup_role(account)
    make_vault(account)
    job = back_up(account, make_bucket(account, f"plain-{account.id}", versions=False), role)
    assert job["State"] == "FAILED" and "versioning" in job["StatusMessage"]
    name = f"assets-{account.id}"
    point = back_up(account, make_bucket(account, name), role)["RecoveryPointArn"]
    s3 = account.client("s3")
    s3.delete_object(Bucket=name, Key="a/b")
    job = restore(account, point, name)
    assert job["Status"] == "COMPLETED", job
    assert s3.get_object(Bucket=name, Key="a/b")["Body"].read() == b"precious"


def test_a_restore_puts_no_object_in_place_of_one_that_is_there(account):
    name = f"assets-{account.id}"
    role, bucket = backup_role(account), make_bucket(account, name)
    make_vault(account)
    point = back_up(account, bucket, role)["RecoveryPointArn"]
    s3 = account.client("s3")
    s3.put_object(Bucket=name, Key="a/b", Body=b"newer")
    assert restore(account, point, name)["Status"] == "COMPLETED"
    assert s3.get_object(Bucket=name, Key="a/b")["Body"].read() == b"newer"


def test_objects_whose_key_is_gone_come_back_by_another_key_alone(account):
    """So it is with those of an account that is lost: their key was there."""
    name, key = f"assets-{account.id}", make_key(account)
    bucket, s3 = make_bucket(account, name), account.client("s3")
    s3.put_object(Bucket=name, Key="a/b", Body=b"precious", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    make_vault(account)
    point = back_up(account, bucket, backup_role(account))["RecoveryPointArn"]
    s3.delete_object(Bucket=name, Key="a/b")
    account.client("kms").schedule_key_deletion(KeyId=key)
    job = restore(account, point, name)
    assert (job["Status"], job["StatusMessage"]) == (
        "FAILED",
        f"No objects were restored from {point} to {name}. To get notified of these failures, enable SNS event notifications.",
    )
    job = restore(account, point, name, "again", EncryptionType="SSE-KMS", KMSKey=make_key(account))
    assert job["Status"] == "COMPLETED", job
    assert s3.get_object(Bucket=name, Key="a/b")["Body"].read() == b"precious"


def test_what_the_role_has_no_key_for_is_not_in_a_backup_that_succeeds(account):
    name = f"assets-{account.id}"
    bucket, s3 = make_bucket(account, name), account.client("s3")
    mine = {"Effect": "Allow", "Principal": {"AWS": account.role(CAME_WITH_THE_ACCOUNT)}, "Action": "kms:*", "Resource": "*"}
    key = account.client("kms").create_key(Policy=json.dumps({"Version": "2012-10-17", "Statement": [mine]}))["KeyMetadata"]["Arn"]
    s3.put_object(Bucket=name, Key="secret", Body=b"precious", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    make_vault(account)
    job = back_up(account, bucket, backup_role(account))
    assert (job["State"], job["BackupSizeInBytes"]) == ("COMPLETED", len(b"precious"))
    for path in ("a/b", "secret"):
        s3.delete_object(Bucket=name, Key=path)
    restore(account, job["RecoveryPointArn"], name)
    assert [each["Key"] for each in s3.list_objects_v2(Bucket=name)["Contents"]] == ["a/b"]


def test_a_role_that_may_not_read_fails_the_job_and_one_that_the_service_cannot_take_is_refused_by_a_plan(account):
    make_vault(account)
    lacking = backup_role(account, "lacking", (BACKUP,))
    job = back_up(account, make_bucket(account, f"assets-{account.id}"), lacking)
    assert job["State"] == "FAILED" and "s3:GetBucketVersioning" in job["StatusMessage"]
    backup = account.client("backup")
    plan = make_plan(backup)
    selection = {"SelectionName": "all", "IamRoleArn": make_role(account, "of-ec2", "ec2.amazonaws.com")}
    code, message = refusal(backup.create_backup_selection, BackupPlanId=plan, BackupSelection=selection)
    assert code == "InvalidParameterValueException" and "cannot be assumed by AWS Backup" in message


def make_plan(backup, **rule):
    rule = {"RuleName": "daily", "TargetBackupVaultName": "vault", "ScheduleExpression": "cron(0 3 * * ? *)", **rule}
    return backup.create_backup_plan(BackupPlan={"BackupPlanName": "plan", "Rules": [rule]})["BackupPlanId"]


def test_a_plans_time_comes_each_day_for_what_it_selects(emulator, account):
    role = backup_role(account)
    make_vault(account)
    make_database(account)
    make_database(account, name="other")
    make_bucket(account, f"acme-prod-assets-{account.id}")
    make_bucket(account, f"acme-prod-log-archive-{account.id}")
    backup = account.client("backup")
    plan = make_plan(backup, Lifecycle={"DeleteAfterDays": 35})
    selection = {
        "SelectionName": "data",
        "IamRoleArn": role,
        "Resources": [f"arn:aws:rds:{REGION}:{account.id}:db:prod-*", "arn:aws:s3:::acme-prod-*"],
        "NotResources": [f"arn:aws:s3:::acme-prod-log-archive-{account.id}"],
    }
    backup.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    for days in (1, 2):
        emulator.control("POST", "clock", {"seconds": DAY})
        emulator.control("POST", "clock", {"seconds": 60})
        points = backup.list_recovery_points_by_backup_vault(BackupVaultName="vault")["RecoveryPoints"]
        names = sorted(point["ResourceName"] for point in points)
        assert names == sorted([f"acme-prod-assets-{account.id}", "prod-orders"] * days)
    jobs = backup.list_backup_jobs(ByState="COMPLETED")["BackupJobs"]
    assert len(jobs) == 4 and {job["CreatedBy"]["BackupPlanId"] for job in jobs} == {plan}
    assert refusal(backup.delete_backup_plan, BackupPlanId=plan)[0] == "InvalidRequestException"


def test_a_cache_cannot_be_selected(account):
    """Source: AWS Backup Developer Guide, "Feature availability by resource", which does not name ElastiCache."""
    make_vault(account)
    backup = account.client("backup")
    cache = f"arn:aws:elasticache:{REGION}:{account.id}:replicationgroup:prod-sessions"
    selection = {"SelectionName": "caches", "IamRoleArn": backup_role(account), "Resources": [cache]}
    plan = make_plan(backup)
    assert refusal(backup.create_backup_selection, BackupPlanId=plan, BackupSelection=selection) == (
        "InvalidParameterValueException",
        f"Unsupported resource type: {cache}.",
    )


def test_a_copy_in_another_account_is_there_when_the_original_is_gone_and_comes_back(account, other):
    role = backup_role(account)
    make_vault(account, "vault")
    target = make_vault(other, "copies", account.id)
    let_in(other, account)
    point = back_up(account, make_database(account, make_key(account, other.id)), role)["RecoveryPointArn"]
    copied = copy(account, point, target, role)
    assert copied["State"] == "COMPLETED", copied
    account.client("backup").delete_recovery_point(BackupVaultName="vault", RecoveryPointArn=point)
    arn = copied["DestinationRecoveryPointArn"]
    kept = other.client("backup").describe_recovery_point(BackupVaultName="copies", RecoveryPointArn=arn)
    assert kept["EncryptionKeyArn"] == other.client("backup").describe_backup_vault(BackupVaultName="copies")["EncryptionKeyArn"]
    let_in(account, other, "vault")
    account.client("iam").create_service_linked_role(AWSServiceName="backup.amazonaws.com")
    vault = f"arn:aws:backup:{REGION}:{account.id}:backup-vault:vault"
    back = copy(other, arn, vault, backup_role(other), "copies")
    assert back["State"] == "COMPLETED", back
    snapshots = account.client("rds").describe_db_snapshots(SnapshotType="awsbackup")["DBSnapshots"]
    assert [(each["DBSnapshotArn"], each["DBInstanceIdentifier"]) for each in snapshots] == [
        (back["DestinationRecoveryPointArn"], "prod-orders")
    ]


def test_a_copy_says_what_it_lacks(emulator, account, other):
    role = backup_role(account)
    make_vault(account, "vault")
    target = make_vault(other, "copies", account.id)
    point = back_up(account, make_database(account, make_key(account)), role)["RecoveryPointArn"]
    failed = lambda: copy(account, point, target, role)["StatusMessage"]  # noqa: E731
    assert "access policy" in failed()
    let_in(other, account)
    assert "The source snapshot KMS key does not exist" in failed()
    emulator.client("backup").update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": "false"})
    assert "Cross-account backup is not enabled" in failed()
    settings = account.client("backup").describe_global_settings()["GlobalSettings"]
    assert settings == {"isCrossAccountBackupEnabled": "false"}
    code, _ = refusal(account.client("backup").update_global_settings, GlobalSettings=settings)
    assert code == "InvalidRequestException"


def test_the_right_to_delete_is_that_on_the_recovery_point(account, saved):
    """RDS's own call is another right: a policy that denies one has to deny both."""
    name, arn = "cleaner", saved["RecoveryPointArn"]
    account.make_role(name)
    denied = {"Effect": "Deny", "Action": "backup:DeleteRecoveryPoint", "Resource": arn}
    account.client("iam").put_role_policy(
        RoleName=name, PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [denied]})
    )
    keys = account.assume(name)
    client = lambda service: account._emulator.client(service, **keys)  # noqa: E731
    assert refusal(client("backup").delete_recovery_point, **saved)[0] == "AccessDeniedException"
    client("rds").delete_db_snapshot(DBSnapshotIdentifier=arn.split(":", 6)[6])
    assert account.client("backup").describe_recovery_point(**saved)["Status"] == "EXPIRED"


def test_vaults_and_plans_have_tags_and_leave_nothing(account):
    backup = account.client("backup")
    arn = make_vault(account)
    backup.tag_resource(ResourceArn=arn, Tags={"a": "1", "b": "2"})
    backup.untag_resource(ResourceArn=arn, TagKeyList=["a"])
    assert backup.list_tags(ResourceArn=arn)["Tags"] == {"b": "2"}
    found = account.client("resourcegroupstaggingapi").get_resources(TagFilters=[{"Key": "b"}])
    assert [each["ResourceARN"] for each in found["ResourceTagMappingList"]] == [arn]
    plan = make_plan(backup)
    assert account.kinds() >= {("backup", "vaults"), ("backup", "plans")}
    backup.delete_backup_plan(BackupPlanId=plan)
    backup.delete_backup_vault(BackupVaultName="vault")
    assert {kind for kind in account.kinds() if kind[0] == "backup"} == set()
