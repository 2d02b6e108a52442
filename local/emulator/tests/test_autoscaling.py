"""A group of instances, and sessions with its one host: what stops a way in that nobody tries until it is needed."""

import json
import re

import pytest
from botocore.exceptions import ClientError

from .settings import NODE_TRUST, make_role

IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
FORWARD = "AWS-StartPortForwardingSessionToRemoteHost"
AGENT = [
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
]


@pytest.fixture
def ec2(account):
    return account.client("ec2")


@pytest.fixture
def subnets(account):
    return account.subnets()


@pytest.fixture
def vpc(ec2, subnets):
    return ec2.describe_subnets(SubnetIds=subnets)["Subnets"][0]["VpcId"]


@pytest.fixture
def group(ec2, vpc):
    return ec2.create_security_group(GroupName="host", Description="d", VpcId=vpc)["GroupId"]


def profile(account, actions=AGENT):
    iam = account.client("iam")
    make_role(account, "host", NODE_TRUST)
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    iam.put_role_policy(
        RoleName="host", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )
    made = iam.create_instance_profile(InstanceProfileName="host")["InstanceProfile"]
    iam.add_role_to_instance_profile(InstanceProfileName="host", RoleName="host")
    return made["Arn"]


def template(ec2, group, **data):
    ec2.create_launch_template(
        LaunchTemplateName="host",
        LaunchTemplateData={
            "ImageId": f"resolve:ssm:{IMAGE}",
            "InstanceType": "t4g.nano",
            "NetworkInterfaces": [{"DeviceIndex": 0, "AssociatePublicIpAddress": False, "Groups": [group]}],
            "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "host"}]}],
            **data,
        },
    )


def begin(account, subnets, **settings):
    client = account.client("autoscaling")
    client.create_auto_scaling_group(
        **{
            "AutoScalingGroupName": "host",
            "MinSize": 1,
            "MaxSize": 1,
            "LaunchTemplate": {"LaunchTemplateName": "host", "Version": "$Latest"},
            "VPCZoneIdentifier": ",".join(subnets),
            **settings,
        }
    )
    [made] = client.describe_auto_scaling_groups(AutoScalingGroupNames=["host"])["AutoScalingGroups"]
    return made


def endpoints(ec2, vpc, subnets, services=("ssm", "ssmmessages")):
    group = ec2.create_security_group(GroupName="endpoints", Description="d", VpcId=vpc)["GroupId"]
    for service in services:
        ec2.create_vpc_endpoint(
            VpcId=vpc,
            VpcEndpointType="Interface",
            ServiceName=f"com.amazonaws.eu-central-1.{service}",
            SubnetIds=subnets,
            SecurityGroupIds=[group],
            PrivateDnsEnabled=True,
        )


def code(refused):
    return refused.value.response["Error"]["Code"]


def test_a_host_is_as_its_template_says(account, ec2, subnets, group):
    template(ec2, group, IamInstanceProfile={"Arn": profile(account)})
    made = begin(account, subnets, MaxInstanceLifetime=604800)
    assert made["MaxInstanceLifetime"] == 604800
    [host] = made["Instances"]
    [instance] = ec2.describe_instances(InstanceIds=[host["InstanceId"]])["Reservations"][0]["Instances"]
    assert instance["ImageId"].startswith("ami-")
    assert "PublicIpAddress" not in instance
    assert instance["IamInstanceProfile"]["Arn"].endswith("/host")
    assert [each["GroupId"] for each in instance["NetworkInterfaces"][0]["Groups"]] == [group]
    assert {"Key": "Name", "Value": "host"} in instance["Tags"]


def test_a_template_tells_the_tags_of_its_hosts_and_not_its_own(ec2, group):
    tags = [{"Key": "Name", "Value": "template"}]
    ec2.create_launch_template(
        LaunchTemplateName="tagged",
        LaunchTemplateData={"TagSpecifications": [{"ResourceType": "instance", "Tags": tags}]},
        TagSpecifications=[{"ResourceType": "launch-template", "Tags": tags}],
    )
    [version] = ec2.describe_launch_template_versions(LaunchTemplateName="tagged")["LaunchTemplateVersions"]
    told = version["LaunchTemplateData"]["TagSpecifications"]
    assert [each["ResourceType"] for each in told] == ["instance"]


