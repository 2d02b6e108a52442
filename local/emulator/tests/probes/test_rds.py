"""Databases: states, versions, storage, parameter groups, what keeps them."""

from . import made
from .made import until
from .probe import probe

REFUSED = ("InvalidParameterCombination", "InvalidParameterValue")


def parameter_group(account, family="mysql8.4"):
    settings = {"DBParameterGroupName": "probe", "DBParameterGroupFamily": family, "Description": "probe"}
    account.client("rds").create_db_parameter_group(**settings)


def set_parameter(account, name, value, method="immediate"):
    parameter = {"ParameterName": name, "ParameterValue": value, "ApplyMethod": method}
    account.client("rds").modify_db_parameter_group(DBParameterGroupName="probe", Parameters=[parameter])


@probe("RDS Enhanced Monitoring with a role that does not exist", "InvalidParameterValue")
def test_monitoring_without_role(account):
    database = made.Database(account)
    return lambda: database.create(MonitoringInterval=60, MonitoringRoleArn=made.no_role(account))


@probe("a new database is creating", "creating")
def test_new_database(account):
    database = made.Database(account)
    database.create()
    return database.state


@probe("modify a database that is not available yet", "InvalidDBInstanceState")
def test_modify_new_database(account):
    database = made.Database(account)
    database.create()
    return lambda: database.modify(BackupRetentionPeriod=3)


@probe("RDS MaxAllocatedStorage below AllocatedStorage", *REFUSED)
def test_maximum_below_storage(account):
    database = made.Database(account)
    return lambda: database.create(AllocatedStorage=100, MaxAllocatedStorage=50)


@probe("RDS with less than 20 GiB of gp3", "InvalidParameterValue")
def test_small_storage(account):
    database = made.Database(account)
    return lambda: database.create(AllocatedStorage=10)


@probe("shrink a database's storage", *REFUSED)
def test_shrink_storage(account):
    database = made.Database(account).available(AllocatedStorage=100)
    return lambda: database.modify(AllocatedStorage=50)


@probe("engine version that does not exist", "InvalidParameterCombination")
def test_unknown_version(account):
    database = made.Database(account)
    return lambda: database.create(EngineVersion="8.4.99")


@probe("parameter group of another family than the engine version", "InvalidParameterCombination")
def test_other_family(account):
    database = made.Database(account)
    parameter_group(account, "mysql8.0")
    return lambda: database.create(DBParameterGroupName="probe")


@probe("parameter that does not exist", "InvalidParameterValue")
def test_unknown_parameter(account):
    parameter_group(account)
    return lambda: set_parameter(account, "no_such_parameter", "1")


@probe("static parameter with ApplyMethod immediate", "InvalidParameterCombination")
def test_static_parameter(account):
    parameter_group(account)
    return lambda: set_parameter(account, "performance_schema", "1")


@probe("subnet group in one zone only", "DBSubnetGroupDoesNotCoverEnoughAZs")
def test_subnet_group_of_one_zone(account):
    subnets = made.subnets(account, made.vpc(account), "aa")
    settings = {"DBSubnetGroupName": "one", "DBSubnetGroupDescription": "probe", "SubnetIds": subnets}
    return lambda: account.client("rds").create_db_subnet_group(**settings)


@probe("downgrade of an engine", *REFUSED)
def test_downgrade(account):
    database = made.Database(account).available(Engine="postgres", EngineVersion="17.10")
    return lambda: database.modify(EngineVersion="16.9", AllowMajorVersionUpgrade=True)


@probe("final snapshot with a name that exists", "DBSnapshotAlreadyExists")
def test_final_snapshot_exists(account):
    database = made.Database(account).available()
    database.rds.create_db_snapshot(DBSnapshotIdentifier="last", DBInstanceIdentifier="probe")
    made.until(database.state, "available")
    return lambda: database.delete(SkipFinalSnapshot=False, FinalDBSnapshotIdentifier="last")


@probe("delete a database with deletion protection", "InvalidParameterCombination")
def test_delete_protected(account):
    database = made.Database(account).available(DeletionProtection=True)
    return lambda: database.delete()


@probe("delete a parameter group that is in use", "InvalidDBParameterGroupState")
def test_delete_parameter_group_in_use(account):
    database = made.Database(account)
    parameter_group(account)
    database.available(DBParameterGroupName="probe")
    return lambda: database.rds.delete_db_parameter_group(DBParameterGroupName="probe")


def snapshot(database):
    database.rds.create_db_snapshot(DBSnapshotIdentifier="kept", DBInstanceIdentifier="probe")
    until(lambda: database.rds.describe_db_snapshots(DBSnapshotIdentifier="kept")["DBSnapshots"][0]["Status"], "available")


def restore(database, name="restored", **settings):
    given = {"DBInstanceIdentifier": name, "DBSnapshotIdentifier": "kept", **settings}
    return database.rds.restore_db_instance_from_db_snapshot(**given)


@probe("a new snapshot is creating", "creating")
def test_new_snapshot(account):
    database = made.Database(account).available()
    database.rds.create_db_snapshot(DBSnapshotIdentifier="kept", DBInstanceIdentifier="probe")
    return lambda: database.rds.describe_db_snapshots(DBSnapshotIdentifier="kept")["DBSnapshots"][0]["Status"]


@probe("restore a snapshot that is not available yet", "InvalidDBSnapshotState")
def test_restore_new_snapshot(account):
    database = made.Database(account).available()
    database.rds.create_db_snapshot(DBSnapshotIdentifier="kept", DBInstanceIdentifier="probe")
    return lambda: restore(database)


@probe("restore under the name of another database", "DBInstanceAlreadyExists")
def test_restore_taken_name(account):
    database = made.Database(account).available()
    snapshot(database)
    return lambda: restore(database, "probe")


@probe("rename a database to the name of another one", "DBInstanceAlreadyExists")
def test_rename_to_taken_name(account):
    database = made.Database(account).available()
    snapshot(database)
    restore(database)
    return lambda: database.modify(NewDBInstanceIdentifier="restored")


@probe("restore a database to a time that is still to come", "InvalidParameterValue", "InvalidRestoreFault")
def test_restore_future(account):
    database = made.Database(account).available(BackupRetentionPeriod=1)
    given = {"SourceDBInstanceIdentifier": "probe", "TargetDBInstanceIdentifier": "restored"}
    return lambda: database.rds.restore_db_instance_to_point_in_time(**given, RestoreTime="2099-01-01T00:00:00Z")


@probe("restore a database without backups to a time", "PointInTimeRestoreNotEnabled")
def test_restore_without_backups(account):
    database = made.Database(account).available(BackupRetentionPeriod=0)
    given = {"SourceDBInstanceIdentifier": "probe", "TargetDBInstanceIdentifier": "restored"}
    return lambda: database.rds.restore_db_instance_to_point_in_time(**given, UseLatestRestorableTime=True)


@probe("make the disk of a restored database smaller than it is", *REFUSED)
def test_shrink_restored(account):
    database = made.Database(account).available(AllocatedStorage=30)
    snapshot(database)
    restore(database)
    until(lambda: state_of(database, "restored"), "available")
    settings = {"DBInstanceIdentifier": "restored", "AllocatedStorage": 20, "ApplyImmediately": True}
    return lambda: database.rds.modify_db_instance(**settings)


def state_of(database, name):
    return database.rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]["DBInstanceStatus"]
