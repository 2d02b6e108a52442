"""The services whose additions are few."""

import io
import json
import zipfile

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from .probes import made

TAGS = [{"Key": "env", "Value": "dev"}]


def test_kms_keeps_the_rotation_period(account):
    kms = account.client("kms")
    key_id = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.enable_key_rotation(KeyId=key_id, RotationPeriodInDays=180)
    assert kms.get_key_rotation_status(KeyId=key_id)["RotationPeriodInDays"] == 180


def test_kms_keys_of_aws_are_told_from_those_of_the_account(account):
    key = account.client("kms").describe_key(KeyId="alias/aws/secretsmanager")["KeyMetadata"]
    assert key["KeyManager"] == "AWS"
    assert account.inventory() == []


def test_iam_has_the_managed_policies_of_aws(account):
    policy = account.client("iam").get_policy(PolicyArn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy")
    assert policy["Policy"]["PolicyName"] == "AmazonEKSClusterPolicy"


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


def test_nothing_of_a_vpc_and_its_nat_gateway_stays(account):
    ec2 = account.client("ec2")
    vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet_id = ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    gateway = ec2.create_nat_gateway(SubnetId=subnet_id, ConnectivityType="private")["NatGateway"]
    assert ("ec2", "nat_gateways") in account.kinds()
    ec2.delete_nat_gateway(NatGatewayId=gateway["NatGatewayId"])
    ec2.delete_subnet(SubnetId=subnet_id)
    ec2.delete_vpc(VpcId=vpc_id)
    assert account.inventory() == []


@pytest.fixture
def bucket(account):
    name = f"b-{account.id}"
    account.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return name


def policy(bucket, **statement):
    resources = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    statements = [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": resources, **TLS_ONLY}, statement]
    return json.dumps({"Version": "2012-10-17", "Statement": [entry for entry in statements if entry]})


TLS_ONLY = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}


def test_s3_a_deny_with_a_condition_does_not_deny_everything(account, bucket):
    s3 = account.client("s3")
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket))
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    s3.get_object(Bucket=bucket, Key="k")


def test_s3_head_tells_the_size(account, bucket):
    s3 = account.client("s3")
    s3.put_object(Bucket=bucket, Key="k", Body=b"12345")
    assert s3.head_object(Bucket=bucket, Key="k")["ContentLength"] == 5


# The AWS CLI asks first whether the body is wanted, and waits a second for the answer.
def test_s3_takes_an_empty_object(account, bucket):
    config = Config(retries={"total_max_attempts": 1}, read_timeout=5)
    s3 = account.client("s3", config=config)
    s3.put_object(Bucket=bucket, Key="k", Body=b"")
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b""
    s3.put_object(Bucket=bucket, Key="k", Body=b"on the same connection")
    assert s3.head_object(Bucket=bucket, Key="k")["ContentLength"] == 22


def test_s3_logs_go_to_a_bucket_whose_policy_allows_it(account, bucket):
    s3 = account.client("s3")
    logging = {"LoggingEnabled": {"TargetBucket": bucket, "TargetPrefix": "logs/"}}
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket))
    with pytest.raises(ClientError, match="InvalidTargetBucketForLogging"):
        s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=logging)
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": ["logging.s3.amazonaws.com"]},
        "Action": ["s3:PutObject"],
        "Resource": f"arn:aws:s3:::{bucket}/logs/*",
    }
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(bucket, **allow))
    s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=logging)
    assert s3.get_bucket_logging(Bucket=bucket)["LoggingEnabled"]["TargetPrefix"] == "logs/"


def test_s3_reads_the_eventbridge_notification_back(account, bucket):
    s3 = account.client("s3")
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}})
    assert "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket=bucket)


def test_s3_deletes_versions_and_delete_markers(account, bucket):
    s3 = account.client("s3")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    s3.delete_object(Bucket=bucket, Key="k")
    listed = s3.list_object_versions(Bucket=bucket)
    objects = [
        {"Key": version["Key"], "VersionId": version["VersionId"]}
        for version in listed["Versions"] + listed["DeleteMarkers"]
    ]
    assert "Errors" not in s3.delete_objects(Bucket=bucket, Delete={"Objects": objects})
    s3.delete_bucket(Bucket=bucket)
    assert account.inventory() == []


