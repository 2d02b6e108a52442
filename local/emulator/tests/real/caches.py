import socket
import ssl

import pytest

from ..waiting import until
from .conftest import Refused

FIRST, SECOND = "first-password-of-shop", "second-password-of-shop"


@pytest.fixture(scope="module")
def users(real):
    """A user group as the platform has it: its default user is off, and each service has one of its own."""
    nobody = {"UserId": "nobody", "UserName": "default", "AccessString": "off ~* -@all", "NoPasswordRequired": True}
    shop = {"UserId": "shop", "UserName": "shop", "AccessString": "on ~shop:* +@all -@dangerous", "Passwords": [FIRST]}
    for user in (nobody, shop):
        real.elasticache.create_user(Engine="redis", **user)
    real.elasticache.create_user_group(UserGroupId="users", Engine="redis", UserIds=["nobody", "shop"])
    found = lambda: real.elasticache.describe_user_groups(UserGroupId="users")["UserGroups"][0]
    until(lambda: found()["Status"] == "active")
    return "users"


def create(real, name, **settings):
    defaults = {"Engine": "valkey", "EngineVersion": "8.2", "CacheNodeType": "cache.t4g.micro", "NumCacheClusters": 1}
    real.elasticache.create_replication_group(
        ReplicationGroupId=name,
        ReplicationGroupDescription=name,
        TransitEncryptionEnabled=True,
        **{**defaults, **settings},
    )
    real.wait_for_group(name)


@pytest.fixture(scope="module")
def group(real, users):
    create(real, "sessions", UserGroupIds=[users])
    return "sessions"


def test_a_user_has_the_keys_and_the_commands_of_its_access_string_and_no_others(real, group):
    assert real.cache(group, "SET", "shop:1", "full", user="shop", password=FIRST) == "OK"
    assert real.cache(group, "GET", "shop:1", user="shop", password=FIRST) == "full"
    with pytest.raises(Refused, match="NOPERM"):
        real.cache(group, "GET", "other:1", user="shop", password=FIRST)
    with pytest.raises(Refused, match="NOPERM"):
        real.cache(group, "FLUSHALL", user="shop", password=FIRST)


def test_nobody_comes_in_without_a_name_a_password_or_tls(real, group):
    with pytest.raises(Refused, match="NOAUTH"):
        real.cache(group, "GET", "shop:1")
    with pytest.raises(Refused, match="WRONGPASS|NOAUTH"):
        real.cache(group, "GET", "shop:1", user="shop", password="wrong")
    with pytest.raises(Refused):
        real.cache(group, "GET", "shop:1", user="shop", password=FIRST, tls=False)


def test_a_changed_password_and_access_string_count_once_the_user_is_active(real, group):
    real.elasticache.modify_user(UserId="shop", AccessString="on ~* +@read", Passwords=[SECOND])
    found = lambda: real.elasticache.describe_users(UserId="shop")["Users"][0]
    until(lambda: found()["Status"] == "active")
    assert refused(real.cache, group, "GET", "other:1", user="shop", password=SECOND) is None
    assert refused(real.cache, group, "GET", "shop:1", user="shop", password=FIRST)
    assert refused(real.cache, group, "SET", "shop:1", "x", user="shop", password=SECOND)
    real.elasticache.modify_user_group(UserGroupId="users", UserIdsToRemove=["shop"])
    until(lambda: refused(real.cache, group, "GET", "other:1", user="shop", password=SECOND))


def refused(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except Refused as error:
        return str(error) or "refused"
    return None


def test_the_eviction_policy_is_that_of_the_parameter_group(real):
    own = "own-valkey8"
    real.elasticache.create_cache_parameter_group(
        CacheParameterGroupName=own, CacheParameterGroupFamily="valkey8", Description="d"
    )
    policy = {"ParameterName": "maxmemory-policy", "ParameterValue": "allkeys-lru"}
    real.elasticache.modify_cache_parameter_group(CacheParameterGroupName=own, ParameterNameValues=[policy])
    create(real, "evicts", CacheParameterGroupName=own)
    assert "maxmemory_policy:allkeys-lru" in real.cache("evicts", "INFO", "memory")


def test_a_restored_one_has_the_keys_of_the_snapshot(real):
    create(real, "first")
    real.cache("first", "SET", "kept", "yes")
    real.elasticache.create_snapshot(SnapshotName="s", ReplicationGroupId="first")
    found = lambda: real.elasticache.describe_snapshots(SnapshotName="s")["Snapshots"][0]
    until(lambda: found()["SnapshotStatus"] == "available")
    real.cache("first", "DEL", "kept")
    create(real, "second", SnapshotName="s")
    assert real.cache("second", "GET", "kept") == "yes"


def test_memcached_speaks_tls_with_the_name_of_its_node(real):
    real.elasticache.create_cache_cluster(
        CacheClusterId="pages",
        Engine="memcached",
        EngineVersion="1.6.22",
        CacheNodeType="cache.t4g.micro",
        NumCacheNodes=1,
        TransitEncryptionEnabled=True,
    )
    found = lambda: real.elasticache.describe_cache_clusters(CacheClusterId="pages", ShowCacheNodeInfo=True)
    until(lambda: found()["CacheClusters"][0]["CacheClusterStatus"] == "available")
    name = found()["CacheClusters"][0]["CacheNodes"][0]["Endpoint"]["Address"]
    at, port = real.find(name)["at"].split(":")
    trust = ssl.create_default_context(cafile=real.authority)
    with trust.wrap_socket(socket.create_connection((at, int(port)), 5), server_hostname=name) as client:
        client.sendall(b"set page 0 0 4\r\nfull\r\n")
        assert client.recv(100) == b"STORED\r\n"
