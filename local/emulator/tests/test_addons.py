"""What add-ons bring into a cluster."""

import pytest

from .conftest import Account
from .kubernetes_cluster import Cluster, needs_kubernetes
from .waiting import until

pytestmark = needs_kubernetes


@pytest.fixture(scope="module")
def bare(kubernetes_emulator, account_numbers):
    """A cluster without add-ons."""
    made = Cluster(kubernetes_emulator, Account(kubernetes_emulator, str(next(account_numbers)))).create()
    yield made.wait_until_active()
    made.eks.delete_cluster(name="c")


@pytest.mark.parametrize(
    "addon, namespace, service_account",
    [
        ("amazon-cloudwatch-observability", "amazon-cloudwatch", "cloudwatch-agent"),
        ("aws-secrets-store-csi-driver-provider", "aws-secrets-manager", "secrets-store-csi-driver"),
        ("metrics-server", "kube-system", "metrics-server"),
    ],
)
def test_an_addon_brings_its_service_account_and_takes_it_away(bare, addon, namespace, service_account):
    def find():
        return bare.admin.get("ServiceAccount", service_account, namespace)

    assert find() is None
    bare.install(addon)
    assert find()
    bare.eks.delete_addon(clusterName="c", addonName=addon)
    until(lambda: find() is None, "the service account is gone")
    assert bare.admin.get("Namespace", "kube-system")
