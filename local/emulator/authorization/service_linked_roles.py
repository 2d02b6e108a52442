"""The first of its kind in an account makes the service's own role, which whoever makes it has to be allowed to.

Source: IAM User Guide, "Create a service-linked role"; "Using service-linked roles for IAM Access Analyzer";
Amazon EC2 Auto Scaling, EKS, RDS, ElastiCache and Elastic Load Balancing user guides, "Using service-linked roles".
"""

import json

from moto.iam.models import iam_backends

from .need import Need

# {(service, operation): (principal, name of its role)}
MAKERS = {
    ("accessanalyzer", "CreateAnalyzer"): ("access-analyzer.amazonaws.com", "AWSServiceRoleForAccessAnalyzer"),
    ("autoscaling", "CreateAutoScalingGroup"): ("autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling"),
    ("backup", "CreateBackupPlan"): ("backup.amazonaws.com", "AWSServiceRoleForBackup"),
    ("eks", "CreateCluster"): ("eks.amazonaws.com", "AWSServiceRoleForAmazonEKS"),
    ("elasticache", "CreateCacheCluster"): ("elasticache.amazonaws.com", "AWSServiceRoleForElastiCache"),
    ("elasticache", "CreateReplicationGroup"): ("elasticache.amazonaws.com", "AWSServiceRoleForElastiCache"),
    ("elbv2", "CreateLoadBalancer"): ("elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"),
    ("rds", "CreateDBInstance"): ("rds.amazonaws.com", "AWSServiceRoleForRDS"),
    ("wafv2", "PutLoggingConfiguration"): ("wafv2.amazonaws.com", "AWSServiceRoleForWAFV2Logging"),
}


def service_linked_roles(call, _parameters):
    service, name = missing_role(call)
    if service:
        arn = f"arn:aws:iam::{call.account}:role/aws-service-role/{service}/{name}"
        yield Need("iam:CreateServiceLinkedRole", arn, {"iam:AWSServiceName": service})


def make_service_linked_role(call):
    """Of a call that is allowed. It stays when what needed it is gone."""
    service, name = missing_role(call)
    if not service:
        return
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    role = iam_backends[call.account]["aws"].create_role(
        role_name=name,
        assume_role_policy_document=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        path=f"/aws-service-role/{service}/",
        permissions_boundary=None,
        description="",
        tags=[],
        max_session_duration="3600",
        linked_service=service,
    )
    role.came_with_the_account = True


def missing_role(call):
    """(service, name), or twice None for a call that makes none."""
    service, name = MAKERS.get((call.service, call.action), (None, None))
    roles = iam_backends[call.account]["aws"].roles.values() if service else ()
    return (None, None) if any(role.name == name for role in roles) else (service, name)
