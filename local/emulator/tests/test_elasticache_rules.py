"""What ElastiCache refuses: a deploy ends at the first of these."""

import pytest
from botocore.exceptions import ClientError

from ..services.elasticache.elasticache import short_region
from .settings import CACHE
from .waiting import until

COMBINATION, VALUE = "InvalidParameterCombination", "InvalidParameterValue"
TOKEN = "sixteen-and-more-characters"


@pytest.fixture
def elasticache(account):
    return account.client("elasticache")


def create(elasticache, **settings):
    elasticache.create_replication_group(**{"ReplicationGroupId": "g", **CACHE, **settings})


def status(elasticache):
    return elasticache.describe_replication_groups(ReplicationGroupId="g")["ReplicationGroups"][0]["Status"]


def available(elasticache, **settings):
    create(elasticache, **settings)
    until(lambda: status(elasticache) == "available")


@pytest.mark.parametrize(
    "settings, code",
    [
        ({"ReplicationGroupId": "a" * 41}, VALUE),
        ({"ReplicationGroupId": "a--b"}, VALUE),
        ({"ReplicationGroupId": "1a"}, VALUE),
        ({"Engine": "memcached"}, VALUE),
        ({"EngineVersion": "99.0"}, COMBINATION),
        ({"CacheNodeType": "cache.t9z.micro"}, VALUE),
        ({"NumCacheClusters": 7}, VALUE),
        ({"AutomaticFailoverEnabled": True}, COMBINATION),
        ({"NumCacheClusters": 2, "MultiAZEnabled": True}, COMBINATION),
        ({"AuthToken": TOKEN}, COMBINATION),
        ({"AuthToken": "short", "TransitEncryptionEnabled": True}, VALUE),
        ({"UserGroupIds": ["none"]}, COMBINATION),
        ({"UserGroupIds": ["none"], "TransitEncryptionEnabled": True}, "UserGroupNotFound"),
        ({"UserGroupIds": ["u"], "AuthToken": TOKEN, "TransitEncryptionEnabled": True}, COMBINATION),
        ({"KmsKeyId": "k"}, COMBINATION),
        ({"KmsKeyId": "k", "AtRestEncryptionEnabled": True}, "InvalidKMSKeyFault"),
        ({"SnapshotRetentionLimit": 36}, VALUE),
        ({"SnapshotWindow": "02:00-02:30"}, VALUE),
        ({"SnapshotWindow": "02:00-03:00", "PreferredMaintenanceWindow": "sun:02:30-sun:03:30"}, VALUE),
        ({"PreferredMaintenanceWindow": "sun:02:30-sun:03:00"}, VALUE),
        ({"SecurityGroupIds": ["sg-00000000000000000"]}, VALUE),
        ({"CacheSubnetGroupName": "none"}, "CacheSubnetGroupNotFoundFault"),
        ({"CacheParameterGroupName": "none"}, "CacheParameterGroupNotFound"),
        ({"CacheParameterGroupName": "default.redis7"}, COMBINATION),
    ],
)
def test_a_replication_group_is_not_made_with(elasticache, settings, code):
    with pytest.raises(ClientError, match=rf"\({code}\)"):
        create(elasticache, **settings)


@pytest.mark.parametrize(
    "settings, code",
    [
        ({"EngineVersion": "7.2"}, COMBINATION),
        ({"EngineVersion": "99.0"}, COMBINATION),
        ({"Engine": "redis", "EngineVersion": "7.1"}, COMBINATION),
        ({"AutomaticFailoverEnabled": True}, COMBINATION),
        ({"CacheNodeType": "cache.t9z.micro"}, VALUE),
        ({"CacheParameterGroupName": "default.redis7"}, COMBINATION),
        ({"UserGroupIdsToAdd": ["none"]}, COMBINATION),
        ({"SnapshotWindow": "05:30-06:30"}, VALUE),
    ],
)
def test_a_replication_group_is_not_changed_to(elasticache, settings, code):
    available(elasticache)
    with pytest.raises(ClientError, match=rf"\({code}\)"):
        elasticache.modify_replication_group(ReplicationGroupId="g", **settings)


def test_a_state_in_between_refuses_changes(elasticache):
    create(elasticache)
    assert status(elasticache) == "creating"
    for change in (elasticache.modify_replication_group, elasticache.delete_replication_group):
        with pytest.raises(ClientError, match="InvalidReplicationGroupState"):
            change(ReplicationGroupId="g")
    until(lambda: status(elasticache) == "available")
    elasticache.modify_replication_group(ReplicationGroupId="g", SnapshotRetentionLimit=1)
    assert status(elasticache) == "modifying"
    until(lambda: status(elasticache) == "available")
    elasticache.delete_replication_group(ReplicationGroupId="g")
    assert status(elasticache) == "deleting"


