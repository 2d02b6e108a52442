"""What RDS refuses, and what it reads back: a deploy ends at the first of these."""

import pytest
from botocore.exceptions import ClientError

from .settings import DATABASE, make_role
from .waiting import until

COMBINATION, VALUE, STATE = "InvalidParameterCombination", "InvalidParameterValue", "InvalidDBInstanceState"
MONITORING = "monitoring.rds.amazonaws.com"


@pytest.fixture
def rds(account):
    return account.client("rds")


def create(rds, **settings):
    rds.create_db_instance(DBInstanceIdentifier="d", **{**DATABASE, **settings})


def read(rds):
    return rds.describe_db_instances(DBInstanceIdentifier="d")["DBInstances"][0]


def available(rds, **settings):
    create(rds, **settings)
    until(lambda: read(rds)["DBInstanceStatus"] == "available")


def modify(rds, **settings):
    rds.modify_db_instance(DBInstanceIdentifier="d", ApplyImmediately=True, **settings)


@pytest.mark.parametrize(
    "settings, code",
    [
        ({"EngineVersion": "17.99"}, COMBINATION),
        ({"EngineVersion": "6"}, COMBINATION),
        ({"DBInstanceClass": "db.t9z.small"}, VALUE),
        ({"AllocatedStorage": 19}, VALUE),
        ({"AllocatedStorage": 70_000}, VALUE),
        ({"AllocatedStorage": 100, "MaxAllocatedStorage": 105}, COMBINATION),
        ({"Iops": 12_000}, COMBINATION),
        ({"AllocatedStorage": 400, "Iops": 3000}, COMBINATION),
        ({"AllocatedStorage": 400, "StorageThroughput": 4001}, COMBINATION),
        ({"StorageType": "io1", "AllocatedStorage": 50, "Iops": 1000}, VALUE),
        ({"StorageType": "io1", "AllocatedStorage": 100}, COMBINATION),
        ({"BackupRetentionPeriod": 36}, VALUE),
        ({"PreferredBackupWindow": "02:00-02:20"}, VALUE),
        ({"PreferredBackupWindow": "25:00-26:00"}, VALUE),
        ({"PreferredBackupWindow": "02:00-03:00", "PreferredMaintenanceWindow": "sun:02:30-sun:03:30"}, VALUE),
        ({"Port": 80}, VALUE),
        ({"DBName": "my-name"}, VALUE),
        ({"MasterUsername": "admin"}, VALUE),
        ({"MasterUsername": "1st"}, VALUE),
        ({"MasterUserPassword": "short"}, VALUE),
        ({"MasterUserPassword": "with space in it"}, VALUE),
        ({"ManageMasterUserPassword": True}, COMBINATION),
        ({"MonitoringInterval": 60}, COMBINATION),
        ({"MonitoringInterval": 7}, VALUE),
        ({"EnableCloudwatchLogsExports": ["slowquery"]}, COMBINATION),
        ({"VpcSecurityGroupIds": ["sg-00000000000000000"]}, VALUE),
        ({"StorageEncrypted": True, "KmsKeyId": "arn:aws:kms:eu-central-1:1:key/none"}, "KMSKeyNotAccessibleFault"),
        ({"DBSubnetGroupName": "none"}, "DBSubnetGroupNotFoundFault"),
        ({"DBParameterGroupName": "none"}, "DBParameterGroupNotFound"),
        (
            {
                "Engine": "mysql",
                "EngineVersion": "8.4.10",
                "DBInstanceClass": "db.t4g.small",
                "EnablePerformanceInsights": True,
            },
            COMBINATION,
        ),
    ],
)
def test_an_instance_is_not_made_with(rds, settings, code):
    with pytest.raises(ClientError, match=rf"\({code}\)"):
        create(rds, **settings)


@pytest.mark.parametrize(
    "settings, code",
    [
        ({"EngineVersion": "17.9"}, COMBINATION),
        ({"EngineVersion": "16.14", "AllowMajorVersionUpgrade": True}, COMBINATION),
        ({"EngineVersion": "18.4"}, COMBINATION),
        ({"AllocatedStorage": 50}, VALUE),
        ({"AllocatedStorage": 400, "Iops": 3000}, COMBINATION),
        ({"DBInstanceClass": "db.t9z.small"}, VALUE),
        ({"BackupRetentionPeriod": 40}, VALUE),
        ({"DBParameterGroupName": "none"}, "DBParameterGroupNotFound"),
    ],
)
def test_an_instance_is_not_changed_to(rds, settings, code):
    create(rds, AllocatedStorage=100)
    with pytest.raises(ClientError, match=rf"\({code}\)"):
        available_again(rds)
        modify(rds, **settings)


