"""RDS: settings of an instance that moto drops, real managed passwords."""

import json
import secrets
import uuid

from moto.rds.models import DBInstance, MasterUserSecret

from ...data import begin_data
from ...patch import wraps


@wraps(DBInstance)
def __init__(original, self, backend, **settings):
    """aws_db_instance: Performance Insights, Enhanced Monitoring, support and an id of its own."""
    original(self, backend, **settings)
    begin_data(self)
    # moto has one constant id for all instances, and IAM policies name the instance by it.
    self.dbi_resource_id = f"db-{uuid.uuid4().hex[:26].upper()}"
    self.network_type = settings.get("network_type", "IPV4")
    self.engine_lifecycle_support = settings.get("engine_lifecycle_support", "open-source-rds-extended-support")
    self.database_insights_mode = settings.get("database_insights_mode", "standard")
    self.monitoring_interval = settings.get("monitoring_interval", 0)
    self.monitoring_role_arn = settings.get("monitoring_role_arn")
    self.performance_insights_enabled = settings.get("enable_performance_insights", False)
    self.performance_insights_kms_key_id = settings.get("performance_insights_kms_key_id")
    self.performance_insights_retention_period = settings.get("performance_insights_retention_period")


@wraps(DBInstance)
def update(original, self, **changes):
    """In-place changes that have another name in the request than in the instance. A password that RDS manages already
    stays in its secret, where moto makes another one. Source: RDS API Reference, ModifyDBInstance,
    ManageMasterUserPassword: "If the DB instance doesn't manage the master user password", it is turned on.
    """
    if changes.get("manage_master_user_password") and self.manage_master_user_password:
        del changes["manage_master_user_password"]
    if "enable_performance_insights" in changes:
        self.performance_insights_enabled = changes.pop("enable_performance_insights")
    exports = changes.pop("cloudwatch_logs_export_configuration", None)
    if exports:
        wanted = {*self.enabled_cloudwatch_logs_exports, *exports.get("EnableLogTypes", [])}
        self.enabled_cloudwatch_logs_exports = sorted(wanted - {*exports.get("DisableLogTypes", [])})
    original(self, **changes)


@wraps(DBInstance)
def default_db_parameter_group_details(original, self):
    """The family is the major version: postgres17, but mysql8.4."""
    parts = self.engine_version.split(".")
    family = self.engine + (parts[0] if self.engine == "postgres" else ".".join(parts[:2]))
    return family, f"default.{family}"


@wraps(MasterUserSecret)
def _generate_secret_string(original, self):
    """manage_master_user_password: a password of its own, so that a leak of it can be found."""
    return json.dumps({"username": self.resource.master_username, "password": secrets.token_urlsafe(24)})
