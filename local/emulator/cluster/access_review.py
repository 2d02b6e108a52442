"""The webhook that a cluster's API server asks about what RBAC does not allow (SubjectAccessReview,
authorization.k8s.io/v1): access policies for namespaces. As EKS's own authorizer it looks at names, so that a policy for
`team-*` holds in a namespace from its first moment.
"""

import fnmatch

from .access_policies import RULES, name_of
from .token_review import ENTRY_GROUP


def review(control_plane, request):
    """The answer to a SubjectAccessReview. MOTO must be held."""
    spec = request["spec"]
    entries = control_plane.cluster.access_entries
    groups = (group for group in spec.get("groups", []) if group.startswith(ENTRY_GROUP))
    principals = (group.removeprefix(ENTRY_GROUP) for group in groups)
    # Of what has no namespace nothing is said here.
    attributes = spec.get("resourceAttributes") or {}
    allowed = bool(attributes.get("namespace")) and any(
        allows(policy, attributes)
        for principal in principals
        if principal in entries
        for policy in entries[principal]["policies"].values()
    )
    return {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SubjectAccessReview",
        "status": {"allowed": allowed},
    }


def allows(policy, attributes):
    scope = policy["accessScope"]
    if scope["type"] != "namespace":
        return False
    if not any(fnmatch.fnmatchcase(attributes["namespace"], pattern) for pattern in scope["namespaces"]):
        return False
    resource = attributes.get("resource", "")
    if attributes.get("subresource"):
        resource += f"/{attributes['subresource']}"
    wanted = {"apiGroups": attributes.get("group", ""), "resources": resource, "verbs": attributes["verb"]}
    return any(
        all(value in rule.get(field, ()) or "*" in rule.get(field, ()) for field, value in wanted.items())
        for rule in RULES.get(name_of(policy["policyArn"]), ())
    )
