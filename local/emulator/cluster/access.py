"""Who may do what: access policies as RBAC.

EKS decides by an authorizer of its own. The effect is the same, and the objects here begin with `eks:`.
"""

import fnmatch
import hashlib

from ..lock import MOTO
from .access_policies import RULES, name_of
from .controller import Controller
from .token_review import ENTRY_GROUP

PREFIX = "eks:"
LABEL = "eks.amazonaws.com/access-policy"
RBAC = "rbac.authorization.k8s.io"


def prepare_access(api):
    for policy, rules in RULES.items():
        api.apply(
            {
                "apiVersion": f"{RBAC}/v1",
                "kind": "ClusterRole",
                "metadata": {"name": PREFIX + policy},
                "rules": rules,
            }
        )


class Access(Controller):
    """Binds the group of each access entry to the roles of its policies, in the cluster or in namespaces."""

    def __init__(self, control_plane, api):
        super().__init__(control_plane, api)
        self._namespaces = self.watch("Namespace")
        self._bindings = {kind: self.watch(kind, LABEL) for kind in ("ClusterRoleBinding", "RoleBinding")}

    def reconcile(self):
        wanted = {(binding["kind"], *name_and_namespace(binding)): binding for binding in self._wanted()}
        existing = {
            (kind, *name_and_namespace(binding))
            for kind, watched in self._bindings.items()
            for binding in watched.all()
        }
        for key in existing - set(wanted):
            self.api.delete(*key)
        for key in set(wanted) - existing:
            self.api.apply(wanted[key])

    def _wanted(self):
        with MOTO:
            policies = [
                (principal, name_of(policy["policyArn"]), policy["accessScope"])
                for principal, entry in self.cluster.access_entries.items()
                for policy in entry["policies"].values()
            ]
        for principal, policy, scope in policies:
            if policy not in RULES:
                continue
            if scope["type"] == "cluster":
                yield make_binding("ClusterRoleBinding", principal, policy)
            else:
                for namespace in self._matching(scope["namespaces"]):
                    yield make_binding("RoleBinding", principal, policy, namespace)

    def _matching(self, patterns):
        for namespace in self._namespaces.all():
            name = namespace["metadata"]["name"]
            # One that is being deleted takes nothing new.
            is_leaving = "deletionTimestamp" in namespace["metadata"]
            if not is_leaving and any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns):
                yield name


def name_and_namespace(binding):
    return binding["metadata"]["name"], binding["metadata"].get("namespace")


def make_binding(kind, principal, policy, namespace=None):
    # A principal's ARN has characters that no name may have.
    digest = hashlib.sha256(principal.encode()).hexdigest()[:12]
    metadata = {
        "name": f"{PREFIX}{policy}:{digest}",
        "labels": {LABEL: policy},
        "annotations": {"eks.amazonaws.com/principal": principal},
    }
    if namespace:
        metadata["namespace"] = namespace
    return {
        "apiVersion": f"{RBAC}/v1",
        "kind": kind,
        "metadata": metadata,
        "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": PREFIX + policy},
        "subjects": [{"apiGroup": RBAC, "kind": "Group", "name": ENTRY_GROUP + principal}],
    }
