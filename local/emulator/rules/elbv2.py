"""Load balancers: subnets, priorities, counts, SSL policies, access logs.

Source: Elastic Load Balancing API Reference and "Quotas for your Application Load Balancers".
"""

import re

from moto.ec2.models import ec2_backends
from moto.elbv2.models import elbv2_backends

from .access import bucket_lets, find_bucket
from .rule import Refused, rule

RULES = 100
LAST_PRIORITY = 50_000
# "Security policies for your Application Load Balancer", without those that need FIPS or backward names.
SSL_POLICY = re.compile(
    r"ELBSecurityPolicy-("
    r"2016-08|2015-05|TLS-1-[012]-(2015-04|2017-01|Ext-2018-06)|FS-2018-06|FS-1-[12]-(Res-)?(2019-08|2020-10)|"
    r"TLS13-1-(3-2021-06|[012]-2021-06|2-(Res|Ext1|Ext2)-2021-06)|"
    r"TLS13-1-[0123](-(Res|Ext[0-2]))?-(FIPS-)?(PQ-)?20(21-06|23-04|25-09))"
)
# Accounts from which the load balancers of older regions write their logs: "Access logs for your Application Load
# Balancer". Newer regions know the service principal only, which every region takes by now.
DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com"
LOG_ACCOUNTS = {
    "us-east-1": "127311923021",
    "us-east-2": "033677994240",
    "us-west-1": "027434742980",
    "us-west-2": "797873946194",
    "ca-central-1": "985666609251",
    "eu-central-1": "054676820928",
    "eu-west-1": "156460612806",
    "eu-west-2": "652711504416",
    "eu-west-3": "009996457667",
    "eu-north-1": "897822967062",
    "eu-south-1": "635631232127",
    "ap-northeast-1": "582318560864",
    "ap-northeast-2": "600734575887",
    "ap-southeast-1": "114774131450",
    "ap-southeast-2": "783225319266",
    "ap-south-1": "718504428378",
    "sa-east-1": "507241528517",
}


def refused(message, code="ValidationError"):
    return Refused(code, message)


def balancers(request):
    return request.backend(elbv2_backends).load_balancers


@rule("elbv2", "CreateLoadBalancer", "SetSubnets")
def two_zones(request):
    mapped = [mapping["SubnetId"] for mapping in request.get("SubnetMappings") or []]
    ids = [*(request.get("Subnets") or []), *mapped]
    known = ec2_backends[request.account][request.region].subnets
    subnets = [zones[name] for name in ids for zones in known.values() if name in zones]
    if len(subnets) < len(ids) or request.get("Type", "application") != "application":
        return
    zones = [subnet.availability_zone for subnet in subnets]
    if len(ids) < 2:
        raise refused("At least two subnets in two different Availability Zones must be specified")
    if len(set(zones)) < len(zones):
        raise refused(
            "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
            "InvalidConfigurationRequest",
        )


@rule("elbv2", "CreateLoadBalancer", "CreateTargetGroup")
def names(request):
    name = request.get("Name")
    kind = "Load balancer" if request.action == "CreateLoadBalancer" else "Target group"
    if len(name) > 32:
        raise refused(f"{kind} name '{name}' cannot be longer than '32' characters")
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?", name):
        raise refused(f"{kind} name '{name}' can only contain characters that are alphanumeric characters and hyphens(-)")
    if kind == "Load balancer" and name.startswith("internal-"):
        raise refused(f"Load balancer name '{name}' cannot begin with 'internal-'")


@rule("elbv2", "CreateRule", "SetRulePriorities")
def priorities(request):
    asked = [request.get("Priority"), *(rule["Priority"] for rule in request.get("RulePriorities") or [])]
    for priority in asked:
        if priority is not None and not 1 <= priority <= LAST_PRIORITY:
            raise refused(f"Priority '{priority}' must be between 1 and {LAST_PRIORITY}")


@rule("elbv2", "CreateRule")
def hundred_rules_of_a_balancer(request):
    for balancer in balancers(request).values():
        if request.get("ListenerArn") in balancer.listeners:
            made = sum(len(listener._non_default_rules) for listener in balancer.listeners.values())
            if made >= RULES:
                raise refused(f"The maximum number of rules on load balancer {balancer.name} is {RULES}", "TooManyRules")


@rule("elbv2", "CreateListener", "ModifyListener")
def ssl_policy_exists(request):
    policy = request.get("SslPolicy")
    if policy and not SSL_POLICY.fullmatch(policy):
        raise refused(f"SSL policy '{policy}' not found", "SSLPolicyNotFound")


@rule("elbv2", "CreateListener", "ModifyListener")
def https_has_a_certificate(request):
    if request.get("Protocol") == "HTTPS" and request.action == "CreateListener" and not request.get("Certificates"):
        raise refused("A certificate must be specified for HTTPS listeners", "CertificateNotFound")


@rule("elbv2", "ModifyLoadBalancerAttributes")
def logs_can_be_written(request):
    wanted = {attribute["Key"]: attribute.get("Value") for attribute in request.get("Attributes")}
    for kind in ("access_logs", "connection_logs"):
        name = wanted.get(f"{kind}.s3.bucket")
        if wanted.get(f"{kind}.s3.enabled") == "true" and name:
            check_log_bucket(request, name, wanted.get(f"{kind}.s3.prefix") or "")


def check_log_bucket(request, name, prefix):
    bucket = find_bucket(name)
    if bucket is None:
        raise refused(f"S3 bucket {name} does not exist.", "InvalidConfigurationRequest")
    key = f"{prefix}/" if prefix else ""
    key += f"AWSLogs/{request.account}/ELBAccessLogTestFile"
    context = {
        "aws:SourceAccount": request.account,
        "aws:SourceArn": request.get("LoadBalancerArn"),
        "s3:x-amz-acl": "bucket-owner-full-control",
    }
    writers = [DELIVERY, f"arn:aws:iam::{LOG_ACCOUNTS.get(request.region)}:root"]
    if not any(bucket_lets(bucket, writer, "PutObject", key, context) for writer in writers):
        raise refused(
            f"Access Denied for bucket: {name}. Please check S3bucket permission", "InvalidConfigurationRequest"
        )
