"""Every call is authorized: each kind of policy, and how it says no."""

import pytest
from botocore.exceptions import ClientError

from .kubernetes_cluster import REGION
from .tested_role import Role, allow, denials, document, refused
from .waiting import until


def test_a_role_may_do_what_its_policy_allows_to_what_it_names(account):
    role = Role(account, allow("iam:CreateUser", f"arn:aws:iam::{account.id}:user/ann"))
    role.client("iam").create_user(UserName="ann")
    assert refused(lambda: role.client("iam").create_user(UserName="bob")) == (
        f"User: arn:aws:sts::{account.id}:assumed-role/tested/test is not authorized to perform: iam:CreateUser on "
        f"resource: arn:aws:iam::{account.id}:user/bob because no identity-based policy allows the iam:CreateUser action"
    )


def test_a_boundary_allows_nothing_and_limits_everything(account):
    boundary = account.root("iam").create_policy(PolicyName="most", PolicyDocument=document(allow("s3:*")))
    role = Role(account, allow("ec2:*"), boundary=boundary["Policy"]["Arn"])
    message = refused(lambda: role.client("ec2").describe_vpcs(), "UnauthorizedOperation")
    assert "because no permissions boundary allows the ec2:DescribeVpcs action" in message
    assert "no identity-based policy" in refused(lambda: role.client("s3").list_buckets())


def test_a_denial_says_which_kind_of_policy_it_is_in(account):
    denied = {**allow("iam:CreateUser"), "Effect": "Deny", "Sid": "NoUsers"}
    role = Role(account, allow("iam:*"), denied)
    message = refused(lambda: role.client("iam").create_user(UserName="ann"))
    assert message.endswith("with an explicit deny in an identity-based policy")
    (entry,) = denials(account)
    assert (entry["denied_by"], entry["statement"]["Sid"]) == (f"a policy of {role.arn}", "NoUsers")


def test_a_session_has_no_more_than_its_own_policy(account):
    role = Role(account, allow("iam:*"))
    iam = role.client("iam", Policy=document(allow("iam:GetRole")))
    iam.get_role(RoleName="tested")
    assert "no session policy allows" in refused(lambda: iam.create_user(UserName="ann"))


def test_a_denied_call_is_told_with_the_statement_that_would_allow_it(account):
    role = Role(account)
    refused(lambda: role.client("kms").create_key(), "AccessDeniedException")
    (entry,) = denials(account)
    assert entry["add_to"] == f"a policy of {role.arn}"
    assert entry["statement"] == {"Effect": "Allow", "Action": "kms:CreateKey", "Resource": "*"}
    logged = [request["denied"] for request in account.requests() if "denied" in request]
    assert logged == [{"add_to": entry["add_to"], "statement": entry["statement"]}]
    role.allow(entry["statement"])
    role.client("kms").create_key()


def test_the_root_of_an_account_may_do_everything_but_take_a_role(account):
    account.root("iam").create_user(UserName="ann")
    role = Role(account)
    refused(lambda: account.root("sts").assume_role(RoleArn=role.arn, RoleSessionName="test"))


def test_a_user_has_the_rights_of_its_groups(account):
    iam = account.root("iam")
    iam.create_user(UserName="ann")
    keys = iam.create_access_key(UserName="ann")["AccessKey"]
    ann = account._emulator.client(
        "iam", aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"]
    )
    assert "user/ann is not authorized" in refused(lambda: ann.create_user(UserName="bob"))
    iam.create_group(GroupName="all")
    iam.put_group_policy(GroupName="all", PolicyName="users", PolicyDocument=document(allow("iam:CreateUser")))
    iam.add_user_to_group(GroupName="all", UserName="ann")
    ann.create_user(UserName="bob")


# What a condition is asked of, and a call that holds it or does not.
@pytest.mark.parametrize(
    "condition, good, bad",
    [
        ({"StringEquals": {"aws:RequestTag/team": "blue"}}, {"team": "blue"}, {"team": "red"}),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}, {"team": "x"}, {"team": "x", "other": "y"}),
        ({"Null": {"aws:RequestTag/team": "false"}}, {"team": "x"}, {}),
    ],
)
def test_conditions_on_the_tags_of_what_is_made(account, condition, good, bad):
    role = Role(account, allow(["logs:CreateLogGroup", "logs:TagResource"], Condition=condition))
    logs = role.client("logs")
    logs.create_log_group(logGroupName="good", tags=good)
    more = {"tags": bad} if bad else {}
    refused(lambda: logs.create_log_group(logGroupName="bad", **more), "AccessDeniedException")


