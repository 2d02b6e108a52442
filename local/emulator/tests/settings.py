"""The least that AWS takes for a thing of its kind, for tests that are about something else."""

import json

DATABASE = {
    "Engine": "postgres",
    "EngineVersion": "17.10",
    "DBInstanceClass": "db.t4g.medium",
    "AllocatedStorage": 20,
    "StorageType": "gp3",
    "MasterUsername": "root",
    "MasterUserPassword": "password",
}
CACHE = {
    "ReplicationGroupDescription": "d",
    "Engine": "valkey",
    "EngineVersion": "8.0",
    "CacheNodeType": "cache.t4g.micro",
    "NumCacheClusters": 1,
}
CLUSTER_TRUST, NODE_TRUST, PODS_TRUST = "eks.amazonaws.com", "ec2.amazonaws.com", "pods.eks.amazonaws.com"


def make_role(account, name, service):
    """-> ARN of a role that trusts the service."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return account.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
