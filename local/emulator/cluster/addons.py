"""What the add-ons of EKS put into a cluster: namespaces and service accounts.

Their pods are left out; what the CSI driver and Fluent Bit do is done by controllers here. The kinds of objects that
they bring are in every cluster.
"""

from ..lock import MOTO
from .controller import Controller
from .log_agent import LogAgent
from .secrets_store import DRIVER, SecretsStore
from .synced_secret import NAMESPACE as SECRETS_NAMESPACE
from .synced_secret import SERVICE_ACCOUNT as SECRETS_DRIVER


def namespace(name):
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


def service_account(name, in_namespace):
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name, "namespace": in_namespace}}


CSI_DRIVER = {
    "apiVersion": "storage.k8s.io/v1",
    "kind": "CSIDriver",
    "metadata": {"name": DRIVER},
    "spec": {
        "attachRequired": False,
        "podInfoOnMount": True,
        "requiresRepublish": True,
        "tokenRequests": [{"audience": "sts.amazonaws.com"}, {"audience": "pods.eks.amazonaws.com"}],
        "volumeLifecycleModes": ["Ephemeral"],
    },
}

# {add-on: (objects in the order of their creation, controller)}
CONTENTS = {
    "amazon-cloudwatch-observability": (
        [
            namespace("amazon-cloudwatch"),
            service_account("cloudwatch-agent", "amazon-cloudwatch"),
            service_account("amazon-cloudwatch-observability-controller-manager", "amazon-cloudwatch"),
        ],
        LogAgent,
    ),
    "aws-secrets-store-csi-driver-provider": (
        [
            namespace(SECRETS_NAMESPACE),
            service_account(SECRETS_DRIVER, SECRETS_NAMESPACE),
            CSI_DRIVER,
        ],
        SecretsStore,
    ),
    "metrics-server": ([service_account("metrics-server", "kube-system")], None),
}


class Addons(Controller):
    """Installs what EKS has been told to install, and removes the rest. An add-on is CREATING until then."""

    def __init__(self, control_plane, api):
        super().__init__(control_plane, api)
        self._installed = {}

    def reconcile(self):
        with MOTO:
            wanted = set(self.cluster.addons)
        for name in set(self._installed) - wanted:
            self._remove(name)
        for name in wanted - set(self._installed):
            self._install(name)
        with MOTO:
            for name, addon in self.cluster.addons.items():
                if name in self._installed and addon["status"] == "CREATING":
                    addon["status"] = "ACTIVE"

    def stop(self):
        super().stop()
        for controller in list(self._installed.values()):
            if controller:
                controller.stop()

    def wake(self):
        super().wake()
        for controller in list(self._installed.values()):
            if controller:
                controller.wake()

    def _install(self, name):
        objects, controller_class = CONTENTS[name]
        for manifest in objects:
            self.api.apply(manifest)
        controller = controller_class and controller_class(self.control_plane, self.api)
        self._installed[name] = controller
        if controller:
            controller.start()

    def _remove(self, name):
        objects, _ = CONTENTS[name]
        controller = self._installed[name]
        if controller:
            controller.stop()
        for manifest in reversed(objects):
            self.api.delete(manifest["kind"], manifest["metadata"]["name"], manifest["metadata"].get("namespace"))
        del self._installed[name]