def test_a_condition_on_the_tags_that_a_resource_has(account):
    condition = {"StringEquals": {"aws:ResourceTag/team": "blue"}}
    role = Role(account, allow("ec2:DeleteVpc", Condition=condition))
    ec2 = account.root("ec2")
    mine, other = (ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"] for _ in range(2))
    ec2.create_tags(Resources=[mine], Tags=[{"Key": "team", "Value": "blue"}])
    role.client("ec2").delete_vpc(VpcId=mine)
    refused(lambda: role.client("ec2").delete_vpc(VpcId=other), "UnauthorizedOperation")


def test_a_pod_identity_association_is_known_by_its_id_and_so_by_its_tags(account):
    made = account.root("iam").create_role(
        RoleName="cluster",
        AssumeRolePolicyDocument=document({"Principal": {"Service": "eks.amazonaws.com"}, "Action": "sts:AssumeRole"}),
    )["Role"]["Arn"]
    pods = {"Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"]}
    pod_role = account.root("iam").create_role(RoleName="pod", AssumeRolePolicyDocument=document(pods))["Role"]["Arn"]
    eks = account.root("eks")
    eks.create_cluster(name="c", roleArn=made, resourcesVpcConfig={"subnetIds": account.subnets(2)})

    def associate(name, team):
        association = eks.create_pod_identity_association(
            clusterName="c", namespace="n", serviceAccount=name, roleArn=pod_role, tags={"team": team}
        )["association"]
        return {"clusterName": "c", "associationId": association["associationId"]}

    condition = {"StringEquals": {"aws:ResourceTag/team": "blue"}}
    role = Role(account, allow("eks:DeletePodIdentityAssociation", Condition=condition))
    mine, other = associate("a", "blue"), associate("b", "red")
    role.client("eks").delete_pod_identity_association(**mine)
    refused(lambda: role.client("eks").delete_pod_identity_association(**other), "AccessDeniedException")


def test_tags_of_a_session_are_those_of_the_caller(account):
    condition = {"StringEquals": {"aws:PrincipalTag/team": "blue"}}
    role = Role(account, allow("iam:CreateUser", Condition=condition))
    refused(lambda: role.client("iam").create_user(UserName="ann"))
    role.client("iam", Tags=[{"Key": "team", "Value": "blue"}]).create_user(UserName="ann")


def test_a_condition_on_the_boundary_of_the_role_that_is_changed(account):
    boundary = account.root("iam").create_policy(PolicyName="most", PolicyDocument=document(allow("*")))["Policy"]
    condition = {"StringEquals": {"iam:PermissionsBoundary": boundary["Arn"]}}
    role = Role(account, allow(["iam:CreateRole", "iam:PutRolePolicy"], Condition=condition))
    iam, trust = role.client("iam"), document({"Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:*"})
    refused(lambda: iam.create_role(RoleName="free", AssumeRolePolicyDocument=trust))
    iam.create_role(RoleName="bound", AssumeRolePolicyDocument=trust, PermissionsBoundary=boundary["Arn"])
    iam.put_role_policy(RoleName="bound", PolicyName="p", PolicyDocument=document(allow("s3:*")))
    refused(lambda: iam.put_role_policy(RoleName="tested", PolicyName="p", PolicyDocument=document(allow("*"))))


def test_records_of_a_zone_by_name_and_kind(account):
    zone = account.root("route53").create_hosted_zone(Name="acme.example.", CallerReference="x")["HostedZone"]["Id"]
    condition = {
        "ForAllValues:StringEquals": {"route53:ChangeResourceRecordSetsNormalizedRecordNames": ["dev.acme.example"]}
    }
    role = Role(account, allow("route53:ChangeResourceRecordSets", Condition=condition))

    def change(name):
        record = {"Name": name, "Type": "CNAME", "TTL": 60, "ResourceRecords": [{"Value": "other.example"}]}
        changes = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": record}]}
        role.client("route53").change_resource_record_sets(HostedZoneId=zone, ChangeBatch=changes)

    change("DEV.acme.example.")
    refused(lambda: change("qa.acme.example"))


def test_who_enters_a_domain_needs_rights_to_its_zone_and_to_no_load_balancers(account):
    """As constructs/tooling/tooling-roles.ts lets the role of a deploy enter a domain."""
    zone = account.root("route53").create_hosted_zone(Name="shop.example.", CallerReference="y")["HostedZone"]["Id"]
    condition = {
        "ForAllValues:StringEquals": {"route53:ChangeResourceRecordSetsRecordTypes": ["A", "CNAME"]},
        "ForAllValues:StringLike": {
            "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["www.shop.example", "_*.www.shop.example"]
        },
    }
    arn = f"arn:aws:route53:::{zone.strip('/')}"
    client = Role(account, allow("route53:ChangeResourceRecordSets", arn, Condition=condition)).client("route53")

    def enter(name, kind, **record):
        changes = [{"Action": "CREATE", "ResourceRecordSet": {"Name": name, "Type": kind, **record}}]
        client.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})

    alias = {"DNSName": "lb.example", "HostedZoneId": "Z215JYRZR1TBD5", "EvaluateTargetHealth": True}
    enter("www.shop.example", "A", AliasTarget=alias)
    text = {"TTL": 300, "ResourceRecords": [{"Value": "_x.acm-validations.aws."}]}
    enter("_1.www.shop.example", "CNAME", **text)
    for name in ("shop.example", "mail.shop.example", "awww.shop.example"):
        refused(lambda name=name: enter(name, "A", AliasTarget=alias))
    refused(lambda: enter("www.shop.example", "MX", TTL=300, ResourceRecords=[{"Value": "10 mail.example."}]))