def test_redis_becomes_valkey_and_its_default_parameters_follow(elasticache):
    available(elasticache, Engine="redis", EngineVersion="7.1")
    elasticache.modify_replication_group(ReplicationGroupId="g", Engine="valkey", EngineVersion="8.0")
    member = elasticache.describe_cache_clusters(CacheClusterId="g-001")["CacheClusters"][0]
    assert member["CacheParameterGroup"]["CacheParameterGroupName"] == "default.valkey8"


def test_groups_stay_while_a_cache_uses_them(elasticache, account):
    elasticache.create_cache_subnet_group(
        CacheSubnetGroupName="s", CacheSubnetGroupDescription="d", SubnetIds=account.subnets()
    )
    elasticache.create_cache_parameter_group(
        CacheParameterGroupName="p", CacheParameterGroupFamily="valkey8", Description="d"
    )
    create(elasticache, CacheSubnetGroupName="s", CacheParameterGroupName="p")
    with pytest.raises(ClientError, match="CacheSubnetGroupInUse"):
        elasticache.delete_cache_subnet_group(CacheSubnetGroupName="s")
    with pytest.raises(ClientError, match="InvalidCacheParameterGroupState"):
        elasticache.delete_cache_parameter_group(CacheParameterGroupName="p")


def test_a_subnet_group_has_subnets_that_exist(elasticache):
    with pytest.raises(ClientError, match=r"\(InvalidSubnet\)"):
        elasticache.create_cache_subnet_group(
            CacheSubnetGroupName="s", CacheSubnetGroupDescription="d", SubnetIds=["subnet-00000000000000000"]
        )


@pytest.mark.parametrize(
    "name, value", [("no-such", "1"), ("maxmemory-policy", "forget-all"), ("max_item_size", "1")]
)
def test_a_parameter_exists_and_has_a_value_of_its_own(elasticache, name, value):
    elasticache.create_cache_parameter_group(
        CacheParameterGroupName="p", CacheParameterGroupFamily="valkey8", Description="d"
    )
    with pytest.raises(ClientError, match=VALUE):
        elasticache.modify_cache_parameter_group(
            CacheParameterGroupName="p", ParameterNameValues=[{"ParameterName": name, "ParameterValue": value}]
        )


@pytest.mark.parametrize(
    "settings, code",
    [
        ({"NumCacheNodes": 41}, VALUE),
        ({"AZMode": "cross-az"}, COMBINATION),
        ({"CacheNodeType": "cache.t9z.micro"}, VALUE),
        ({"EngineVersion": "9.9.9"}, COMBINATION),
        ({"SnapshotRetentionLimit": 1}, COMBINATION),
    ],
)
def test_memcached_is_not_made_with(elasticache, settings, code):
    defaults = {"Engine": "memcached", "CacheNodeType": "cache.t4g.micro", "NumCacheNodes": 1}
    with pytest.raises(ClientError, match=rf"\({code}\)"):
        elasticache.create_cache_cluster(CacheClusterId="m", **{**defaults, **settings})


def test_memcached_takes_its_time(elasticache):
    elasticache.create_cache_cluster(
        CacheClusterId="m", Engine="memcached", CacheNodeType="cache.t4g.micro", NumCacheNodes=1
    )
    for change in (elasticache.modify_cache_cluster, elasticache.delete_cache_cluster):
        with pytest.raises(ClientError, match="InvalidCacheClusterState"):
            change(CacheClusterId="m")


def test_a_user_group_that_changes_refuses_changes(elasticache):
    elasticache.create_user(
        UserId="nobody", UserName="default", Engine="redis", AccessString="off ~* -@all", NoPasswordRequired=True
    )
    elasticache.create_user_group(UserGroupId="u", Engine="redis", UserIds=["nobody"])
    for change in (elasticache.modify_user_group, elasticache.delete_user_group):
        with pytest.raises(ClientError, match="InvalidUserGroupState"):
            change(UserGroupId="u")
    with pytest.raises(ClientError, match="InvalidUserGroupState"):
        create(elasticache, TransitEncryptionEnabled=True, UserGroupIds=["u"])


@pytest.mark.parametrize(
    "region, short",
    [("eu-central-1", "euc1"), ("us-east-1", "use1"), ("ap-northeast-1", "apne1"), ("us-gov-west-1", "usgw1")],
)
def test_addresses_have_the_short_form_of_the_region(region, short):
    assert short_region(region) == short
