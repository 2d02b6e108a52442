"""The Secrets Store CSI driver with AWS's provider: secrets of Secrets Manager for pods, synced to Secrets.

Each pod's own role decides what it gets. The files themselves are not made, since no container runs: the node
simulation starts a pod once it carries the annotation, and Secrets are what its environment is read from.
"""

from ..iam_policy import NotEvaluated
from ..lock import MOTO
from ..pace import PACE
from .controller import Controller
from .events import Events
from .pod_identity import NoCredentials, assume_role
from .secret_provider_class import Invalid, files_of, parse
from .secrets_manager import AccessDenied, SecretNotFound, get_secret_value
from .synced_secret import MANAGED, SyncedSecrets

DRIVER = "secrets-store.csi.k8s.io"
MOUNTED = "emulator.local/secrets"


class NotMounted(Exception):
    """Says why, as the node would."""


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
                self._synced.sync(pod, provider_class, self._fetch(pod, provider_class))
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
            raise NotMounted(
                f"failed to get secretproviderclass {namespace}/{name}, error: "
                f'SecretProviderClass.secrets-store.csi.x-k8s.io "{name}" not found'
            )
        return found

    def _fetch(self, pod, provider_class):
        """{file: bytes}. @raises NotMounted"""
        region, account = self.control_plane.region, self.control_plane.account
        files = {}
        try:
            for wanted in parse(provider_class):
                with MOTO:
                    PACE.catch_up()
                    caller = assume_role(self.cluster, account, pod)
                    value = get_secret_value(caller, account, region, wanted.name, wanted.stage)
                files.update(files_of(wanted, value))
        except Invalid as error:
            raise failed_objects(pod, error) from None
        except (AccessDenied, SecretNotFound) as error:
            code = "AccessDeniedException" if isinstance(error, AccessDenied) else "ResourceNotFoundException"
            raise failed_objects(
                pod,
                f"{region}: Failed fetching secret {wanted.name}: operation error Secrets Manager: GetSecretValue, "
                f"https response error StatusCode: 400, api error {code}: {error}",
            ) from None
        except (NoCredentials, NotEvaluated) as error:
            raise failed_objects(
                pod,
                "Failed to fetch secret from all regions. Verify secret exists and required permissions are granted "
                f"for: {wanted.name} (emulator: {error})",
            ) from None
        return files

    def _report(self, pod, volume, reason):
        message = f'MountVolume.SetUp failed for volume "{volume["name"]}" : rpc error: code = Unknown desc = {reason}'
        self._node_events.warn(pod, "FailedMount", message)


def failed_objects(pod, reason):
    metadata = pod["metadata"]
    return NotMounted(
        f"failed to mount secrets store objects for pod {metadata['namespace']}/{metadata['name']}, "
        f"err: rpc error: code = Unknown desc = {reason}"
    )


def is_ours(volume):
    return (volume.get("csi") or {}).get("driver") == DRIVER


def is_alive(pod):
    """Placed on a node, and neither finished nor about to go."""
    return (
        pod["spec"].get("nodeName") is not None
        and "deletionTimestamp" not in pod["metadata"]
        and pod.get("status", {}).get("phase") not in ("Succeeded", "Failed")
    )