class TestPolicyOfAResource:
    def test_of_a_bucket_lets_in_a_role_that_has_no_policy(self, account):
        role, name = Role(account), f"bucket-{account.id}"
        s3 = account.root("s3")
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket=name, Key="a", Body=b"x")
        assert "no identity-based policy" in refused(lambda: role.client("s3").get_object(Bucket=name, Key="a"))
        statement = {"Principal": {"AWS": role.arn}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/a"}
        s3.put_bucket_policy(Bucket=name, Policy=document(statement))
        role.client("s3").get_object(Bucket=name, Key="a")
        refused(lambda: role.client("s3").list_objects_v2(Bucket=name))

    def test_of_another_account_has_to_agree(self, account, emulator, account_numbers):
        other = type(account)(emulator, str(next(account_numbers)))
        role, name = Role(account, allow("s3:*")), f"bucket-{other.id}"
        s3 = other.root("s3")
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        assert "no resource-based policy" in refused(lambda: role.client("s3").list_objects_v2(Bucket=name))
        statement = {"Principal": {"AWS": account.id}, "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{name}"}
        s3.put_bucket_policy(Bucket=name, Policy=document(statement))
        role.client("s3").list_objects_v2(Bucket=name)

    def test_of_a_key_binds_even_root(self, account):
        role = Role(account, allow("kms:*"))
        statement = {"Principal": {"AWS": role.arn}, "Action": "kms:*", "Resource": "*"}
        key = role.client("kms").create_key(Policy=document(statement))["KeyMetadata"]["KeyId"]
        encrypt = lambda client: client.encrypt(KeyId=key, Plaintext=b"x")  # noqa: E731
        encrypt(role.client("kms"))
        assert "no resource-based policy" in refused(lambda: encrypt(account.root("kms")), "AccessDeniedException")

    def test_a_key_is_used_by_a_service_for_those_alone_who_may_use_it(self, account):
        role = Role(account, allow("secretsmanager:*"))
        key = account.root("kms").create_key()["KeyMetadata"]["Arn"]
        make = lambda: role.client("secretsmanager").create_secret(  # noqa: E731
            Name="s", SecretString="x", KmsKeyId=key
        )
        assert "kms:GenerateDataKey" in refused(make, "AccessDeniedException")
        through = {"StringEquals": {"kms:ViaService": f"secretsmanager.{REGION}.amazonaws.com"}}
        role.allow(allow("secretsmanager:*"), allow(["kms:GenerateDataKey", "kms:Decrypt"], key, Condition=through))
        make()
        refused(lambda: role.client("kms").generate_data_key(KeyId=key, KeySpec="AES_256"), "AccessDeniedException")


def test_the_tags_of_a_key_count_after_some_seconds(account):
    key = account.root("kms").create_key()["KeyMetadata"]["Arn"]
    role = Role(
        account, allow("kms:DescribeKey", key, Condition={"StringEquals": {"aws:ResourceTag/team": "blue"}})
    )
    account.root("kms").tag_resource(KeyId=key, Tags=[{"TagKey": "team", "TagValue": "blue"}])
    look = lambda: role.client("kms").describe_key(KeyId=key)  # noqa: E731
    refused(look, "AccessDeniedException")

    def may_look():
        try:
            return look()
        except ClientError:
            return None

    until(may_look)


def test_what_no_call_used_is_told_of_each_role(account):
    role = Role(account, allow(["iam:GetRole", "iam:List*", "s3:*"]))
    role.client("iam").get_role(RoleName="tested")
    _, unused = account._emulator.control("GET", "rights")
    assert unused[role.arn] == ["iam:List*", "s3:*"]


def test_the_results_of_a_query_are_those_of_its_log_groups(account):
    for name in ("/mine", "/theirs"):
        account.root("logs").create_log_group(logGroupName=name)
    group = f"arn:aws:logs:{REGION}:{account.id}:log-group:/mine:*"
    logs = Role(account, allow(["logs:StartQuery", "logs:GetQueryResults"], group)).client("logs")
    query = {"startTime": 0, "endTime": 1, "queryString": "fields @message"}
    mine = logs.start_query(logGroupNames=["/mine"], **query)["queryId"]
    theirs = account.root("logs").start_query(logGroupNames=["/mine", "/theirs"], **query)["queryId"]
    logs.get_query_results(queryId=mine)
    refused(lambda: logs.get_query_results(queryId=theirs), "AccessDeniedException")
