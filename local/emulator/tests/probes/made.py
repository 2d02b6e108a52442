"""What probes need before they can ask: made with settings that AWS accepts."""

import json
import uuid

from .. import waiting
from ..kubernetes_cluster import REGION


def until(read, wanted):
    waiting.until(lambda: read() == wanted, wanted, found=lambda: f"but {read()}")


def trust(*services):
    return policy({"Principal": {"Service": list(services)}, "Action": "sts:AssumeRole"})


def policy(*statements):
    allowed = [{"Effect": "Allow", **statement} for statement in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": allowed})


def short_id():
    return uuid.uuid4().hex[:8]


def no_role(account):
    return account.role("none")


def role(account, service, name="trusted"):
    """A role that this service may assume, and that may do everything."""
    iam = account.client("iam")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(service))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=policy({"Action": "*", "Resource": "*"}))
    return arn


def key(account, *statements):
    """A key whose policy lets the account administer it, and says the rest in statements."""
    administer = ["kms:Create*", "kms:Describe*", "kms:Put*", "kms:Get*", "kms:Schedule*", "kms:Cancel*", "kms:Disable*"]
    administration = {"Principal": {"AWS": f"arn:aws:iam::{account.id}:root"}, "Action": administer, "Resource": "*"}
    made = account.client("kms").create_key(Policy=policy(administration, *statements))
    return made["KeyMetadata"]["Arn"]


def bucket(account, *statements):
    """A bucket of a name of its own; `{bucket}` in the resources of its policy is its ARN."""
    name, s3 = f"probe-{account.id}-{short_id()}", account.client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    if statements:
        s3.put_bucket_policy(Bucket=name, Policy=policy(*statements).replace("{bucket}", f"arn:aws:s3:::{name}"))
    return name


def stream(account):
    """A Kinesis stream that is active."""
    kinesis = account.client("kinesis")
    kinesis.create_stream(StreamName="probe", ShardCount=1)

    def status():
        return kinesis.describe_stream_summary(StreamName="probe")["StreamDescriptionSummary"]["StreamStatus"]

    until(status, "ACTIVE")
    return f"arn:aws:kinesis:{REGION}:{account.id}:stream/probe"


def vpc(account):
    return account.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]


def subnets(account, vpc_id, zones="abc"):
    ec2 = account.client("ec2")
    return [
        ec2.create_subnet(VpcId=vpc_id, CidrBlock=f"10.0.{index}.0/24", AvailabilityZone=f"{REGION}{zone}")["Subnet"][
            "SubnetId"
        ]
        for index, zone in enumerate(zones)
    ]


def security_group(account, vpc_id, name="probe"):
    made = account.client("ec2").create_security_group(GroupName=name, Description="probe", VpcId=vpc_id)
    return made["GroupId"]


class Balancer:
    """A load balancer, one target group and, once it is active, a listener."""

    def __init__(self, account):
        self.account, self.elbv2 = account, account.client("elbv2")
        self.vpc_id = vpc(account)
        self.subnet_ids = subnets(account, self.vpc_id)
        self._gateway(self.vpc_id)
        made = self.elbv2.create_load_balancer(Name="probe", Subnets=self.subnet_ids)["LoadBalancers"][0]
        self.arn = made["LoadBalancerArn"]
        self.target_group = self.elbv2.create_target_group(
            Name="probe", Protocol="HTTP", Port=80, VpcId=self.vpc_id, TargetType="ip"
        )["TargetGroups"][0]["TargetGroupArn"]

    def _gateway(self, vpc_id):
        """Without one a load balancer that faces the internet is refused."""
        ec2 = self.account.client("ec2")
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc_id)

    def state(self):
        found = self.elbv2.describe_load_balancers(LoadBalancerArns=[self.arn])
        return found["LoadBalancers"][0]["State"]["Code"]

    def forward(self):
        return [{"Type": "forward", "TargetGroupArn": self.target_group}]

    def listener(self, **settings):
        settings = {"Protocol": "HTTP", "Port": 80, "DefaultActions": self.forward(), **settings}
        return self.elbv2.create_listener(LoadBalancerArn=self.arn, **settings)["Listeners"][0]["ListenerArn"]

    def rule(self, listener, priority):
        condition = {"Field": "path-pattern", "PathPatternConfig": {"Values": [f"/{priority}"]}}
        return self.elbv2.create_rule(
            ListenerArn=listener, Priority=priority, Conditions=[condition], Actions=self.forward()
        )


class Zone:
    def __init__(self, account, name="probe.example.com"):
        self.route53, self.name = account.client("route53"), name
        self.id = self.route53.create_hosted_zone(Name=name, CallerReference=short_id())["HostedZone"]["Id"]

    def create(self, name, kind, value, action="CREATE"):
        record = {"Name": name, "Type": kind, "TTL": 60, "ResourceRecords": [{"Value": value}]}
        changes = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
        return self.route53.change_resource_record_sets(HostedZoneId=self.id, ChangeBatch=changes)


