import pytest
from botocore.exceptions import ClientError

from .waiting import until


@pytest.fixture
def elasticache(account):
    client = account.client("elasticache")
    client.create_cache_subnet_group(
        CacheSubnetGroupName="s", CacheSubnetGroupDescription="d", SubnetIds=account.subnets()
    )
    return client


@pytest.fixture
def security_group(account):
    ec2 = account.client("ec2")
    vpc_id = ec2.describe_subnets()["Subnets"][0]["VpcId"]
    return ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc_id)["GroupId"]


@pytest.fixture
def group(elasticache, account, security_group):
    elasticache.create_replication_group(
        ReplicationGroupId="g",
        ReplicationGroupDescription="d",
        Engine="valkey",
        EngineVersion="8.0",
        CacheNodeType="cache.t4g.small",
        NumCacheClusters=2,
        TransitEncryptionEnabled=True,
        AtRestEncryptionEnabled=True,
        KmsKeyId=account.client("kms").create_key()["KeyMetadata"]["Arn"],
        SecurityGroupIds=[security_group],
        CacheSubnetGroupName="s",
        LogDeliveryConfigurations=[
            {
                "LogType": "slow-log",
                "DestinationType": "cloudwatch-logs",
                "DestinationDetails": {"CloudWatchLogsDetails": {"LogGroup": "slow"}},
                "LogFormat": "json",
            }
        ],
    )

    def read():
        return elasticache.describe_replication_groups(ReplicationGroupId="g")["ReplicationGroups"][0]

    until(lambda: read()["Status"] == "available")
    return read


def member(elasticache):
    return elasticache.describe_cache_clusters(CacheClusterId="g-001")["CacheClusters"][0]


def test_a_replication_group_has_members_in_its_own_region(elasticache, group, security_group):
    assert group()["MemberClusters"] == ["g-001", "g-002"]
    assert group()["NodeGroups"][0]["PrimaryEndpoint"]["Address"].endswith(".euc1.cache.amazonaws.com")
    assert group()["TransitEncryptionMode"] == "required"
    assert member(elasticache)["EngineVersion"] == "8.0.0"
    assert member(elasticache)["CacheParameterGroup"]["CacheParameterGroupName"] == "default.valkey8"
    assert member(elasticache)["SecurityGroups"] == [{"SecurityGroupId": security_group, "Status": "active"}]


@pytest.mark.parametrize(
    "change, key, value",
    [
        ({"ReplicationGroupDescription": "new"}, "Description", "new"),
        ({"SnapshotRetentionLimit": 3}, "SnapshotRetentionLimit", 3),
        ({"AutomaticFailoverEnabled": True}, "AutomaticFailover", "enabled"),
        ({"AutomaticFailoverEnabled": True, "MultiAZEnabled": True}, "MultiAZ", "enabled"),
        ({"CacheNodeType": "cache.m7g.large"}, "CacheNodeType", "cache.m7g.large"),
        ({"LogDeliveryConfigurations": [{"LogType": "slow-log", "Enabled": False}]}, "LogDeliveryConfigurations", []),
    ],
)
def test_a_replication_group_changes_in_place(elasticache, group, change, key, value):
    elasticache.modify_replication_group(ReplicationGroupId="g", **change)
    assert group()[key] == value


def test_members_follow_an_engine_upgrade(elasticache, group):
    elasticache.modify_replication_group(ReplicationGroupId="g", EngineVersion="8.1")
    assert member(elasticache)["EngineVersion"] == "8.1.0"


def test_the_node_count_changes_in_place(elasticache, group):
    elasticache.increase_replica_count(ReplicationGroupId="g", NewReplicaCount=2, ApplyImmediately=True)
    assert len(group()["MemberClusters"]) == len(group()["NodeGroups"][0]["NodeGroupMembers"]) == 3
    until(lambda: group()["Status"] == "available")
    elasticache.decrease_replica_count(ReplicationGroupId="g", NewReplicaCount=0, ApplyImmediately=True)
    assert [cluster["CacheClusterId"] for cluster in elasticache.describe_cache_clusters()["CacheClusters"]] == [
        "g-001"
    ]


def test_a_replication_group_is_deleted_with_its_members_and_leaves_its_final_snapshot(elasticache, group, account):
    elasticache.delete_replication_group(ReplicationGroupId="g", FinalSnapshotIdentifier="final")
    until(lambda: not elasticache.describe_replication_groups()["ReplicationGroups"])
    with pytest.raises(ClientError, match="ReplicationGroupNotFoundFault"):
        group()
    elasticache.delete_cache_subnet_group(CacheSubnetGroupName="s")
    kinds = {kind for service, kind in account.kinds() if service == "elasticache"}
    assert kinds == {"snapshots"}


def test_memcached_has_nodes_changes_and_goes(elasticache):
    elasticache.create_cache_cluster(
        CacheClusterId="m", Engine="memcached", CacheNodeType="cache.t4g.small", NumCacheNodes=2, AZMode="cross-az"
    )

    def read():
        return elasticache.describe_cache_clusters(CacheClusterId="m", ShowCacheNodeInfo=True)["CacheClusters"][0]

    assert read()["ConfigurationEndpoint"]["Port"] == 11211
    assert read()["PreferredAvailabilityZone"] == "Multiple"
    assert read()["CacheParameterGroup"]["CacheParameterGroupName"] == "default.memcached1.6"
    until(lambda: read()["CacheClusterStatus"] == "available")
    elasticache.modify_cache_cluster(CacheClusterId="m", NumCacheNodes=3)
    assert [node["CacheNodeId"] for node in read()["CacheNodes"]] == ["0001", "0002", "0003"]
    until(lambda: read()["CacheClusterStatus"] == "available")
    elasticache.delete_cache_cluster(CacheClusterId="m")
    until(lambda: not elasticache.describe_cache_clusters()["CacheClusters"])
    with pytest.raises(ClientError, match="CacheClusterNotFound"):
        read()


def test_a_parameter_group(elasticache):
    name = {"CacheParameterGroupName": "p"}
    elasticache.create_cache_parameter_group(**name, CacheParameterGroupFamily="redis7", Description="d")
    values = [{"ParameterName": "maxmemory-policy", "ParameterValue": "allkeys-lru"}]
    elasticache.modify_cache_parameter_group(**name, ParameterNameValues=values)
    assert elasticache.describe_cache_parameters(**name)["Parameters"] == values
    elasticache.reset_cache_parameter_group(**name, ParameterNameValues=values)
    assert elasticache.describe_cache_parameters(**name)["Parameters"] == []
    groups = elasticache.describe_cache_parameter_groups(**name)["CacheParameterGroups"]
    assert groups[0]["CacheParameterGroupFamily"] == "redis7"
    elasticache.delete_cache_parameter_group(**name)
    with pytest.raises(ClientError, match="CacheParameterGroupNotFound"):
        elasticache.describe_cache_parameter_groups(**name)


def test_a_subnet_group_changes_in_place(elasticache, account):
    subnets = account.subnets(3)
    elasticache.modify_cache_subnet_group(
        CacheSubnetGroupName="s", CacheSubnetGroupDescription="new", SubnetIds=subnets
    )
    group = elasticache.describe_cache_subnet_groups(CacheSubnetGroupName="s")["CacheSubnetGroups"][0]
    assert group["CacheSubnetGroupDescription"] == "new"
    assert {subnet["SubnetIdentifier"] for subnet in group["Subnets"]} == {*subnets}
