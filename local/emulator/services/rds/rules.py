"""RDS: what an instance may be made and changed with.

Source: Amazon RDS API Reference, CreateDBInstance and ModifyDBInstance; Amazon RDS User Guide, "Overview of
Performance Insights" (instance classes) and "Upgrading a DB instance engine version".
"""

import re

from moto.ec2.models import ec2_backends
from moto.iam.models import iam_backends
from moto.rds.exceptions import InvalidParameterCombination, InvalidParameterValue, KMSKeyNotAccessibleFault

from ...catalogue import DATABASES, number, upgrade_targets
from ...iam.trusted_role import role_problem
from ...usable_key import key_problem

MONITORING, INTERVALS = "monitoring.rds.amazonaws.com", (0, 1, 5, 10, 15, 30, 60)
LOGS = {
    "postgres": {"postgresql", "upgrade", "iam-db-auth-error"},
    "mysql": {"audit", "error", "general", "slowquery", "iam-db-auth-error"},
}
KEYS = ("kms_key_id", "performance_insights_kms_key_id", "master_user_secret_kms_key_id")
WITHOUT_INSIGHTS = {f"db.{kind}.{size}" for kind in ("t2", "t3", "t4g") for size in ("micro", "small")}
RESERVED_NAMES = {"postgres": {"rdsadmin", "admin", "rds_superuser", "public"}, "mysql": {"rdsadmin", "mysql.sys"}}
LONGEST_NAME = {"postgres": 63, "mysql": 32}
LONGEST_PASSWORD = {"postgres": 128, "mysql": 41}
WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def check_settings(backend, settings, engine, network):
    """What is sent at creation and at changes alike. `network` is the VPC of the instance, if known."""
    check_class(settings.get("db_instance_class"), backend.region_name)
    check_numbers(settings)
    check_window(settings.get("preferred_backup_window"))
    check_password(engine, settings.get("master_user_password"))
    check_keys(backend, settings)
    check_security_groups(backend, settings.get("vpc_security_group_ids"), network)


def check_class(name, region):
    if name is None:
        return
    if not DATABASES.has_size(name):
        raise InvalidParameterValue(f"Invalid DB Instance class: {name}")
    if not DATABASES.has_size_in(name, region):
        raise InvalidParameterCombination(f"RDS does not support {name} in {region}.")


def check_numbers(settings):
    days, port = settings.get("backup_retention_period"), settings.get("port") or settings.get("db_port_number")
    if days is not None and not 0 <= days <= 35:
        raise InvalidParameterValue(f"Invalid backup retention period: {days}. Valid values are 0 to 35.")
    if port is not None and not 1150 <= port <= 65535:
        raise InvalidParameterValue(f"Invalid port: {port}. Valid values are 1150 to 65535.")


def check_window(window):
    if window is None:
        return
    match = WINDOW.fullmatch(window)
    if not match:
        raise InvalidParameterValue(f"Invalid backup window format: {window}. Should be specified as hh24:mi-hh24:mi")
    start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
    if (end_hour * 60 + end_minute - start_hour * 60 - start_minute) % 1440 < 30:
        raise InvalidParameterValue("The backup window must be at least 30 minutes.")


def check_password(engine, password):
    if password is None:
        return
    if not 8 <= len(password) <= LONGEST_PASSWORD.get(engine, 128):
        raise InvalidParameterValue(
            "The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters, or "
            f"longer than {LONGEST_PASSWORD.get(engine, 128)}."
        )
    if any(character in '/@" ' or not " " <= character <= "~" for character in password):
        raise InvalidParameterValue(
            "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides "
            "'/', '@', '\"', ' ' may be used."
        )


def check_keys(backend, settings):
    for parameter in KEYS:
        name = settings.get(parameter)
        if name and key_problem(name, backend.account_id, backend.region_name):
            raise KMSKeyNotAccessibleFault(name)


