"""What the entrance is told of load balancers, and what it tells of their targets."""

import pytest

FORWARD = {"Type": "forward"}


@pytest.fixture
def elbv2(account):
    return account.client("elbv2")


@pytest.fixture
def balancer(account, elbv2):
    name = f"lb-{account.id[-3:]}"
    return elbv2.create_load_balancer(Name=name, Subnets=account.subnets())["LoadBalancers"][0]


@pytest.fixture
def make_group(elbv2, balancer):
    def make(name, targets=(), **settings):
        defaults = {"Protocol": "HTTP", "Port": 80, "TargetType": "ip", "VpcId": balancer["VpcId"]}
        arn = elbv2.create_target_group(Name=name, **defaults, **settings)["TargetGroups"][0]["TargetGroupArn"]
        if targets:
            register = [{"Id": address, "Port": port} for address, port in targets]
            elbv2.register_targets(TargetGroupArn=arn, Targets=register)
        return arn

    return make


@pytest.fixture
def listen(elbv2, balancer):
    def listen(default, *rules, port=80):
        listener = elbv2.create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=port, DefaultActions=[default]
        )["Listeners"][0]["ListenerArn"]
        for priority, conditions, action in rules:
            elbv2.create_rule(ListenerArn=listener, Priority=priority, Conditions=conditions, Actions=[action])
        return listener

    return listen


@pytest.fixture
def told(emulator, balancer):
    """-> (the load balancer, its target groups by name), as the entrance hears of them"""

    def told():
        status, state = emulator.control("GET", "entrance")
        assert status == 200
        found = next(each for each in state["balancers"] if each["name"] == balancer["LoadBalancerName"])
        return found, {each["name"]: each for each in state["groups"]}

    return told


@pytest.fixture
def report(emulator):
    def report(*targets):
        sent = {"port": 4578, "targets": [{"reason": "", "description": "", **each} for each in targets]}
        assert emulator.control("POST", "target-health", sent)[0] == 200

    yield report
    # As if there had been no entrance, for the tests to come.
    emulator.control("POST", "target-health", {"port": None, "targets": []})


def hosts(*values):
    return {"Field": "host-header", "HostHeaderConfig": {"Values": [*values]}}


def test_rules_come_in_the_order_of_their_priorities_and_the_default_last(make_group, listen, told):
    answer = {"StatusCode": "404", "ContentType": "text/plain", "MessageBody": "none"}
    old, new = make_group("old"), make_group("new")
    shares = [{"TargetGroupArn": old, "Weight": 90}, {"TargetGroupArn": new, "Weight": 10}]
    sticky = {"TargetGroups": shares, "TargetGroupStickinessConfig": {"Enabled": True, "DurationSeconds": 60}}
    to = {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}
    listen(
        {"Type": "fixed-response", "FixedResponseConfig": answer},
        (200, [hosts("b.example.com")], {**FORWARD, "TargetGroupArn": old}),
        (30, [hosts("a.example.com")], {**FORWARD, "ForwardConfig": sticky}),
        (1000, [hosts("c.example.com")], {"Type": "redirect", "RedirectConfig": to}),
    )
    (listener,) = told()[0]["listeners"]
    assert (listener["protocol"], listener["port"]) == ("HTTP", 80)
    conditions = [[condition["values"] for condition in rule["conditions"]] for rule in listener["rules"]]
    assert conditions == [[["a.example.com"]], [["b.example.com"]], [["c.example.com"]], []]
    weights, one, redirect, default = [rule["action"] for rule in listener["rules"]]
    assert weights == {
        "type": "forward",
        "groups": [{"group": old, "weight": 90}, {"group": new, "weight": 10}],
        "stickySeconds": 60,
    }
    assert one == {"type": "forward", "groups": [{"group": old, "weight": 1}], "stickySeconds": 0}
    kept = {"host": "#{host}", "path": "/#{path}", "query": "#{query}"}
    assert redirect == {"type": "redirect", "status": 301, "protocol": "HTTPS", "port": "443", **kept}
    assert default == {"type": "fixed-response", "status": 404, "contentType": "text/plain", "body": "none"}


