"""A cluster of the emulated EKS with its Kubernetes API, as the tests use it."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import requests
import yaml

from .settings import CLUSTER_TRUST, make_role
from .waiting import until

LOCAL = Path(__file__).parents[2]
REGION = "eu-central-1"
# What `npm run local` builds, which is kubectl too, unless another is named.
PROGRAM = Path(os.environ.get("EMULATOR_KUBERNETES") or LOCAL.parent / ".local" / "bin" / "kubectl").resolve()
needs_kubernetes = pytest.mark.skipif(
    not PROGRAM.exists() and "EMULATOR_KUBERNETES" not in os.environ,
    reason=f"{PROGRAM} is not built; EMULATOR_KUBERNETES names another",
)
# {kind: (group and version, name in paths)}
KINDS = {
    "ClusterRole": ("rbac.authorization.k8s.io/v1", "clusterroles"),
    "ClusterRoleBinding": ("rbac.authorization.k8s.io/v1", "clusterrolebindings"),
    "ConfigMap": ("v1", "configmaps"),
    "Deployment": ("apps/v1", "deployments"),
    "EndpointSlice": ("discovery.k8s.io/v1", "endpointslices"),
    "Event": ("v1", "events"),
    "Namespace": ("v1", "namespaces"),
    "Node": ("v1", "nodes"),
    "Pod": ("v1", "pods"),
    "RoleBinding": ("rbac.authorization.k8s.io/v1", "rolebindings"),
    "Secret": ("v1", "secrets"),
    "SecretProviderClass": ("secrets-store.csi.x-k8s.io/v1", "secretproviderclasses"),
    "Service": ("v1", "services"),
    "ServiceAccount": ("v1", "serviceaccounts"),
    "TargetGroupBinding": ("eks.amazonaws.com/v1", "targetgroupbindings"),
}


class Cluster:
    def __init__(self, emulator, account, name="c"):
        self.emulator, self.account, self.name = emulator, account, name
        self.eks = account.client("eks")

    def create(self):
        self.eks.create_cluster(
            name=self.name,
            roleArn=make_role(self.account, f"cluster-{self.name}", CLUSTER_TRUST),
            resourcesVpcConfig={"subnetIds": self.account.subnets(3)},
            accessConfig={"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False},
        )
        return self

    def describe(self):
        return self.eks.describe_cluster(name=self.name)["cluster"]

    def wait_until_active(self):
        until(lambda: self.describe()["status"] != "CREATING", "the cluster is created", 60)
        assert self.describe()["status"] == "ACTIVE", self.describe()["health"]
        self._ca = Path(self.control()["kubeconfig"]).parent / "test-ca.crt"
        self._ca.write_bytes(base64.b64decode(self.describe()["certificateAuthority"]["data"]))
        return self

    def control(self):
        """What the emulator says of it, or None."""
        _, clusters = self.emulator.control("GET", "clusters")
        return next(
            (found for found in clusters if (found["account"], found["name"]) == (self.account.id, self.name)), None
        )

    def install(self, addon):
        self.eks.create_addon(clusterName=self.name, addonName=addon)
        until(lambda: self.addon_status(addon) == "ACTIVE", f"{addon} is installed")

    def addon_status(self, addon):
        return self.eks.describe_addon(clusterName=self.name, addonName=addon)["addon"]["status"]

    def let_in(self, role, *policies, groups=(), scope=None):
        """An access entry with policies. -> the ARN of the role"""
        principal = self.account.role(role)
        self.account.make_role(role)
        self.eks.create_access_entry(clusterName=self.name, principalArn=principal, kubernetesGroups=list(groups))
        for policy in policies:
            self.associate(principal, policy, scope or {"type": "cluster"})
        return principal

    def associate(self, principal, policy, scope):
        arn = f"arn:aws:eks::aws:cluster-access-policy/{policy}"
        self.eks.associate_access_policy(
            clusterName=self.name, principalArn=principal, policyArn=arn, accessScope=scope
        )

    def token(self, credentials):
        """As the AWS CLI makes it: there is no other maker of these tokens."""
        environment = {
            **os.environ,
            **{key.upper(): value for key, value in credentials.items()},
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.emulator.port}",
            "AWS_DEFAULT_REGION": REGION,
        }
        aws = Path(sys.executable).parent / "aws"
        command = [sys.executable, aws, "eks", "get-token", "--cluster-name", self.name, "--output", "json"]
        output = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
        return json.loads(output)["status"]["token"]

    def as_role(self, role, session="test"):
        return Kubernetes(self, token=self.token(self.account.assume(role, session)))

    def as_bearer(self, token):
        return Kubernetes(self, token=token)

    @property
    def admin(self):
        return Kubernetes(self)


class Kubernetes:
    """The API, as whoever has a token, or as its administrator."""

    def __init__(self, cluster, token=None):
        self._session = requests.Session()
        # A bundle of certificates in the environment would take the place of the cluster's.
        self._session.trust_env = False
        self._session.verify = str(cluster._ca)
        self._endpoint = cluster.describe()["endpoint"]
        if token:
            self._session.headers["Authorization"] = f"Bearer {token}"
        else:
            self._session.cert = client_certificate(cluster)

    def call(self, method, path, body=None, content_type="application/json"):
        """-> (status, parsed answer)"""
        headers = {"Content-Type": content_type, "Accept": "application/json"}
        response = self._session.request(method, self._endpoint + path, json=body, headers=headers)
        is_json = response.headers["Content-Type"].startswith("application/json")
        return response.status_code, response.json() if is_json else response.text

    def get(self, kind, name=None, namespace=None):
        """-> the object, or a list's; None if it is not there"""
        status, answer = self.call("GET", path_of(kind, name, namespace))
        if status == 404:
            return None
        assert status == 200, answer
        return answer if name else answer["items"]

    def status(self, method, kind, name=None, namespace=None, body=None):
        return self.call(method, path_of(kind, name, namespace), body)[0]

    def create(self, kind, name, namespace=None, **content):
        group_version, _ = KINDS[kind]
        metadata = {"name": name, **content.pop("metadata", {})}
        manifest = {"apiVersion": group_version, "kind": kind, "metadata": metadata, **content}
        status, answer = self.call("POST", path_of(kind, None, namespace), manifest)
        assert status == 201, answer
        return answer

    def patch(self, kind, name, namespace, change):
        merge = "application/merge-patch+json"
        status, answer = self.call("PATCH", path_of(kind, name, namespace), change, merge)
        assert status == 200, answer

    def delete(self, kind, name, namespace=None):
        status, answer = self.call("DELETE", path_of(kind, name, namespace))
        assert status in (200, 202), answer

    def events(self, kind, name, namespace):
        """[(reason, message)]"""
        return [
            (event["reason"], event["message"])
            for event in self.get("Event", namespace=namespace)
            if (event["involvedObject"]["kind"], event["involvedObject"]["name"]) == (kind, name)
        ]

    def make_namespace(self, name):
        self.create("Namespace", name)
        # Pods are refused until it is there.
        until(lambda: self.get("ServiceAccount", "default", name), "the default service account exists")
        return name


def path_of(kind, name=None, namespace=None):
    group_version, plural = KINDS[kind]
    parts = ["", "apis" if "/" in group_version else "api", group_version]
    if namespace:
        parts += ["namespaces", namespace]
    return "/".join([*parts, plural, *([name] if name else [])])


def client_certificate(cluster):
    kubeconfig = Path(cluster.control()["kubeconfig"])
    user = yaml.safe_load(kubeconfig.read_text())["users"][0]["user"]
    files = []
    for key in ("client-certificate", "client-key"):
        if key in user:
            files.append(user[key])
        else:
            path = kubeconfig.parent / f"test-{key}"
            path.write_bytes(base64.b64decode(user[f"{key}-data"]))
            files.append(str(path))
    return tuple(files)
