"""The emulator's own authority in pods, in the place of Amazon's: it signs the certificates of the real servers.

Terraform sees its ConfigMap as it made it: pods are given another one, which stands beside it.
"""

from ..servers.servers import SERVERS
from .controller import Controller

# As the services have it (constructs/services/runtime/authorities.ts).
NAME, FILE = "authorities", "bundle.pem"
EMULATED = "authorities-emulated"


class Authorities(Controller):
    """A ConfigMap beside each one of the services'."""

    def __init__(self, control_plane, api):
        super().__init__(control_plane, api)
        self._maps = self.watch("ConfigMap")

    def reconcile(self):
        for found in self._maps.all():
            if found["metadata"]["name"] == NAME:
                self._keep(found["metadata"]["namespace"])

    def _keep(self, namespace):
        data, emulated = {FILE: SERVERS.authority.pem}, self._maps.find(namespace, EMULATED)
        if emulated is None or emulated.get("data") != data:
            self.api.apply(config_map(namespace, data))


def config_map(namespace, data):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": EMULATED, "namespace": namespace}, "data": data}


def with_authority(pod):
    """The pod with the emulator's ConfigMap in its volumes. The pod itself if it has none to replace."""
    volumes = pod["spec"].get("volumes") or []
    replaced = [mounting_emulated(volume) if mounts_authorities(volume) else volume for volume in volumes]
    return pod if replaced == volumes else {**pod, "spec": {**pod["spec"], "volumes": replaced}}


def mounts_authorities(volume):
    return (volume.get("configMap") or {}).get("name") == NAME


def mounting_emulated(volume):
    return {**volume, "configMap": {**volume["configMap"], "name": EMULATED}}
