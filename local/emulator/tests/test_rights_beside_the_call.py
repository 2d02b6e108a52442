"""Rights that AWS asks for beside the one to the call itself."""

import functools

from .kubernetes_cluster import REGION
from .tested_role import Role, allow, document, refused


class TestBesideTheCallItself:
    def test_a_role_is_handed_over_by_whoever_may(self, account):
        handed = account.root("iam").create_role(
            RoleName="handed",
            AssumeRolePolicyDocument=document({"Principal": {"Service": "eks.amazonaws.com"}, "Action": "sts:*"}),
        )["Role"]["Arn"]
        role = Role(account, allow(["eks:*", "iam:CreateServiceLinkedRole", "ec2:*"]))
        network = {"subnetIds": account.subnets(2)}
        make = lambda: role.client("eks").create_cluster(  # noqa: E731
            name="c", roleArn=handed, resourcesVpcConfig=network
        )
        assert "iam:PassRole" in refused(make, "AccessDeniedException")
        to = {"StringEquals": {"iam:PassedToService": "eks.amazonaws.com"}}
        role.allow(allow(["eks:*", "iam:CreateServiceLinkedRole", "ec2:*"]), allow("iam:PassRole", handed, Condition=to))
        make()

    def test_a_flow_log_to_a_bucket_is_a_delivery_of_logs(self, account):
        vpc = account.root("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        bucket = f"flows-{account.id}"
        account.root("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        delivery = allow(["s3:PutObject", "s3:GetBucketAcl"], [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"])
        policy = document({**delivery, "Principal": {"Service": "delivery.logs.amazonaws.com"}})
        account.root("s3").put_bucket_policy(Bucket=bucket, Policy=policy)
        role = Role(account, allow("ec2:*FlowLogs"))

        def make():
            return role.client("ec2").create_flow_logs(
                ResourceType="VPC",
                ResourceIds=[vpc],
                TrafficType="ALL",
                LogDestinationType="s3",
                LogDestination=f"arn:aws:s3:::{bucket}",
            )

        assert "logs:CreateLogDelivery" in refused(make, "UnauthorizedOperation")
        role.allow(allow(["ec2:*FlowLogs", "logs:CreateLogDelivery"]))
        made = make()["FlowLogIds"]
        delete = functools.partial(role.client("ec2").delete_flow_logs, FlowLogIds=made)
        assert "logs:DeleteLogDelivery" in refused(delete, "UnauthorizedOperation")
        role.allow(allow(["ec2:*FlowLogs", "logs:DeleteLogDelivery"]))
        delete()

    def test_the_key_of_a_bucket_is_used_for_the_bucket_as_a_whole_where_it_has_one(self, account):
        key = account.root("kms").create_key()["KeyMetadata"]["Arn"]
        bucket, s3 = f"keyed-{account.id}", account.root("s3")
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})

        def encrypt(**more):
            by_default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
            rule = {"ApplyServerSideEncryptionByDefault": by_default, **more}
            s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})

        of_bucket = {"StringEquals": {"kms:EncryptionContext:aws:s3:arn": f"arn:aws:s3:::{bucket}"}}
        role = Role(account, allow("s3:*"), allow("kms:*", key, Condition=of_bucket))
        put = lambda: role.client("s3").put_object(Bucket=bucket, Key="a", Body=b"")  # noqa: E731
        encrypt(BucketKeyEnabled=True)
        put()
        encrypt()
        assert "kms:GenerateDataKey" in refused(put)

    def test_a_configuration_is_named_by_its_ids_in_whichever_way_it_is_asked_for(self, account):
        root = account.root("appconfig")
        application = root.create_application(Name="shop")["Id"]
        environment = root.create_environment(ApplicationId=application, Name="dev")["Id"]
        profiles = [
            root.create_configuration_profile(ApplicationId=application, Name=name, LocationUri="hosted")["Id"]
            for name in ("flags", "others")
        ]
        arn = f"arn:aws:appconfig:{REGION}:{account.id}:application/{application}/environment/{environment}"
        actions = ["appconfig:StartConfigurationSession", "appconfig:GetLatestConfiguration"]
        role = Role(account, allow(actions, f"{arn}/configuration/{profiles[0]}"))
        client = role.client("appconfigdata")

        def start(profile):
            return client.start_configuration_session(
                ApplicationIdentifier="shop", EnvironmentIdentifier="dev", ConfigurationProfileIdentifier=profile
            )["InitialConfigurationToken"]

        # Nothing is deployed yet, and that is all that is wrong.
        refused(lambda: client.get_latest_configuration(ConfigurationToken=start("flags")), "ResourceNotFoundException")
        assert profiles[1] in refused(lambda: start("others"), "AccessDeniedException")

    def test_the_first_balancer_makes_the_role_of_its_service(self, account):
        role = Role(account, allow("elasticloadbalancing:*"))
        make = lambda: role.client("elbv2").create_load_balancer(Name="b", Subnets=account.subnets(2))  # noqa: E731
        assert "iam:CreateServiceLinkedRole" in refused(make)
        mine = {"StringEquals": {"iam:AWSServiceName": "elasticloadbalancing.amazonaws.com"}}
        role.allow(allow("elasticloadbalancing:*"), allow("iam:CreateServiceLinkedRole", Condition=mine))
        make()
        name = "AWSServiceRoleForElasticLoadBalancing"
        made = account.root("iam").get_role(RoleName=name)["Role"]
        assert made["Path"] == "/aws-service-role/elasticloadbalancing.amazonaws.com/"
        # The next one asks for no such right.
        role.allow(allow("elasticloadbalancing:*"))
        role.client("elbv2").create_load_balancer(Name="c", Subnets=account.subnets(2))

    def test_a_tag_at_creation_takes_the_right_to_tag_then(self, account):
        tags = [{"ResourceType": "vpc", "Tags": [{"Key": "team", "Value": "blue"}]}]
        role = Role(account, allow("ec2:CreateVpc"))
        make = lambda: role.client("ec2").create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tags)  # noqa: E731
        assert "ec2:CreateTags" in refused(make, "UnauthorizedOperation")
        at_creation = {"StringEquals": {"ec2:CreateAction": "CreateVpc"}}
        role.allow(allow("ec2:CreateVpc"), allow("ec2:CreateTags", Condition=at_creation))
        vpc = make()["Vpc"]["VpcId"]
        later = lambda: role.client("ec2").create_tags(Resources=[vpc], Tags=tags[0]["Tags"])  # noqa: E731
        refused(later, "UnauthorizedOperation")

    def test_the_tags_are_those_of_what_is_made_and_not_of_what_it_is_made_in(self, account):
        condition = {"StringEquals": {"aws:RequestTag/team": "blue"}}
        made = f"arn:aws:rds:{REGION}:{account.id}:subgrp:mine"
        role = Role(account, allow("rds:CreateDBSubnetGroup"), allow("rds:AddTagsToResource", made, Condition=condition))
        tags = [{"Key": "team", "Value": "blue"}]
        group = {"DBSubnetGroupDescription": "x", "SubnetIds": account.subnets(2), "Tags": tags}
        role.client("rds").create_db_subnet_group(DBSubnetGroupName="mine", **group)
        message = refused(lambda: role.client("rds").create_db_subnet_group(DBSubnetGroupName="other", **group))
        assert "rds:AddTagsToResource" in message
