"""What a pod may do in AWS: the role that Pod Identity gives to its service account.

Source: Amazon EKS User Guide, "Grant Pods access to AWS resources based on tags" (session tags) and "Create IAM role
with trust policy required by EKS Pod Identity".
"""

from dataclasses import dataclass

from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends

from ..iam_policy import ALLOW, DENY, decide

SERVICE = "pods.eks.amazonaws.com"


class NoCredentials(Exception):
    """Says why a pod gets none."""


class AccessDenied(Exception):
    """In the words of AWS."""


@dataclass
class Session:
    role: object
    arn: str
    context: dict

    def check(self, action, resource, name, context, resource_policy=None):
        """`name` is how the call names the resource. @raises AccessDenied"""
        context = {**self.context, **context}
        own = decide(own_policies(self.role), action, resource, context)
        of_resource = resource_policy and decide([resource_policy], action, resource, context, self.principals)
        boundary = boundary_of(self.role)
        limit = decide([boundary], action, resource, context) if boundary else ALLOW
        refusal = f"User: {self.arn} is not authorized to perform: {action} on resource: {name}"
        if DENY in (own, of_resource, limit):
            raise AccessDenied(f"{refusal} with an explicit deny in a policy")
        if ALLOW not in (own, of_resource):
            raise AccessDenied(f"{refusal} because no identity-based policy allows the {action} action")
        if limit != ALLOW:
            raise AccessDenied(f"{refusal} because no permissions boundary allows the {action} action")

    @property
    def principals(self):
        """How a policy of a resource can name this session, other than by its account."""
        return [self.role.arn, self.arn]


def assume_role(cluster, account, pod):
    """The session of a pod. @raises NoCredentials. MOTO must be held."""
    metadata, service_account = pod["metadata"], pod["spec"].get("serviceAccountName", "default")
    namespace = metadata["namespace"]
    role_arn = next(
        (
            association["roleArn"]
            for association in cluster.pod_identities.values()
            if (association["namespace"], association["serviceAccount"]) == (namespace, service_account)
        ),
        None,
    )
    if role_arn is None:
        raise NoCredentials(f"service account {namespace}/{service_account} has no Pod Identity association")
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
    return Session(
        role,
        f"arn:aws:sts::{account}:assumed-role/{role.name}/{session_name}",
        {"aws:PrincipalAccount": account, **{f"aws:PrincipalTag/{key}": value for key, value in tags.items()}},
    )


def check_trust(role, cluster, account, tags):
    context = {
        "aws:SourceAccount": account,
        "aws:SourceArn": cluster.arn,
        **{f"aws:RequestTag/{key}": value for key, value in tags.items()},
    }
    for action in ("sts:AssumeRole", "sts:TagSession"):
        if decide([role.assume_role_policy_document], action, role.arn, context, [SERVICE]) != ALLOW:
            raise NoCredentials(f"the trust policy of {role.arn} does not let {SERVICE} do {action} for this pod")


def own_policies(role):
    return [*role.policies.values(), *(policy_document(policy) for policy in role.managed_policies.values())]


def boundary_of(role):
    if not role.permissions_boundary_arn:
        return None
    return policy_document(iam_backends[role.account_id]["aws"].get_policy(role.permissions_boundary_arn))


def policy_document(policy):
    return next(version.document for version in policy.versions if version.is_default)