def check_security_groups(backend, group_ids, network):
    ec2 = ec2_backends[backend.account_id][backend.region_name]
    for group_id in group_ids or ():
        group = ec2.get_security_group_from_id(group_id)
        if group is None:
            raise InvalidParameterValue(f"Invalid security group , groupId= {group_id}, groupName=.")
        if network and group.vpc_id != network:
            raise InvalidParameterCombination(
                f"The DB instance and EC2 security group are in different VPCs. The DB instance is in {network} and "
                f"the EC2 security group is in {group.vpc_id}"
            )


def check_master_user(settings, engine):
    name, password = settings.get("master_username"), settings.get("master_user_password")
    if not name:
        raise InvalidParameterValue("The parameter MasterUsername must be provided and must not be blank.")
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]*", name) or len(name) > LONGEST_NAME.get(engine, 63):
        raise InvalidParameterValue(
            f"The parameter MasterUsername is not a valid identifier: {name}. It must begin with a letter, contain "
            f"only alphanumeric characters and underscores, and have at most {LONGEST_NAME.get(engine, 63)} of them."
        )
    if name.lower() in RESERVED_NAMES.get(engine, set()):
        raise InvalidParameterValue(
            f"MasterUsername {name} cannot be used as it is a reserved word used by the engine"
        )
    if settings.get("manage_master_user_password"):
        if password:
            raise InvalidParameterCombination(
                "You can't specify MasterUserPassword when ManageMasterUserPassword is enabled."
            )
    elif not password:
        raise InvalidParameterValue("The parameter MasterUserPassword must be provided and must not be blank.")


def check_database_name(name):
    if name is not None and not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]{0,62}", name):
        raise InvalidParameterValue("DBName must begin with a letter and contain only alphanumeric characters.")


def check_monitoring(backend, interval, role):
    """The role has to exist, to trust the service and to be allowed something."""
    if interval not in INTERVALS:
        raise InvalidParameterValue(f"Invalid monitoring interval {interval}: allowed are {INTERVALS}")
    if not interval:
        return
    if not role:
        raise InvalidParameterCombination(
            "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0."
        )
    if role_problem(role, MONITORING, backend.account_id) or not allows_anything(backend.account_id, role):
        raise InvalidParameterValue(
            "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING"
        )


def allows_anything(account, arn):
    role = iam_backends[account]["aws"].get_role_by_arn(arn)
    return bool(role.managed_policies or role.policies)


def check_insights(enabled, engine, instance_class):
    if enabled and engine == "mysql" and instance_class in WITHOUT_INSIGHTS:
        raise InvalidParameterCombination("Performance Insights not supported for this configuration.")


def check_logs(engine, version, names):
    unknown = sorted({*names} - LOGS.get(engine, {*names}))
    if unknown:
        raise InvalidParameterCombination(
            f"You cannot use the log types '{', '.join(unknown)}' with engine version {engine} {version}."
        )


def existing_version(engine, version):
    """The whole of it."""
    if not DATABASES.known(engine):
        return version
    found = DATABASES.resolve(engine, version) if version else DATABASES.newest(engine)
    if found is None:
        raise InvalidParameterCombination(f"Cannot find version {version} for {engine}")
    return found


def check_upgrade(engine, current, wanted, allows_major):
    if number(wanted) < number(current):
        raise InvalidParameterCombination(f"Cannot upgrade {engine} from {current} to {wanted}")
    is_listed = DATABASES.major(engine, current) and DATABASES.major(engine, wanted)
    if is_listed and wanted != current and wanted not in upgrade_targets(engine, current):
        raise InvalidParameterCombination(f"Cannot find upgrade path from {current} to {wanted}.")
    if DATABASES.major(engine, wanted) != DATABASES.major(engine, current) and not allows_major:
        raise InvalidParameterCombination(
            "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version."
        )


def check_family(group, engine, version):
    family = DATABASES.family(engine, version)
    if group and family and group.family != family:
        raise InvalidParameterCombination(
            f"The parameter group {group.name} with DBParameterGroupFamily {group.family} can't be used for this "
            f"instance. Please use a parameter group with DBParameterGroupFamily {family}."
        )
