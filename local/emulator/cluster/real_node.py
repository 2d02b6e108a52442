"""The node of a cluster that runs containers for real, as far as it belongs to AWS: see local/kubernetes/node."""

import json
from urllib.parse import urlsplit

# Link-local addresses are in no VPC. The one is the agent's of EKS Pod Identity, on every node.
AGENT = "169.254.170.23:80"
# The APIs of AWS, at the port that network policies know them by.
APIS = "169.254.170.24:443"


class RealNode:
    def __init__(self, programs, images, url):
        """`programs` may still be under construction; `url` is the emulator's."""
        self._programs, self._images, self._url = programs, images, url

    def options(self, control_plane, folder, agent):
        """Of the program that runs a cluster. `agent` is where Pod Identity's listens on this machine."""
        cluster = f"{control_plane.account}/{control_plane.region}/{control_plane.cluster.name}"
        return [
            *("--box-programs", self._programs, "--box", folder, "--images", self._images),
            *("--servers", f"{self._url}/_emulator/servers"),
            *("--secrets", f"{self._url}/_emulator/mounts/{cluster}"),
            *("--forward", f"{AGENT}={agent}", "--forward", f"{APIS}={urlsplit(self._url).netloc}"),
            *("--variables", f"AWS_ENDPOINT_URL=http://{APIS}"),
        ]


def why_simulated(data):
    """What a cluster says of its containers, in its folder. None: they run for real."""
    try:
        return json.loads((data / "containers.json").read_text()).get("why")
    except FileNotFoundError:
        return "the cluster is not ready yet"
