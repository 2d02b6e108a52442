"""Secrets of Kubernetes that hold what the Secrets Store CSI driver fetched.

The driver writes them as its own service account, which may not unless somebody grants it: the add-on takes
`syncSecret` and does not pass it on, so the ClusterRole for it is missing. Known to
aws/secrets-store-csi-driver-provider-aws, and open.
"""

import base64

from kubernetes.client.exceptions import ApiException

from .kubernetes_api import CONFLICT, summary

MANAGED = "secrets-store.csi.k8s.io/managed"
NAMESPACE, SERVICE_ACCOUNT = "aws-secrets-manager", "secrets-store-csi-driver"
WRITER = f"system:serviceaccount:{NAMESPACE}:{SERVICE_ACCOUNT}"
REASON = "FailedToCreateSecret"


class SyncedSecrets:
    def __init__(self, api, existing, events):
        """`existing` watches the Secrets with the label MANAGED."""
        self._api, self._existing, self._events = api, existing, events

    def sync(self, pod, provider_class, files):
        for secret_object in provider_class["spec"].get("secretObjects") or []:
            wanted = make_secret(pod, secret_object)
            try:
                wanted["data"] = data_of(secret_object, files)
                self._write(wanted)
            except (KeyError, ApiException) as error:
                metadata = provider_class["metadata"]
                self._events.warn(
                    pod,
                    REASON,
                    f"failed to create Kubernetes secret {metadata['namespace']}/{wanted['metadata']['name']} of spc "
                    f"{metadata['name']}, err: {error.args[0] if isinstance(error, KeyError) else summary(error)}",
                )

    def _write(self, wanted):
        metadata = wanted["metadata"]
        existing = self._existing.find(metadata["namespace"], metadata["name"])
        if existing is None:
            try:
                self._api.create(wanted, user=WRITER)
                return
            except ApiException as error:
                if error.status != CONFLICT:
                    raise
                existing = self._api.get("Secret", metadata["name"], metadata["namespace"])
        owners = merged_owners(existing, metadata["ownerReferences"])
        if is_different(existing, wanted, owners):
            self._api.replace({**wanted, "metadata": {**metadata, "ownerReferences": owners}}, user=WRITER)


def make_secret(pod, secret_object):
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {
            "name": secret_object.get("secretName", "").strip(),
            "namespace": pod["metadata"]["namespace"],
            "labels": {**(secret_object.get("labels") or {}), MANAGED: "true"},
            "annotations": secret_object.get("annotations") or {},
            "ownerReferences": owners_of(pod),
        },
        "type": secret_object.get("type") or "Opaque",
    }


def owners_of(pod):
    """The Secret goes with what made the pods that mount it (a ReplicaSet, a Job), or with the pod."""
    metadata = pod["metadata"]
    owners = metadata.get("ownerReferences") or [
        {"apiVersion": "v1", "kind": "Pod", "name": metadata["name"], "uid": metadata["uid"]}
    ]
    return [{key: owner[key] for key in ("apiVersion", "kind", "name", "uid")} for owner in owners]


def merged_owners(existing, owners):
    known = existing["metadata"].get("ownerReferences") or []
    uids = {owner["uid"] for owner in known}
    return [*known, *(owner for owner in owners if owner["uid"] not in uids)]


def data_of(secret_object, files):
    """Of the files that the class names. @raises KeyError"""
    data = {}
    for entry in secret_object.get("data") or []:
        file, key = entry.get("objectName", "").strip(), entry.get("key", "").strip()
        if file not in files:
            raise KeyError(f"file matching objectName {file} not found in the pod")
        data[key] = base64.b64encode(files[file]).decode()
    return data


def is_different(existing, wanted, owners):
    metadata, wanted_metadata = existing["metadata"], wanted["metadata"]
    return (
        (existing.get("data") or {}) != wanted["data"]
        or (metadata.get("labels") or {}) != wanted_metadata["labels"]
        or (metadata.get("annotations") or {}) != wanted_metadata["annotations"]
        or (metadata.get("ownerReferences") or []) != owners
    )
