"""What EKS refuses: a deploy ends at the first of these."""

from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError

from ..services.eks.rules import check_rollback
from .settings import CLUSTER_TRUST, NODE_TRUST, PODS_TRUST, make_role
from .waiting import go_forward, until

PARAMETER, IN_USE = "InvalidParameterException", "ResourceInUseException"
AUTO_MODE = {
    "storageConfig": {"blockStorage": {"enabled": True}},
    "kubernetesNetworkConfig": {"elasticLoadBalancing": {"enabled": True}},
    "accessConfig": {"authenticationMode": "API"},
}


@pytest.fixture
def eks(account):
    return account.client("eks")


@pytest.fixture
def cluster_role(account):
    return make_role(account, "cluster", CLUSTER_TRUST)


def create(account, role, network=None, **settings):
    network = {"subnetIds": account.subnets(), **(network or {})}
    account.client("eks").create_cluster(
        **{"name": "c", "version": "1.34", "roleArn": role, "resourcesVpcConfig": network, **settings}
    )


def status(eks):
    return eks.describe_cluster(name="c")["cluster"]["status"]


@pytest.fixture
def cluster(account, eks, cluster_role):
    create(account, cluster_role, accessConfig={"authenticationMode": "API"})
    until(lambda: status(eks) == "ACTIVE")
    return eks


@pytest.mark.parametrize(
    "settings",
    [
        {"version": "1.99"},
        {"version": "1.20"},
        {"network": {"endpointPublicAccess": False, "endpointPrivateAccess": False}},
        {"network": {"publicAccessCidrs": ["10.0.0.0/8"]}},
        {"network": {"publicAccessCidrs": ["1.2.3.4/8"]}},
        {"network": {"publicAccessCidrs": ["nonsense"]}},
        {"network": {"securityGroupIds": ["sg-00000000000000000"]}},
        {"network": {"subnetIds": ["subnet-00000000000000000", "subnet-00000000000000001"]}},
        {"computeConfig": {"enabled": True}},
        {**AUTO_MODE},
        {**AUTO_MODE, "computeConfig": {"enabled": True}, "accessConfig": {"authenticationMode": "CONFIG_MAP"}},
        {**AUTO_MODE, "computeConfig": {"enabled": True, "nodePools": ["system"]}},
        {**AUTO_MODE, "computeConfig": {"enabled": True, "nodePools": ["odd"], "nodeRoleArn": "r"}},
        {"encryptionConfig": [{"resources": ["secrets"], "provider": {"keyArn": "none"}}]},
        {"logging": {"clusterLogging": [{"types": ["nonsense"], "enabled": True}]}},
    ],
)
def test_a_cluster_is_not_made_with(account, cluster_role, settings):
    with pytest.raises(ClientError, match=rf"\({PARAMETER}\)"):
        create(account, cluster_role, **settings)


@pytest.mark.parametrize("role", ["none", "other"])
def test_a_cluster_has_roles_that_exist_and_trust_it(account, cluster_role, role):
    make_role(account, "other", "lambda.amazonaws.com")
    with pytest.raises(ClientError, match=PARAMETER):
        create(account, account.role(role))
    nodes = {"enabled": True, "nodePools": ["system"], "nodeRoleArn": account.role(role)}
    with pytest.raises(ClientError, match=PARAMETER):
        create(account, cluster_role, computeConfig=nodes, **AUTO_MODE)


def test_a_new_cluster_is_creating_and_refuses_changes(account, eks, cluster_role):
    create(account, cluster_role)
    assert status(eks) == "CREATING"
    with pytest.raises(ClientError, match=IN_USE):
        eks.update_cluster_version(name="c", version="1.35")
    with pytest.raises(ClientError, match=IN_USE):
        eks.delete_cluster(name="c")


def test_an_update_that_runs_refuses_another(cluster):
    update = cluster.update_cluster_version(name="c", version="1.35")["update"]
    assert (update["status"], status(cluster)) == ("InProgress", "UPDATING")
    with pytest.raises(ClientError, match=IN_USE):
        cluster.update_cluster_config(name="c", zonalShiftConfig={"enabled": True})
    until(lambda: status(cluster) == "ACTIVE")
    assert cluster.describe_update(name="c", updateId=update["id"])["update"]["status"] == "Successful"


@pytest.mark.parametrize("version", ["1.33", "1.34", "1.36", "1.99"])
def test_kubernetes_goes_up_by_one_minor_and_never_back(cluster, version):
    with pytest.raises(ClientError, match=PARAMETER):
        cluster.update_cluster_version(name="c", version=version)


def upgrade(eks, version):
    update = eks.update_cluster_version(name="c", version=version)["update"]
    until(lambda: eks.describe_update(name="c", updateId=update["id"])["update"]["status"] == "Successful")
    return update["type"]


def test_kubernetes_goes_back_by_one_minor_within_a_week_and_not_twice(account, eks, cluster_role):
    create(account, cluster_role, accessConfig={"authenticationMode": "API"}, version="1.34")
    until(lambda: status(eks) == "ACTIVE")
    upgrade(eks, "1.35")
    assert upgrade(eks, "1.36") == "VersionUpdate"
    with pytest.raises(ClientError, match=PARAMETER):
        upgrade(eks, "1.34")
    assert upgrade(eks, "1.35") == "VersionRollback"
    with pytest.raises(ClientError, match=PARAMETER):
        upgrade(eks, "1.34")
    upgrade(eks, "1.36")
    go_forward(7 * 86_400 + 1)
    with pytest.raises(ClientError, match=PARAMETER):
        upgrade(eks, "1.35")


