"""What RDS and ElastiCache say of versions, and what they refuse by it."""

import pytest
from botocore.exceptions import ClientError

from .settings import DATABASE
from .waiting import until


def test_rds_says_where_a_version_can_go(account):
    rds = account.client("rds")
    (version,) = rds.describe_db_engine_versions(Engine="postgres", EngineVersion="17.9")["DBEngineVersions"]
    targets = {one["EngineVersion"]: one["IsMajorVersionUpgrade"] for one in version["ValidUpgradeTarget"]}
    assert targets == {"17.10": False, "18.3": True, "18.4": True}
    assert version["DBParameterGroupFamily"] == "postgres17"


def test_rds_says_when_the_support_of_a_major_ends(account):
    majors = account.client("rds").describe_db_major_engine_versions(Engine="mysql")["DBMajorEngineVersions"]
    lifecycles = {one["MajorEngineVersion"]: one["SupportedEngineLifecycles"] for one in majors}
    standard = next(one for one in lifecycles["8.4"] if one["LifecycleSupportName"].endswith("standard-support"))
    assert standard["LifecycleSupportEndDate"].date().isoformat() == "2029-07-31"


def test_elasticache_lists_the_versions_of_an_engine(account):
    versions = account.client("elasticache").describe_cache_engine_versions(Engine="valkey")["CacheEngineVersions"]
    assert [one["EngineVersion"] for one in versions][:2] == ["7.2", "8.0"]
    assert {one["CacheParameterGroupFamily"] for one in versions} == {"valkey7", "valkey8", "valkey9"}


@pytest.mark.parametrize("version", ["18.1", "18.2", "17.8"])
def test_a_database_does_not_go_to_an_older_release(account, version):
    rds = account.client("rds")
    rds.create_db_instance(DBInstanceIdentifier="d", **{**DATABASE, "EngineVersion": "17.9"})
    until(lambda: rds.describe_db_instances()["DBInstances"][0]["DBInstanceStatus"] == "available")
    with pytest.raises(ClientError, match="InvalidParameterCombination"):
        rds.modify_db_instance(
            DBInstanceIdentifier="d", EngineVersion=version, AllowMajorVersionUpgrade=True, ApplyImmediately=True
        )


def test_a_snapshot_of_a_cache_says_when_it_was_made(account):
    caches = account.client("elasticache")
    caches.create_replication_group(
        ReplicationGroupId="g",
        ReplicationGroupDescription="x",
        Engine="redis",
        EngineVersion="7.1",
        CacheNodeType="cache.t4g.micro",
        NumCacheClusters=1,
    )
    until(lambda: caches.describe_replication_groups()["ReplicationGroups"][0]["Status"] == "available")
    caches.create_snapshot(SnapshotName="s", ReplicationGroupId="g")
    (snapshot,) = caches.describe_snapshots(ReplicationGroupId="g")["Snapshots"]
    assert snapshot["NodeSnapshots"][0]["SnapshotCreateTime"].year >= 2026
