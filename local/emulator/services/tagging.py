"""Resource Groups Tagging API: what carries a tag, over all services.

moto's own loads every service that it has, with packages that nothing else here needs, and passes over
the kinds of resources that have ARNs and tags by modules of this folder.
"""

import sys
from types import ModuleType

from moto.core.base_backend import BackendDict, BaseBackend

from ..inventory import backends


def of_appconfig(backend):
    for application in backend.applications.values():
        arns = [application.arn]
        arns += [profile.arn for profile in application.config_profiles.values()]
        for environment in getattr(application, "environments", {}).values():
            arn = f"{application.arn}/environment/{environment['Id']}"
            arns += [arn, *(f"{arn}/deployment/{each['DeploymentNumber']}" for each in environment["Deployments"])]
        for arn in arns:
            yield arn, backend.tagger.get_tag_dict_for_resource(arn)


def of_backup(backend):
    yield from backend.tags.items()


def of_ec2(backend):
    for groups in backend.groups.values():
        for group_id in groups:
            arn = f"arn:aws:ec2:{backend.region_name}:{backend.account_id}:security-group/{group_id}"
            yield arn, backend.tags.get(group_id, {})


def of_eks(backend):
    for cluster in backend.clusters.values():
        yield cluster.arn, cluster.tags
        for association in getattr(cluster, "pod_identities", {}).values():
            yield association["associationArn"], association["tags"]


def of_elasticache(backend):
    kinds = ("cache_clusters", "replication_groups", "cache_subnet_groups", "cache_parameter_groups")
    for kind in (*kinds, "users", "user_groups"):
        for resource in getattr(backend, kind, {}).values():
            yield resource.arn, backend.tagging_service.get_tag_dict_for_resource(resource.arn)


def of_elbv2(backend):
    arns = [*backend.load_balancers, *backend.target_groups]
    for balancer in backend.load_balancers.values():
        for listener in balancer.listeners.values():
            arns += [listener.arn, *listener._non_default_rules]
    for arn in arns:
        yield arn, backend.tagging_service.get_tag_dict_for_resource(arn)


def of_kms(backend):
    """A key that waits for its deletion still is one."""
    for key in backend.keys.values():
        yield key.arn, backend.tagger.get_tag_dict_for_resource(key.id)


def of_logs(backend):
    for group in backend.groups.values():
        yield group.arn, backend.tagger.get_tag_dict_for_resource(group.arn)


def of_rds(backend):
    for kind in ("databases", "db_parameter_groups", "subnet_groups"):
        for resource in getattr(backend, kind).values():
            yield resource.arn, {tag["Key"]: tag["Value"] for tag in resource.tags}


def of_s3(backend):
    for bucket in backend.buckets.values():
        yield bucket.arn, backend.tagger.get_tag_dict_for_resource(bucket.arn)


def of_secretsmanager(backend):
    for secret in backend.secrets.values():
        if not secret.is_deleted():
            yield secret.arn, {tag["Key"]: tag["Value"] for tag in secret.tags or []}


def of_ssm(backend):
    for name in backend._parameters:
        arn = f"arn:aws:ssm:{backend.region_name}:{backend.account_id}:parameter/{name.removeprefix('/')}"
        yield arn, backend.list_tags_for_resource("Parameter", name)


# What there is in an environment and has tags. Roles are left out, as AWS does.
# Source: Resource Groups Tagging API Reference, "Services that support the Resource Groups Tagging API".
KINDS = {
    "appconfig": of_appconfig,
    "backup": of_backup,
    "ec2": of_ec2,
    "eks": of_eks,
    "elasticache": of_elasticache,
    "elbv2": of_elbv2,
    "kms": of_kms,
    "logs": of_logs,
    "rds": of_rds,
    "s3": of_s3,
    "secretsmanager": of_secretsmanager,
    "ssm": of_ssm,
}


class ResourceGroupsTaggingAPIBackend(BaseBackend):
    def get_resources(
        self,
        pagination_token=None,
        tag_filters=None,
        resources_per_page=None,
        tags_per_page=None,
        resource_type_filters=None,
    ):
        """All of them on one page."""
        if resource_type_filters:
            raise NotImplementedError("ResourceTypeFilters")
        found = [
            {"ResourceARN": arn, "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}
            for arn, tags in self.tagged()
            if tags and all(fits(tags, wanted) for wanted in tag_filters or [])
        ]
        return "", found

    def tagged(self):
        for service, account, region, backend in backends():
            # Buckets are of no region in moto.
            if service in KINDS and account == self.account_id and region in (self.region_name, "aws"):
                yield from KINDS[service](backend)


def fits(tags, wanted):
    values = wanted.get("Values", [])
    return wanted["Key"] in tags and (not values or tags[wanted["Key"]] in values)


module = ModuleType("moto.resourcegroupstaggingapi.models")
module.ResourceGroupsTaggingAPIBackend = ResourceGroupsTaggingAPIBackend
# moto finds the paths of a service beside its backend. Its place is taken before moto looks for it.
ResourceGroupsTaggingAPIBackend.__module__ = module.__name__
sys.modules[module.__name__] = module
module.resourcegroupstaggingapi_backends = BackendDict(ResourceGroupsTaggingAPIBackend, "resourcegroupstaggingapi")
