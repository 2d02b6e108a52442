"""DNS as the world sees it: from zone to zone by the name servers that a zone gives for the next one.

A zone below no other one of the emulator counts as registered. One that lies in another is reached only if that one
names its name servers.
"""

from moto.route53.models import route53_backends


def resolves(name, kind, value):
    name = full(name)
    return any(
        full(text(item)) == full(value)
        for zone in zones_of(name)
        if is_reached(zone)
        for record in zone.rrsets
        if (full(record.name), record.type) == (name, kind)
        for item in record.records or []
    )


def zones_of(name):
    """Public zones of all accounts in which the name would be, without those above them."""
    found = [zone for zone in public_zones() if is_in(name, zone)]
    deepest = max((len(zone.name) for zone in found), default=0)
    return [zone for zone in found if len(zone.name) == deepest]


def is_reached(zone):
    above = [other for other in public_zones() if other.name != zone.name and is_in(zone.name, other)]
    if not above:
        return True
    nearest = max(len(other.name) for other in above)
    servers = {full(server) for server in zone.delegation_set.name_servers}
    return any(
        is_reached(other) and named_servers(other, zone.name) == servers
        for other in above
        if len(other.name) == nearest
    )


def named_servers(zone, name):
    """The name servers that a zone gives for a name below it."""
    return {
        full(text(item))
        for record in zone.rrsets
        if record.type == "NS" and full(record.name) == full(name)
        for item in record.records or []
    }


def public_zones():
    for account in list(route53_backends):
        for zone in route53_backends[account]["aws"].zones.values():
            if not zone.private_zone:
                yield zone


def is_in(name, zone):
    return full(name) == full(zone.name) or full(name).endswith(f".{full(zone.name)}")


def full(name):
    return f"{name.rstrip('.')}.".lower()


def text(item):
    return item["Value"] if isinstance(item, dict) else item
