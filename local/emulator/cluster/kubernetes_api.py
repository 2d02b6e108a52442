"""The calls to a cluster's Kubernetes API, on plain dicts, as its administrator."""

import base64
import json

import yaml
from kubernetes.client import ApiClient, Configuration
from kubernetes.client.exceptions import ApiException
from kubernetes.dynamic import DynamicClient
from kubernetes.dynamic.resource import Resource, Subresource
from kubernetes.watch import Watch

# {kind: (group and version, name in paths, whether it stands in a namespace)}
KINDS = {
    "ClusterRole": ("rbac.authorization.k8s.io/v1", "clusterroles", False),
    "ClusterRoleBinding": ("rbac.authorization.k8s.io/v1", "clusterrolebindings", False),
    "ConfigMap": ("v1", "configmaps", True),
    "CSIDriver": ("storage.k8s.io/v1", "csidrivers", False),
    "EndpointSlice": ("discovery.k8s.io/v1", "endpointslices", True),
    "Event": ("v1", "events", True),
    "MutatingWebhookConfiguration": ("admissionregistration.k8s.io/v1", "mutatingwebhookconfigurations", False),
    "Namespace": ("v1", "namespaces", False),
    "Pod": ("v1", "pods", True),
    "RoleBinding": ("rbac.authorization.k8s.io/v1", "rolebindings", True),
    "Secret": ("v1", "secrets", True),
    "SecretProviderClass": ("secrets-store.csi.x-k8s.io/v1", "secretproviderclasses", True),
    "Service": ("v1", "services", True),
    "ServiceAccount": ("v1", "serviceaccounts", True),
    "TargetGroupBinding": ("eks.amazonaws.com/v1", "targetgroupbindings", True),
    "TokenReview": ("authentication.k8s.io/v1", "tokenreviews", False),
}
# The API server ends a watch after that time; the next one begins with a new list.
WATCH_SECONDS = 300
NOT_FOUND, CONFLICT = 404, 409
MERGE = "application/merge-patch+json"


class KubernetesApi:
    def __init__(self, kubeconfig, directory):
        """`directory` gets the certificates as files, as the HTTP client wants them."""
        self._client = Client(ApiClient(configuration(kubeconfig, directory)))
        self._resources = {kind: make_resource(self._client, kind, *where) for kind, where in KINDS.items()}

    def list(self, kind, label_selector=None):
        """-> (objects, the version of the list, to watch from)"""
        answer = parsed(self._resources[kind].get(label_selector=label_selector, serialize=False))
        api_version = KINDS[kind][0]
        # A list leaves out what all its items have in common.
        items = [{"apiVersion": api_version, "kind": kind, **item} for item in answer["items"]]
        return items, answer["metadata"]["resourceVersion"]

    def watch(self, kind, resource_version, label_selector=None):
        """-> (ADDED, MODIFIED or DELETED, object), until the API server ends it. @raises ApiException"""
        events = Watch().stream(
            self._resources[kind].get,
            resource_version=resource_version,
            label_selector=label_selector,
            timeout_seconds=WATCH_SECONDS,
            serialize=False,
        )
        for event in filter(None, events):
            yield event["type"], event["raw_object"]

    def get(self, kind, name, namespace=None):
        """None if there is no such object."""
        try:
            return parsed(self._resources[kind].get(name=name, namespace=namespace, serialize=False))
        except ApiException as error:
            if error.status == NOT_FOUND:
                return None
            raise

    def apply(self, manifest):
        """Creates the object, or changes what differs."""
        self._resources[manifest["kind"]].server_side_apply(
            body=manifest,
            name=manifest["metadata"]["name"],
            namespace=manifest["metadata"].get("namespace"),
            field_manager="eks",
            force_conflicts=True,
        )

    def create(self, manifest, user=None):
        """`user` is whose permissions count, in place of the administrator's."""
        resource, namespace = self._resources[manifest["kind"]], manifest["metadata"].get("namespace")
        resource.create(body=manifest, namespace=namespace, header_params=impersonate(user))

    def review_token(self, token, audience):
        """-> the status of a TokenReview"""
        spec = {"token": token, "audiences": [audience]}
        manifest = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": spec}
        return parsed(self._resources["TokenReview"].create(body=manifest, serialize=False))["status"]

    def replace(self, manifest, user=None):
        resource, namespace = self._resources[manifest["kind"]], manifest["metadata"].get("namespace")
        resource.replace(body=manifest, namespace=namespace, header_params=impersonate(user))

    def patch(self, kind, name, namespace, change):
        self._resources[kind].patch(body=change, name=name, namespace=namespace, content_type=MERGE)

    def patch_status(self, kind, name, namespace, status):
        self._resources[kind].status.patch(body={"status": status}, name=name, namespace=namespace, content_type=MERGE)

    def delete(self, kind, name, namespace=None):
        """No error if there is no such object."""
        try:
            self._resources[kind].delete(name=name, namespace=namespace)
        except ApiException as error:
            if error.status != NOT_FOUND:
                raise


class Client(DynamicClient):
    """Without discovery, which asks the API server for all that it has and keeps a cache in a common folder."""

    def __init__(self, client):
        super().__init__(client, discoverer=lambda *_: None)


def configuration(kubeconfig, directory):
    """The library's own loader leaves the keys in temporary files that only a regular end would remove."""
    with open(kubeconfig) as file:
        document = yaml.safe_load(file)
    cluster, user = document["clusters"][0]["cluster"], document["users"][0]["user"]
    settings = Configuration()
    settings.host = cluster["server"]
    settings.ssl_ca_cert = certificate_file(cluster, "certificate-authority", directory)
    settings.cert_file = certificate_file(user, "client-certificate", directory)
    settings.key_file = certificate_file(user, "client-key", directory)
    # It listens on this machine.
    settings.proxy = None
    # Each of a cluster's watches holds one.
    settings.connection_pool_maxsize = 32
    settings.retries = False
    return settings


def certificate_file(entry, key, directory):
    if key in entry:
        return entry[key]
    path = directory / key
    path.write_bytes(base64.b64decode(entry[f"{key}-data"]))
    path.chmod(0o600)
    return str(path)


def make_resource(client, kind, group_version, name, namespaced):
    group, _, version = group_version.rpartition("/")
    resource = Resource(
        prefix="apis" if group else "api",
        group=group,
        api_version=version,
        kind=kind,
        namespaced=namespaced,
        name=name,
        client=client,
    )
    resource.subresources["status"] = Subresource(resource, name=f"{name}/status", namespaced=namespaced, kind=kind)
    return resource


def parsed(response):
    return json.loads(response.data)


def impersonate(user):
    return {"Impersonate-User": user} if user else {}


def summary(error):
    """What the API server says that was wrong, in one line."""
    try:
        return json.loads(error.body)["message"]
    except (AttributeError, TypeError, ValueError, KeyError):
        return repr(error)
