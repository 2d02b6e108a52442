"""What AWS's state asks of the server behind an instance of RDS."""

import json

from ..content import begins_with
from .desired import Desired, pairs


def database(thing):
    group = thing.backend.db_parameter_groups.get(thing.db_parameter_group_name or "")
    parameters = group.parameters.values() if group else ()
    return Desired(
        key=thing.dbi_resource_id,
        title=thing.db_instance_identifier,
        engine=thing.engine,
        version=thing.engine_version,
        names=(thing.address,),
        port=int(thing.port),
        tls=True,
        settings=pairs({each["ParameterName"]: each.get("ParameterValue") for each in parameters}),
        user=thing.master_username or "",
        password=master_password(thing),
        database=thing.db_name or "",
        subnets=tuple(subnet.cidr_block for subnet in thing.db_subnet_group._subnets) if in_group(thing) else (),
        reboots=getattr(thing, "reboots", 0),
        begins_with=begins_with(thing),
    )


def in_group(thing):
    return getattr(thing, "db_subnet_group", None) is not None


def master_password(thing):
    """The one of the moment."""
    managed = getattr(thing, "master_user_secret", None) if thing.manage_master_user_password else None
    if managed is None:
        return thing._master_user_password or ""
    secret = managed.secret
    return json.loads(secret.versions[secret.default_version_id]["secret_string"])["password"]
