"""EKS clusters: Auto Mode, access configuration, upgrade policy, zonal shift and updates.

The provider sends these in CreateCluster, reads them back from DescribeCluster, and changes them
one by one, waiting for DescribeUpdate after each.
"""

import base64
import uuid
from datetime import datetime

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import ec2_backends
from moto.eks import urls
from moto.eks.exceptions import ResourceInUseException, ResourceNotFoundException
from moto.eks.responses import EKSResponse

from ...catalogue import catalogue, minors
from ...cluster.clusters import CLUSTERS
from ...pace import PACE, after, begin
from ...patch import adds, wraps
from .. import unsupported
from . import rules
from .logs import cluster_is_back, cluster_is_gone
from .rules import LOG_TYPES

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nemulator\n-----END CERTIFICATE-----\n"
# Each is a whole that an update replaces; the rest needs a merge.
REPLACED = {
    "upgradePolicy": ("upgrade_policy", "UpgradePolicyUpdate"),
    "zonalShiftConfig": ("zonal_shift_config", "ZonalShiftConfigUpdate"),
    "storageConfig": ("storage_config", "AutoModeUpdate"),
}
MERGED = {
    "resourcesVpcConfig": ("resources_vpc_config", "VpcConfigUpdate"),
    "accessConfig": ("access_config", "AccessConfigUpdate"),
    "computeConfig": ("compute_config", "AutoModeUpdate"),
    "kubernetesNetworkConfig": ("kubernetes_network_config", "AutoModeUpdate"),
}

# So long after an upgrade EKS takes a cluster back.
ROLLBACK_SECONDS = 7 * 86_400

# Auto Mode runs the nodes; moto's handlers of these do not read the parameters as parsed below.
unsupported("eks", "CreateNodegroup", "CreateFargateProfile")

urls.response.automated_parameter_parsing = True
urls.url_paths.update(
    {
        "{0}/clusters/(?P<name>[^/]+)/(?P<rest>.+)$": urls.response.dispatch,
        "{0}/addons/supported-versions$": urls.response.dispatch,
        "{0}/cluster-versions$": urls.response.dispatch,
    }
)


@wraps(EKSResponse)
def __init__(original, self):
    """Parameters parsed from the model of EKS: moto's hand-written parsing does not know the new ones."""
    original(self)
    self.automated_parameter_parsing = True


def not_found(message):
    return ResourceNotFoundException(
        clusterName=None, nodegroupName=None, fargateProfileName=None, addonName=None, message=message
    )


def in_use(message):
    return ResourceInUseException(clusterName=None, nodegroupName=None, addonName=None, message=message)


def cluster_of(response):
    """The cluster is `name` in some operations and `clusterName` in others."""
    return response.eks_backend.describe_cluster(response.params.get("name") or response.params["clusterName"])


@wraps(EKSResponse)
def create_cluster(original, self):
    """Everything that the provider reads back from a new cluster, with AWS's defaults."""
    params = self.params
    params.setdefault("version", minors()[-1])
    check_new(params, self.current_account, self.region)
    cluster = original(self).result["cluster"]
    cluster_is_back(self.current_account, self.region, cluster.name)
    region, account = self.region, self.current_account
    cluster.kubernetes_network_config = {
        "serviceIpv4Cidr": "172.20.0.0/16",
        "ipFamily": "ipv4",
        "elasticLoadBalancing": {"enabled": False},
        **params.get("kubernetesNetworkConfig", {}),
    }
    cluster.access_config = {
        "authenticationMode": "CONFIG_MAP",
        "bootstrapClusterCreatorAdminPermissions": True,
        **params.get("accessConfig", {}),
    }
    cluster.upgrade_policy = params.get("upgradePolicy", {"supportType": "EXTENDED"})
    cluster.compute_config = params.get("computeConfig")
    cluster.storage_config = params.get("storageConfig")
    cluster.zonal_shift_config = params.get("zonalShiftConfig")
    cluster.identity = {"oidc": {"issuer": f"https://oidc.eks.{region}.amazonaws.com/id/{uuid.uuid4().hex.upper()}"}}
    # The picker of response fields would take moto's `name` for the id, which only Outposts have.
    cluster.id = None
    cluster.updates, cluster.addons, cluster.access_entries, cluster.pod_identities = {}, {}, {}, {}
    cluster.health = {"issues": []}
    ec2 = ec2_backends[account][region]
    place_in_vpc(cluster, ec2)
    if CLUSTERS.built:
        cluster.status, cluster.endpoint, cluster.certificate_authority = "CREATING", None, None
    else:
        # The platform does not wait for a program that takes minutes to build: nothing of it calls the API.
        cluster.endpoint = f"https://{uuid.uuid4().hex.upper()}.gr7.{region}.eks.amazonaws.com"
        cluster.certificate_authority = {"data": base64.b64encode(CERTIFICATE.encode()).decode()}
        begin(cluster, "CREATING", "ACTIVE", "eks cluster created")
    if CLUSTERS.enabled:
        CLUSTERS.start(cluster, account, region, make_nodes(cluster, ec2))
    return ActionResult({"cluster": cluster})


