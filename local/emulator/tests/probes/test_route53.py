"""Zones and their records."""

from . import made
from .probe import probe


@probe("delete a zone with records", "HostedZoneNotEmpty")
def test_delete_zone_with_records(account):
    zone = made.Zone(account)
    zone.create("a.probe.example.com", "A", "10.0.0.1")
    return lambda: zone.route53.delete_hosted_zone(Id=zone.id)


@probe("CNAME beside an A record", "InvalidChangeBatch")
def test_cname_beside_another(account):
    zone = made.Zone(account)
    zone.create("a.probe.example.com", "A", "10.0.0.1")
    return lambda: zone.create("a.probe.example.com", "CNAME", "b.example.com")


@probe("record outside of the zone", "InvalidChangeBatch")
def test_record_outside(account):
    zone = made.Zone(account)
    return lambda: zone.create("a.example.org", "A", "10.0.0.1")
