"""What EC2 refuses in requests for addresses, security groups and flow logs."""

import json

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


def test_a_rule_refers_to_another_group_once_it_is_changed(ec2, vpc):
    """As after a cluster that was lost, whose group is another one then."""
    own, old, new = (
        ec2.create_security_group(GroupName=name, Description="d", VpcId=vpc)["GroupId"] for name in ("own", "old", "new")
    )
    permission = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "UserIdGroupPairs": [{"GroupId": old}]}
    rule = ec2.authorize_security_group_ingress(GroupId=own, IpPermissions=[permission])["SecurityGroupRules"][0]

    def change(group):
        changed = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "ReferencedGroupId": group}
        rules = [{"SecurityGroupRuleId": rule["SecurityGroupRuleId"], "SecurityGroupRule": changed}]
        ec2.modify_security_group_rules(GroupId=own, SecurityGroupRules=rules)

    with pytest.raises(ClientError, match="InvalidGroup.NotFound"):
        change("sg-00000000000000000")
    change(new)
    found = ec2.describe_security_group_rules(SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]])
    assert found["SecurityGroupRules"][0]["ReferencedGroupInfo"]["GroupId"] == new
    ec2.delete_security_group(GroupId=old)


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


def flow_log_to(account, vpc, bucket):
    return account.client("ec2").create_flow_logs(
        ResourceType="VPC",
        ResourceIds=[vpc],
        TrafficType="ALL",
        LogDestinationType="s3",
        LogDestination=f"arn:aws:s3:::{bucket}",
        DestinationOptions={"PerHourPartition": True},
    )


def lets_delivery(account, of_whom, *actions):
    """A statement for the service by which AWS delivers logs of an account."""
    return {
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": actions,
        "Resource": "*" if "kms:" in actions[0] else [f"arn:aws:s3:::flows-{account.id}", f"arn:aws:s3:::flows-{account.id}/*"],
        "Condition": {"StringEquals": {"aws:SourceAccount": of_whom}},
    }


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


@pytest.fixture
def bucket(account):
    name = f"flows-{account.id}"
    account.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return name


def refused(answer):
    (item,) = answer["Unsuccessful"]
    return "Access Denied for LogDestination" in item["Error"]["Message"]


def test_a_flow_log_needs_a_bucket_that_lets_the_delivery_of_its_account_write(account, vpc, bucket):
    """AWS would write the policy itself, which the next plan takes away."""
    s3 = account.client("s3")
    rights = ("s3:PutObject", "s3:GetBucketAcl")
    assert refused(flow_log_to(account, vpc, bucket))
    for owner, actions in (("000000000000", rights), (account.id, rights[:1]), (account.id, rights[1:])):
        s3.put_bucket_policy(Bucket=bucket, Policy=document(lets_delivery(account, owner, *actions)))
        assert refused(flow_log_to(account, vpc, bucket))
    s3.put_bucket_policy(Bucket=bucket, Policy=document(lets_delivery(account, account.id, *rights)))
    assert flow_log_to(account, vpc, bucket)["Unsuccessful"] == []
    (made,) = account.client("ec2").describe_flow_logs()["FlowLogs"]
    assert made["DestinationOptions"] == {
        "FileFormat": "plain-text",
        "HiveCompatiblePartitions": False,
        "PerHourPartition": True,
    }


def test_a_flow_log_needs_a_key_of_its_bucket_that_lets_the_delivery_in(account, vpc, bucket):
    """Nothing would arrive otherwise."""
    s3, kms = account.client("s3"), account.client("kms")
    own = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account.id}:root"}, "Action": "kms:*", "Resource": "*"}
    key = kms.create_key(Policy=document(own))["KeyMetadata"]["Arn"]
    encryption = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    s3.put_bucket_encryption(
        Bucket=bucket,
        ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": encryption}]},
    )
    s3.put_bucket_policy(
        Bucket=bucket, Policy=document(lets_delivery(account, account.id, "s3:PutObject", "s3:GetBucketAcl"))
    )
    assert refused(flow_log_to(account, vpc, bucket))
    delivery = lets_delivery(account, account.id, "kms:GenerateDataKey*", "kms:Decrypt")
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=document(own, delivery))
    assert flow_log_to(account, vpc, bucket)["Unsuccessful"] == []
