"""RDS: a server from a snapshot, or as another one was at a point in time.

What is not said is taken from the source, or is RDS's default: one zone, the default security and parameter groups, no
protection, no log export, no Performance Insights and no Enhanced Monitoring. The master user keeps its password; a
secret that RDS manages comes by a later ModifyDBInstance.
Source: Amazon RDS API Reference, RestoreDBInstanceFromDBSnapshot and RestoreDBInstanceToPointInTime; Amazon RDS User
Guide, "Restoring to a DB instance", "Restoring a DB instance to a specified time" and "Retaining automated backups".
"""

import copy
import secrets
from datetime import datetime, timedelta, timezone

from moto.core.responses import ActionResult
from moto.rds.exceptions import (
    DBInstanceAlreadyExists,
    DBInstanceNotFoundError,
    InvalidParameterCombination,
    InvalidParameterValue,
    RDSClientError,
)
from moto.rds.models import DBInstance, RDSBackend
from moto.rds.responses import RDSResponse

from ...data import begin_data, token_at, token_of
from ...pace import PACE
from ...patch import wraps
from ...servers import content
from .snapshots import check_available, find_snapshot, owner_of
from .storage import STRIPED_GIB

# What a server has of its source, unless the call says otherwise.
TAKEN = (
    "engine",
    "engine_version",
    "db_name",
    "master_username",
    "db_instance_class",
    "port",
    "storage_type",
    "allocated_storage",
    "license_model",
    "backup_retention_period",
    "preferred_backup_window",
    "preferred_maintenance_window",
    "storage_encrypted",
    "kms_key_id",
)
# "the five-minute mark": Amazon RDS User Guide, "Restoring a DB instance to a specified time".
BEHIND = timedelta(minutes=5)
WITHOUT_NAME = ("mysql", "mariadb", "postgres")
ONLY_ORACLE = ("manage_master_user_password", "master_user_secret_kms_key_id")


def now():
    return datetime.fromtimestamp(PACE.now(), timezone.utc)


@wraps(RDSBackend)
def restore_db_instance_from_db_snapshot(original, self, from_snapshot_id, overrides):
    snapshot = find_snapshot(self, from_snapshot_id)
    check_available(snapshot)
    if owner_of(snapshot) != self.account_id and snapshot.encrypted:
        raise InvalidParameterValue("A shared encrypted snapshot cannot be restored: copy it with a key of your own.")
    source = copy.copy(snapshot.database)
    source.kms_key_id, source.storage_encrypted = snapshot.kms_key_id, snapshot.encrypted
    return restore(self, source, overrides["DBInstanceIdentifier"], overrides, token_of(snapshot), content.of(snapshot))


@wraps(RDSResponse)
def restore_db_instance_to_point_in_time(original, self):
    """A source that is gone is named by its resource id, as long as its backups are retained."""
    params, backend = self.params, self.backend
    source = source_of(backend, params)
    moment = point_in_time(source, params)
    token = token_at(source, moment.timestamp())
    name = params["TargetDBInstanceIdentifier"]
    instance = restore(backend, source, name, params, token)
    begin_with_rows_of(source, instance)
    return ActionResult({"DBInstance": instance})


def begin_with_rows_of(source, instance):
    """Those of now, or of its end: real servers keep none of earlier moments."""
    if hasattr(source, "ended"):
        content.begin_with(instance, content.of(source))
    else:
        content.keep(instance, source.dbi_resource_id)
        content.begin_with(instance, instance.content)


def source_of(backend, params):
    name, resource_id = params.get("SourceDBInstanceIdentifier"), params.get("SourceDbiResourceId")
    if bool(name) == bool(resource_id):
        raise InvalidParameterCombination("Exactly one of the source's identifier and resource id must be given.")
    if name:
        found = backend.databases.get(name.lower().rpartition(":")[2])
        if found is None:
            raise DBInstanceNotFoundError(name)
        return found
    known = [*backend.databases.values(), *backend.retained_backups.values()]
    found = next((each for each in known if each.dbi_resource_id == resource_id), None)
    if found is None:
        raise RDSClientError("DBInstanceAutomatedBackupNotFound", f"No automated backup of {resource_id} was found.")
    return found


