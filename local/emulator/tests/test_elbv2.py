import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def elbv2(account):
    return account.client("elbv2")


@pytest.fixture
def balancer(account, elbv2):
    return elbv2.create_load_balancer(Name="l", Subnets=account.subnets())["LoadBalancers"][0]


@pytest.fixture
def listener(elbv2, balancer):
    answer = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    return elbv2.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=[answer]
    )["Listeners"][0]["ListenerArn"]


@pytest.fixture
def target_groups(elbv2, balancer):
    def create(name):
        settings = {"Protocol": "HTTP", "Port": 80, "TargetType": "ip", "VpcId": balancer["VpcId"]}
        return elbv2.create_target_group(Name=name, **settings)["TargetGroups"][0]["TargetGroupArn"]

    return [create("a"), create("b")]


@pytest.fixture
def rule(elbv2, listener):
    def rule(groups, priority=1, paths=("/",)):
        return elbv2.create_rule(
            ListenerArn=listener,
            Priority=priority,
            Conditions=[
                {"Field": "host-header", "HostHeaderConfig": {"Values": ["a.example.com"]}},
                {"Field": "path-pattern", "PathPatternConfig": {"Values": [*paths]}},
            ],
            Actions=forward(groups),
        )["Rules"][0]["RuleArn"]

    return rule


def forward(groups, weight=1):
    shares = [{"TargetGroupArn": arn, "Weight": weight} for arn in groups]
    return [{"Type": "forward", "ForwardConfig": {"TargetGroups": shares}}]


def test_a_protected_load_balancer_is_not_deleted(elbv2, balancer):
    arn = balancer["LoadBalancerArn"]
    protection = {"Key": "deletion_protection.enabled", "Value": "true"}
    elbv2.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[protection])
    with pytest.raises(ClientError, match="deletion protection is enabled"):
        elbv2.delete_load_balancer(LoadBalancerArn=arn)
    elbv2.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[{**protection, "Value": "false"}])
    elbv2.delete_load_balancer(LoadBalancerArn=arn)
    with pytest.raises(ClientError, match="LoadBalancerNotFound"):
        elbv2.describe_load_balancers(LoadBalancerArns=[arn])


def test_a_target_group_knows_the_balancer_whose_rules_name_it(elbv2, balancer, target_groups, rule):
    def balancers():
        return [group["LoadBalancerArns"] for group in elbv2.describe_target_groups()["TargetGroups"]]

    arn = rule(target_groups)
    elbv2.modify_rule(RuleArn=arn, Actions=forward(target_groups, weight=2))
    assert balancers() == [[balancer["LoadBalancerArn"]]] * 2
    elbv2.modify_rule(RuleArn=arn, Actions=forward(target_groups[:1]))
    assert balancers() == [[balancer["LoadBalancerArn"]], []]
    elbv2.delete_rule(RuleArn=arn)
    assert balancers() == [[], []]


def test_a_target_group_goes_after_the_rule_that_names_it(elbv2, target_groups, rule):
    arn = rule(target_groups)
    with pytest.raises(ClientError, match="ResourceInUse"):
        elbv2.delete_target_group(TargetGroupArn=target_groups[1])
    elbv2.delete_rule(RuleArn=arn)
    elbv2.delete_target_group(TargetGroupArn=target_groups[1])


def test_targets_are_unused_until_a_rule_names_their_group(elbv2, target_groups, rule):
    def state(group):
        health = elbv2.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
        return [target["TargetHealth"]["State"] for target in health]

    for group in target_groups:
        elbv2.register_targets(TargetGroupArn=group, Targets=[{"Id": "10.0.0.1", "Port": 8080}])
    rule(target_groups[:1])
    assert [state(group) for group in target_groups] == [["healthy"], ["unused"]]


def test_fails_on_two_rules_of_one_priority(target_groups, rule):
    rule(target_groups)
    with pytest.raises(ClientError, match="PriorityInUse"):
        rule(target_groups)


def test_fails_on_two_target_groups_of_one_name(elbv2, balancer, target_groups):
    with pytest.raises(ClientError, match="DuplicateTargetGroupName"):
        elbv2.create_target_group(Name="a", Protocol="HTTP", Port=81, VpcId=balancer["VpcId"])


