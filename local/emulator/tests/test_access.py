"""What a user may do: access policies, namespaces, groups."""

import pytest

from .kubernetes_cluster import needs_kubernetes
from .waiting import until

pytestmark = needs_kubernetes


def may(user, verb, resource, group="", namespace="default"):
    """What the API server's own check says."""
    resource, _, subresource = resource.partition("/")
    attributes = {
        "verb": verb,
        "resource": resource,
        "subresource": subresource,
        "group": group,
        "namespace": namespace,
    }
    _, answer = user.call(
        "POST",
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        {
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SelfSubjectAccessReview",
            "spec": {"resourceAttributes": attributes},
        },
    )
    return answer["status"]["allowed"]


def test_a_viewer_reads_but_neither_changes_nor_reads_secrets(cluster):
    cluster.let_in("viewer", "AmazonEKSViewPolicy")
    viewer = cluster.as_role("viewer")
    until(lambda: may(viewer, "list", "pods"), "the policy is in effect")
    assert viewer.status("GET", "Pod") == 200
    assert viewer.status("GET", "Deployment", namespace="default") == 200
    assert viewer.status("GET", "Secret") == 403
    assert viewer.status("GET", "Secret", namespace="kube-system") == 403
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}}
    assert viewer.status("POST", "ConfigMap", namespace="default", body=body) == 403
    assert viewer.status("DELETE", "Namespace", "default") == 403


# Of a policy: what it lets its user do, and what not, in a namespace.
POLICIES = {
    "AmazonEKSClusterAdminPolicy": (
        [("delete", "nodes", ""), ("create", "clusterroles", "rbac.authorization.k8s.io")],
        [],
    ),
    "AmazonEKSAdminPolicy": (
        [("create", "rolebindings", "rbac.authorization.k8s.io"), ("get", "secrets", ""), ("delete", "pods", "")],
        [("create", "clusterroles", "rbac.authorization.k8s.io"), ("update", "resourcequotas", "")],
    ),
    "AmazonEKSEditPolicy": (
        [("create", "deployments", "apps"), ("get", "secrets", ""), ("create", "pods/exec", "")],
        [("create", "rolebindings", "rbac.authorization.k8s.io"), ("update", "resourcequotas", "")],
    ),
    "AmazonEKSViewPolicy": (
        [("get", "pods", ""), ("get", "pods/log", ""), ("list", "jobs", "batch")],
        [("get", "secrets", ""), ("create", "pods/exec", ""), ("get", "targetgroupbindings", "eks.amazonaws.com")],
    ),
    "AmazonEKSAdminViewPolicy": (
        [("get", "secrets", ""), ("get", "targetgroupbindings", "eks.amazonaws.com"), ("list", "nodes", "")],
        [("delete", "pods", ""), ("update", "secrets", "")],
    ),
    "AmazonEKSSecretReaderPolicy": ([("get", "secrets", ""), ("watch", "secrets", "")], [("get", "pods", "")]),
}


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_allows_what_aws_says_and_no_more(cluster, policy):
    cluster.let_in(f"with-{policy}", policy)
    user = cluster.as_role(f"with-{policy}")
    allowed, refused = POLICIES[policy]
    until(lambda: may(user, *allowed[0]), f"{policy} is in effect")
    assert [check for check in allowed if not may(user, *check)] == []
    assert [check for check in refused if may(user, *check)] == []


def test_a_policy_for_namespaces_ends_at_their_border(cluster):
    for name in ("team-a", "team-b", "other"):
        cluster.admin.make_namespace(name)
    cluster.let_in("editor", "AmazonEKSEditPolicy", scope={"type": "namespace", "namespaces": ["team-*"]})
    editor = cluster.as_role("editor")
    until(lambda: may(editor, "create", "pods", namespace="team-a"), "the policy is in effect")
    assert may(editor, "get", "secrets", namespace="team-b")
    assert not may(editor, "get", "pods", namespace="other")
    assert editor.status("GET", "Pod") == 403

    cluster.admin.make_namespace("team-c")
    until(lambda: may(editor, "create", "pods", namespace="team-c"), "a new namespace is covered")


def test_a_change_of_the_scope_and_the_end_of_an_association_take_effect(cluster):
    cluster.admin.make_namespace("scope")
    principal = cluster.let_in("changing", "AmazonEKSViewPolicy")
    user = cluster.as_role("changing")
    until(lambda: may(user, "list", "pods", namespace="kube-system"), "the policy is in effect")
    cluster.associate(principal, "AmazonEKSViewPolicy", {"type": "namespace", "namespaces": ["scope"]})
    until(lambda: not may(user, "list", "pods", namespace="kube-system"), "the scope is narrower")
    until(lambda: may(user, "list", "pods", namespace="scope"), "the scope has the namespace")
    cluster.eks.disassociate_access_policy(
        clusterName="c", principalArn=principal, policyArn="arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
    )
    until(lambda: not may(user, "list", "pods", namespace="scope"), "the association has ended")


def test_a_group_of_an_entry_has_what_the_cluster_gives_to_it(cluster):
    cluster.let_in("grouped", groups=["auditors"])
    user = cluster.as_role("grouped")
    assert not may(user, "get", "nodes")
    cluster.admin.create(
        "ClusterRole", "auditor", rules=[{"apiGroups": [""], "resources": ["nodes"], "verbs": ["get"]}]
    )
    cluster.admin.create(
        "ClusterRoleBinding",
        "auditors",
        roleRef={"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "auditor"},
        subjects=[{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "auditors"}],
    )
    until(lambda: may(user, "get", "nodes"), "the group's binding is in effect")


def test_roles_and_bindings_of_eks_stay_out_of_the_way(cluster):
    admin = cluster.admin
    ours = [
        item["metadata"]["name"]
        for kind in ("ClusterRole", "ClusterRoleBinding", "RoleBinding")
        for item in admin.get(kind)
        if "AmazonEKS" in item["metadata"]["name"]
    ]
    assert ours
    assert [name for name in ours if not name.startswith("eks:")] == []