@pytest.mark.parametrize(
    "settings, words",
    [
        ({"ImageId": "resolve:ssm:/aws/service/no-such-image"}, "could not be found"),
        ({"IamInstanceProfile": {"Name": "no-such-profile"}}, "Invalid IAM Instance Profile name"),
        ({"NetworkInterfaces": [{"DeviceIndex": 0, "Groups": ["sg-0123456789abcdef0"]}]}, "does not exist"),
    ],
)
def test_nothing_is_launched_from_a_template_that_is_not_complete(account, ec2, subnets, group, settings, words):
    template(ec2, group, **settings)
    with pytest.raises(ClientError, match=words) as refused:
        begin(account, subnets)
    assert code(refused) == "ValidationError"


@pytest.mark.parametrize(
    "settings, words",
    [({"MaxInstanceLifetime": 3600}, "MaxInstanceLifetime"), ({"VPCZoneIdentifier": "subnet-0"}, "does not exist")],
)
def test_a_group_that_aws_refuses(account, ec2, subnets, group, settings, words):
    template(ec2, group)
    with pytest.raises(ClientError, match=words):
        begin(account, subnets, **settings)


def test_a_group_of_a_host_is_not_deleted_until_the_host_is_gone(account, ec2, subnets, group):
    template(ec2, group)
    begin(account, subnets)
    with pytest.raises(ClientError) as refused:
        ec2.delete_security_group(GroupId=group)
    assert code(refused) == "DependencyViolation"
    account.client("autoscaling").delete_auto_scaling_group(AutoScalingGroupName="host", ForceDelete=True)
    ec2.delete_security_group(GroupId=group)


def test_nothing_is_left_of_a_host_that_is_gone(account, ec2, subnets, group):
    before = account.inventory()
    disk = {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "VolumeType": "gp3", "DeleteOnTermination": True}}
    template(ec2, group, BlockDeviceMappings=[disk], IamInstanceProfile={"Arn": profile(account)})
    begin(account, subnets)
    assert ("ec2", "reservations") in account.kinds()
    account.client("autoscaling").delete_auto_scaling_group(AutoScalingGroupName="host", ForceDelete=True)
    ec2.delete_launch_template(LaunchTemplateName="host")
    iam = account.client("iam")
    iam.remove_role_from_instance_profile(InstanceProfileName="host", RoleName="host")
    iam.delete_instance_profile(InstanceProfileName="host")
    iam.delete_role_policy(RoleName="host", PolicyName="p")
    iam.delete_role(RoleName="host")
    assert [each for each in account.inventory() if each not in before] == []


def test_who_may_make_a_group_may_launch_an_instance(account, ec2, subnets, group):
    """Else the group is made, and its first host never comes."""
    template(ec2, group, IamInstanceProfile={"Arn": profile(account)})
    weak = session(account, "weak", [{"Effect": "Allow", "Action": "autoscaling:*", "Resource": "*"}])
    missing = set()
    while True:
        try:
            begin(weak, subnets)
            break
        except ClientError as refused:
            action = re.search(r"allows the (\S+) action", str(refused))[1]
            missing.add(action)
            allow(account, "weak", action)
    assert missing == {
        "ec2:CreateTags",
        "ec2:RunInstances",
        "iam:CreateServiceLinkedRole",
        "iam:PassRole",
        "ssm:GetParameters",
    }


def session(account, name, statements):
    """The same account in a role with these rights alone."""

    class InRole:
        keys = None

        def client(self, service):
            return account._emulator.client(service, **self.keys)

    account.make_role(name)
    iam = account.client("iam")
    iam.detach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    iam.put_role_policy(
        RoleName=name, PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statements})
    )
    caller = InRole()
    caller.keys = account.assume(name)
    return caller


def allow(account, name, action):
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    account.client("iam").put_role_policy(
        RoleName=name,
        PolicyName=action.replace(":", "-"),
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )


