"""RDS: an instance is made, changed and deleted by the rules, and takes its time."""

from moto.rds.exceptions import DBInstanceAlreadyExists, InvalidParameterCombination, RDSClientError
from moto.rds.models import RDSBackend

from ...pace import after, begin
from ...patch import wraps
from ...servers import content
from . import rules
from . import storage
from .restores import now


def invalid_state(message):
    return RDSClientError("InvalidDBInstanceState", message)


def subnet_group(backend, name):
    return backend.describe_db_subnet_groups(name.lower())[0] if name else None


def parameter_group(backend, name):
    return backend.db_parameter_groups.get(name.lower()) if name else None


@wraps(RDSBackend)
def create_db_instance(original, self, db_kwargs):
    if len(db_kwargs["db_instance_identifier"]) > 63:
        raise rules.InvalidParameterValue("DBInstanceIdentifier must have from 1 to 63 letters, digits or hyphens.")
    if db_kwargs.get("db_cluster_identifier") is None:
        check_new(self, db_kwargs)
    instance = original(self, db_kwargs)
    begin(instance, "creating", "available", "rds instance created")
    return instance


def check_new(backend, settings):
    engine = settings["engine"]
    settings["engine_version"] = rules.existing_version(engine, settings.get("engine_version"))
    group = subnet_group(backend, settings.get("db_subnet_group_name"))
    rules.check_settings(backend, settings, engine, group and group.vpc_id)
    rules.check_master_user(settings, engine)
    rules.check_database_name(settings.get("db_name"))
    rules.check_monitoring(backend, settings.get("monitoring_interval", 0), settings.get("monitoring_role_arn"))
    rules.check_insights(settings.get("enable_performance_insights"), engine, settings["db_instance_class"])
    rules.check_logs(engine, settings["engine_version"], settings.get("enable_cloudwatch_logs_exports") or ())
    rules.check_family(
        parameter_group(backend, settings.get("db_parameter_group_name")), engine, settings["engine_version"]
    )
    if engine in rules.LOGS:
        check_new_disk(settings, engine)


def check_new_disk(settings, engine):
    kind = settings["storage_type"] = settings.get("storage_type") or "gp3"
    size = settings["allocated_storage"] = settings.get("allocated_storage") or storage.SMALLEST[kind]
    storage.check_size(engine, kind, size)
    storage.check_ceiling(settings.get("max_allocated_storage"), size)
    iops, throughput = settings.get("iops"), settings.get("storage_throughput")
    settings["iops"], settings["storage_throughput"] = storage.performance(engine, kind, size, iops, throughput)


@wraps(RDSBackend)
def modify_db_instance(original, self, db_instance_identifier, db_kwargs):
    """What the request says is judged first, then whether the instance can be changed now."""
    instance = self.describe_db_instances(db_instance_identifier)[0]
    disk = None
    if (db_kwargs.get("new_db_instance_identifier") or "").lower() in self.databases:
        raise DBInstanceAlreadyExists()
    if instance.db_cluster_identifier is None:
        check_change(self, instance, db_kwargs)
        disk = new_disk(instance, db_kwargs)
    if instance.status != "available":
        raise invalid_state("Database instance is not in available state.")
    if disk:
        # First: moto takes a throughput for gp3 only, and a ceiling above the size only.
        instance.storage_type, instance.allocated_storage = disk["storage_type"], disk["allocated_storage"]
        db_kwargs.update(disk)
    original(self, db_instance_identifier, db_kwargs)
    begin(instance, "modifying", "available", "rds instance modified")
    return instance


@wraps(RDSBackend)
def reboot_db_instance(original, self, db_instance_identifier):
    instance = original(self, db_instance_identifier)
    if instance.status != "available":
        raise invalid_state("Database instance is not in available state.")
    instance.reboots = getattr(instance, "reboots", 0) + 1
    begin(instance, "rebooting", "available", "rds instance modified")
    return instance


