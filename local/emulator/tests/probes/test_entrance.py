"""DNS, certificates, listeners, the web firewall: kin of what is probed elsewhere."""

import pytest

from . import made
from .probe import probe


@pytest.fixture
def zone(account):
    return made.Zone(account, f"{made.short_id()}.example.net")


@pytest.fixture
def balancer(account):
    return made.Balancer(account)


@probe("A record beside a CNAME", "InvalidChangeBatch")
def test_beside_a_cname(zone):
    zone.create(f"a.{zone.name}", "CNAME", "b.example.com")
    return lambda: zone.create(f"a.{zone.name}", "A", "10.0.0.1")


@probe("CNAME at the top of a zone", "InvalidChangeBatch")
def test_cname_at_the_apex(zone):
    return lambda: zone.create(zone.name, "CNAME", "b.example.com")


@probe("TXT record without quotation marks", "InvalidChangeBatch")
def test_txt_without_quotes(zone):
    return lambda: zone.create(f"a.{zone.name}", "TXT", "plain")


@probe("A record whose value is no address", "InvalidChangeBatch")
def test_no_address(zone):
    return lambda: zone.create(f"a.{zone.name}", "A", "10.0.0.256")


@probe("delete a record that does not exist", "InvalidChangeBatch")
def test_delete_unknown_record(zone):
    return lambda: zone.create(f"a.{zone.name}", "A", "10.0.0.1", action="DELETE")


@probe("delete the name servers of a zone", "InvalidChangeBatch")
def test_delete_name_servers(zone):
    servers = zone.route53.get_hosted_zone(Id=zone.id)["DelegationSet"]["NameServers"]
    return lambda: zone.create(zone.name, "NS", servers[0], action="DELETE")


@probe("name servers of two zones of one name", "others")
def test_name_servers_differ(account):
    zones = [made.Zone(account, "same.example.net") for _ in range(2)]
    read = zones[0].route53.get_hosted_zone
    servers = [set(read(Id=zone.id)["DelegationSet"]["NameServers"]) for zone in zones]
    return lambda: "others" if len(servers[0]) == 4 and servers[0] != servers[1] else "the same"


@probe("a certificate whose record is not in the zone", "PENDING_VALIDATION")
def test_certificate_without_record(account, zone):
    acm = account.client("acm")
    arn = acm.request_certificate(DomainName=zone.name, ValidationMethod="DNS")["CertificateArn"]
    return lambda: acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"]


def certificate_below(account, parent, servers):
    """The state of a certificate whose zone lies in another one, which gives these name servers for it."""
    child = made.Zone(account, f"dev.{parent.name}")
    own = child.route53.get_hosted_zone(Id=child.id)["DelegationSet"]["NameServers"]
    acm = account.client("acm")
    arn = acm.request_certificate(DomainName=child.name, ValidationMethod="DNS")["CertificateArn"]
    option = acm.describe_certificate(CertificateArn=arn)["Certificate"]["DomainValidationOptions"][0]
    record = option["ResourceRecord"]
    child.create(record["Name"], record["Type"], record["Value"])
    values = [{"Value": server} for server in servers(own)]
    delegation = {"Name": child.name, "Type": "NS", "TTL": 60, "ResourceRecords": values}
    changes = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": delegation}]}
    parent.route53.change_resource_record_sets(HostedZoneId=parent.id, ChangeBatch=changes)
    return acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"]


@probe("a certificate in a zone that the zone above delegates to", "ISSUED")
def test_certificate_in_delegated_zone(account, zone):
    return lambda: certificate_below(account, zone, lambda own: own)


@probe("a certificate in a zone whose name servers the zone above does not give", "PENDING_VALIDATION")
def test_certificate_with_wrong_delegation(account, zone):
    wrong = [f"ns-{number}.awsdns-00.com" for number in range(4)]
    return lambda: certificate_below(account, zone, lambda own: wrong)


@probe("HTTPS listener with a certificate that is not issued", "UnsupportedCertificate")
def test_listener_with_pending_certificate(account, balancer, zone):
    arn = account.client("acm").request_certificate(DomainName=zone.name, ValidationMethod="DNS")["CertificateArn"]
    certificates = [{"CertificateArn": arn}]
    return lambda: balancer.listener(Protocol="HTTPS", Port=443, Certificates=certificates)


@probe("hundred and first rule of a load balancer", "TooManyRules")
def test_too_many_rules(balancer):
    listener = balancer.listener()
    for priority in range(1, 101):
        balancer.rule(listener, priority)
    return lambda: balancer.rule(listener, 101)


@probe("load balancer in two subnets of one zone", "InvalidConfigurationRequest")
def test_two_subnets_of_one_zone(account):
    subnets = made.subnets(account, made.vpc(account), "aa")
    return lambda: account.client("elbv2").create_load_balancer(Name="one", Subnets=subnets)


@probe("load balancer name with a dot", "ValidationError")
def test_name_of_a_balancer(balancer):
    return lambda: balancer.elbv2.create_load_balancer(Name="a.b", Subnets=balancer.subnet_ids)


@probe("zone of the alias records of a load balancer in eu-central-1", "Z215JYRZR1TBD5")
def test_zone_of_a_balancer(balancer):
    described = balancer.elbv2.describe_load_balancers(LoadBalancerArns=[balancer.arn])
    return lambda: described["LoadBalancers"][0]["CanonicalHostedZoneId"]


@probe("web ACL for a load balancer that is provisioning", "WAFUnavailableEntityException")
def test_web_acl_too_early(account, balancer):
    acl = made.WebAcl(account)
    return lambda: acl.waf.associate_web_acl(WebACLArn=acl.arn, ResourceArn=balancer.arn)


@probe("delete an address set that a web ACL names", "WAFAssociatedItemException")
def test_delete_ip_set_in_use(account):
    acl = made.WebAcl(account)
    ips = {"Name": "ips", "Scope": "REGIONAL"}
    made_set = acl.waf.create_ip_set(**ips, IPAddressVersion="IPV4", Addresses=["10.0.0.0/8"])["Summary"]
    visibility = acl.settings["VisibilityConfig"]
    rule = {
        "Name": "r",
        "Priority": 1,
        "Statement": {"IPSetReferenceStatement": {"ARN": made_set["ARN"]}},
        "Action": {"Block": {}},
        "VisibilityConfig": visibility,
    }
    acl.waf.update_web_acl(Name="probe", Id=acl.id, LockToken=acl.lock, Rules=[rule], **acl.settings)
    return lambda: acl.waf.delete_ip_set(**ips, Id=made_set["Id"], LockToken=made_set["LockToken"])


@probe("web firewall logs into a group of another name than aws-waf-logs-", "WAFInvalidParameterException")
def test_destination_of_web_acl_logs(account):
    acl = made.WebAcl(account)
    group = f"arn:aws:logs:eu-central-1:{account.id}:log-group:other"
    logging = {"ResourceArn": acl.arn, "LogDestinationConfigs": [group]}
    return lambda: acl.waf.put_logging_configuration(LoggingConfiguration=logging)