def test_s3_a_subresource_that_moto_does_not_know_leaves_the_bucket_alone(account, bucket):
    s3 = account.client("s3")
    with pytest.raises(ClientError, match="is not implemented"):
        s3.delete_bucket_intelligent_tiering_configuration(Bucket=bucket, Id="i")
    s3.head_bucket(Bucket=bucket)


def test_logs_give_a_group_a_key_and_take_it_away(account):
    logs = account.client("logs")
    logs.create_log_group(logGroupName="g")
    lets_logs_in = {"Principal": {"Service": "logs.eu-central-1.amazonaws.com"}, "Action": "kms:*", "Resource": "*"}
    key = made.key(account, lets_logs_in)
    logs.associate_kms_key(logGroupName="g", kmsKeyId=key)
    assert logs.describe_log_groups()["logGroups"][0]["kmsKeyId"] == key
    logs.disassociate_kms_key(logGroupName="g")
    assert "kmsKeyId" not in logs.describe_log_groups()["logGroups"][0]
    with pytest.raises(ClientError, match="does not exist"):
        logs.associate_kms_key(logGroupName="absent", kmsKeyId="k")


def test_logs_keep_the_class_of_a_group(account):
    logs = account.client("logs")
    logs.create_log_group(logGroupName="g", logGroupClass="INFREQUENT_ACCESS")
    assert logs.describe_log_groups()["logGroups"][0]["logGroupClass"] == "INFREQUENT_ACCESS"


def test_logs_keep_how_a_subscription_spreads_events(account):
    account.client("kinesis").create_stream(StreamName="s", ShardCount=1)
    logs = account.client("logs")
    logs.create_log_group(logGroupName="g")
    logs.put_subscription_filter(
        logGroupName="g",
        filterName="f",
        filterPattern="",
        destinationArn=f"arn:aws:kinesis:eu-central-1:{account.id}:stream/s",
        roleArn=made.role(account, "logs.amazonaws.com"),
        distribution="Random",
    )
    assert logs.describe_subscription_filters(logGroupName="g")["subscriptionFilters"][0]["distribution"] == "Random"


def test_logs_change_a_metric_filter_in_place(account):
    logs = account.client("logs")
    logs.create_log_group(logGroupName="g")

    def put(pattern, group="g"):
        transformation = {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}
        logs.put_metric_filter(
            logGroupName=group, filterName="f", filterPattern=pattern, metricTransformations=[transformation]
        )

    put("old")
    put("new")
    assert [made["filterPattern"] for made in logs.describe_metric_filters(logGroupName="g")["metricFilters"]] == [
        "new"
    ]
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        put("x", group="none")


