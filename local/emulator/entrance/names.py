"""DNS names that lead to load balancers, and what stands for them on this machine."""

from moto.route53.models import route53_backends

LOCAL = "localhost"


def names_by_balancer():
    """-> {DNS name of a load balancer: [{name, local}]}, by the alias records of all zones"""
    found = {}
    for _, _, backend in route53_backends.iter_backends():
        for zone in backend.zones.values():
            for record in zone.rrsets:
                if record.type == "A" and record.alias_target:
                    name, leads_to = plain(record.name), plain(record.alias_target["DNSName"])
                    names = found.setdefault(leads_to.removeprefix("dualstack."), [])
                    names.append({"name": name, "local": local_name(name, plain(zone.name))})
    return found


def local_name(name, zone):
    """shop.dev.acme.example in the zone dev.acme.example is shop.dev.localhost: browsers know that as this machine."""
    return f"{name.removesuffix(zone)}{zone.split('.')[0]}.{LOCAL}"


def plain(name):
    return name.rstrip(".").lower()