def test_kubernetes_does_not_go_back_under_an_addon_that_the_earlier_one_has_not():
    addon = {"addonName": "metrics-server", "addonVersion": "v0.8.1-eksbuild.1"}
    cluster = SimpleNamespace(upgrade_policy={"supportType": "EXTENDED"}, addons={"metrics-server": addon})
    check_rollback(cluster, "1.34")
    with pytest.raises(Exception, match="v0.8.1-eksbuild.1 is not compatible with Kubernetes 1.35"):
        check_rollback(cluster, "1.35")


def test_kubernetes_does_not_go_back_to_a_version_past_its_standard_support():
    cluster = SimpleNamespace(upgrade_policy={"supportType": "STANDARD"}, addons={})
    with pytest.raises(Exception, match="Version 1.31 is in extended support"):
        check_rollback(cluster, "1.31")


def test_eks_says_when_the_support_of_each_minor_ends(eks):
    versions = eks.describe_cluster_versions()["clusterVersions"]
    ends = {version["clusterVersion"]: version["endOfStandardSupportDate"].date().isoformat() for version in versions}
    assert ends["1.36"] == "2027-08-02"
    assert len(eks.describe_cluster_versions(clusterVersions=["1.35"])["clusterVersions"]) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"resourcesVpcConfig": {"publicAccessCidrs": ["10.0.0.0/8"]}},
        {"resourcesVpcConfig": {"endpointPublicAccess": False, "endpointPrivateAccess": False}},
        {"computeConfig": {"enabled": True}},
    ],
)
def test_a_cluster_is_not_changed_to(cluster, change):
    with pytest.raises(ClientError, match=PARAMETER):
        cluster.update_cluster_config(name="c", **change)


def test_a_cluster_is_deleting_before_it_is_gone(cluster):
    cluster.delete_cluster(name="c")
    assert status(cluster) == "DELETING"
    with pytest.raises(ClientError, match=IN_USE):
        cluster.delete_cluster(name="c")
    until(lambda: cluster.list_clusters()["clusters"] == [])


@pytest.mark.parametrize(
    "settings",
    [{"addonVersion": "v99.0.0-eksbuild.1"}, {"addonVersion": "v0.9.0-eksbuild.99"}, {"configurationValues": "{"}],
)
def test_an_addon_is_not_made_with(cluster, settings):
    with pytest.raises(ClientError, match=PARAMETER):
        cluster.create_addon(clusterName="c", addonName="metrics-server", **settings)


def test_an_addon_takes_its_time(cluster):
    addon = {"clusterName": "c", "addonName": "metrics-server"}

    def read():
        return cluster.describe_addon(**addon)["addon"]["status"]

    assert cluster.create_addon(**addon)["addon"]["status"] == "CREATING"
    with pytest.raises(ClientError, match=IN_USE):
        cluster.update_addon(**addon)
    until(lambda: read() == "ACTIVE")
    assert cluster.update_addon(**addon, configurationValues="{}")["update"]["status"] == "InProgress"
    assert read() == "UPDATING"
    with pytest.raises(ClientError, match=IN_USE):
        cluster.update_addon(**addon)
    until(lambda: read() == "ACTIVE")


def test_an_access_entry_is_of_somebody_who_exists(cluster, account):
    for principal in (account.role("none"), f"arn:aws:iam::{account.id}:user/none"):
        with pytest.raises(ClientError, match=PARAMETER):
            cluster.create_access_entry(clusterName="c", principalArn=principal)


def test_the_role_of_pods_trusts_them(cluster, account):
    pods = {"clusterName": "c", "namespace": "n", "serviceAccount": "s"}
    wrong = make_role(account, "wrong", NODE_TRUST)
    for role in (account.role("none"), wrong):
        with pytest.raises(ClientError, match=PARAMETER):
            cluster.create_pod_identity_association(**pods, roleArn=role)
    made = cluster.create_pod_identity_association(**pods, roleArn=make_role(account, "right", PODS_TRUST))
    with pytest.raises(ClientError, match=PARAMETER):
        cluster.update_pod_identity_association(
            clusterName="c", associationId=made["association"]["associationId"], roleArn=wrong
        )


def test_eks_writes_its_log_group_again_after_the_cluster_is_gone(account, eks, cluster_role):
    """Without key and retention, so that the next deploy would end at "already exists"."""
    logs, name = account.client("logs"), "/aws/eks/c/cluster"
    logs.create_log_group(logGroupName=name)
    logs.put_retention_policy(logGroupName=name, retentionInDays=30)
    create(account, cluster_role, logging={"clusterLogging": [{"types": ["audit"], "enabled": True}]})
    until(lambda: status(eks) == "ACTIVE")
    eks.delete_cluster(name="c")
    until(lambda: eks.list_clusters()["clusters"] == [])
    logs.delete_log_group(logGroupName=name)
    assert logs.describe_log_groups()["logGroups"] == []
    until(lambda: logs.describe_log_groups()["logGroups"])
    assert "retentionInDays" not in logs.describe_log_groups()["logGroups"][0]
    assert ("logs", "groups") not in account.kinds()
    logs.delete_log_group(logGroupName=name)
