"""Resource Groups Tagging API: what carries a tag, over all services.

moto's own loads every service that it has, with packages that nothing else here needs, and passes over
the kinds of resources that have ARNs and tags by modules of this folder.
"""

import re
import sys
from types import ModuleType

from moto.core.base_backend import BackendDict, BaseBackend
from moto.elbv2.models import ELBv2Backend
from moto.route53.models import Route53Backend

from ..control.inventory import backends
from ..pace import PACE
from ..patch import wraps


def of_acm(backend):
    for certificate in backend._certificates.values():
        yield certificate.arn, dict(certificate.tags)


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


def of_cloudwatch(backend):
    for alarm in backend.alarms.values():
        yield alarm.alarm_arn, backend.tagger.get_tag_dict_for_resource(alarm.alarm_arn)


def of_ec2(backend):
    for kind, resource_id in ids_in_ec2(backend):
        arn = f"arn:aws:ec2:{backend.region_name}:{backend.account_id}:{kind}/{resource_id}"
        yield arn, backend.tags.get(resource_id, {})


# Gateways and instances that are gone are told of for an hour.
EC2 = {
    "enis": "network-interface",
    "flow_logs": "vpc-flow-log",
    "internet_gateways": "internet-gateway",
    "launch_templates": "launch-template",
    "nat_gateways": "natgateway",
    "route_tables": "route-table",
    "volumes": "volume",
    "vpc_end_points": "vpc-endpoint",
    "vpcs": "vpc",
}


def ids_in_ec2(backend):
    for attribute, kind in EC2.items():
        yield from ((kind, resource_id) for resource_id in getattr(backend, attribute))
    for address in backend.addresses:
        yield "elastic-ip", address.allocation_id
    for subnets in backend.subnets.values():
        yield from (("subnet", subnet_id) for subnet_id in subnets)
    for groups in backend.groups.values():
        for group in groups.values():
            yield "security-group", group.id
            yield from (("security-group-rule", rule.id) for rule in [*group.ingress_rules, *group.egress_rules])
    for reservation in backend.reservations.values():
        yield from (("instance", instance.id) for instance in reservation.instances)


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


def of_firehose(backend):
    for stream in backend.delivery_streams.values():
        arn = stream.delivery_stream_arn
        yield arn, backend.tagger.get_tag_dict_for_resource(arn)


def of_iam(backend):
    for profile in backend.instance_profiles.values():
        yield profile.arn, {tag["Key"]: tag["Value"] for tag in profile.tags.values()}


def of_kinesis(backend):
    for stream in backend.streams.values():
        yield stream.arn, stream.tags


def of_kms(backend):
    """A key that waits for its deletion still is one."""
    for key in backend.keys.values():
        yield key.arn, backend.tagger.get_tag_dict_for_resource(key.id)


def of_lambda(backend):
    for function in backend.list_functions():
        yield function.function_arn, function.tags


def of_logs(backend):
    for group in backend.groups.values():
        yield group.arn, backend.tagger.get_tag_dict_for_resource(group.arn)


def of_rds(backend):
    for kind in ("databases", "db_parameter_groups", "subnet_groups"):
        for resource in getattr(backend, kind).values():
            yield resource.arn, {tag["Key"]: tag["Value"] for tag in resource.tags}


def of_route53(backend):
    for zone_id in backend.zones:
        yield f"arn:aws:route53:::hostedzone/{zone_id}", backend.resource_tags.get(zone_id, {})


def of_s3(backend, region=None):
    for bucket in backend.buckets.values():
        if region not in (None, bucket.region_name):
            continue
        yield bucket.arn, backend.tagger.get_tag_dict_for_resource(bucket.arn)


def of_secretsmanager(backend):
    for secret in backend.secrets.values():
        if not secret.is_deleted():
            yield secret.arn, {tag["Key"]: tag["Value"] for tag in secret.tags or []}


def of_sns(backend):
    for topic in backend.topics.values():
        yield topic.arn, topic._tags


def of_ssm(backend):
    for name in backend._parameters:
        arn = f"arn:aws:ssm:{backend.region_name}:{backend.account_id}:parameter/{name.removeprefix('/')}"
        yield arn, backend.list_tags_for_resource("Parameter", name)


