"""How targets are, as the entrance has found by asking them."""


class TargetHealth:
    """MOTO must be held."""

    def __init__(self):
        # Where the entrance listens; None until it has told.
        self.port = None
        self._found = {}

    def take(self, report):
        """`{port, targets: [{group, address, port, state, reason, description}]}` of all targets that it checks."""
        self.port = report["port"]
        self._found = {}
        for each in report["targets"]:
            self._found.setdefault(each["group"], {})[each["address"], each["port"]] = each

    def find(self, group, address, port):
        """-> what was found, or None"""
        return self._found.get(group, {}).get((address, port))

    def draining(self, group):
        """Targets that are registered no longer, and still answer requests."""
        return [each for each in self._found.get(group, {}).values() if each["state"] == "draining"]


TARGET_HEALTH = TargetHealth()
