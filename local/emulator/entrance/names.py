"""DNS names that lead to load balancers, and what stands for them on this machine."""

from moto.route53.models import route53_backends

LOCAL = "localhost"


def names_by_balancer():
    """-> {DNS name of a load balancer: [(name, zone)]}, by the alias records of all zones"""
    found = {}
    for _, _, backend in route53_backends.iter_backends():
        for zone in backend.zones.values():
            for record in zone.rrsets:
                if record.type == "A" and record.alias_target:
                    name, leads_to = plain(record.name), plain(record.alias_target["DNSName"])
                    names = found.setdefault(leads_to.removeprefix("dualstack."), [])
                    names.append((name, plain(zone.name)))
    return found


def describe_names(balancer, records, hosts):
    """
    -> [{name, local}] of a load balancer: by `records`, its alias records with their zones, and by `hosts`, which its
    rules name though nobody here has a zone of them, as a domain whose zone is elsewhere.
    """
    own = own_zone(balancer, {zone for _, zone in records})
    beside = f".{own.split('.')[0]}.{LOCAL}" if own else f".{LOCAL}"
    named = [
        {"name": name, "local": local_name(name, zone) if own in (None, zone) else f"{name}{beside}"}
        for name, zone in records
    ]
    known = {name for name, _ in records}
    literal = sorted({plain(host) for host in hosts if not set(host) & set("*?")} - known)
    # A name in a zone that is here leads nowhere before it has a record.
    literal = [host for host in literal if not (own and host.endswith(f".{own}"))]
    return named + [{"name": host, "local": f"{host}{beside}"} for host in literal]


def own_zone(balancer, zones):
    """That of the environment, as a load balancer has its name: dev-entrance is reached below dev.acme.example."""
    found = [zone for zone in zones if balancer.startswith(f"{zone.split('.')[0]}-")]
    return max(found, key=len, default=None)


def local_name(name, zone):
    """shop.dev.acme.example in the zone dev.acme.example is shop.dev.localhost: browsers know that as this machine."""
    return f"{name.removesuffix(zone)}{zone.split('.')[0]}.{LOCAL}"


def plain(name):
    return name.rstrip(".").lower()