def available_again(rds):
    until(lambda: read(rds)["DBInstanceStatus"] == "available")


def test_a_state_in_between_refuses_changes(rds):
    create(rds)
    assert read(rds)["DBInstanceStatus"] == "creating"
    with pytest.raises(ClientError, match=STATE):
        modify(rds, BackupRetentionPeriod=3)
    available_again(rds)
    modify(rds, BackupRetentionPeriod=3)
    assert read(rds)["DBInstanceStatus"] == "modifying"
    with pytest.raises(ClientError, match=STATE):
        modify(rds, BackupRetentionPeriod=4)
    available_again(rds)
    rds.delete_db_instance(DBInstanceIdentifier="d", SkipFinalSnapshot=True)
    assert read(rds)["DBInstanceStatus"] == "deleting"
    with pytest.raises(ClientError, match=STATE):
        rds.delete_db_instance(DBInstanceIdentifier="d", SkipFinalSnapshot=True)
    until(lambda: not rds.describe_db_instances()["DBInstances"])


def test_a_deletion_says_whether_there_is_a_last_snapshot(rds):
    create(rds)
    with pytest.raises(ClientError, match=COMBINATION):
        rds.delete_db_instance(DBInstanceIdentifier="d")


def test_storage_below_400_gib_has_3000_iops(rds):
    create(rds)
    assert (read(rds)["Iops"], read(rds)["StorageThroughput"]) == (3000, 125)


def test_storage_from_400_gib_on_has_12000_iops(rds):
    available(rds, AllocatedStorage=300)
    modify(rds, AllocatedStorage=400)
    available_again(rds)
    instance = read(rds)
    assert (instance["AllocatedStorage"], instance["Iops"], instance["StorageThroughput"]) == (400, 12_000, 500)


def test_storage_grows_by_a_tenth_at_least(rds):
    available(rds, AllocatedStorage=100)
    modify(rds, AllocatedStorage=101)
    assert read(rds)["AllocatedStorage"] == 110


def test_a_major_version_alone_is_its_newest_minor(rds):
    create(rds, EngineVersion="17")
    assert read(rds)["EngineVersion"] == "17.10"


def test_a_new_major_version_needs_a_parameter_group_of_its_family(rds):
    for family in ("postgres17", "postgres18"):
        rds.create_db_parameter_group(DBParameterGroupName=family, DBParameterGroupFamily=family, Description="d")
    available(rds, DBParameterGroupName="postgres17")
    with pytest.raises(ClientError, match=COMBINATION):
        modify(rds, EngineVersion="18.4", AllowMajorVersionUpgrade=True)
    modify(rds, EngineVersion="18.4", AllowMajorVersionUpgrade=True, DBParameterGroupName="postgres18")
    assert read(rds)["EngineVersion"] == "18.4"


def test_enhanced_monitoring_needs_a_role_that_may_write(rds, account):
    wrong = make_role(account, "other", "ec2.amazonaws.com")
    right = make_role(account, "monitoring", MONITORING)
    for role in (account.role("nobody"), wrong, right):
        with pytest.raises(ClientError, match=VALUE):
            create(rds, MonitoringInterval=60, MonitoringRoleArn=role)
    policy = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
    account.client("iam").attach_role_policy(RoleName="monitoring", PolicyArn=policy)
    create(rds, MonitoringInterval=60, MonitoringRoleArn=right)


def test_a_key_that_waits_for_deletion_encrypts_nothing(rds, account):
    kms = account.client("kms")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    kms.schedule_key_deletion(KeyId=key.split("/")[1])
    with pytest.raises(ClientError, match="KMSKeyNotAccessibleFault"):
        create(rds, StorageEncrypted=True, KmsKeyId=key)


def test_a_security_group_is_in_the_vpc_of_the_database(rds, account):
    rds.create_db_subnet_group(DBSubnetGroupName="s", DBSubnetGroupDescription="d", SubnetIds=account.subnets())
    ec2 = account.client("ec2")
    other = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    group = ec2.create_security_group(GroupName="g", Description="d", VpcId=other)["GroupId"]
    with pytest.raises(ClientError, match=COMBINATION):
        create(rds, DBSubnetGroupName="s", VpcSecurityGroupIds=[group])
