"""Route 53: what may stand beside what, values of records.

Source: Route 53 Developer Guide, "Supported DNS record types" and "Domain name format".
"""

import ipaddress

from moto.route53.models import route53_backends

from .rule import Refused, rule


def zone_of(request, parameter="HostedZoneId"):
    name = (request.get(parameter) or "").rpartition("/")[2]
    return route53_backends[request.account]["aws"].zones.get(name)


def refused(message):
    return Refused("InvalidChangeBatch", f"[{message}]")


def full(name):
    return f"{name.rstrip('.')}.".lower()


@rule("route53", "ChangeResourceRecordSets")
def records(request):
    zone = zone_of(request)
    if zone is None:
        return
    apex = full(zone.name)
    there = {(full(record.name), record.type) for record in zone.rrsets}
    for change in request.get("ChangeBatch")["Changes"]:
        record = change["ResourceRecordSet"]
        name, kind = full(record["Name"]), record["Type"]
        if change["Action"] == "DELETE":
            check_deletion(apex, name, kind, there)
            there.discard((name, kind))
        else:
            check_neighbours(apex, name, kind, there)
            check_values(name, kind, record.get("ResourceRecords") or [])
            there.add((name, kind))


def check_deletion(apex, name, kind, there):
    if name == apex and kind in ("NS", "SOA"):
        raise refused(f"A HostedZone must contain at least one {kind} record for the zone itself.")
    if (name, kind) not in there:
        raise refused(f"Tried to delete resource record set [name='{name}', type='{kind}'] but it was not found")


def check_neighbours(apex, name, kind, there):
    if kind == "CNAME" and name == apex:
        raise refused(f"RRSet of type CNAME with DNS name {name} is not permitted at apex in zone {apex}")
    beside = {other for at, other in there if at == name and other != kind}
    if kind == "CNAME" and beside:
        raise refused(
            f"RRSet of type CNAME with DNS name {name} is not permitted as it conflicts with other records with the "
            f"same DNS name in zone {apex}"
        )
    if "CNAME" in beside:
        raise refused(
            f"RRSet of type {kind} with DNS name {name} is not permitted because a conflicting RRSet of type CNAME "
            f"with the same DNS name already exists in zone {apex}"
        )


def check_values(name, kind, values):
    if kind == "CNAME" and len(values) > 1:
        raise refused(f"A CNAME record set can have only one value: {name}")
    for value in (each["Value"] for each in values):
        if kind in ("A", "AAAA") and not is_address(value, 4 if kind == "A" else 6):
            raise refused(f"Invalid Resource Record: 'FATAL problem: {kind}RRDATAIllegalIPv{4 if kind == 'A' else 6}Address (Value is not a valid address) encountered with '{value}''")
        if kind == "TXT" and not (value.startswith('"') and value.endswith('"') and len(value) > 1):
            raise refused(f"Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with '{value}''")


def is_address(value, version):
    try:
        return ipaddress.ip_address(value).version == version
    except ValueError:
        return False


@rule("route53", "CreateHostedZone")
def reference_is_new(request):
    zones = route53_backends[request.account]["aws"].zones.values()
    reference = request.get("CallerReference")
    if any(zone.caller_reference == reference for zone in zones):
        raise Refused(
            "HostedZoneAlreadyExists", f"A hosted zone has already been created with the specified caller reference: {reference}", 409
        )
