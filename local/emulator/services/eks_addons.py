"""EKS add-ons: moto has none."""

import uuid

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.eks.exceptions import InvalidParameterException
from moto.eks.responses import EKSResponse

from ..cluster.clusters import CLUSTERS
from ..patch import adds
from .eks import add_update, cluster_of, in_use, not_found
from .eks_access import associate_role

# name: (default version, namespace of its service accounts)
ADDONS = {
    "amazon-cloudwatch-observability": ("v4.1.0-eksbuild.1", "amazon-cloudwatch"),
    "aws-secrets-store-csi-driver-provider": ("v2.0.0-eksbuild.1", "aws-secrets-manager"),
    "metrics-server": ("v0.8.0-eksbuild.1", "kube-system"),
}


@adds(EKSResponse)
def create_addon(self):
    """aws_eks_addon"""
    cluster, name, params = cluster_of(self), self.params["addonName"], self.params
    if name in cluster.addons:
        raise in_use("Addon already exists.")
    if name not in ADDONS:
        raise InvalidParameterException(message=f"Addon {name} is not supported: the emulator knows {sorted(ADDONS)}")
    cluster.addons[name] = {
        "addonName": name,
        "clusterName": cluster.name,
        # The cluster's controller installs it.
        "status": "CREATING" if CLUSTERS.built else "ACTIVE",
        "addonVersion": params.get("addonVersion", ADDONS[name][0]),
        "addonArn": f"arn:aws:eks:{self.region}:{self.current_account}:addon/{cluster.name}/{name}/{uuid.uuid4()}",
        "configurationValues": params.get("configurationValues"),
        "serviceAccountRoleArn": params.get("serviceAccountRoleArn"),
        "health": {"issues": []},
        "tags": params.get("tags", {}),
        "createdAt": utcnow(),
        "modifiedAt": utcnow(),
    }
    set_pod_identities(self, cluster, cluster.addons[name])
    return ActionResult({"addon": cluster.addons[name]})


def set_pod_identities(response, cluster, addon):
    """An add-on owns the associations that it was given: they are replaced and removed with it."""
    remove_pod_identities(cluster, addon)
    addon["podIdentityAssociations"] = [
        associate_role(
            response,
            cluster,
            ADDONS[addon["addonName"]][1],
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
    for key in ("addonVersion", "configurationValues", "serviceAccountRoleArn"):
        addon[key] = self.params.get(key, addon[key])
    if "podIdentityAssociations" in self.params:
        set_pod_identities(self, cluster, addon)
    return ActionResult({"update": add_update(cluster, "AddonUpdate")})


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
    wanted = self.params.get("addonName")
    compatibility = {"clusterVersion": self.params.get("kubernetesVersion"), "defaultVersion": True}
    return ActionResult(
        {
            "addons": [
                {"addonName": name, "addonVersions": [{"addonVersion": version, "compatibilities": [compatibility]}]}
                for name, (version, _) in ADDONS.items()
                if wanted in (None, name)
            ]
        }
    )
