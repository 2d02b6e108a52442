"""What would be deleted here, and is refused in AWS, ends a destroy half-way there."""

import io
import zipfile

import pytest
from botocore.exceptions import ClientError

from .waiting import until
from .settings import CACHE, CLUSTER_TRUST, DATABASE, make_role


@pytest.fixture
def ec2(account):
    return account.client("ec2")


@pytest.fixture
def subnets(account):
    return account.subnets()


@pytest.fixture
def group(ec2, subnets):
    vpc_id = ec2.describe_subnets(SubnetIds=subnets)["Subnets"][0]["VpcId"]
    return ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc_id)["GroupId"]


def database(account, subnets, group):
    rds = account.client("rds")
    rds.create_db_subnet_group(DBSubnetGroupName="s", DBSubnetGroupDescription="d", SubnetIds=subnets)
    rds.create_db_instance(DBInstanceIdentifier="d", DBSubnetGroupName="s", VpcSecurityGroupIds=[group], **DATABASE)


def cache(account, subnets, group):
    client = account.client("elasticache")
    client.create_cache_subnet_group(CacheSubnetGroupName="s", CacheSubnetGroupDescription="d", SubnetIds=subnets)
    client.create_replication_group(
        ReplicationGroupId="c", CacheSubnetGroupName="s", SecurityGroupIds=[group], **CACHE
    )


def cluster(account, subnets, group):
    account.client("eks").create_cluster(
        name="c",
        roleArn=make_role(account, "cluster", CLUSTER_TRUST),
        resourcesVpcConfig={"subnetIds": subnets, "securityGroupIds": [group]},
    )


def load_balancer(account, subnets, group):
    account.client("elbv2").create_load_balancer(Name="b", Subnets=subnets, SecurityGroups=[group], Scheme="internal")


def network_interface(account, subnets, group):
    account.client("ec2").create_network_interface(SubnetId=subnets[0], Groups=[group])


def function(account, subnets, group):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("index.py", "")
    account.client("lambda").create_function(
        FunctionName="f",
        Runtime="python3.13",
        Handler="index.handler",
        Role=make_role(account, "function", "lambda.amazonaws.com"),
        Code={"ZipFile": archive.getvalue()},
        VpcConfig={"SubnetIds": subnets, "SecurityGroupIds": [group]},
    )


HOLDERS = [database, cache, cluster, load_balancer, network_interface, function]


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_security_group_and_a_subnet_stay_while_something_is_in_them(account, ec2, subnets, group, holder):
    holder(account, subnets, group)
    with pytest.raises(ClientError, match="DependencyViolation.*has a dependent object"):
        ec2.delete_security_group(GroupId=group)
    with pytest.raises(ClientError, match="DependencyViolation.*has dependencies and cannot be deleted"):
        ec2.delete_subnet(SubnetId=subnets[0])


def test_the_default_security_group_is_not_deleted(ec2, subnets):
    found = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["default"]}])["SecurityGroups"]
    with pytest.raises(ClientError, match="CannotDelete"):
        ec2.delete_security_group(GroupId=found[0]["GroupId"])


@pytest.fixture
def vpc(ec2):
    return ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]


def an_internet_gateway(ec2, vpc):
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)


def a_security_group(ec2, vpc):
    ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc)


def an_endpoint(ec2, vpc):
    ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.eu-central-1.s3", VpcEndpointType="Gateway")


def a_route_table(ec2, vpc):
    ec2.create_route_table(VpcId=vpc)


def a_network_acl(ec2, vpc):
    ec2.create_network_acl(VpcId=vpc)


@pytest.mark.parametrize("part", [an_internet_gateway, a_security_group, an_endpoint, a_route_table, a_network_acl])
def test_a_vpc_stays_while_it_has_parts(ec2, vpc, part):
    part(ec2, vpc)
    with pytest.raises(ClientError, match="DependencyViolation"):
        ec2.delete_vpc(VpcId=vpc)


def test_an_empty_vpc_goes(ec2, vpc):
    ec2.delete_vpc(VpcId=vpc)
    with pytest.raises(ClientError, match="InvalidVpcID.NotFound"):
        ec2.describe_vpcs(VpcIds=[vpc])


def test_a_nat_gateway_is_pending_and_holds_subnet_address_and_internet_gateway(ec2, subnets):
    vpc = ec2.describe_subnets(SubnetIds=subnets)["Subnets"][0]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=subnets[0], AllocationId=address)["NatGateway"]
    assert nat["State"] == "pending"

    def state():
        return ec2.describe_nat_gateways(NatGatewayIds=[nat["NatGatewayId"]])["NatGateways"][0]["State"]

    assert state() == "pending"
    until(lambda: state() == "available")
    with pytest.raises(ClientError, match="DependencyViolation"):
        ec2.delete_subnet(SubnetId=subnets[0])
    with pytest.raises(ClientError, match="DependencyViolation.*mapped public address"):
        ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    with pytest.raises(ClientError, match="InvalidIPAddress.InUse"):
        ec2.release_address(AllocationId=address)
    with pytest.raises(ClientError, match="InvalidNetworkInterface.InUse"):
        ec2.delete_network_interface(NetworkInterfaceId=nat["NatGatewayAddresses"][0]["NetworkInterfaceId"])
    ec2.delete_nat_gateway(NatGatewayId=nat["NatGatewayId"])
    ec2.release_address(AllocationId=address)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_subnet(SubnetId=subnets[0])


def test_an_internet_gateway_stays_while_a_public_load_balancer_needs_it(account, ec2, subnets, group):
    vpc = ec2.describe_subnets(SubnetIds=subnets)["Subnets"][0]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    account.client("elbv2").create_load_balancer(Name="b", Subnets=subnets, SecurityGroups=[group])
    with pytest.raises(ClientError, match="DependencyViolation"):
        ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
