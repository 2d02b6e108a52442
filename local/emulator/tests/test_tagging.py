import pytest
from botocore.exceptions import ClientError

from .kubernetes_cluster import REGION
from .waiting import go_forward

TAGS = {"preview": "pr-42", "owner": "jo"}
AS_LIST = [{"Key": key, "Value": value} for key, value in TAGS.items()]


@pytest.fixture
def find(account):
    tagging = account.client("resourcegroupstaggingapi")

    def find(**wanted):
        filters = [{"Key": key, "Values": values} for key, values in wanted.items()]
        answer = tagging.get_resources(TagFilters=filters)
        return {each["ResourceARN"]: each["Tags"] for each in answer["ResourceTagMappingList"]}

    return find


@pytest.fixture
def made(account):
    """{kind: ARN} of one of each kind that a test can make without others."""
    user = {"UserId": "u", "UserName": "u", "Engine": "redis", "AccessString": "on"}
    account.client("logs").create_log_group(logGroupName="/a/b", tags=TAGS)
    account.client("ssm").put_parameter(Name="/a/b", Value="x", Type="String", Tags=AS_LIST)
    account.client("s3").create_bucket(
        Bucket=f"tagged-{account.id}", CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    account.client("s3").put_bucket_tagging(Bucket=f"tagged-{account.id}", Tagging={"TagSet": AS_LIST})
    vpc_tags = [{"ResourceType": "vpc", "Tags": AS_LIST}]
    vpc = account.client("ec2").create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=vpc_tags)["Vpc"]["VpcId"]
    alarm = {"MetricName": "m", "Namespace": "n", "ComparisonOperator": "GreaterThanThreshold", "Threshold": 1}
    account.client("cloudwatch").put_metric_alarm(
        AlarmName="a", **alarm, EvaluationPeriods=1, Period=60, Statistic="Sum", Tags=AS_LIST
    )
    account.client("kinesis").create_stream(StreamName="s", ShardCount=1, Tags=TAGS)
    application = account.client("appconfig").create_application(Name="a", Tags=TAGS)["Id"]
    environment = account.client("appconfig").create_environment(ApplicationId=application, Name="e", Tags=TAGS)["Id"]
    return {
        "key": account.client("kms").create_key(
            Tags=[{"TagKey": key, "TagValue": value} for key, value in TAGS.items()]
        )["KeyMetadata"]["Arn"],
        "secret": account.client("secretsmanager").create_secret(Name="/a/b", SecretString="x", Tags=AS_LIST)["ARN"],
        "user": account.client("elasticache").create_user(
            **user, AuthenticationMode={"Type": "no-password-required"}, Tags=AS_LIST
        )["ARN"],
        "vpc": f":vpc/{vpc}",
        "alarm": ":alarm:a",
        "stream": ":stream/s",
        "topic": account.client("sns").create_topic(Name="t", Tags=AS_LIST)["TopicArn"],
        "log group": ":log-group:/a/b",
        "parameter": ":parameter/a/b",
        "bucket": f"arn:aws:s3:::tagged-{account.id}",
        "application": f"application/{application}",
        "environment": f"application/{application}/environment/{environment}",
    }


def test_finds_every_kind_by_key_or_value_of_a_tag(find, made):
    for found in (find(preview=["pr-42"]), find(preview=[]), find(preview=["pr-41", "pr-42"], owner=["jo"])):
        for kind, end in made.items():
            assert any(arn.endswith(end) for arn in found), kind
        assert len(found) == len(made)
    assert {tuple(sorted(tag.items())) for tags in find(preview=[]).values() for tag in tags} == {
        (("Key", key), ("Value", value)) for key, value in TAGS.items()
    }


@pytest.mark.usefixtures("made")
def test_finds_nothing_of_another_value(find):
    assert find(preview=["pr-4"]) == {}
    assert find(preview=["pr-42"], owner=["ada"]) == {}


def test_finds_no_more_what_was_deleted(account, find, made):
    account.client("secretsmanager").delete_secret(SecretId=made["secret"], ForceDeleteWithoutRecovery=True)
    account.client("elasticache").delete_user(UserId="u")
    account.client("ssm").delete_parameter(Name="/a/b")
    account.client("s3").delete_bucket(Bucket=f"tagged-{account.id}")
    account.client("logs").delete_log_group(logGroupName="/a/b")
    ends = [made[kind] for kind in ("secret", "user", "parameter", "bucket", "log group")]
    assert not [arn for arn in find(preview=[]) if any(arn.endswith(end) for end in ends)]


def test_finds_those_of_a_service_or_of_a_kind(account, made):
    tagging = account.client("resourcegroupstaggingapi")

    def find(*kinds):
        answer = tagging.get_resources(ResourceTypeFilters=list(kinds))
        return {each["ResourceARN"] for each in answer["ResourceTagMappingList"]}

    assert find("kms:key") == find("kms") == {made["key"]}
    assert {arn.split(":")[2] for arn in find("logs:log-group", "secretsmanager")} == {"logs", "secretsmanager"}
    assert find("kms:alias") == set()


@pytest.mark.usefixtures("made")
def test_a_log_group_that_is_made_again_has_not_the_tags_of_the_one_before(account, find):
    account.client("logs").delete_log_group(logGroupName="/a/b")
    account.client("logs").create_log_group(logGroupName="/a/b")
    assert not [arn for arn in find(preview=[]) if arn.endswith(":log-group:/a/b")]


def test_refuses_a_filter_that_it_does_not_know(account):
    with pytest.raises(ClientError, match="is not implemented"):
        account.client("resourcegroupstaggingapi").get_resources(ResourceTypeFilters=["s3:bucket"])


def test_lists_a_zone_in_one_region_alone_and_for_an_hour_after_it_is_gone(account, find):
    route53 = account.client("route53")
    zone = route53.create_hosted_zone(Name="a.example.", CallerReference="1")["HostedZone"]["Id"]
    name = zone.removeprefix("/hostedzone/")
    route53.change_tags_for_resource(ResourceType="hostedzone", ResourceId=name, AddTags=AS_LIST)
    tagging = account.client("resourcegroupstaggingapi", region="us-east-1")

    def listed():
        found = tagging.get_resources(TagFilters=[{"Key": "preview"}])["ResourceTagMappingList"]
        return [each["ResourceARN"] for each in found]

    assert find(preview=[]) == {}
    assert listed() == [f"arn:aws:route53:::hostedzone/{name}"]
    route53.delete_hosted_zone(Id=zone)
    assert listed() == [f"arn:aws:route53:::hostedzone/{name}"]
    go_forward(3601)
    assert listed() == []
