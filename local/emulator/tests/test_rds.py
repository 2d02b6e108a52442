import json

import pytest
from botocore.exceptions import ClientError

from .settings import make_role
from .waiting import until


@pytest.fixture
def rds(account):
    return account.client("rds")


def create(rds, name="d", **settings):
    defaults = {
        "Engine": "postgres",
        "EngineVersion": "17.5",
        "DBInstanceClass": "db.t4g.medium",
        "MasterUsername": "root",
    }
    rds.create_db_instance(DBInstanceIdentifier=name, **{**defaults, "MasterUserPassword": "password", **settings})


def read(rds, name="d"):
    return rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]


def test_a_managed_password_is_a_real_secret_that_goes_with_the_instance(rds, account):
    rds.create_db_instance(
        DBInstanceIdentifier="d",
        Engine="postgres",
        EngineVersion="17.5",
        DBInstanceClass="db.t4g.medium",
        MasterUsername="root",
        ManageMasterUserPassword=True,
    )
    secrets, arn = account.client("secretsmanager"), read(rds)["MasterUserSecret"]["SecretArn"]
    secret = json.loads(secrets.get_secret_value(SecretId=arn)["SecretString"])
    assert secret["username"] == "root"
    assert len(secret["password"]) == 32
    rds.delete_db_instance(DBInstanceIdentifier="d", SkipFinalSnapshot=True)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        secrets.get_secret_value(SecretId=arn)


def test_a_password_that_is_managed_already_stays_in_its_secret(rds, account):
    """Else a contract would lead to the old one, which nobody deletes."""
    rds.create_db_instance(
        DBInstanceIdentifier="d",
        Engine="postgres",
        EngineVersion="17.5",
        DBInstanceClass="db.t4g.medium",
        MasterUsername="root",
        ManageMasterUserPassword=True,
    )
    wait(rds)
    arn = read(rds)["MasterUserSecret"]["SecretArn"]
    rds.modify_db_instance(DBInstanceIdentifier="d", ManageMasterUserPassword=True, ApplyImmediately=True)
    assert read(rds)["MasterUserSecret"]["SecretArn"] == arn
    assert len(account.client("secretsmanager").list_secrets()["SecretList"]) == 1


def monitoring_role(account):
    role = make_role(account, "m", "monitoring.rds.amazonaws.com")
    policy = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
    account.client("iam").attach_role_policy(RoleName="m", PolicyArn=policy)
    return role


def wait(rds, name="d"):
    until(lambda: read(rds, name)["DBInstanceStatus"] == "available")


def test_an_instance_reads_back_monitoring_insights_and_support(rds, account):
    settings = {
        "MonitoringInterval": 60,
        "MonitoringRoleArn": monitoring_role(account),
        "PerformanceInsightsKMSKeyId": account.client("kms").create_key()["KeyMetadata"]["Arn"],
        "PerformanceInsightsRetentionPeriod": 465,
        "DatabaseInsightsMode": "advanced",
        "EngineLifecycleSupport": "open-source-rds-extended-support-disabled",
    }
    create(rds, EnablePerformanceInsights=True, **settings)
    instance = read(rds)
    assert {key: instance.get(key) for key in settings} == settings
    assert instance["PerformanceInsightsEnabled"] is True


def test_each_instance_has_a_resource_id_of_its_own(rds):
    create(rds, "one")
    create(rds, "two")
    assert read(rds, "one")["DbiResourceId"] != read(rds, "two")["DbiResourceId"]


def test_insights_and_log_exports_change_in_place(rds, account):
    create(rds, EnableCloudwatchLogsExports=["upgrade"])
    wait(rds)
    rds.modify_db_instance(
        DBInstanceIdentifier="d",
        EnablePerformanceInsights=True,
        MonitoringInterval=30,
        MonitoringRoleArn=monitoring_role(account),
        CloudwatchLogsExportConfiguration={"EnableLogTypes": ["postgresql"], "DisableLogTypes": ["upgrade"]},
    )
    instance = read(rds)
    assert instance["PerformanceInsightsEnabled"] is True
    assert instance["MonitoringInterval"] == 30
    assert instance["EnabledCloudwatchLogsExports"] == ["postgresql"]


@pytest.mark.parametrize(
    "engine, version, family",
    [("postgres", "17.5", "postgres17"), ("postgres", "18", "postgres18"), ("mysql", "8.4.5", "mysql8.4")],
)
def test_the_default_parameter_group_is_that_of_the_engine(rds, engine, version, family):
    create(rds, Engine=engine, EngineVersion=version)
    assert read(rds)["DBParameterGroups"][0]["DBParameterGroupName"] == f"default.{family}"


def test_deletion_protection_refuses_and_a_final_snapshot_stays(rds, account):
    create(rds, DeletionProtection=True)
    with pytest.raises(ClientError, match="Cannot delete protected"):
        rds.delete_db_instance(DBInstanceIdentifier="d", SkipFinalSnapshot=True)
    wait(rds)
    rds.modify_db_instance(DBInstanceIdentifier="d", DeletionProtection=False)
    rds.delete_db_instance(DBInstanceIdentifier="d", FinalDBSnapshotIdentifier="final")
    snapshots = rds.describe_db_snapshots(SnapshotType="manual")["DBSnapshots"]
    assert [snapshot["DBSnapshotIdentifier"] for snapshot in snapshots] == ["final"]
    until(lambda: account.kinds() == {("rds", "database_snapshots")})


def test_parameters_are_read_back_as_the_users_and_reset(rds):
    name = {"DBParameterGroupName": "p"}
    rds.create_db_parameter_group(**name, DBParameterGroupFamily="postgres17", Description="d")
    parameters = [{"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "immediate"}]

    def user_parameters():
        return [p for p in rds.describe_db_parameters(**name)["Parameters"] if p.get("Source") == "user"]

    rds.modify_db_parameter_group(**name, Parameters=parameters)
    assert [parameter["ParameterValue"] for parameter in user_parameters()] == ["1"]
    rds.reset_db_parameter_group(**name, Parameters=parameters)
    assert user_parameters() == []