def test_fails_on_a_rule_with_six_values_in_its_conditions(target_groups, rule):
    rule(target_groups, priority=1, paths=["/a", "/b", "/c", "/d"])
    with pytest.raises(ClientError, match="A rule can only have '5' condition values"):
        rule(target_groups, priority=2, paths=["/a", "/b", "/c", "/d", "/e"])


def test_fails_on_a_slow_start_without_round_robin(elbv2, target_groups):
    def change(**attributes):
        settings = [{"Key": key.replace("__", "."), "Value": value} for key, value in attributes.items()]
        elbv2.modify_target_group_attributes(TargetGroupArn=target_groups[0], Attributes=settings)

    change(slow_start__duration_seconds="30")
    with pytest.raises(ClientError, match="cannot enable slow start with the algorithm least_outstanding_requests"):
        change(load_balancing__algorithm__type="least_outstanding_requests")


@pytest.fixture
def speaking(elbv2, balancer):
    def create(version, **settings):
        place = {"Port": 80, "TargetType": "ip", "VpcId": balancer["VpcId"], "Protocol": "HTTP"}
        made = elbv2.create_target_group(Name=f"g-{version.lower()}", ProtocolVersion=version, **{**place, **settings})
        return made["TargetGroups"][0]["TargetGroupArn"]

    return create


def test_a_group_that_speaks_http2_or_grpc_is_reached_over_tls_alone(elbv2, speaking, listener, balancer, rule):
    for version in ("HTTP2", "GRPC"):
        arn = speaking(version)
        with pytest.raises(ClientError, match=f"'HTTP' is not supported with a target group .* '{version}'"):
            rule([arn])
        with pytest.raises(ClientError, match="InvalidConfigurationRequest"):
            elbv2.modify_listener(ListenerArn=listener, DefaultActions=[{"Type": "forward", "TargetGroupArn": arn}])
        with pytest.raises(ClientError, match="InvalidConfigurationRequest"):
            elbv2.create_listener(
                LoadBalancerArn=balancer["LoadBalancerArn"],
                Protocol="HTTP",
                Port=8080,
                DefaultActions=[{"Type": "forward", "TargetGroupArn": arn}],
            )
    changed = rule([speaking("HTTP1")])
    with pytest.raises(ClientError, match="InvalidConfigurationRequest"):
        elbv2.modify_rule(RuleArn=changed, Actions=forward([arn]))


def test_a_matcher_is_of_the_groups_own_protocol(speaking):
    speaking("GRPC", Matcher={"GrpcCode": "0-99"})
    for version, matcher, words in (
        ("GRPC", {"HttpCode": "200"}, "takes a GrpcCode, and no HttpCode"),
        ("HTTP2", {"GrpcCode": "12"}, "Only a target group with the protocol version 'GRPC'"),
        ("GRPC", {"GrpcCode": "0-100"}, "must be a code of 0 to 99"),
    ):
        with pytest.raises(ClientError, match=words):
            speaking(version, Matcher=matcher)


def test_a_version_is_one_that_aws_knows_and_of_http(speaking, elbv2, balancer):
    place = {"Protocol": "HTTP", "Port": 80, "TargetType": "ip", "VpcId": balancer["VpcId"]}
    # Terraform's provider says so for the default.
    elbv2.create_target_group(Name="default", ProtocolVersion="", **place)
    with pytest.raises(ClientError, match="must be one of 'GRPC, HTTP1, HTTP2'"):
        speaking("HTTP3")
    with pytest.raises(ClientError, match="can only be specified for target groups of HTTP and HTTPS"):
        speaking("HTTP2", Protocol="TCP")


def test_a_target_group_is_of_one_load_balancer(account, elbv2, rule, target_groups):
    rule(target_groups[:1])
    other = elbv2.create_load_balancer(Name="other", Subnets=account.subnets(), Scheme="internal")["LoadBalancers"][0]
    leads = {"LoadBalancerArn": other["LoadBalancerArn"], "Protocol": "HTTP", "Port": 80}
    with pytest.raises(ClientError, match="TargetGroupAssociationLimit"):
        elbv2.create_listener(**leads, DefaultActions=forward(target_groups[:1]))
    listener = elbv2.create_listener(**leads, DefaultActions=forward(target_groups[1:]))["Listeners"][0]["ListenerArn"]
    with pytest.raises(ClientError, match="TargetGroupAssociationLimit"):
        elbv2.modify_listener(ListenerArn=listener, DefaultActions=forward(target_groups[:1]))
