"""Snapshots of caches, and caches that begin with one."""

import pytest
from botocore.exceptions import ClientError

from .conftest import REGION
from .waiting import until


@pytest.fixture
def caches(account):
    return account.client("elasticache")


def create(caches, name="g", **settings):
    defaults = {"Engine": "valkey", "EngineVersion": "8.0", "CacheNodeType": "cache.t4g.micro"}
    caches.create_replication_group(
        ReplicationGroupId=name, ReplicationGroupDescription="x", NumCacheClusters=1, **{**defaults, **settings}
    )
    until(lambda: read(caches, name)["Status"] == "available")


def read(caches, name):
    return caches.describe_replication_groups(ReplicationGroupId=name)["ReplicationGroups"][0]


def snapshot(caches, name="s"):
    caches.create_snapshot(SnapshotName=name, ReplicationGroupId="g")
    wait(caches, name)


def wait(caches, name):
    until(lambda: caches.describe_snapshots(SnapshotName=name)["Snapshots"][0]["SnapshotStatus"] == "available")


def test_a_cache_that_begins_with_a_snapshot_has_its_data(caches, emulator, account):
    create(caches)
    body = {"account": account.id, "region": REGION, "service": "elasticache", "name": "g"}
    then = emulator.control("POST", "data", body)[1]["data"]
    snapshot(caches)
    emulator.control("POST", "data", body)
    caches.copy_snapshot(SourceSnapshotName="s", TargetSnapshotName="kept")
    wait(caches, "kept")
    create(caches, "new", SnapshotName="kept")
    _, held = emulator.control("GET", f"data?account={account.id}&region={REGION}")
    tokens = {each["name"]: each["data"] for each in held}
    assert (tokens["s"], tokens["kept"], tokens["new"]) == (then, then, then)
    assert tokens["g"] != then


def test_what_elasticache_refuses_of_a_snapshot(caches):
    create(caches, EngineVersion="8.1")
    with pytest.raises(ClientError, match="SnapshotNotFound"):
        create(caches, "new", SnapshotName="none")
    caches.create_snapshot(SnapshotName="s", ReplicationGroupId="g")
    with pytest.raises(ClientError, match="InvalidSnapshotState"):
        create(caches, "new", SnapshotName="s")
    wait(caches, "s")
    with pytest.raises(ClientError, match="older"):
        create(caches, "new", SnapshotName="s", EngineVersion="8.0")
    with pytest.raises(ClientError, match="cannot be restored to redis"):
        create(caches, "new", SnapshotName="s", Engine="redis", EngineVersion="7.1")


def test_memcached_has_no_snapshots(caches):
    caches.create_cache_cluster(CacheClusterId="m", Engine="memcached", CacheNodeType="cache.t4g.micro", NumCacheNodes=1)
    with pytest.raises(ClientError, match="SnapshotFeatureNotSupportedFault"):
        caches.create_snapshot(SnapshotName="s", CacheClusterId="m")
