"""Load balancers: state, subnets, priorities, target groups, certificates, SSL policies."""

import pytest

from . import made
from .probe import probe


@pytest.fixture
def balancer(account):
    return made.Balancer(account)


@pytest.fixture
def issued(account):
    return made.certificate(account, made.Zone(account, f"{made.short_id()}.example.com"))


def https(certificate, policy="ELBSecurityPolicy-TLS13-1-2-2021-06"):
    return {
        "Protocol": "HTTPS",
        "Port": 443,
        "SslPolicy": policy,
        "Certificates": [{"CertificateArn": certificate}],
    }


@probe("a new load balancer is provisioning", "provisioning")
def test_new_balancer(balancer):
    return balancer.state


@probe("rule priority 50001", "ValidationError")
def test_priority_out_of_range(balancer):
    listener = balancer.listener()
    return lambda: balancer.rule(listener, 50001)


@probe("rule priority that is taken", "PriorityInUse")
def test_priority_taken(balancer):
    listener = balancer.listener()
    balancer.rule(listener, 1)
    return lambda: balancer.rule(listener, 1)


@probe("delete a target group that a listener names", "ResourceInUse")
def test_delete_target_group_in_use(balancer):
    balancer.listener()
    return lambda: balancer.elbv2.delete_target_group(TargetGroupArn=balancer.target_group)


@probe("target group name above 32 characters", "ValidationError")
def test_long_name_of_target_group(balancer):
    settings = {"Protocol": "HTTP", "Port": 80, "VpcId": balancer.vpc_id}
    return lambda: balancer.elbv2.create_target_group(Name="a" * 33, **settings)


@probe("HTTPS listener with a certificate that does not exist", "CertificateNotFound")
def test_listener_without_certificate(account, balancer):
    unknown = f"arn:aws:acm:eu-central-1:{account.id}:certificate/00000000-0000-0000-0000-000000000000"
    return lambda: balancer.listener(**https(unknown))


@probe("SSL policy that does not exist", "SSLPolicyNotFound")
def test_unknown_ssl_policy(balancer, issued):
    return lambda: balancer.listener(**https(issued, "ELBSecurityPolicy-No-Such"))


@probe("load balancer in one subnet", "ValidationError", "InvalidConfigurationRequest")
def test_balancer_in_one_subnet(balancer):
    subnet = balancer.subnet_ids[0]
    return lambda: balancer.elbv2.create_load_balancer(Name="one", Subnets=[subnet])


@probe("delete a certificate that a listener uses", "ResourceInUseException")
def test_delete_certificate_in_use(account, balancer, issued):
    balancer.listener(**https(issued))
    return lambda: account.client("acm").delete_certificate(CertificateArn=issued)


@probe("second listener of a port that does something else", "DuplicateListener")
def test_port_taken(balancer):
    made.until(balancer.state, "active")
    balancer.listener()
    answer = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    return lambda: balancer.listener(DefaultActions=[answer])


@probe("load balancer of a name that another has, with other settings", "DuplicateLoadBalancerName")
def test_name_taken(balancer):
    settings = {"Name": "probe", "Subnets": balancer.subnet_ids, "Scheme": "internal"}
    return lambda: balancer.elbv2.create_load_balancer(**settings)


@probe("idle timeout above 4,000 seconds", "ValidationError")
def test_idle_timeout(balancer):
    wanted = [{"Key": "idle_timeout.timeout_seconds", "Value": "5000"}]
    return lambda: balancer.elbv2.modify_load_balancer_attributes(LoadBalancerArn=balancer.arn, Attributes=wanted)


@probe("deregistration delay above an hour", "ValidationError")
def test_deregistration_delay(balancer):
    wanted = [{"Key": "deregistration_delay.timeout_seconds", "Value": "3601"}]
    return lambda: balancer.elbv2.modify_target_group_attributes(
        TargetGroupArn=balancer.target_group, Attributes=wanted
    )


@probe("health check whose timeout is above its interval", "ValidationError")
def test_timeout_of_health_check(balancer):
    settings = {"HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 10}
    return lambda: balancer.elbv2.modify_target_group(TargetGroupArn=balancer.target_group, **settings)


@probe("target that is a public address", "InvalidTarget")
def test_public_target(balancer):
    targets = [{"Id": "8.8.8.8"}]
    return lambda: balancer.elbv2.register_targets(TargetGroupArn=balancer.target_group, Targets=targets)
