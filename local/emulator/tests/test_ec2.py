"""What EC2 refuses in requests for addresses, security groups and flow logs."""

import pytest
from botocore.exceptions import ClientError

from .settings import make_role


@pytest.fixture
def ec2(account):
    return account.client("ec2")


@pytest.fixture
def vpc(ec2):
    return ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]


def test_an_account_has_five_elastic_ips_in_a_region(ec2):
    addresses = [ec2.allocate_address(Domain="vpc")["AllocationId"] for _ in range(5)]
    with pytest.raises(ClientError, match="AddressLimitExceeded"):
        ec2.allocate_address(Domain="vpc")
    ec2.release_address(AllocationId=addresses[0])
    ec2.allocate_address(Domain="vpc")


@pytest.mark.parametrize("description", ["é", "a|b", "x" * 256])
def test_a_security_groups_description_has_few_characters(ec2, vpc, description):
    with pytest.raises(ClientError, match="InvalidParameterValue"):
        ec2.create_security_group(GroupName="g", Description=description, VpcId=vpc)


def test_a_security_groups_name_is_no_id(ec2, vpc):
    with pytest.raises(ClientError, match="InvalidParameterValue"):
        ec2.create_security_group(GroupName="sg-1", Description="d", VpcId=vpc)


@pytest.mark.parametrize("direction", ["ingress", "egress"])
def test_a_rules_description_has_few_characters(ec2, vpc, direction):
    group = ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc)["GroupId"]
    permission = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1}
    permission["IpRanges"] = [{"CidrIp": "10.0.0.0/8", "Description": "für alle"}]
    authorize = getattr(ec2, f"authorize_security_group_{direction}")
    with pytest.raises(ClientError, match="InvalidParameterValue.*Invalid rule description"):
        authorize(GroupId=group, IpPermissions=[permission])


def flow_log(account, vpc, role):
    account.client("logs").create_log_group(logGroupName="flows")
    return account.client("ec2").create_flow_logs(
        ResourceType="VPC",
        ResourceIds=[vpc],
        TrafficType="ALL",
        LogDestinationType="cloud-watch-logs",
        LogGroupName="flows",
        DeliverLogsPermissionArn=role,
    )


def test_a_flow_log_needs_a_role_that_exists(account, vpc):
    with pytest.raises(ClientError, match="InvalidParameter.*Unable to assume given IAM role"):
        flow_log(account, vpc, account.role("nobody"))


def test_a_flow_log_needs_a_role_that_trusts_flow_logs(account, vpc):
    with pytest.raises(ClientError, match="InvalidParameter.*Unable to assume given IAM role"):
        flow_log(account, vpc, make_role(account, "other", "ec2.amazonaws.com"))


def test_a_flow_log_with_a_role_of_its_own_is_made(account, vpc):
    answer = flow_log(account, vpc, make_role(account, "flows", "vpc-flow-logs.amazonaws.com"))
    assert len(answer["FlowLogIds"]) == 1
