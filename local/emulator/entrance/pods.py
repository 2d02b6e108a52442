"""Which pods the targets of target groups are, and how they are reached: told by the clusters."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pod:
    # namespace/name
    name: str
    # The socket of the node that runs it. Empty: a simulated node does.
    via: str


class Pods:
    """MOTO must be held."""

    def __init__(self):
        self._by_binding = {}

    def tell(self, binding, group, pods):
        """`binding` is its uid, `group` an ARN. `pods` is {(address, port): Pod}; those before count no more."""
        self._by_binding[binding] = group, pods

    def forget(self, binding):
        self._by_binding.pop(binding, None)

    def find(self, group, address, port):
        """-> the pod, or None for a target that no cluster has registered"""
        for bound, pods in self._by_binding.values():
            if bound == group and (address, port) in pods:
                return pods[address, port]
        return None


PODS = Pods()