def certificate(account, zone):
    """One that is issued, since its record is in the zone."""
    acm = account.client("acm")
    arn = acm.request_certificate(DomainName=zone.name, ValidationMethod="DNS")["CertificateArn"]
    records = []

    def record():
        options = acm.describe_certificate(CertificateArn=arn)["Certificate"]["DomainValidationOptions"]
        records[:] = [option["ResourceRecord"] for option in options if "ResourceRecord" in option]
        return bool(records)

    until(record, True)
    zone.create(records[0]["Name"], records[0]["Type"], records[0]["Value"])
    until(lambda: acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"], "ISSUED")
    return arn


class WebAcl:
    def __init__(self, account):
        self.waf = account.client("wafv2")
        self.settings = {
            "Scope": "REGIONAL",
            "DefaultAction": {"Allow": {}},
            "VisibilityConfig": {
                "SampledRequestsEnabled": True,
                "CloudWatchMetricsEnabled": True,
                "MetricName": "probe",
            },
        }
        made = self.waf.create_web_acl(Name="probe", Rules=[], **self.settings)["Summary"]
        self.arn, self.id, self.lock = made["ARN"], made["Id"], made["LockToken"]

    def update(self):
        return self.waf.update_web_acl(Name="probe", Id=self.id, LockToken=self.lock, Rules=[], **self.settings)

    def delete(self):
        return self.waf.delete_web_acl(Name="probe", Id=self.id, Scope="REGIONAL", LockToken=self.lock)


class Database:
    """A MySQL instance in two zones."""

    def __init__(self, account, **settings):
        self.rds = account.client("rds")
        self.vpc_id = vpc(account)
        self.subnet_ids = subnets(account, self.vpc_id)
        self.security_group = security_group(account, self.vpc_id)
        self.rds.create_db_subnet_group(
            DBSubnetGroupName="probe", DBSubnetGroupDescription="probe", SubnetIds=self.subnet_ids
        )
        self.settings = {
            "DBInstanceIdentifier": "probe",
            "Engine": "mysql",
            "EngineVersion": "8.4.10",
            "DBInstanceClass": "db.t4g.micro",
            "AllocatedStorage": 20,
            "StorageType": "gp3",
            "MasterUsername": "probe",
            "MasterUserPassword": "not-a-real-password",
            "DBSubnetGroupName": "probe",
            "VpcSecurityGroupIds": [self.security_group],
            **settings,
        }

    def create(self, **settings):
        return self.rds.create_db_instance(**{**self.settings, **settings})

    def available(self, **settings):
        self.create(**settings)
        until(self.state, "available")
        return self

    def state(self):
        found = self.rds.describe_db_instances(DBInstanceIdentifier="probe")["DBInstances"][0]
        return found["DBInstanceStatus"]

    def modify(self, **settings):
        return self.rds.modify_db_instance(DBInstanceIdentifier="probe", ApplyImmediately=True, **settings)

    def delete(self, **settings):
        return self.rds.delete_db_instance(DBInstanceIdentifier="probe", **{"SkipFinalSnapshot": True, **settings})


class Cache:
    def __init__(self, account, **settings):
        self.elasticache = account.client("elasticache")
        self.vpc_id = vpc(account)
        self.subnet_ids = subnets(account, self.vpc_id)
        self.elasticache.create_cache_subnet_group(
            CacheSubnetGroupName="probe", CacheSubnetGroupDescription="probe", SubnetIds=self.subnet_ids
        )
        self.settings = {
            "ReplicationGroupId": "probe",
            "ReplicationGroupDescription": "probe",
            "Engine": "valkey",
            "EngineVersion": "8.0",
            "CacheNodeType": "cache.t4g.micro",
            "NumCacheClusters": 2,
            "AutomaticFailoverEnabled": True,
            "TransitEncryptionEnabled": True,
            "AtRestEncryptionEnabled": True,
            "CacheSubnetGroupName": "probe",
            **settings,
        }

    def create(self, **settings):
        return self.elasticache.create_replication_group(**{**self.settings, **settings})


class EksCluster:
    def __init__(self, account, zones="abc", **settings):
        self.account, self.eks = account, account.client("eks")
        self.vpc_id = vpc(account)
        self.subnet_ids = subnets(account, self.vpc_id, zones)
        self.settings = {"name": "probe", "version": "1.34", **settings}

    def create(self, **settings):
        network = {"subnetIds": self.subnet_ids}
        access = {"authenticationMode": "API"}
        settings = {"resourcesVpcConfig": network, "accessConfig": access, **self.settings, **settings}
        if "roleArn" not in settings:
            settings["roleArn"] = role(self.account, "eks.amazonaws.com")
        return self.eks.create_cluster(**settings)

    def active(self, **settings):
        self.create(**settings)
        until(self.state, "ACTIVE")
        return self

    def state(self):
        return self.eks.describe_cluster(name="probe")["cluster"]["status"]


def delivery(account, bucket_name, role_arn):
    return {
        "DeliveryStreamName": "probe",
        "DeliveryStreamType": "DirectPut",
        "ExtendedS3DestinationConfiguration": {
            "RoleARN": role_arn,
            "BucketARN": f"arn:aws:s3:::{bucket_name}",
        },
    }