def of_wafv2(backend):
    for arn in backend.wacls:
        yield arn, backend.tagging_service.get_tag_dict_for_resource(arn)


# What there is in an environment and has tags. Roles are left out, as AWS does.
# Source: Resource Groups Tagging API Reference, "Services that support the Resource Groups Tagging API".
KINDS = {
    "acm": of_acm,
    "appconfig": of_appconfig,
    "backup": of_backup,
    "cloudwatch": of_cloudwatch,
    "ec2": of_ec2,
    "eks": of_eks,
    "elasticache": of_elasticache,
    "elbv2": of_elbv2,
    "firehose": of_firehose,
    "iam": of_iam,
    "kinesis": of_kinesis,
    "kms": of_kms,
    "lambda": of_lambda,
    "logs": of_logs,
    "rds": of_rds,
    "route53": of_route53,
    "s3": of_s3,
    "secretsmanager": of_secretsmanager,
    "sns": of_sns,
    "ssm": of_ssm,
    "wafv2": of_wafv2,
}
# What is in no region is listed in one. Source: AWS Resource Groups User Guide, "Resources you can use".
GLOBAL, GLOBAL_REGION = ("iam", "route53"), "us-east-1"

# Zones and listeners that are gone, which are listed for hours; in AWS also volumes and rules. Source: aws/aws-sdk#676.
# {arn: (until when, account, region, tags)}
GONE_S = 3600
_gone = {}


def remember(backend, kind, arn):
    tags = dict(KINDS[kind](backend)).get(arn)
    if tags:
        region = GLOBAL_REGION if kind in GLOBAL else backend.region_name
        _gone[arn] = (PACE.now() + GONE_S, backend.account_id, region, tags)


@wraps(ELBv2Backend)
def delete_listener(original, self, listener_arn):
    remember(self, "elbv2", listener_arn)
    return original(self, listener_arn)


@wraps(Route53Backend)
def delete_hosted_zone(original, self, id_):
    remember(self, "route53", f"arn:aws:route53:::hostedzone/{id_.removeprefix('/hostedzone/')}")
    return original(self, id_)


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
        for wanted in resource_type_filters or []:
            if wanted.startswith("s3:"):
                raise NotImplementedError(f"ResourceTypeFilters {wanted}, which an ARN of S3 does not tell")
        found = [
            {"ResourceARN": arn, "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}
            for arn, tags in self.tagged()
            if tags
            and all(fits(tags, wanted) for wanted in tag_filters or [])
            and (not resource_type_filters or any(is_of(arn, wanted) for wanted in resource_type_filters))
        ]
        return "", found

    def tagged(self):
        for service, account, region, backend in backends():
            if service not in KINDS or account != self.account_id:
                continue
            if service in GLOBAL:
                region = GLOBAL_REGION
            # moto has buckets of all regions in one place.
            if service == "s3":
                yield from of_s3(backend, self.region_name)
            elif region == self.region_name:
                yield from KINDS[service](backend)
        here = (self.account_id, self.region_name)
        yield from ((arn, tags) for arn, (until, *where, tags) in _gone.items() if until > PACE.now() and (*where,) == here)


def fits(tags, wanted):
    values = wanted.get("Values", [])
    return wanted["Key"] in tags and (not values or tags[wanted["Key"]] in values)


def is_of(arn, wanted):
    """Whether it is of that `service` or `service:kind`. Source: the API's reference, GetResources."""
    service, _, kind = wanted.partition(":")
    _, _, of, _, _, name = arn.split(":", 5)
    return of == service and kind in ("", re.split("[/:]", name)[0])


module = ModuleType("moto.resourcegroupstaggingapi.models")
module.ResourceGroupsTaggingAPIBackend = ResourceGroupsTaggingAPIBackend
# moto finds the paths of a service beside its backend. Its place is taken before moto looks for it.
ResourceGroupsTaggingAPIBackend.__module__ = module.__name__
sys.modules[module.__name__] = module
module.resourcegroupstaggingapi_backends = BackendDict(ResourceGroupsTaggingAPIBackend, "resourcegroupstaggingapi")