def point_in_time(source, params):
    latest = latest_restorable(source)
    if latest is None:
        raise RDSClientError("PointInTimeRestoreNotEnabled", "Automated backups are off: there is nothing to restore.")
    moment, use_latest = params.get("RestoreTime"), params.get("UseLatestRestorableTime")
    if bool(moment) == bool(use_latest):
        raise InvalidParameterCombination("Exactly one of RestoreTime and UseLatestRestorableTime must be given.")
    if use_latest:
        return latest
    moment = moment if isinstance(moment, datetime) else datetime.fromisoformat(str(moment).replace("Z", "+00:00"))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    if moment > latest:
        raise InvalidParameterValue(f"The specified instance cannot be restored to a time later than {written(latest)}")
    earliest = earliest_restorable(source)
    if moment < earliest:
        raise InvalidParameterValue(
            f"The specified instance cannot be restored to a time earlier than {written(earliest)} because its backup "
            f"retention period is {source.backup_retention_period} days."
        )
    return moment


def written(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def latest_restorable(source):
    """None without backups. Of one that is gone: its end."""
    if not source.backup_retention_period:
        return None
    return getattr(source, "ended", None) or now() - BEHIND


def earliest_restorable(source):
    born = datetime.fromtimestamp(source.data[0][0], timezone.utc).replace(microsecond=0)
    return max(born, now() - timedelta(days=source.backup_retention_period))


def restore(backend, source, name, params, token, rows=""):
    if name.lower() in backend.databases:
        raise DBInstanceAlreadyExists()
    check_restore(source, params)
    taken = {key: getattr(source, key) for key in TAKEN}
    if source.storage_type != "gp3" or source.allocated_storage >= STRIPED_GIB:
        taken |= {"iops": source.iops, "storage_throughput": source.storage_throughput}
    # That of the source, which nobody can read.
    password = secrets.token_urlsafe(24)
    # Its source is no longer of interest: of a replica it would be.
    named = {
        "db_instance_identifier": name.lower(),
        "master_user_password": password,
        "source_db_instance_identifier": None,
    }
    instance = backend.create_db_instance({**taken, **dict(params), **named})
    begin_data(instance, token)
    content.begin_with(instance, rows)
    return instance


def check_restore(source, params):
    if params.get("DBName") and source.engine in WITHOUT_NAME:
        raise InvalidParameterCombination(f"DBName cannot be given to restore {source.engine}.")
    if any(params.get(name) is not None for name in ONLY_ORACLE):
        raise InvalidParameterCombination(f"ManageMasterUserPassword cannot be given to restore {source.engine}.")
    if params.get("Engine") and params["Engine"].lower() != source.engine:
        raise InvalidParameterCombination(f"A server of {source.engine} cannot be restored as {params['Engine']}.")
    if (params.get("AllocatedStorage") or source.allocated_storage) < source.allocated_storage:
        raise InvalidParameterValue(
            "The allocated storage size can't be less than the source snapshot or backup size."
        )


DBInstance.latest_restorable_time = property(latest_restorable)


@wraps(DBInstance)
def save_automated_backup(original, self):
    if self.backup_retention_period:
        original(self)


@wraps(RDSBackend)
def __init__(original, self, *args, **kwargs):
    """Backups of servers that are gone, by resource id."""
    original(self, *args, **kwargs)
    self.retained_backups = {}


@wraps(RDSBackend)
def describe_db_instance_automated_backups(original, self, db_instance_identifier=None, dbi_resource_id=None, **_):
    """Of each server that has some, and of those that are gone, from when until when it can be restored."""
    active = [("active", each) for each in self.databases.values() if each.backup_retention_period]
    retained = [("retained", each) for each in self.retained_backups.values()]
    return [
        backup(state, each)
        for state, each in active + retained
        if db_instance_identifier in (None, each.db_instance_identifier)
        and dbi_resource_id in (None, each.dbi_resource_id)
    ]


def backup(state, source):
    return {
        "DBInstanceArn": source.arn,
        "DbiResourceId": source.dbi_resource_id,
        "DBInstanceIdentifier": source.db_instance_identifier,
        "Region": source.region,
        "Status": state,
        "Engine": source.engine,
        "EngineVersion": source.engine_version,
        "AllocatedStorage": source.allocated_storage,
        "Encrypted": source.storage_encrypted,
        "KmsKeyId": source.kms_key_id,
        "BackupRetentionPeriod": source.backup_retention_period,
        "RestoreWindow": {"EarliestTime": earliest_restorable(source), "LatestTime": latest_restorable(source)},
    }
