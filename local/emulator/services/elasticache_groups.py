"""ElastiCache parameter groups and subnet groups: what moto lacks of them."""

from types import SimpleNamespace

from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache.exceptions import ElastiCacheException
from moto.elasticache.models import CacheSubnetGroup
from moto.elasticache.responses import ElastiCacheResponse

from ..patch import adds


def find(response, collection, name, code):
    try:
        return collection[name]
    except KeyError:
        raise ElastiCacheException(code, f"{name} not found.") from None


def create(response, collection, kind, name, code, **attributes):
    backend = response.elasticache_backend
    if name in collection:
        raise ElastiCacheException(code, f"{name} already exists.")
    arn = f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:{kind}:{name}"
    collection[name] = SimpleNamespace(arn=arn, **attributes)
    backend.tagging_service.tag_resource(arn, response.params.get("Tags", []))
    return collection[name]


def parameter_group_of(response):
    groups, name = response.elasticache_backend.cache_parameter_groups, response.params["CacheParameterGroupName"]
    return find(response, groups, name, "CacheParameterGroupNotFound")


@adds(ElastiCacheResponse)
def create_cache_parameter_group(self):
    """aws_elasticache_parameter_group"""
    name = self.params["CacheParameterGroupName"]
    group = create(
        self,
        self.elasticache_backend.cache_parameter_groups,
        "parametergroup",
        name,
        "CacheParameterGroupAlreadyExists",
        cache_parameter_group_name=name,
        cache_parameter_group_family=self.params["CacheParameterGroupFamily"],
        description=self.params["Description"],
        parameters={},
    )
    return ActionResult({"CacheParameterGroup": group})


@adds(ElastiCacheResponse)
def describe_cache_parameter_groups(self):
    """aws_elasticache_parameter_group"""
    if "CacheParameterGroupName" in self.params:
        groups = [parameter_group_of(self)]
    else:
        groups = self.elasticache_backend.cache_parameter_groups.values()
    return ActionResult({"CacheParameterGroups": list(groups)})


@adds(ElastiCacheResponse)
def modify_cache_parameter_group(self):
    """aws_elasticache_parameter_group sends its parameters after the creation."""
    group = parameter_group_of(self)
    group.parameters.update(
        {setting["ParameterName"]: setting["ParameterValue"] for setting in self.params["ParameterNameValues"]}
    )
    return ActionResult({"CacheParameterGroupName": group.cache_parameter_group_name})


@adds(ElastiCacheResponse)
def reset_cache_parameter_group(self):
    """aws_elasticache_parameter_group: a parameter that is no longer set."""
    group = parameter_group_of(self)
    for setting in self.params.get("ParameterNameValues", []):
        group.parameters.pop(setting["ParameterName"], None)
    return ActionResult({"CacheParameterGroupName": group.cache_parameter_group_name})


@adds(ElastiCacheResponse)
def describe_cache_parameters(self):
    """aws_elasticache_parameter_group reads what the user has set."""
    parameters = parameter_group_of(self).parameters
    return ActionResult(
        {"Parameters": [{"ParameterName": name, "ParameterValue": value} for name, value in parameters.items()]}
    )


@adds(ElastiCacheResponse)
def delete_cache_parameter_group(self):
    """aws_elasticache_parameter_group"""
    del self.elasticache_backend.cache_parameter_groups[parameter_group_of(self).cache_parameter_group_name]
    return EmptyResult()


def subnet_group_of(response):
    groups, name = response.elasticache_backend.cache_subnet_groups, response.params["CacheSubnetGroupName"]
    return find(response, groups, name, "CacheSubnetGroupNotFoundFault")


@adds(ElastiCacheResponse)
def modify_cache_subnet_group(self):
    """aws_elasticache_subnet_group: subnets and description change in place."""
    group = subnet_group_of(self)
    changed = CacheSubnetGroup(
        self.current_account,
        self.region,
        group.cache_subnet_group_name,
        self.params.get("CacheSubnetGroupDescription", group.cache_subnet_group_description),
        self.params.get("SubnetIds", group.subnet_ids),
        group.tags,
    )
    self.elasticache_backend.cache_subnet_groups[group.cache_subnet_group_name] = changed
    return ActionResult({"CacheSubnetGroup": changed})


@adds(ElastiCacheResponse)
def delete_cache_subnet_group(self):
    """aws_elasticache_subnet_group"""
    del self.elasticache_backend.cache_subnet_groups[subnet_group_of(self).cache_subnet_group_name]
    return EmptyResult()
