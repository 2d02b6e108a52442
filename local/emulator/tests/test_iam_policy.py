"""Whether policies allow an action."""

import pytest

from emulator.iam_policy import ALLOW, DENY, NotEvaluated, decide

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
        ({"StringEquals": {"tag": "${aws:PrincipalTag/team}"}}, ALLOW),
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


def test_refuses_to_guess_at_a_condition_that_it_does_not_know():
    with pytest.raises(NotEvaluated, match="the condition operator DateLessThan"):
        decide_on(allow(Action="*", Condition={"DateLessThan": {"aws:CurrentTime": "2030-01-01"}}))


@pytest.mark.parametrize(
    "principal, decision",
    [
        ({"Service": "pods.eks.amazonaws.com"}, ALLOW),
        ({"Service": ["ec2.amazonaws.com", "pods.eks.amazonaws.com"]}, ALLOW),
        ({"AWS": "arn:aws:iam::111111111111:root"}, None),
        ("*", ALLOW),
    ],
)
def test_a_policy_of_a_resource_names_who_it_is_for(principal, decision):
    document = {"Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}]}
    assert decide([document], "sts:AssumeRole", "r", {}, ["pods.eks.amazonaws.com"]) == decision