def test_route53_refuses_a_record_that_exists(account):
    route53 = account.client("route53")
    zone_id = route53.create_hosted_zone(Name="example.com", CallerReference="c")["HostedZone"]["Id"]

    def change(action, value, name="a.example.com"):
        record = {"Name": name, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": value}]}
        changes = [{"Action": action, "ResourceRecordSet": record}]
        route53.change_resource_record_sets(HostedZoneId=zone_id, ChangeBatch={"Changes": changes})

    change("CREATE", "10.0.0.1")
    with pytest.raises(ClientError, match="InvalidChangeBatch.*already exists"):
        change("CREATE", "10.0.0.2")
    change("UPSERT", "10.0.0.2")
    change("DELETE", "10.0.0.2")
    change("CREATE", "10.0.0.3")
    change("DELETE", "10.0.0.3")
    # The very same as at first, with others behind it in the zone: a destroy that was broken off, then a deploy.
    change("CREATE", "10.0.0.1", name="b.example.com")
    change("CREATE", "10.0.0.1")


def test_a_secret_that_is_marked_for_deletion_is_neither_written_nor_made_again(account):
    secrets = account.client("secretsmanager")
    secrets.create_secret(Name="s", SecretString="x")
    secrets.delete_secret(SecretId="s")
    with pytest.raises(ClientError, match="InvalidRequestException.*scheduled for deletion"):
        secrets.create_secret(Name="s", SecretString="y")
    with pytest.raises(ClientError, match="InvalidRequestException.*marked for deletion"):
        secrets.put_secret_value(SecretId="s", SecretString="y")
    secrets.restore_secret(SecretId="s")
    secrets.put_secret_value(SecretId="s", SecretString="y")
    assert secrets.get_secret_value(SecretId="s", VersionStage="AWSPREVIOUS")["SecretString"] == "x"


def test_a_secret_that_does_not_exist_has_no_versions(account):
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        account.client("secretsmanager").list_secret_version_ids(SecretId="none")


def test_kinesis_keeps_the_tags_of_a_new_stream(account):
    kinesis = account.client("kinesis")
    kinesis.create_stream(StreamName="s", StreamModeDetails={"StreamMode": "ON_DEMAND"}, Tags={"env": "dev"})
    assert kinesis.list_tags_for_stream(StreamName="s")["Tags"] == TAGS


def test_lambda_keeps_and_changes_key_dead_letters_logging_and_tracing(account):
    code = io.BytesIO()
    zipfile.ZipFile(code, "w").close()
    settings = {
        "KMSKeyArn": made.key(account),
        "DeadLetterConfig": {"TargetArn": "arn:aws:sns:eu-central-1:111111111111:t"},
        "LoggingConfig": {"LogFormat": "JSON", "LogGroup": "g"},
        "TracingConfig": {"Mode": "Active"},
    }
    function = {"FunctionName": "f"}
    role = made.role(account, "lambda.amazonaws.com")
    client = account.client("lambda")
    client.create_function(
        **function, Role=role, Runtime="nodejs22.x", Handler="h", Code={"ZipFile": code.getvalue()}, **settings
    )
    read = client.get_function_configuration(**function)
    assert {key: read[key] for key in settings} == settings
    client.update_function_configuration(**function, TracingConfig={"Mode": "PassThrough"})
    assert client.get_function_configuration(**function)["TracingConfig"] == {"Mode": "PassThrough"}


def test_budgets_have_subscribers_tags_and_changes(account):
    budgets, key = account.client("budgets"), {"AccountId": account.id, "BudgetName": "b"}
    notification = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0}
    subscribers = [{"SubscriptionType": "SNS", "Address": "arn:aws:sns:eu-central-1:111111111111:t"}]
    budget = {"BudgetName": "b", "TimeUnit": "MONTHLY", "BudgetType": "COST"}
    budgets.create_budget(
        AccountId=account.id,
        Budget={**budget, "BudgetLimit": {"Amount": "100", "Unit": "USD"}},
        NotificationsWithSubscribers=[{"Notification": notification, "Subscribers": subscribers}],
        ResourceTags=TAGS,
    )
    assert budgets.describe_subscribers_for_notification(**key, Notification=notification)["Subscribers"] == subscribers
    budgets.update_budget(AccountId=account.id, NewBudget={**budget, "BudgetLimit": {"Amount": "200", "Unit": "USD"}})
    assert budgets.describe_budget(**key)["Budget"]["BudgetLimit"]["Amount"] == "200"

    arn = f"arn:aws:budgets::{account.id}:budget/b"
    budgets.tag_resource(ResourceARN=arn, ResourceTags=[{"Key": "a", "Value": "1"}])
    budgets.untag_resource(ResourceARN=arn, ResourceTagKeys=["env"])
    assert budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"] == [{"Key": "a", "Value": "1"}]
    budgets.delete_budget(**key)
    assert account.inventory() == []


def test_a_trail_is_found_by_its_arn_and_tells_whether_it_has_selectors(account):
    trail = {"Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:*"}
    bucket = made.bucket(account, {**trail, "Resource": ["{bucket}", "{bucket}/*"]})
    cloudtrail = account.client("cloudtrail")
    arn = cloudtrail.create_trail(Name="audit", S3BucketName=bucket)["TrailARN"]
    cloudtrail.start_logging(Name=arn)
    assert cloudtrail.get_trail_status(Name=arn)["IsLogging"]
    assert not cloudtrail.get_trail(Name=arn)["Trail"]["HasCustomEventSelectors"]
    selector = {"ReadWriteType": "All", "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::a/"]}]}
    cloudtrail.put_event_selectors(TrailName=arn, EventSelectors=[selector])
    assert cloudtrail.get_trail(Name=arn)["Trail"]["HasCustomEventSelectors"]
    cloudtrail.delete_trail(Name=arn)
    account.client("s3").delete_bucket(Bucket=bucket)
    assert account.inventory() == []