def check_new(params, account, region):
    rules.check_version(params["version"])
    rules.check_role(params["roleArn"], rules.CLUSTERS, account)
    rules.check_network(params["resourcesVpcConfig"], ec2_backends[account][region])
    rules.check_access(params["resourcesVpcConfig"])
    authentication = params.get("accessConfig", {}).get("authenticationMode", "CONFIG_MAP")
    network = params.get("kubernetesNetworkConfig")
    rules.check_auto_mode(params.get("computeConfig"), params.get("storageConfig"), network, authentication)
    rules.check_nodes(params.get("computeConfig"), account)
    rules.check_encryption(params.get("encryptionConfig"), account, region)
    rules.check_logging(params.get("logging"))


def make_nodes(cluster, ec2):
    """[(name, zone)]: one node in each zone of the cluster's subnets, named as Auto Mode names them."""
    subnets = ec2.describe_subnets(subnet_ids=cluster.resources_vpc_config["subnetIds"])
    zones = sorted({subnet.availability_zone for subnet in subnets})
    return [(f"i-{uuid.uuid5(uuid.NAMESPACE_URL, cluster.arn + zone).hex[:17]}", zone) for zone in zones]


def place_in_vpc(cluster, ec2):
    """EKS creates a security group for the cluster, which stacks open their databases to."""
    vpc_id = ec2.describe_subnets(subnet_ids=cluster.resources_vpc_config["subnetIds"])[0].vpc_id
    group = ec2.create_security_group(
        f"eks-cluster-sg-{cluster.name}-{uuid.uuid4().hex[:9]}", "EKS cluster", vpc_id=vpc_id
    )
    group.add_tags({"aws:eks:cluster-name": cluster.name, f"kubernetes.io/cluster/{cluster.name}": "owned"})
    cluster.resources_vpc_config = {
        "securityGroupIds": [],
        "endpointPublicAccess": True,
        "endpointPrivateAccess": False,
        **cluster.resources_vpc_config,
        "vpcId": vpc_id,
        "clusterSecurityGroupId": group.id,
    }
    if cluster.resources_vpc_config["endpointPublicAccess"]:
        cluster.resources_vpc_config.setdefault("publicAccessCidrs", ["0.0.0.0/0"])


@wraps(EKSResponse)
def delete_cluster(original, self):
    """It is DELETING for a while. Its security group goes with it; else the VPC cannot be destroyed. So does its
    Kubernetes API, at once."""
    cluster, backend = cluster_of(self), self.eks_backend
    if cluster.status in ("CREATING", "UPDATING", "DELETING"):
        raise in_use(f"Cannot delete cluster {cluster.name}, which is {cluster.status}")
    result = original(self)
    CLUSTERS.stop(self.current_account, self.region, cluster.name)
    cluster.status = "DELETING"
    backend.clusters[cluster.name] = cluster
    after("eks cluster deleted", forget, backend, cluster, ec2_backends[self.current_account][self.region])
    return result


def forget(backend, cluster, ec2):
    backend.clusters.pop(cluster.name, None)
    cluster_is_gone(ec2.account_id, ec2.region_name, cluster)
    try:
        ec2.delete_security_group(group_id=cluster.resources_vpc_config["clusterSecurityGroupId"])
    except DependencyViolationError:
        # EKS leaves it then, and the VPC stays as well.
        pass


@wraps(EKSResponse)
def update_cluster_config(original, self):
    """Changes in place; the provider sends one group of settings a call."""
    cluster, update_type = cluster_of(self), "EndpointAccessUpdate"
    check_change(cluster, self.params, self.current_account, ec2_backends[self.current_account][self.region])
    check_idle(cluster)
    for key, value in self.params.items():
        if key in REPLACED:
            attribute, update_type = REPLACED[key]
            setattr(cluster, attribute, value)
        elif key in MERGED:
            attribute, update_type = MERGED[key]
            setattr(cluster, attribute, {**(getattr(cluster, attribute) or {}), **value})
        elif key == "logging":
            cluster.logging, update_type = merged_logging(cluster.logging, value), "LoggingUpdate"
    return ActionResult({"update": add_update(cluster, update_type)})


