"""RDS: snapshots and their copies.

Source: Amazon RDS User Guide, "Creating a DB snapshot", "Copying a DB snapshot" and "Sharing a DB snapshot"; Amazon RDS
API Reference, CopyDBSnapshot and ModifyDBSnapshotAttribute.
"""

from moto.rds.exceptions import InvalidParameterCombination, InvalidParameterValue, KMSKeyNotAccessibleFault, RDSClientError
from moto.rds.models import DBSnapshot, RDSBackend, rds_backends

from ...data import begin_data, token_of
from ...pace import begin
from ...patch import wraps
from ...servers import content
from ...usable_key import find_key, key_problem


def snapshot_state(message):
    return RDSClientError("InvalidDBSnapshotState", message)


def not_found(name):
    return RDSClientError("DBSnapshotNotFound", f"DBSnapshot {name} not found.")


@wraps(DBSnapshot)
def __init__(original, self, backend, database, *args, **kwargs):
    """It keeps the data of its moment, whatever becomes of the server. moto's own copy of the server tells the rest."""
    original(self, backend, database, *args, **kwargs)
    begin_data(self, token_of(database))
    begin_data(self.database, token_of(database))
    # The automated one is of a server that was just made, and has nothing yet.
    if self.snapshot_type != "automated":
        content.keep(self, database.dbi_resource_id)
    self.storage_type, self.iops = database.storage_type, database.iops
    self.availability_zone, self.percent_progress = database.availability_zone, 100


def find_snapshot(backend, name):
    """By name, or by the ARN of one that another account shares."""
    account = backend.account_id
    if name.startswith("arn:"):
        _, _, _, region, account, _, own = name.split(":", 6)
        snapshot = rds_backends[account][region].database_snapshots.get(own)
    else:
        snapshot = backend.database_snapshots.get(name.lower())
    if snapshot is None or not may_use(backend, snapshot, account):
        raise not_found(name)
    return snapshot


def may_use(backend, snapshot, owner):
    return owner == backend.account_id or bool({"all", backend.account_id} & {*snapshot.attributes["restore"]})


def owner_of(snapshot):
    return snapshot.arn.split(":")[4]


def check_available(snapshot):
    if snapshot.status != "available":
        raise snapshot_state(
            f"The snapshot {snapshot.db_snapshot_identifier} is {snapshot.status}, and must be available."
        )


@wraps(RDSBackend)
def copy_db_snapshot(
    original, self, source_db_snapshot_identifier, target_db_snapshot_identifier, kms_key_id=None, **settings
):
    """An encrypted one of another account only with a key of one's own; what is encrypted stays so."""
    source = find_snapshot(self, source_db_snapshot_identifier)
    check_available(source)
    if source.encrypted and owner_of(source) != self.account_id and not kms_key_id:
        raise InvalidParameterCombination("A shared encrypted snapshot can be copied only with a KmsKeyId of your own.")
    for key in filter(None, (kms_key_id, source.kms_key_id)):
        if key_problem(key, self.account_id, self.region_name):
            raise KMSKeyNotAccessibleFault(key)
    if source.encrypted and owner_of(source) != self.account_id and is_of_aws(source):
        raise InvalidParameterValue("A snapshot that is encrypted by the key aws/rds cannot be used by another account.")
    copied = self.get_db_snapshot
    self.get_db_snapshot = lambda _: source
    try:
        target = original(
            self, source_db_snapshot_identifier, target_db_snapshot_identifier, whole_key(self, kms_key_id), **settings
        )
    finally:
        self.get_db_snapshot = copied
    target.kms_key_id = target.kms_key_id if kms_key_id else source.kms_key_id
    target.encrypted = target.storage_encrypted = target.kms_key_id is not None
    begin_data(target, token_of(source))
    content.share(target, source)
    target.source_db_snapshot_identifier = source.arn
    begin(target, "creating", "available", "rds snapshot created")
    return target


def whole_key(backend, name):
    return find_key(name, backend.account_id, backend.region_name).arn if name else None


def is_of_aws(snapshot):
    key = find_key(snapshot.kms_key_id, owner_of(snapshot), snapshot.arn.split(":")[3])
    return getattr(key, "key_manager", None) == "AWS"


@wraps(RDSBackend)
def modify_db_snapshot_attribute(original, self, db_snapshot_identifier, attribute_name, values_to_add, *args, **kwargs):
    """Only a manual one is shared, and one that is encrypted never with all, nor by a key of AWS's own."""
    snapshot = find_snapshot(self, db_snapshot_identifier)
    if values_to_add and snapshot.snapshot_type != "manual":
        raise snapshot_state("Only a manual snapshot can be shared: copy it first.")
    if values_to_add and snapshot.encrypted and ("all" in values_to_add or is_of_aws(snapshot)):
        raise InvalidParameterCombination("An encrypted snapshot is shared with named accounts, by a key of your own.")
    return original(self, db_snapshot_identifier, attribute_name, values_to_add, *args, **kwargs)


@wraps(RDSBackend)
def delete_db_snapshot(original, self, db_snapshot_identifier):
    """RDS itself removes automated ones: they go by their age, or with their server."""
    snapshot = self.database_snapshots.get(db_snapshot_identifier)
    if snapshot and snapshot.snapshot_type == "automated" and snapshot.db_instance_identifier in self.databases:
        if self.databases[snapshot.db_instance_identifier].status != "deleting":
            raise snapshot_state("Only a manual snapshot can be deleted.")
    return original(self, db_snapshot_identifier)