def test_conditions_of_every_kind(make_group, listen, told):
    def one(field, config, **setting):
        return {"Field": field, config: setting}

    conditions = [
        one("path-pattern", "PathPatternConfig", Values=["/img/*"]),
        one("http-header", "HttpHeaderConfig", HttpHeaderName="x-version", Values=["1.9.0"]),
        one("http-request-method", "HttpRequestMethodConfig", Values=["GET"]),
        one("query-string", "QueryStringConfig", Values=[{"Key": "version", "Value": "v1"}]),
        one("source-ip", "SourceIpConfig", Values=["192.0.2.0/24"]),
    ]
    group = make_group("all")
    listen({**FORWARD, "TargetGroupArn": group}, (1, conditions, {**FORWARD, "TargetGroupArn": group}))
    (listener,) = told()[0]["listeners"]
    assert listener["rules"][0]["conditions"] == [
        {"field": "path-pattern", "name": "", "values": ["/img/*"]},
        {"field": "http-header", "name": "x-version", "values": ["1.9.0"]},
        {"field": "http-request-method", "name": "", "values": ["GET"]},
        {"field": "query-string", "name": "", "pairs": [{"key": "version", "value": "v1"}]},
        {"field": "source-ip", "name": "", "values": ["192.0.2.0/24"]},
    ]


def test_a_group_has_its_settings_and_its_targets(elbv2, make_group, listen, told):
    here, elsewhere = ("127.0.0.1", 8601), ("10.0.0.9", 8080)
    check = {"HealthCheckPath": "/ready", "HealthCheckIntervalSeconds": 10, "HealthCheckTimeoutSeconds": 3}
    thresholds = {"HealthyThresholdCount": 2, "UnhealthyThresholdCount": 3, "Matcher": {"HttpCode": "200-399"}}
    arn = make_group("set", [here, elsewhere], **check, **thresholds)
    attributes = {
        "deregistration_delay.timeout_seconds": "45",
        "stickiness.enabled": "true",
        "stickiness.type": "lb_cookie",
        "stickiness.lb_cookie.duration_seconds": "60",
    }
    elbv2.modify_target_group_attributes(
        TargetGroupArn=arn, Attributes=[{"Key": key, "Value": value} for key, value in attributes.items()]
    )
    make_group("nobody-names-it")
    listen({**FORWARD, "TargetGroupArn": arn})
    groups = told()[1]
    assert "nobody-names-it" not in groups
    found = groups["set"]
    assert (found["deregistrationSeconds"], found["stickySeconds"], found["slowStartSeconds"]) == (45, 60, 0)
    assert found["check"] == {
        "protocol": "HTTP",
        "path": "/ready",
        "port": "traffic-port",
        "matcher": "200-399",
        "intervalSeconds": 10,
        "timeoutSeconds": 3,
        "healthy": 2,
        "unhealthy": 3,
    }
    real, simulated = found["targets"]
    assert (real["address"], real["port"], real["simulated"]) == (*here, "")
    assert (simulated["address"], simulated["port"]) == elsewhere
    assert "where nothing runs" in simulated["simulated"]


def test_names_are_those_of_alias_records(account, balancer, listen, make_group, told):
    listen({**FORWARD, "TargetGroupArn": make_group("web")})
    route53 = account.client("route53")
    zone = route53.create_hosted_zone(Name="dev.acme.example", CallerReference=account.id)["HostedZone"]["Id"]

    def record(name, leads_to):
        alias = {"DNSName": leads_to, "HostedZoneId": balancer["CanonicalHostedZoneId"], "EvaluateTargetHealth": True}
        made = {"Name": name, "Type": "A", "AliasTarget": alias}
        route53.change_resource_record_sets(
            HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": made}]}
        )

    record("dev.acme.example", balancer["DNSName"])
    record("shop.dev.acme.example", f"dualstack.{balancer['DNSName']}")
    record("shop-pr-42.dev.acme.example", balancer["DNSName"])
    record("other.dev.acme.example", "another.example.com")
    assert {each["name"]: each["local"] for each in told()[0]["names"]} == {
        "dev.acme.example": "dev.localhost",
        "shop.dev.acme.example": "shop.dev.localhost",
        "shop-pr-42.dev.acme.example": "shop-pr-42.dev.localhost",
    }


