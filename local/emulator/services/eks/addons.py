"""EKS add-ons: moto has none."""

import uuid

import yaml
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.eks.exceptions import InvalidParameterException
from moto.eks.responses import EKSResponse

from ...catalogue import minors
from ...cluster.clusters import CLUSTERS
from ...pace import begin
from ...patch import adds
from . import rules
from .access import associate_role
from .eks import add_update, cluster_of, in_use, not_found

# name: namespace of its service accounts
ADDONS = {
    "amazon-cloudwatch-observability": "amazon-cloudwatch",
    "aws-secrets-store-csi-driver-provider": "aws-secrets-manager",
    "metrics-server": "kube-system",
}


@adds(EKSResponse)
def create_addon(self):
    """aws_eks_addon"""
    cluster, name, params = cluster_of(self), self.params["addonName"], self.params
    if name in cluster.addons:
        raise in_use("Addon already exists.")
    if name not in ADDONS:
        raise InvalidParameterException(message=f"Addon {name} is not supported: the emulator knows {sorted(ADDONS)}")
    version = params.get("addonVersion") or rules.offered(name, cluster.version)[-1]
    rules.check_addon_version(name, version, cluster.version)
    check_settings(self, params)
    cluster.addons[name] = {
        "addonName": name,
        "clusterName": cluster.name,
        "status": "CREATING",
        "addonVersion": version,
        "addonArn": f"arn:aws:eks:{self.region}:{self.current_account}:addon/{cluster.name}/{name}/{uuid.uuid4()}",
        "configurationValues": params.get("configurationValues"),
        "serviceAccountRoleArn": params.get("serviceAccountRoleArn"),
        "health": {"issues": []},
        "tags": params.get("tags", {}),
        "createdAt": utcnow(),
        "modifiedAt": utcnow(),
    }
    if not CLUSTERS.built:
        # Else the cluster's controller installs it.
        begin(cluster.addons[name], "CREATING", "ACTIVE", "eks add-on created")
    set_pod_identities(self, cluster, cluster.addons[name])
    return ActionResult({"addon": cluster.addons[name]})


def check_settings(response, params):
    """All of it before anything is made."""
    try:
        yaml.safe_load(params.get("configurationValues") or "")
    except yaml.YAMLError:
        raise rules.invalid("ConfigurationValue is not in valid JSON or YAML format") from None
    if params.get("serviceAccountRoleArn"):
        rules.check_role_of_pods(params["serviceAccountRoleArn"], response.current_account)
    for wanted in params.get("podIdentityAssociations", []):
        rules.check_role_of_pods(wanted["roleArn"], response.current_account)


def set_pod_identities(response, cluster, addon):
    """An add-on owns the associations that it was given: they are replaced and removed with it."""
    remove_pod_identities(cluster, addon)
    addon["podIdentityAssociations"] = [
        associate_role(
            response,
            cluster,
            ADDONS[addon["addonName"]],
            wanted["serviceAccount"],
            wanted["roleArn"],
            owner_arn=addon["addonArn"],
        )["associationArn"]
        for wanted in response.params.get("podIdentityAssociations", [])
    ]


def remove_pod_identities(cluster, addon):
    cluster.pod_identities = {
        key: association
        for key, association in cluster.pod_identities.items()
        if association["ownerArn"] != addon["addonArn"]
    }


def addon_of(response):
    cluster, name = cluster_of(response), response.params["addonName"]
    if name not in cluster.addons:
        raise not_found(f"No addon: {name} found in cluster: {cluster.name}")
    return cluster.addons[name]


@adds(EKSResponse)
def describe_addon(self):
    """aws_eks_addon"""
    return ActionResult({"addon": addon_of(self)})


@adds(EKSResponse)
def list_addons(self):
    """For people who look around with the AWS CLI."""
    return ActionResult({"addons": sorted(cluster_of(self).addons)})


@adds(EKSResponse)
def update_addon(self):
    """aws_eks_addon: version, configuration and roles change in place."""
    cluster, addon = cluster_of(self), addon_of(self)
    if self.params.get("addonVersion"):
        rules.check_addon_version(addon["addonName"], self.params["addonVersion"], cluster.version)
    check_settings(self, self.params)
    if addon["status"] != "ACTIVE":
        raise in_use(f"Addon {addon['addonName']} is {addon['status']}: an update may be in progress")
    for key in ("addonVersion", "configurationValues", "serviceAccountRoleArn"):
        addon[key] = self.params.get(key, addon[key])
    if "podIdentityAssociations" in self.params:
        set_pod_identities(self, cluster, addon)
    return ActionResult({"update": add_update(cluster, "AddonUpdate", addon)})


@adds(EKSResponse)
def delete_addon(self):
    """aws_eks_addon"""
    cluster, addon = cluster_of(self), addon_of(self)
    remove_pod_identities(cluster, addon)
    del cluster.addons[addon["addonName"]]
    return ActionResult({"addon": {**addon, "status": "DELETING"}})


@adds(EKSResponse)
def describe_addon_versions(self):
    """The data source aws_eks_addon_version."""
    wanted, asked = self.params.get("addonName"), self.params.get("kubernetesVersion")
    return ActionResult(
        {
            "addons": [
                {"addonName": name, "addonVersions": listed_versions(name, [asked] if asked else minors())}
                for name in ADDONS
                if wanted in (None, name)
            ]
        }
    )


def listed_versions(addon, versions_of_kubernetes):
    """The newest first, each with the versions of Kubernetes that it is for."""
    offers = {minor: rules.offered(addon, minor) for minor in versions_of_kubernetes}
    names = dict.fromkeys(version for minor in versions_of_kubernetes for version in reversed(offers[minor]))
    return [
        {
            "addonVersion": name,
            "compatibilities": [
                {"clusterVersion": minor, "defaultVersion": name == offers[minor][-1]}
                for minor in versions_of_kubernetes
                if name in offers[minor]
            ],
        }
        for name in names
    ]
