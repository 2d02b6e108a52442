"""Who may do what in the whole cluster: access policies as RBAC. For those of namespaces see access_review.py.

EKS decides by an authorizer of its own. The effect is the same, and the objects here begin with `eks:`.
"""

import hashlib

from ..lock import MOTO
from .access_policies import RULES, name_of
from .controller import Controller
from .token_review import ENTRY_GROUP

PREFIX = "eks:"
LABEL = "eks.amazonaws.com/access-policy"
RBAC = "rbac.authorization.k8s.io"
BINDING = "ClusterRoleBinding"


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
    """Binds the group of each access entry to the roles of its policies for the whole cluster."""

    def __init__(self, control_plane, api):
        super().__init__(control_plane, api)
        self._bindings = self.watch(BINDING, LABEL)

    def reconcile(self):
        wanted = {binding["metadata"]["name"]: binding for binding in self._wanted()}
        existing = {binding["metadata"]["name"] for binding in self._bindings.all()}
        for name in existing - set(wanted):
            self.api.delete(BINDING, name)
        for name in set(wanted) - existing:
            self.api.apply(wanted[name])

    def _wanted(self):
        with MOTO:
            policies = [
                (principal, name_of(policy["policyArn"]))
                for principal, entry in self.cluster.access_entries.items()
                for policy in entry["policies"].values()
                if policy["accessScope"]["type"] == "cluster"
            ]
        for principal, policy in policies:
            if policy in RULES:
                yield make_binding(principal, policy)


def make_binding(principal, policy):
    # A principal's ARN has characters that no name may have.
    digest = hashlib.sha256(principal.encode()).hexdigest()[:12]
    metadata = {
        "name": f"{PREFIX}{policy}:{digest}",
        "labels": {LABEL: policy},
        "annotations": {"eks.amazonaws.com/principal": principal},
    }
    return {
        "apiVersion": f"{RBAC}/v1",
        "kind": BINDING,
        "metadata": metadata,
        "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": PREFIX + policy},
        "subjects": [{"apiGroup": RBAC, "kind": "Group", "name": ENTRY_GROUP + principal}],
    }
