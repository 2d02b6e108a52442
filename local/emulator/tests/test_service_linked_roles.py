"""aws_iam_service_linked_role: the role that a service would make with its first resource, and no second one."""

import pytest

from ..authorization.service_linked_roles import MAKERS


@pytest.mark.parametrize("service, name", sorted(set(MAKERS.values())))
def test_a_role_of_a_service_is_named_as_the_service_names_it_and_is_found_by_its_path(account, service, name):
    iam = account.client("iam")
    arn = iam.create_service_linked_role(AWSServiceName=service)["Role"]["Arn"]
    assert arn == f"arn:aws:iam::{account.id}:role/aws-service-role/{service}/{name}"
    found = iam.list_roles(PathPrefix=f"/aws-service-role/{service}/")["Roles"]
    assert [role["RoleName"] for role in found] == [name]
    with pytest.raises(iam.exceptions.InvalidInputException, match="has been taken in this account"):
        iam.create_service_linked_role(AWSServiceName=service)
    task = iam.delete_service_linked_role(RoleName=name)["DeletionTaskId"]
    assert iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"] == "SUCCEEDED"
    assert account.inventory() == []
