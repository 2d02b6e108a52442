import pytest
from botocore.exceptions import ClientError

from .settings import CLUSTER_TRUST, NODE_TRUST, PODS_TRUST, make_role
from .waiting import until

POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"


@pytest.fixture
def node_role(account):
    return make_role(account, "node", NODE_TRUST)


@pytest.fixture
def pod_role(account):
    return make_role(account, "pod", PODS_TRUST)


@pytest.fixture
def role(account):
    """Somebody's."""
    return make_role(account, "r", NODE_TRUST)


@pytest.fixture
def eks(account, node_role):
    client = account.client("eks")
    client.create_cluster(
        name="c",
        version="1.34",
        roleArn=make_role(account, "cluster", CLUSTER_TRUST),
        resourcesVpcConfig={
            "subnetIds": account.subnets(),
            "endpointPublicAccess": False,
            "endpointPrivateAccess": True,
        },
        accessConfig={"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False},
        computeConfig={"enabled": True, "nodePools": ["system"], "nodeRoleArn": node_role},
        storageConfig={"blockStorage": {"enabled": True}},
        kubernetesNetworkConfig={"elasticLoadBalancing": {"enabled": True}},
        upgradePolicy={"supportType": "STANDARD"},
        zonalShiftConfig={"enabled": True},
        tags={"env": "dev"},
    )
    wait(client)
    return client


def wait(eks):
    until(lambda: describe(eks)["status"] == "ACTIVE")


def describe(eks):
    return eks.describe_cluster(name="c")["cluster"]


def test_a_cluster_reads_back_what_was_asked_for(eks, node_role):
    cluster = describe(eks)
    assert cluster["accessConfig"]["authenticationMode"] == "API"
    assert cluster["computeConfig"] == {"enabled": True, "nodePools": ["system"], "nodeRoleArn": node_role}
    assert cluster["storageConfig"] == {"blockStorage": {"enabled": True}}
    assert cluster["kubernetesNetworkConfig"]["elasticLoadBalancing"] == {"enabled": True}
    assert cluster["kubernetesNetworkConfig"]["serviceIpv4Cidr"] == "172.20.0.0/16"
    assert cluster["upgradePolicy"] == {"supportType": "STANDARD"}
    assert cluster["zonalShiftConfig"] == {"enabled": True}
    assert "id" not in cluster


def test_a_cluster_has_a_security_group_that_goes_with_it(eks, account):
    vpc = describe(eks)["resourcesVpcConfig"]
    groups = account.client("ec2").describe_security_groups(GroupIds=[vpc["clusterSecurityGroupId"]])
    assert groups["SecurityGroups"][0]["VpcId"] == vpc["vpcId"]
    eks.delete_cluster(name="c")
    until(lambda: eks.list_clusters()["clusters"] == [])
    with pytest.raises(ClientError, match="InvalidGroup.NotFound"):
        account.client("ec2").describe_security_groups(GroupIds=[vpc["clusterSecurityGroupId"]])


@pytest.mark.parametrize(
    "change",
    [
        {"resourcesVpcConfig": {"endpointPublicAccess": True, "publicAccessCidrs": ["1.2.3.4/32"]}},
        {"upgradePolicy": {"supportType": "EXTENDED"}},
        {"zonalShiftConfig": {"enabled": False}},
        {"accessConfig": {"authenticationMode": "API_AND_CONFIG_MAP"}},
        {
            "computeConfig": {"enabled": False},
            "storageConfig": {"blockStorage": {"enabled": False}},
            "kubernetesNetworkConfig": {"elasticLoadBalancing": {"enabled": False}},
        },
    ],
)
def test_a_setting_changes_in_place(eks, change):
    update = eks.update_cluster_config(name="c", **change)["update"]
    until(lambda: eks.describe_update(name="c", updateId=update["id"])["update"]["status"] == "Successful")
    cluster = describe(eks)
    assert all(cluster[key] | settings == cluster[key] for key, settings in change.items())


def test_log_types_are_switched_one_by_one(eks):
    eks.update_cluster_config(name="c", logging={"clusterLogging": [{"types": ["api", "audit"], "enabled": True}]})
    wait(eks)
    eks.update_cluster_config(name="c", logging={"clusterLogging": [{"types": ["api"], "enabled": False}]})
    setups = describe(eks)["logging"]["clusterLogging"]
    assert [setup["types"] for setup in setups if setup["enabled"]] == [["audit"]]


def test_a_version_upgrade(eks):
    eks.update_cluster_version(name="c", version="1.35")
    assert describe(eks)["version"] == "1.35"


def assumed(account):
    return f"arn:aws:sts::{account.id}:assumed-role/r/{{{{SessionName}}}}"


def test_an_access_entry_and_its_policies(eks, account, role):
    eks.create_access_entry(clusterName="c", principalArn=role, kubernetesGroups=["g"])
    eks.update_access_entry(clusterName="c", principalArn=role, kubernetesGroups=["h"])
    entry = eks.describe_access_entry(clusterName="c", principalArn=role)["accessEntry"]
    assert entry["kubernetesGroups"] == ["h"]
    assert entry["username"] == assumed(account)
    eks.associate_access_policy(clusterName="c", principalArn=role, policyArn=POLICY, accessScope={"type": "cluster"})
    policies = eks.list_associated_access_policies(clusterName="c", principalArn=role)["associatedAccessPolicies"]
    assert [policy["policyArn"] for policy in policies] == [POLICY]
    eks.disassociate_access_policy(clusterName="c", principalArn=role, policyArn=POLICY)
    eks.delete_access_entry(clusterName="c", principalArn=role)
    assert eks.list_access_entries(clusterName="c")["accessEntries"] == []
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        eks.describe_access_entry(clusterName="c", principalArn=role)


def test_fails_on_an_access_entry_without_the_access_entry_api(account, role):
    eks = account.client("eks")
    cluster_role = make_role(account, "cluster", CLUSTER_TRUST)
    eks.create_cluster(name="old", roleArn=cluster_role, resourcesVpcConfig={"subnetIds": account.subnets()})
    with pytest.raises(ClientError, match="authentication mode must be set"):
        eks.create_access_entry(clusterName="old", principalArn=role)


@pytest.mark.parametrize("settings", [{"kubernetesGroups": ["system:masters"]}, {"username": "system:admin"}])
def test_refuses_to_make_a_principal_one_of_the_systems_own(eks, role, settings):
    entry = {"clusterName": "c", "principalArn": role}
    with pytest.raises(ClientError, match="cannot start with"):
        eks.create_access_entry(**entry, **settings)
    eks.create_access_entry(**entry)
    with pytest.raises(ClientError, match="cannot start with"):
        eks.update_access_entry(**entry, **settings)


def test_the_user_name_of_a_role_has_no_path(eks, account):
    account.make_role("team/blue/r")
    entry = eks.create_access_entry(clusterName="c", principalArn=account.role("team/blue/r"))
    assert entry["accessEntry"]["username"] == assumed(account)


def test_refuses_a_policy_that_does_not_exist_with_those_that_do(eks, role):
    eks.create_access_entry(clusterName="c", principalArn=role)
    with pytest.raises(ClientError, match="the emulator knows .*'AmazonEKSViewPolicy'"):
        eks.associate_access_policy(
            clusterName="c", principalArn=role, policyArn=f"{POLICY}Typo", accessScope={"type": "cluster"}
        )


def test_a_pod_identity_association(eks, account, pod_role):
    association = {"clusterName": "c", "namespace": "n", "serviceAccount": "s"}
    created = eks.create_pod_identity_association(**association, roleArn=pod_role)["association"]
    with pytest.raises(ClientError, match="ResourceInUseException"):
        eks.create_pod_identity_association(**association, roleArn=pod_role)
    key = {"clusterName": "c", "associationId": created["associationId"]}
    other = make_role(account, "other", PODS_TRUST)
    eks.update_pod_identity_association(**key, roleArn=other)
    assert eks.describe_pod_identity_association(**key)["association"]["roleArn"] == other
    eks.delete_pod_identity_association(**key)
    assert eks.list_pod_identity_associations(clusterName="c")["associations"] == []


def test_an_addon_owns_its_pod_identity_associations(eks, pod_role):
    addon = {"clusterName": "c", "addonName": "amazon-cloudwatch-observability"}
    eks.create_addon(
        **addon,
        configurationValues="{}",
        podIdentityAssociations=[{"serviceAccount": "cloudwatch-agent", "roleArn": pod_role}],
    )
    until(lambda: eks.describe_addon(**addon)["addon"]["status"] == "ACTIVE")
    created = eks.describe_addon(**addon)["addon"]
    assert (created["status"], created["configurationValues"]) == ("ACTIVE", "{}")
    (association,) = eks.list_pod_identity_associations(clusterName="c")["associations"]
    assert created["podIdentityAssociations"] == [association["associationArn"]]
    assert association["ownerArn"] == created["addonArn"]

    eks.update_addon(**addon, configurationValues='{"a": 1}', podIdentityAssociations=[])
    assert eks.describe_addon(**addon)["addon"]["configurationValues"] == '{"a": 1}'
    assert eks.list_pod_identity_associations(clusterName="c")["associations"] == []
    eks.delete_addon(**addon)
    assert eks.list_addons(clusterName="c")["addons"] == []


def test_fails_on_an_unknown_addon_with_those_that_are_known(eks):
    with pytest.raises(ClientError, match="the emulator knows .*'metrics-server'"):
        eks.create_addon(clusterName="c", addonName="typo")


def test_addon_versions(eks):
    addons = eks.describe_addon_versions(addonName="metrics-server", kubernetesVersion="1.36")["addons"]
    assert [version["addonVersion"] for version in addons[0]["addonVersions"]] == [
        "v0.9.0-eksbuild.11",
        "v0.9.0-eksbuild.9",
    ]
    assert addons[0]["addonVersions"][0]["compatibilities"] == [{"clusterVersion": "1.36", "defaultVersion": True}]


def test_tags_of_cluster_and_addon(eks):
    addon = eks.create_addon(clusterName="c", addonName="metrics-server", tags={"a": "1"})["addon"]
    for arn, tags in ((describe(eks)["arn"], {"env": "dev"}), (addon["addonArn"], {"a": "1"})):
        eks.tag_resource(resourceArn=arn, tags={"b": "2"})
        assert eks.list_tags_for_resource(resourceArn=arn)["tags"] == {**tags, "b": "2"}
        eks.untag_resource(resourceArn=arn, tagKeys=["b"])
        assert eks.list_tags_for_resource(resourceArn=arn)["tags"] == tags
