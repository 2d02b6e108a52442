"""ElastiCache parameter groups and subnet groups: what moto lacks of them."""

from types import SimpleNamespace

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.models import ec2_backends
from moto.elasticache.exceptions import ElastiCacheException
from moto.elasticache.models import CacheSubnetGroup
from moto.elasticache.responses import ElastiCacheResponse

from ...catalogue import CACHES
from ...in_use import holder_of
from ...patch import adds, wraps
from .parameters import ALLOWED, names

MOST_PARAMETERS_A_REQUEST = 20


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
    name, family = self.params["CacheParameterGroupName"], self.params["CacheParameterGroupFamily"]
    if family not in CACHES.families():
        raise ElastiCacheException("InvalidParameterValue", f"CacheParameterGroupFamily {family} is not valid.")
    group = create(
        self,
        self.elasticache_backend.cache_parameter_groups,
        "parametergroup",
        name,
        "CacheParameterGroupAlreadyExists",
        cache_parameter_group_name=name,
        cache_parameter_group_family=family,
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
    refuse_default(self)
    group = parameter_group_of(self)
    check_parameters(group.cache_parameter_group_family, self.params["ParameterNameValues"])
    group.parameters.update(
        {setting["ParameterName"]: setting["ParameterValue"] for setting in self.params["ParameterNameValues"]}
    )
    return ActionResult({"CacheParameterGroupName": group.cache_parameter_group_name})


def refuse_default(response):
    name = response.params["CacheParameterGroupName"]
    if name.startswith("default."):
        raise ElastiCacheException("InvalidCacheParameterGroupState", f"The default group {name} is not to be changed.")


def check_parameters(family, settings):
    if len(settings) > MOST_PARAMETERS_A_REQUEST:
        raise ElastiCacheException(
            "InvalidParameterValue", f"At most {MOST_PARAMETERS_A_REQUEST} parameters can be changed in a request."
        )
    for setting in settings:
        name, value = setting["ParameterName"], setting.get("ParameterValue")
        if name not in names(family):
            raise ElastiCacheException("InvalidParameterValue", f"The parameter {name} does not exist in {family}.")
        if value not in ALLOWED.get(name, {value}):
            raise ElastiCacheException(
                "InvalidParameterValue", f"The value {value} of {name} is not one of {sorted(ALLOWED[name])}."
            )


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
    refuse_default(self)
    refuse_if_held(self, "cache parameter group", parameter_group_of(self).cache_parameter_group_name)
    del self.elasticache_backend.cache_parameter_groups[parameter_group_of(self).cache_parameter_group_name]
    return EmptyResult()


def refuse_if_held(response, kind, name):
    who = holder_of(kind, name, response.current_account, response.region)
    code = {"cache parameter group": "InvalidCacheParameterGroupState", "cache subnet group": "CacheSubnetGroupInUse"}
    if who:
        raise ElastiCacheException(code[kind], f"{name} is still used by {who}.")


@wraps(CacheSubnetGroup)
def __init__(original, self, account_id, region_name, subnet_ids, **settings):
    """moto takes subnets that do not exist."""
    known = {subnet.id for subnet in ec2_backends[account_id][region_name].describe_subnets()}
    if not subnet_ids or not known.issuperset(subnet_ids):
        raise ElastiCacheException("InvalidSubnet", f"An invalid subnet identifier was specified: {subnet_ids}")
    original(self, account_id, region_name, subnet_ids=subnet_ids, **settings)


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
        cache_subnet_group_name=group.cache_subnet_group_name,
        cache_subnet_group_description=self.params.get(
            "CacheSubnetGroupDescription", group.cache_subnet_group_description
        ),
        subnet_ids=self.params.get("SubnetIds", group.subnet_ids),
        tags=group.tags,
    )
    self.elasticache_backend.cache_subnet_groups[group.cache_subnet_group_name] = changed
    return ActionResult({"CacheSubnetGroup": changed})


@adds(ElastiCacheResponse)
def delete_cache_subnet_group(self):
    """aws_elasticache_subnet_group"""
    refuse_if_held(self, "cache subnet group", subnet_group_of(self).cache_subnet_group_name)
    del self.elasticache_backend.cache_subnet_groups[subnet_group_of(self).cache_subnet_group_name]
    return EmptyResult()
