"""The services whose additions are few."""

import io
import zipfile

import pytest
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


def test_acm_lists_a_certificate_with_all_its_names(account):
    acm = account.client("acm")
    names = {"DomainName": "dev.acme.example", "SubjectAlternativeNames": ["*.dev.acme.example"]}
    acm.request_certificate(ValidationMethod="DNS", **names)
    (listed,) = acm.list_certificates()["CertificateSummaryList"]
    assert sorted(listed["SubjectAlternativeNameSummaries"]) == ["*.dev.acme.example", "dev.acme.example"]


def test_iam_has_the_managed_policies_of_aws(account):
    policy = account.client("iam").get_policy(PolicyArn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy")
    assert policy["Policy"]["PolicyName"] == "AmazonEKSClusterPolicy"


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
