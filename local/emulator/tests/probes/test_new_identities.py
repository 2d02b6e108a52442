"""Roles and instance profiles that were made a moment ago: other services answer as if there were none.

The words count as well as the code, since by them the provider knows that it has to ask again.
Source: internal/service of hashicorp/terraform-provider-aws 5.100.0, the file named beside each.
"""

import pytest
from botocore.exceptions import ClientError

from ..conftest import start_and_wait
from . import made
from .probe import probe


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    """In place of that of all others: here a new identity stays unknown."""
    running = start_and_wait(tmp_path_factory.mktemp("new"), "--pace", "iam identity effective=3600")
    yield running
    running.process.terminate()
    running.process.wait()


def with_words(call, words):
    """The call, whose answer has those words."""

    def asked():
        try:
            return call()
        except ClientError as error:
            assert words in str(error)
            raise

    return asked


@probe("function with a new role", "InvalidParameterValueException")
def test_function(account):
    """lambda/function.go"""
    role = made.role(account, "lambda.amazonaws.com")
    settings = {"FunctionName": "f", "Runtime": "nodejs22.x", "Handler": "h", "Code": {"ZipFile": b"PK"}}
    create = account.client("lambda").create_function
    return with_words(
        lambda: create(Role=role, **settings), "The role defined for the function cannot be assumed by Lambda"
    )


@probe("delivery stream with a new role", "InvalidArgumentException")
def test_delivery(account):
    """firehose/delivery_stream.go"""
    settings = made.delivery(account, made.bucket(account), made.role(account, "firehose.amazonaws.com"))
    create = account.client("firehose").create_delivery_stream
    return with_words(lambda: create(**settings), "Firehose is unable to assume role")


@probe("flow log with a new role", "InvalidParameter")
def test_flow_log(account):
    """ec2/vpc_flow_log.go"""
    vpc_id, role = made.vpc(account), made.role(account, "vpc-flow-logs.amazonaws.com")
    account.client("logs").create_log_group(logGroupName="flow")
    settings = {"ResourceIds": [vpc_id], "ResourceType": "VPC", "TrafficType": "ALL", "LogGroupName": "flow"}
    create = account.client("ec2").create_flow_logs
    return with_words(
        lambda: create(DeliverLogsPermissionArn=role, **settings), "Unable to assume given IAM role"
    )


@probe("log subscription with a new role", "InvalidParameterException")
def test_subscription(account):
    """logs/subscription_filter.go"""
    logs, stream, role = account.client("logs"), made.stream(account), made.role(account, "logs.amazonaws.com")
    logs.create_log_group(logGroupName="g")
    settings = {"filterName": "f", "filterPattern": "", "destinationArn": stream, "roleArn": role}
    return with_words(
        lambda: logs.put_subscription_filter(logGroupName="g", **settings),
        "Could not deliver test message to specified",
    )


@probe("trail with a new role for its log group", "InvalidCloudWatchLogsRoleArnException")
def test_trail(account):
    """cloudtrail/trail.go"""
    service = {"Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:*"}
    name = made.bucket(account, {**service, "Resource": ["{bucket}", "{bucket}/*"]})
    account.client("logs").create_log_group(logGroupName="g")
    group = f"arn:aws:logs:eu-central-1:{account.id}:log-group:g:*"
    role = made.role(account, "cloudtrail.amazonaws.com")
    logs = {"CloudWatchLogsLogGroupArn": group, "CloudWatchLogsRoleArn": role}
    create = account.client("cloudtrail").create_trail
    return with_words(lambda: create(Name="audit", S3BucketName=name, **logs), "Access denied.")


@probe("database that a new role monitors", "InvalidParameterValue")
def test_monitoring(account):
    """rds/instance.go"""
    role = made.role(account, "monitoring.rds.amazonaws.com")
    create = made.Database(account).create
    return with_words(
        lambda: create(MonitoringInterval=60, MonitoringRoleArn=role),
        "IAM role ARN value is invalid or does not include the required permissions",
    )


@probe("cluster with a new role", "InvalidParameterException")
def test_cluster(account):
    """eks/cluster.go"""
    cluster = made.EksCluster(account)
    return with_words(cluster.create, "does not exist")


@probe("key policy that names a new role", "MalformedPolicyDocumentException")
def test_key_policy(account):
    """kms/key.go"""
    role = made.role(account, "ec2.amazonaws.com")
    return lambda: made.key(account, {"Principal": {"AWS": role}, "Action": "kms:Decrypt", "Resource": "*"})


@probe("bucket policy that names a new role", "MalformedPolicy")
def test_bucket_policy(account):
    """s3/bucket_policy.go"""
    role = made.role(account, "ec2.amazonaws.com")
    reader = {"Principal": {"AWS": role}, "Action": "s3:GetObject", "Resource": "{bucket}/*"}
    return lambda: made.bucket(account, reader)


@probe("trust policy that names a new role", "MalformedPolicyDocument")
def test_trust_policy(account):
    """iam/role.go"""
    role = made.role(account, "ec2.amazonaws.com")
    document = made.policy({"Principal": {"AWS": role}, "Action": "sts:AssumeRole"})
    create = account.client("iam").create_role
    return with_words(
        lambda: create(RoleName="second", AssumeRolePolicyDocument=document), "Invalid principal in policy"
    )


@probe("instance with a new instance profile", "InvalidParameterValue")
def test_instance_profile(account):
    """ec2/ec2_instance.go"""
    made.role(account, "ec2.amazonaws.com")
    iam = account.client("iam")
    iam.create_instance_profile(InstanceProfileName="host")
    iam.add_role_to_instance_profile(InstanceProfileName="host", RoleName="trusted")
    run = account.client("ec2").run_instances
    settings = {"ImageId": "ami-12345678", "MinCount": 1, "MaxCount": 1, "InstanceType": "t4g.nano"}
    return with_words(
        lambda: run(IamInstanceProfile={"Name": "host"}, **settings), "Invalid IAM Instance Profile name"
    )


@probe("assume a new role", "AccessDenied")
def test_assume(account):
    return lambda: account.assume("new")


def test_no_right_is_missing_to_assume_a_new_role(account, emulator):
    with pytest.raises(ClientError, match="AccessDenied"):
        account.assume("new")
    denied = [each["resource"] for each in emulator.control("GET", "denials")[1]]
    assert account.role("new") not in denied


@probe("AppConfig takes a new role for alarms", None)
def test_alarm_role(account):
    appconfig = account.client("appconfig")
    application = appconfig.create_application(Name="a")["Id"]
    alarm = f"arn:aws:cloudwatch:eu-central-1:{account.id}:alarm:a"
    monitors = [{"AlarmArn": alarm, "AlarmRoleArn": made.role(account, "appconfig.amazonaws.com")}]
    return lambda: appconfig.create_environment(ApplicationId=application, Name="e", Monitors=monitors)
