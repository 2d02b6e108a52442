"""What EKS's access policies allow.

Source: Amazon EKS User Guide, "Review access policy permissions".
"""

PREFIX = "arn:aws:eks::aws:cluster-access-policy/"
READ = ("get", "list", "watch")
WRITE = ("create", "delete", "deletecollection", "patch", "update")


def rule(group, resources, verbs):
    return {"apiGroups": [group], "resources": resources.split(), "verbs": list(verbs)}


WORKLOADS = "daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale"
WORKLOADS_STATUS = (
    "daemonsets daemonsets/status deployments deployments/scale deployments/status"
    " replicasets replicasets/scale replicasets/status"
)
STATEFUL = "statefulsets statefulsets/scale"
INTO_PODS = "pods/attach pods/exec pods/portforward pods/proxy"

# Neither Secrets nor custom resources.
VIEW = [
    rule("apps", f"controllerrevisions {WORKLOADS_STATUS} {STATEFUL} statefulsets/status", READ),
    rule("autoscaling", "horizontalpodautoscalers horizontalpodautoscalers/status", READ),
    rule("batch", "cronjobs cronjobs/status jobs jobs/status", READ),
    rule("discovery.k8s.io", "endpointslices", READ),
    rule(
        "extensions",
        f"{WORKLOADS_STATUS} ingresses ingresses/status networkpolicies replicationcontrollers/scale",
        READ,
    ),
    rule("networking.k8s.io", "ingresses ingresses/status networkpolicies", READ),
    rule("policy", "poddisruptionbudgets poddisruptionbudgets/status", READ),
    rule(
        "",
        "configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers"
        " replicationcontrollers/scale serviceaccounts services services/status",
        READ,
    ),
    rule(
        "",
        "bindings events limitranges namespaces/status pods/log pods/status replicationcontrollers/status"
        " resourcequotas resourcequotas/status",
        READ,
    ),
    rule("", "namespaces", READ),
]

EDIT = [
    *VIEW,
    rule("apps", f"{WORKLOADS} {STATEFUL}", WRITE),
    rule("autoscaling", "horizontalpodautoscalers", WRITE),
    rule("batch", "cronjobs jobs", WRITE),
    rule("extensions", f"{WORKLOADS} ingresses networkpolicies replicationcontrollers/scale", WRITE),
    rule("networking.k8s.io", "ingresses networkpolicies", WRITE),
    rule("policy", "poddisruptionbudgets", WRITE),
    rule("", f"{INTO_PODS} secrets services/proxy", READ),
    rule("", f"pods {INTO_PODS}", WRITE),
    rule(
        "",
        "configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets"
        " serviceaccounts services services/proxy",
        WRITE,
    ),
    rule("", "serviceaccounts", ["impersonate"]),
]

ADMIN = [
    *EDIT,
    rule("authorization.k8s.io", "localsubjectaccessreviews", ["create"]),
    rule("rbac.authorization.k8s.io", "rolebindings roles", [*READ, *WRITE]),
]

RULES = {
    "AmazonEKSAdminPolicy": ADMIN,
    "AmazonEKSAdminViewPolicy": [rule("*", "*", READ)],
    "AmazonEKSClusterAdminPolicy": [rule("*", "*", "*"), {"nonResourceURLs": ["*"], "verbs": ["*"]}],
    "AmazonEKSEditPolicy": EDIT,
    "AmazonEKSSecretReaderPolicy": [rule("", "secrets", READ)],
    "AmazonEKSViewPolicy": VIEW,
}
# Of nodes, which are no users of the emulated API: taken, and without effect.
FOR_NODES = {"AmazonEKSAutoNodePolicy"}


def name_of(policy_arn):
    return policy_arn.removeprefix(PREFIX)
