"""RDS: parameter groups and subnet groups."""

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidSubnetIdError
from moto.ec2.models import ec2_backends
from moto.rds.exceptions import InvalidParameterCombination, InvalidParameterValue, InvalidSubnet, RDSClientError
from moto.rds.models import DBParameterGroup, RDSBackend
from moto.rds.responses import RDSResponse

from ...catalogue import DATABASES
from ...in_use import holder_of
from ...patch import adds, wraps
from .parameters import KNOWN, STATIC, default_value, engine_of

MOST_PARAMETERS_A_REQUEST = 20


def invalid_group_state(message):
    return RDSClientError("InvalidDBParameterGroupState", message)


@wraps(RDSBackend)
def create_db_parameter_group(original, self, db_parameter_group_kwargs):
    family = db_parameter_group_kwargs.get("db_parameter_group_family")
    if family and engine_of(family) and family not in DATABASES.families():
        raise InvalidParameterValue(f"ParameterGroupFamily {family} is not a valid parameter group family")
    return original(self, db_parameter_group_kwargs)


@wraps(RDSBackend)
def modify_db_parameter_group(original, self, db_parameter_group_name, db_parameter_group_parameters):
    if db_parameter_group_name.startswith("default."):
        raise invalid_group_state(f"The default parameter group {db_parameter_group_name} cannot be modified.")
    group, parameters = self.db_parameter_groups.get(db_parameter_group_name), list(db_parameter_group_parameters)
    if group:
        check_parameters(group.family, parameters)
    return original(self, db_parameter_group_name, parameters)


def check_parameters(family, parameters):
    """Source: Amazon RDS API Reference, ModifyDBParameterGroup."""
    if len(parameters) > MOST_PARAMETERS_A_REQUEST:
        raise InvalidParameterValue(
            f"A maximum of {MOST_PARAMETERS_A_REQUEST} parameters can be modified in a single request."
        )
    engine = engine_of(family)
    for parameter in parameters:
        name = parameter["ParameterName"]
        if engine and name not in KNOWN[engine]:
            raise InvalidParameterValue(f"Could not find parameter with name: {name}")
        if engine and name in STATIC[engine] and parameter.get("ApplyMethod") == "immediate":
            raise InvalidParameterCombination("cannot use immediate apply method for static parameter")


@wraps(DBParameterGroup)
def update_parameters(original, self, parameters):
    """aws_db_parameter_group reads those of source `user` back. One at its default is `pending-reboot`, however it
    was sent: hashicorp/terraform-provider-aws, aws_db_parameter_group, "Problematic Plan Changes"."""
    original(self, [stored(self.family, parameter) for parameter in parameters])


def stored(family, parameter):
    name, value = parameter["ParameterName"], parameter.get("ParameterValue")
    kept = {**parameter, "Source": "user", "IsModifiable": True}
    if engine_of(family):
        kept["ApplyType"] = "static" if name in STATIC[engine_of(family)] else "dynamic"
    if value is not None and value == default_value(family, name):
        kept["ApplyMethod"] = "pending-reboot"
    return kept


@adds(RDSResponse)
def reset_db_parameter_group(self):
    """aws_db_parameter_group: a parameter that is no longer set."""
    name = self.params["DBParameterGroupName"]
    group = self.backend.db_parameter_groups[name]
    if self.params.get("ResetAllParameters"):
        group.parameters.clear()
    for parameter in self.params.get("Parameters", []):
        group.parameters.pop(parameter["ParameterName"], None)
    return ActionResult({"DBParameterGroupName": name})


@wraps(RDSBackend)
def delete_db_parameter_group(original, self, db_parameter_group_name):
    if db_parameter_group_name.startswith("default."):
        raise invalid_group_state(f"The default parameter group {db_parameter_group_name} cannot be deleted.")
    if holder_of("database parameter group", db_parameter_group_name.lower(), self.account_id, self.region_name):
        raise invalid_group_state(
            f"One or more database instances are still members of this parameter group {db_parameter_group_name}, so "
            "the group cannot be deleted"
        )
    return original(self, db_parameter_group_name)


def subnets_of(response):
    """Those of the request: in two zones, and of one VPC."""
    ec2 = ec2_backends[response.current_account][response.region]
    try:
        subnets = [ec2.get_subnet(subnet_id) for subnet_id in response.params.get("SubnetIds", [])]
    except InvalidSubnetIdError:
        raise InvalidSubnet(", ".join(response.params["SubnetIds"])) from None
    zones = sorted({subnet.availability_zone for subnet in subnets})
    if len(zones) < 2:
        raise RDSClientError(
            "DBSubnetGroupDoesNotCoverEnoughAZs",
            "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: "
            f"{', '.join(zones)}. Add subnets to cover at least 2 AZs.",
        )
    if len({subnet.vpc_id for subnet in subnets}) > 1:
        raise InvalidSubnet(", ".join(response.params["SubnetIds"]))
    return subnets


@wraps(RDSResponse)
def create_db_subnet_group(original, self):
    subnets_of(self)
    name = self.params["DBSubnetGroupName"]
    if name.lower() in self.backend.subnet_groups:
        raise RDSClientError("DBSubnetGroupAlreadyExists", f"The DB subnet group '{name}' already exists.")
    return original(self)


@wraps(RDSResponse)
def modify_db_subnet_group(original, self):
    """moto takes the group out and does not put it back."""
    group = self.backend.describe_db_subnet_groups(self.params["DBSubnetGroupName"])[0]
    group.subnets = subnets_of(self)
    group.description = self.params.get("DBSubnetGroupDescription", group.description)
    return ActionResult({"DBSubnetGroup": group})


@wraps(RDSBackend)
def delete_subnet_group(original, self, subnet_name):
    who = holder_of("database subnet group", subnet_name.lower(), self.account_id, self.region_name)
    if who:
        raise RDSClientError(
            "InvalidDBSubnetGroupStateFault",
            f"Cannot delete the subnet group '{subnet_name}' because at least one database instance: {who} is still "
            "using it.",
        )
    return original(self, subnet_name)
