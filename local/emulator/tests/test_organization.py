"""What an account holds before anything of the project: an own account, as the others count what is in theirs."""

import pytest

from ..authorization.organization import Organization
from ..control.inventory import inventory
from ..resolve import resolves

ACCOUNT = "390000000001"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"


@pytest.fixture(scope="module")
def backends():
    from moto.iam.models import iam_backends
    from moto.route53.models import route53_backends

    organization = Organization()
    organization.management_account = ACCOUNT
    organization.has_zone("Z0123456789ABC", "before.example")
    organization.has_oidc_provider(PROVIDER)
    return route53_backends[ACCOUNT]["aws"], iam_backends[ACCOUNT]["aws"]


def test_a_zone_is_found_by_the_id_that_platform_json_names(backends):
    zone = backends[0].get_hosted_zone("Z0123456789ABC")
    assert (zone.name.rstrip("."), zone.private_zone) == ("before.example", False)
    assert resolves("before.example", "NS", zone.delegation_set.name_servers[0])


def test_the_provider_of_workflows_is_for_aws(backends):
    assert backends[1].get_open_id_connect_provider(PROVIDER).client_id_list == ["sts.amazonaws.com"]


def test_neither_counts_as_left_behind_by_a_destroy(backends):
    assert inventory()[ACCOUNT] == []
