"""Caches: node types, counts, parameters, user groups, what is in use."""

from . import made
from .probe import probe


@probe("change a user group while it is changing", "InvalidUserGroupState")
def test_change_changing_user_group(account):
    elasticache = account.client("elasticache")

    def user(user_id, name):
        password = {"Type": "password", "Passwords": ["not-a-real-password"]}
        settings = {"UserName": name, "Engine": "valkey", "AccessString": "on ~* +@all", "AuthenticationMode": password}
        elasticache.create_user(UserId=user_id, **settings)
        return user_id

    def state():
        return elasticache.describe_user_groups(UserGroupId="probe")["UserGroups"][0]["Status"]

    elasticache.create_user_group(UserGroupId="probe", Engine="valkey", UserIds=[user("first", "default")])
    made.until(state, "active")
    second, third = user("second", "b"), user("third", "c")
    elasticache.modify_user_group(UserGroupId="probe", UserIdsToAdd=[second])
    return lambda: elasticache.modify_user_group(UserGroupId="probe", UserIdsToAdd=[third])


@probe("automatic failover with one node", "InvalidParameterCombination", "InvalidParameterValue")
def test_failover_of_one_node(account):
    cache = made.Cache(account)
    return lambda: cache.create(NumCacheClusters=1)


@probe("node type that does not exist", "InvalidParameterValue")
def test_unknown_node_type(account):
    cache = made.Cache(account)
    return lambda: cache.create(CacheNodeType="cache.t9z.micro")


@probe("7 nodes of a shard", "InvalidParameterValue", "NodeQuotaForClusterExceeded")
def test_seven_nodes(account):
    cache = made.Cache(account)
    return lambda: cache.create(NumCacheClusters=7)


@probe("cache parameter that does not exist", "InvalidParameterValue")
def test_unknown_parameter(account):
    elasticache, name = account.client("elasticache"), {"CacheParameterGroupName": "probe"}
    elasticache.create_cache_parameter_group(**name, CacheParameterGroupFamily="valkey8", Description="probe")
    parameter = {"ParameterName": "no-such-parameter", "ParameterValue": "1"}
    return lambda: elasticache.modify_cache_parameter_group(**name, ParameterNameValues=[parameter])


@probe("delete a cache subnet group that is in use", "CacheSubnetGroupInUse")
def test_delete_subnet_group_in_use(account):
    cache = made.Cache(account)
    cache.create()
    return lambda: cache.elasticache.delete_cache_subnet_group(CacheSubnetGroupName="probe")


@probe("replication group id above 40 characters", "InvalidParameterValue")
def test_long_id(account):
    cache = made.Cache(account)
    return lambda: cache.create(ReplicationGroupId="a" * 41)


@probe("access string of a user that is none", "InvalidParameterValue")
def test_access_string(account):
    settings = {"UserId": "probe", "UserName": "probe", "Engine": "valkey", "NoPasswordRequired": True}
    return lambda: account.client("elasticache").create_user(AccessString="allow everything", **settings)
