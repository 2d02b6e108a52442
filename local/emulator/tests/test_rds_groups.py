"""Parameter groups and subnet groups of RDS."""

import pytest
from botocore.exceptions import ClientError

from .settings import DATABASE


@pytest.fixture
def rds(account):
    return account.client("rds")


@pytest.fixture(params=["postgres17", "mysql8.4"])
def family(request):
    return request.param


@pytest.fixture
def group(rds, family):
    rds.create_db_parameter_group(DBParameterGroupName="p", DBParameterGroupFamily=family, Description="d")
    return "p"


def set_parameters(rds, group, *parameters):
    settings = [{"ParameterName": name, "ParameterValue": value, "ApplyMethod": how} for name, value, how in parameters]
    rds.modify_db_parameter_group(DBParameterGroupName=group, Parameters=settings)


def methods(rds, group):
    found = rds.describe_db_parameters(DBParameterGroupName=group)["Parameters"]
    return {parameter["ParameterName"]: parameter["ApplyMethod"] for parameter in found}


def test_a_family_that_does_not_exist_has_no_groups(rds):
    with pytest.raises(ClientError, match="InvalidParameterValue"):
        rds.create_db_parameter_group(DBParameterGroupName="p", DBParameterGroupFamily="postgres99", Description="d")


def test_a_parameter_that_does_not_exist_is_refused(rds, group):
    with pytest.raises(ClientError, match="InvalidParameterValue.*Could not find parameter with name: no_such"):
        set_parameters(rds, group, ("no_such", "1", "immediate"))


def test_a_static_parameter_waits_for_a_restart(rds, group, family):
    name = {"postgres17": "max_connections", "mysql8.4": "performance_schema"}[family]
    with pytest.raises(ClientError, match="InvalidParameterCombination"):
        set_parameters(rds, group, (name, "1", "immediate"))
    set_parameters(rds, group, (name, "1", "pending-reboot"))


def test_more_than_twenty_parameters_are_sent_in_several_requests(rds, group):
    with pytest.raises(ClientError, match="InvalidParameterValue"):
        set_parameters(rds, group, *[("autocommit", "1", "immediate")] * 21)


@pytest.mark.parametrize("family, method", [("postgres17", "pending-reboot"), ("postgres14", "immediate")], indirect=["family"])
def test_a_parameter_at_its_default_reads_back_pending_reboot(rds, group, method):
    """The provider then plans `immediate` for ever."""
    set_parameters(rds, group, ("rds.force_ssl", "1", "immediate"), ("log_statement", "ddl", "immediate"))
    assert methods(rds, group) == {"rds.force_ssl": method, "log_statement": "immediate"}


def test_the_default_group_is_left_alone(rds):
    rds.create_db_instance(DBInstanceIdentifier="d", **DATABASE)
    rds.describe_db_instances()
    with pytest.raises(ClientError, match="InvalidDBParameterGroupState"):
        set_parameters(rds, "default.postgres17", ("log_statement", "ddl", "immediate"))
    with pytest.raises(ClientError, match="InvalidDBParameterGroupState"):
        rds.delete_db_parameter_group(DBParameterGroupName="default.postgres17")


def test_groups_stay_while_a_database_uses_them(rds, account):
    rds.create_db_parameter_group(DBParameterGroupName="p", DBParameterGroupFamily="postgres17", Description="d")
    subnets = account.subnets()
    rds.create_db_subnet_group(DBSubnetGroupName="s", DBSubnetGroupDescription="d", SubnetIds=subnets)
    rds.create_db_instance(DBInstanceIdentifier="d", DBSubnetGroupName="s", DBParameterGroupName="p", **DATABASE)
    with pytest.raises(ClientError, match="InvalidDBParameterGroupState"):
        rds.delete_db_parameter_group(DBParameterGroupName="p")
    with pytest.raises(ClientError, match="InvalidDBSubnetGroupStateFault"):
        rds.delete_db_subnet_group(DBSubnetGroupName="s")


def subnet_group(rds, subnets):
    rds.create_db_subnet_group(DBSubnetGroupName="s", DBSubnetGroupDescription="d", SubnetIds=subnets)


def test_a_subnet_group_covers_two_zones(rds, account):
    with pytest.raises(ClientError, match="DBSubnetGroupDoesNotCoverEnoughAZs"):
        subnet_group(rds, account.subnets(1))


def test_a_subnet_group_is_of_one_vpc(rds, account):
    with pytest.raises(ClientError, match="InvalidSubnet"):
        subnet_group(rds, [account.subnets()[0], account.subnets()[1]])


def test_a_subnet_group_has_subnets_that_exist(rds):
    with pytest.raises(ClientError, match=r"\(InvalidSubnet\)"):
        subnet_group(rds, ["subnet-00000000000000000", "subnet-00000000000000001"])


def test_a_subnet_group_is_changed_and_still_there(rds, account):
    subnets = account.subnets(3)
    subnet_group(rds, subnets[:2])
    with pytest.raises(ClientError, match="DBSubnetGroupDoesNotCoverEnoughAZs"):
        rds.modify_db_subnet_group(DBSubnetGroupName="s", SubnetIds=subnets[:1])
    rds.modify_db_subnet_group(DBSubnetGroupName="s", SubnetIds=subnets)
    found = rds.describe_db_subnet_groups(DBSubnetGroupName="s")["DBSubnetGroups"][0]
    assert [subnet["SubnetIdentifier"] for subnet in found["Subnets"]] == subnets
