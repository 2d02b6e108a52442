"""EKS access entries with their policies, and Pod Identity associations: moto has neither."""

import uuid

from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.eks.exceptions import InvalidParameterException, InvalidRequestException
from moto.eks.responses import EKSResponse
from moto.iam.models import iam_backends

from ...cluster.access_policies import FOR_NODES, PREFIX, RULES, name_of
from ...iam.effective import is_effective
from ...pace import after
from ...patch import adds
from . import rules
from .eks import cluster_of, in_use, not_found

EFFECTIVE = "eks pod identity effective"
RESERVED = ("system:", "eks:", "aws:", "amazon:", "iam:")


@adds(EKSResponse)
def create_access_entry(self):
    """aws_eks_access_entry"""
    cluster, principal = cluster_of(self), self.params["principalArn"]
    if cluster.access_config["authenticationMode"] == "CONFIG_MAP":
        raise InvalidRequestException(
            message="The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] "
            "to perform this operation."
        )
    if principal in cluster.access_entries:
        raise in_use("The specified access entry resource is already in use on this cluster.")
    check_principal(principal)
    check_names(self.params)
    kind, name = principal.split(":")[-1].split("/", 1)
    entry_type = self.params.get("type", "STANDARD")
    cluster.access_entries[principal] = {
        "clusterName": cluster.name,
        "principalArn": principal,
        "accessEntryArn": f"arn:aws:eks:{self.region}:{self.current_account}:access-entry/{cluster.name}"
        f"/{kind}/{self.current_account}/{name}/{uuid.uuid4()}",
        "type": entry_type,
        "username": self.params.get("username") or default_username(principal, entry_type),
        "kubernetesGroups": self.params.get("kubernetesGroups", []),
        "tags": self.params.get("tags", {}),
        "createdAt": utcnow(),
        "modifiedAt": utcnow(),
        "policies": {},
    }
    return ActionResult({"accessEntry": cluster.access_entries[principal]})


def check_principal(arn):
    """A role or user that exists, in whatever account."""
    backend = iam_backends[arn.split(":")[4]]["aws"]
    known = filter(is_effective, (*backend.roles.values(), *backend.users.values()))
    if arn not in [principal.arn for principal in known]:
        raise InvalidParameterException(message=f"The specified principalArn is invalid: invalid principal {arn}.")


def check_names(params):
    """Source: Amazon EKS User Guide, "Create access entries"; for groups, the API's own error."""
    username = params.get("username", "")
    if username.startswith(RESERVED):
        raise InvalidParameterException(message=f"The username {username} is invalid, it cannot start with {RESERVED}")
    for group in params.get("kubernetesGroups", []):
        if group.startswith("system:"):
            raise InvalidParameterException(
                message=f"The kubernetes group name {group} is invalid, it cannot start with system:"
            )


def default_username(principal, entry_type):
    if entry_type != "STANDARD":
        return "system:node:{{EC2PrivateDNSName}}"
    if ":role/" in principal:
        account, role = principal.split(":")[4], principal.rpartition("/")[2]
        return f"arn:aws:sts::{account}:assumed-role/{role}/{{{{SessionName}}}}"
    return principal


def entry_of(response):
    entry = cluster_of(response).access_entries.get(response.params["principalArn"])
    if entry is None:
        raise not_found("The specified principalArn could not be found.")
    return entry


@adds(EKSResponse)
def describe_access_entry(self):
    """aws_eks_access_entry"""
    return ActionResult({"accessEntry": entry_of(self)})


@adds(EKSResponse)
def list_access_entries(self):
    """For people who look around with the AWS CLI."""
    return ActionResult({"accessEntries": sorted(cluster_of(self).access_entries)})


@adds(EKSResponse)
def update_access_entry(self):
    """aws_eks_access_entry: groups and user name change in place."""
    entry = entry_of(self)
    check_names(self.params)
    entry.update({key: self.params[key] for key in ("kubernetesGroups", "username") if key in self.params})
    return ActionResult({"accessEntry": entry})


@adds(EKSResponse)
def delete_access_entry(self):
    """aws_eks_access_entry"""
    entry = entry_of(self)
    del cluster_of(self).access_entries[entry["principalArn"]]
    return EmptyResult()


