"""Whether policies allow an action."""

import pytest

from emulator.iam.policy import ALLOW, DENY, NotEvaluated, decide, explain

SECRET = "arn:aws:secretsmanager:eu-central-1:111111111111:secret:dev/db-AbCdEf"


def allow(**elements):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", **elements}]}


def decide_on(document, context=None, action="secretsmanager:GetSecretValue", resource=SECRET, principals=None):
    return decide([document], action, resource, context or {}, principals)


@pytest.mark.parametrize(
    "actions, decision",
    [
        ("secretsmanager:GetSecretValue", ALLOW),
        (["s3:GetObject", "SecretsManager:getsecretvalue"], ALLOW),
        ("secretsmanager:Get*", ALLOW),
        ("secretsmanager:GetSecretValu?", ALLOW),
        ("secretsmanager:Put*", None),
        # A dot of a pattern is a dot.
        ("secretsmanager.GetSecretValue", None),
    ],
)
def test_an_action_is_matched_with_wildcards_and_without_case(actions, decision):
    assert decide_on(allow(Action=actions)) == decision


@pytest.mark.parametrize(
    "resources, decision",
    [
        (SECRET, ALLOW),
        ("arn:aws:secretsmanager:eu-central-1:111111111111:secret:dev/*", ALLOW),
        ("arn:aws:secretsmanager:eu-central-1:111111111111:secret:dev/db-??????", ALLOW),
        ("arn:aws:secretsmanager:eu-central-1:111111111111:secret:dev/db", None),
        ("arn:aws:secretsmanager:eu-central-1:111111111111:secret:DEV/*", None),
    ],
)
def test_a_resource_is_matched_as_a_whole(resources, decision):
    assert decide_on(allow(Action="*", Resource=resources)) == decision


def test_all_but_what_is_named():
    document = {"Statement": {"Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::*"}}
    assert decide_on(document) == ALLOW
    assert decide_on(document, action="iam:CreateUser") is None
    assert decide_on(document, resource="arn:aws:s3:::b") is None


def test_a_denial_wins_over_every_permission():
    denial = {"Statement": [{"Effect": "Deny", "Action": "*", "Resource": SECRET}]}
    assert decide([allow(Action="*"), denial], "secretsmanager:GetSecretValue", SECRET, {}) == DENY