def check_change(cluster, params, account, ec2):
    after_change = {
        attribute: {**(getattr(cluster, attribute) or {}), **params.get(key, {})}
        for key, (attribute, _) in {**MERGED, **REPLACED}.items()
    }
    if "resourcesVpcConfig" in params:
        rules.check_network(after_change["resources_vpc_config"], ec2)
        rules.check_access(after_change["resources_vpc_config"])
    rules.check_auto_mode(
        after_change["compute_config"],
        after_change["storage_config"],
        after_change["kubernetes_network_config"],
        after_change["access_config"]["authenticationMode"],
    )
    if "computeConfig" in params:
        rules.check_nodes(after_change["compute_config"], account)
    rules.check_logging(params.get("logging"))


def check_idle(cluster):
    if cluster.status != "ACTIVE":
        raise in_use(f"Cannot update cluster {cluster.name}, which is {cluster.status}: an update may be in progress")


def merged_logging(current, change):
    enabled = enabled_types(current, True) | enabled_types(change, True)
    enabled -= enabled_types(change, False)
    setups = [{"types": sorted(enabled), "enabled": True}, {"types": sorted(LOG_TYPES - enabled), "enabled": False}]
    return {"clusterLogging": [setup for setup in setups if setup["types"]]}


def enabled_types(logging, enabled):
    return {
        log_type
        for setup in logging["clusterLogging"]
        if setup.get("enabled", False) is enabled
        for log_type in setup["types"]
    }


@adds(EKSResponse)
def update_cluster_version(self):
    """An upgrade of Kubernetes, or for some days the way back. Nodes are another pace that nobody sees here."""
    cluster, wanted = cluster_of(self), self.params["version"]
    came_from, since = getattr(cluster, "came_from", None) or (None, None)
    rules.check_version(wanted)
    is_back = came_from == wanted and PACE.now() - since <= ROLLBACK_SECONDS
    if is_back:
        rules.check_rollback(cluster, wanted)
    else:
        rules.check_upgrade(cluster.version, wanted)
    check_idle(cluster)
    cluster.came_from = None if is_back else (cluster.version, PACE.now())
    cluster.version = wanted
    return ActionResult({"update": add_update(cluster, "VersionRollback" if is_back else "VersionUpdate")})


@adds(EKSResponse)
def describe_cluster_versions(self):
    """When the support of each minor ends."""
    wanted = self.params.get("clusterVersions")
    return ActionResult(
        {
            "clusterVersions": [
                {
                    "clusterVersion": minor,
                    "clusterType": "eks",
                    "defaultVersion": minor == minors()[-1],
                    "endOfStandardSupportDate": datetime.fromisoformat(ends["standardSupportEnds"]),
                    "endOfExtendedSupportDate": datetime.fromisoformat(ends["extendedSupportEnds"]),
                }
                for minor, ends in catalogue("kubernetes")["versions"].items()
                if not wanted or minor in wanted
            ]
        }
    )


def add_update(cluster, update_type, addon=None):
    """While it runs, what it changes is UPDATING and refuses another."""
    update = {
        "id": str(uuid.uuid4()),
        "type": update_type,
        "params": [],
        "createdAt": utcnow(),
        "errors": [],
    }
    begin(update, "InProgress", "Successful", "eks add-on updated" if addon else "eks cluster updated")
    begin(addon or cluster, "UPDATING", "ACTIVE", "eks add-on updated" if addon else "eks cluster updated")
    cluster.updates[update["id"]] = update
    return update


@adds(EKSResponse)
def describe_update(self):
    """The provider waits for it after every update of a cluster or an add-on."""
    update = cluster_of(self).updates.get(self.params["updateId"])
    if update is None:
        raise not_found(f"No update found for ID: {self.params['updateId']}")
    return ActionResult({"update": update})


@wraps(EKSResponse)
def tag_resource(original, self):
    """Tags of add-ons, access entries and Pod Identity associations, which moto does not have."""
    tags_of(self).update(self.params["tags"])
    return ActionResult({})


@wraps(EKSResponse)
def untag_resource(original, self):
    """As above."""
    tags = tags_of(self)
    for key in self.params["tagKeys"]:
        tags.pop(key, None)
    return ActionResult({})


@wraps(EKSResponse)
def list_tags_for_resource(original, self):
    """As above."""
    return ActionResult({"tags": tags_of(self)})


def tags_of(response):
    arn = response.params["resourceArn"]
    for cluster in response.eks_backend.clusters.values():
        if cluster.arn == arn:
            return cluster.tags
        for parts, key in (
            (cluster.addons, "addonArn"),
            (cluster.access_entries, "accessEntryArn"),
            (cluster.pod_identities, "associationArn"),
        ):
            for part in parts.values():
                if part[key] == arn:
                    return part["tags"]
    raise not_found(f"Resource was not found: {arn}")
