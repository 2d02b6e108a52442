"""Security groups: their rules, and what holds them."""

import pytest
from botocore.exceptions import ClientError


@pytest.mark.parametrize("source", ["cidr", "group", "prefix list"])
def test_a_security_group_rule_keeps_and_changes_its_description(account, source):
    ec2 = account.client("ec2")
    vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    group_id = ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc_id)["GroupId"]
    sources = {
        "cidr": ("IpRanges", "CidrIp", "10.0.0.0/8"),
        "group": ("UserIdGroupPairs", "GroupId", group_id),
        "prefix list": ("PrefixListIds", "PrefixListId", "pl-1"),
    }
    ranges, key, value = sources[source]
    permission = {"IpProtocol": "-1", ranges: [{key: value, "Description": "why"}]}
    rule = ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[permission])["SecurityGroupRules"][0]
    rule_id = rule["SecurityGroupRuleId"]

    def description():
        return ec2.describe_security_group_rules(SecurityGroupRuleIds=[rule_id])["SecurityGroupRules"][0]["Description"]

    assert description() == "why"
    keys = {"CidrIp": "CidrIpv4", "GroupId": "ReferencedGroupId", "PrefixListId": "PrefixListId"}
    change = {"IpProtocol": "-1", keys[key]: value, "Description": "new"}
    ec2.modify_security_group_rules(
        GroupId=group_id, SecurityGroupRules=[{"SecurityGroupRuleId": rule_id, "SecurityGroupRule": change}]
    )
    assert description() == "new"


@pytest.fixture
def groups(account):
    """Two security groups, of which the first lets the second in."""
    ec2 = account.client("ec2")
    vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ids = [ec2.create_security_group(GroupName=name, Description="d", VpcId=vpc_id)["GroupId"] for name in ("a", "b")]
    ec2.authorize_security_group_ingress(GroupId=ids[0], IpPermissions=[permission(ids[1], "why")])
    return ids


def permission(group_id, description):
    pair = {"GroupId": group_id, "Description": description}
    return {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [pair]}


def test_a_rule_between_groups_is_a_duplicate_whatever_its_description(account, groups):
    ec2 = account.client("ec2")
    with pytest.raises(ClientError, match="InvalidPermission.Duplicate"):
        ec2.authorize_security_group_ingress(GroupId=groups[0], IpPermissions=[permission(groups[1], "other")])
    ec2.authorize_security_group_egress(GroupId=groups[1], IpPermissions=[permission(groups[0], "why")])
    with pytest.raises(ClientError, match="InvalidPermission.Duplicate"):
        ec2.authorize_security_group_egress(GroupId=groups[1], IpPermissions=[permission(groups[0], "other")])


def test_a_security_group_that_another_names_is_not_deleted(account, groups):
    ec2 = account.client("ec2")
    with pytest.raises(ClientError, match="DependencyViolation"):
        ec2.delete_security_group(GroupId=groups[1])
    ec2.delete_security_group(GroupId=groups[0])
    ec2.delete_security_group(GroupId=groups[1])


def test_the_security_group_of_a_load_balancer_is_not_deleted(account, groups):
    elbv2, subnets = account.client("elbv2"), account.subnets()
    balancer = elbv2.create_load_balancer(Name="l", Subnets=subnets, SecurityGroups=[groups[0]])["LoadBalancers"][0]
    with pytest.raises(ClientError, match="DependencyViolation"):
        account.client("ec2").delete_security_group(GroupId=groups[0])
    elbv2.delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])
    account.client("ec2").delete_security_group(GroupId=groups[0])
