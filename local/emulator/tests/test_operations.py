"""Operations of AWS's APIs and the actions that they take: against the models, and against the reference."""

from botocore.session import get_session

import pytest

from emulator.authorization.operations import OTHERS, PREFIXES, WITH_VERSION, UnknownAction, actions_for, prefix_of
from emulator.authorization.reference import actions_of, find_action

SESSION = get_session()
# What is called in the accounts of the platform. Of the rest nobody has looked at the names.
SERVICES = (
    *("acm", "appconfig", "budgets", "cloudtrail", "ec2", "ecr", "eks", "elasticache", "elbv2", "events", "firehose"),
    *("kinesis", "kms", "logs", "rds", "resourcegroupstaggingapi", "secretsmanager", "sns", "ssm", "wafv2"),
)


def operations(service):
    return SESSION.get_service_model(service).operation_names


def test_every_row_names_an_operation_and_actions_that_exist():
    for service, rows in OTHERS.items():
        for operation, names in rows.items():
            assert operation in operations(service), f"{service} {operation}"
            for name in names:
                assert find_action(f"{prefix_of(service)}:{name}"), f"{service} {operation}: {name}"
    for name in WITH_VERSION.values():
        assert find_action(f"s3:{name}")


def test_no_row_says_what_the_name_says_already():
    rows = [(service, operation, names) for service, by in OTHERS.items() for operation, names in by.items()]
    needless = [row for row in rows if row[2] == [row[1]]]
    assert needless == []


def test_every_prefix_is_one_of_the_reference():
    assert [prefix for prefix in PREFIXES.values() if not actions_of(prefix)] == []




@pytest.mark.parametrize("service", SERVICES)
def test_nearly_every_operation_has_an_action(service):
    unknown = []
    for operation in operations(service):
        try:
            actions_for(service, operation, {})
        except UnknownAction:
            unknown.append(operation)
    assert len(unknown) <= 0.06 * len(operations(service)), unknown


@pytest.mark.parametrize(
    "operation, parameters, actions",
    [
        ("GetObject", {}, ["s3:GetObject"]),
        ("GetObject", {"VersionId": "1"}, ["s3:GetObjectVersion"]),
        ("DeleteObjects", {"Delete": {"Objects": [{"Key": "a", "VersionId": "1"}]}}, ["s3:DeleteObjectVersion"]),
        ("DeleteObjects", {"Delete": {"Objects": [{"Key": "a"}]}}, ["s3:DeleteObject"]),
        (
            "DeleteObject",
            {"VersionId": "1", "BypassGovernanceRetention": True},
            ["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
        ),
        ("HeadObject", {}, ["s3:GetObject"]),
    ],
)
def test_versions_of_objects_have_actions_of_their_own(operation, parameters, actions):
    assert [action.name for action in actions_for("s3", operation, parameters)] == actions