def test_a_denial_whose_condition_does_not_hold_denies_nothing():
    denial = {
        "Statement": [
            {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:x": "a"}}}
        ]
    }
    assert decide([allow(Action="*"), denial], "s3:GetObject", "b", {"aws:x": "a"}) == ALLOW
    assert decide([allow(Action="*"), denial], "s3:GetObject", "b", {"aws:x": "b"}) == DENY


@pytest.mark.parametrize(
    "condition, decision",
    [
        ({"StringEquals": {"kms:ViaService": "s.amazonaws.com"}}, ALLOW),
        ({"StringEquals": {"KMS:viaservice": "s.amazonaws.com"}}, ALLOW),
        ({"StringEquals": {"kms:ViaService": ["a", "s.amazonaws.com"]}}, ALLOW),
        ({"StringEquals": {"kms:ViaService": "other"}}, None),
        ({"StringEquals": {"missing": "x"}}, None),
        ({"StringEqualsIfExists": {"missing": "x"}}, ALLOW),
        ({"StringNotEquals": {"missing": "x"}}, ALLOW),
        ({"StringLike": {"kms:ViaService": "s.*"}}, ALLOW),
        ({"StringNotLike": {"kms:ViaService": "s.*"}}, None),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:eks:*:111111111111:cluster/*"}}, ALLOW),
        ({"ArnEquals": {"aws:SourceArn": "arn:aws:eks:eu-central-1:111111111111:cluster/d"}}, None),
        ({"Null": {"missing": "true", "kms:ViaService": "false"}}, ALLOW),
        ({"Bool": {"aws:SecureTransport": True}}, ALLOW),
        ({"StringEquals": {"kms:ViaService": "s.amazonaws.com"}, "Bool": {"aws:SecureTransport": "false"}}, None),
        ({"StringEquals": {"Tag": "${aws:PrincipalTag/team}"}}, ALLOW),
        ({"StringEquals": {"tag": "${aws:PrincipalTag/none}"}}, None),
    ],
)
def test_conditions(condition, decision):
    context = {
        "kms:ViaService": "s.amazonaws.com",
        "aws:SourceArn": "arn:aws:eks:eu-central-1:111111111111:cluster/c",
        "aws:SecureTransport": "true",
        "aws:PrincipalTag/team": "blue",
        "tag": "blue",
    }
    assert decide_on(allow(Action="*", Condition=condition), context) == decision


@pytest.mark.parametrize(
    "operator, wanted, value, decision",
    [
        ("NumericEquals", "10", "10.0", ALLOW),
        ("NumericNotEquals", "10", "11", ALLOW),
        ("NumericLessThan", "10", "9", ALLOW),
        ("NumericLessThan", "10", "10", None),
        ("NumericLessThanEquals", 10, "10", ALLOW),
        ("NumericGreaterThan", "9", "10", ALLOW),
        ("NumericGreaterThanEquals", "10", "9", None),
        ("NumericEquals", "10", "ten", None),
        ("DateLessThan", "2027-01-01T00:00:00Z", "2026-11-29T07:00:00Z", ALLOW),
        ("DateGreaterThan", "2027-01-01", "2026-11-29T07:00:00Z", None),
        # Seconds since 1970.
        ("DateEquals", "0", "1970-01-01T00:00:00Z", None),
        ("DateGreaterThanEquals", "1764399600", "2026-11-29T07:00:00+00:00", ALLOW),
        ("IpAddress", "10.0.0.0/8", "10.1.2.3", ALLOW),
        ("IpAddress", ["10.0.0.0/8", "192.0.2.7"], "192.0.2.7", ALLOW),
        ("IpAddress", "2001:db8::/32", "2001:db8::1", ALLOW),
        ("IpAddress", "2001:db8::/32", "10.1.2.3", None),
        ("NotIpAddress", "10.0.0.0/8", "10.1.2.3", None),
        ("NotIpAddress", "10.0.0.0/8", "192.0.2.7", ALLOW),
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", ALLOW),
        # A star stands for something within one part of an ARN.
        ("ArnLike", "arn:aws:iam::*:role/x", "arn:aws:iam::1:role/x", ALLOW),
        ("ArnLike", "arn:aws:*:role/x", "arn:aws:iam::1:role/x", None),
        ("StringLike", "a?c", "abc", ALLOW),
        ("stringequals", "a", "a", ALLOW),
        ("Bool", "TRUE", True, ALLOW),
        ("StringNotEqualsIgnoreCase", "a", "A", None),
    ],
)
def test_each_operator_compares_in_its_own_way(operator, wanted, value, decision):
    assert decide_on(allow(Action="*", Condition={operator: {"key": wanted}}), {"key": value}) == decision


# For each operator that may stand under `...IfExists`, something that it lets pass.
@pytest.mark.parametrize(
    "operator, wanted",
    [
        ("ArnLike", "arn:aws:iam::1:role/x"),
        ("Bool", "true"),
        ("DateLessThan", "2027-01-01"),
        ("IpAddress", "10.0.0.0/8"),
        ("NumericEquals", "1"),
        ("StringLike", "a*"),
    ],
)
def test_a_key_that_is_not_there_passes_only_where_the_policy_says_so(operator, wanted):
    assert decide_on(allow(Action="*", Condition={operator: {"key": wanted}})) is None
    assert decide_on(allow(Action="*", Condition={f"{operator}IfExists": {"key": wanted}})) == ALLOW


@pytest.mark.parametrize("operator", ["ArnNotLike", "NotIpAddress", "NumericNotEquals", "StringNotLike"])
def test_a_key_that_is_not_there_is_unlike_anything(operator):
    assert decide_on(allow(Action="*", Condition={operator: {"key": "10.0.0.0/8"}})) == ALLOW


@pytest.mark.parametrize(
    "operator, values, decision",
    [
        ("ForAllValues:StringEquals", ["a", "b"], ALLOW),
        ("ForAllValues:StringEquals", ["a", "c"], None),
        # Why it needs a second condition (Null) wherever it lets somebody in.
        ("ForAllValues:StringEquals", [], ALLOW),
        ("ForAnyValue:StringEquals", ["c", "b"], ALLOW),
        ("ForAnyValue:StringEquals", ["c"], None),
        ("ForAnyValue:StringEquals", [], None),
        ("ForAnyValue:StringNotEquals", ["a", "c"], ALLOW),
        ("ForAnyValue:StringNotEquals", ["a", "b"], None),
        ("ForAnyValue:StringNotEquals", [], None),
        ("ForAllValues:StringNotEquals", ["c"], ALLOW),
        ("ForAllValues:StringNotEquals", ["a", "c"], None),
        ("ForAllValues:StringLike", ["a"], ALLOW),
        ("ForAnyValue:StringEqualsIfExists", [], ALLOW),
    ],
)
def test_a_key_with_several_values_is_asked_for_all_or_for_any(operator, values, decision):
    assert decide_on(allow(Action="*", Condition={operator: {"keys": ["a", "b"]}}), {"keys": values}) == decision


@pytest.mark.parametrize(
    "resource, decision",
    [
        ("arn:aws:s3:::b/${aws:PrincipalTag/team}/*", ALLOW),
        ("arn:aws:s3:::b/${aws:PrincipalTag/none, 'blue'}/*", ALLOW),
        ("arn:aws:s3:::b/${aws:PrincipalTag/none, 'red'}/*", None),
        ("arn:aws:s3:::b/${aws:PrincipalTag/none}/*", None),
        # Else whoever may choose a tag could choose everything.
        ("arn:aws:s3:::b/${aws:PrincipalTag/star}/*", None),
        ("arn:aws:s3:::b/blue/${*}", None),
        ("arn:aws:s3:::b/blue/${aws:PrincipalTag/many}", None),
    ],
)
def test_a_variable_stands_for_what_it_says_and_for_no_pattern(resource, decision):
    context = {"aws:PrincipalTag/team": "blue", "aws:PrincipalTag/star": "*", "aws:PrincipalTag/many": ["x", "y"]}
    assert decide_on(allow(Action="*", Resource=resource), context, resource="arn:aws:s3:::b/blue/x") == decision


def test_an_old_policy_has_no_variables():
    document = {"Version": "2008-10-17", **{"Statement": allow(Action="*", Resource="${aws:x}")["Statement"]}}
    assert decide_on(document, {"aws:x": "b"}, resource="b") is None
    assert decide_on(document, {"aws:x": "b"}, resource="${aws:x}") == ALLOW


def test_refuses_to_guess_at_a_condition_that_it_does_not_know():
    with pytest.raises(NotEvaluated, match="the condition operator StringMatches"):
        decide_on(allow(Action="*", Condition={"StringMatches": {"aws:x": "y"}}))


ROLE, SESSION = "arn:aws:iam::111111111111:role/r", "arn:aws:sts::111111111111:assumed-role/r/s"


@pytest.mark.parametrize(
    "named, decision",
    [
        (["arn:aws:iam::222222222222:root"], DENY),
        ([ROLE], DENY),
        # All the ways in which a caller can be named have to be there.
        ([ROLE, SESSION, "111111111111"], None),
    ],
)
def test_a_denial_to_all_but_some_spares_whom_it_names(named, decision):
    document = {"Statement": {"Effect": "Deny", "NotPrincipal": {"AWS": named}, "Action": "*", "Resource": "*"}}
    caller = [ROLE, SESSION, "arn:aws:iam::111111111111:root"]
    assert decide([document], "s3:GetObject", "arn:aws:s3:::b/x", {}, caller) == decision


def test_says_which_statement_decided():
    document = allow(Action="s3:*", Sid="Buckets")
    assert explain([document], "s3:GetObject", "b", {}).statement["Sid"] == "Buckets"


@pytest.mark.parametrize(
    "principal, decision",
    [
        ({"Service": "pods.eks.amazonaws.com"}, ALLOW),
        ({"Service": ["ec2.amazonaws.com", "pods.eks.amazonaws.com"]}, ALLOW),
        ({"AWS": "arn:aws:iam::111111111111:root"}, None),
        ({"AWS": "*"}, ALLOW),
        ("*", ALLOW),
    ],
)
def test_a_policy_of_a_resource_names_who_it_is_for(principal, decision):
    document = {"Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}]}
    assert decide([document], "sts:AssumeRole", "r", {}, ["pods.eks.amazonaws.com"]) == decision