@adds(EKSResponse)
def associate_access_policy(self):
    """aws_eks_access_policy_association"""
    entry, policy_arn = entry_of(self), self.params["policyArn"]
    if not policy_arn.startswith(PREFIX) or name_of(policy_arn) not in {*RULES, *FOR_NODES}:
        raise InvalidParameterException(
            message=f"The policyArn {policy_arn} is not valid: the emulator knows {sorted({*RULES, *FOR_NODES})}"
        )
    policy = {
        "policyArn": policy_arn,
        "accessScope": {"namespaces": [], **self.params["accessScope"]},
        "associatedAt": utcnow(),
        "modifiedAt": utcnow(),
    }
    entry["policies"][policy_arn] = policy
    return ActionResult({**entry, "associatedAccessPolicy": policy})


@adds(EKSResponse)
def list_associated_access_policies(self):
    """aws_eks_access_policy_association is read from this list."""
    entry = entry_of(self)
    return ActionResult({**entry, "associatedAccessPolicies": list(entry["policies"].values())})


@adds(EKSResponse)
def disassociate_access_policy(self):
    """aws_eks_access_policy_association"""
    if entry_of(self)["policies"].pop(self.params["policyArn"], None) is None:
        raise not_found("No association was found for the specified policy.")
    return EmptyResult()


def associate_role(response, cluster, namespace, service_account, role_arn, owner_arn=None):
    for other in cluster.pod_identities.values():
        if (other["namespace"], other["serviceAccount"]) == (namespace, service_account):
            raise in_use(f"Association already exists: {other['associationId']}")
    association_id = f"a-{uuid.uuid4().hex[:17]}"
    association = {
        "clusterName": cluster.name,
        "namespace": namespace,
        "serviceAccount": service_account,
        "roleArn": role_arn,
        "associationId": association_id,
        "associationArn": f"arn:aws:eks:{response.region}:{response.current_account}"
        f":podidentityassociation/{cluster.name}/{association_id}",
        "ownerArn": owner_arn,
        "tags": {},
        "createdAt": utcnow(),
        "modifiedAt": utcnow(),
    }
    cluster.pod_identities[association_id] = association
    after(EFFECTIVE, make_effective, association)
    return association


def make_effective(association):
    """From here on pods get this role: `pod_identity.py` reads it."""
    association["effectiveRoleArn"] = association["roleArn"]


@adds(EKSResponse)
def create_pod_identity_association(self):
    """aws_eks_pod_identity_association"""
    params = self.params
    rules.check_role_of_pods(params["roleArn"], self.current_account)
    association = associate_role(
        self, cluster_of(self), params["namespace"], params["serviceAccount"], params["roleArn"]
    )
    association["tags"] = params.get("tags", {})
    return ActionResult({"association": association})


def association_of(response):
    association = cluster_of(response).pod_identities.get(response.params["associationId"])
    if association is None:
        raise not_found(f"The association ID was not found: {response.params['associationId']}")
    return association


@adds(EKSResponse)
def describe_pod_identity_association(self):
    """aws_eks_pod_identity_association, and aws_eks_addon for those that it owns."""
    return ActionResult({"association": association_of(self)})


@adds(EKSResponse)
def list_pod_identity_associations(self):
    """For people who look around with the AWS CLI."""
    return ActionResult({"associations": list(cluster_of(self).pod_identities.values())})


@adds(EKSResponse)
def update_pod_identity_association(self):
    """aws_eks_pod_identity_association: the role changes in place."""
    association = association_of(self)
    if "roleArn" in self.params:
        rules.check_role_of_pods(self.params["roleArn"], self.current_account)
    association["roleArn"] = self.params.get("roleArn", association["roleArn"])
    after(EFFECTIVE, make_effective, association)
    return ActionResult({"association": association})


@adds(EKSResponse)
def delete_pod_identity_association(self):
    """aws_eks_pod_identity_association"""
    association = association_of(self)
    del cluster_of(self).pod_identities[association["associationId"]]
    return ActionResult({"association": association})
