"""The first of its kind in an account makes the service's own role, which whoever makes it has to be allowed to.

Source: IAM User Guide, "Create a service-linked role"; Amazon EKS, RDS, ElastiCache and Elastic Load Balancing user
guides, "Using service-linked roles".
"""

from moto.iam.models import iam_backends

from .need import Need

# {(service, operation): (principal, name of its role)}
MAKERS = {
    ("eks", "CreateCluster"): ("eks.amazonaws.com", "AWSServiceRoleForAmazonEKS"),
    ("elasticache", "CreateCacheCluster"): ("elasticache.amazonaws.com", "AWSServiceRoleForElastiCache"),
    ("elasticache", "CreateReplicationGroup"): ("elasticache.amazonaws.com", "AWSServiceRoleForElastiCache"),
    ("elbv2", "CreateLoadBalancer"): ("elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"),
    ("rds", "CreateDBInstance"): ("rds.amazonaws.com", "AWSServiceRoleForRDS"),
    ("wafv2", "PutLoggingConfiguration"): ("wafv2.amazonaws.com", "AWSServiceRoleForWAFV2Logging"),
}


def service_linked_roles(call, _parameters):
    service, name = MAKERS.get((call.service, call.action), (None, None))
    if service and not any(role.name == name for role in iam_backends[call.account]["aws"].roles.values()):
        arn = f"arn:aws:iam::{call.account}:role/aws-service-role/{service}/{name}"
        yield Need("iam:CreateServiceLinkedRole", arn, {"iam:AWSServiceName": service})
