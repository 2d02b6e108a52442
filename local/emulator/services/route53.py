"""Route 53: a record that exists is not made again, and each zone has name servers of its own."""

import secrets

from moto.route53.exceptions import ResourceRecordAlreadyExists
from moto.route53.models import DelegationSet, Route53Backend

from ..patch import wraps


@wraps(Route53Backend)
def change_resource_record_sets(original, self, zoneid, change_list):
    """aws_route53_record: two of one name and type are refused; moto replaces what differs in its value."""
    zone = self.get_hosted_zone(zoneid)
    existing = {(record.name, record.type, record.set_identifier) for record in zone.rrsets}
    for change in change_list:
        record = change["ResourceRecordSet"]
        key = (full_name(record["Name"]), record["Type"], record.get("SetIdentifier"))
        if change["Action"] == "DELETE":
            existing.discard(key)
        elif change["Action"] == "CREATE" and key in existing:
            raise ResourceRecordAlreadyExists(name=key[0], _type=key[1])
        # moto refuses what was made once before, although it was deleted, when another record comes after it.
        while change["Action"] == "CREATE" and change in zone.rr_changes:
            zone.rr_changes.remove(change)
    original(self, zoneid, change_list)


def full_name(name):
    return f"{name.rstrip('.')}."


@wraps(DelegationSet)
def __init__(original, self, caller_reference, name_servers, delegation_set_id):
    """Each zone has four of its own, and a delegation to the wrong ones leads nowhere. moto has four for all."""
    original(self, caller_reference, name_servers or choose_name_servers(), delegation_set_id)


def choose_name_servers():
    """One of each of AWS's four domains."""
    numbers = [secrets.randbelow(512) + 512 * domain for domain in range(4)]
    domains = ("com", "net", "org", "co.uk")
    return [f"ns-{number}.awsdns-{number % 64:02}.{domain}" for number, domain in zip(numbers, domains)]