def check_change(backend, instance, settings):
    engine = instance.engine
    network = instance.db_subnet_group.vpc_id if getattr(instance, "db_subnet_group", None) else None
    rules.check_settings(backend, settings, engine, network)
    rules.check_monitoring(
        backend,
        settings.get("monitoring_interval", instance.monitoring_interval),
        settings.get("monitoring_role_arn", instance.monitoring_role_arn),
    )
    rules.check_insights(
        settings.get("enable_performance_insights"),
        engine,
        settings.get("db_instance_class", instance.db_instance_class),
    )
    exports = settings.get("cloudwatch_logs_export_configuration") or {}
    rules.check_logs(engine, instance.engine_version, exports.get("EnableLogTypes", ()))
    check_version_change(backend, instance, settings)


def check_version_change(backend, instance, settings):
    engine, version = instance.engine, instance.engine_version
    if settings.get("engine_version"):
        version = settings["engine_version"] = rules.existing_version(engine, settings["engine_version"])
        rules.check_upgrade(engine, instance.engine_version, version, settings.get("allow_major_version_upgrade"))
    current = None if instance.is_default_parameter_group(name_of(instance)) else name_of(instance)
    rules.check_family(
        parameter_group(backend, settings.get("db_parameter_group_name") or current), engine, version
    )


def name_of(instance):
    return instance.db_parameter_group_name or "default." + instance.engine


def new_disk(instance, settings):
    """What it is after the change, as settings; None if none of it changes."""
    changed = {"allocated_storage", "storage_type", "iops", "storage_throughput", "max_allocated_storage"}
    if not any(settings.get(name) is not None for name in changed):
        return None
    engine, kind = instance.engine, settings.get("storage_type") or instance.storage_type
    size = storage.grown(instance.allocated_storage, settings.get("allocated_storage") or instance.allocated_storage)
    storage.check_size(engine, kind, size)
    storage.check_ceiling(settings.get("max_allocated_storage"), size)
    iops, throughput = settings.get("iops"), settings.get("storage_throughput")
    if kind == instance.storage_type and (size < storage.STRIPED_GIB) == (
        instance.allocated_storage < storage.STRIPED_GIB
    ):
        iops, throughput = iops or instance.iops, throughput or instance.storage_throughput
    iops, throughput = storage.performance(engine, kind, size, iops, throughput)
    return {"storage_type": kind, "allocated_storage": size, "iops": iops, "storage_throughput": throughput}


@wraps(RDSBackend)
def create_db_snapshot(original, self, db_instance_identifier, *args, **kwargs):
    instance = self.databases.get(db_instance_identifier)
    kind = kwargs.get("snapshot_type", "manual")
    if instance and kind == "manual" and instance.status in ("creating", "deleting"):
        raise invalid_state(
            f"Cannot create a snapshot because the database instance {db_instance_identifier} is not currently in the "
            f"available state: {instance.status}."
        )
    snapshot = original(self, db_instance_identifier, *args, **kwargs)
    if kind == "manual":
        begin(snapshot, "creating", "available", "rds snapshot created")
    return snapshot


@wraps(RDSBackend)
def delete_db_instance(
    original,
    self,
    db_instance_identifier,
    final_db_snapshot_identifier=None,
    skip_final_snapshot=False,
    delete_automated_backups=True,
):
    """It is there, and holds its groups, until it is gone."""
    instance = self.databases.get(db_instance_identifier)
    if instance and instance.status == "deleting":
        raise invalid_state(f"Instance {db_instance_identifier} is already being deleted.")
    is_member = instance and (instance.is_replica or instance.db_cluster_identifier)
    if instance and not is_member and not instance.deletion_protection:
        if skip_final_snapshot and final_db_snapshot_identifier:
            raise InvalidParameterCombination(
                "FinalDBSnapshotIdentifier can not be specified when deleting without a final snapshot."
            )
        if not skip_final_snapshot and not final_db_snapshot_identifier:
            raise InvalidParameterCombination(
                "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified."
            )
    deleted = original(
        self, db_instance_identifier, final_db_snapshot_identifier, skip_final_snapshot, delete_automated_backups
    )
    self.databases[db_instance_identifier] = deleted
    if not is_member and not delete_automated_backups and deleted.backup_retention_period:
        deleted.ended = now()
        content.keep(deleted, deleted.dbi_resource_id)
        self.retained_backups[deleted.dbi_resource_id] = deleted
    after("rds instance deleted", forget, self, db_instance_identifier)
    return deleted


def forget(backend, identifier):
    backend.databases.pop(identifier, None)
