"""AWS raises a version by itself, where a test asks for it."""

import pytest

from .settings import CACHE, CLUSTER_TRUST, DATABASE, make_role


def raise_version(account, emulator, service, name, version):
    body = {"account": account.id, "region": "eu-central-1", "service": service, "name": name, "version": version}
    return emulator.control("POST", "versions", body)


def test_a_database(account, emulator):
    rds = account.client("rds")
    rds.create_db_instance(DBInstanceIdentifier="d", **{**DATABASE, "EngineVersion": "17.9"})
    assert raise_version(account, emulator, "rds", "d", "17.10")[0] == 200
    assert rds.describe_db_instances()["DBInstances"][0]["EngineVersion"] == "17.10"


def test_a_cache(account, emulator):
    elasticache = account.client("elasticache")
    elasticache.create_replication_group(ReplicationGroupId="g", **CACHE)
    assert raise_version(account, emulator, "elasticache", "g", "8.1")[0] == 200
    assert elasticache.describe_cache_clusters()["CacheClusters"][0]["EngineVersion"] == "8.1.0"


def test_a_cluster(account, emulator):
    eks, network = account.client("eks"), {"subnetIds": account.subnets()}
    role = make_role(account, "cluster", CLUSTER_TRUST)
    eks.create_cluster(name="c", version="1.34", roleArn=role, resourcesVpcConfig=network)
    assert raise_version(account, emulator, "eks", "c", "1.35")[0] == 200
    assert eks.describe_cluster(name="c")["cluster"]["version"] == "1.35"


@pytest.mark.parametrize("service, name", [("rds", "none"), ("sqs", "q")])
def test_says_what_can_be_raised(account, emulator, service, name):
    status, answer = raise_version(account, emulator, service, name, "1")
    assert status == 400
    assert "services: rds, elasticache, eks" in answer["error"]
