"""Private addresses of servers, in the subnets of their groups: from the end, since instances get theirs from the start."""

from ipaddress import ip_network

# The last one of a subnet is for broadcasts.
LAST = -2


class Addresses:
    def __init__(self):
        # {name: address}
        self.given = {}

    def of(self, name, subnets):
        """None where there is no subnet. It stays the same until it is free."""
        if name not in self.given and subnets:
            taken = set(self.given.values())
            hosts = (str(ip_network(subnets[0])[index]) for index in range(LAST, -ip_network(subnets[0]).num_addresses, -1))
            self.given[name] = next(host for host in hosts if host not in taken)
        return self.given.get(name)

    def free_others(self, names):
        self.given = {name: address for name, address in self.given.items() if name in names}
