"""aws_iam_service_linked_role: the role that a service would make with its first resource, and no second one."""

import pytest

from ..authorization.service_linked_roles import MAKERS
from .kubernetes_cluster import REGION


@pytest.mark.parametrize("service, name", sorted(set(MAKERS.values())))
def test_a_role_of_a_service_is_named_as_the_service_names_it_and_is_found_by_its_path(account, service, name):
    iam = account.client("iam")
    arn = iam.create_service_linked_role(AWSServiceName=service)["Role"]["Arn"]
    assert arn == f"arn:aws:iam::{account.id}:role/aws-service-role/{service}/{name}"
    found = iam.list_roles(PathPrefix=f"/aws-service-role/{service}/")["Roles"]
    assert [role["RoleName"] for role in found] == [name]
    with pytest.raises(iam.exceptions.InvalidInputException, match="has been taken in this account"):
        iam.create_service_linked_role(AWSServiceName=service)
    assert iam.get_service_linked_role_deletion_status(DeletionTaskId=delete(iam, name))["Status"] == "SUCCEEDED"
    assert account.inventory() == []


def test_a_role_that_its_service_uses_is_not_deleted(account):
    iam, elb = account.client("iam"), account.client("elbv2")
    balancer = elb.create_load_balancer(Name="lb", Subnets=account.subnets())["LoadBalancers"][0]["LoadBalancerArn"]
    name = "AWSServiceRoleForElasticLoadBalancing"
    status = iam.get_service_linked_role_deletion_status(DeletionTaskId=delete(iam, name))
    assert status["Status"] == "FAILED"
    assert status["Reason"]["RoleUsageList"] == [{"Region": REGION, "Resources": [balancer]}]
    iam.get_role(RoleName=name)
    elb.delete_load_balancer(LoadBalancerArn=balancer)
    assert iam.get_service_linked_role_deletion_status(DeletionTaskId=delete(iam, name))["Status"] == "SUCCEEDED"


def delete(iam, name):
    return iam.delete_service_linked_role(RoleName=name)["DeletionTaskId"]
