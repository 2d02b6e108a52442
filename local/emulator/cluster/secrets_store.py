"""The Secrets Store CSI driver with AWS's provider: secrets of Secrets Manager for pods, synced to Secrets.

Each pod's own role decides what it gets. The node simulation starts a pod once it carries the annotation, and Secrets
are what its environment is read from. The files are made where containers run for real: the node's part of the driver
(local/kubernetes/node/secrets.go) asks for them.
"""

from .controller import Controller
from .events import Events
from .pod_secrets import NotMounted, fetch, no_class
from .synced_secret import MANAGED, SyncedSecrets

DRIVER = "secrets-store.csi.k8s.io"
MOUNTED = "emulator.local/secrets"


class SecretsStore(Controller):
    """Runs as long as the add-on is installed. A wait for a permission or a value ends by itself."""

    def __init__(self, control_plane, api):
        super().__init__(control_plane, api)
        self._pods = self.watch("Pod")
        self._classes = self.watch("SecretProviderClass")
        self._secrets = self.watch("Secret", f"{MANAGED}=true")
        self._node_events = Events(api, "kubelet")
        self._synced = SyncedSecrets(api, self._secrets, Events(api, "csi-secrets-store-controller"))

    def reconcile(self):
        for pod in self._pods.all():
            volumes = [volume for volume in pod["spec"].get("volumes") or [] if is_ours(volume)]
            if volumes and is_alive(pod):
                self._serve(pod, volumes)

    def _serve(self, pod, volumes):
        is_mounted = (pod["metadata"].get("annotations") or {}).get(MOUNTED) == "mounted"
        for volume in volumes:
            try:
                provider_class = self._find_class(pod, volume)
                self._synced.sync(pod, provider_class, fetch(self.control_plane, pod, provider_class))
            except NotMounted as reason:
                # A rotation that fails leaves what was mounted before.
                if not is_mounted:
                    self._report(pod, volume, reason)
                    return
        if not is_mounted:
            metadata = pod["metadata"]
            annotation = {"metadata": {"annotations": {MOUNTED: "mounted"}}}
            self.api.patch("Pod", metadata["name"], metadata["namespace"], annotation)

    def _find_class(self, pod, volume):
        csi = volume["csi"]
        if not csi.get("readOnly"):
            raise NotMounted("Readonly is not true in request")
        name, namespace = (csi.get("volumeAttributes") or {}).get("secretProviderClass"), pod["metadata"]["namespace"]
        if not name:
            raise NotMounted("secretProviderClass is not set")
        found = self._classes.find(namespace, name)
        if found is None:
            raise no_class(namespace, name)
        return found

    def _report(self, pod, volume, reason):
        message = f'MountVolume.SetUp failed for volume "{volume["name"]}" : rpc error: code = Unknown desc = {reason}'
        self._node_events.warn(pod, "FailedMount", message)


def is_ours(volume):
    return (volume.get("csi") or {}).get("driver") == DRIVER


def is_alive(pod):
    """Placed on a node, and neither finished nor about to go."""
    return (
        pod["spec"].get("nodeName") is not None
        and "deletionTimestamp" not in pod["metadata"]
        and pod.get("status", {}).get("phase") not in ("Succeeded", "Failed")
    )