def test_domains_beside_the_environments_own_have_names_here_as_well(account, elbv2, emulator):
    balancer = elbv2.create_load_balancer(Name="dev-entrance", Subnets=account.subnets())["LoadBalancers"][0]
    route53 = account.client("route53")
    answer = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    listener = elbv2.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=[answer]
    )["Listeners"][0]["ListenerArn"]
    alias = {
        "DNSName": balancer["DNSName"],
        "HostedZoneId": balancer["CanonicalHostedZoneId"],
        "EvaluateTargetHealth": True,
    }
    for zone, names in (("dev.acme.example", ["shop.dev.acme.example"]), ("shop.example", ["shop.example"])):
        made = route53.create_hosted_zone(Name=zone, CallerReference=f"{account.id} {zone}")["HostedZone"]["Id"]
        for name in names:
            change = {"Action": "CREATE", "ResourceRecordSet": {"Name": name, "Type": "A", "AliasTarget": alias}}
            route53.change_resource_record_sets(HostedZoneId=made, ChangeBatch={"Changes": [change]})
    # The last one is in a zone that is here, so it leads nowhere without a record.
    for priority, host in enumerate(["shop.example", "partner.example", "*.wild.example", "late.dev.acme.example"], 1):
        elbv2.create_rule(ListenerArn=listener, Priority=priority, Conditions=[hosts(host)], Actions=[answer])
    state = emulator.control("GET", "entrance")[1]
    found = next(each for each in state["balancers"] if each["dnsName"] == balancer["DNSName"].lower())
    assert {each["name"]: each["local"] for each in found["names"]} == {
        "shop.dev.acme.example": "shop.dev.localhost",
        "shop.example": "shop.example.dev.localhost",
        "partner.example": "partner.example.dev.localhost",
    }


def test_idle_time_and_dropped_headers_are_the_load_balancers(elbv2, balancer, told):
    assert (told()[0]["idleSeconds"], told()[0]["dropInvalidHeaders"]) == (60, False)
    wanted = {"idle_timeout.timeout_seconds": "120", "routing.http.drop_invalid_header_fields.enabled": "true"}
    elbv2.modify_load_balancer_attributes(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Attributes=[{"Key": key, "Value": value} for key, value in wanted.items()],
    )
    assert (told()[0]["idleSeconds"], told()[0]["dropInvalidHeaders"]) == (120, True)


def test_real_targets_are_as_the_entrance_found_them(elbv2, make_group, listen, report):
    def states():
        found = elbv2.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
        return {each["Target"]["Id"]: each["TargetHealth"] for each in found}

    arn = make_group("web", [("127.0.0.1", 8601), ("127.0.0.2", 8601), ("10.0.0.9", 8080)])
    listen({**FORWARD, "TargetGroupArn": arn})
    assert {health["State"] for health in states().values()} == {"healthy"}, "without an entrance nobody asks them"

    ill = {"state": "unhealthy", "reason": "Target.ResponseCodeMismatch", "description": "with these codes: [500]"}
    gone = {"group": arn, "address": "127.0.0.3", "port": 8601, "state": "draining"}
    report({"group": arn, "address": "127.0.0.2", "port": 8601, **ill}, gone)
    assert {address: health["State"] for address, health in states().items()} == {
        "127.0.0.1": "initial",
        "127.0.0.2": "unhealthy",
        "127.0.0.3": "draining",
        "10.0.0.9": "healthy",
    }
    assert states()["127.0.0.2"]["Description"] == ill["description"]
    report({"group": arn, "address": "127.0.0.1", "port": 8601, "state": "healthy"})
    assert states()["127.0.0.1"] == {"State": "healthy"}