class TestSessions:
    """Of a host whose agent is connected."""

    @pytest.fixture
    def host(self, account, ec2, vpc, subnets, group):
        endpoints(ec2, vpc, subnets)
        template(ec2, group, IamInstanceProfile={"Arn": profile(account)})
        return begin(account, subnets)["Instances"][0]["InstanceId"]

    def forward(self, caller, host, **settings):
        parameters = {"host": ["api.example"], "portNumber": ["443"], "localPortNumber": ["8443"]}
        return caller.client("ssm").start_session(
            **{"Target": host, "DocumentName": FORWARD, "Parameters": parameters, **settings}
        )

    def test_begins_and_ends(self, account, host):
        ssm = account.client("ssm")
        started = self.forward(account, host)
        assert started["StreamUrl"].startswith("wss://ssmmessages.eu-central-1.")
        assert [each["SessionId"] for each in ssm.describe_sessions(State="Active")["Sessions"]] == [started["SessionId"]]
        ssm.terminate_session(SessionId=started["SessionId"])
        assert ssm.describe_sessions(State="Active")["Sessions"] == []

    def test_leads_nowhere_without_a_host(self, account, host):
        with pytest.raises(ClientError) as refused:
            self.forward(account, host, Parameters={"portNumber": ["443"]})
        assert code(refused) == "InvalidParameters"

    @pytest.mark.parametrize("end", ["i-0123456789abcdef0", None])
    def test_needs_a_server_that_runs(self, account, ec2, host, end):
        if end is None:
            ec2.terminate_instances(InstanceIds=[host])
        with pytest.raises(ClientError) as refused:
            self.forward(account, end or host)
        assert code(refused) == "TargetNotConnected"

    def test_needs_an_agent_with_its_rights(self, account, host):
        account.client("iam").put_role_policy(
            RoleName="host",
            PolicyName="p",
            PolicyDocument=json.dumps(
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": AGENT[:-1], "Resource": "*"}]}
            ),
        )
        with pytest.raises(ClientError) as refused:
            self.forward(account, host)
        assert code(refused) == "TargetNotConnected"

    def test_needs_an_endpoint_for_each_service(self, account, ec2, host):
        [last] = [
            each["VpcEndpointId"]
            for each in ec2.describe_vpc_endpoints()["VpcEndpoints"]
            if each["ServiceName"].endswith(".ssmmessages")
        ]
        ec2.delete_vpc_endpoints(VpcEndpointIds=[last])
        with pytest.raises(ClientError) as refused:
            self.forward(account, host)
        assert code(refused) == "TargetNotConnected"

    def test_needs_a_rule_that_lets_the_agent_out(self, account, ec2, host, group):
        everything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
        ec2.revoke_security_group_egress(GroupId=group, IpPermissions=everything)
        with pytest.raises(ClientError) as refused:
            self.forward(account, host)
        assert code(refused) == "TargetNotConnected"

    def rights(self, tag="host", check=True):
        condition = {"Bool": {"ssm:SessionDocumentAccessCheck": "true"}} if check else {}
        return [
            {
                "Effect": "Allow",
                "Action": "ssm:StartSession",
                "Resource": "arn:aws:ec2:*:*:instance/*",
                "Condition": {**condition, "StringEquals": {"ssm:resourceTag/Name": tag}},
            },
            {
                "Effect": "Allow",
                "Action": "ssm:StartSession",
                "Resource": f"arn:aws:ssm:*::document/{FORWARD}",
                "Condition": condition,
            },
            {
                "Effect": "Allow",
                "Action": "ssm:TerminateSession",
                "Resource": "*",
                "Condition": {"StringLike": {"ssm:resourceTag/aws:ssmmessages:session-id": "${aws:userid}"}},
            },
        ]

    def test_of_ports_alone_is_no_shell(self, account, host):
        caller = session(account, "ports", self.rights())
        self.forward(caller, host)
        for other in ("AWS-StartSSHSession", None):
            with pytest.raises(ClientError) as refused:
                caller.client("ssm").start_session(Target=host, **({"DocumentName": other} if other else {}))
            assert code(refused) == "AccessDeniedException"

    def test_is_a_shell_where_nobody_asks_for_the_document(self, account, host):
        caller = session(account, "trap", self.rights(check=False))
        assert caller.client("ssm").start_session(Target=host)["SessionId"]

    def test_is_of_the_servers_with_the_tag_alone(self, account, host):
        with pytest.raises(ClientError) as refused:
            self.forward(session(account, "ports", self.rights(tag="another")), host)
        assert code(refused) == "AccessDeniedException"

    def test_is_ended_by_who_began_it(self, account, host):
        mine, other = (session(account, name, self.rights()) for name in ("mine", "other"))
        started = self.forward(mine, host)["SessionId"]
        with pytest.raises(ClientError):
            other.client("ssm").terminate_session(SessionId=started)
        mine.client("ssm").terminate_session(SessionId=started)
