"""What a pod may do in AWS: the role that Pod Identity gives to its service account.

Source: Amazon EKS User Guide, "Grant Pods access to AWS resources based on tags" (session tags) and "Create IAM role
with trust policy required by EKS Pod Identity".
"""

from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends

from ..authorization.caller import caller_of_role
from ..iam.policy import ALLOW, decide

SERVICE = "pods.eks.amazonaws.com"


class NoCredentials(Exception):
    """Says why a pod gets none."""


def assume_role(cluster, account, pod):
    """The pod as a Caller. @raises NoCredentials. MOTO must be held."""
    metadata, service_account = pod["metadata"], service_account_of(pod)
    namespace = metadata["namespace"]
    role_arn = effective_role(cluster, namespace, service_account)
    if role_arn is None:
        raise NoCredentials(
            f"service account {namespace}/{service_account} has no Pod Identity association that is effective"
        )
    try:
        role = iam_backends[account]["aws"].get_role_by_arn(role_arn)
    except NotFoundException:
        raise NoCredentials(f"the role {role_arn} does not exist") from None
    tags = {
        "eks-cluster-arn": cluster.arn,
        "eks-cluster-name": cluster.name,
        "kubernetes-namespace": namespace,
        "kubernetes-service-account": service_account,
        "kubernetes-pod-name": metadata["name"],
        "kubernetes-pod-uid": metadata["uid"],
    }
    check_trust(role, cluster, account, tags)
    session_name = f"eks-{cluster.name}-{metadata['name']}"[:64]
    return caller_of_role(role, f"arn:aws:sts::{account}:assumed-role/{role.name}/{session_name}", tags)


def service_account_of(pod):
    return pod["spec"].get("serviceAccountName", "default")


def effective_role(cluster, namespace, service_account):
    """None without an association, and in the first seconds of one. MOTO must be held."""
    for association in cluster.pod_identities.values():
        if (association["namespace"], association["serviceAccount"]) == (namespace, service_account):
            return association.get("effectiveRoleArn")
    return None


def check_trust(role, cluster, account, tags):
    context = {
        "aws:SourceAccount": account,
        "aws:SourceArn": cluster.arn,
        **{f"aws:RequestTag/{key}": value for key, value in tags.items()},
    }
    for action in ("sts:AssumeRole", "sts:TagSession"):
        if decide([role.assume_role_policy_document], action, role.arn, context, [SERVICE]) != ALLOW:
            raise NoCredentials(f"the trust policy of {role.arn} does not let {SERVICE} do {action} for this pod")
